//! Files that somebody uploads in the portal: what the platform would object to, and what it did.

use std::collections::{BTreeMap, BTreeSet};

use super::files;
use super::project::Opened;
use super::trouble::Trouble;
use crate::core::{AttributeName, Diagnostics, FileId, Key, NodeId, Origin, Scalar, codes};
use crate::manifest::Desired;
use crate::target::table::{Expected, Objection, check_upload, read_objections};

impl Opened {
    /// Returns what the platform would object to in a file.
    pub(super) fn check_upload(
        &mut self,
        path: &str,
        desired: &Desired,
    ) -> Result<Diagnostics, Trouble> {
        let file = self.any_file(path)?;
        Ok(check_upload(&self.sources, file, &self.platform, &self.expected(desired)))
    }

    /// Returns what the platform objected to in a file, with the lines of the manifests that ask for it.
    pub(super) fn objections(
        &mut self,
        upload: &str,
        log: &str,
        desired: &Desired,
    ) -> Result<Diagnostics, Trouble> {
        let (upload, log) = (self.any_file(upload)?, self.any_file(log)?);
        let (objections, mut found) = read_objections(&self.sources, upload, log, &self.platform);
        self.sources.file(log).keep_spans(vec![Default::default()]);
        for Objection { at, email, field, message } in objections {
            let places = email.and_then(|email| desired.places.get(&Key::User(email)));
            let help = "Mend what asks for it, and apply again.";
            let mut problem = codes::REFUSED_BY_PLATFORM.at(at, message, help);
            if let Some(places) = places {
                let asks = field.map_or(places.entry, |field| places.field(field.as_str()));
                problem = problem.and(asks, "this asks for it");
            }
            found.push(problem);
        }
        Ok(found)
    }

    /// Returns what manifests say that there is on the platform.
    fn expected(&self, desired: &Desired) -> Expected {
        let roles = desired.state.roles.keys().chain(desired.unmanaged.roles.keys());
        let teams = desired.state.teams.keys().chain(desired.unmanaged.teams.keys());
        let attributes = self.platform.users.attributes.iter();
        let configured =
            attributes.filter(|(_, of)| of.configured.as_ref().is_some_and(|f| f.holds()));
        let mut values: BTreeMap<AttributeName, BTreeSet<String>> =
            configured.map(|(name, _)| (name.clone(), BTreeSet::new())).collect();
        for user in desired.state.users.values() {
            for (name, known) in &mut values {
                if let Some(Scalar::Text(text)) = user.attributes.get(name) {
                    known.insert(text.to_string());
                }
            }
        }
        Expected { roles: roles.cloned().collect(), teams: teams.cloned().collect(), values }
    }

    /// Reads a file of the project that was named on the command line.
    fn any_file(&mut self, path: &str) -> Result<FileId, Trouble> {
        let listed = files::find_one(&self.root, path);
        let (ids, mut found) = files::read(&listed.files, &mut self.sources);
        for (code, path, what) in listed.wrong {
            let at = Origin { file: self.file, node: NodeId(0) };
            found.push(code.at(at, format!("`{path}`: {what}"), "Name a file of the project."));
        }
        ids.first().copied().ok_or_else(|| Trouble::files(found, std::mem::take(&mut self.sources)))
    }
}
