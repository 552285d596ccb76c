//! Entries of departments.

use std::collections::BTreeSet;

use super::Work;
use super::lists::former_names;
use crate::core::{AttributeName, DepartmentName, Key, Kind, Shares, TeamPath};
use crate::document::{NodeRef, Value};
use crate::edit::Want;
use crate::edit::want::{Slot, with_new};
use crate::render::{scalar, share_text};

impl Work<'_> {
    pub(super) fn departments(&mut self, list: NodeRef<'_, '_>) -> Want {
        self.listed(list, Kind::Department, |work, entry| work.department(entry))
    }

    /// Returns what should stand in a department's entry; nothing if it isn't live.
    fn department(&mut self, entry: NodeRef<'_, '_>) -> Option<(String, Want)> {
        let declared = DepartmentName::new(entry.field("name")?.text()?);
        let name = self.taken.live_name(self.all, &Key::Department(declared.clone()));
        let Some(Key::Department(name)) = name else {
            let stays = self.all.platform.is_default_department(&declared);
            return stays.then(|| (declared.to_string(), Want::Same));
        };
        let department = self.all.live.departments.get(&name)?;
        let mut slots = Vec::new();
        let mut count = 0;
        for (at, (key, value)) in entry.members().enumerate() {
            count += 1;
            let key = key.text().map_or("", |text| text.as_ref());
            let want = match key {
                "name" | "previously" if declared == name => Some(Want::Same),
                "name" => Some(Want::Value(scalar(name.as_str()))),
                "previously" => former_names(value, name.as_str()),
                "groups" => {
                    Some(department.groups.value().map_or(Want::Same, |all| groups(value, all)))
                }
                key => {
                    let key = AttributeName::new(key);
                    let live = department.attributes.get(&key);
                    self.attribute(Kind::Department, &key, value, live)
                }
            };
            slots.extend(want.map(|want| Slot::Old(at, want)));
        }
        Some((name.to_string(), Want::items(slots, count)))
    }
}

/// Returns what should stand in a list of teams, so that it holds those that are live.
fn groups(list: NodeRef<'_, '_>, live: &Shares) -> Want {
    let mut missing: BTreeSet<&TeamPath> = live.keys().collect();
    let mut kept = Vec::new();
    let mut count = 0;
    for (at, item) in list.children().enumerate() {
        count += 1;
        let Some((path, written)) = written(item) else { continue };
        let Some(share) = live.get(&path) else { continue };
        missing.remove(&path);
        let same = written == share.map(i64::from);
        let want = if same { Want::Same } else { Want::Value(share_text(&path, *share)) };
        kept.push((path, Slot::Old(at, want)));
    }
    let line = |path: &TeamPath| {
        let share = live.get(path).copied().flatten();
        (path.clone(), Slot::New(format!("- {}\n", share_text(path, share))))
    };
    Want::items(with_new(kept, missing.into_iter().map(line).collect()), count)
}

/// Returns the team that an item names, and the share that it gives it.
fn written(item: NodeRef<'_, '_>) -> Option<(TeamPath, Option<i64>)> {
    if *item.value() != Value::Mapping {
        return Some((TeamPath::new(item.text()?), None));
    }
    let share = match item.field("percentage").map(NodeRef::value) {
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    Some((TeamPath::new(item.field("group")?.text()?), share))
}
