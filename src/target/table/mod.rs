//! A list of people as a file, which a platform wrote: it can be read and compared with, and not
//! written. What somebody uploads instead is made from it.

mod cell;
mod expected;
mod header;
mod log;
mod notes;
mod person;
mod read;
mod upload;

use async_trait::async_trait;

pub use expected::Expected;
pub use log::{Objection, read_objections};
pub use read::{Listed, Purpose, check_upload, read_people};
pub use upload::Sheet;

use super::Target;
use crate::core::{Fault, FaultKind, Key, State};
use crate::plan::{Means, Step, Told};

/// The list, once it was read.
#[derive(Debug)]
pub struct TableFile {
    state: State,
    told: Told,
}

impl TableFile {
    /// Takes what was read for what is live.
    pub fn of(listed: Listed) -> Self {
        let Listed { state, told, complete: _, places: _ } = listed;
        Self { state, told }
    }
}

#[async_trait]
impl Target for TableFile {
    fn tells(&self) -> Option<Told> {
        Some(self.told)
    }

    fn means(&self) -> Means {
        Means { reads: true, ..Means::by_hand() }
    }

    async fn read(&self) -> Result<State, Fault> {
        Ok(self.state.clone())
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        let mut state = self.state.clone();
        state.roles.retain(|name, _| keys.contains(&Key::Role(name.clone())));
        state.teams.retain(|path, _| keys.contains(&Key::Team(path.clone())));
        state.users.retain(|email, _| keys.contains(&Key::User(email.clone())));
        Ok(state)
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let refused = || Fault::new(FaultKind::Refused, "a list of people is read, never written");
        steps.iter().map(|_| Err(refused())).collect()
    }
}
