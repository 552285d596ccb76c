//! Invitations that nobody accepted in time, and how many are sent at a time.

use super::project::{Project, person};

fn live(since: &str) -> String {
    let invited = format!(", invited: {since}");
    format!("users:\n{}{}", person("ana", "Administrator", ""), person("bo", "Agent", &invited))
}

fn access() -> String {
    format!("users:\n{}{}", person("ana", "Administrator", ""), person("bo", "Agent", ""))
}

#[test]
fn an_invitation_that_ran_out_is_told_and_one_that_did_not_is_not() {
    for environment in ["sandbox", "portal"] {
        let project = Project::new("aimychat", "", &access(), &live("2026-11-02"));
        let line = |day: &str| format!("plan -e {environment} --as-of {day} --detailed-exitcode");
        let said = project.ends(0, &line("2026-11-10"));
        assert!(said.contains("invitation-expired"), "{said}");
        assert!(said.contains("was invited on 2026-11-02, and could accept until 2026-11-09"));
        assert!(said.contains("access/access.yaml:3:") && said.contains("Nothing to do"), "{said}");
        let said = project.ends(0, &line("2026-11-09"));
        assert!(!said.contains("invitation-expired"), "{said}");
    }
}

#[test]
fn a_sandbox_remembers_who_is_invited() {
    let project = Project::new("reach", "", &reach(&access()), &reach(&live("2020-02-03")));
    project.write("access/team.yaml", "teams: [{ name: T, members: [bo@x.example] }]\n");
    project.ends(0, "apply -e sandbox --yes");
    let said = project.ends(0, "plan -e sandbox");
    assert!(said.contains("invitation-expired") && said.contains("Nothing to do"), "{said}");
}

fn reach(text: &str) -> String {
    text.replace("[Agent]", "[Conversation Agent]")
}

#[test]
fn nobody_declares_that_somebody_is_invited() {
    let project = Project::new("aimychat", "", &live("2026-11-02"), &access());
    let said = project.ends(7, "check");
    assert!(said.contains("unknown-key") && said.contains("access/access.yaml:3:"), "{said}");
}

#[test]
fn invitations_are_sent_twenty_at_a_time_and_people_are_put_into_groups_after_that() {
    let people: Vec<String> = (10..53).map(|n| format!("a{n}")).collect();
    let rows: String = people.iter().map(|name| person(name, "Agent", "")).collect();
    let members: Vec<String> = people.iter().map(|name| format!("{name}@x.example")).collect();
    let group = format!("teams:\n  - {{ name: T, members: [{}] }}\n", members.join(", "));
    let admin = person("ana", "Administrator", "");
    let access = format!("{group}users:\n{admin}{rows}");
    let project = Project::new("aimychat", "", &access, &format!("users:\n{admin}"));
    let page = project.ends(6, "apply -e portal --yes");
    for line in [
        "Invitations 1 to 20; 20 at a time:",
        "Invitations 21 to 40; 20 at a time:",
        "Invitations 41 to 43; 20 at a time:",
    ] {
        assert_eq!(page.matches(line).count(), 1, "{line}: {page}");
    }
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place("select Invite user") < place("Put the person into groups only now"));
    assert!(place("Create the group `T`") < place("Create the user `a10@x.example`"));
    assert_eq!(page.matches("select Invite user").count(), 1, "it is said once: {page}");
}
