//! Which role has which permission: a table for each product, or one.

use schemars::JsonSchema;
use serde::Serialize;

use super::Explained;
use super::basis::{Cell, Has, name, product};
use super::page::{Page, Row};
use super::role::Reach;
use crate::access::holding;
use crate::core::{PermissionId, RoleName, ScopeName};
use crate::platform::Fact;

/// Which role has which permission.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct MatrixPage {
    /// A table for each product, or one where there are no products.
    tables: Vec<Table>,
    /// Roles that have every permission that there is, and so no column.
    everything: Vec<Whole>,
    /// How far each role reaches in the areas of the platform.
    areas: Vec<Area>,
}

/// Permissions by roles.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Table {
    /// The product; the platform where it has none.
    title: String,
    /// Whether people write the permissions, and so know them by their ids.
    #[serde(skip)]
    by_id: bool,
    /// The roles: the columns.
    roles: Vec<RoleName>,
    /// The permissions, in the order of the platform's pages.
    rows: Vec<MatrixRow>,
}

/// A permission, and what is known of it and each role.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct MatrixRow {
    /// Its id.
    id: PermissionId,
    /// Its name on the platform's pages.
    name: Option<String>,
    /// In the order of the table's roles.
    cells: Vec<Cell>,
}

/// A role that has every permission that there is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Whole {
    /// The role.
    role: RoleName,
    /// Who says so.
    everything: Fact<bool>,
}

/// A role, and how far it reaches.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Area {
    /// The role.
    role: RoleName,
    /// The areas.
    reaches: Vec<Reach>,
}

impl MatrixPage {
    /// Makes the tables of all products, or of the one that has this key.
    pub(super) fn of(known: Explained<'_>, only: Option<&str>) -> Self {
        let roles = &known.platform.roles;
        let products = roles.products.iter().map(|(key, title)| (Some(key), title.value()));
        let mut tables: Vec<Table> = products
            .filter(|(key, _)| only.is_none() || key.map(String::as_str) == only)
            .map(|(key, title)| Table::of(known, key, title.or(key)))
            .collect();
        if roles.products.is_empty() {
            tables.push(Table::of(known, None, Some(&known.platform.title)));
        }
        let area = |(area, reach): (&String, &Fact<String>)| Reach {
            area: area.clone(),
            reach: reach.clone(),
        };
        let built_in = || roles.built_in.iter();
        let in_table =
            |of: &Option<String>| only.is_none() || of.is_none() || of.as_deref() == only;
        Self {
            tables,
            everything: built_in()
                .filter_map(|role| {
                    Some((role, role.everything.as_ref().filter(|all| all.holds())?))
                })
                .map(|(role, all)| Whole { role: role.name.clone(), everything: all.clone() })
                .collect(),
            areas: built_in()
                .filter(|role| !role.reaches.is_empty() && in_table(&role.product))
                .map(|role| Area {
                    role: role.name.clone(),
                    reaches: role.reaches.iter().map(area).collect(),
                })
                .collect(),
        }
    }

    pub(super) fn write(&self, page: &mut Page) {
        let mut only: Vec<Vec<ScopeName>> = Vec::new();
        for table in &self.tables {
            table.write(page, &mut only);
        }
        if !only.is_empty() {
            page.head("Only");
            for (at, scopes) in only.iter().enumerate() {
                let scopes: Vec<&str> = scopes.iter().map(ScopeName::as_str).collect();
                page.say(2, &format!("{}: {}", at + 1, scopes.join(" and ")));
            }
        }
        if !self.everything.is_empty() {
            page.head("Every permission that there is");
            for Whole { role, everything } in &self.everything {
                page.fact(role.as_str(), Some(everything), |_| "has it".to_owned());
            }
        }
        for Area { role, reaches } in &self.areas {
            page.head(&format!("Reaches: {role}"));
            for Reach { area, reach } in reaches {
                page.fact(area, Some(reach), Clone::clone);
            }
        }
    }
}

impl Table {
    fn of(known: Explained<'_>, key: Option<&String>, title: Option<&String>) -> Self {
        let Explained { platform, .. } = known;
        let roles = super::basis::roles(known, key).into_iter().filter(|role| {
            let built_in = platform.built_in(role);
            // Who has everything has no column, as on the platform's own pages.
            !built_in.is_some_and(|role| role.everything.as_ref().is_some_and(Fact::holds))
        });
        let roles: Vec<RoleName> = roles.collect();
        let ids = platform.permissions.iter().map(|permission| &permission.id);
        let of_product =
            |id: &&PermissionId| key.is_none() || product(platform, id).map(|(of, _)| of) == key;
        let cell = |role: &RoleName, id: &PermissionId| {
            Cell::of(known, role, id, holding(known.state(), platform, role, id))
        };
        let row = |id: &PermissionId| MatrixRow {
            id: id.clone(),
            name: name(platform, id),
            cells: roles.iter().map(|role| cell(role, id)).collect(),
        };
        let rows = ids.filter(of_product).map(row).collect();
        let by_id = platform.roles.custom.allowed.holds();
        Self { title: title.cloned().unwrap_or_default(), by_id, roles, rows }
    }

    /// Writes the columns that fit beside each other, then the next ones.
    fn write(&self, page: &mut Page, only: &mut Vec<Vec<ScopeName>>) {
        let named = |row: &MatrixRow| match &row.name {
            Some(name) if !self.by_id => name.clone(),
            _ => row.id.to_string(),
        };
        let first = self.rows.iter().map(|row| named(row).chars().count()).max().unwrap_or(0);
        let wide = |role: &RoleName| role.as_str().chars().count().max("can be".len()) + 2;
        let mut columns = self.roles.iter().enumerate().peekable();
        while columns.peek().is_some() {
            let mut width = first + 2;
            let mut block = Vec::new();
            while let Some((at, role)) = columns.peek() {
                width += wide(role);
                if width > page.width() && !block.is_empty() {
                    break;
                }
                block.push((*at, *role));
                columns.next();
            }
            page.head(&self.title);
            let heads = block.iter().map(|(_, role)| role.to_string());
            let mut rows = vec![Row::new(std::iter::once(String::new()).chain(heads))];
            for row in &self.rows {
                let cells = block.iter().filter_map(|(at, _)| row.cells.get(*at));
                let cells: Vec<String> = cells.map(|cell| short(cell, only)).collect();
                rows.push(Row::new(std::iter::once(named(row)).chain(cells)));
            }
            page.rows(&rows);
        }
    }
}

/// Returns what is known in a word, with the number of the scopes that restrict it.
fn short(cell: &Cell, only: &mut Vec<Vec<ScopeName>>) -> String {
    let Some(grant) = &cell.grant else {
        return match cell.has {
            Has::Yes => "yes",
            Has::No => "no",
            Has::Optional => "can be",
            Has::Unknown => "?",
        }
        .to_owned();
    };
    let word = grant.level.as_str();
    if grant.only.is_empty() {
        return word.to_owned();
    }
    let scopes = grant.only.to_vec();
    let at = only.iter().position(|other| *other == scopes).unwrap_or_else(|| {
        only.push(scopes);
        only.len() - 1
    });
    format!("{word} {}", at + 1)
}
