//! What a process costs.
//!
//! The operating system tells a parent what all its children cost together, and the most memory
//! that one of them held, in which a child starts with that of its parent. So each measurement
//! takes a small parent of its own, with one child.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// The argument that makes this program such a parent.
pub(crate) const ARGUMENT: &str = "--cost-of";

/// What a process cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// Its CPU time, that of the operating system on its behalf included.
    pub(crate) seconds: f64,
    /// The most memory that it held at a time, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program, whose output goes nowhere, and returns what it cost.
///
/// # Errors
///
/// The program can't be run or fails.
pub(crate) fn cost(program: &Path, arguments: &[&str]) -> Result<Cost, Failure> {
    let mut parent = Command::new(std::env::current_exe()?);
    let output = parent.arg(ARGUMENT).arg(program).args(arguments).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Runs a program as the only child of this process, and prints what it cost.
///
/// # Errors
///
/// The program can't be run or fails.
pub(crate) fn in_this_process(command: &[String]) -> Result<(), Failure> {
    let (program, arguments) = command.split_first().ok_or("there is no program to run")?;
    let output = Command::new(program).args(arguments).stdout(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{}` ended with {}:\n{said}", command.join(" "), output.status).into());
    }
    serde_json::to_writer(io::stdout(), &children()?)?;
    Ok(())
}

/// Returns what the children of this process cost.
fn children() -> Result<Cost, Failure> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts kibibytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok(Cost { seconds: microseconds as f64 / 1e6, peak: u64::try_from(usage.max_rss())? * unit })
}
