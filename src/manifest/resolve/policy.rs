//! What the project says about everything: how far it manages, and what it leaves to others.

use super::Resolver;
use crate::core::{FileId, Origin, RoleName, TeamPath, codes};
use crate::document::Located;
use crate::manifest::desired::Manage;
use crate::manifest::project::{Project, UnmanagedEntry};

impl Resolver<'_> {
    pub(super) fn policy(&mut self) {
        let Some((project, file)) = self.context.project else { return };
        self.file = file;
        self.desired.manage = Manage::new(|kind| project.managed(file, kind));
        for entry in project.unmanaged.iter().flatten() {
            self.unmanaged(file, entry);
        }
        self.licences(project, file);
    }

    /// A budget for a licence that the platform doesn't have would guard nothing.
    fn licences(&mut self, project: &Project, file: FileId) {
        let known = self.context.platform.licence_names();
        let guards = project.guards.iter().flat_map(|guards| &guards.licences);
        for (name, _) in guards.flat_map(|licences| &licences.0) {
            if known.contains(&name.as_str()) {
                continue;
            }
            let label = format!("the platform has no licence called `{}`", name.value);
            let help = match known.as_slice() {
                [] => "Leave `licences` out: no licence of this platform is known.".to_owned(),
                names => format!("There are: {}.", names.join(", ")),
            };
            self.found.push(codes::UNKNOWN_VALUE.at(Origin { file, node: name.at }, label, help));
        }
    }

    fn unmanaged(&mut self, file: FileId, entry: &Located<UnmanagedEntry>) {
        let UnmanagedEntry { users, users_holding, role, team, reason: _ } = &entry.value;
        let at = |text: &Located<String>| Origin { file, node: text.at };
        if let Some(pattern) = users
            && let Err(problem) = self.desired.unmanaged.people.add_pattern(pattern, at(pattern))
        {
            let help = "Write an address, with `*` for any characters.";
            self.found.push(codes::MALFORMED.at(at(pattern), problem, help));
        }
        if let Some(held) = users_holding {
            self.desired.unmanaged.people.add_holders(RoleName::new(held), at(held));
        }
        if let Some(name) = role {
            self.known_roles.insert(RoleName::new(name));
            self.desired.unmanaged.roles.insert(RoleName::new(name), at(name));
        }
        if let Some(path) = team {
            self.desired.unmanaged.teams.insert(TeamPath::new(path), at(path));
        }
        if users.is_none() && users_holding.is_none() && role.is_none() && team.is_none() {
            let help = "Add `users`, `users_holding`, `role` or `team`.";
            let label = "this entry names nothing";
            self.found.push(codes::MISSING_KEY.at(Origin { file, node: entry.at }, label, help));
        }
    }

    /// Makes sure that the roles that the project names are there: a misspelt one would protect
    /// nobody.
    pub(super) fn named_roles(&mut self) {
        let Some((project, file)) = self.context.project else { return };
        self.file = file;
        let protected = project.protected.iter().flat_map(|protected| protected.roles.iter());
        let held = project.unmanaged.iter().flatten();
        let held = held.filter_map(|entry| entry.users_holding.as_ref());
        for name in protected.flatten().chain(held) {
            self.role_named(name.at, name);
        }
    }
}
