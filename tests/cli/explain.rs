//! `explain`: roles, permissions and people.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use rolecall::platform::{BUILT_IN, read_built_in};
use serde_json::Value;

use crate::project::{Project, text};

/// A project whose people have more than one role each.
fn union() -> Project {
    let project = Project::empty();
    project.write(
        "rolecall.yaml",
        "version: 1\nplatform: ccaas\nenvironments: { rehearsal: { target: sandbox } }\n",
    );
    project.write("access/access.yaml", ACCESS);
    project
}

const ACCESS: &str = "\
roles:
  - name: Lead
    label: LEAD
    permissions:
      dashboards.calls: { level: view, only: [assigned_teams] }
      settings.queue: { level: edit, only: [assigned_teams] }
      settings.users_and_teams.edit_user: granted
    assignable_roles: [Agent]
  - name: Watcher
    label: WATCHER
    permissions:
      dashboards.calls: { level: view, only: [assigned_queues] }
      settings.queue: { level: view, only: [assigned_teams] }
  - name: expired
    label: EXPIRED
    permissions: { settings.queue: view }
  - name: \"Manager: Data\"
    permissions: { settings.queue: view }
teams:
  - name: Support
    managers: [lea@acme.example]
    teams:
      - name: L1
        members: [ana@acme.example]
users:
  - { email: root@acme.example, first_name: Ro, last_name: Ot, roles: [Admin] }
  - { email: lea@acme.example, first_name: Lea, last_name: Ok, roles: [Lead, Watcher], status: active }
  - { email: ana@acme.example, first_name: Ana, last_name: Re, roles: [Agent] }
  - { email: eva@acme.example, first_name: Eva, last_name: Io, roles: [Lead], status: inactive }
";

fn json(project: &Project, word: &str) -> Value {
    project.run(&["explain", word, "--format", "json"]).ends(0).says_nothing().json()
}

/// Returns what stands in a list under a key.
fn all<'v>(list: &'v Value, key: &str) -> Vec<&'v Value> {
    list.as_array().expect("it is a list").iter().map(|one| &one[key]).collect()
}

#[test]
fn a_person_has_the_union_of_their_roles_and_each_role_is_named() {
    let lea = &json(&union(), "lea@acme.example")["about"];
    assert_eq!(lea["kind"], "person");
    assert_eq!(all(&lea["roles"], "role"), ["Lead", "Watcher"]);
    assert_eq!(lea["teams"][0]["team"], "Support");
    assert_eq!(lea["teams"][0]["seat"], "manager");
    assert_eq!(lea["teams"][0]["declared"]["line"], 21);
    let permissions = &lea["permissions"];
    let ids = ["settings.users_and_teams.edit_user", "settings.queue", "dashboards.calls"];
    assert_eq!(all(permissions, "id"), ids);
    let levels = |at: usize| permissions[at]["effective"].clone();
    // The wider of two levels counts; how two scopes add up nobody says, so both stand.
    let only = |level: &str, scope: &str| serde_json::json!({ "level": level, "only": [scope] });
    assert_eq!(levels(1), serde_json::json!([only("edit", "assigned_teams")]));
    let both = [only("view", "assigned_teams"), only("view", "assigned_queues")];
    assert_eq!(levels(2), serde_json::json!(both));
    let by = &permissions[1]["by"];
    assert_eq!(all(by, "role"), ["Lead", "Watcher"]);
    assert_eq!(by[0]["basis"]["declared"]["file"], "access/access.yaml");
    assert_eq!(by[0]["basis"]["declared"]["line"], 6);
    assert_eq!(by[1]["basis"]["declared"]["line"], 13);
    assert_eq!(lea["may_give"], serde_json::json!([{ "role": "Agent", "by": "Lead" }]));
    let said = union().run(&["explain", "lea@acme.example"]).ends(0).out;
    for line in [
        "  settings.queue: edit, only assigned_teams",
        "      by Lead: edit, only assigned_teams access/access.yaml:6",
        "  dashboards.calls: view, only assigned_teams; or view, only assigned_queues",
        "  Support  manager  access/access.yaml:21",
    ] {
        assert!(said.lines().any(|other| other == line), "{line}:\n{said}");
    }
}

#[test]
fn a_member_is_shown_with_the_path_of_the_team() {
    let ana = &json(&union(), "Ana@acme.example")["about"];
    assert_eq!(ana["teams"][0]["team"], "Support:L1");
    assert_eq!(ana["teams"][0]["seat"], "member");
    assert_eq!(ana["may_have_more"], serde_json::json!(["Agent"]));
    assert_eq!(ana["licence"], serde_json::json!({ "at_least": "Agent", "at_most": "Agent" }));
}

#[test]
fn who_cannot_sign_in_may_do_nothing() {
    let project = union();
    let eva = &json(&project, "eva@acme.example")["about"];
    assert_eq!(eva["permissions"], serde_json::json!([]));
    assert_eq!(eva["administrator"], false);
    let said = project.run(&["explain", "eva@acme.example"]).ends(0);
    said.prints("the person can't sign in").prints("Holds 1 role\n  Lead  custom");
}

#[test]
fn a_role_tells_who_holds_it_and_what_the_manifests_make_of_it() {
    let project = union();
    let lead = &json(&project, "Lead")["about"];
    assert_eq!(all(&lead["holders"], "email"), ["eva@acme.example", "lea@acme.example"]);
    assert_eq!(lead["holders"][0]["declared"]["line"], 29);
    assert_eq!(lead["assignable_roles"], serde_json::json!(["Agent"]));
    assert_eq!(lead["declared"]["line"], 2);
    assert!(lead.get("built_in").is_none() && lead["may_have_more"] == false, "{lead}");
    // A built-in role that is edited is what the manifests say.
    let data = &json(&project, "Manager: Data")["about"];
    assert_eq!(all(&data["permissions"], "id"), ["settings.queue"]);
    assert_eq!(data["may_have_more"], false);
    assert_eq!(data["built_in"]["editable"]["is"], true);
    let none = Project::empty();
    let alone = none.run(&["explain", "--platform", "ccaas", "Manager: Data"]).ends(0);
    assert!(!alone.out.contains("Held by"), "{}", alone.out);
    alone.prints("External Storage  granted  data.external_storage  (documented: URP)");
}

#[test]
fn a_permission_tells_its_levels_and_every_role_that_has_it() {
    let queue = &json(&union(), "settings.queue")["about"];
    assert_eq!(queue["kind"], "permission");
    assert_eq!(queue["levels"]["is"], serde_json::json!(["view", "edit"]));
    assert_eq!(queue["levels"]["standing"], "documented");
    let has: Vec<(&Value, &Value)> = all(&queue["roles"], "role")
        .into_iter()
        .zip(all(&queue["roles"], "has"))
        .filter(|(_, has)| *has == "yes")
        .collect();
    let roles: Vec<&Value> = has.into_iter().map(|(role, _)| role).collect();
    assert_eq!(roles, ["Manager: Data", "Lead", "Watcher", "expired"]);
    // By its name as well, in whole or the last part of it.
    let project = union();
    for word in ["Settings › Queue", "Queue"] {
        assert_eq!(json(&project, word)["about"], *queue, "{word}");
    }
}

#[test]
fn a_word_that_means_several_things_is_refused_until_it_is_said_which() {
    let project = union();
    let refused = project.run(&["explain", "expired"]).ends(64).prints_nothing();
    refused.says("ambiguous-word").says("Write `code/expired` or `role/expired`.");
    assert_eq!(json(&project, "code/expired")["about"]["kind"], "word");
    assert_eq!(json(&project, "role/expired")["about"]["kind"], "role");
    let amity = |word| Project::empty().run(&["explain", "--platform", "amity", word]);
    amity("Rich menu").ends(64).says("permission/chatbot.rich_menu");
    amity("permission/chatbot.rich_menu").ends(0).prints("Chatbot › Rich menu");
}

#[test]
fn what_nothing_is_called_is_refused_with_what_was_perhaps_meant() {
    let project = union();
    let says = |word: &str, said: &str| {
        project.run(&["explain", word]).ends(64).prints_nothing().says("unknown-value").says(said);
    };
    says("Wacher", "Did you mean `Watcher`?");
    says("settings.queu", "Did you mean `settings.queue`?");
    says("lae@acme.example", "Did you mean `lea@acme.example`?");
    says("unknown-rol", "Did you mean `unknown-role`?");
    says("role/Leda", "Did you mean `Lead`?");
    says("zzz@zzz.zz", "Nobody with this address is declared.");
    let empty = Project::empty();
    empty.run(&["explain", "Agent"]).ends(64).says("`--platform NAME`");
    empty.run(&["explain", "Agent", "--platform", "genesys"]).ends(64).says("smartflows");
    empty.run(&["explain"]).ends(64).prints_nothing();
    empty.run(&["explain", "--matrix"]).ends(64).says("--platform NAME");
    let amity = empty.run(&["explain", "--platform", "amity", "--matrix", "livchat"]).ends(64);
    amity.says("Did you mean `Livechat`?");
    empty.run(&["explain", "--platform", "reach", "--matrix", "x"]).ends(64).says("no products");
}

#[test]
fn a_word_of_the_program_is_explained_in_a_project_that_is_broken() {
    let project = union();
    project.edit("access/access.yaml", "[Lead, Watcher]", "[Lead, Wacher]");
    project.run(&["explain", "unknown-role"]).ends(0).says_nothing().prints("unknown-role: ");
    project.run(&["explain", "emptied"]).ends(0).says_nothing();
    project.run(&["explain", "Lead"]).ends(7).prints_nothing().says("Did you mean `Watcher`?");
    project.run(&["explain", "--platform", "ccaas", "Agent"]).ends(0).says_nothing();
}

#[test]
fn names_from_a_manifest_do_nothing_to_a_terminal() {
    let project = union();
    let lines = "  - { email: \"::error::x@acme.example\", first_name: \"##[group]\", last_name: B, roles: [Agent] }\n";
    project.write("access/access.yaml", ACCESS.to_owned() + lines);
    let out = project.run(&["explain", "Agent"]).ends(0).out;
    assert!(!out.contains("::error"), "{out}");
    let out = project.run(&["explain", "::error::x@acme.example"]).ends(0).out;
    assert!(!out.contains("##[") && !out.contains("::error"), "{out}");
}

#[test]
fn every_explanation_validates_against_the_published_schema_and_fits_a_page() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/explanation.schema.json");
    let schema = fs::read_to_string(published).expect("it is published");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let schema: Validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let mut seen = 0;
    let mut look = |project: &Project, arguments: &[&str]| {
        let with = |more: &[&'static str]| {
            let all: Vec<&str> = [&["explain"], arguments, more].concat();
            project.run(&all).ends(0).says_nothing()
        };
        let value = with(&["--format", "json"]).json();
        let errors: Vec<String> =
            schema.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}");
        for line in with(&[]).out.lines() {
            let is_long = line.chars().count() > 100 && line.trim().contains(' ');
            assert!(!is_long, "{arguments:?}: this line is too long:\n{line}");
            assert_eq!(line, line.trim_end());
        }
        seen += 1;
    };
    let project = union();
    for word in ["code/expired", "max-removals", "lea@acme.example", "Lead"] {
        look(&project, &[word]);
    }
    look(&project, &["--matrix"]);
    let empty = Project::empty();
    for (name, _) in BUILT_IN {
        let platform = read_built_in(name).expect("it is built in").expect("it is valid");
        look(&empty, &["--platform", name, "--matrix"]);
        for role in &platform.roles.built_in {
            look(&empty, &["--platform", name, &format!("role/{}", role.name)]);
        }
        for permission in platform.permissions.iter().step_by(7) {
            look(&empty, &["--platform", name, &format!("permission/{}", permission.id)]);
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn a_fact_has_its_standing_and_the_text_that_says_so() {
    let agent = Project::empty()
        .run(&["explain", "--platform", "ccaas", "Agent", "--format", "json"])
        .ends(0)
        .json();
    let purpose = &agent["about"]["built_in"]["purpose"];
    assert_eq!(purpose["standing"], "documented");
    for key in purpose["sources"].as_array().expect("it has sources") {
        let source = &agent["sources"][text(key)];
        assert!(source["title"].is_string(), "{key}: {source}");
    }
    assert!(agent["sources"].get("BAPI").is_some(), "that it can be given is said there");
    assert!(agent["sources"].get("GUCD").is_none(), "what nothing is taken from isn't listed");
}

#[test]
fn who_has_everything_is_named_and_has_no_column() {
    let empty = Project::empty();
    let matrix =
        empty.run(&["explain", "--platform", "smartflows", "--matrix", "--format", "json"]);
    let matrix = &matrix.ends(0).json()["about"];
    assert_eq!(all(&matrix["everything"], "role"), ["Owner", "Administrator"]);
    assert_eq!(matrix["tables"][0]["roles"], serde_json::json!(["Agent"]));
    for role in ["Owner", "Administrator"] {
        let ended = empty.run(&["explain", "--platform", "smartflows", role]).ends(0);
        let ended = ended.prints("Every permission that there is: yes (seed: EARLIER)");
        ended.prints("Makes administrators: yes (seed: EARLIER)");
    }
}

#[test]
fn a_matrix_has_the_ids_where_people_write_them_and_the_vendors_words_elsewhere() {
    let matrix = |platform| {
        let out =
            Project::empty().run(&["explain", "--platform", platform, "--matrix"]).ends(0).out;
        let rows = out.lines().skip(2).take_while(|line| !line.is_empty());
        let first = |line: &str| line.trim().split("  ").next().unwrap_or_default().to_owned();
        rows.map(first).collect::<Vec<String>>()
    };
    let ccaas = matrix("ccaas");
    assert!(ccaas.contains(&"settings.users_and_teams.bulk.email".to_owned()), "{ccaas:?}");
    let aimychat = matrix("aimychat");
    assert!(aimychat.contains(&"Handle the chats of a group".to_owned()), "{aimychat:?}");
}
