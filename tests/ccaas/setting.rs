//! What the tests set up: a target that speaks to a peer in memory, and steps on people.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rolecall::core::{
    AttributeName, Email, Fault, FaultKind, Few, Key, Known, RoleName, Scalar, State, Status,
    TeamPath, User,
};
use rolecall::plan::{Action, Digest, Resource, Step};
use rolecall::platform::{JobsApi, Platform, read_api, read_built_in};
use rolecall::target::ccaas::{Ccaas, Place, Proof, Sender, Setting, Time, Token};
use rolecall::target::{Batch, Target};
use tokio::time::Instant;

use crate::peer::Peer;

pub const TOKEN: &str = "t0ken-that-nobody-may-see";
pub const ROOT: &str = "root@acme.example";

/// A clock that jumps to the next moment at which something happens.
pub struct Turned(Instant);

impl Turned {
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

#[async_trait]
impl Time for Turned {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn now(&self) -> Timestamp {
        let start: Timestamp = "2026-05-04T09:00:00Z".parse().expect("a moment");
        start + self.elapsed()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// Runs a test on such a clock.
pub fn on_a_clock<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().expect("a runtime").block_on(test)
}

pub fn api() -> JobsApi {
    let api = read_api("ccaas").expect("it is built in").expect("it has the form");
    api.jobs().expect("it writes in jobs")
}

pub fn platform() -> Platform {
    read_built_in("ccaas").expect("it is built in").expect("it has the form")
}

pub fn place() -> Place {
    let domains = api().domains.is.expect("they are known");
    Place::new("https://acme.uc1.ccaiplatform.com", None, &domains, &[]).expect("it is allowed")
}

pub fn settings() -> Setting {
    Setting { first_administrator: Some(Email::new(ROOT)), ..Setting::default() }
}

pub fn target(sender: Arc<dyn Sender>) -> Ccaas {
    target_with(sender, settings())
}

pub fn target_with(sender: Arc<dyn Sender>, setting: Setting) -> Ccaas {
    let token = Token::new(TOKEN).expect("it is one");
    let proof = Proof::of(place().user(), &token).expect("it can be sent");
    Ccaas::new(api(), platform(), place(), proof, sender, Arc::new(Turned::start()), setting)
}

/// A target that has read what is live.
pub async fn ready(peer: &Arc<Peer>) -> Ccaas {
    let target = target(peer.clone());
    target.read().await.expect("it can be read");
    target
}

pub fn batch() -> Batch {
    Batch { digest: Digest::new(&"ab".repeat(32)), stage: 1, number: 1 }
}

/// Does steps and reads back what they are about.
pub async fn perform(target: &Ccaas, steps: &[Step]) -> (Vec<Result<(), Fault>>, State) {
    let steps: Vec<&Step> = steps.iter().collect();
    let results = target.perform_batch(&batch(), &steps).await;
    let keys: Vec<Key> = steps.iter().map(|step| step.key.clone()).collect();
    (results, target.read_back(&keys).await.expect("it can be read back"))
}

pub fn key(address: &str) -> Key {
    Key::User(Email::new(address))
}

pub fn step(action: Action, address: &str, before: Option<User>, after: User) -> Step {
    Step {
        action,
        before: before.map(Resource::User),
        after: Some(Resource::User(after)),
        ..Step::about(key(address))
    }
}

pub fn with_roles(roles: &[&str]) -> User {
    User { roles: Known::Known(names(roles)), ..User::default() }
}

pub fn names(roles: &[&str]) -> Few<RoleName> {
    roles.iter().copied().map(RoleName::new).collect()
}

pub fn with_teams(teams: &[&str]) -> User {
    User { teams: Known::Known(paths(teams)), ..User::default() }
}

pub fn paths(teams: &[&str]) -> Few<TeamPath> {
    teams.iter().copied().map(TeamPath::new).collect()
}

pub fn with(name: &str, value: Scalar) -> User {
    let mut user = User::default();
    user.attributes.insert(AttributeName::new(name), value);
    user
}

/// A step that changes roles.
pub fn roles(address: &str, before: &[&str], after: &[&str]) -> Step {
    step(Action::Update, address, Some(with_roles(before)), with_roles(after))
}

/// A step that changes teams.
pub fn teams(address: &str, before: &[&str], after: &[&str]) -> Step {
    step(Action::Update, address, Some(with_teams(before)), with_teams(after))
}

/// A step that changes where somebody works.
pub fn location(address: &str, after: &str) -> Step {
    let after = with("location", Scalar::from(after));
    step(Action::Update, address, Some(with("location", Scalar::Null)), after)
}

pub fn create(address: &str, first: &str, team: &str) -> Step {
    let mut user = User { roles: Known::Known(names(&["Agent"])), ..with_teams(&[team]) };
    user.status = Known::Known(Status::Active);
    user.attributes.insert(AttributeName::new("first_name"), Scalar::from(first));
    user.attributes.insert(AttributeName::new("last_name"), Scalar::from("Diaz"));
    step(Action::Create, address, None, user)
}

pub fn kind(result: &Result<(), Fault>) -> Option<FaultKind> {
    result.as_ref().err().map(|fault| fault.kind)
}

pub fn message(result: &Result<(), Fault>) -> &str {
    result.as_ref().err().map_or("", |fault| &fault.message)
}
