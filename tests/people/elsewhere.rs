//! People who are created elsewhere, and people who belong to another system.

use super::project::{Project, person};

#[test]
fn somebody_who_is_created_elsewhere_is_awaited_and_holds_up_nobody_else() {
    for (platform, roles, place) in [
        ("amity", ["Chatbot Admin", "Chatbot Editor"], "the vendor's API, or by its support"),
        ("smartflows", ["Administrator", "Agent"], "UCXP › User Management"),
    ] {
        let live = person("ana", roles[0], "") + &person("bo", roles[0], "");
        let access = person("ana", roles[0], "")
            + &person("bo", roles[1], "")
            + &person("new", roles[1], "");
        let min = "guards: { min_admins: 0 }";
        let project =
            Project::new(platform, min, &format!("users:\n{access}"), &format!("users:\n{live}"));
        let plan = project.ends(0, "plan");
        assert!(plan.contains("+ create user `new@x.example` (by hand)"), "{platform}: {plan}");
        assert!(plan.contains("created-elsewhere"), "{platform}: {plan}");
        assert!(plan.contains("access/access.yaml:4:"), "{platform}: {plan}");
        assert!(plan.contains(place), "{platform}: {plan}");
        let said = project.ends(6, "apply --yes");
        assert!(said.contains("Applied in part: 1 of 2 steps"), "{platform}: {said}");
        assert!(said.contains("Create the user `new@x.example`, with"), "{platform}: {said}");
        let left = project.ends(2, "plan --detailed-exitcode");
        assert!(left.contains("1 to create, 0 to change"), "{platform}: {left}");
    }
}

#[test]
fn people_who_belong_to_another_system_are_never_removed_and_manage_says_why() {
    let live = format!("users:\n{}{}", person("ana", "Agent", ""), person("bo", "Agent", ""));
    let access = format!("users:\n{}", person("ana", "Agent", ""));
    let listed = Project::new("smartflows", "", &access, &live);
    let plan = listed.ends(0, "plan");
    assert!(plan.contains("Nothing to do") && plan.contains("bo@x.example"), "{plan}");
    let all = Project::new("smartflows", "manage: { users: all }", &access, &live);
    let said = all.ends(7, "check");
    assert!(said.contains("managed-too-far") && said.contains("rolecall.yaml:"), "{said}");
    assert!(said.contains("people come from UCXP › User Management"), "{said}");
}
