//! What is attested: how it is written, read, and laid over what was read.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeMap;

use jiff::Timestamp;
use rolecall::attested::{
    Act, Attested, SaidTeam, Unattestable, attested_schema, lay_over, part, read_attested,
    resting_on, tell,
};
use rolecall::core::{
    Diagnostics, Grant, Key, Known, Level, Role, RoleName, Scalar, State, Status, Team, TeamPath,
    User,
};
use rolecall::document::{Sources, Validator};
use rolecall::manifest::{Context, Desired, manifest_schema, read_manifest, resolve};
use rolecall::plan::{Action, By, Digest, Plan, Resource, Stage, Step, digest};
use rolecall::platform::{Platform, read_built_in};

fn platform() -> Platform {
    read_built_in("ccaas").expect("it is built in").expect("it is valid")
}

fn act(at: &str) -> Act {
    let at = at.parse().expect("it is a time");
    Act::new("lea@acme.example".into(), at, Digest::new(&"ab".repeat(32)))
}

fn label(text: &str) -> Role {
    Role { label: Known::Known(text.to_owned()), ..Role::default() }
}

fn view(id: &str) -> Role {
    let grant = Grant::everywhere(Level::View);
    Role { permissions: Known::Known([(id.into(), grant)].into()), ..Role::default() }
}

/// What manifests mean, written here.
fn meant(manifest: &str) -> Desired {
    let platform = platform();
    let schema = Validator::new(manifest_schema(&platform)).expect("the schema is one");
    let mut sources = Sources::default();
    let file = sources.add("access.yaml", manifest);
    let (written, _, found) = read_manifest(file, manifest, &schema);
    assert!(!found.has_errors(), "{found:?}");
    let today = "2026-03-01".parse().expect("it is a day");
    let context = Context { platform: &platform, project: None, today };
    resolve(vec![(file, written.expect("it is valid"))], context).0
}

fn read(text: &str) -> (Option<Attested>, Diagnostics) {
    let mut sources = Sources::default();
    let file = sources.add("attested/production.yaml", text);
    let schema = Validator::new(attested_schema()).expect("the schema is one");
    let (read, found) = read_attested(&sources, file, &schema);
    (read.map(|(attested, _)| attested), found)
}

fn person(status: Status) -> User {
    User { status: Known::Known(status), ..User::default() }
}

/// A platform that tells names and no more.
fn live(roles: &[&str], teams: &[&str], people: &[&str]) -> State {
    let mut state = State::default();
    state.roles.extend(roles.iter().map(|name| ((*name).into(), Role::default())));
    state.teams.extend(teams.iter().map(|path| ((*path).into(), Team::default())));
    let active = |email: &&str| ((*email).into(), person(Status::Active).into());
    state.users.extend(people.iter().map(active));
    state
}

#[test]
fn what_is_written_is_what_is_read() {
    let mut one = act("2026-02-03T10:00:00Z");
    one.roles
        .insert("Floor Lead".into(), Role { color: Known::Known("#0B57D0".into()), ..view("x.y") });
    one.roles.insert("010".into(), label("no"));
    one.teams.insert(
        "Support:L1".into(),
        SaidTeam {
            managers: Known::Known(["lea@acme.example".into()].into()),
            ..SaidTeam::default()
        },
    );
    one.teams.insert("Nights".into(), SaidTeam::default());
    one.role_order = Some(vec!["Agent".into(), "on".into(), "~".into()]);
    let attested = Attested::default().with(one);
    let text = attested.to_yaml("production").expect("it can be written");
    let (again, found) = read(&text);
    assert!(found.is_empty(), "{found:?}\n{text}");
    assert_eq!(again, Some(attested), "{text}");
}

#[test]
fn what_is_attested_anew_takes_the_place_of_what_was() {
    let mut first = act("2026-01-01T00:00:00Z");
    first
        .roles
        .insert("Floor Lead".into(), Role { label: Known::Known("OLD".into()), ..view("a") });
    first.teams.insert("Support".into(), SaidTeam::default());
    let mut second = act("2026-02-01T00:00:00Z");
    second.roles.insert("Floor Lead".into(), label("NEW"));
    let all = Attested::default().with(first).with(second.clone());
    assert_eq!(all.attested.len(), 2);
    assert_eq!(all.attested[0].roles[&RoleName::new("Floor Lead")], view("a"));
    assert_eq!(all.attested[1], second);
    let mut third = act("2026-03-01T00:00:00Z");
    third.roles.insert("Floor Lead".into(), view("b"));
    third.teams.insert("Support".into(), SaidTeam::default());
    assert_eq!(all.with(third).attested.len(), 2, "an act of which nothing is left goes");
}

#[test]
fn what_was_read_is_believed_and_the_rest_is_taken_as_attested() {
    let mut one = act("2026-02-03T10:00:00Z");
    one.roles.insert("Floor Lead".into(), Role { label: Known::Known("LEAD".into()), ..view("a") });
    one.roles.insert("Gone".into(), label("GONE"));
    one.teams.insert(
        "Support".into(),
        SaidTeam { managers: Known::Known(["lea@x.example".into()].into()), ..SaidTeam::default() },
    );
    let mut live = live(&["Floor Lead"], &["Support"], &["lea@x.example"]);
    live.roles.get_mut(&RoleName::new("Floor Lead")).unwrap().label = Known::Known("OTHER".into());
    let (desired, platform) = (meant("users: []\n"), platform());
    let stands = lay_over(&Attested::default().with(one), &mut live, &desired, &platform);
    let role = &live.roles[&RoleName::new("Floor Lead")];
    assert_eq!(role.label, Known::Known("OTHER".into()));
    assert_eq!(role.permissions.value().map(BTreeMap::len), Some(1));
    assert!(!live.roles.contains_key(&RoleName::new("Gone")));
    assert_eq!(
        live.teams[&TeamPath::new("Support")].managers.value().map(|all| all.len()),
        Some(1)
    );
    let said: Vec<_> =
        stands.iter().map(|one| (one.key.to_string(), one.contradicted.is_some())).collect();
    let expected = [("role `Floor Lead`", true), ("role `Gone`", true), ("team `Support`", false)];
    assert_eq!(said, expected.map(|(key, wrong)| (key.to_owned(), wrong)));
}

#[test]
fn what_has_another_name_since_is_found_by_its_former_one() {
    let mut one = act("2026-02-03T10:00:00Z");
    one.roles.insert("Supervisor".into(), label("LEAD"));
    one.teams.insert(
        "Support".into(),
        SaidTeam { managers: Known::Known(["old@x.example".into()].into()), ..SaidTeam::default() },
    );
    let desired = meant(
        "roles:\n  - name: Floor Lead\n    label: LEAD\n    permissions: {}\n    previously: [Supervisor]\n\
         teams:\n  - name: Service\n    previously: [Support]\n\
         users:\n  - email: new@x.example\n    first_name: A\n    last_name: B\n    roles: [Agent]\n    \
         previously: [old@x.example]\n",
    );
    let mut live = live(&["Floor Lead"], &["Service"], &["new@x.example"]);
    let stands = lay_over(&Attested::default().with(one), &mut live, &desired, &platform());
    assert!(stands.iter().all(|one| one.contradicted.is_none()), "{stands:?}");
    assert_eq!(live.roles[&RoleName::new("Floor Lead")].label, Known::Known("LEAD".into()));
    let managers = live.teams[&TeamPath::new("Service")].managers.value().expect("it is attested");
    assert_eq!(managers.iter().map(|email| email.as_str()).collect::<Vec<_>>(), ["new@x.example"]);
}

#[test]
fn who_cannot_sign_in_manages_nothing_any_more() {
    let mut one = act("2026-02-03T10:00:00Z");
    let managers = ["ana@x.example", "bo@x.example", "gone@x.example"].map(Into::into);
    one.teams.insert(
        "Support".into(),
        SaidTeam { managers: Known::Known(managers.into()), ..SaidTeam::default() },
    );
    let mut live = live(&[], &["Support"], &["ana@x.example", "bo@x.example"]);
    live.users.insert("bo@x.example".into(), person(Status::Inactive).into());
    lay_over(&Attested::default().with(one), &mut live, &meant("users: []\n"), &platform());
    let managers = live.teams[&TeamPath::new("Support")].managers.value().expect("it is attested");
    assert_eq!(managers.iter().map(|email| email.as_str()).collect::<Vec<_>>(), ["ana@x.example"]);
}

#[test]
fn a_role_that_came_after_the_order_was_attested_stands_at_its_end() {
    let mut one = act("2026-02-03T10:00:00Z");
    one.role_order = Some(vec!["Lead".into(), "Gone".into(), "Agent".into()]);
    let mut live = live(&["Lead", "New"], &[], &[]);
    lay_over(&Attested::default().with(one), &mut live, &meant("users: []\n"), &platform());
    let order = live.role_order.value().expect("it is attested");
    let names: Vec<&str> = order.iter().map(RoleName::as_str).collect();
    assert_eq!(names[..2], ["Lead", "Agent"]);
    assert!(!names.contains(&"Gone") && names.contains(&"New") && names.contains(&"Admin"));
}

#[test]
fn after_ninety_days_somebody_looks_again() {
    let mut one = act("2026-01-01T12:00:00Z");
    one.roles.insert("Lead".into(), label("LEAD"));
    let mut live = live(&["Lead"], &[], &[]);
    let stands =
        lay_over(&Attested::default().with(one), &mut live, &meant("users: []\n"), &platform());
    let at = |text: &str| text.parse::<Timestamp>().expect("it is a time");
    assert!(!stands[0].is_stale(at("2026-04-01T12:00:00Z")));
    assert!(stands[0].is_stale(at("2026-04-01T12:00:01Z")));
    assert_eq!(stands[0].days(at("2026-04-01T12:00:00Z")), 90);
}

fn step(action: Action, key: Key, after: Resource) -> Step {
    Step { action, after: Some(after), by: By::Hand, ..Step::about(key) }
}

#[test]
fn only_what_nobody_reads_is_attested() {
    let lead = || Key::Role("Lead".into());
    let wanted = Role { label: Known::Known("LEAD".into()), ..Role::default() };
    let update = step(Action::Update, lead(), Resource::Role(wanted.clone()));
    let mut here = live(&["Lead"], &["Support"], &[]);
    let mut one = act("2026-01-01T12:00:00Z");
    assert_eq!(part(&update, &here, &platform(), &mut one), Ok(()));
    assert_eq!(one.roles[&RoleName::new("Lead")], label("LEAD"));

    let create = step(Action::Create, lead(), Resource::Role(wanted));
    let nothing = live(&[], &[], &[]);
    assert_eq!(part(&create, &nothing, &platform(), &mut one), Err(Unattestable::NotThere));
    assert_eq!(part(&update, &nothing, &platform(), &mut one), Err(Unattestable::NotThere));
    let data =
        step(Action::Update, Key::Role("Manager: Data".into()), update.after.clone().unwrap());
    assert_eq!(part(&data, &nothing, &platform(), &mut one), Ok(()), "it is built in");
    let automatic = Step { by: By::Automatic, ..update.clone() };
    assert_eq!(part(&automatic, &here, &platform(), &mut one), Err(Unattestable::Automatic));
    here.roles.get_mut(&RoleName::new("Lead")).unwrap().label = Known::Known("OLD".into());
    assert_eq!(part(&update, &here, &platform(), &mut one), Err(Unattestable::Read));

    let managers =
        Team { managers: Known::Known(["lea@x.example".into()].into()), ..Team::default() };
    let team =
        |path: &str| step(Action::Update, Key::Team(path.into()), Resource::Team(managers.clone()));
    assert_eq!(part(&team("Nowhere"), &here, &platform(), &mut one), Err(Unattestable::NotThere));
    assert_eq!(part(&team("Support"), &here, &platform(), &mut one), Ok(()));
    assert_eq!(one.teams[&TeamPath::new("Support")].managers.value().map(|all| all.len()), Some(1));
}

/// A default agent and a department, which a platform may record of a team and an interface not know.
#[test]
fn what_else_is_recorded_of_a_team_is_attested_where_nobody_reads_it() {
    let is = |text: &str, agent: Option<&str>| Team {
        attributes: [("department".into(), Scalar::from(text))].into_iter().collect(),
        named: [("default_agent".into(), agent.map(Into::into))].into(),
        ..Team::default()
    };
    let wanted = is("Sales", Some("ana@x.example"));
    let update = step(Action::Update, Key::Team("Support".into()), Resource::Team(wanted.clone()));
    let mut here = live(&[], &["Support"], &["ana@x.example"]);
    let mut one = act("2026-01-01T12:00:00Z");
    assert_eq!(part(&update, &here, &platform(), &mut one), Ok(()));
    let attested = Attested::default().with(one);
    let desired = meant("users: []\n");
    let team = TeamPath::new("Support");
    lay_over(&attested, &mut here, &desired, &platform());
    assert_eq!(here.teams[&team], wanted);
    // What is read is believed instead, and who can't sign in is named nowhere.
    let other = is("Care", None);
    here.teams.insert(team.clone(), other.clone());
    let read = part(&update, &here, &platform(), &mut act("2026-01-02T12:00:00Z"));
    assert_eq!(read, Err(Unattestable::Read));
    lay_over(&attested, &mut here, &desired, &platform());
    assert_eq!(here.teams[&team], other);
    let mut left = live(&[], &["Support"], &[]);
    left.users.insert("ana@x.example".into(), person(Status::Inactive).into());
    lay_over(&attested, &mut left, &desired, &platform());
    assert_eq!(left.teams[&team], is("Sales", None));
}

#[test]
fn a_file_that_is_none_gets_a_located_error() {
    for (text, word) in [
        ("", "missing-key"),
        ("version: 2\nattested: []\n", "out-of-range"),
        ("version: 1\nattested: []\nmore: 1\n", "unknown-key"),
        ("version: 1\nattested: [{ by: a@x.example, plan: ab }]\n", "missing-key"),
        ("version: 1\nattested: [{by: a@x.example, at: yesterday, plan: ab}]\n", "malformed"),
        ("version: 1\nattested: [\n", "yaml-syntax"),
    ] {
        let (read, found) = read(text);
        assert!(read.is_none(), "{text}");
        let found = found.sorted();
        let words: Vec<&str> = found.iter().map(|one| one.code.word).collect();
        assert_eq!(words, [word], "{text}");
    }
}

#[test]
fn what_is_attested_is_shown_as_attested() {
    let mut one = act("2026-01-02T12:00:00Z");
    one.roles.insert("Lead".into(), label("LEAD"));
    let mut live = live(&["Lead"], &[], &[]);
    let attested = Attested::default().with(one);
    let stands = lay_over(&attested, &mut live, &meant("users: []\n"), &platform());
    let label = |text: &str| {
        Some(Resource::Role(Role { label: Known::Known(text.into()), ..Role::default() }))
    };
    let lead = Key::Role("Lead".into());
    let update =
        Step { before: label("LEAD"), ..step(Action::Update, lead, label("NEW").unwrap()) };
    let other = Step { key: Key::Role("Other".into()), ..update.clone() };
    let steps = vec![update, other];
    let mut plan = Plan {
        platform: "ccaas".to_owned(),
        environment: "production".to_owned(),
        digest: digest("production", "ccaas", steps.iter()),
        stages: vec![Stage { steps }],
        unmanaged: Vec::new(),
        drift: Vec::new(),
        effects: Vec::new(),
        refusals: Vec::new(),
    };
    tell(&mut plan, &stands);
    let reasons: Vec<Option<&str>> = plan.steps().map(|step| step.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("before: attested by lea@acme.example on 2026-01-02"), None]);
    assert_eq!(digest("production", "ccaas", plan.steps()), plan.digest);
    let note = resting_on(&stands).expect("there is something");
    assert!(note.contains("1 thing is") && note.contains("2026-01-02"), "{note}");
    assert_eq!(resting_on(&[]), None);
}
