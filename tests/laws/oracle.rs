//! Laws 3 and 4, judged by somebody who knows nothing of the planner: from the plan as JSON and from
//! what is live, with every level and every set of scopes written out.

use std::collections::{BTreeMap, BTreeSet};

use rolecall::core::State;
use serde_json::{Value as Json, json};

/// What somebody can do, of which the first part is whose, the second what.
type Atom = (String, String, String);

/// People by address, roles by name, as JSON.
#[derive(Clone)]
struct World {
    users: BTreeMap<String, Json>,
    roles: BTreeMap<String, Json>,
}

/// Judges a plan; `built_in` are the roles that may contain more than anybody tells. Returns what is
/// against a law.
pub fn judge(plan: &Json, live: &State, built_in: &BTreeSet<String>) -> Result<(), String> {
    let stages: Vec<Vec<Json>> =
        list(&plan["stages"]).map(|stage| list(&stage["steps"]).cloned().collect()).collect();
    let base = renamed(World::of(live), &stages);
    let scopes = scopes(&base, &stages);
    let end = stages.iter().flatten().fold(base.clone(), |world, step| world.after(step));
    let (before, after) = (base.atoms(built_in, &scopes), end.atoms(built_in, &scopes));
    let allowed: BTreeSet<&Atom> = before.union(&after).collect();
    let kept: BTreeSet<&Atom> = before.intersection(&after).collect();
    let told = gaps(plan);
    let mut interrupted = BTreeSet::new();
    for backwards in [false, true] {
        let mut world = base.clone();
        for (number, stage) in (1..).zip(&stages) {
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

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

/// Returns the interruptions that the plan admits.
pub fn gaps(plan: &Json) -> Vec<String> {
    let guards = list(&plan["guards"]).filter(|refusal| refusal["guard"] == "access-gap");
    guards
        .flat_map(|refusal| list(&refusal["names"]))
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect()
}

/// Gives everything the name that it will have, in the order in which that is done.
fn renamed(mut world: World, stages: &[Vec<Json>]) -> World {
    for step in stages.iter().flatten() {
        let (Some(was), Some(is)) = (step["previous_key"].as_str(), step["key"].as_str()) else {
            continue;
        };
        match step["kind"].as_str() {
            Some("user") => {
                let user = world.users.remove(was);
                world.users.extend(user.map(|user| (is.to_owned(), user)));
            }
            Some("role") => {
                let role = world.roles.remove(was);
                world.roles.extend(role.map(|role| (is.to_owned(), role)));
                let lists = world.users.values_mut().map(|user| &mut user["roles"]);
                let lists =
                    lists.chain(world.roles.values_mut().map(|role| &mut role["assignable_roles"]));
                for name in
                    lists.filter_map(Json::as_array_mut).flatten().filter(|name| **name == was)
                {
                    *name = json!(is);
                }
            }
            _ => {}
        }
    }
    world
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
    fn of(live: &State) -> Self {
        let users =
            live.users.iter().map(|(email, user)| (email.to_string(), json!(user.as_ref())));
        let roles = live.roles.iter().map(|(name, role)| (name.to_string(), json!(role)));
        Self { users: users.collect(), roles: roles.collect() }
    }

    fn after(mut self, step: &Json) -> Self {
        let Some(key) = step["key"].as_str() else { return self };
        let map = match step["kind"].as_str() {
            Some("user") => &mut self.users,
            Some("role") if step["action"] != "reorder" => &mut self.roles,
            _ => return self,
        };
        if step["after"].is_null() {
            map.remove(key);
        } else {
            let now = map.entry(key.to_owned()).or_insert_with(|| json!({}));
            for (field, value) in step["after"].as_object().into_iter().flatten() {
                now[field] = value.clone();
            }
        }
        self
    }

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
