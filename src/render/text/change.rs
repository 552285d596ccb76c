//! What a step changes, line by line.

use std::collections::BTreeMap;

use owo_colors::Style as Paint;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use super::super::entry::share_words;
use super::super::terminal;
use crate::core::{Department, Few, Grant, Known, PermissionId, Role, Scalar, Shares, Team, User};
use crate::plan::{Resource, Step};

/// A line, and whether it is about something that comes or goes.
pub(in crate::render) struct Line {
    pub(in crate::render) text: String,
    sign: char,
}

impl Line {
    fn plain(text: String) -> Self {
        Self { text, sign: ' ' }
    }

    fn signed(sign: char, text: &str) -> Self {
        Self { text: format!("  {sign} {text}"), sign }
    }

    /// Returns the line as one of a diff: its sign stands first.
    pub(in crate::render) fn in_diff(&self) -> String {
        match self.sign {
            ' ' => format!("  {}", self.text),
            sign => format!("{sign} {}", self.text.trim_start().trim_start_matches([sign, ' '])),
        }
    }

    /// Returns how the line is painted.
    pub(super) fn paint(&self) -> Paint {
        match self.sign {
            '+' => Paint::new().green(),
            '-' => Paint::new().red(),
            _ => Paint::new(),
        }
    }
}

/// Returns what a step changes: each field, before and after.
pub(in crate::render) fn lines(step: &Step) -> Vec<Line> {
    match (&step.before, &step.after) {
        (before, Some(Resource::Role(after))) => role(before_role(before.as_ref()), after),
        (before, Some(Resource::Team(after))) => team(before_team(before.as_ref()), after),
        (before, Some(Resource::User(after))) => user(before_user(before.as_ref()), after),
        (before, Some(Resource::Department(after))) => {
            department(before_department(before.as_ref()), after)
        }
        (Some(Resource::RoleOrder(before)), Some(Resource::RoleOrder(after))) => {
            order(before, after)
        }
        (Some(Resource::TeamOrder(before)), Some(Resource::TeamOrder(after))) => {
            order(before, after)
        }
        (None, Some(Resource::RoleOrder(after))) => order(&[], after),
        // What goes needs no list of what it was: the JSON has it.
        _ => Vec::new(),
    }
}

fn before_role(resource: Option<&Resource>) -> Role {
    match resource {
        Some(Resource::Role(role)) => role.clone(),
        _ => Role::default(),
    }
}

fn before_team(resource: Option<&Resource>) -> Team {
    match resource {
        Some(Resource::Team(team)) => team.clone(),
        _ => Team::default(),
    }
}

fn before_user(resource: Option<&Resource>) -> User {
    match resource {
        Some(Resource::User(user)) => user.clone(),
        _ => User::default(),
    }
}

fn before_department(resource: Option<&Resource>) -> Department {
    match resource {
        Some(Resource::Department(department)) => department.clone(),
        _ => Department::default(),
    }
}

fn department(before: Department, after: &Department) -> Vec<Line> {
    let Department { groups, attributes } = after;
    let mut lines = Vec::new();
    for (name, value) in attributes {
        let was = before.attributes.get(name).filter(|was| **was != Scalar::Null);
        lines.extend(one(name.as_str(), was, Some(value)));
    }
    let texts = |groups: &Known<Shares>| -> Vec<String> {
        let all = groups.value().into_iter().flatten();
        all.map(|(path, share)| terminal(&share_words(path, *share)).into_owned()).collect()
    };
    lines.extend(list("groups", &texts(&before.groups), &texts(groups), groups.is_unknown()));
    lines
}

fn role(before: Role, after: &Role) -> Vec<Line> {
    let Role { label, color, permissions, assignable_roles } = after;
    let mut lines = Vec::new();
    lines.extend(one("label", before.label.value(), label.value()));
    lines.extend(one("color", before.color.value(), color.value()));
    let (was, is) = (grants(&before.permissions), grants(permissions));
    lines.extend(list("permissions", &was, &is, permissions.is_unknown()));
    let (was, is) = (words(&before.assignable_roles), words(assignable_roles));
    lines.extend(list("assignable roles", &was, &is, assignable_roles.is_unknown()));
    lines
}

fn team(before: Team, after: &Team) -> Vec<Line> {
    let Team { managers, seated: _, attributes: _, named: _ } = after;
    let was = before.values();
    let mut lines = Vec::new();
    for (name, value) in after.values() {
        let was = was.get(name).filter(|was| **was != Scalar::Null);
        lines.extend(one(name.as_str(), was, Some(&value)));
    }
    let (was, is) = (words(&before.managers), words(managers));
    lines.extend(list("managers", &was, &is, managers.is_unknown()));
    lines
}

fn user(before: User, after: &User) -> Vec<Line> {
    let User { status, roles, teams, attributes } = after;
    let mut lines = Vec::new();
    lines.extend(one("status", before.status.value(), status.value()));
    for (name, value) in attributes {
        let was = before.attributes.get(name).filter(|was| **was != Scalar::Null);
        lines.extend(one(name.as_str(), was, Some(value)));
    }
    lines.extend(list("roles", &words(&before.roles), &words(roles), roles.is_unknown()));
    lines.extend(list("teams", &words(&before.teams), &words(teams), teams.is_unknown()));
    lines
}

/// Returns the line of a field with one value.
fn one<T: ToString>(name: &str, before: Option<&T>, after: Option<&T>) -> Option<Line> {
    let (name, after) = (terminal(name), terminal(&after?.to_string()).into_owned());
    let text = match before.map(|before| terminal(&before.to_string()).into_owned()) {
        Some(before) => format!("{name}: {before} → {after}"),
        None => format!("{name}: {after}"),
    };
    Some(Line::plain(text))
}

/// Returns the lines of a field with many values: those that come and go, and how many stay.
fn list(name: &str, before: &[String], after: &[String], untouched: bool) -> Vec<Line> {
    if untouched || (before.is_empty() && after.is_empty()) {
        return Vec::new();
    }
    let mut changed = Vec::new();
    let mut same = 0;
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        same += if let DiffOp::Equal { len, .. } = op { len } else { 0 };
        changed.extend(signed(&op, before, after));
    }
    let heading = if same > 0 { format!("{name} ({same} unchanged)") } else { name.to_owned() };
    std::iter::once(Line::plain(heading)).chain(changed).collect()
}

fn signed(op: &DiffOp, before: &[String], after: &[String]) -> Vec<Line> {
    if let DiffOp::Equal { .. } = op {
        return Vec::new();
    }
    let gone = before[op.old_range()].iter().map(|item| Line::signed('-', item));
    let come = after[op.new_range()].iter().map(|item| Line::signed('+', item));
    gone.chain(come).collect()
}

/// How many entries that stay are shown around one that moves.
const AROUND: usize = 2;

/// Returns the lines of an order: what moved, marked where it was and where it is, and what stands
/// around it.
fn order<T: ToString>(before: &[T], after: &[T]) -> Vec<Line> {
    let texts = |list: &[T]| -> Vec<String> {
        list.iter().map(|item| terminal(&item.to_string()).into_owned()).collect()
    };
    let (before, after) = (texts(before), texts(after));
    let mut lines = Vec::new();
    let ops = capture_diff_slices(Algorithm::Myers, &before, &after);
    for (position, group) in group_diff_ops(ops, AROUND).into_iter().enumerate() {
        if position > 0 {
            lines.push(Line::signed(' ', "…"));
        }
        for op in group {
            if let DiffOp::Equal { .. } = op {
                lines.extend(before[op.old_range()].iter().map(|item| Line::signed(' ', item)));
            }
            lines.extend(signed(&op, &before, &after));
        }
    }
    lines
}

fn grants(permissions: &Known<BTreeMap<PermissionId, Grant>>) -> Vec<String> {
    let entry =
        |(id, grant): (&PermissionId, &Grant)| terminal(&format!("{id}: {grant}")).into_owned();
    permissions.value().into_iter().flatten().map(entry).collect()
}

fn words<T: ToString>(names: &Known<Few<T>>) -> Vec<String> {
    let word = |name: &T| terminal(&name.to_string()).into_owned();
    names.value().into_iter().flatten().map(word).collect()
}
