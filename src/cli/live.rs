//! The target of an environment.

use std::path::PathBuf;

use jiff::civil::Date;

use super::environment;
use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{Diagnostic, Diagnostics, Origin, State, codes};
use crate::document::Located;
use crate::target::sandbox::Sandbox;
use crate::target::{SANDBOX, Target};

/// The folder of everything that isn't committed.
pub(super) const HIDDEN: &str = ".rolecall";

/// Whether something may be made that isn't there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing is written, not even an empty database.
    Read,
    /// The database is made where there is none.
    Write,
}

/// Opens the target of an environment.
pub(super) fn target(
    opened: &mut Opened,
    name: &str,
    today: Date,
    access: Access,
) -> Result<Box<dyn Target>, Trouble> {
    let Some(Located { value: environment, .. }) = opened.project.environment(name) else {
        return Err(opened.which_environment());
    };
    let (kind, start) = (environment.target.clone(), environment.live.clone());
    let mut found = Diagnostics::default();
    environment::missing_token(opened, environment).into_iter().for_each(|d| found.push(d));
    if kind.as_str() != SANDBOX {
        found.push(unsupported(opened, &kind));
    }
    if found.has_errors() {
        return Err(Trouble::files(found, std::mem::take(&mut opened.sources)));
    }
    let path = database(opened, name);
    if path.is_file() {
        return boxed(Sandbox::open(&path, &opened.platform));
    }
    let live = match &start {
        Some(path) => opened.live(path, today)?.desired.state,
        None => State::default(),
    };
    boxed(match access {
        Access::Read => Sandbox::in_memory(&opened.platform, &live),
        Access::Write => {
            let folder = path.parent().unwrap_or(&opened.root);
            std::fs::create_dir_all(folder)
                .map_err(|error| Trouble::io(format!("making `{}`", folder.display()), &error))?;
            Sandbox::create(&path, &opened.platform, &live)
        }
    })
}

/// Returns where the sandbox of an environment lives.
fn database(opened: &Opened, name: &str) -> PathBuf {
    opened.root.join(HIDDEN).join(format!("{name}.db"))
}

fn boxed(sandbox: Result<Sandbox, crate::core::Fault>) -> Result<Box<dyn Target>, Trouble> {
    match sandbox {
        Ok(sandbox) => Ok(Box::new(sandbox)),
        Err(fault) => Err(Trouble::fault(&fault)),
    }
}

fn unsupported(opened: &Opened, target: &Located<String>) -> Diagnostic {
    let at = Origin { file: opened.file, node: target.at };
    let label = format!("the target `{}` isn't supported", target.value);
    codes::UNSUPPORTED_TARGET.at(at, label, "This version has the target `sandbox`.")
}
