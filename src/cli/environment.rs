//! Which environment is meant.

use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{Diagnostic, FileId, Origin, codes, nearest};
use crate::document::Located;
use crate::manifest::{Environment, Project};
use crate::target;

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

/// Complains about targets that nobody has heard of, of any environment.
pub(super) fn unknown_targets(project: &Project, file: FileId) -> Vec<Diagnostic> {
    let all = project.environments.0.iter().map(|(_, environment)| &environment.target);
    let unknown = all.filter(|kind| target::kinds().all(|known| known != kind.as_str()));
    let complain = |kind: &Located<String>| {
        let label = format!("no target is called `{}`", kind.value);
        let help = near(kind, &target::kinds().collect::<Vec<_>>());
        codes::UNKNOWN_VALUE.at(Origin { file, node: kind.at }, label, help)
    };
    unknown.map(complain).collect()
}

/// Complains about an environment that says where its token is, where there is none.
pub(super) fn missing_token(opened: &Opened, environment: &Environment) -> Option<Diagnostic> {
    let secret = environment.token.as_ref()?;
    let complain = |place: &Located<String>, label: String, help: &str| {
        codes::MISSING_TOKEN.at(Origin { file: opened.file, node: place.at }, label, help)
    };
    if let Some(name) = &secret.env {
        let is_there = std::env::var_os(name.as_str()).is_some_and(|value| !value.is_empty());
        let label = || format!("the environment variable `{}` isn't set", name.value);
        return (!is_there).then(|| complain(name, label(), "Set it to the token, and run again."));
    }
    let path = secret.file.as_ref()?;
    let error = std::fs::metadata(opened.root.join(path.as_str())).err()?;
    let label = format!("`{}` can't be read: {error}", path.value);
    Some(complain(path, label, "Put the token into that file, or name another one."))
}

/// Returns the name that was perhaps meant, or all of them.
fn near(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are: {}.", names.join(", ")),
    }
}
