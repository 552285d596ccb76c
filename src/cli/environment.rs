//! Which environment is meant.

use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{Diagnostic, FileId, Origin, codes, nearest};
use crate::manifest::{Environment, Project};

impl Opened {
    /// Returns the environment that is meant: the one that was named, the default, or the only one.
    pub(super) fn environment(
        &self,
        named: Option<&str>,
    ) -> Result<(String, &Environment), Trouble> {
        let all = &self.project.environments.0;
        let name = named
            .or(self.project.default.as_ref().map(|name| name.as_str()))
            .or_else(|| (all.len() == 1).then(|| all[0].0.as_str()))
            .ok_or_else(|| self.which_environment())?;
        match self.project.environment(name) {
            Some(environment) => Ok((name.to_owned(), environment)),
            None => Err(self.unknown_environment(name)),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.project.environments.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Asks for one of the environments.
    pub(super) fn which_environment(&self) -> Trouble {
        let message = format!("there are {}", self.names().join(", "));
        Trouble::usage(&codes::ENVIRONMENT_NEEDED, message, "Name one with `-e`.")
    }

    fn unknown_environment(&self, name: &str) -> Trouble {
        let help = near(name, &self.names());
        Trouble::usage(
            &codes::UNKNOWN_ENVIRONMENT,
            format!("no environment is called `{name}`"),
            help,
        )
    }
}

/// Complains about a default that isn't one of the environments.
pub(super) fn unknown_default(project: &Project, file: FileId) -> Option<Diagnostic> {
    let name = project.default.as_ref()?;
    if project.environment(name).is_some() {
        return None;
    }
    let names: Vec<&str> = project.environments.0.iter().map(|(name, _)| name.as_str()).collect();
    let label = format!("no environment is called `{}`", name.value);
    let help = near(name, &names);
    Some(codes::UNKNOWN_ENVIRONMENT.at(Origin { file, node: name.at }, label, help))
}

/// Returns the environment that was perhaps meant, or all of them.
fn near(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are: {}.", names.join(", ")),
    }
}
