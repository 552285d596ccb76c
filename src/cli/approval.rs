//! Who approved what.

use std::fs;
use std::path::Path;

use super::args::ApplyArgs;
use super::record;
use super::screen::Screen;
use super::trouble::Trouble;
use crate::apply::{Approved, still_approved};
use crate::core::{State, codes, nearest};
use crate::plan::{Digest, GUARDS, Plan, guard};

/// How a plan is approved.
#[derive(Debug, PartialEq)]
pub(super) enum Approval {
    /// By its digest.
    Digest(Digest),
    /// By the file that `plan --out` wrote.
    File(Approved),
    /// By a flag, whatever the plan is.
    Yes,
    /// By a person at a terminal, who is asked.
    Ask,
}

impl Approval {
    /// Returns how this run is approved.
    pub(super) fn of(directory: &Path, args: &ApplyArgs, screen: &Screen) -> Result<Self, Trouble> {
        let approval = if let Some(digest) = &args.approve {
            Approval::Digest(Digest::new(digest))
        } else if let Some(path) = &args.plan {
            Approval::File(from_file(&directory.join(path))?)
        } else if args.yes {
            Approval::Yes
        } else if !in_ci() && screen.can_ask() {
            Approval::Ask
        } else {
            return Err(needed());
        };
        approval.may_waive(&args.allow)?;
        Ok(approval)
    }

    /// A guard is waived for one plan only, so the plan must be named.
    fn may_waive(&self, allow: &[String]) -> Result<(), Trouble> {
        for word in allow {
            match guard(word) {
                None => return Err(unknown_guard(word)),
                Some(guard) if !guard.waivable => {
                    let message = format!("`{word}` can't be waived");
                    let help = format!("`rolecall explain {word}` says what to do instead.");
                    return Err(Trouble::usage(&codes::APPROVAL_NEEDED, message, help));
                }
                Some(_) => {}
            }
        }
        if !allow.is_empty() && matches!(self, Approval::Yes | Approval::Ask) {
            let message = "`--allow` waives a guard for one plan, and no plan is named";
            let help = "Name it with `--approve DIGEST` or `--plan FILE`.";
            return Err(Trouble::usage(&codes::APPROVAL_NEEDED, message, help));
        }
        Ok(())
    }

    /// Returns the words for the journal.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Approval::Digest(_) => "digest",
            Approval::File(_) => "plan file",
            Approval::Yes => "--yes",
            Approval::Ask => "terminal",
        }
    }

    /// Returns whether what would happen now is what was approved; if not, what moved.
    pub(super) fn holds(&self, root: &Path, plan: &Plan, live: &State) -> Result<(), Vec<String>> {
        let approved = match self {
            Approval::Yes | Approval::Ask => return Ok(()),
            Approval::Digest(digest) if *digest == plan.digest => return Ok(()),
            Approval::Digest(digest) => match record::find(root, digest) {
                Some(approved) => approved,
                None => return Err(unknown_plan(digest, plan)),
            },
            Approval::File(approved) => approved.clone(),
        };
        still_approved(&approved, plan, live).map_err(|moved| {
            let mut lines = stale(&approved.digest, plan);
            lines.push("    what moved:".into());
            lines.extend(moved.iter().map(|moved| format!("      {moved}")));
            lines.push("  help: Plan again, and have that plan approved.".into());
            lines
        })
    }
}

fn stale(approved: &Digest, plan: &Plan) -> Vec<String> {
    vec![
        format!("{}\n", codes::PLAN_IS_STALE.word),
        format!("  × {}. Nothing was applied.", codes::PLAN_IS_STALE.title),
        format!("    approved: {approved}"),
        format!("    now:      {}", plan.digest),
    ]
}

fn unknown_plan(digest: &Digest, plan: &Plan) -> Vec<String> {
    let mut lines = stale(digest, plan);
    lines.push("    no plan of that digest was shown here, so what moved can't be named".into());
    lines.push("  help: Compare the approved plan with what `rolecall plan` shows now.".into());
    lines
}

fn from_file(path: &Path) -> Result<Approved, Trouble> {
    let text = fs::read_to_string(path).map_err(|error| Trouble::io(path.display(), &error))?;
    record::approved(&text).map_err(|why| {
        let message = format!("`{}` is no plan: {why}", path.display());
        Trouble::usage(
            &codes::APPROVAL_NEEDED,
            message,
            "Write one with `rolecall plan --out FILE`.",
        )
    })
}

fn needed() -> Trouble {
    Trouble::usage(
        &codes::APPROVAL_NEEDED,
        "there is no terminal to ask at",
        "Give `--approve DIGEST`, `--plan FILE` or `--yes`.",
    )
}

fn unknown_guard(word: &str) -> Trouble {
    let words = || GUARDS.iter().map(|guard| guard.word);
    let help = match nearest(word, words()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are: {}.", words().collect::<Vec<_>>().join(", ")),
    };
    Trouble::usage(&codes::UNKNOWN_VALUE, format!("no guard is called `{word}`"), help)
}

/// Returns whether the program runs in continuous integration, where nobody can be asked.
pub(super) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// Asks at the terminal.
pub(super) fn asked(environment: &str, screen: &Screen) -> bool {
    screen.ask(&format!("Apply this plan to `{environment}`? Only `yes` will do it:")) == "yes"
}
