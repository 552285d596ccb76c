//! What the tests set up: a platform that no program knows, manifests for it, and a run.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rolecall::apply::{Clock, Entry, JournalStore, Report, Run, apply};
use rolecall::check;
use rolecall::core::State;
use rolecall::document::{Sources, Validator};
use rolecall::manifest::{Context, Desired, manifest_schema, read_manifest, read_project, resolve};
use rolecall::plan::{Inputs, Limits, Plan, Removed, plan};
use rolecall::platform::{Platform, read_scim_names};
use rolecall::target::Target;
use rolecall::target::http::{Proof, Sender, Time, Token};
use rolecall::target::scim::{Base, Scim, Setting};
use tokio::time::Instant;

pub const TOKEN: &str = "t0ken-that-nobody-may-see";

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

/// The platform of `examples/own-platform`.
pub fn lighthouse() -> Platform {
    let text = include_str!("../../examples/own-platform/lighthouse.yaml");
    serde_yaml::from_str(text).expect("it is well written")
}

/// The same with crews below crews.
pub fn with_sub_crews() -> Platform {
    let mut platform = lighthouse();
    platform.teams.nested.is = Some(true);
    platform.teams.depth.is = Some(3);
    platform
}

pub fn target_at(
    address: &str,
    token: &str,
    platform: Platform,
    sender: Arc<dyn Sender>,
    time: Arc<dyn Time>,
) -> Scim {
    let base = Base::new(address, &[]).expect("it is this machine");
    let names = read_scim_names().expect("it has the form");
    let proof = Token::new(token).and_then(|token| Proof::bearer(&token));
    let setting = Setting { requests_per_second: 1000, seed: 7 };
    Scim::new(platform, &names, base, proof.expect("it is one"), sender, time, &setting)
}

pub fn person(name: &str, roles: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!(
        "  - {{ email: {name}@x.example, first_name: {name}, last_name: Diaz, roles: [{roles}]{more} }}\n"
    )
}

/// Returns what a manifest means.
pub fn mean(platform: &Platform, text: &str) -> Desired {
    let schema = Validator::new(manifest_schema(platform)).expect("the schema is one");
    let mut sources = Sources::default();
    let project = "version: 1\nplatform: ours\nenvironments: { one: { target: scim } }\n";
    let project_file = sources.add("rolecall.yaml", project);
    let file = sources.add("access.yaml", text);
    let (project, found) = read_project(&sources, project_file);
    let project = project.unwrap_or_else(|| panic!("{found:?}"));
    let (written, _, found) = read_manifest(file, text, &schema);
    assert!(!found.has_errors(), "{text}\n{found:?}");
    let manifests = written.map(|written| (file, written)).into_iter().collect();
    let today = "2026-03-01".parse().expect("it is a day");
    let context = Context { platform, project: Some((&project, project_file)), today };
    let (desired, mut found) = resolve(manifests, context);
    found.extend(check::check(&desired, platform));
    assert!(!found.has_errors(), "{text}\n{found:?}");
    desired
}

/// Returns the plan that makes it so.
pub fn planned(platform: &Platform, text: &str, live: &State, target: &Scim) -> Plan {
    let desired = mean(platform, text);
    let limits = Limits { max_removals: Removed::each(1000), min_admins: 0, ..Limits::default() };
    let means = &target.means();
    let (environment, base) = ("one", None);
    let inputs =
        Inputs { desired: &desired, live, platform, environment, limits: &limits, means, base };
    plan(inputs).unwrap_or_else(|found| panic!("{found:?}"))
}

struct Silent;

impl JournalStore for Silent {
    fn append(&mut self, _: &[Entry]) -> io::Result<()> {
        Ok(())
    }
}

impl Clock for Silent {
    fn now(&self) -> String {
        "2026-03-01T00:00:00Z".to_owned()
    }
}

/// Carries out a plan.
pub async fn carried_out(target: &Scim, plan: &Plan) -> Report {
    let mut run = Run {
        id: "run".to_owned(),
        approved: "--yes".to_owned(),
        waived: Vec::new(),
        batch: 500,
        journal: &mut Silent,
        clock: &Silent,
        stop: &AtomicBool::new(false),
        observe: &mut |_| {},
    };
    apply(plan, target, &mut run).await.expect("the journal is written")
}

/// Makes it so, and makes sure that nothing is left to do. Guards aren't asked.
pub async fn converged(target: &Scim, platform: &Platform, text: &str) -> Report {
    let live = target.read().await.expect("it can be read");
    let report = carried_out(target, &planned(platform, text, &live, target)).await;
    assert!(report.failed.is_empty() && report.skipped.is_empty(), "{report:?}");
    let live = target.read().await.expect("it can be read");
    let left = planned(platform, text, &live, target);
    assert!(left.is_empty(), "{:#?}", left.stages);
    report
}
