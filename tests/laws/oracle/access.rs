//! Laws 3 and 4, with every level and every set of scopes written out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::world::{World, list};

/// What somebody can do, of which the first part is whose, the second what.
type Atom = (String, String, String);

/// Judges a plan; `built_in` are the roles that may contain more than anybody tells. Returns what is
/// against a law.
pub(super) fn judge(
    plan: &Json,
    live: &World,
    stages: &[Vec<Json>],
    built_in: &BTreeSet<String>,
) -> Result<(), String> {
    // What somebody can do is told by the names that things will have.
    let base = stages.iter().flatten().fold(live.clone(), |world, step| world.renamed(step));
    let scopes = scopes(&base, stages);
    let end = stages.iter().flatten().fold(base.clone(), |world, step| world.after(step));
    let (before, after) = (base.atoms(built_in, &scopes), end.atoms(built_in, &scopes));
    let allowed: BTreeSet<&Atom> = before.union(&after).collect();
    let kept: BTreeSet<&Atom> = before.intersection(&after).collect();
    let told = gaps(plan);
    let mut interrupted = BTreeSet::new();
    for backwards in [false, true] {
        let mut world = base.clone();
        for (number, stage) in (1..).zip(stages) {
            let mut steps: Vec<&Json> = stage.iter().collect();
            if backwards {
                steps.reverse();
            }
            for step in steps {
                world = world.after(step);
                let now = world.atoms(built_in, &scopes);
                let place = || {
                    format!(
                        "in stage {number}, after {} {} {}",
                        step["action"], step["kind"], step["key"]
                    )
                };
                if let Some(atom) = now.iter().find(|atom| !allowed.contains(atom)) {
                    return Err(format!("transient privilege {atom:?} {}", place()));
                }
                for atom in kept.iter().filter(|atom| !now.contains(**atom)) {
                    if !told.iter().any(|gap| {
                        gap.starts_with(&format!("{}: ", atom.0)) && gap.contains(&atom.1)
                    }) {
                        return Err(format!(
                            "{atom:?} is interrupted {}, and nobody is told",
                            place()
                        ));
                    }
                    interrupted.insert(atom.0.clone());
                }
            }
        }
    }
    let invented = told.iter().find(|gap| !interrupted.iter().any(|who| gap.starts_with(who)));
    invented.map_or(Ok(()), |gap| Err(format!("nothing is interrupted: {gap}")))
}

/// Returns the interruptions that the plan admits.
pub fn gaps(plan: &Json) -> Vec<String> {
    let guards = list(&plan["guards"]).filter(|refusal| refusal["guard"] == "access-gap");
    guards
        .flat_map(|refusal| list(&refusal["names"]))
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect()
}

/// Returns the scopes that a permission has anywhere.
fn scopes(base: &World, stages: &[Vec<Json>]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let steps = stages.iter().flatten().flat_map(|step| [&step["before"], &step["after"]]);
    for role in base.roles.values().chain(steps) {
        for (id, grant) in role["permissions"].as_object().into_iter().flatten() {
            let only = list(&grant["only"]).filter_map(Json::as_str).map(str::to_owned);
            found.entry(id.clone()).or_default().extend(only);
        }
    }
    found
}

/// Returns every set of some of these.
fn subsets(of: &BTreeSet<String>) -> Vec<BTreeSet<&str>> {
    of.iter().fold(vec![BTreeSet::new()], |all, one| {
        let with = all
            .iter()
            .map(|set| set.iter().copied().chain([one.as_str()]).collect())
            .collect::<Vec<_>>();
        all.into_iter().chain(with).collect()
    })
}

impl World {
    /// Returns everything that anybody can do.
    fn atoms(
        &self,
        built_in: &BTreeSet<String>,
        scopes: &BTreeMap<String, BTreeSet<String>>,
    ) -> BTreeSet<Atom> {
        let mut atoms = BTreeSet::new();
        for (who, user) in self.users.iter().filter(|(_, user)| user["status"] != "inactive") {
            for name in list(&user["roles"]).filter_map(Json::as_str) {
                let mut can =
                    |what: &str, how: String| _ = atoms.insert((who.clone(), what.to_owned(), how));
                if built_in.contains(name) {
                    can(name, "whatever it contains".to_owned());
                }
                let Some(role) = self.roles.get(name) else { continue };
                for other in list(&role["assignable_roles"]).filter_map(Json::as_str) {
                    can(other, "give it".to_owned());
                }
                for (id, grant) in role["permissions"].as_object().into_iter().flatten() {
                    let only: BTreeSet<&str> =
                        list(&grant["only"]).filter_map(Json::as_str).collect();
                    let levels = ["view", "edit", "granted"];
                    let reached =
                        levels.iter().position(|level| grant["level"] == *level).unwrap_or(0);
                    for within in
                        subsets(&scopes[id]).iter().filter(|within| only.is_subset(within))
                    {
                        for level in &levels[..=reached] {
                            can(id, format!("{level} within {within:?}"));
                        }
                    }
                }
            }
        }
        atoms
    }
}
