//! A sandbox on which one step has an accident.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use rolecall::core::{Fault, FaultKind, Key, State};
use rolecall::plan::{Step, step_id};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accident {
    RequestLost,
    ReplyLost,
    KilledBefore,
    KilledAfter,
}

/// A target whose so-many-th step has an accident.
pub struct Unlucky {
    pub sandbox: Sandbox,
    pub accident: Accident,
    /// Which step, counted from 0.
    pub at: usize,
    asked: AtomicUsize,
    /// The names of the steps that were done.
    pub done: Mutex<Vec<String>>,
}

impl Unlucky {
    pub fn new(sandbox: Sandbox, accident: Accident, at: usize) -> Self {
        Self { sandbox, accident, at, asked: AtomicUsize::new(0), done: Mutex::default() }
    }

    async fn one(&self, step: &Step) -> Result<(), Fault> {
        let unlucky = self.asked.fetch_add(1, Ordering::Relaxed) == self.at;
        let lost = || Fault::new(FaultKind::Unreachable, "no answer");
        if unlucky {
            match self.accident {
                Accident::RequestLost => return Err(lost()),
                Accident::KilledBefore => die(),
                Accident::ReplyLost | Accident::KilledAfter => {}
            }
        }
        self.sandbox.perform(&[step]).await.remove(0)?;
        self.done.lock().expect("one run at a time").push(step_id(step));
        match self.accident {
            Accident::ReplyLost if unlucky => Err(lost()),
            Accident::KilledAfter if unlucky => die(),
            _ => Ok(()),
        }
    }
}

/// Kills this process as the system does when memory runs out: nothing gets to tidy up.
fn die() -> ! {
    use nix::sys::signal::{Signal, kill};
    kill(nix::unistd::Pid::this(), Signal::SIGKILL).expect("a process may kill itself");
    loop {
        std::thread::park();
    }
}

#[async_trait]
impl Target for Unlucky {
    async fn read(&self) -> Result<State, Fault> {
        self.sandbox.read().await
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        self.sandbox.read_back(keys).await
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let mut answers = Vec::new();
        for step in steps {
            answers.push(self.one(step).await);
        }
        answers
    }
}
