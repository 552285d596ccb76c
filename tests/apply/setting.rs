//! What the tests set up: people, plans written by hand, and a run that can be looked into.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rolecall::apply::{Clock, DEFAULT_BATCH, Entry, Event, JournalStore, Report, Run, What, apply};
use rolecall::core::{Email, Key, Known, RoleName, State, User};
use rolecall::plan::{Action, By, Digest, Plan, Resource, Stage, Step, digest};
use rolecall::target::Target;

pub const ENVIRONMENT: &str = "rehearsal";
pub const PLATFORM: &str = "ccaas";

pub fn person(number: usize) -> Key {
    Key::User(Email::new(&format!("user{number}@acme.example")))
}

pub fn holder_of(roles: &[&str]) -> User {
    User {
        roles: Known::Known(roles.iter().copied().map(RoleName::new).collect()),
        ..User::default()
    }
}

/// A state in which these many people are agents.
pub fn agents(count: usize) -> State {
    let mut state = State::default();
    for number in 0..count {
        if let Key::User(email) = person(number) {
            state.users.insert(email, holder_of(&["Agent"]).into());
        }
    }
    state
}

pub fn step(action: Action, key: Key, before: Option<Resource>, after: Option<Resource>) -> Step {
    let (because, needs) = (Vec::new(), Vec::new());
    Step {
        action,
        key,
        previous_key: None,
        before,
        after,
        because,
        reason: None,
        needs,
        by: By::Automatic,
    }
}

/// A step that changes a person's roles.
pub fn update(key: Key, before: &[&str], after: &[&str]) -> Step {
    let row = |roles| Some(Resource::User(holder_of(roles)));
    step(Action::Update, key, row(before), row(after))
}

/// A step that makes an agent a lead, once what it needs is done.
pub fn promote(number: usize, needs: &[usize]) -> Step {
    Step { needs: needs.to_vec(), ..update(person(number), &["Agent"], &["Lead"]) }
}

pub fn plan(stages: Vec<Vec<Step>>) -> Plan {
    Plan {
        platform: PLATFORM.to_owned(),
        environment: ENVIRONMENT.to_owned(),
        digest: digest_of(stages.iter().flatten()),
        stages: stages.into_iter().map(|steps| Stage { steps }).collect(),
        unmanaged: Vec::new(),
        drift: Vec::new(),
        effects: Vec::new(),
        refusals: Vec::new(),
    }
}

pub fn digest_of<'s>(steps: impl Iterator<Item = &'s Step>) -> Digest {
    digest(ENVIRONMENT, PLATFORM, steps)
}

/// A clock that ticks when it is looked at.
#[derive(Default)]
pub struct Ticks(AtomicUsize);

impl Clock for Ticks {
    fn now(&self) -> String {
        format!("tick {}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// A journal in memory, which may run out of space.
#[derive(Default)]
pub struct Evidence {
    pub entries: Arc<Mutex<Vec<Entry>>>,
    pub appends: usize,
    pub full_after: Option<usize>,
}

impl JournalStore for Evidence {
    fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        if self.full_after == Some(self.appends) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the disk is full"));
        }
        self.appends += 1;
        self.entries.lock().expect("one run at a time").extend_from_slice(entries);
        Ok(())
    }
}

/// A run that is about to be made.
#[derive(Default)]
pub struct Setting {
    pub journal: Evidence,
    pub batch: Option<usize>,
    /// The stop signal comes while this step is being done.
    pub stop_at: Option<usize>,
    /// What the observer was told: a sign and the step's place.
    pub seen: Vec<String>,
}

impl Setting {
    pub fn writing_to(entries: &Arc<Mutex<Vec<Entry>>>) -> Self {
        let journal = Evidence { entries: Arc::clone(entries), ..Evidence::default() };
        Self { journal, ..Self::default() }
    }

    pub async fn apply(&mut self, plan: &Plan, target: &dyn Target) -> io::Result<Report> {
        let (stop, clock) = (AtomicBool::new(false), Ticks::default());
        let (stop_at, seen) = (self.stop_at, &mut self.seen);
        let mut run = Run {
            id: "run 1".to_owned(),
            approved: "--yes".to_owned(),
            waived: vec!["emptied".to_owned()],
            batch: self.batch.unwrap_or(DEFAULT_BATCH),
            journal: &mut self.journal,
            clock: &clock,
            stop: &stop,
            observe: &mut |progress| {
                if progress.what == What::Begun && stop_at == Some(progress.index) {
                    stop.store(true, Ordering::Relaxed);
                }
                seen.push(format!("{}{}", sign(progress.what), progress.index));
            },
        };
        apply(plan, target, &mut run).await
    }

    pub fn events(&self) -> Vec<Event> {
        let entries = self.journal.entries.lock().expect("one run at a time");
        entries.iter().map(|entry| entry.event.clone()).collect()
    }
}

fn sign(what: What<'_>) -> char {
    match what {
        What::Begun => '>',
        What::Done => '+',
        What::Failed(_) => '!',
        What::ByHand => '~',
        What::Skipped(_) => '-',
    }
}
