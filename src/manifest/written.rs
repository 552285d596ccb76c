//! A manifest, faithfully: what stands in one file, each value with its place.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::departments::Department;
use crate::core::{Diagnostics, FileId, Level, NodeId, Origin, Scalar, Status, codes};
use crate::document::{Bounds, Entries, Located, Short, Span, Validator, from_tree, load};

/// Text with its place.
pub(super) type Text<'s> = Located<Cow<'s, str>>;

/// One manifest file. Any number of files make up what is meant.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct Manifest<'s> {
    /// Roles: custom ones, and built-in ones that the platform lets you edit.
    pub roles: Option<Vec<Located<Role<'s>>>>,
    /// The roles that come first, in this order; the others keep theirs. In one file only.
    pub role_order: Option<Located<Vec<Text<'s>>>>,
    /// Teams with their sub-teams.
    pub teams: Option<Vec<Located<Team<'s>>>>,
    /// The top-level teams that come first, in this order; the others keep theirs. In one file only.
    pub team_order: Option<Located<Vec<Text<'s>>>>,
    /// People.
    pub users: Option<Vec<Located<User<'s>>>>,
    /// Departments, where the platform has them.
    pub departments: Option<Vec<Located<Department<'s>>>>,
}

/// A role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct Role<'s> {
    /// The role's name.
    pub name: Text<'s>,
    /// Former names: a live role of that name is renamed instead of deleted and made anew.
    pub previously: Option<Vec<Text<'s>>>,
    /// What marks its holders in lists of people.
    pub label: Option<Text<'s>>,
    /// The label's colour, such as "#0B57D0".
    pub color: Option<Text<'s>>,
    /// All that the role allows. A permission that is taken out is revoked.
    pub permissions: Option<Located<Entries<Text<'s>, Located<Short<'s, Grant<'s>>>>>>,
    /// The roles that its holders may give to others. Needed on a role that can edit people;
    /// `[]` means none.
    pub assignable_roles: Option<Located<Vec<Text<'s>>>>,
}

/// How far a permission goes, written in full.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct Grant<'s> {
    /// The level.
    pub level: Located<Level>,
    /// What restricts it; with several scopes, all of them do.
    pub only: Option<Located<Vec<Text<'s>>>>,
}

/// A team.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Team<'s> {
    /// The team's name, without those of the teams above it.
    pub name: Text<'s>,
    /// Former paths (`Support:L1`): a live team there is renamed or moved.
    #[schemars(default)]
    pub previously: Option<Vec<Text<'s>>>,
    /// What else the platform records of a team, in the order in which it was written.
    #[schemars(skip)]
    pub attributes: Vec<(Text<'s>, Located<Scalar>)>,
    /// All its managers. Who isn't listed is taken off.
    #[schemars(default)]
    pub managers: Option<Located<Vec<Located<Short<'s, Seat<'s>>>>>>,
    /// All its members. Who isn't listed is taken off.
    #[schemars(default)]
    pub members: Option<Located<Vec<Located<Short<'s, Seat<'s>>>>>>,
    /// Its sub-teams, in their order.
    #[schemars(default)]
    pub teams: Option<Located<Vec<Located<Team<'s>>>>>,
}

/// A seat in a team, written in full.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct Seat<'s> {
    /// The person's address.
    pub user: Text<'s>,
    /// The last day of it, as `2026-12-31`, in the project's time zone.
    pub until: Option<Text<'s>>,
    /// Why it has an end.
    pub reason: Option<Text<'s>>,
}

/// A person.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct User<'s> {
    /// The address that the person signs in with.
    pub email: Text<'s>,
    /// Former addresses: the live person of that address gets this one.
    #[schemars(default)]
    pub previously: Option<Vec<Text<'s>>>,
    /// What else the platform records of a person, in the order in which it was written.
    #[schemars(skip)]
    pub attributes: Vec<(Text<'s>, Located<Scalar>)>,
    /// The roles that the person holds.
    pub roles: Located<Vec<Located<Short<'s, HeldRole<'s>>>>>,
    /// Whether the person can sign in.
    #[schemars(default)]
    pub status: Option<Located<Status>>,
    /// Since when the person is invited and hasn't accepted, as `2026-12-31`. Only of what is live.
    #[schemars(default)]
    pub invited: Option<Text<'s>>,
}

/// A role that a person holds, written in full.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct HeldRole<'s> {
    /// The role.
    pub role: Text<'s>,
    /// The last day of it, as `2026-12-31`, in the project's time zone.
    pub until: Option<Text<'s>>,
    /// Why it has an end.
    pub reason: Option<Text<'s>>,
    /// What becomes of a person whose last role this is.
    pub then: Option<Located<Then>>,
}

/// What becomes of a person whose last role ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The person is deactivated.
    Inactive,
}

impl<'de: 's, 's> Deserialize<'de> for User<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(UserVisitor)
    }
}

/// Sorts a person's keys into those of every platform and the attributes of this one.
struct UserVisitor;

impl<'de> Visitor<'de> for UserVisitor {
    type Value = User<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a person")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<User<'de>, A::Error> {
        let (mut email, mut roles, mut status) = (None, None, None);
        let (mut previously, mut invited) = (None, None);
        let mut attributes = Vec::with_capacity(4);
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match key.value.as_ref() {
                "email" => email = Some(map.next_value()?),
                "roles" => roles = Some(map.next_value()?),
                "status" => status = Some(map.next_value()?),
                "invited" => invited = Some(map.next_value()?),
                "previously" => previously = Some(map.next_value()?),
                _ => attributes.push((key, map.next_value()?)),
            }
        }
        let missing = |name| serde::de::Error::missing_field(name);
        let email = email.ok_or_else(|| missing("email"))?;
        let roles = roles.ok_or_else(|| missing("roles"))?;
        Ok(User { email, roles, status, invited, previously, attributes })
    }
}

impl<'de: 's, 's> Deserialize<'de> for Team<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TeamVisitor)
    }
}

/// Sorts a team's keys likewise.
struct TeamVisitor;

impl<'de> Visitor<'de> for TeamVisitor {
    type Value = Team<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a team")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Team<'de>, A::Error> {
        let (mut name, mut previously) = (None, None);
        let (mut managers, mut members, mut teams) = (None, None, None);
        let mut attributes = Vec::new();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match key.value.as_ref() {
                "name" => name = Some(map.next_value()?),
                "previously" => previously = Some(map.next_value()?),
                "managers" => managers = Some(map.next_value()?),
                "members" => members = Some(map.next_value()?),
                "teams" => teams = Some(map.next_value()?),
                _ => attributes.push((key, map.next_value()?)),
            }
        }
        let name = name.ok_or_else(|| serde::de::Error::missing_field("name"))?;
        Ok(Team { name, previously, attributes, managers, members, teams })
    }
}

/// Reads one manifest: parses it, asks the schema, and makes typed values of it.
///
/// Returns what is written, the places of all values, and what is wrong. There is nothing written
/// where the text or its shape is wrong: what would be said beyond that would be an echo.
pub fn read_manifest<'s>(
    file: FileId,
    text: &'s str,
    schema: &Validator,
) -> (Option<Manifest<'s>>, Vec<Span>, Diagnostics) {
    let (tree, mut found) = load(file, text, Bounds::default());
    if !found.has_errors() {
        found.extend(schema.validate(file, &tree));
    }
    let mut written = None;
    if tree.root().is_none() && !found.has_errors() {
        let at = Origin { file, node: NodeId(0) };
        found.push(codes::EMPTY_VALUE.at(at, "this file says nothing", EMPTY_HELP));
    }
    if let Some(root) = tree.root().filter(|_| !found.has_errors()) {
        match from_tree(root) {
            Ok(manifest) => written = Some(manifest),
            Err(error) => found.push(codes::SCHEMA_MISMATCH.at(
                Origin { file, node: NodeId(0) },
                error.to_string(),
                "Please report this with the file.",
            )),
        }
    }
    (written, tree.into_spans(), found)
}

/// What to do about an empty manifest.
pub(super) const EMPTY_HELP: &str = "Write `roles:`, `teams:` or `users:`, or delete the file.";
