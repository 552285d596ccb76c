//! Against the sandbox on HTTP: another program that speaks the protocol, with the platform's rules
//! in force, and with everything that can be ordered to go wrong.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rolecall::core::{
    Email, Fault, FaultKind, Grant, Known, Level, Role, Scalar, State, Status, Team, User,
};
use rolecall::plan::{Action, Step, perform as replay};
use rolecall::serve::{Chance, Fate, Faults, Options, Service};
use rolecall::target::Target;
use rolecall::target::ccaas::{Ccaas, Lost, Request, Response, Sender, Setting};
use rolecall::target::sandbox::Sandbox;
use tokio::time::Instant;

use crate::hazards::applied;
use crate::peer::address;
use crate::setting::*;

/// The service, and when it was asked.
struct Served {
    service: Service,
    sandbox: Sandbox,
    start: Instant,
    /// When requests came.
    seen: Mutex<Vec<Duration>>,
    /// What everybody's row may be.
    allowed: Option<Vec<State>>,
}

impl Served {
    fn with(people: usize, change: impl FnOnce(&mut Options)) -> Arc<Self> {
        Arc::new(Self::of(people, change))
    }

    fn of(people: usize, change: impl FnOnce(&mut Options)) -> Self {
        let sandbox = Sandbox::in_memory(&platform(), &live(people)).expect("no rule is broken");
        let mut options = Options::new("acme", TOKEN.to_owned().into());
        options.first_administrator = Some(Email::new(ROOT));
        options.requests_per_second = Some(5);
        change(&mut options);
        let service = Service::new(options, platform(), api(), sandbox.clone());
        let (seen, allowed) = (Mutex::default(), None);
        Self { service, sandbox, start: Instant::now(), seen, allowed }
    }

    async fn state(&self) -> State {
        self.sandbox.read().await.expect("it can be read")
    }

    /// Makes sure that each row is as it was or as it is to be.
    async fn check(&self) {
        let Some(allowed) = &self.allowed else { return };
        for (email, user) in self.state().await.users {
            let same = |state: &State| state.users.get(&email).is_some_and(|other| *other == user);
            assert!(allowed.iter().any(same), "the row of {email} is {user:?}");
        }
    }
}

#[async_trait]
impl Sender for Served {
    async fn send(&self, request: Request) -> Result<Response, Lost> {
        tokio::time::sleep(Duration::from_millis(30)).await;
        let at = self.start.elapsed();
        self.seen.lock().expect("nobody panicked").push(at);
        let start: Timestamp = "2026-05-04T09:00:00Z".parse().expect("a moment");
        let answer = self.service.answer(start + at, request).await;
        self.check().await;
        tokio::time::sleep(answer.delay + Duration::from_millis(30)).await;
        match answer.fate {
            Fate::Arrives => Ok(answer.response),
            Fate::Lost | Fate::Cut => Err(Lost("the connection ended".into())),
        }
    }
}

/// Root administers, and agents are in Support or in Sales; Lea manages Support.
fn live(people: usize) -> State {
    let mut live = State::default();
    let grants = [("function.agent.all".into(), Grant::everywhere(Level::Granted))];
    for name in ["Floor Lead", "Auditor"] {
        let role = Role { permissions: Known::Known(grants.clone().into()), ..Role::default() };
        live.roles.insert(name.into(), role);
    }
    let lea: Email = "lea@acme.example".into();
    for path in ["Support", "Support:L1", "Support:Night", "Sales", "Sales:Night", "24/7"] {
        let managers = if path == "Support" { vec![lea.clone()] } else { Vec::new() };
        let managers = Known::Known(managers.into());
        live.teams.insert(path.into(), Team { managers, ..Team::default() });
    }
    live.users.insert(ROOT.into(), row(&["Admin"], &[]).into());
    live.users.insert(lea, row(&["Manager", "Agent"], &[]).into());
    for number in 0..people {
        let team = if number % 2 == 0 { "Support" } else { "Sales" };
        live.users.insert(Email::new(&address(number)), row(&["Agent"], &[team]).into());
    }
    live
}

fn row(roles: &[&str], teams: &[&str]) -> User {
    let attributes = [
        ("first_name", Scalar::from("Ana")),
        ("last_name", Scalar::from("Diaz")),
        ("chat_concurrency", Scalar::Int(2)),
    ];
    User {
        status: Known::Known(Status::Active),
        roles: Known::Known(names(roles)),
        teams: Known::Known(paths(teams)),
        attributes: attributes.into_iter().map(|(name, value)| (name.into(), value)).collect(),
    }
}

async fn ready(served: &Arc<Served>) -> Ccaas {
    let target = target(served.clone());
    target.read().await.expect("it can be read");
    target
}

fn deactivation(number: usize, team: &str) -> Step {
    let before = User { status: Known::Known(Status::Active), ..with_teams(&[team]) };
    let after = User { status: Known::Known(Status::Inactive), ..with_teams(&[]) };
    step(Action::Deactivate, &address(number), Some(before), after)
}

#[test]
fn what_is_read_is_what_the_sandbox_holds_as_far_as_it_is_told() {
    on_a_clock(async {
        let served = Served::with(2345, |_| {});
        let read = target(served.clone()).read().await.expect("it can be read");
        let held = served.state().await;
        assert_eq!(read.users.len(), held.users.len());
        for (email, user) in &held.users {
            let told = &read.users[email];
            assert_eq!((&told.status, &told.roles), (&user.status, &user.roles), "{email}");
            for (name, value) in &user.attributes {
                assert_eq!(told.attributes.get(name), Some(value), "{email} {name}");
            }
        }
        assert!(read.roles.keys().eq(held.roles.keys()) && read.teams.keys().eq(held.teams.keys()));
        assert_eq!(read.team_order, held.team_order);
        for (path, team) in &read.teams {
            let members =
                held.users.iter().filter(|(_, user)| user.member_of().any(|at| at == path));
            let members = members.map(|(email, _)| email.clone());
            let managers = held.teams[path].managers.value().into_iter().flatten().cloned();
            let seated: BTreeSet<Email> = members.chain(managers).collect();
            assert!(team.seated.iter().eq(&seated), "{path}");
        }
    });
}

/// A step for everybody, of several kinds, in two stages; and who is new.
fn plan(seed: usize, people: usize) -> Vec<Vec<Step>> {
    let mut stages = vec![Vec::new(), Vec::new()];
    for number in 0..people {
        let (email, draw) = (address(number), seed.wrapping_mul(31) + number * 7);
        let (mine, other) =
            if number % 2 == 0 { ("Support", "Sales") } else { ("Sales", "Support") };
        let step = match draw % 7 {
            0 => location(&email, "Mexico"),
            1 => roles(&email, &["Agent"], &["Agent", "Floor Lead"]),
            2 => teams(&email, &[mine], &[other, "24/7"]),
            3 => create(&format!("new{number}@acme.example"), "Noa", "24/7"),
            4 => deactivation(number, mine),
            5 => Step {
                action: Action::Rename,
                previous_key: Some(key(&email)),
                ..location(&format!("now{number}@acme.example"), "Mexico")
            },
            _ => continue,
        };
        stages[draw % 2].push(step);
    }
    stages
}

/// Returns those steps that aren't done.
fn left(state: &State, stages: &[Vec<Step>]) -> Vec<Vec<Step>> {
    let is_left = |step: &&Step| {
        let mut after = state.clone();
        replay(&mut after, step);
        after != *state
    };
    stages.iter().map(|steps| steps.iter().filter(is_left).cloned().collect()).collect()
}

#[test]
fn in_bad_weather_the_end_is_right_no_job_is_done_twice_and_no_row_is_ever_wrong() {
    let (mut runs, mut unknown) = (0, 0);
    for seed in 0..200 {
        on_a_clock(async {
            let people = 21;
            let stages = plan(seed, people);
            let mut served = Served::of(people, |options| {
                options.rows_per_second = Some(2);
                options.seed = seed as u64;
                options.faults = Faults {
                    lose_requests: Chance(0.1),
                    lose_replies: Chance(0.08),
                    cut_bodies: Chance(0.04),
                    too_many: Chance(0.03),
                    server_error: Chance(0.03),
                    bad_gateway: Chance(0.03),
                    ..Faults::default()
                };
            });
            let before = served.state().await;
            let mut after = before.clone();
            stages.iter().flatten().for_each(|step| replay(&mut after, step));
            served.allowed = Some(vec![before, told(after.clone())]);
            let served = Arc::new(served);
            let mut tries = 0;
            loop {
                let steps = left(&served.state().await, &stages);
                if steps.iter().all(Vec::is_empty) {
                    break;
                }
                tries += 1;
                assert!(tries < 20, "it comes to an end");
                let target =
                    target_with(served.clone(), Setting { seed: seed as u64, ..settings() });
                if target.read().await.is_err() {
                    continue;
                }
                for fault in applied(&target, steps).await.into_iter().flatten() {
                    unknown += usize::from(fault.kind == FaultKind::OutcomeUnknown);
                    let wrong = [FaultKind::NotAsWritten, FaultKind::Refused];
                    assert!(!wrong.contains(&fault.kind), "{fault}");
                }
            }
            runs += tries;
            assert_eq!(served.state().await.users, told(after).users);
            assert!(served.sandbox.audit().expect("it can be read").is_empty());
            // The service forgets no job, so what was started stands in its list.
            served.service.order(Faults::default()).await;
            twice(&served).await;
            rate(&served, 5);
        });
    }
    assert!(runs < 220, "nearly all come through at once: {runs}, {unknown} unknown");
}

/// Fills in what a sandbox says of everybody.
fn told(mut state: State) -> State {
    for user in state.users.values_mut() {
        let user = Arc::make_mut(user);
        for name in platform().users.attributes.keys() {
            if !user.attributes.contains_key(name) {
                user.attributes.insert(name.clone(), Scalar::Null);
            }
        }
    }
    state
}

/// Makes sure that no file was started twice.
async fn twice(served: &Served) {
    let now = "2026-05-05T09:00:00Z".parse().expect("a moment");
    let token =
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("acme:{TOKEN}"));
    let request = http::Request::get("/apps/api/v1/bulk/users/jobs?page=1&per_page=100")
        .header("authorization", format!("Basic {token}"))
        .body(Vec::new());
    let answer = served.service.answer(now, request.expect("a request")).await;
    let jobs: Vec<serde_json::Value> =
        serde_json::from_slice(answer.response.body()).expect("a list of jobs");
    let started = jobs.iter().filter(|job| !job["process_requested_at"].is_null());
    let names: Vec<&str> = started.map(|job| job["filename"].as_str().expect("a name")).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

fn rate(served: &Served, most: usize) {
    let seen = served.seen.lock().expect("nobody panicked");
    for (place, at) in seen.iter().enumerate() {
        let until = *at + Duration::from_secs(1);
        let within = seen[place..].iter().take_while(|other| **other < until).count();
        assert!(within <= most, "{within} requests in a second");
    }
}

/// Applies steps to a service with faults, and returns what became of each.
fn with_faults(faults: Faults, steps: Vec<Step>) -> Vec<Option<Fault>> {
    on_a_clock(async {
        let served = Served::with(6, |options| options.faults = faults);
        let target = ready(&served).await;
        applied(&target, vec![steps]).await
    })
}

fn noticed(faults: Faults, step: Step, kind: FaultKind, expected: &str) {
    let others = location(&address(5), "Mexico");
    let results = with_faults(faults.clone(), vec![step.clone(), others]);
    let fault = results[0].clone().expect("it is noticed");
    assert_eq!(fault.kind, kind, "{fault}");
    assert!(fault.message.contains(expected), "{fault}");
    let results = with_faults(Faults::default(), vec![step]);
    assert_eq!(results, [None], "without the fault it is done");
}

#[test]
fn each_hazard_of_the_release_notes_is_noticed() {
    let on = Faults::default;
    let (written, refused) = (FaultKind::NotAsWritten, FaultKind::Refused);
    let place = || location(&address(0), "Mexico");
    noticed(Faults { store_nothing: true, ..on() }, place(), written, "found `none`");
    noticed(Faults { upload_vanishes: true, ..on() }, place(), refused, "404");
    let chats = with("chat_concurrency", Scalar::Int(5));
    let chats =
        step(Action::Update, &address(0), Some(with("chat_concurrency", Scalar::Int(2))), chats);
    noticed(Faults { cap_concurrency: Some(3), ..on() }, chats, written, "expected `5`, found `3`");
    let joins = || teams(&address(0), &["Support"], &["Support", "24/7"]);
    noticed(Faults { wrong_team: true, ..on() }, joins(), written, "found but not expected");
    let failed = Faults { failed_deactivation: true, ..on() };
    noticed(failed, deactivation(0, "Support"), refused, "could not be deactivated");
    let lead = || roles(&address(0), &["Agent"], &["Agent", "Floor Lead"]);
    let unasked = Faults { unauthorized_assignment: true, ..on() };
    noticed(unasked, lead(), written, "found but not expected: `Admin`");
    noticed(
        Faults { blank_unassigns: true, ..on() },
        joins(),
        written,
        "expected but not found: `Support`",
    );
    let several = teams(&address(0), &[], &["24/7", "Support:L1"]);
    noticed(
        Faults { several_teams_fail: true, ..on() },
        several,
        refused,
        "could not be added to teams",
    );
    let new = create("new@acme.example", "Noa", "24/7");
    noticed(Faults { new_with_team_fails: true, ..on() }, new, refused, "uninitialized constant");
}

#[test]
fn a_job_that_is_stuck_fails_the_rows_that_do_not_stand() {
    let faults = Faults { stuck_job: true, ..Faults::default() };
    let steps = (0..3).map(|number| location(&address(number), "Mexico")).collect();
    let results = with_faults(faults, steps);
    assert_eq!(results[..2], [None, None]);
    let fault = results[2].clone().expect("nobody knows");
    assert_eq!(fault.kind, FaultKind::OutcomeUnknown);
    assert!(fault.message.contains("2 of 3 rows done"), "{fault}");
}

#[test]
fn somebody_who_is_a_member_already_is_not_put_into_the_team_again() {
    let faults = Faults { member_twice_fails: true, ..Faults::default() };
    let joins = teams(&address(0), &[], &["Support", "24/7"]);
    assert_eq!(with_faults(faults, vec![joins]), [None]);
}

#[test]
fn a_manager_never_gets_a_member_column_of_the_same_team() {
    on_a_clock(async {
        let served = Served::with(2, |_| {});
        let target = ready(&served).await;
        let step = teams("lea@acme.example", &[], &["Support", "24/7"]);
        assert_eq!(applied(&target, vec![vec![step]]).await, [None]);
        let state = served.state().await;
        assert_eq!(state.users["lea@acme.example"].teams, Known::Known(paths(&["24/7"])));
        assert!(state.teams[&"Support".into()].managers.value().is_some_and(|all| all.len() == 1));
    });
}

#[test]
fn a_slash_that_is_read_as_an_entity_is_no_name() {
    on_a_clock(async {
        let served = Served::with(2, |options| options.faults.slash_as_entity = true);
        let fault = target(served).read().await.expect_err("which team is it?");
        assert!(fault.message.contains("`24/7`"), "{fault}");
    });
}

#[test]
fn a_row_that_breaks_a_rule_fails_alone_with_its_field() {
    on_a_clock(async {
        let served = Served::with(6, |options| {
            options.locations = Some(["Mexico".to_owned()].into());
        });
        let target = ready(&served).await;
        let steps = vec![
            location(&address(0), "Mexico"),
            location(&address(1), "Nowhere"),
            roles(&address(2), &["Agent"], &["Auditor"]),
        ];
        let results = applied(&target, vec![steps]).await;
        assert_eq!((&results[0], &results[2]), (&None, &None));
        let fault = results[1].clone().expect("it isn't a location");
        assert_eq!(fault.kind, FaultKind::Refused);
        assert!(fault.message.starts_with("`location`: Location must match"), "{fault}");
    });
}
