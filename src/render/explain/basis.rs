//! Why something may be believed: a line that declares it, or a text that says so.

use schemars::JsonSchema;
use serde::Serialize;

use super::Explained;
use crate::access::Holding;
use crate::core::{Grant, Key, Origin, PermissionId, RoleName};
use crate::platform::{Fact, Platform, Standing};

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Spot {
    /// The file, from the project's folder.
    pub(super) file: String,
    /// The line, counted from 1.
    pub(super) line: usize,
}

impl Spot {
    pub(super) fn text(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// Why something may be believed: either a line declares it, or the platform's file says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Basis {
    /// The line that declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) declared: Option<Spot>,
    /// How well the fact is established.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) standing: Option<Standing>,
    /// The keys of the texts that say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub(super) sources: Vec<String>,
    /// What else a reader should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

impl Basis {
    pub(super) fn of<T>(fact: &Fact<T>) -> Self {
        Self {
            declared: None,
            standing: Some(fact.standing),
            sources: fact.sources.clone(),
            note: fact.note.clone(),
        }
    }

    pub(super) fn declared(spot: Option<Spot>) -> Self {
        Self { declared: spot, ..Self::default() }
    }

    /// Returns it as it stands behind what it is about.
    pub(super) fn text(&self) -> String {
        match (&self.declared, self.standing) {
            (Some(spot), _) => spot.text(),
            // What is unknown is said in the value's place.
            (None, None | Some(Standing::Unknown)) => String::new(),
            (None, Some(standing)) => standing_text(standing, &self.sources),
        }
    }
}

/// Returns a standing with the keys of its sources.
pub(super) fn standing_text(standing: Standing, sources: &[String]) -> String {
    if sources.is_empty() {
        return format!("({})", standing.as_str());
    }
    format!("({}: {})", standing.as_str(), sources.join(", "))
}

/// Whether a role has a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Has {
    /// It has it.
    Yes,
    /// It hasn't.
    No,
    /// It can be switched on for the role; whether it is on isn't known.
    Optional,
    /// Nobody says.
    Unknown,
}

/// What is known of a role and a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Cell {
    /// Whether the role has the permission.
    pub(super) has: Has,
    /// What is granted, where somebody says so of this very permission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grant: Option<Grant>,
    /// What it lets people do, where it can be switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) what: Option<String>,
    /// Why that may be believed.
    pub(super) basis: Basis,
}

impl Cell {
    pub(super) fn of(
        known: Explained<'_>,
        role: &RoleName,
        id: &PermissionId,
        holding: Holding<'_>,
    ) -> Self {
        let basis = match holding {
            Holding::Declared(_) => Basis::declared(spot(known, role, Some(id))),
            Holding::Undeclared => Basis::declared(spot(known, role, None)),
            Holding::Documented(fact) => Basis::of(fact),
            Holding::Everything(fact) | Holding::Denied(fact) => Basis::of(fact),
            Holding::Optional(fact) => Basis::of(fact),
            Holding::Unknown => Basis { standing: Some(Standing::Unknown), ..Basis::default() },
        };
        let has = match holding {
            Holding::Undeclared | Holding::Denied(_) => Has::No,
            Holding::Optional(_) => Has::Optional,
            Holding::Unknown => Has::Unknown,
            _ => Has::Yes,
        };
        let what = match holding {
            Holding::Optional(fact) => fact.value().cloned(),
            _ => None,
        };
        Self { has, grant: holding.grant().cloned(), what, basis }
    }

    /// Returns what else there is to say, but for what a whole table says of each of its rows.
    pub(super) fn note(&self) -> Option<String> {
        let notes = [self.what.as_ref(), self.basis.note.as_ref()];
        let notes: Vec<&str> = notes.into_iter().flatten().map(String::as_str).collect();
        (self.has != Has::No && !notes.is_empty()).then(|| notes.join(" "))
    }

    /// Returns it in a word or a few.
    pub(super) fn text(&self) -> String {
        match (&self.grant, self.has) {
            (Some(grant), _) => grant.to_string(),
            (None, Has::Yes) => "with everything".to_owned(),
            (None, Has::No) => "no".to_owned(),
            (None, Has::Optional) => "can be switched on".to_owned(),
            (None, Has::Unknown) => "unknown".to_owned(),
        }
    }
}

/// Returns where a role is declared, or one of its permissions.
pub(super) fn spot(
    known: Explained<'_>,
    role: &RoleName,
    id: Option<&PermissionId>,
) -> Option<Spot> {
    let places = known.desired.places.get(&Key::Role(role.clone()))?;
    Some(place(known, id.map_or(places.entry, |id| places.field(id.as_str()))))
}

/// Returns the line of a value.
pub(super) fn place(known: Explained<'_>, at: Origin) -> Spot {
    let place = known.files.place(at);
    Spot { file: place.path, line: place.line }
}

/// Returns the name of a permission as the platform's pages have it, without that of the product,
/// which its page stands under.
pub(super) fn name(platform: &Platform, id: &PermissionId) -> Option<String> {
    let name = platform.permission(id)?.name.value()?;
    let title = product(platform, id).and_then(|(_, title)| title.value());
    let short = title.and_then(|title| name.strip_prefix(title.as_str())?.strip_prefix(" › "));
    Some(short.unwrap_or(name).to_owned())
}

/// Returns the product that a permission belongs to: where there are products, its id begins with it.
pub(super) fn product<'p>(
    platform: &'p Platform,
    id: &PermissionId,
) -> Option<(&'p String, &'p Fact<String>)> {
    let first = id.as_str().split('.').next()?;
    platform.roles.products.get_key_value(first)
}

/// Returns all roles, the built-in ones first, that can have a permission of a product, or any.
pub(super) fn roles(known: Explained<'_>, product: Option<&String>) -> Vec<RoleName> {
    let built_in = &known.platform.roles.built_in;
    let fits = |of: &Option<String>| of.is_none() || product.is_none() || of.as_ref() == product;
    let mut roles: Vec<RoleName> =
        built_in.iter().filter(|role| fits(&role.product)).map(|role| role.name.clone()).collect();
    let declared = known.state().roles.keys();
    roles.extend(declared.filter(|name| known.platform.built_in(name).is_none()).cloned());
    roles
}
