//! What a role is known to contain, and what a person has by it.

use rolecall::access::{Ability, Holding, effective, grant_of, holding, may_have_more, widest};
use rolecall::core::{Grant, Known, Level, Role, State, Status};
use rolecall::platform::Platform;

use super::order::{org, person, role};
use super::world::{WIDE, as_it_is};

/// How it is known whether a role has a permission.
fn word(state: &State, platform: &Platform, role: &str, id: &str) -> &'static str {
    let held = holding(state, platform, &role.into(), &id.into());
    let word = match held {
        Holding::Declared(_) => "declared",
        Holding::Documented(_) => "documented",
        Holding::Everything(_) => "everything",
        Holding::Optional(_) => "optional",
        Holding::Undeclared => "undeclared",
        Holding::Denied(_) => "denied",
        Holding::Unknown => "unknown",
    };
    assert_eq!(held.grant().is_some(), ["declared", "documented"].contains(&word), "{word}");
    word
}

#[test]
fn what_a_state_says_of_a_role_goes_before_what_a_platform_does() {
    let ccaas = as_it_is("ccaas");
    let live = WIDE.live(&org(&[role("Lead", "settings.queue: view")], "", &[]));
    let nothing = State::default();
    assert_eq!(word(&live, &ccaas, "Lead", "settings.queue"), "declared");
    assert_eq!(word(&live, &ccaas, "Lead", "dashboards.calls"), "undeclared");
    assert_eq!(word(&nothing, &ccaas, "Lead", "settings.queue"), "unknown");
    assert_eq!(word(&nothing, &ccaas, "Agent", "function.agent.all"), "documented");
    assert_eq!(word(&nothing, &ccaas, "Agent", "user_profile.agent_alias"), "optional");
    assert_eq!(word(&nothing, &ccaas, "Agent", "settings.queue"), "unknown");
    let (amity, smartflows) = (as_it_is("amity"), as_it_is("smartflows"));
    assert_eq!(word(&nothing, &amity, "Chatbot Admin", "chatbot.entity_page"), "documented");
    assert_eq!(word(&nothing, &amity, "CIM Admin", "chatbot.entity_page"), "everything");
    assert_eq!(word(&nothing, &amity, "Chatbot Admin", "livechat.team_crud"), "denied");
    assert_eq!(word(&nothing, &smartflows, "Agent", "inbox_read"), "unknown");
}

#[test]
fn a_role_may_have_more_than_anybody_says() {
    let (ccaas, amity) = (as_it_is("ccaas"), as_it_is("amity"));
    let live = WIDE.live(&org(&[role("Lead", "settings.queue: view")], "", &[]));
    let mut told = State::default();
    told.roles.insert("Named".into(), Role::default());
    assert!(!may_have_more(&live, &ccaas, &"Lead".into()), "it is declared");
    assert!(may_have_more(&told, &ccaas, &"Named".into()), "nobody tells what it allows");
    assert!(
        may_have_more(&live, &ccaas, &"Agent".into()),
        "it is built in, and its list isn't whole"
    );
    assert!(!may_have_more(&live, &amity, &"Chatbot Admin".into()), "its list is whole");
    assert!(may_have_more(&live, &amity, &"Nobody's".into()));
}

/// What a role grants of what it contains beyond what is known.
fn grants_itself(state: &State, name: &str, of: &str) -> bool {
    grant_of(state, &WIDE.platform, &name.into(), &Ability::Role(of.into())).is_some()
}

#[test]
fn a_role_of_which_not_all_is_known_counts_as_itself_and_as_no_other() {
    let mut state = WIDE.live(&org(&[role("Lead", "settings.queue: view")], "", &[]));
    state.roles.insert("Named".into(), Role::default());
    for (name, counts) in [("Agent", true), ("Named", true), ("Lead", false), ("Gone", true)] {
        assert_eq!(grants_itself(&state, name, name), counts, "{name}");
        assert!(!grants_itself(&state, name, "Manager"), "{name}");
    }
    // A built-in role counts as itself even where somebody says what it allows.
    let agent = Role { permissions: Known::Known([].into()), ..Role::default() };
    state.roles.insert("Agent".into(), agent);
    assert!(grants_itself(&state, "Agent", "Agent"));
}

#[test]
fn a_person_has_what_their_roles_give_while_they_can_sign_in() {
    let roles = [role("Lead", "settings.queue: view"), role("Other", "settings.queue: edit")];
    let state = WIDE.live(&org(&roles, "", &[person("ana", "Lead, Other")]));
    let ana = state.users.values().next().expect("she is there");
    let given = effective(&state, &WIDE.platform, ana);
    let [one] = given.as_slice() else { panic!("{given:?}") };
    let by: Vec<&str> = one.by.iter().map(|(role, _, _)| role.as_str()).collect();
    assert_eq!((one.id.as_str(), by), ("settings.queue", vec!["Lead", "Other"]));
    let mut gone = ana.as_ref().clone();
    gone.status = Known::Known(Status::Inactive);
    assert!(effective(&state, &WIDE.platform, &gone).is_empty());
    gone.status = Known::Unknown;
    assert_eq!(effective(&state, &WIDE.platform, &gone).len(), 1, "nobody says that they can't");
}

#[test]
fn what_another_grant_covers_adds_nothing_and_what_none_covers_stays() {
    let only = |level, scopes: &[&str]| Grant {
        level,
        only: scopes.iter().map(|scope| (*scope).into()).collect(),
    };
    let (teams, queues) = (only(Level::View, &["teams"]), only(Level::View, &["queues"]));
    assert_eq!(widest([&teams, &queues, &teams].into_iter()), [&teams, &queues]);
    let (edit, all) = (only(Level::Edit, &["teams"]), only(Level::Edit, &[]));
    assert_eq!(widest([&teams, &edit, &queues].into_iter()), [&edit, &queues]);
    assert_eq!(widest([&teams, &edit, &queues, &all].into_iter()), [&all]);
}
