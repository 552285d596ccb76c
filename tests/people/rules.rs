//! What platforms allow of roles, as the program says it where it stands.

use super::project::{Project, person};

fn check(platform: &str, access: &str) -> String {
    Project::new(platform, "", access, "users: []\n").ends(7, "check")
}

fn fine(platform: &str, access: &str) {
    let said = Project::new(platform, "", access, "users: []\n").ends(0, "check");
    assert!(said.starts_with("Valid:"), "{said}");
}

#[test]
fn an_account_of_aimychat_has_room_for_250_people() {
    let people = |count: usize| -> String {
        let all: String = (0..count).map(|n| person(&format!("a{n:03}"), "Agent", "")).collect();
        format!("users:\n{all}")
    };
    fine("aimychat", &people(250));
    let said = check("aimychat", &people(251));
    assert!(said.contains("too-many-users") && said.contains("access/access.yaml:252:"), "{said}");
    assert!(said.contains("there are 251 people, and 250 are allowed"), "{said}");
}

#[test]
fn in_a_full_account_somebody_goes_before_somebody_comes() {
    let people = |from: usize, to: usize| -> String {
        (from..to).map(|n| person(&format!("a{n:03}"), "Agent", "")).collect()
    };
    let live = format!("users:\n{}", people(0, 250));
    let access = format!("users:\n{}", people(1, 251));
    let managed = Project::new("aimychat", "manage: { users: all }", &access, &live);
    let plan = managed.ends(0, "apply --yes");
    let gone = plan.find("- delete user `a000@x.example`").expect("somebody goes");
    let made = plan.find("+ create user `a250@x.example`").expect("somebody comes");
    assert!(gone < made && plan.contains("Stage 2 of 2"), "{plan}");
    assert!(plan.contains("Applied: 2 of 2 steps."), "{plan}");
}

#[test]
fn unlisted_people_count_as_well() {
    let people = |from: usize, to: usize| -> String {
        (from..to).map(|n| person(&format!("a{n:03}"), "Agent", "")).collect()
    };
    let access = format!("users:\n{}", people(200, 251));
    let live = format!("users:\n{}", people(0, 200));
    let said = Project::new("aimychat", "", &access, &live).ends(7, "plan");
    assert!(said.contains("too-many-users"), "{said}");
}

#[test]
fn somebody_of_aimychat_can_have_several_roles() {
    fine("aimychat", &format!("users:\n{}", person("ana", "Agent, Supervisor, Administrator", "")));
}

#[test]
fn somebody_of_amity_has_one_role_of_each_product() {
    fine("amity", &format!("users:\n{}", person("ana", "Chatbot Admin, Campaign Editor", "")));
    let said =
        check("amity", &format!("users:\n{}", person("ana", "Chatbot Admin, Chatbot Editor", "")));
    assert!(
        said.contains("one-role-per-product") && said.contains("access/access.yaml:2:"),
        "{said}"
    );
}

#[test]
fn the_highest_roles_are_given_by_nobody() {
    for (platform, role) in [("amity", "CIM Admin"), ("smartflows", "Owner")] {
        let said = check(platform, &format!("users:\n{}", person("ana", role, "")));
        assert!(said.contains("unassignable-role"), "{said}");
        assert!(said.contains("access/access.yaml:2:"), "{said}");
    }
}

#[test]
fn the_owner_of_smartflows_is_not_demoted() {
    let live = format!("users:\n{}", person("ana", "Owner", ""));
    let access = format!("users:\n{}", person("ana", "Administrator", ""));
    let said = Project::new("smartflows", "", &access, &live).ends(7, "plan");
    assert!(said.contains("unassignable-role") && said.contains("access/access.yaml:2:"), "{said}");
    assert!(said.contains("holds `Owner`, which can't be taken from here"), "{said}");
}

#[test]
fn whoever_holds_cim_admin_is_changed_by_nobody() {
    let live =
        format!("users:\n{}{}", person("ana", "CIM Admin", ""), person("bo", "CIM Admin", ""));
    for (row, team) in [("Chatbot Admin", ""), ("Livechat Agent", "ana@x.example")] {
        let team = format!("teams:\n  - {{ name: T, members: [{team}] }}\n");
        let access = format!("{team}users:\n{}", person("ana", row, ""));
        let said = Project::new("amity", "", &access, &live).ends(7, "plan");
        assert!(said.contains("holder-not-editable"), "{said}");
        assert!(said.contains("access/access.yaml:4:"), "{said}");
    }
}

#[test]
fn whoever_holds_cim_admin_is_left_alone_although_all_people_are_managed() {
    let live =
        format!("users:\n{}{}", person("ana", "CIM Admin", ""), person("bo", "Chatbot Admin", ""));
    let access = format!("users:\n{}", person("bo", "Chatbot Admin", ""));
    let plan = Project::new("amity", "manage: { users: all }", &access, &live).ends(0, "plan");
    assert!(plan.contains("Nothing to do") && plan.contains("ana@x.example"), "{plan}");
}

#[test]
fn an_agent_or_a_supervisor_of_livechat_is_in_one_team_and_an_admin_in_none() {
    for role in ["Livechat Agent", "Livechat Supervisor"] {
        let one = "teams:\n  - { name: A, members: [ana@x.example] }\n";
        fine("amity", &format!("{one}users:\n{}", person("ana", role, "")));
        let two = format!("{one}  - {{ name: B, members: [ana@x.example] }}\n");
        let said = check("amity", &format!("{two}users:\n{}", person("ana", role, "")));
        assert!(
            said.contains("too-many-teams") && said.contains("access/access.yaml:3:"),
            "{said}"
        );
        assert!(said.contains(&format!("a holder of `{role}` can be in 1 team at most")), "{said}");
    }
    let team = "teams:\n  - { name: A, members: [ana@x.example] }\n";
    let said = check("amity", &format!("{team}users:\n{}", person("ana", "Livechat Admin", "")));
    assert!(said.contains("a holder of `Livechat Admin` can be in no team"), "{said}");
}

#[test]
fn somebody_of_reach_has_two_names_an_address_and_a_role() {
    let said = check(
        "reach",
        "users:\n  - { email: a@x.example, first_name: A, last_name: B, roles: [] }\n",
    );
    assert!(said.contains("no-role"), "{said}");
    for key in ["email", "first_name", "last_name", "roles"] {
        let all = [
            ("email", "a@x.example"),
            ("first_name", "A"),
            ("last_name", "B"),
            ("roles", "[Stakeholder]"),
        ];
        let rest: Vec<String> = all
            .iter()
            .filter(|(name, _)| *name != key)
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let said = check("reach", &format!("users:\n  - {{ {} }}\n", rest.join(", ")));
        assert!(said.contains("missing-key") && said.contains(key), "{key}: {said}");
    }
    fine("reach", &format!("users:\n{}", person("ana", "Administrator, Stakeholder", "")));
}

const ROLE: &str = "roles:\n  - name: Conversation Agent\n    permissions:\n";

#[test]
fn only_optional_permissions_are_switched_on_for_a_fixed_role() {
    fine("reach", &format!("{ROLE}      conversation_agent.conversation_transfer: granted\n"));
    let said = check("reach", &format!("{ROLE}      supervisor.payment_reports: granted\n"));
    assert!(said.contains("fixed-role") && said.contains("access/access.yaml:4:"), "{said}");
    let said = check("reach", "roles:\n  - { name: Administrator, permissions: {} }\n");
    assert!(said.contains("fixed-role"), "a role without any: {said}");
    let said = check("amity", "roles:\n  - { name: Livechat Agent, permissions: {} }\n");
    assert!(said.contains("fixed-role"), "a platform without any: {said}");
    let said = check("reach", "roles:\n  - { name: Supervisor, label: S, permissions: {} }\n");
    assert!(said.contains("fixed-role"), "a label: {said}");
}

#[test]
fn what_is_switched_on_is_switched_off_again() {
    let on = format!("{ROLE}      conversation_agent.conversation_transfer: granted\n");
    let project = Project::new("reach", "guards: { min_admins: 0 }", &on, "users: []\n");
    let plan = project.ends(0, "apply --yes");
    assert!(plan.contains("+ conversation_agent.conversation_transfer: granted"), "{plan}");
    assert!(project.ends(0, "plan").contains("Nothing to do"));
    project
        .write("access/access.yaml", "roles:\n  - { name: Conversation Agent, permissions: {} }\n");
    let plan = project.ends(4, "plan");
    assert!(plan.contains("- conversation_agent.conversation_transfer: granted"), "{plan}");
    assert!(plan.contains("Refused by emptied"), "{plan}");
}
