//! Renames that were written and not applied.

use super::Adoption;
use super::taken::Taken;
use crate::core::{FastMap, Key, Kind, TeamPath};

/// Returns what is declared under another name than it has, with that name: renames that can be taken
/// back where they stand.
pub(super) fn renamed(all: Adoption<'_>) -> FastMap<Key, Key> {
    let Adoption { desired, live, .. } = all;
    let mut renamed = FastMap::default();
    if desired.previously.is_empty() {
        return renamed;
    }
    let nothing = Taken::default();
    let former = |key: &Key, fits: &dyn Fn(&Key) -> bool| {
        let names = desired.previously.get(key).into_iter().flatten();
        let mut free = names.filter(|name| nothing.may_take(all, name) && fits(name));
        free.next().cloned()
    };
    let absent = |key: &&Key| key.kind() != Kind::Team && !live.has(key);
    for key in desired.previously.keys().filter(absent) {
        renamed.extend(former(key, &|_| true).map(|name| (key.clone(), name)));
    }
    // A team stands before those below it, which go along with it.
    for path in desired.state.teams.keys() {
        let key = Key::Team(path.clone());
        let parent = path.parent().map(|parent| match renamed.get(&Key::Team(parent.clone())) {
            Some(Key::Team(now)) => now.clone(),
            _ => parent,
        });
        let along = TeamPath::below(parent.as_ref(), &path.name());
        if live.teams.contains_key(&along) {
            if along != *path {
                renamed.insert(key, Key::Team(along));
            }
            continue;
        }
        let stays = |name: &Key| matches!(name, Key::Team(name) if name.parent() == parent);
        let name = former(&key, &stays);
        renamed.extend(name.map(|name| (key, name)));
    }
    renamed
}
