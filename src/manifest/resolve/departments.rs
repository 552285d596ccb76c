//! Departments, and the teams that their conversations go to.

use super::Resolver;
use crate::core::{Department, DepartmentName, FastMap, Key, NodeId, Shares, TeamPath, codes};
use crate::document::Short;
use crate::manifest::Manifest;
use crate::manifest::departments as written;

impl Resolver<'_> {
    pub(super) fn departments(&mut self, manifest: &Manifest<'_>) {
        for department in manifest.departments.iter().flatten() {
            self.department(department);
        }
    }

    fn department(&mut self, written: &written::Department<'_>) {
        self.legible(&written.name);
        let name = DepartmentName::new(&written.name);
        if self.declare(Key::Department(name.clone()), written.name.at, fields(written)) {
            return;
        }
        let former = |text: &str| Key::Department(DepartmentName::new(text));
        self.previously(Key::Department(name.clone()), written.previously.as_deref(), former);
        let mut department =
            Department { groups: self.groups(written).into(), ..Department::default() };
        for (name, value) in &written.attributes {
            let name = self.attribute_name(name);
            department.attributes.insert(name, self.attribute(value.clone()));
        }
        self.desired.state.departments.insert(name, department);
    }

    /// Returns the teams of a department with their shares, each once.
    fn groups(&mut self, written: &written::Department<'_>) -> Option<Shares> {
        let mut shares = Shares::new();
        let mut seen: FastMap<TeamPath, NodeId> = FastMap::default();
        for entry in written.groups.as_ref()?.iter() {
            let (text, at, share) = match &entry.value {
                Short::Short(text) => (text, entry.at, None),
                Short::Full(full) => (&full.group.value, full.group.at, full.percentage.as_ref()),
            };
            let path = TeamPath::new(text);
            if !self.is_team(&path) {
                self.no_team(&path, at);
            } else if let Some(first) = seen.insert(path.clone(), at) {
                let label = format!("`{path}` stands in this list a second time");
                self.twice(label, self.at(at), self.at(first));
            } else {
                shares.insert(path, share.map(|share| share.value));
            }
        }
        Some(shares)
    }

    fn is_team(&self, path: &TeamPath) -> bool {
        let desired = &self.desired;
        desired.state.teams.contains_key(path) || desired.unmanaged.teams.contains_key(path)
    }

    fn no_team(&mut self, path: &TeamPath, at: NodeId) {
        let near =
            self.near(path.as_str(), |all| all.desired.state.teams.keys().map(TeamPath::as_str));
        let help = "Declare it under `teams:`, or name one that is there.";
        let label = format!("no team is called `{path}`");
        let at = self.at(at);
        self.found.push(codes::UNKNOWN_TEAM.at(at, label, near.unwrap_or_else(|| help.into())));
    }
}

fn fields<'w>(written: &'w written::Department<'_>) -> Vec<(&'w str, NodeId)> {
    let mut fields = Vec::new();
    fields.extend(written.attributes.iter().map(|(name, _)| (name.value.as_ref(), name.at)));
    fields.extend(written.groups.as_ref().map(|groups| ("groups", groups.at)));
    fields.extend(written.previously.iter().flatten().take(1).map(|name| ("previously", name.at)));
    fields
}
