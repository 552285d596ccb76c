//! A case: what is live, what somebody wrote, and how it reads when a law fails on it.

use std::collections::BTreeSet;
use std::fmt;

use proptest::prelude::*;
use proptest::sample::Index;
use rolecall::core::{Email, Key, RoleName, State};
use rolecall::plan::{Limits, Removed};
use rolecall::render::{Entries, manifests};

use super::edits::{Edit, Goal, edit};
use super::legal::legalize;
use super::org;
use super::run::complete;
use super::world::World;
use super::written::{Omission, Written, omission};

/// What the project file says.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Whether roles, teams, people are managed wholly.
    pub all: [bool; 3],
    /// What somebody else administers, as it is written.
    pub unmanaged: Vec<String>,
    pub protected_users: BTreeSet<Email>,
    pub protected_roles: BTreeSet<RoleName>,
    pub max_removals: usize,
    pub min_admins: usize,
}

impl Project {
    pub fn text(&self) -> String {
        let word = |all| if all { "all" } else { "listed" };
        let [roles, teams, users] = self.all.map(word);
        let mut text = format!(
            "version: 1\nplatform: ccaas\nenvironments: {{ rehearsal: {{ target: sandbox }} }}\n\
             manage: {{ roles: {roles}, teams: {teams}, users: {users} }}\n"
        );
        if !self.unmanaged.is_empty() {
            text.push_str("unmanaged:\n");
            self.unmanaged.iter().for_each(|entry| text.push_str(&format!("  - {entry}\n")));
        }
        text
    }

    pub fn limits(&self) -> Limits {
        Limits {
            max_removals: Removed::each(self.max_removals),
            min_admins: self.min_admins,
            protected_users: self.protected_users.clone(),
            protected_roles: self.protected_roles.clone(),
            ..Limits::default()
        }
    }
}

/// A live organisation and what is written about it.
#[derive(Clone)]
pub struct Case {
    /// What is live, as the sandbox reads it.
    pub live: State,
    pub project: Project,
    pub files: Vec<(String, String)>,
    /// The same entries in another order, in other files.
    pub shuffled: Vec<(String, String)>,
    /// Decides the order of the steps of a stage.
    pub seed: u64,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n# live")?;
        let platform = super::world::ccaas();
        let skip = |_: &Key| false;
        let entries = Entries { state: &self.live, platform: &platform, skip: &skip };
        for text in manifests(entries).values() {
            write!(f, "{text}")?;
        }
        writeln!(f, "# rolecall.yaml\n{}# {:?}", self.project.text(), self.project.limits())?;
        for (path, text) in &self.files {
            write!(f, "# {path}\n{text}")?;
        }
        writeln!(f, "# seed {}", self.seed)
    }
}

/// What somebody else administers, chosen among what is live.
#[derive(Clone, Debug)]
enum Left {
    Person(Index),
    Services,
    Holders(Index),
    Role(Index),
    Team(Index),
}

/// How a case is put together from random parts.
#[derive(Clone, Debug)]
struct Parts {
    live: State,
    /// Another organisation to start from instead of the live one.
    other: Option<State>,
    edits: Vec<Edit>,
    omissions: Vec<Omission>,
    formers: Vec<(Index, Index)>,
    left: Vec<Left>,
    project: Project,
    layout: u64,
    seed: u64,
}

fn left() -> impl Strategy<Value = Left> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Left::Person),
        Just(Left::Services),
        at().prop_map(Left::Holders),
        at().prop_map(Left::Role),
        at().prop_map(Left::Team),
    ]
}

fn project() -> impl Strategy<Value = Project> {
    let protected = prop::collection::btree_set(org::email(), 1..=2);
    let roles = prop::collection::btree_set(org::role_name(), 1..=2);
    (
        any::<[bool; 3]>(),
        prop::option::weighted(0.3, protected),
        prop::option::weighted(0.2, roles),
        prop::sample::select(&[0, 1, 10][..]),
        0..4usize,
    )
        .prop_map(|(all, users, roles, max_removals, min_admins)| Project {
            all,
            unmanaged: Vec::new(),
            protected_users: users.unwrap_or_default(),
            protected_roles: roles.unwrap_or_default(),
            max_removals,
            min_admins,
        })
}

/// Random cases on a platform.
pub fn cases(world: &'static World) -> impl Strategy<Value = Case> {
    (
        org::org(),
        prop::option::weighted(0.2, org::org()),
        prop::collection::vec(edit(), 0..=12),
        prop::collection::vec(omission(), 0..=3),
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any::<(Index, Index)>(), 1..=2)],
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(left(), 1..=2)],
        project(),
        1..u64::MAX,
        any::<u64>(),
    )
        .prop_map(move |(live, other, edits, omissions, formers, left, project, layout, seed)| {
            let parts =
                Parts { live, other, edits, omissions, formers, left, project, layout, seed };
            parts.case(world)
        })
}

impl Parts {
    fn case(self, world: &World) -> Case {
        let mut live = self.live;
        legalize(&mut live, &world.platform);
        complete(&world.platform, &mut live);
        let mut goal = match self.other {
            Some(other) => Goal::unlike(other),
            None => Goal::keeping(&live),
        };
        // Somebody who uses a name after a change has it legal by then.
        legalize(&mut goal.state, &world.platform);
        self.edits.into_iter().for_each(|edit| goal.change(edit));
        legalize(&mut goal.state, &world.platform);
        keep_what_is_held(&mut goal, &live);
        legalize(&mut goal.state, &world.platform);
        let mut written = Written::all(&goal, &world.platform);
        self.omissions.iter().for_each(|omission| written.omit(omission));
        add_formers(&mut written, &goal, &live, &self.formers);
        let mut project = self.project;
        let mut exact = Vec::new();
        for left in &self.left {
            leave(left, &live, &goal, &mut written, &mut project, &mut exact);
        }
        let declared: BTreeSet<String> = written.users.keys().map(Email::to_string).collect();
        written.mention_only(|name| declared.contains(name) || exact.iter().any(|e| e == name));
        let (files, shuffled) = (written.files(0), written.files(self.layout));
        Case { live, project, files, shuffled, seed: self.seed }
    }
}

/// A role that somebody who isn't listed holds stays: to delete it would be refused.
fn keep_what_is_held(goal: &mut Goal, live: &State) {
    let listed: BTreeSet<&Key> = goal.was.values().collect();
    let gone = live.users.iter().filter(|(email, _)| {
        !listed.contains(&Key::User((*email).clone())) && !goal.state.users.contains_key(*email)
    });
    let held: BTreeSet<&RoleName> = gone.flat_map(|(_, user)| user.held_roles()).collect();
    for name in held {
        let renamed = goal.was.values().any(|was| *was == Key::Role(name.clone()));
        if let (Some(role), false) = (live.roles.get(name), renamed) {
            goal.state.roles.entry(name.clone()).or_insert_with(|| role.clone());
        }
    }
}

/// Adds former names that nobody else claims.
fn add_formers(written: &mut Written, goal: &Goal, live: &State, formers: &[(Index, Index)]) {
    let mut claimed: BTreeSet<Key> = goal.was.values().cloned().collect();
    let keys: Vec<Key> = Goal::keeping(&goal.state).was.into_keys().collect();
    let names: Vec<Key> = Goal::keeping(live).was.into_keys().collect();
    for (at, of) in formers.iter().filter(|_| !keys.is_empty()) {
        let key = &keys[at.index(keys.len())];
        let same = names.iter().filter(|name| name.kind() == key.kind() && *name != key);
        let free: Vec<&Key> = same.filter(|name| !claimed.contains(name)).collect();
        if !free.is_empty() {
            let name = free[of.index(free.len())];
            claimed.insert(name.clone());
            written.was(key, name);
        }
    }
}

/// Says that somebody else administers something that is live, and takes it out of the manifests.
fn leave(
    left: &Left,
    live: &State,
    goal: &Goal,
    written: &mut Written,
    project: &mut Project,
    exact: &mut Vec<String>,
) {
    let pick = |at: &Index, keys: Vec<Key>| -> Option<Key> {
        // What gets another name is in our hands.
        let stays: Vec<Key> =
            keys.into_iter().filter(|key| goal.was.get(key).is_none_or(|was| was == key)).collect();
        if stays.is_empty() { None } else { Some(stays[at.index(stays.len())].clone()) }
    };
    let reason = "reason: not ours";
    match left {
        Left::Person(at) => {
            let people = live.users.keys().cloned().map(Key::User).collect();
            let Some(key) = pick(at, people) else { return };
            written.leave(&key);
            exact.push(key.name().to_owned());
            project.unmanaged.push(format!("{{ users: \"{}\", {reason} }}", key.name()));
        }
        Left::Services => {
            for email in written.users.keys().cloned().collect::<Vec<_>>() {
                if email.as_str().starts_with("svc-") {
                    written.leave(&Key::User(email));
                }
            }
            exact.extend(live.users.keys().map(Email::to_string).filter(|e| e.starts_with("svc-")));
            project.unmanaged.push(format!("{{ users: \"svc-*@acme.example\", {reason} }}"));
        }
        Left::Holders(at) => {
            let roles = live.roles.keys().cloned().map(Key::Role).collect();
            let Some(key) = pick(at, roles) else { return };
            for (email, user) in &live.users {
                if user.held_roles().any(|role| role.as_str() == key.name()) {
                    written.leave(&Key::User(email.clone()));
                }
            }
            project.unmanaged.push(format!("{{ users_holding: \"{}\", {reason} }}", key.name()));
        }
        Left::Role(at) => {
            let roles = live.roles.keys().cloned().map(Key::Role).collect();
            let Some(key) = pick(at, roles) else { return };
            written.leave(&key);
            project.unmanaged.push(format!("{{ role: \"{}\", {reason} }}", key.name()));
        }
        Left::Team(at) => {
            let teams = live.teams.keys().cloned().map(Key::Team).collect();
            let Some(key) = pick(at, teams) else { return };
            written.leave(&key);
            project.unmanaged.push(format!("{{ team: \"{}\", {reason} }}", key.name()));
        }
    }
}
