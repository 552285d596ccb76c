//! The file of what is attested.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{
    AttributeName, Attributes, Department, DepartmentName, Diagnostics, Email, Few, FileId, Key,
    Known, Named, NodeId, Origin, Role, RoleName, Scalar, TeamName, TeamPath, User, codes,
};
use crate::document::{Bounds, NodeRef, Sources, Validator, from_tree, load};
use crate::plan::Digest;

/// What is attested of one environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attested {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// What people did, the latest last.
    pub attested: Vec<Act>,
}

/// What somebody did by hand, and says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Who did it.
    pub by: Email,
    /// When it was attested, in RFC 3339.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The digest of the plan that asked for it.
    pub plan: Digest,
    /// What the roles hold now, as far as somebody wrote it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<RoleName, Role>,
    /// Who manages the teams now, and their attributes; one of which nothing is said is there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<TeamPath, SaidTeam>,
    /// The rows of people now, as far as they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<Email, User>,
    /// The departments now, as far as they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub departments: BTreeMap<DepartmentName, Department>,
    /// What isn't there any more.
    #[serde(default, skip_serializing_if = "Gone::is_empty")]
    pub gone: Gone,
    /// The order of the roles now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_order: Option<Vec<RoleName>>,
    /// The order of the teams now, by the path of the team above them; nothing stands for the top.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub team_order: BTreeMap<String, Vec<TeamName>>,
}

/// What is attested of a team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidTeam {
    /// Who manages it.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub managers: Known<Few<Email>>,
    /// The attributes that changed.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    #[schemars(with = "BTreeMap<AttributeName, Scalar>")]
    pub attributes: Attributes,
    /// The members whom attributes name, as far as that changed.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub named: Named,
}

/// What isn't there any more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gone {
    /// Roles.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub roles: BTreeSet<RoleName>,
    /// Teams.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub teams: BTreeSet<TeamPath>,
    /// People.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub users: BTreeSet<Email>,
    /// Departments.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub departments: BTreeSet<DepartmentName>,
}

impl Gone {
    /// Returns whether nothing went.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns how many went.
    pub fn len(&self) -> usize {
        self.roles.len() + self.teams.len() + self.users.len() + self.departments.len()
    }

    /// Returns the keys of what went.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let roles = self.roles.iter().cloned().map(Key::Role);
        let teams = self.teams.iter().cloned().map(Key::Team);
        let users = self.users.iter().cloned().map(Key::User);
        let departments = self.departments.iter().cloned().map(Key::Department);
        // What names others goes before them.
        departments.chain(roles).chain(teams).chain(users)
    }
}

impl Default for Attested {
    fn default() -> Self {
        Self { version: 1, attested: Vec::new() }
    }
}

impl Attested {
    /// Adds what somebody did. What was attested of the same fields before is taken out: it is no
    /// longer so, and the history of the file keeps it.
    #[must_use]
    pub fn with(mut self, act: Act) -> Self {
        for earlier in &mut self.attested {
            earlier.forget(&act);
        }
        self.attested.push(act);
        self.attested.retain(|act| !act.is_empty());
        self
    }

    /// Returns the text of the file.
    ///
    /// # Errors
    ///
    /// In the words of the library; nothing that can be read makes one.
    pub fn to_yaml(&self, environment: &str) -> Result<String, String> {
        let head = format!(
            "# What people did by hand on `{environment}`, where no program can write or read it.\n\
            # `rolecall attest` writes this file. Review a change of it as you would review the change\n\
            # on the platform itself.\n"
        );
        serde_yaml::to_string(self).map(|text| head + &text).map_err(|error| error.to_string())
    }
}

impl Act {
    /// An act that attests nothing yet.
    pub fn new(by: Email, at: Timestamp, plan: Digest) -> Self {
        Self {
            by,
            at,
            plan,
            roles: BTreeMap::new(),
            teams: BTreeMap::new(),
            users: BTreeMap::new(),
            departments: BTreeMap::new(),
            gone: Gone::default(),
            role_order: None,
            team_order: BTreeMap::new(),
        }
    }

    /// Returns whether nothing is attested by it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many things are attested by it.
    pub fn len(&self) -> usize {
        let orders = usize::from(self.role_order.is_some()) + self.team_order.len();
        let people = self.users.len();
        self.roles.len()
            + self.teams.len()
            + people
            + self.departments.len()
            + self.gone.len()
            + orders
    }

    /// Takes out what another one says anew.
    fn forget(&mut self, later: &Act) {
        for (name, said) in &later.roles {
            if let Some(role) = self.roles.get_mut(name) {
                forget(role, said);
            }
        }
        self.roles.retain(|_, role| *role != Role::default());
        for (path, again) in &later.teams {
            if let Some(said) = self.teams.get_mut(path) {
                forget_field(&mut said.managers, &again.managers);
                forget_attributes(&mut said.attributes, &again.attributes);
                said.named.retain(|name, _| !again.named.contains_key(name));
            }
        }
        let said_again = |path: &TeamPath| later.teams.contains_key(path);
        self.teams.retain(|path, said| *said != SaidTeam::default() || !said_again(path));
        for (email, said) in &later.users {
            if let Some(user) = self.users.get_mut(email) {
                forget_user(user, said);
            }
        }
        self.users.retain(|_, user| *user != User::default());
        for (name, again) in &later.departments {
            if let Some(said) = self.departments.get_mut(name) {
                forget_field(&mut said.groups, &again.groups);
                forget_attributes(&mut said.attributes, &again.attributes);
            }
        }
        let said_again = |name: &DepartmentName| later.departments.contains_key(name);
        self.departments.retain(|name, said| *said != Department::default() || !said_again(name));
        self.team_order.retain(|parent, _| !later.team_order.contains_key(parent));
        for key in later.gone.keys() {
            self.let_go(&key);
        }
        if later.role_order.is_some() {
            self.role_order = None;
        }
    }
}

impl Act {
    /// Takes out all that is said of something, which isn't there any more.
    fn let_go(&mut self, key: &Key) {
        match key {
            Key::Role(name) => _ = self.roles.remove(name),
            Key::Team(path) => _ = self.teams.remove(path),
            Key::User(email) => _ = self.users.remove(email),
            Key::Department(name) => _ = self.departments.remove(name),
            Key::RoleOrder | Key::TeamOrder(_) => {}
        }
    }
}

/// Takes out of what was attested of a person what is said anew.
fn forget_user(user: &mut User, later: &User) {
    let User { status, roles, teams, attributes } = later;
    forget_field(&mut user.status, status);
    forget_field(&mut user.roles, roles);
    forget_field(&mut user.teams, teams);
    forget_attributes(&mut user.attributes, attributes);
}

fn forget_attributes(all: &mut Attributes, later: &Attributes) {
    for (name, _) in later {
        all.remove(name);
    }
}

/// Takes out of what was attested of a role what is said anew.
fn forget(role: &mut Role, later: &Role) {
    let Role { label, color, permissions, assignable_roles } = later;
    forget_field(&mut role.label, label);
    forget_field(&mut role.color, color);
    forget_field(&mut role.permissions, permissions);
    forget_field(&mut role.assignable_roles, assignable_roles);
}

fn forget_field<T>(field: &mut Known<T>, later: &Known<T>) {
    if !later.is_unknown() {
        *field = Known::Unknown;
    }
}

/// Returns the JSON Schema of the file.
pub fn attested_schema() -> serde_json::Value {
    schemars::schema_for!(Attested).to_value()
}

/// Where each thing stands that is attested: by the place of its act in the file, and its key.
pub type Places = BTreeMap<(usize, Key), Origin>;

/// Reads the file, and where each thing in it stands. Nothing is returned where it isn't valid.
pub fn read_attested(
    sources: &Sources,
    file: FileId,
    schema: &Validator,
) -> (Option<(Attested, Places)>, Diagnostics) {
    let (tree, mut found) = load(file, &sources.file(file).text, Bounds::default());
    if !found.has_errors() {
        found.extend(schema.validate(file, &tree));
    }
    let at = Origin { file, node: NodeId(0) };
    let mut attested = None;
    match tree.root() {
        _ if found.has_errors() => {}
        None => found.push(codes::MISSING_KEY.at(at, "the file is empty", HELP)),
        Some(root) => match from_tree::<Attested>(root) {
            Ok(read) => attested = Some((read, places(file, root))),
            Err(error) => found.push(codes::MALFORMED.at(at, error.to_string(), HELP)),
        },
    }
    sources.file(file).keep_spans(tree.into_spans());
    (attested, found)
}

fn places(file: FileId, root: NodeRef<'_, '_>) -> Places {
    let mut places = Places::new();
    let acts = root.members().map(|(_, value)| value).flat_map(NodeRef::children);
    for (at, act) in acts.enumerate() {
        for (kind, node) in act.members() {
            let is = |name: &str| kind.text().is_some_and(|text| text == name);
            let mut put = |key: Key, node: NodeRef<'_, '_>| {
                places.insert((at, key), Origin { file, node: node.id() });
            };
            for (name, _) in node.members() {
                let Some(text) = name.text() else { continue };
                if is("roles") {
                    put(Key::Role(RoleName::new(text.as_ref())), name);
                } else if is("teams") {
                    put(Key::Team(TeamPath::new(text.as_ref())), name);
                } else if is("users") {
                    put(Key::User(Email::new(text.as_ref())), name);
                }
            }
            if is("role_order") {
                put(Key::RoleOrder, kind);
            }
        }
    }
    places
}

const HELP: &str = "`rolecall attest` writes this file; write it with that.";
