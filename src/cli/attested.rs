//! What is attested of an environment: `attested/ENVIRONMENT.yaml`.

use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;

use super::files;
use super::project::{Opened, validator};
use super::trouble::Trouble;
use crate::attested::{Attested, Places, Stands, attested_schema, lay_over, read_attested, replay};
use crate::core::{Diagnostics, Origin, State, codes};
use crate::manifest::Desired;
use crate::plan::Means;

/// The folder of what is attested.
const FOLDER: &str = "attested";

/// What is attested of an environment, and where it stands.
pub(super) struct Record {
    pub(super) attested: Attested,
    places: Places,
}

impl Opened {
    /// Returns where what is attested of an environment stands, from the project's folder.
    pub(super) fn attested_path(environment: &str) -> String {
        format!("{FOLDER}/{environment}.yaml")
    }

    fn attested_file(&self, environment: &str) -> PathBuf {
        self.root.join(Self::attested_path(environment))
    }

    /// Reads what is attested of an environment; nothing where there is no file.
    pub(super) fn attested(&mut self, environment: &str) -> Result<Option<Record>, Trouble> {
        if self.attested_file(environment).symlink_metadata().is_err() {
            return Ok(None);
        }
        let listed = files::find_one(&self.root, &Self::attested_path(environment));
        let mut found = Diagnostics::default();
        let (ids, unread) = files::read(&listed.files, &mut self.sources);
        found.extend(unread);
        for (code, path, what) in listed.wrong {
            let at = self.project.environments.at;
            let label = format!("`{path}`: {what}");
            found.push(code.at(Origin { file: self.file, node: at }, label, UNREADABLE));
        }
        let mut record = None;
        if let Some(&id) = ids.first() {
            let (read, problems) = read_attested(&self.sources, id, &validator(attested_schema())?);
            found.extend(problems);
            record = read.map(|(attested, places)| Record { attested, places });
        }
        if found.has_errors() {
            return Err(Trouble::files(found, std::mem::take(&mut self.sources)));
        }
        Ok(record)
    }

    /// Reads what is attested of every environment, which is all that there is to check about it.
    pub(super) fn check_attested(&mut self) -> Result<(), Trouble> {
        let names = self.project.environments.0.iter().map(|(name, _)| name.value.clone());
        let names: Vec<String> = names.collect();
        names.iter().try_for_each(|name| self.attested(name).map(drop))
    }

    /// Writes what is attested of an environment: the file is the old one or the new one at any
    /// moment.
    pub(super) fn write_attested(
        &self,
        environment: &str,
        attested: &Attested,
    ) -> Result<(), Trouble> {
        let path = self.attested_file(environment);
        let trouble = |error: &std::io::Error| Trouble::io(path.display(), error);
        let text = attested.to_yaml(environment);
        let text = text.map_err(|error| trouble(&std::io::Error::other(error)))?;
        let folder = path.parent().unwrap_or(&self.root);
        let new = path.with_extension(format!("yaml.{}.tmp", std::process::id()));
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&new, text))
            .and_then(|()| fs::rename(&new, &path))
            .map_err(|error| trouble(&error))
    }

    /// Takes what is attested for what is live, where nothing was read, and returns what became of it,
    /// with warnings about what is old or contradicted.
    pub(super) fn lay_attested_over(
        &mut self,
        environment: &str,
        live: &mut State,
        desired: &Desired,
        means: &Means,
    ) -> Result<(Vec<Stands>, Diagnostics), Trouble> {
        let Some(record) = self.attested(environment)? else {
            return Ok((Vec::new(), Diagnostics::default()));
        };
        let stands = match means.reads {
            true => lay_over(&record.attested, live, desired, &self.platform),
            false => replay(&record.attested, live),
        };
        let warnings = warnings(&stands, &record.places, Timestamp::now());
        Ok((stands, warnings))
    }
}

const UNREADABLE: &str = "Make it a file that can be read, or remove it.";

fn warnings(stands: &[Stands], places: &Places, now: Timestamp) -> Diagnostics {
    let mut found = Diagnostics::default();
    for one in stands {
        let Some(&at) = places.get(&one.place) else { continue };
        if let Some(what) = &one.contradicted {
            let label = format!("attested of {}, and {what}", one.key);
            let help = "See what became of it on the platform; the plan goes by what was read.";
            found.push(codes::ATTESTED_CONTRADICTED.at(at, label, help));
        } else if one.is_stale(now) {
            let label = format!("{} attested it {} days ago", one.by, one.days(now));
            let help = "Look at the portal, and attest it again with `rolecall attest --again`.";
            found.push(codes::ATTESTED_LONG_AGO.at(at, label, help));
        }
    }
    found
}
