//! Reading manifests and saying what they mean.

use std::path::PathBuf;

use jiff::civil::Date;

use super::files;
use super::project::{FILE, Opened};
use super::read::read_all;
use super::trouble::Trouble;
use crate::check;
use crate::core::{Code, Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Located, Sources};
use crate::manifest::{Context, Desired, GrantingRole, granting_roles, resolve};
use crate::platform::Platform;
use crate::target::table::{Listed, Purpose, read_people};
use crate::target::{PORTAL, SANDBOX};

/// What the manifests mean, with warnings.
pub(super) struct Meant {
    pub(super) desired: Desired,
    pub(super) warnings: Diagnostics,
    /// The files, with the place of each on the disk.
    pub(super) files: Vec<(FileId, PathBuf)>,
}

impl Opened {
    /// Reads the manifests and returns what they mean.
    pub(super) fn meant(&mut self, today: Date) -> Result<Meant, Trouble> {
        let mut found = Diagnostics::default();
        let files = self.listed(&mut found);
        let project = Some((&self.project, self.file));
        let context = Context { platform: &self.platform, project, today };
        let (ids, unread) = files::read(&files, &mut self.sources);
        found.extend(unread);
        let meant = mean(&ids, &self.sources, context, found);
        let places = files.into_iter().map(|(_, path)| path);
        self.valid(meant.0, meant.1, ids.into_iter().zip(places).collect())
    }

    /// Returns the files of the manifests.
    fn listed(&self, found: &mut Diagnostics) -> Vec<(String, PathBuf)> {
        let mut listed = Vec::new();
        for (position, path) in self.project.manifests().into_iter().enumerate() {
            let files = files::find(&self.root, path);
            self.complain(position, path, &files, found);
            listed.extend(files.files);
        }
        listed.sort();
        listed.dedup();
        listed
    }

    /// Returns the roles of the manifests that say what they grant, on a platform that may be another
    /// one than that of the project. Nothing else that they say is looked at.
    pub(super) fn granting_roles(
        &mut self,
        platform: &Platform,
    ) -> Result<Vec<GrantingRole>, Trouble> {
        let mut found = Diagnostics::default();
        let files = self.listed(&mut found);
        let (ids, unread) = files::read(&files, &mut self.sources);
        found.extend(unread);
        let manifests = read_all(&ids, &self.sources, platform, &mut found);
        let roles = manifests.iter().flat_map(|(id, manifest)| granting_roles(*id, manifest));
        let roles = roles.collect();
        if found.has_errors() {
            return Err(Trouble::files(found, std::mem::take(&mut self.sources)));
        }
        Ok(roles)
    }

    /// Returns all files of the project: its own, the manifests, and those that a sandbox starts
    /// from.
    pub(super) fn files(&mut self) -> Result<Vec<(String, PathBuf)>, Trouble> {
        let mut found = Diagnostics::default();
        let mut listed = self.listed(&mut found);
        let environments = self.project.environments.0.iter();
        let sandboxes =
            environments.filter(|(_, of)| [SANDBOX, PORTAL].contains(&of.target.as_str()));
        for path in sandboxes.filter_map(|(_, environment)| environment.live.as_ref()) {
            let files = files::find(&self.root, path);
            wrong(Origin { file: self.file, node: path.at }, path, &files, &mut found);
            listed.extend(files.files);
        }
        if found.has_errors() {
            return Err(Trouble::files(found, std::mem::take(&mut self.sources)));
        }
        listed.push((FILE.to_owned(), self.root.join(FILE)));
        listed.sort();
        listed.dedup();
        Ok(listed)
    }

    /// Returns what a file or folder that stands for what is live means.
    pub(super) fn live(&mut self, path: &Located<String>, today: Date) -> Result<Meant, Trouble> {
        let mut found = Diagnostics::default();
        let files = files::find(&self.root, path);
        let at = Origin { file: self.file, node: path.at };
        wrong(at, path, &files, &mut found);
        let context = Context { platform: &self.platform, project: None, today };
        let (ids, unread) = files::read(&files.files, &mut self.sources);
        found.extend(unread);
        let meant = mean(&ids, &self.sources, context, found);
        self.valid(meant.0, meant.1, Vec::new())
    }

    /// Returns what the same manifests would mean with other texts, and what would be wrong.
    pub(super) fn would_mean(
        &self,
        sources: &Sources,
        files: &[(FileId, PathBuf)],
        today: Date,
    ) -> (Desired, Diagnostics) {
        let ids: Vec<FileId> = files.iter().map(|(id, _)| *id).collect();
        let context =
            Context { platform: &self.platform, project: Some((&self.project, self.file)), today };
        mean(&ids, sources, context, Diagnostics::default())
    }

    /// Reads a file of the project, whatever is in it.
    pub(super) fn text_of(&mut self, path: &Located<String>) -> Result<(FileId, String), Trouble> {
        let mut found = Diagnostics::default();
        let files = files::find_one(&self.root, path);
        wrong(Origin { file: self.file, node: path.at }, path, &files, &mut found);
        let (ids, unread) = files::read(&files.files, &mut self.sources);
        found.extend(unread);
        match ids.first() {
            Some(&id) => Ok((id, self.sources.file(id).text.clone())),
            None => Err(Trouble::files(found, std::mem::take(&mut self.sources))),
        }
    }

    /// Reads a list of people that stands for what is live.
    pub(super) fn people(
        &mut self,
        path: &Located<String>,
    ) -> Result<(Listed, Diagnostics), Trouble> {
        let mut found = Diagnostics::default();
        let files = files::find_one(&self.root, path);
        wrong(Origin { file: self.file, node: path.at }, path, &files, &mut found);
        let (ids, unread) = files::read(&files.files, &mut self.sources);
        found.extend(unread);
        let mut listed = None;
        if let Some(&id) = ids.first() {
            let (read, problems) = read_people(&self.sources, id, &self.platform, Purpose::Live);
            found.extend(problems);
            listed = read;
        }
        match listed {
            Some(listed) => Ok((listed, found)),
            None => Err(Trouble::files(found, std::mem::take(&mut self.sources))),
        }
    }

    fn valid(
        &mut self,
        desired: Desired,
        found: Diagnostics,
        files: Vec<(FileId, PathBuf)>,
    ) -> Result<Meant, Trouble> {
        if found.has_errors() {
            return Err(Trouble::files(found, std::mem::take(&mut self.sources)));
        }
        Ok(Meant { desired, warnings: found, files })
    }

    fn complain(&self, position: usize, path: &str, files: &files::Found, found: &mut Diagnostics) {
        let entry = self.project.manifests.as_ref().and_then(|paths| paths.get(position));
        let node = entry.map_or(NodeId(0), |entry| entry.at);
        wrong(Origin { file: self.file, node }, path, files, found);
    }
}

/// Takes note of what is wrong with the files below a path, and of a path without any.
pub(super) fn wrong(at: Origin, path: &str, files: &files::Found, found: &mut Diagnostics) {
    for (code, path, what) in &files.wrong {
        found.push(code.at(at, format!("`{path}`: {what}"), what_to_do(code)));
    }
    if files.files.is_empty() && files.wrong.is_empty() {
        let label = format!("no manifest was found in `{path}`");
        found.push(codes::NO_MANIFESTS.at(at, label, what_to_do(&codes::NO_MANIFESTS)));
    }
}

fn what_to_do(code: &Code) -> &'static str {
    if *code == codes::NO_MANIFESTS {
        "Name a file or folder with `*.yaml` files; hidden and git-ignored ones don't count."
    } else if *code == codes::OUTSIDE_PROJECT {
        "Keep the files inside the project, and take this out."
    } else {
        "Mend it, or take it out of the folder."
    }
}

/// Reads manifests and returns what they mean.
fn mean(
    ids: &[FileId],
    sources: &Sources,
    context: Context<'_>,
    mut found: Diagnostics,
) -> (Desired, Diagnostics) {
    let manifests = read_all(ids, sources, context.platform, &mut found);
    // What a broken file declares would be missed elsewhere: those would be echoes.
    if found.has_errors() {
        return (Desired::default(), found);
    }
    let (desired, problems) = resolve(manifests, context);
    found.extend(problems);
    found.extend(match context.project {
        Some(_) => check::check(&desired, context.platform),
        None => check::check_live(&desired, context.platform),
    });
    (desired, found)
}
