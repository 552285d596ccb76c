//! A platform in memory, and what can go wrong on the way to it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rolecall::apply::{Entry, Event};
use rolecall::core::{Fault, FaultKind, Key, State};
use rolecall::plan::{Step, perform, step_id};
use rolecall::target::Target;
use tokio::sync::Notify;

/// What becomes of a step on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sky {
    Fine,
    RequestLost,
    ReplyLost,
    Refused,
    StoresNothing,
}

impl Sky {
    pub const ALL: [Sky; 5] =
        [Sky::Fine, Sky::RequestLost, Sky::ReplyLost, Sky::Refused, Sky::StoresNothing];
}

/// A platform that does what it is asked.
#[derive(Default)]
pub struct Memory {
    state: Mutex<State>,
}

impl Memory {
    pub fn holding(state: State) -> Self {
        Self { state: Mutex::new(state) }
    }

    pub fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Target for Memory {
    async fn read(&self) -> Result<State, Fault> {
        Ok(self.state())
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        let mut state = self.state();
        state.roles.retain(|name, _| keys.contains(&Key::Role(name.clone())));
        state.teams.retain(|path, _| keys.contains(&Key::Team(path.clone())));
        state.users.retain(|email, _| keys.contains(&Key::User(email.clone())));
        state.team_order.retain(|parent, _| keys.contains(&Key::TeamOrder(parent.clone())));
        if !keys.contains(&Key::RoleOrder) {
            state.role_order = Default::default();
        }
        Ok(state)
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        steps.iter().for_each(|step| perform(&mut state, step));
        steps.iter().map(|_| Ok(())).collect()
    }
}

/// A platform in bad weather. It looks into the journal before it does anything.
pub struct Weather {
    pub memory: Memory,
    pub over: BTreeMap<Key, Sky>,
    pub journal: Arc<Mutex<Vec<Entry>>>,
    /// Reading back answers nothing.
    pub blind: bool,
    /// How many answers go missing from each `perform`.
    pub mute: usize,
    /// After how many steps the run is killed: `crashed` is told, and no answer ever comes.
    pub crash_after: Option<usize>,
    pub crashed: Notify,
    pub performed: Mutex<Vec<Key>>,
}

impl Weather {
    pub fn over(memory: Memory, sky: &[(Key, Sky)]) -> Self {
        Self {
            memory,
            over: sky.iter().cloned().collect(),
            journal: Arc::default(),
            blind: false,
            mute: 0,
            crash_after: None,
            crashed: Notify::new(),
            performed: Mutex::default(),
        }
    }

    async fn perform_one(&self, step: &Step) -> Result<(), Fault> {
        assert!(self.has_begun(&step_id(step)), "{} isn't journalled", step.key);
        let so_far = self.performed.lock().expect("one run at a time").len();
        if self.crash_after.is_some_and(|after| so_far >= after) {
            self.crashed.notify_one();
            std::future::pending::<()>().await;
        }
        self.performed.lock().expect("one run at a time").push(step.key.clone());
        let sky = self.over.get(&step.key).copied().unwrap_or(Sky::Fine);
        if matches!(sky, Sky::Fine | Sky::ReplyLost) {
            self.memory.perform(&[step]).await;
        }
        match sky {
            Sky::Fine | Sky::StoresNothing => Ok(()),
            Sky::RequestLost | Sky::ReplyLost => {
                Err(Fault::new(FaultKind::Unreachable, "no answer"))
            }
            Sky::Refused => Err(Fault::new(FaultKind::Refused, "not allowed")),
        }
    }

    fn has_begun(&self, id: &str) -> bool {
        let journal = self.journal.lock().expect("one run at a time");
        journal
            .iter()
            .any(|entry| matches!(&entry.event, Event::StepBegun { step, .. } if step == id))
    }
}

#[async_trait]
impl Target for Weather {
    async fn read(&self) -> Result<State, Fault> {
        self.memory.read().await
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        if self.blind {
            return Err(Fault::new(FaultKind::Unreachable, "nothing to be seen"));
        }
        self.memory.read_back(keys).await
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let mut results = Vec::new();
        for step in steps {
            results.push(self.perform_one(step).await);
        }
        results.truncate(steps.len() - self.mute.min(steps.len()));
        results
    }
}
