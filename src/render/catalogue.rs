//! What a changed catalogue means, as text and as JSON.

use std::collections::BTreeSet;

use owo_colors::{OwoColorize, Style as Paint};
use serde::Serialize;
use serde_json::Value as Json;

use super::{Style, terminal};
use crate::check::Touched;
use crate::core::{Grant, RoleName};
use crate::document::Sources;
use crate::platform::{Became, Difference, FieldChange, PermissionChange};

/// How two catalogues differ, as programs read it.
#[derive(Debug, Serialize)]
pub struct CatalogueDiff<'d> {
    /// The version of this format.
    pub format_version: u32,
    /// The platform's short name.
    pub platform: &'d str,
    /// How much differs.
    pub summary: DiffSummary,
    /// The lists of scopes and of licences, where they differ.
    pub lists: &'d [FieldChange],
    /// The permissions that differ, by id.
    pub permissions: Vec<PermissionDiff<'d>>,
}

/// How much differs.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct DiffSummary {
    /// Permissions that only the newer one has.
    pub added: usize,
    /// Permissions of which something differs.
    pub changed: usize,
    /// Permissions that only the older one has.
    pub removed: usize,
    /// Declared roles that grant any of them.
    pub roles: usize,
    /// Those of the roles that aren't valid with the newer one.
    pub invalid: usize,
}

/// A permission that differs.
#[derive(Debug, Serialize)]
pub struct PermissionDiff<'d> {
    /// Its id.
    pub id: &'d str,
    /// What became of it.
    pub became: Became,
    /// What of it differs; `null` is unknown.
    pub fields: &'d [FieldChange],
    /// The declared roles that grant it.
    pub roles: Vec<TouchedRole<'d>>,
}

/// A declared role that grants a permission which differs.
#[derive(Debug, Serialize)]
pub struct TouchedRole<'d> {
    /// The role.
    pub role: &'d RoleName,
    /// What it grants.
    pub grant: &'d Grant,
    /// The file in which it does, from the project's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// Why it isn't valid with the newer one, if it isn't.
    pub invalid: Option<&'d str>,
}

impl<'d> CatalogueDiff<'d> {
    /// Puts together what differs and what that touches: for each permission, in the same order.
    pub fn of(
        platform: &'d str,
        difference: &'d Difference,
        touched: &'d [Vec<Touched>],
        sources: &Sources,
    ) -> Self {
        let permissions = difference.permissions.iter().zip(touched);
        Self {
            format_version: 1,
            platform,
            summary: DiffSummary::of(difference, touched),
            lists: &difference.lists,
            permissions: permissions.map(|(change, roles)| diff(change, roles, sources)).collect(),
        }
    }

    /// Returns whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.permissions.is_empty() && self.lists.is_empty()
    }
}

impl DiffSummary {
    fn of(difference: &Difference, touched: &[Vec<Touched>]) -> Self {
        let count = |became| difference.permissions.iter().filter(|p| p.became == became).count();
        let all = || touched.iter().flatten();
        let names = |roles: &mut dyn Iterator<Item = &Touched>| {
            roles.map(|touched| touched.role.clone()).collect::<BTreeSet<_>>().len()
        };
        Self {
            added: count(Became::Added),
            changed: count(Became::Changed),
            removed: count(Became::Removed),
            roles: names(&mut all()),
            invalid: names(&mut all().filter(|touched| touched.invalid.is_some())),
        }
    }
}

fn diff<'d>(
    change: &'d PermissionChange,
    roles: &'d [Touched],
    sources: &Sources,
) -> PermissionDiff<'d> {
    let role = |touched: &'d Touched| {
        let place = sources.place(touched.at);
        TouchedRole {
            role: &touched.role,
            grant: &touched.grant,
            file: place.path,
            line: place.line,
            invalid: touched.invalid.as_deref(),
        }
    };
    PermissionDiff {
        id: change.id.as_str(),
        became: change.became,
        fields: &change.fields,
        roles: roles.iter().map(role).collect(),
    }
}

/// Returns how two catalogues differ as text.
pub fn catalogue_text(diff: &CatalogueDiff<'_>, style: Style) -> String {
    let mut page = Page { text: String::new(), style };
    for permission in &diff.permissions {
        page.permission(permission);
    }
    diff.lists.iter().for_each(|list| page.list(list));
    page.summary(diff);
    page.text
}

/// The text so far.
struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn line(&mut self, line: &str, paint: Paint) {
        let painted = self.style.color && !line.is_empty();
        self.text += &if painted { line.style(paint).to_string() } else { line.to_owned() };
        self.text.push('\n');
    }

    fn permission(&mut self, permission: &PermissionDiff<'_>) {
        let (glyph, word) = match permission.became {
            Became::Added => ('+', "new"),
            Became::Changed => ('~', "changed"),
            Became::Removed => ('-', "removed"),
        };
        let head = format!("  {glyph} {word} permission `{}`", terminal(permission.id));
        self.line(&head, paint(glyph).bold());
        for field in permission.fields {
            let name = field.field.replace('_', " ");
            let line = format!("      {name}: {}", shown(field, permission.became));
            self.line(&line, Paint::new());
        }
        permission.roles.iter().for_each(|role| self.role(role));
        self.line("", Paint::new());
    }

    fn role(&mut self, touched: &TouchedRole<'_>) {
        let TouchedRole { role, grant, file, line, invalid } = touched;
        let (role, grant) = (role.to_string(), grant.to_string());
        let what = format!("      role `{}` grants it: {}", terminal(&role), terminal(&grant));
        self.line(&what, Paint::new());
        if let Some(why) = invalid {
            self.line(&format!("        × not valid then: {}", terminal(why)), paint('-'));
        }
        self.line(&format!("        {}:{line}", terminal(file)), Paint::new().dimmed());
    }

    /// Shows what a list lost and gained; or both whole, where only the order differs.
    fn list(&mut self, list: &FieldChange) {
        self.line(&format!("  ~ changed {}", list.field), paint('~').bold());
        let (before, after) = (items(&list.before), items(&list.after));
        let lost = before.iter().filter(|item| !after.contains(item)).map(|item| ('-', item));
        let gained = after.iter().filter(|item| !before.contains(item)).map(|item| ('+', item));
        let mut lines: Vec<_> = lost.chain(gained).collect();
        lines.sort_by_key(|(_, item)| after.iter().position(|other| other == *item));
        if lines.is_empty() {
            self.line(&format!("      {}", shown(list, Became::Changed)), Paint::new());
        }
        for (glyph, item) in lines {
            self.line(&format!("      {glyph} {}", value(item)), paint(glyph));
        }
        self.line("", Paint::new());
    }

    fn summary(&mut self, diff: &CatalogueDiff<'_>) {
        if diff.is_empty() {
            let nothing = "Nothing differs in permissions, scopes and licences.";
            return self.line(nothing, Paint::new().bold());
        }
        let DiffSummary { added, changed, removed, roles, invalid } = diff.summary;
        let line = format!(
            "Permissions: {added} new, {changed} changed, {removed} removed. \
             Roles: {roles} touched, {invalid} not valid then."
        );
        self.line(&line, Paint::new().bold());
    }
}

/// Returns the values of a field: both where both platforms have the permission.
fn shown(field: &FieldChange, became: Became) -> String {
    match became {
        Became::Added => value(&field.after),
        Became::Removed => value(&field.before),
        Became::Changed => format!("{} → {}", value(&field.before), value(&field.after)),
    }
}

fn items(list: &Json) -> &[Json] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn value(value: &Json) -> String {
    match value {
        Json::Null => "unknown".to_owned(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Array(all) if all.is_empty() => "none".to_owned(),
        Json::Array(all) => all.iter().map(self::value).collect::<Vec<_>>().join(", "),
        Json::String(text) => terminal(text).into_owned(),
        other => other.to_string(),
    }
}

fn paint(glyph: char) -> Paint {
    match glyph {
        '+' => Paint::new().green(),
        '-' => Paint::new().red(),
        _ => Paint::new().yellow(),
    }
}
