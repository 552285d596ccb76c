//! Rules of the vendors' pages that no other test holds; `docs/seeds.md` has them all. What is expected
//! is copied by hand from those pages, and nothing of it is taken from the platform files.

use serde_json::Value;

use crate::project::{Project, steps};

/// A project of a platform, with what is meant and what is live.
fn project(platform: &str, meant: &str, live: &str) -> Project {
    let project = Project::empty();
    let environments = "environments: { rehearsal: { target: sandbox, live: live } }";
    project.write(
        "rolecall.yaml",
        format!("version: 1\nplatform: {platform}\n{environments}\nguards: {{ min_admins: 0 }}\n"),
    );
    project.write("access/access.yaml", meant);
    project.write("live/live.yaml", live);
    project
}

/// Returns a person's entry, on a line of its own.
fn person(email: &str, rest: &str) -> String {
    format!("  - {{ email: {email}@x.example, first_name: A, last_name: B, {rest} }}\n")
}

/// Returns what `explain` says of a role of a platform.
fn role(platform: &str, name: &str) -> Value {
    let arguments = ["explain", "--platform", platform, name, "--format", "json"];
    Project::empty().run(&arguments).ends(0).json()["about"].clone()
}

#[test]
fn availability_is_one_of_three_words() {
    let with = |rest: &str| {
        let users = format!("users:\n{}", person("ana", &format!("roles: [Agent], {rest}")));
        project("smartflows", &users, "users: []\n")
    };
    for word in ["available", "unavailable", "inactive"] {
        with(&format!("availability: {word}, tags: north")).run(&["check"]).ends(0);
    }
    with("availability: away").run(&["check"]).ends(7).says("unknown-value");
    with("tags: 7").run(&["check"]).ends(7).says("wrong-type");
}

#[test]
fn a_limit_of_chats_is_a_number_and_minus_one_is_none() {
    let with = |limit: &str| {
        let rest = format!("roles: [Agent], chat_limit: {limit}");
        let users = format!("users:\n{}", person("ana", &rest));
        project("smartflows", &users, "users: []\n")
    };
    with("-1").run(&["check"]).ends(0);
    with("3").run(&["check"]).ends(0);
    with("-2").run(&["check"]).ends(7).says("out-of-range");
    with("many").run(&["check"]).ends(7).says("wrong-type");
}

#[test]
fn roles_of_products_are_given_and_taken_on_amity() {
    let (live, meant) = ("Livechat Agent, Campaign Editor", "Livechat Supervisor");
    // Somebody else keeps them, so that none loses its last holder.
    let other = person("bo", &format!("roles: [{live}]"));
    let users =
        |roles: &str| format!("users:\n{}{other}", person("ana", &format!("roles: [{roles}]")));
    let project = project("amity", &users(meant), &users(live));
    let ended = project.run(&["plan"]).ends(0).prints("+ Livechat Supervisor");
    ended.prints("- Livechat Agent").prints("- Campaign Editor");
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["plan"]).ends(0).prints("Nothing to do");
}

#[test]
fn the_highest_role_of_amity_is_neither_given_nor_taken() {
    let users = |roles: &str| format!("users:\n{}", person("ana", &format!("roles: [{roles}]")));
    let meant = users("CIM Admin");
    let given = project("amity", &meant, &users("Livechat Agent"));
    let ended = given.run(&["check"]);
    assert_eq!(ended.code, Some(7), "{ended:?}");
    ended.says("unassignable-role");
    let taken = project("amity", &users("Livechat Agent"), &users("CIM Admin"));
    let ended = taken.run(&["apply", "--yes"]);
    assert_ne!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn nobody_is_created_where_somebody_else_does_it() {
    for (platform, role) in [("amity", "Livechat Agent"), ("smartflows", "Agent")] {
        let users = format!("users:\n{}", person("ana", &format!("roles: [{role}]")));
        let project = project(platform, &users, "users: []\n");
        let ended = project.run(&["apply", "--yes"]);
        assert_ne!(ended.code, Some(0), "{platform}: {ended:?}");
    }
}

#[test]
fn a_person_of_reach_needs_names_an_address_and_a_role() {
    let entry =
        |fields: &str| project("reach", &format!("users:\n  - {{ {fields} }}\n"), "users: []\n");
    let all = ["email: a@x.example", "first_name: A", "last_name: B", "roles: [Supervisor]"];
    entry(&all.join(", ")).run(&["check"]).ends(0);
    for left_out in all {
        let rest: Vec<&str> = all.into_iter().filter(|field| *field != left_out).collect();
        entry(&rest.join(", ")).run(&["check"]).ends(7).says("missing-key");
    }
    let none = all.join(", ").replace("[Supervisor]", "[]");
    entry(&none).run(&["check"]).ends(7).says("no-role");
}

#[test]
fn the_mail_of_reach_says_for_how_long_its_token_is_valid() {
    let users = format!("users:\n{}", person("ana", "roles: [Supervisor]"));
    let ended = project("reach", &users, "users: []\n").run(&["plan"]).ends(0);
    ended.prints("mail_with_token (1 step)").prints("which is valid for 7");
}

/// What the page says that each role of Reach reaches.
const REACH: [(&str, &[(&str, &str)]); 5] = [
    (
        "Conversation Agent",
        &[
            ("Conversations", "access"),
            ("Orders", "view and manage"),
            ("Reports", "view and manage"),
            ("Tags", "view and manage"),
            ("Templates", "view and manage"),
        ],
    ),
    (
        "Administrator",
        &[
            ("Account settings", "full"),
            ("Monitoring dashboard", "use"),
            ("Orders", "full"),
            ("Reports", "full"),
        ],
    ),
    (
        "Supervisor",
        &[
            ("Catalogs", "send"),
            ("Conversation history", "view"),
            ("Conversations", "view, assign and close those of others"),
            ("Customer contact information", "edit"),
        ],
    ),
    ("Order Payment Administrator", &[("Orders", "access")]),
    (
        "Stakeholder",
        &[
            ("Conversations", "view and manage"),
            ("Orders", "view and manage"),
            ("Reports", "view and manage"),
            ("Tags", "view and manage"),
            ("Templates", "view and manage"),
        ],
    ),
];

#[test]
fn each_role_of_reach_reaches_what_the_page_says() {
    for (name, areas) in REACH {
        let about = role("reach", name);
        let reaches = about["built_in"]["reaches"].as_array().expect("it reaches").clone();
        let shown: Vec<(&str, &str)> = reaches
            .iter()
            .map(|area| (&area["area"], &area["reach"]["is"]))
            .map(|(area, reach)| (area.as_str().expect("a name"), reach.as_str().expect("known")))
            .collect();
        assert_eq!(shown, areas, "{name}");
        assert!(about["built_in"]["purpose"]["is"].is_string(), "{name}");
    }
}

#[test]
fn what_can_be_switched_on_for_a_role_of_reach() {
    let page: [(&str, &[(&str, &str)]); 3] = [
        (
            "Conversation Agent",
            &[
                ("Conversation Dispenser", "Takes conversations"),
                ("Conversation Transfer", "Assigns conversations"),
                ("Independent Orders", "Creates orders without"),
            ],
        ),
        (
            "Supervisor",
            &[
                ("Order and Payment Administrator", "Creates, cancels, deletes and comments"),
                ("Payment Reconciler", "Reconciles and reopens orders, rejects payments"),
                ("Independent Orders", "Creates, cancels, deletes and comments"),
                ("Conversation Reports", "Makes, filters and exports"),
                ("Payment Reports", "Makes, filters and exports"),
            ],
        ),
        (
            "Order Payment Administrator",
            &[
                ("Independent Orders", "Creates orders without"),
                ("Payment Reconciliation", "Reconciles and reopens orders, rejects payments"),
                ("Payment Reports", "Makes, filters and exports reports on payments"),
            ],
        ),
    ];
    for (name, expected) in page {
        let about = role("reach", name);
        let rows = about["permissions"].as_array().expect("it has permissions");
        assert_eq!(rows.len(), expected.len(), "{name}: {rows:?}");
        for (row, (permission, what)) in rows.iter().zip(expected) {
            assert_eq!(row["has"], "optional", "{name}");
            assert_eq!(row["name"], format!("{name} › {permission}"));
            assert!(row["what"].as_str().is_some_and(|said| said.starts_with(what)), "{row}");
        }
    }
}

#[test]
fn a_group_of_reach_takes_agents_alone() {
    let group = |role: &str| {
        let users = person("ana", &format!("roles: [{role}]"));
        let teams = "teams:\n  - { name: Sales, members: [ana@x.example] }\n";
        project("reach", &format!("{teams}users:\n{users}"), "users: []\n")
    };
    group("Conversation Agent").run(&["check"]).ends(0);
    group("Stakeholder").run(&["check"]).ends(7).says("not-eligible");
}

/// People and teams of which one is below the other.
fn tree(managers: &str) -> String {
    let teams = format!(
        "teams:\n  - name: Support\n    managers: [{managers}]\n    members: []\n    teams:\n      \
         - {{ name: L1, members: [ana@x.example] }}\n"
    );
    let lea = person("lea", "roles: [Agent, Manager]");
    format!("{teams}users:\n{}{lea}", person("ana", "roles: [Agent]"))
}

#[test]
fn who_becomes_a_manager_sees_and_is_routed() {
    let project = project("ccaas", &tree("lea@x.example"), &tree(""));
    let plan = project.plan();
    let [step] = steps(&plan)[..] else { panic!("{plan}") };
    assert_eq!(step["effects"], serde_json::json!(["managers_routed", "managers_see"]));
    let ended = project.run(&["plan"]).ends(0);
    ended.prints("is routed").prints("(documented: Add and configure teams;");
}

#[test]
fn who_is_in_a_sub_team_is_not_in_the_team_above() {
    let project = project("ccaas", &tree("lea@x.example"), &tree("lea@x.example"));
    let about = project.run(&["explain", "ana@x.example", "--format", "json"]).ends(0).json();
    let teams = about["about"]["teams"].as_array().expect("a list").clone();
    let teams: Vec<&Value> = teams.iter().map(|seat| &seat["team"]).collect();
    assert_eq!(teams, ["Support:L1"]);
    project.run(&["plan"]).ends(0).prints("Nothing to do");
}

#[test]
fn blanks_around_heads_and_addresses_do_no_harm() {
    let project = Project::empty();
    project.write(
        "users.csv",
        " Email ,First name, Last name,Role: Agent \n ana@x.example ,Ana,Diaz, 1 \n",
    );
    project.run(&["init", "--from", "users.csv", "--no-workflow"]).ends(0);
    let ended = project.run(&["explain", "ana@x.example"]).ends(0);
    ended.prints("ana@x.example: a person").prints("Holds 1 role\n  Agent");
}

/// The columns of the vendor's template, in its order.
const TEMPLATE: [&str; 12] = [
    "Email",
    "New email",
    "Agent Id",
    "First name",
    "Last name",
    "Alias",
    "Status",
    "Location",
    "Chat concurrency",
    "Chat concurrency status",
    "Role: Agent",
    "Team: Support",
];

#[test]
fn the_template_has_twelve_kinds_of_columns_in_the_vendors_order() {
    let project = project("ccaas", &tree(""), "users: []\n");
    let row = "ana@x.example,,,Ana,Diaz,,Active,,,,1,0";
    project.write("upload.csv", format!("{}\n{row}\n", TEMPLATE.join(",")));
    project.run(&["check", "--upload", "upload.csv"]).ends(0).says_nothing();
    // Each column stands in its place: put one place further to the front, it is out of order.
    for at in 1..TEMPLATE.len() {
        let (mut heads, mut cells) = (TEMPLATE.to_vec(), row.split(',').collect::<Vec<_>>());
        heads.swap(at - 1, at);
        cells.swap(at - 1, at);
        project.write("upload.csv", format!("{}\n{}\n", heads.join(","), cells.join(",")));
        let ended = project.run(&["check", "--upload", "upload.csv"]).ends(7).says("column-order");
        ended.says(&format!("`{}` stands behind `{}`", heads[at], heads[at - 1]));
    }
}

#[test]
fn the_alias_can_be_switched_on_for_agents() {
    let about = role("ccaas", "Agent");
    let rows = about["permissions"].as_array().expect("it has permissions").clone();
    let alias = rows.iter().find(|row| row["id"] == "user_profile.agent_alias");
    assert_eq!(alias.expect("it is there")["has"], "optional");
    assert_eq!(about["built_in"]["editable"]["is"], false);
}
