//! The same rules, as the sandbox enforces them: by its own SQL over the numbers of the platform file.

use std::sync::Arc;

use rolecall::core::{
    AttributeName, Email, Few, Grant, Key, Known, Level, Role, Scalar, State, Status, Team, User,
};
use rolecall::plan::{Action, Resource, Step};
use rolecall::platform::read_built_in;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

fn user(roles: &[&str], teams: &[&str]) -> User {
    let name = |name: &str| (AttributeName::new(name), Scalar::from("X"));
    User {
        status: Known::Known(Status::Active),
        roles: Known::Known(roles.iter().map(|role| (*role).into()).collect()),
        teams: Known::Known(teams.iter().map(|team| (*team).into()).collect()),
        attributes: ["first_name", "last_name"].map(name).into_iter().collect(),
    }
}

fn state(people: &[(&str, User)], teams: &[&str]) -> State {
    let person = |(email, user): &(&str, User)| (Email::new(email), Arc::new(user.clone()));
    State {
        users: people.iter().map(person).collect(),
        teams: teams.iter().map(|team| ((*team).into(), Team::default())).collect(),
        ..State::default()
    }
}

/// What becomes of a step on a platform that holds this: nothing, or why it is refused.
fn done(platform: &str, live: &State, step: &Step) -> Option<String> {
    let platform = read_built_in(platform).expect("it is built in").expect("it is valid");
    let sandbox = Sandbox::in_memory(&platform, live).expect("the state is legal");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
    let answers = runtime.block_on(sandbox.perform(&[step]));
    assert!(sandbox.audit().expect("it can be read").is_empty());
    answers[0].as_ref().err().map(|fault| fault.message.clone())
}

fn on(email: &str, action: Action, after: Option<User>) -> Step {
    let after = after.map(Resource::User);
    Step { action, after, ..Step::about(Key::User(email.into())) }
}

fn row(user: User) -> Step {
    on("ana@x.example", Action::Update, Some(user))
}

fn holds(roles: &[&str]) -> User {
    User { roles: user(roles, &[]).roles, ..User::default() }
}

fn sits(teams: &[&str]) -> User {
    User { teams: user(&[], teams).teams, ..User::default() }
}

#[test]
fn the_251st_person_of_aimychat_is_refused() {
    let name = |n: usize| format!("a{n}@x.example");
    let names: Vec<String> = (0..250).map(name).collect();
    let people: Vec<(&str, User)> =
        names.iter().map(|name| (name.as_str(), user(&["Agent"], &[]))).collect();
    let one_more = on("new@x.example", Action::Create, Some(user(&["Agent"], &[])));
    let why = done("aimychat", &state(&people, &[]), &one_more).expect("it is refused");
    assert_eq!(why, "there is no room for `new@x.example`: there can be at most 250 people");
    assert_eq!(done("aimychat", &state(&people[1..], &[]), &one_more), None);
}

#[test]
fn whoever_holds_cim_admin_is_changed_by_nothing() {
    let live =
        state(&[("ana@x.example", user(&["CIM Admin", "Livechat Agent"], &["T"]))], &["T", "U"]);
    let named = User {
        attributes: [(AttributeName::new("first_name"), Scalar::from("Y"))].into_iter().collect(),
        ..User::default()
    };
    let renamed = Step {
        previous_key: Some(Key::User("ana@x.example".into())),
        ..on("new@x.example", Action::Rename, Some(User::default()))
    };
    let steps = [
        row(holds(&["CIM Admin", "Livechat Agent", "GenAI Admin"])),
        row(holds(&["CIM Admin"])),
        row(sits(&[])),
        row(sits(&["T", "U"])),
        row(named),
        renamed,
        on("ana@x.example", Action::Delete, None),
    ];
    for step in steps {
        let why = done("amity", &live, &step).unwrap_or_else(|| panic!("{step:?}"));
        assert!(why.contains("CIM Admin"), "{why}");
    }
    assert_eq!(done("amity", &live, &row(User::default())), None, "nothing is no change");
}

#[test]
fn cim_admin_and_owner_are_given_to_nobody() {
    for (platform, is, role) in
        [("amity", "GenAI Admin", "CIM Admin"), ("smartflows", "Agent", "Owner")]
    {
        let live = state(&[("ana@x.example", user(&[is], &[]))], &[]);
        let why = done(platform, &live, &row(holds(&[role]))).expect("it is refused");
        assert_eq!(why, format!("the role `{role}` cannot be given to anybody"));
    }
}

#[test]
fn an_agent_sits_in_one_team_and_an_admin_of_livechat_in_none() {
    let live = state(&[("ana@x.example", user(&["Livechat Agent"], &["T"]))], &["T", "U"]);
    assert_eq!(done("amity", &live, &row(sits(&["U"]))), None);
    let why = done("amity", &live, &row(sits(&["T", "U"]))).expect("it is refused");
    assert!(why.contains("with the role `Livechat Agent` at most 1"), "{why}");
    let why = done("amity", &live, &row(holds(&["Livechat Admin"]))).expect("it is refused");
    assert!(why.contains("`Livechat Admin` at most 0") || why.contains("eligible"), "{why}");
}

#[test]
fn a_second_role_of_a_product_is_refused() {
    let live = state(&[("ana@x.example", user(&["Chatbot Admin"], &[]))], &[]);
    let two = row(holds(&["Chatbot Admin", "Chatbot Editor"]));
    let why = done("amity", &live, &two).expect("it is refused");
    assert!(why.contains("several roles of one product"), "{why}");
    assert_eq!(done("amity", &live, &row(holds(&["Chatbot Editor", "GenAI Admin"]))), None);
}

#[test]
fn people_of_smartflows_are_neither_made_nor_deleted() {
    let live = state(&[("ana@x.example", user(&["Agent"], &[]))], &[]);
    let new = on("new@x.example", Action::Create, Some(user(&["Agent"], &[])));
    assert!(done("smartflows", &live, &new).is_some_and(|why| why.contains("created elsewhere")));
    let gone = on("ana@x.example", Action::Delete, None);
    let why = done("smartflows", &live, &gone).expect("it is refused");
    assert!(why.contains("people cannot be deleted on this platform"), "{why}");
    for platform in ["aimychat", "amity"] {
        let live = state(&[("ana@x.example", user(&[], &[]))], &[]);
        assert_eq!(done(platform, &live, &gone), None, "{platform}");
    }
}

#[test]
fn only_what_is_optional_is_switched_on_for_a_role_of_reach() {
    let with = |role: &str, id: &str| {
        let grants = [(id.into(), Grant::everywhere(Level::Granted))];
        let after = Role { permissions: Known::Known(grants.into()), ..Role::default() };
        Step { after: Some(Resource::Role(after)), ..Step::about(Key::Role(role.into())) }
    };
    let live = State::default();
    let transfer = "conversation_agent.conversation_transfer";
    assert_eq!(done("reach", &live, &with("Conversation Agent", transfer)), None);
    let why = done("reach", &live, &with("Supervisor", transfer)).expect("it is refused");
    assert!(why.contains("cannot be switched on for the role `Supervisor`"), "{why}");
    let why = done("reach", &live, &with("Administrator", transfer)).expect("it is refused");
    assert!(why.contains("is built in and cannot be edited"), "{why}");
}

#[test]
fn somebody_of_reach_needs_a_role_and_both_names() {
    let live = State::default();
    let new = |user: User| on("new@x.example", Action::Create, Some(user));
    assert_eq!(done("reach", &live, &new(user(&["Stakeholder"], &[]))), None);
    assert!(done("reach", &live, &new(user(&[], &[]))).is_some_and(|why| why.contains("0 roles")));
    let mut nameless = user(&["Stakeholder"], &[]);
    nameless.attributes.remove("last_name");
    assert!(done("reach", &live, &new(nameless)).is_some_and(|why| why.contains("last_name")));
}

#[test]
fn several_roles_of_aimychat_go_together() {
    let live = state(&[("ana@x.example", user(&["Agent"], &[]))], &[]);
    let all = Few::from(["Agent", "Supervisor", "Administrator"].map(Into::into));
    let all = User { roles: Known::Known(all), ..User::default() };
    assert_eq!(done("aimychat", &live, &row(all)), None);
}
