//! The sandbox: an embedded database that behaves as the project's platform does.
//!
//! It is the second statement of the platform's rules. The planner knows them in Rust; here they
//! are constraints and triggers of a database, over the numbers of the same platform file. Nothing
//! in this module decides whether a step is legal: it writes, and the database accepts or refuses.
//!
//! The rules stand in SQL files, in the order in which a step meets them:
//!
//! 1. `schema.sql`: tables, keys, and what a value can be at all.
//! 2. `rules.sql`: what may never be done.
//! 3. `settle_*.sql`: what must hold of a role, a person, a team when the step on it is done.
//! 4. `violation.sql`: everything once more, over the whole database, for [`Sandbox::audit`].
//!
//! # What a sandbox knows
//!
//! Everything, so it reads back more than it was given:
//!
//! - A person has a status (active where nobody says), a set of roles, a set of teams, and every
//!   attribute of the platform, without a value where there is none.
//! - A team has managers, perhaps none. Orders name all roles, and all teams of each list; where
//!   the platform keeps no order there is none.
//! - A custom role has permissions and a list of assignable roles, perhaps empty. Only label and
//!   colour stay unknown until somebody gives them.
//! - A built-in role appears once its permissions are written, if it can be edited. What a state
//!   says of one that can't be edited is not taken over: it is the platform's, not the state's.

mod audit;
mod fault;
mod file;
mod fill;
mod find;
mod read;
mod seed;
mod write;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use rusqlite::Connection;

pub use read::Numbers;

use super::Target;
use crate::core::{Fault, FaultKind, Key, State};
use crate::plan::Step;
use crate::platform::Platform;

/// A platform in a database, of one project's own.
#[derive(Clone, Debug)]
pub struct Sandbox {
    database: Arc<Mutex<Connection>>,
}

impl Sandbox {
    /// Makes a database file that holds `live`. The file appears whole or not at all.
    ///
    /// # Errors
    ///
    /// Where there is a file already, where it can't be written, and where `live` breaks a rule of
    /// the platform: then the fault names what is broken.
    pub fn create(path: &Path, platform: &Platform, live: &State) -> Result<Self, Fault> {
        file::create(path, platform, live).map(Self::from)
    }

    /// Makes a database that holds `live` and goes with the process.
    ///
    /// # Errors
    ///
    /// Where `live` breaks a rule of the platform: the fault names what is broken.
    pub fn in_memory(platform: &Platform, live: &State) -> Result<Self, Fault> {
        file::in_memory(platform, live).map(Self::from)
    }

    /// Opens the database file that [`Sandbox::create`] made.
    ///
    /// # Errors
    ///
    /// Where it isn't there or can't be read, and where it was made for another platform, another
    /// edition of the platform file, or by another version of the rules: the fault says what to do.
    pub fn open(path: &Path, platform: &Platform) -> Result<Self, Fault> {
        file::open(path, platform).map(Self::from)
    }

    /// Returns everything in the database that breaks a rule of the platform, a sentence each. It
    /// is empty unless somebody got round the rules.
    ///
    /// # Errors
    ///
    /// Where the database can't be read.
    pub fn audit(&self) -> Result<Vec<String>, Fault> {
        audit::violations(&*lock(&self.database)?)
    }

    /// Reads all that is live, and by which ids a platform would know its people and teams.
    ///
    /// # Errors
    ///
    /// Where the database can't be read.
    pub async fn read_numbered(&self) -> Result<(State, Numbers), Fault> {
        self.run(read::numbered).await
    }

    /// Does something with the database where it holds up no other task.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let database = Arc::clone(&self.database);
        tokio::task::spawn_blocking(move || work(&mut *lock(&database)?))
            .await
            .map_err(|_| interrupted())?
    }
}

impl From<Connection> for Sandbox {
    fn from(database: Connection) -> Self {
        Self { database: Arc::new(Mutex::new(database)) }
    }
}

#[async_trait]
impl Target for Sandbox {
    async fn read(&self) -> Result<State, Fault> {
        self.run(read::everything).await
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        let keys = keys.to_vec();
        self.run(move |database| read::these(database, &keys)).await
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let owned: Vec<Step> = steps.iter().map(|step| (*step).clone()).collect();
        self.run(move |database| write::perform(database, &owned))
            .await
            .unwrap_or_else(|fault| vec![Err(fault); steps.len()])
    }
}

fn lock(database: &Mutex<Connection>) -> Result<MutexGuard<'_, Connection>, Fault> {
    database.lock().map_err(|_| interrupted())
}

/// Whoever had the database before broke off in the middle: what it holds now is for a new
/// connection to find out.
fn interrupted() -> Fault {
    Fault::new(FaultKind::Unreachable, "work on the sandbox broke off in the middle; run it again")
}
