//! A permission.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::Explained;
use super::basis::{Cell, Has, product, roles};
use super::page::{Page, Row, yes};
use crate::access::holding;
use crate::core::{Level, PermissionId, RoleName, ScopeName};
use crate::platform::{Fact, Permission};

/// A permission.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PermissionPage {
    /// Its id, as it is written in a manifest.
    id: PermissionId,
    /// The product's own name.
    platform_title: String,
    /// Its name on the platform's pages.
    name: Fact<String>,
    /// The levels that it can be granted at.
    levels: Fact<BTreeSet<Level>>,
    /// The scopes that it can be restricted to.
    scopes: Fact<BTreeSet<ScopeName>>,
    /// What each of these scopes means.
    scope_meanings: BTreeMap<ScopeName, Fact<String>>,
    /// The licence that its holders count as.
    licence: Fact<String>,
    /// Whether it carries the list of roles that its holders may give to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigns_roles: Option<Fact<bool>>,
    /// Permissions of which a role has to have any, so that it can be granted this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Fact<BTreeSet<PermissionId>>>,
    /// The roles, the built-in ones first: the permission's row of the matrix.
    roles: Vec<PermissionRole>,
}

/// What is known of a permission and a role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PermissionRole {
    /// The role.
    role: RoleName,
    /// What is known of it.
    #[serde(flatten)]
    cell: Cell,
}

impl PermissionPage {
    /// Makes the page of a permission of the platform.
    pub(super) fn of(known: Explained<'_>, permission: &Permission) -> Self {
        let Explained { platform, .. } = known;
        let Permission { id, name, levels, scopes, licence, assigns_roles, needs } =
            permission.clone();
        let product = product(platform, &id).map(|(key, _)| key);
        let cell = |role: &RoleName| {
            Cell::of(known, role, &id, holding(known.state(), platform, role, &id))
        };
        let roles = roles(known, product).into_iter();
        let roles = roles.map(|role| PermissionRole { cell: cell(&role), role }).collect();
        let meaning =
            |scope: &ScopeName| Some((scope.clone(), platform.scopes.get(scope)?.clone()));
        let meant = scopes.value().into_iter().flatten().filter_map(meaning);
        Self {
            platform_title: platform.title.clone(),
            scope_meanings: meant.collect(),
            roles,
            id,
            name,
            levels,
            scopes,
            licence,
            assigns_roles,
            needs,
        }
    }

    pub(super) fn write(&self, page: &mut Page) {
        page.head(&format!("{}: a permission of {}", self.id, self.platform_title));
        page.fact("Name", Some(&self.name), Clone::clone);
        page.fact("Levels", Some(&self.levels), |levels| {
            levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(", ")
        });
        page.fact("Scopes", Some(&self.scopes), |scopes| {
            let names: Vec<&str> = scopes.iter().map(ScopeName::as_str).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        });
        for (scope, meaning) in &self.scope_meanings {
            page.fact(&format!("  {scope}"), Some(meaning), Clone::clone);
        }
        page.fact("Licence", Some(&self.licence), Clone::clone);
        page.fact("Says which roles its holders may give", self.assigns_roles.as_ref(), yes);
        page.fact("Needs one of", self.needs.as_ref(), |needs| {
            needs.iter().map(PermissionId::as_str).collect::<Vec<_>>().join(", ")
        });
        let (has, rest): (Vec<_>, Vec<_>) =
            self.roles.iter().partition(|row| row.cell.has == Has::Yes);
        page.head(&format!("Roles ({} of {} known to have it)", has.len(), self.roles.len()));
        let row = |row: &&PermissionRole| {
            let cells = [row.role.to_string(), row.cell.text(), row.cell.basis.text()];
            Row::new(cells).noted(row.cell.note())
        };
        page.rows(&has.iter().chain(&rest).map(row).collect::<Vec<_>>());
    }
}
