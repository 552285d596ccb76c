//! How people go, on platforms that deactivate, that delete, and to which people don't belong.

use super::project::{Project, person};

const MANAGED: &str = "manage: { users: all }\nguards: { min_admins: 1 }";

#[test]
fn whoever_is_not_listed_is_deleted_where_nobody_can_be_deactivated() {
    for (platform, roles) in [
        ("aimychat", ["Administrator", "Agent"]),
        ("reach", ["Administrator", "Conversation Agent"]),
    ] {
        let stays = person("ana", roles[0], "");
        let goes = person("bo", roles[1], "");
        let live =
            format!("teams:\n  - {{ name: T, members: [bo@x.example] }}\nusers:\n{stays}{goes}");
        let project = Project::new(platform, MANAGED, &format!("users:\n{stays}"), &live);
        let plan = project.ends(4, "plan");
        assert!(plan.contains("- delete user `bo@x.example`"), "{platform}: {plan}");
        assert!(plan.contains("- delete team `T`"), "{platform}: {plan}");
        assert!(plan.contains("Refused by emptied"), "{platform}: {plan}");
        let plan = project.ends(4, "apply --yes");
        let digest = plan.split("Digest: ").nth(1).expect("it has one");
        let digest = digest.split_whitespace().next().expect("it has one");
        project.ends(0, &format!("apply --approve {digest} --allow emptied --allow first-all"));
        assert!(project.ends(0, "plan").contains("Nothing to do"), "{platform}");
    }
}

#[test]
fn what_becomes_of_the_chats_of_somebody_who_is_deleted_stands_in_the_plan() {
    let stays = person("ana", "Administrator", "") + &person("eva", "Agent", "");
    let live = format!("users:\n{stays}{}", person("bo", "Agent", ""));
    let project = Project::new("aimychat", MANAGED, &format!("users:\n{stays}"), &live);
    let plan = project.ends(0, "plan");
    assert!(plan.contains("Open chats of a deleted person go to the queue of the group"), "{plan}");
}

#[test]
fn somebody_of_amity_is_removed_from_the_network_with_all_roles() {
    let stays = person("ana", "Chatbot Editor, GenAI Admin", "");
    let root = person("root", "CIM Admin", "");
    let live = format!("users:\n{root}{stays}{}", person("bo", "Chatbot Editor, GenAI Admin", ""));
    let project = Project::new("amity", MANAGED, &format!("users:\n{stays}"), &live);
    let plan = project.ends(0, "apply --yes");
    assert!(plan.contains("- delete user `bo@x.example`"), "{plan}");
    assert!(!plan.contains("delete user `root@x.example`"), "{plan}");
    assert!(project.ends(0, "plan").contains("Nothing to do"));
}

#[test]
fn whoever_is_not_listed_is_deactivated_where_that_is_possible() {
    let stays = person("ana", "Admin", "") + &person("eva", "Agent", "");
    let live = format!("users:\n{stays}{}", person("bo", "Agent", ""));
    let project = Project::new("ccaas", MANAGED, &format!("users:\n{stays}"), &live);
    let plan = project.ends(0, "plan");
    assert!(plan.contains("- deactivate user `bo@x.example`"), "{plan}");
}

#[test]
fn only_so_many_people_are_deleted_by_one_plan() {
    let stays: String = (0..13).map(|n| person(&format!("a{n}"), "Agent", "")).collect();
    let stays = person("ana", "Administrator", "") + &stays;
    let go: String = (0..11).map(|n| person(&format!("b{n}"), "Agent", "")).collect();
    let live = format!("users:\n{stays}{go}");
    let project = Project::new("aimychat", MANAGED, &format!("users:\n{stays}"), &live);
    let plan = project.ends(4, "plan");
    let refused = "11 people would be deactivated or deleted, and 10 are allowed";
    assert!(plan.contains(refused), "{plan}");
}

#[test]
fn the_last_administrators_are_not_deleted() {
    let stays = person("ana", "Administrator", "") + &person("eva", "Agent", "");
    let live = format!("users:\n{stays}{}", person("bo", "Administrator", ""));
    let manage = "manage: { users: all }";
    let project = Project::new("aimychat", manage, &format!("users:\n{stays}"), &live);
    let plan = project.ends(4, "plan");
    assert!(plan.contains("Refused by last-administrators"), "{plan}");
}

#[test]
fn who_takes_over_is_an_administrator_before_the_last_one_is_deleted() {
    let live = format!(
        "users:\n{}{}{}",
        person("ana", "Administrator", ""),
        person("bo", "Administrator", ""),
        person("eva", "Agent", "")
    );
    let meant = person("ana", "Administrator", "")
        + &person("eva", "Agent", "")
        + &person("new", "Administrator", "");
    let project =
        Project::new("aimychat", "manage: { users: all }", &format!("users:\n{meant}"), &live);
    let plan = project.ends(0, "plan");
    let made = plan.find("+ create user `new@x.example`").expect("it is made");
    let gone = plan.find("- delete user `bo@x.example`").expect("it is deleted");
    assert!(made < gone && plan.contains("Stage 2 of 2"), "{plan}");
}

#[test]
fn nobody_is_made_inactive_where_people_are_deleted_or_belong_to_another_system() {
    for (platform, role) in [
        ("aimychat", "Agent"),
        ("reach", "Stakeholder"),
        ("amity", "GenAI Admin"),
        ("smartflows", "Agent"),
    ] {
        let access = format!("users:\n{}", person("ana", role, ", status: inactive"));
        let project = Project::new(platform, "", &access, "users: []\n");
        let said = project.ends(7, "check");
        assert!(said.contains("cannot-deactivate"), "{platform}: {said}");
        assert!(said.contains("access/access.yaml:2:"), "{platform}: {said}");
        let until = format!("{{ role: {role}, until: 2099-12-31, then: inactive }}");
        let access = format!("users:\n{}", person("ana", &until, ""));
        let project = Project::new(platform, "", &access, "users: []\n");
        let said = project.ends(7, "check");
        assert!(said.contains("cannot-deactivate"), "{platform}: {said}");
    }
}
