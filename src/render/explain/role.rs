//! A role.

use schemars::JsonSchema;
use serde::Serialize;

use super::Explained;
use super::basis::{Cell, Has, Spot, name, place, product, spot};
use super::page::{Page, Row, count, yes};
use crate::access::{Holding, holding, licence_of, may_have_more};
use crate::core::{Email, Key, PermissionId, RoleName};
use crate::platform::{BuiltInRole, Fact, Platform};

/// A role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct RolePage {
    /// Its name.
    name: RoleName,
    /// The product's own name.
    platform_title: String,
    /// What the platform's file says of it; absent for a role that a customer defines.
    #[serde(skip_serializing_if = "Option::is_none")]
    built_in: Option<BuiltIn>,
    /// The line that declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<Spot>,
    /// Whether its holders are administrators.
    administrative: Fact<bool>,
    /// What its holders count as.
    licence: Counts,
    /// The permissions of which somebody says whether it has them, in the order of the platform's
    /// pages. What a declared role doesn't have isn't listed.
    permissions: Vec<RolePermission>,
    /// Whether it may contain more than anybody says.
    may_have_more: bool,
    /// The roles that its holders may give to others, if that is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignable_roles: Option<Vec<RoleName>>,
    /// Who holds it by the manifests; absent where there is no project.
    #[serde(skip_serializing_if = "Option::is_none")]
    holders: Option<Vec<Holder>>,
}

/// What a platform's file says of a role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct BuiltIn {
    /// Its names in the API or in older files.
    also: Vec<String>,
    /// The product that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Fact<String>>,
    /// What it is for.
    purpose: Fact<String>,
    /// Whether it can be given and taken.
    assignable: Fact<bool>,
    /// Whether a customer can change what it allows.
    editable: Fact<bool>,
    /// The licence that its holders count as.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<Fact<String>>,
    /// Whether it has every permission that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    everything: Option<Fact<bool>>,
    /// How far it reaches in the areas of the product.
    reaches: Vec<Reach>,
}

/// How far a role reaches in an area.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Reach {
    /// The area.
    pub(super) area: String,
    /// How far.
    pub(super) reach: Fact<String>,
}

/// What somebody counts as.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Counts {
    /// The dearest licence that is known of; `null` where none is.
    at_least: Option<String>,
    /// The dearest that it may be; `null` where there is none at all.
    at_most: Option<String>,
}

/// A permission of a role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct RolePermission {
    /// Its id.
    id: PermissionId,
    /// Its name on the platform's pages.
    name: Option<String>,
    /// What is known of it.
    #[serde(flatten)]
    cell: Cell,
}

/// Somebody who holds a role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Holder {
    /// The address.
    email: Email,
    /// The line that says so.
    declared: Option<Spot>,
}

impl Counts {
    /// Returns what the holder of all these roles counts as.
    pub(super) fn of<'r>(known: Explained<'_>, roles: impl Iterator<Item = &'r RoleName>) -> Self {
        let licence = licence_of(known.state(), known.platform, roles);
        let owned = |name: Option<&str>| name.map(ToOwned::to_owned);
        Self { at_least: owned(licence.at_least), at_most: owned(licence.at_most) }
    }

    pub(super) fn text(&self) -> String {
        match (&self.at_least, &self.at_most) {
            (Some(least), Some(most)) if least == most => least.clone(),
            (Some(least), Some(most)) => format!("at least {least}, at most {most}"),
            (None, Some(most)) => format!("unknown, at most {most}"),
            (_, None) => "unknown".to_owned(),
        }
    }
}

impl RolePage {
    /// Makes the page of a role that is built in or declared.
    pub(super) fn of(known: Explained<'_>, role: &RoleName) -> Self {
        let Explained { platform, .. } = known;
        let built_in = platform.built_in(role);
        let declared = known.state().roles.get(role);
        Self {
            name: role.clone(),
            platform_title: platform.title.clone(),
            built_in: built_in.map(|built_in| BuiltIn::of(platform, built_in)),
            declared: spot(known, role, None),
            administrative: administrative(known, role),
            licence: Counts::of(known, [role].into_iter()),
            permissions: permissions(known, role),
            may_have_more: may_have_more(known.state(), platform, role),
            assignable_roles: declared
                .and_then(|role| role.assignable_roles.value())
                .map(|roles| roles.iter().cloned().collect()),
            holders: known.in_project.then(|| holders(known, role)),
        }
    }

    pub(super) fn write(&self, page: &mut Page) {
        self.write_what_it_is(page);
        self.write_permissions(page);
        if let Some(built_in) = self.built_in.as_ref().filter(|role| !role.reaches.is_empty()) {
            page.head("Reaches");
            for Reach { area, reach } in &built_in.reaches {
                page.fact(area, Some(reach), Clone::clone);
            }
        }
        if let Some(roles) = &self.assignable_roles {
            page.head(&format!("May give {} to others", count(roles.len(), "role", "roles")));
            roles.iter().for_each(|role| page.line(&format!("  {role}")));
        }
        if let Some(holders) = &self.holders {
            page.head(&format!("Held by {}", count(holders.len(), "person", "people")));
            let spot = |holder: &Holder| holder.declared.as_ref().map_or(String::new(), Spot::text);
            let rows = holders.iter().map(|one| Row::new([one.email.to_string(), spot(one)]));
            page.rows(&rows.collect::<Vec<_>>());
        }
    }

    fn write_what_it_is(&self, page: &mut Page) {
        let Self { name, platform_title, .. } = self;
        let kind = if self.built_in.is_some() { "built-in" } else { "custom" };
        page.head(&format!("{name}: a {kind} role of {platform_title}"));
        if let Some(built_in) = &self.built_in {
            page.fact("Purpose", Some(&built_in.purpose), Clone::clone);
            page.fact("Product", built_in.product.as_ref(), Clone::clone);
            if !built_in.also.is_empty() {
                page.say(2, &format!("Also called: {}", built_in.also.join(", ")));
            }
            page.fact("Can be given and taken", Some(&built_in.assignable), yes);
            page.fact("What it allows can be changed", Some(&built_in.editable), yes);
        }
        page.fact("Makes administrators", Some(&self.administrative), yes);
        match self.built_in.as_ref().and_then(|role| role.licence.as_ref()) {
            Some(licence) => page.fact("Licence", Some(licence), Clone::clone),
            None => page.say(2, &format!("Licence: {}", self.licence.text())),
        }
        if let Some(spot) = &self.declared {
            page.say(2, &format!("Declared: {}", spot.text()));
        }
    }

    /// Returns how many permissions it has, of how many, and how many it can have.
    fn counted(&self) -> String {
        let of = |has| self.permissions.iter().filter(|row| row.cell.has == has).count();
        let (yes, no, optional) = (of(Has::Yes), of(Has::No), of(Has::Optional));
        let mut counted = yes.to_string();
        if no > 0 {
            counted += &format!(" of {}", yes + no);
        }
        if optional > 0 {
            counted += &format!(", {optional} can be switched on");
        }
        counted
    }

    fn write_permissions(&self, page: &mut Page) {
        let everything = self.built_in.as_ref().and_then(|role| role.everything.as_ref());
        page.head(&match everything {
            Some(_) => "Permissions".to_owned(),
            None => format!("Permissions ({})", self.counted()),
        });
        page.fact("Every permission that there is", everything, yes);
        let rows = self.permissions.iter().map(|RolePermission { id, name, cell }| {
            let name = name.clone().unwrap_or_default();
            let cells = [name, cell.text(), id.to_string(), cell.basis.text()];
            Row::new(cells).noted(cell.note())
        });
        page.rows(&rows.collect::<Vec<_>>());
        if self.permissions.is_empty() && everything.is_none() {
            page.say(2, if self.may_have_more { "Nobody says any by name." } else { "None." });
        }
        if self.may_have_more && everything.is_none() {
            page.say(2, "There may be more: no text says all that this role allows.");
        }
    }
}

impl BuiltIn {
    fn of(platform: &Platform, role: &BuiltInRole) -> Self {
        let product = role.product.as_ref().and_then(|key| platform.roles.products.get(key));
        let reach = |(area, reach): (&String, &Fact<String>)| Reach {
            area: area.clone(),
            reach: reach.clone(),
        };
        Self {
            also: role.also.clone(),
            product: product.cloned(),
            purpose: role.purpose.clone(),
            assignable: role.assignable.clone(),
            editable: role.editable.clone(),
            licence: role.licence.clone(),
            everything: role.everything.clone(),
            reaches: role.reaches.iter().map(reach).collect(),
        }
    }
}

/// Returns the permissions of which somebody says whether a role has them. Of one that belongs to a
/// product these are all of the product.
fn permissions(known: Explained<'_>, role: &RoleName) -> Vec<RolePermission> {
    let Explained { platform, .. } = known;
    let own = platform.built_in(role).and_then(|role| role.product.as_ref());
    let of_product =
        |id: &PermissionId| own.is_none() || product(platform, id).map(|(of, _)| of) == own;
    let row = |id: &PermissionId| {
        let holding = holding(known.state(), platform, role, id);
        let said = match holding {
            Holding::Undeclared | Holding::Unknown | Holding::Everything(_) => false,
            Holding::Declared(_) | Holding::Documented(_) => true,
            Holding::Optional(_) | Holding::Denied(_) => of_product(id),
        };
        let cell = said.then(|| Cell::of(known, role, id, holding))?;
        Some(RolePermission { id: id.clone(), name: name(platform, id), cell })
    };
    platform.permissions.iter().filter_map(|permission| row(&permission.id)).collect()
}

/// Returns whether a role's holders are administrators, as far as it is known who is one.
pub(super) fn administrative(known: Explained<'_>, role: &RoleName) -> Fact<bool> {
    let fact = &known.platform.administrative;
    let is = known.platform.is_administrative(role, known.state().roles.get(role));
    Fact {
        is: fact.value().map(|_| is),
        standing: fact.standing,
        sources: fact.sources.clone(),
        note: fact.note.clone().filter(|_| is),
    }
}

fn holders(known: Explained<'_>, role: &RoleName) -> Vec<Holder> {
    let users = known.state().users.iter();
    let holds = users.filter(|(_, user)| user.held_roles().any(|held| held == role));
    let holder = |email: &Email| {
        let places = known.desired.places.get(&Key::User(email.clone()));
        let declared = places.map(|places| place(known, places.field("roles")));
        Holder { email: email.clone(), declared }
    };
    holds.map(|(email, _)| holder(email)).collect()
}
