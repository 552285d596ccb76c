//! Departments, on the platform that has them: planned, applied on the sandbox, exported, adopted.

use serde_json::Value;

use crate::project::{Project, steps, text};

const PEOPLE: &str = "users:
  - { email: root@x.example, first_name: R, last_name: O, roles: [Administrator] }
  - { email: rot@x.example, first_name: R, last_name: T, roles: [Administrator] }
";

/// A project whose live state is that of another manifest.
fn project(access: &str, live: &str) -> Project {
    let project = Project::empty();
    let text = "version: 1\nplatform: smartflows\n\
                environments: { rehearsal: { target: sandbox, live: live } }\n";
    project.write("rolecall.yaml", text);
    project.write("live/live.yaml", format!("{live}{PEOPLE}"));
    project.write("access/access.yaml", format!("{access}{PEOPLE}"));
    project
}

/// Applies what is meant, and has nothing left to do. Returns the actions and names in their order.
#[track_caller]
fn applied(project: &Project) -> Vec<String> {
    let plan = project.plan();
    let digest = project.digest();
    let allow = ["--allow", "emptied", "--allow", "max-removals"];
    project.run(&[&["apply", "--approve", digest.as_str()][..], &allow[..]].concat()).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    told(&plan)
}

fn told(plan: &Value) -> Vec<String> {
    let say = |step: &&Value| format!("{} {}", text(&step["action"]), text(&step["key"]));
    steps(plan).iter().map(say).collect()
}

/// Returns the guards that refuse a plan.
fn refused(project: &Project) -> Vec<String> {
    let plan = project.plan();
    let guards = plan["guards"].as_array().expect("a list");
    guards.iter().map(|guard| text(&guard["guard"])).collect()
}

const TWO: &str = "teams:
  - name: Support
  - name: Back office
departments:
  - name: Sales
    description: New customers
    routing: assigned
    visibility: visible
    groups:
      - { group: Back office, percentage: 40 }
      - { group: Support, percentage: 60 }
  - name: Default Department
    routing: pooled
    groups: [Support]
";

#[test]
fn departments_come_after_their_groups_and_are_exported() {
    let project = project(TWO, "");
    project
        .run(&["plan"])
        .ends(0)
        .prints("create department `Sales`")
        .prints("        + Back office: 40 %\n        + Support: 60 %\n")
        .prints("update department `Default Department`");
    let page = project.run(&["plan", "--format", "markdown"]).ends(0);
    assert!(page.out.contains("Sales") && page.out.contains("Back office: 40 %"), "{}", page.out);
    let stages = project.plan()["stages"].as_array().map(Vec::len);
    assert_eq!(stages, Some(2), "first the groups, then what refers to them");
    let expected =
        ["create Back office", "create Support", "update Default Department", "create Sales"];
    assert_eq!(applied(&project), expected);

    project.run(&["export", "--to", "elsewhere"]).ends(0);
    let exported = project.read("elsewhere/departments.yaml");
    let sales = "  - name: Sales
    description: New customers
    routing: assigned
    visibility: visible
    groups:
      - { group: Back office, percentage: 40 }
      - { group: Support, percentage: 60 }
";
    assert!(exported.contains(sales), "{exported}");
    for file in ["departments.yaml", "teams.yaml", "users.yaml"] {
        project.write(&format!("access/{file}"), project.read(&format!("elsewhere/{file}")));
    }
    std::fs::remove_file(project.path("access/access.yaml")).expect("it is there");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    project.run(&["fmt", "--check"]).ends(0);
}

#[test]
fn a_group_belongs_to_several_departments_each_with_its_routing() {
    let project = project(TWO, "");
    applied(&project);
    let live = project.run(&["export", "--to", "elsewhere"]).ends(0);
    assert!(live.err.is_empty(), "{}", live.err);
    let departments = project.read("elsewhere/departments.yaml");
    let parts: Vec<&str> = departments.split("  - name: ").skip(1).collect();
    assert_eq!(parts.len(), 2, "{departments}");
    assert!(parts.iter().all(|part| part.contains("Support")), "{departments}");
    for routing in ["routing: assigned", "routing: pooled"] {
        assert!(parts.iter().any(|part| part.contains(routing)), "{routing}: {departments}");
    }
    let changed = TWO.replace("routing: pooled", "routing: assigned");
    project.write("access/access.yaml", format!("{changed}{PEOPLE}"));
    assert_eq!(applied(&project), ["update Default Department"]);
}

#[test]
fn a_department_lets_go_before_its_group_goes() {
    let changed = TWO
        .replace("  - name: Support\n", "")
        .replace("      - { group: Support, percentage: 60 }\n", "")
        .replace("percentage: 40", "percentage: 100")
        .replace("groups: [Support]", "groups: []");
    let project = project(&changed, TWO);
    let expected = ["update Default Department", "update Sales", "delete Support"];
    assert_eq!(applied(&project), expected);
}

#[test]
fn a_group_that_an_unlisted_department_refers_to_stays() {
    let access = "teams: [{ name: Back office }]\n";
    let project = project(access, TWO);
    let text = project.read("rolecall.yaml");
    project.write("rolecall.yaml", format!("{text}manage: {{ departments: listed }}\n"));
    assert_eq!(refused(&project), ["in-use"]);
    project.run(&["plan"]).prints("department Sales");
}

#[test]
fn renamed_departments_stay_the_same_and_names_can_be_passed_on() {
    let live = "teams: [{ name: Support }]\ndepartments:\n  - { name: A, groups: [Support] }\n  - { name: B }\n";
    let access = "teams: [{ name: Help, previously: [Support] }]\ndepartments:\n  \
                  - { name: B, previously: [A], routing: pooled, groups: [Help] }\n  \
                  - { name: C, previously: [B] }\n";
    let project = project(access, live);
    assert_eq!(applied(&project), ["rename Help", "rename C", "rename B"]);
}

#[test]
fn the_default_department_stays_when_it_is_not_listed() {
    let live = "teams: [{ name: Support }]\ndepartments:\n  - { name: Default Department, groups: [Support] }\n  - { name: Old }\n";
    let project = project("teams: [{ name: Support }]\n", live);
    assert_eq!(refused(&project), ["emptied"], "none of the kind would be left");
    assert_eq!(applied(&project), ["delete Old"]);
}

#[test]
fn more_departments_than_may_go_are_refused() {
    let names = |names: std::ops::Range<u32>| -> String {
        names.map(|n| format!("  - {{ name: D{n:02} }}\n")).collect()
    };
    let live = format!("departments:\n{}", names(0..5));
    let project = project(&format!("departments:\n{}", names(0..2)), &live);
    let text = project.read("rolecall.yaml");
    project.write(
        "rolecall.yaml",
        format!("{text}guards: {{ max_removals: {{ departments: 2 }} }}\n"),
    );
    assert_eq!(refused(&project), ["max-removals", "first-all"]);
}

#[test]
fn what_changed_in_a_department_is_taken_into_the_manifests() {
    let changed = TWO
        .replace("percentage: 40", "percentage: 55")
        .replace("percentage: 60", "percentage: 45")
        .replace("New customers", "All customers")
        .replace("groups: [Support]", "groups: [Third]")
        .replace("teams:\n", "teams:\n  - name: Third\n")
        + "  - { name: New, groups: [Third] }\n";
    let project = project(TWO, &changed);
    project.run(&["export", "--into"]).ends(0);
    let taken = project.read("access/access.yaml");
    assert!(taken.contains("      - { group: Back office, percentage: 55 }\n"), "{taken}");
    assert!(taken.contains("  - name: New\n") && taken.contains("- name: Third\n"), "{taken}");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn what_cannot_be_is_refused_where_it_stands() {
    let project =
        project("departments: [{ name: A, groups: [Suport] }]\nteams: [{ name: Support }]\n", "");
    project.run(&["check"]).ends(7).says("unknown-team").says("Did you mean `Support`?");
    let twice = "teams: [{ name: S }]\ndepartments: [{ name: A, groups: [S, { group: S }] }, { name: A }]\n";
    project.write("access/access.yaml", format!("{twice}{PEOPLE}"));
    project
        .run(&["check"])
        .ends(7)
        .says("department `A` is declared here again")
        .says("a second time");
    project.write(
        "access/access.yaml",
        format!("departments: [{{ name: A, routing: round }}]\n{PEOPLE}"),
    );
    project.run(&["check"]).ends(7).says("unknown-value");
    let elsewhere = project.read("rolecall.yaml").replace("smartflows", "ccaas");
    project.write("rolecall.yaml", elsewhere);
    project.write("access/access.yaml", "departments: [{ name: A }]\n");
    project.run(&["check"]).ends(7).says("unknown-key").says("this platform has no departments");
}

#[test]
fn a_platform_may_limit_departments_and_have_no_percentages() {
    let project = project("departments: [{ name: A/B }, { name: C }]\n", "");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/platforms/smartflows.yaml");
    let file = std::fs::read_to_string(file).expect("it is there");
    let (head, departments) = file.split_once("\ndepartments:\n").expect("it has them");
    let departments = departments
        .replacen(
            "max: { standing: unknown }",
            "max: { is: 1, standing: observed, sources: [ADD] }",
            1,
        )
        .replacen(
            "forbidden: { standing: unknown }",
            "forbidden: { is: /, standing: observed, sources: [ADD] }",
            1,
        )
        .replacen(
            "name_length: { standing: unknown }",
            "name_length: { is: 4, standing: observed, sources: [ADD] }",
            1,
        )
        .replacen("percentages:\n    is: true", "percentages:\n    is: false", 1);
    project.write("ours.yaml", format!("{head}\ndepartments:\n{departments}"));
    let text =
        project.read("rolecall.yaml").replace("platform: smartflows", "platform: ./ours.yaml");
    project.write("rolecall.yaml", text);
    project.run(&["check"]).ends(7).says("a department's name can't contain `/`");
    project.write(
        "access/access.yaml",
        format!("departments: [{{ name: A }}, {{ name: C }}]\n{PEOPLE}"),
    );
    project.run(&["check"]).ends(7).says("too-many-departments");
    project.write("access/access.yaml", format!("departments: [{{ name: Longer }}]\n{PEOPLE}"));
    project.run(&["check"]).ends(7).says("too-long");
    let shares = "teams: [{ name: S }]\ndepartments: [{ name: A, groups: [{ group: S, percentage: 100 }] }]\n";
    project.write("access/access.yaml", format!("{shares}{PEOPLE}"));
    project.run(&["check"]).ends(7).says("have no percentages on this platform");
    project.write("access/access.yaml", format!("departments: [{{ name: A }}]\n{PEOPLE}"));
    assert_eq!(applied(&project), ["create A"]);
}
