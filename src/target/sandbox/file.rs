//! The database file: made whole or not at all, and opened only where it still fits.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{audit, fault, fill, seed};
use crate::core::{Fault, State};
use crate::platform::Platform;

/// How many broken rules a fault tells before it only counts.
const TOLD: usize = 20;

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

const TABLES: &str = include_str!("schema.sql");

/// The rules, which are made after the bulk of the data.
const RULES: [&str; 6] = [
    include_str!("rules.sql"),
    include_str!("settle_roles.sql"),
    include_str!("settle_people.sql"),
    include_str!("settle_teams.sql"),
    include_str!("settle_departments.sql"),
    include_str!("violation.sql"),
];

pub(super) fn create(path: &Path, platform: &Platform, live: &State) -> Result<Connection, Fault> {
    if path.exists() {
        return Err(fault::unreachable(format!("`{}` is already there", path.display())));
    }
    let unfinished = unfinished(path);
    let made = make(&unfinished, platform, live).and_then(|()| put(&unfinished, path));
    if made.is_err() {
        // Nothing more can be done about a file that can't be removed either.
        let _ = fs::remove_file(&unfinished);
    }
    made.and_then(|()| open(path, platform))
}

pub(super) fn in_memory(platform: &Platform, live: &State) -> Result<Connection, Fault> {
    let mut database = Connection::open_in_memory()?;
    populate(&mut database, platform, live)?;
    configure(&database)?;
    Ok(database)
}

pub(super) fn open(path: &Path, platform: &Platform) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags)?;
    database.busy_timeout(PATIENCE)?;
    if let Some(why) = misfit(&database, platform)? {
        return Err(fault::unreachable(format!(
            "`{path}` {why}; delete `{path}` to start again from live/",
            path = path.display()
        )));
    }
    configure(&database)?;
    // Safe against a loss of power, also for the last step that was answered.
    database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    Ok(database)
}

/// Returns the name that the file has until it is whole: in the same folder, so that it only has
/// to be renamed, and nothing that looks like a database.
fn unfinished(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.unfinished", std::process::id()))
}

fn make(path: &Path, platform: &Platform, live: &State) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| fault::of_file(folder, &error))?;
    }
    // What a process of the same number left behind when it was killed.
    let _ = fs::remove_file(path);
    let mut database = Connection::open(path)?;
    // Whatever goes wrong, the file is thrown away: it needs no journal.
    database.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;")?;
    populate(&mut database, platform, live)?;
    database.close().map_err(|(_, error)| error.into())
}

/// Gives the file its name.
fn put(unfinished: &Path, path: &Path) -> Result<(), Fault> {
    // A log that belonged to an earlier file of this name would be replayed into the new one.
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut leftover = path.as_os_str().to_owned();
        leftover.push(suffix);
        let _ = fs::remove_file(leftover);
    }
    fs::rename(unfinished, path).map_err(|error| fault::of_file(path, &error))?;
    // Not every system lets a folder be synced; the file itself is.
    if let Some(folder) = path.parent().and_then(|folder| fs::File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Fills an empty database and judges what it then holds.
fn populate(database: &mut Connection, platform: &Platform, live: &State) -> Result<(), Fault> {
    // What dangles is found by name while the rows are made, and by the audit.
    database.execute_batch("PRAGMA foreign_keys = OFF;")?;
    let transaction = database.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute(
        "INSERT INTO about VALUES (?1, ?2, ?3)",
        params![fingerprint_of_rules(), platform.platform, edition(platform)],
    )?;
    fill::fill(&transaction, platform)?;
    let mut broken = seed::seed(&transaction, platform, live)?;
    for rules in RULES {
        transaction.execute_batch(rules)?;
    }
    broken.extend(audit::violations(&transaction)?);
    if broken.is_empty() { Ok(transaction.commit()?) } else { Err(illegal(platform, &broken)) }
}

fn illegal(platform: &Platform, broken: &[String]) -> Fault {
    let mut told = broken.iter().take(TOLD).cloned().collect::<Vec<_>>();
    if broken.len() > TOLD {
        told.push(format!("and {} more", broken.len() - TOLD));
    }
    fault::refused(format!(
        "the live state breaks rules of the platform `{}`:\n{}",
        platform.platform,
        told.join("\n")
    ))
}

fn configure(database: &Connection) -> Result<(), Fault> {
    database.set_prepared_statement_cache_capacity(128);
    database.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;")?;
    Ok(())
}

/// Returns why the database can't be used for the platform, if it can't.
fn misfit(database: &Connection, platform: &Platform) -> Result<Option<String>, Fault> {
    let about = database
        .query_row("SELECT schema, platform, edition FROM about", [], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
        })
        .optional();
    Ok(match about {
        // The first is a database without such a table, the second is none at all.
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::Unknown | ErrorCode::NotADatabase) => Some("is not a sandbox".into()),
            _ => return Err(error.into()),
        },
        Ok(None) => Some("is not a sandbox".into()),
        Ok(Some((_, name, _))) if name != platform.platform => {
            Some(format!("was made for the platform `{name}`, not for `{}`", platform.platform))
        }
        Ok(Some((schema, _, _))) if schema != fingerprint_of_rules() => {
            Some("was made by another version of rolecall".to_owned())
        }
        Ok(Some((_, _, edition))) if edition != self::edition(platform) => {
            Some("was made before the platform file or the catalogue was changed".to_owned())
        }
        Ok(Some(_)) => None,
    })
}

fn fingerprint_of_rules() -> Vec<u8> {
    let mut hash = Sha256::new_with_prefix(TABLES);
    RULES.iter().for_each(|rules| hash.update(rules));
    hash.finalize().to_vec()
}

/// Returns the fingerprint of the platform file: a sandbox must count against today's numbers.
fn edition(platform: &Platform) -> Vec<u8> {
    // Its maps are ordered and have text for keys, so this can't fail.
    let text = serde_json::to_string(platform).unwrap_or_default();
    Sha256::digest(text).to_vec()
}
