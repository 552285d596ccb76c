//! A platform that no program reaches: what is attested is what is live.

use super::project::{Project, person};

const WHO: &str = "ana@x.example";

fn project() -> Project {
    let live = format!(
        "teams:\n  - {{ name: Old, members: [bo@x.example] }}\n  - {{ name: Gone, members: [] }}\n\
         users:\n{}{}{}",
        person("ana", "Administrator, Supervisor", ""),
        person("bo", "Agent", ""),
        person("cy", "Agent", "")
    );
    let access = format!(
        "teams:\n  - {{ name: New, previously: [Old], members: [bo@x.example, di@x.example] }}\n\
         users:\n{}{}{}",
        person("ana", "Administrator, Supervisor", ""),
        person("bo", "Agent, Supervisor", ""),
        person("di", "Agent", "")
    );
    let more = "manage: { users: all }\nguards: { min_admins: 1 }";
    Project::new("aimychat", more, &access, &live)
}

fn attest(project: &Project, what: &str, code: i32) -> String {
    project.ends(code, &format!("attest -e portal {what} --by {WHO}"))
}

#[test]
fn rows_and_teams_and_who_is_gone_are_attested_step_by_step() {
    let project = project();
    assert!(project.ends(0, "plan -e portal").contains("5 of all by hand"));
    attest(&project, "team/New", 0);
    attest(&project, "user/cy@x.example", 0);
    let left = project.ends(2, "plan -e portal --detailed-exitcode");
    assert!(left.contains("1 to create, 1 to change, 1 to delete"), "{left}");
    attest(&project, "--all", 0);
    let after = project.ends(0, "plan -e portal --detailed-exitcode");
    assert!(after.contains("Nothing to do"), "{after}");
    let file = project.read("attested/portal.yaml");
    for text in ["gone:", "- cy@x.example", "- Old", "New: {}", "di@x.example:", "- Supervisor"] {
        assert!(file.contains(text), "{text}: {file}");
    }
}

#[test]
fn what_was_attested_is_live_until_it_is_attested_otherwise() {
    let project = project();
    attest(&project, "--all", 0);
    let access = project.read("access/access.yaml");
    project.write("access/access.yaml", &access.replace("[Agent, Supervisor]", "[Agent]"));
    let plan = project.ends(0, "plan -e portal");
    assert!(plan.contains("- Supervisor"), "{plan}");
    assert!(plan.contains("before: attested by ana@x.example on "), "{plan}");
    attest(&project, "--all", 0);
    assert!(project.ends(0, "plan -e portal").contains("Nothing to do"));
    assert!(!project.read("attested/portal.yaml").contains("- Supervisor"), "it is forgotten");
}

#[test]
fn what_waits_for_a_step_that_nobody_attests_is_left() {
    let project = project();
    let access = project.read("access/access.yaml");
    project.write(
        "access/access.yaml",
        &access.replace("teams:\n", "teams:\n  - { name: Fresh, members: [di@x.example] }\n"),
    );
    let said = attest(&project, "user/di@x.example", 6);
    assert!(said.contains("Left: create user `di@x.example`, which waits for team"), "{said}");
    assert!(said.contains("Nothing was attested."), "{said}");
}

#[test]
fn nothing_is_written_by_a_program_and_nothing_is_said_to_be_done() {
    let project = project();
    let said = project.ends(6, "apply -e portal --yes");
    assert!(
        said.contains("Applied in part: 0 of 5 steps; 0 failed, 0 skipped, 5 by hand"),
        "{said}"
    );
    project.ends(2, "plan -e portal --detailed-exitcode");
}

#[test]
fn a_portal_of_which_nothing_was_written_down_is_empty() {
    let project = project();
    let text = project.read("rolecall.yaml");
    let text = text.replace("{ target: portal, live: live }", "{ target: portal }");
    project.write("rolecall.yaml", &text);
    let plan = project.ends(0, "plan -e portal");
    assert!(plan.contains("4 to create, 0 to change, 0 to delete, 4 of all by hand"), "{plan}");
}

#[test]
fn what_is_attested_can_be_written_down_as_manifests() {
    let project = project();
    attest(&project, "--all", 0);
    project.ends(0, "export -e portal --to read");
    let text = project.read("rolecall.yaml");
    let text = text.replace("{ target: portal, live: live }", "{ target: portal, live: read }");
    project.write("rolecall.yaml", &text);
    std::fs::remove_dir_all(project.path().join("attested")).expect("it is there");
    let after = project.ends(0, "plan -e portal --detailed-exitcode");
    assert!(after.contains("Nothing to do"), "{after}");
}

#[test]
fn the_page_says_where_to_go_and_what_to_click_on_each_platform() {
    let amity = format!("users:\n{}", person("ana", "Chatbot Admin", ""));
    let reach = format!("users:\n{}", person("ana", "Stakeholder", ""));
    let group = format!("teams:\n  - {{ name: T, members: [] }}\n{amity}");
    let limit = format!("users:\n{}", person("ana", "Agent", ", chat_limit: 4"));
    let without = format!("users:\n{}", person("ana", "Agent", ""));
    let changed = limit.replace("chat_limit: 4", "chat_limit: 5");
    let nobody = "users: []\n";
    let clicks = ["Settings › Groups", "click Add group"];
    for (platform, access, live, said) in [
        ("aimychat", "teams: [{ name: T }]\n", nobody, &clicks[..]),
        ("aimychat", &without, nobody, &["Settings › Users", "select Invite user"]),
        ("amity", &amity, nobody, &["Users", "Ask the vendor's support"]),
        ("amity", &group, &amity, &["Live Chat › Team management", "Add a team."]),
        ("reach", &reach, nobody, &["Account Settings › Users", "profile icon", "Choose Create."]),
        ("smartflows", &changed, &limit, &["Teammates & Groups", "edit profile on the row"]),
    ] {
        let more = "guards: { min_admins: 0 }";
        let page = Project::new(platform, more, access, live).ends(6, "apply -e portal --yes");
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in said {
            assert!(page.contains(words), "{platform}: {words}: {page}");
        }
    }
}

#[test]
fn the_order_of_teams_and_who_manages_them_are_by_hand_as_well() {
    let people = format!("users:\n{}{}", person("ana", "Admin", ""), person("bo", "Manager", ""));
    let teams = |first: &str, second: &str, managers: &str| {
        format!(
            "teams: [{{ name: A }}, {{ name: B, managers: [{managers}] }}]\n\
             team_order: [{first}, {second}]\n{people}"
        )
    };
    let (access, live) = (teams("A", "B", "bo@x.example"), teams("B", "A", ""));
    let project = Project::new("ccaas", "", &access, &live);
    assert!(project.ends(0, "plan -e portal").contains("2 of all by hand"));
    let said = project.ends(6, "apply -e portal --yes");
    assert!(said.contains("0 of 2 steps; 0 failed, 0 skipped, 2 by hand"), "{said}");
    attest(&project, "--all", 0);
    assert!(project.ends(0, "plan -e portal").contains("Nothing to do"));
    let said = |text: &str| project.read("attested/portal.yaml").matches(text).count();
    assert_eq!((said("team_order:"), said("managers:")), (1, 1));
    attest(&project, "team-order --again", 0);
    attest(&project, "team/B --again", 0);
    assert_eq!((said("team_order:"), said("managers:")), (1, 1), "who says it anew says it alone");
    assert_eq!(said("by: "), 2);
    assert!(project.ends(0, "plan -e portal").contains("Nothing to do"));
}

#[test]
fn departments_are_by_hand_as_well() {
    let people = format!("users:\n{}", person("ana", "Administrator", ""));
    let live = format!("teams: [{{ name: T }}]\n{people}");
    let access = format!("{live}departments: [{{ name: Sales, groups: [T] }}]\n");
    let project = Project::new("smartflows", "", &access, &live);
    let said = project.ends(6, "apply -e portal --yes");
    assert!(said.contains("0 of 1 steps; 0 failed, 0 skipped, 1 by hand"), "{said}");
    assert!(said.contains("Settings › Departments") && said.contains("`Sales`"), "{said}");
    attest(&project, "--all", 0);
    assert!(project.ends(0, "plan -e portal").contains("Nothing to do"));
}

#[test]
fn a_default_agent_and_departments_are_attested_as_well() {
    let people = person("ana", "Administrator", "") + &person("bo", "Agent", "");
    let live = format!("teams: [{{ name: A, members: [bo@x.example] }}]\nusers:\n{people}");
    let access = format!(
        "teams: [{{ name: A, default_agent: bo@x.example, members: [bo@x.example] }}]\nusers:\n{people}"
    );
    let project = Project::new("aimychat", "guards: { min_admins: 1 }", &access, &live);
    attest(&project, "--all", 0);
    assert!(project.ends(0, "plan -e portal").contains("Nothing to do"));
    assert!(project.read("attested/portal.yaml").contains("default_agent: bo@x.example"));

    let live = format!(
        "teams: [{{ name: A }}]\ndepartments: [{{ name: Old }}, {{ name: Gone }}]\nusers:\n{people}"
    );
    let access = format!(
        "teams: [{{ name: A }}]\ndepartments: [{{ name: New, previously: [Old], groups: [A] }}]\nusers:\n{people}"
    );
    let more = "manage: { departments: all }\nguards: { min_admins: 1 }";
    let project = Project::new("smartflows", more, &access, &live);
    attest(&project, "department/New", 0);
    let left = project.ends(0, "plan -e portal");
    assert!(left.contains("1 to delete"), "{left}");
    attest(&project, "--all", 0);
    let after = project.ends(0, "plan -e portal");
    assert!(after.contains("Nothing to do"), "{after}");
    attest(&project, "department/New --again", 0);
    let file = project.read("attested/portal.yaml");
    for text in ["departments:", "- Gone", "- Old", "New:", "A: null"] {
        assert!(file.contains(text), "{text}: {file}");
    }
}
