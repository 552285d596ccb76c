//! Laws 1, 2 and 5, by the platform's file.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::world::{World, list, texts};

/// What there must always be.
pub(super) struct Rules<'r> {
    pub(super) platform: &'r Json,
    pub(super) built_in: &'r BTreeSet<String>,
    /// The fewest administrators.
    pub(super) floor: usize,
}

impl Rules<'_> {
    /// Fails if the world is against a law that what is live isn't against already.
    pub(super) fn keep(&self, live: &World, world: &World, place: &str) -> Result<(), String> {
        let was = self.broken(live);
        match self.broken(world).into_iter().find(|what| !was.contains(what)) {
            Some(what) => Err(format!("{what}, {place}")),
            None => self.floor_is_kept(live, world, place),
        }
    }

    fn floor_is_kept(&self, live: &World, world: &World, place: &str) -> Result<(), String> {
        let (was, is) = (self.administrators(live), self.administrators(world));
        if is < self.floor.min(was) {
            return Err(format!("{is} administrators of {was} are left, {place}"));
        }
        Ok(())
    }

    fn administrators(&self, world: &World) -> usize {
        let said = &self.platform["administrative"]["is"];
        let suffices = |name: &str| {
            let permissions = world.roles.get(name).map(|role| &role["permissions"]);
            texts(&said["roles"]).any(|role| role == name)
                || said["permissions"].as_object().into_iter().flatten().any(|(id, level)| {
                    let grant = permissions.map(|permissions| &permissions[id]);
                    grant.is_some_and(|grant| {
                        list(&grant["only"]).next().is_none()
                            && rank(&grant["level"]) >= rank(level)
                    })
                })
        };
        let active = world.users.values().filter(|user| user["status"] != "inactive");
        active.filter(|user| texts(&user["roles"]).any(suffices)).count()
    }

    /// Returns everything that is against laws 1 and 2.
    fn broken(&self, world: &World) -> BTreeSet<String> {
        let mut broken = BTreeSet::new();
        let mut wrong = |what: String| _ = broken.insert(what);
        let custom = world.roles.keys().filter(|name| !self.built_in.contains(*name)).count();
        let (roles, teams) = (&self.platform["roles"], &self.platform["teams"]);
        self.most(&roles["custom"]["max"], custom, "custom roles", &mut wrong);
        self.most(&teams["max"], world.teams.len(), "teams", &mut wrong);
        self.most(&self.platform["users"]["max"], world.users.len(), "people", &mut wrong);
        for (name, role) in &world.roles {
            self.role(world, name, role, &mut wrong);
        }
        for (path, team) in &world.teams {
            self.team(world, path, team, &mut wrong);
        }
        for (email, user) in &world.users {
            self.user(world, email, user, &mut wrong);
        }
        broken
    }

    fn most(&self, fact: &Json, count: usize, what: &str, wrong: &mut impl FnMut(String)) {
        if fact["is"].as_u64().is_some_and(|most| count as u64 > most) {
            wrong(format!("too many {what}"));
        }
    }

    fn there(&self, world: &World, role: &str) -> bool {
        world.roles.contains_key(role) || self.built_in.contains(role)
    }

    fn role(&self, world: &World, name: &str, role: &Json, wrong: &mut impl FnMut(String)) {
        for other in texts(&role["assignable_roles"]).filter(|other| !self.there(world, other)) {
            wrong(format!("{name} may give {other}, which isn't there"));
        }
        let carries = |permission: &&Json| {
            let granted =
                permission["id"].as_str().is_some_and(|id| !role["permissions"][id].is_null());
            granted && permission["assigns_roles"]["is"] == true
        };
        let mut carriers = list(&self.platform["permissions"]).filter(carries);
        let gives = list(&role["assignable_roles"]).next().is_some();
        if gives && carriers.next().is_none() {
            wrong(format!("{name} may give roles without the permission for it"));
        }
    }

    fn team(&self, world: &World, path: &str, team: &Json, wrong: &mut impl FnMut(String)) {
        if let Some((above, _)) = path.rsplit_once(':')
            && !world.teams.contains_key(above)
        {
            wrong(format!("{path} is below {above}, which isn't there"));
        }
        let leaves = self.platform["users"]["inactive_leaves_teams"]["is"] == true;
        let one_seat = self.platform["teams"]["one_seat"]["is"] == true;
        for email in texts(&team["managers"]) {
            match world.users.get(email) {
                None => wrong(format!("{email}, who manages {path}, isn't there")),
                Some(user) if leaves && user["status"] == "inactive" => {
                    wrong(format!("{email} is inactive and manages {path}"));
                }
                Some(user) if one_seat && texts(&user["teams"]).any(|team| team == path) => {
                    wrong(format!("{email} is manager and member of {path}"));
                }
                Some(_) => {}
            }
        }
        for email in
            team["named"].as_object().into_iter().flatten().filter_map(|(_, who)| who.as_str())
        {
            let user = world.users.get(email);
            let sits = user.is_some_and(|user| texts(&user["teams"]).any(|team| team == path));
            if !sits || user.is_some_and(|user| user["status"] == "inactive") {
                wrong(format!("{path} names {email}, who is no active member"));
            }
        }
    }

    fn user(&self, world: &World, email: &str, user: &Json, wrong: &mut impl FnMut(String)) {
        let held: Vec<&str> = texts(&user["roles"]).collect();
        for role in held.iter().filter(|role| !self.there(world, role)) {
            wrong(format!("{email} holds {role}, which isn't there"));
        }
        let roles = &self.platform["roles"];
        self.most(&roles["max_per_user"], held.len(), &format!("roles of {email}"), wrong);
        let least = roles["min_per_user"]["is"].as_u64().unwrap_or(0);
        if (held.len() as u64) < least {
            wrong(format!("{email} holds too few roles"));
        }
        let seats: Vec<&str> = texts(&user["teams"]).collect();
        for team in seats.iter().filter(|team| !world.teams.contains_key(**team)) {
            wrong(format!("{email} sits in {team}, which isn't there"));
        }
        let leaves = self.platform["users"]["inactive_leaves_teams"]["is"] == true;
        if leaves && user["status"] == "inactive" && !seats.is_empty() {
            wrong(format!("{email} is inactive and sits in a team"));
        }
        if !seats.is_empty() && !held.iter().any(|role| self.makes_eligible(world, role)) {
            wrong(format!("{email} sits in a team and holds nothing for it"));
        }
    }

    fn makes_eligible(&self, world: &World, role: &str) -> bool {
        let seat = &self.platform["teams"]["members_hold"]["is"];
        if seat.is_null() || texts(&seat["roles"]).any(|name| name == role) {
            return true;
        }
        let built_in = list(&self.platform["roles"]["built_in"]).find(|one| one["name"] == role);
        let known = world.roles.get(role).map(|role| &role["permissions"]);
        let known = known.filter(|known| known.is_object());
        // Nobody knows what an instance has made of a role that can be edited.
        let fixed = built_in.is_some_and(|role| role["editable"]["is"] != true);
        let documented = built_in.map(|role| &role["permissions"]);
        (known.is_none() && !fixed)
            || texts(&seat["permissions"])
                .any(|id| known.or(documented).is_some_and(|granted| granted.get(id).is_some()))
    }
}

fn rank(level: &Json) -> usize {
    ["view", "edit", "granted"].iter().position(|name| level == name).unwrap_or(0)
}
