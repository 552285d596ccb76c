//! What `explain` and a plan tell in a vendor's words, copied by hand from the vendors' pages.

use crate::project::Project;

/// Returns what `explain` says of a role, on one line.
fn role(platform: &str, name: &str) -> String {
    let out = Project::empty().run(&["explain", "--platform", platform, name]).ends(0).out;
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the plan of a project with these manifests and this live state, on one line.
fn plan(platform: &str, meant: &str, live: &str, format: &str) -> String {
    let project = Project::empty();
    let environments = "environments: { rehearsal: { target: sandbox, live: live } }";
    let text = format!("version: 1\nplatform: {platform}\n{environments}\n");
    project.write("rolecall.yaml", text);
    project.write("access/access.yaml", meant);
    project.write("live/live.yaml", live);
    let out = project.run(&["plan", "--format", format]).out;
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// People of Aimychat; `ana` is the one who counts.
const PEOPLE: &str = "users:
  - { email: root@x.example, first_name: R, last_name: O, roles: [Administrator] }
  - { email: ana@x.example, first_name: A, last_name: D, roles: [Agent] }
";

#[test]
fn the_roles_of_smartflows_do_what_the_page_says() {
    let administrator = role("smartflows", "Administrator");
    for words in ["all features", "makes other administrators", "follows all requests"] {
        assert!(administrator.contains(words), "{words}: {administrator}");
    }
    assert!(administrator.contains("Makes administrators: yes"), "{administrator}");
    let agent = role("smartflows", "Agent");
    assert!(agent.contains("Conversations: manage"), "{agent}");
    assert!(agent.contains("Monitor and analyze: own conversations and department"), "{agent}");
    assert!(agent.contains("Makes administrators: no"), "{agent}");
}

#[test]
fn the_highest_role_of_amity_edits_the_roles_of_others_and_no_other_does() {
    let highest = role("amity", "CIM Admin");
    assert!(highest.contains("edits the roles of other people"), "{highest}");
    assert!(highest.contains("Makes administrators: yes"), "{highest}");
    for name in ["Chatbot Admin", "Campaign Admin", "Livechat Admin", "GenAI Admin"] {
        let other = role("amity", name);
        assert!(other.contains("Makes administrators: no"), "{name}: {other}");
    }
}

#[test]
fn a_plan_says_what_becomes_of_bots_whose_group_goes_and_of_who_joins_one() {
    let meant = format!("teams:\n  - {{ name: B, members: [ana@x.example] }}\n{PEOPLE}");
    let live = format!("teams: [{{ name: A }}, {{ name: B, members: [] }}]\n{PEOPLE}");
    let plan = plan("aimychat", &meant, &live, "text");
    let gone = "A bot whose default group is deleted can no longer transfer to agents.";
    assert!(plan.contains("no_transfer (1 step)") && plan.contains(gone), "{plan}");
    let joins = "has its chats and settings from the next sign-in.";
    assert!(plan.contains("chats_at_once (1 step)") && plan.contains(joins), "{plan}");
}

#[test]
fn the_mails_of_ccaas_are_told_as_they_are() {
    let people = PEOPLE.replace("Administrator", "Admin");
    let new = "  - { email: bo@x.example, first_name: B, last_name: O, roles: [Agent] }\n";
    let inactive = people.replace("last_name: D,", "last_name: D, status: inactive,");
    let active = people.replace("last_name: D,", "last_name: D, status: active,");
    let meant = format!("{active}{new}");
    let noted = plan("ccaas", &meant, &inactive, "json");
    assert!(noted.contains("It ends when it is accepted or when another one is sent."), "{noted}");
    let plan = plan("ccaas", &meant, &inactive, "text");
    assert!(plan.contains("the link to activate the account does not expire by itself"), "{plan}");
    assert!(plan.contains("No mail is sent; the old password works again."), "{plan}");
}
