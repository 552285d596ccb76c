//! Attributes of teams, and whom they name: a group's default agent on one platform, the department and
//! the mark of the default team on another.

use serde_json::Value;

use crate::project::{Project, steps, text};

/// Two groups, with whom they name, and who is in them.
fn groups(of: [(&str, &str, &str); 2]) -> String {
    let entry = |(name, agent, members): (&str, &str, &str)| {
        let agent = match agent {
            "" => String::new(),
            agent => format!("    default_agent: {agent}\n"),
        };
        format!("  - name: {name}\n{agent}    members: [{members}]\n")
    };
    let people = ["ana", "bo", "eve", "root", "rot"].map(|name| {
        let role = if name.starts_with('r') { "Administrator" } else { "Agent" };
        format!("  - {{ email: {name}@x.example, first_name: A, last_name: B, roles: [{role}] }}\n")
    });
    format!("teams:\n{}users:\n{}", of.map(entry).concat(), people.concat())
}

const ANA: &str = "ana@x.example";
const BO: &str = "bo@x.example";

/// A project for the platform whose live state is empty but for its administrators.
fn project(platform: &str, access: &str, live: &str) -> Project {
    let project = Project::empty();
    let text = format!(
        "version: 1\nplatform: {platform}\n\
         environments: {{ rehearsal: {{ target: sandbox, live: live }} }}\n"
    );
    project.write("rolecall.yaml", text);
    project.write("live/live.yaml", live);
    project.write("access/access.yaml", access);
    project
}

/// Applies what the manifests mean now, whatever guards object to that isn't a law, and has nothing left
/// to do. Returns the plan as JSON.
#[track_caller]
fn applied(project: &Project) -> Value {
    let plan = project.plan();
    let digest = project.digest();
    let allow = ["--allow", "emptied", "--allow", "max-removals"];
    let approved = ["apply", "--approve", digest.as_str()];
    project.run(&[&approved[..], &allow[..]].concat()).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    plan
}

/// Returns what the steps do to whom teams name: of each step the team, who was and who is named; and
/// between them the people whose rows change.
fn told(plan: &Value) -> Vec<String> {
    let named = |side: &Value| match &side["named"]["default_agent"] {
        Value::Null => "nobody".to_owned(),
        name => text(name).replace("@x.example", ""),
    };
    let say = |step: &&Value| {
        let key = text(&step["key"]).replace("@x.example", "");
        match step["after"]["named"].is_object() {
            true => format!("{key}: {} to {}", named(&step["before"]), named(&step["after"])),
            false => key,
        }
    };
    steps(plan).iter().map(say).collect()
}

#[test]
fn a_default_agent_is_named_once_they_are_a_member_and_is_exported() {
    let access = groups([("Tier 1", "Ana@X.example", "ana@x.example"), ("Sales", "null", "")]);
    let project = project("aimychat", &access, &groups([("Other", "", ""), ("Sales", "", "")]));

    let plan = applied(&project);
    assert_eq!(told(&plan), ["Other", "Tier 1", "ana", "Tier 1: nobody to ana"]);

    project.run(&["export", "--to", "elsewhere"]).ends(0);
    assert!(project.read("elsewhere/teams.yaml").contains("    default_agent: ana@x.example\n"));
    project.write("access/access.yaml", project.read("elsewhere/teams.yaml"));
    project.write("access/users.yaml", project.read("elsewhere/users.yaml"));
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    project.run(&["fmt", "--check"]).ends(0);
}

#[test]
fn a_group_has_one_default_agent_at_most_and_that_one_gets_its_chats() {
    let two = "\n      - ana@x.example\n      - bo@x.example";
    let members = "ana@x.example, bo@x.example";
    let live = groups([("Tier 1", "", members), ("Sales", "", "")]);
    let project =
        project("aimychat", &groups([("Tier 1", two, members), ("Sales", "", "")]), &live);
    project.run(&["check"]).ends(7).says("wrong-type");
    let schema = project.run(&["schema", "manifest"]).ends(0);
    assert!(schema.out.contains("Gets all chats of the group"), "{}", schema.out);
}

#[test]
fn a_default_agent_who_leaves_is_followed_by_the_next_without_a_gap() {
    let access = groups([("Tier 1", ANA, ANA), ("Sales", "", "")]);
    let project = project("aimychat", &access, &access);
    project.write("access/access.yaml", groups([("Tier 1", BO, BO), ("Sales", "", "")]));
    assert_eq!(told(&applied(&project)), ["bo", "Tier 1: ana to bo", "ana"]);
}

#[test]
fn default_agents_who_exchange_groups_are_named_by_nobody_for_a_moment() {
    let project = project(
        "aimychat",
        &groups([("Tier 1", BO, BO), ("Sales", ANA, ANA)]),
        &groups([("Tier 1", ANA, ANA), ("Sales", BO, BO)]),
    );
    let expected = [
        "Sales: bo to nobody",
        "Tier 1: ana to nobody",
        "ana",
        "bo",
        "Sales: nobody to ana",
        "Tier 1: nobody to bo",
    ];
    assert_eq!(told(&applied(&project)), expected);
}

#[test]
fn who_leaves_a_group_or_is_deleted_is_named_no_more() {
    let live = groups([("Tier 1", ANA, "ana@x.example, bo@x.example"), ("Sales", BO, BO)]);
    // Nothing is said of default agents; the second group goes.
    let access = groups([("Tier 1", "", BO), ("Other", "", "")]);
    let project = project("aimychat", &access, &live);
    let expected = ["Other", "Sales: bo to nobody", "Tier 1: ana to nobody", "ana", "bo", "Sales"];
    assert_eq!(told(&applied(&project)), expected);

    project.write(
        "access/access.yaml",
        groups([("Tier 1", "", BO), ("Other", "eve@x.example", "eve@x.example")]),
    );
    assert_eq!(told(&applied(&project)), ["eve", "Other: nobody to eve"]);
    let people = project.read("rolecall.yaml") + "manage: { users: all }\n";
    project.write("rolecall.yaml", people);
    let without = groups([("Tier 1", "", BO), ("Other", "", "")]);
    let without: Vec<&str> = without.lines().filter(|line| !line.contains("eve@")).collect();
    project.write("access/access.yaml", without.join("\n") + "\n");
    assert_eq!(told(&applied(&project)), ["Other: eve to nobody", "eve"]);
}

#[test]
fn whom_a_group_names_is_taken_into_the_manifests() {
    let access = groups([("Tier 1", ANA, ANA), ("Sales", "", "")]);
    let live = groups([("Tier 1", BO, "ana@x.example, bo@x.example"), ("Sales", "", "")]);
    let project = project("aimychat", &access, &live);
    project.run(&["export", "--into"]).ends(0);
    let taken = project.read("access/access.yaml");
    assert!(taken.contains("    default_agent: bo@x.example\n"), "{taken}");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn a_group_that_customers_see_by_name_is_renamed_with_a_word_about_it() {
    let project = project(
        "aimychat",
        &groups([("Help\n    previously: [Tier 1]", ANA, ANA), ("Sales", "", "")]),
        &groups([("Tier 1", ANA, ANA), ("Sales", "", "")]),
    );
    project.run(&["plan"]).ends(0).prints("also: customers_see_it").prints("Customers see the new");
    let markdown = project.run(&["plan", "--format", "markdown"]).ends(0);
    assert!(markdown.out.contains("Customers see the new name"), "{}", markdown.out);
    assert_eq!(told(&applied(&project)), ["Help"]);
}

#[test]
fn a_livechat_team_has_a_department_and_may_be_the_default_one() {
    let people = "users:\n  - { email: ana@x.example, first_name: A, last_name: B, \
                  roles: [Livechat Agent] }\n";
    let team = |fields: &str| format!("teams:\n  - {{ name: Support, {fields} }}\n{people}");
    let first = team("department: Customer care, default: true, members: [ana@x.example]");
    let project = project("amity", &first, people);
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    project.write("access/access.yaml", team("department: null, default: false"));
    let plan = project.run(&["plan"]).ends(0);
    assert!(plan.out.contains("department: Customer care → none"), "{}", plan.out);
    assert!(plan.out.contains("default: true → false"), "{}", plan.out);
    applied(&project);
    project.write("access/access.yaml", team("default: 'yes'"));
    project.run(&["check"]).ends(7).says("wrong-type");
    project.write("access/access.yaml", team("default_agent: ana@x.example"));
    project.run(&["check"]).ends(7).says("unknown-key");
}
