//! A person.

use schemars::JsonSchema;
use serde::Serialize;

use super::Explained;
use super::basis::{Basis, Cell, Spot, name, place};
use super::page::{Page, Row, count};
use super::role::Counts;
use crate::access::{Given, effective, effective_roles, may_have_more, widest};
use crate::core::{Email, Grant, Key, Origin, PermissionId, RoleName, Status, TeamPath, User};
use crate::manifest::Desired;

/// A person who is declared.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PersonPage {
    /// The address.
    email: Email,
    /// The line that declares the person.
    declared: Option<Spot>,
    /// Whether they can sign in, if that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    /// What is recorded of them, by the names of manifests.
    attributes: Vec<(String, String)>,
    /// Whether any of their roles makes them an administrator.
    administrator: bool,
    /// What they count as.
    licence: Counts,
    /// The roles that they hold.
    roles: Vec<HeldRole>,
    /// The teams that they are in.
    teams: Vec<Seat>,
    /// What they may do, as far as somebody says what their roles contain.
    permissions: Vec<PersonPermission>,
    /// The roles of theirs that have every permission that there is.
    everything: Vec<HeldRole>,
    /// The roles of theirs that may contain more than anybody says.
    may_have_more: Vec<RoleName>,
    /// The roles that they may give to others, and by which role of theirs.
    may_give: Vec<MayGive>,
}

/// A role of a person.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct HeldRole {
    /// The role.
    role: RoleName,
    /// Whether it is built in.
    built_in: bool,
    /// Why that may be believed.
    basis: Basis,
}

/// A person's place in a team.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Seat {
    /// The team, by its path.
    team: TeamPath,
    /// `member` or `manager`.
    seat: &'static str,
    /// The line that says so.
    declared: Option<Spot>,
}

/// A permission of a person.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PersonPermission {
    /// Its id.
    id: PermissionId,
    /// Its name on the platform's pages.
    name: Option<String>,
    /// The union of what their roles grant: grants of which none covers another. Nobody says how two
    /// scopes add up.
    effective: Vec<Grant>,
    /// The roles that give it.
    by: Vec<GivenBy>,
}

/// A role that gives a permission.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct GivenBy {
    /// The role.
    role: RoleName,
    /// What it gives, and why that may be believed.
    #[serde(flatten)]
    cell: Cell,
}

/// A role that a person may give to others.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct MayGive {
    /// The role that they may give.
    role: RoleName,
    /// The role that lets them.
    by: RoleName,
}

impl PersonPage {
    /// Makes the page of a person who is declared.
    pub(super) fn of(known: Explained<'_>, email: &Email, user: &User) -> Self {
        let Explained { platform, .. } = known;
        let state = known.state();
        let active = effective_roles(Some(user));
        let places = known.desired.places.get(&Key::User(email.clone()));
        let at = |field| places.map(|places| place(known, places.field(field)));
        let held = |role: &RoleName| HeldRole {
            role: role.clone(),
            built_in: platform.built_in(role).is_some(),
            basis: Basis::declared(at("roles")),
        };
        let everything = |role: &&RoleName| {
            let fact = platform.built_in(role)?.everything.as_ref().filter(|fact| fact.holds())?;
            Some(HeldRole { basis: Basis::of(fact), ..held(role) })
        };
        let administers =
            |role: &&RoleName| platform.is_administrative(role, state.roles.get(*role));
        let more = active.iter().filter(|role| may_have_more(state, platform, role));
        Self {
            email: email.clone(),
            declared: places.map(|places| place(known, places.entry)),
            status: user.status.value().copied(),
            attributes: user
                .attributes
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            administrator: active.iter().any(administers),
            licence: Counts::of(known, active.iter().copied()),
            roles: user.held_roles().map(held).collect(),
            teams: seats(known, email, user),
            permissions: permissions(known, user),
            everything: active.iter().filter_map(everything).collect(),
            may_have_more: more.map(|role| (*role).clone()).collect(),
            may_give: active.iter().flat_map(|role| may_give(known, role)).collect(),
        }
    }

    pub(super) fn write(&self, page: &mut Page) {
        page.head(&format!("{}: a person", self.email));
        for (name, value) in &self.attributes {
            page.say(2, &format!("{name}: {value}"));
        }
        let status = self.status.map_or("left alone", Status::as_str);
        page.say(2, &format!("Status: {status}"));
        page.say(2, &format!("Licence: {}", self.licence.text()));
        page.say(2, &format!("Administrator: {}", if self.administrator { "yes" } else { "no" }));
        if let Some(spot) = &self.declared {
            page.say(2, &format!("Declared: {}", spot.text()));
        }
        self.write_roles_and_teams(page);
        self.write_permissions(page);
        if !self.may_give.is_empty() {
            page.head("May give to others");
            let rows = self.may_give.iter();
            let rows =
                rows.map(|MayGive { role, by }| Row::new([role.to_string(), format!("by {by}")]));
            page.rows(&rows.collect::<Vec<_>>());
        }
    }

    fn write_roles_and_teams(&self, page: &mut Page) {
        page.head(&format!("Holds {}", count(self.roles.len(), "role", "roles")));
        let rows = self.roles.iter().map(|held| {
            let kind = if held.built_in { "built in" } else { "custom" };
            Row::new([held.role.to_string(), kind.to_owned(), held.basis.text()])
        });
        page.rows(&rows.collect::<Vec<_>>());
        page.head(&format!("Is in {}", count(self.teams.len(), "team", "teams")));
        let spot = |spot: &Option<Spot>| spot.as_ref().map_or(String::new(), Spot::text);
        let rows = self.teams.iter().map(|Seat { team, seat, declared }| {
            Row::new([team.to_string(), (*seat).to_owned(), spot(declared)])
        });
        page.rows(&rows.collect::<Vec<_>>());
    }

    fn write_permissions(&self, page: &mut Page) {
        page.head(&format!(
            "May use {}",
            count(self.permissions.len(), "permission", "permissions")
        ));
        if self.status == Some(Status::Inactive) {
            page.say(2, "None, whatever the roles contain: the person can't sign in.");
        }
        for HeldRole { role, basis, .. } in &self.everything {
            page.say(2, &format!("Every permission that there is, by {role} {}", basis.text()));
        }
        for PersonPermission { id, name, effective, by } in &self.permissions {
            let grants: Vec<String> = effective.iter().map(ToString::to_string).collect();
            page.say(2, &format!("{id}: {}", grants.join("; or ")));
            page.note(6, name.as_deref());
            for GivenBy { role, cell } in by {
                let what = if by.len() > 1 { format!(": {}", cell.text()) } else { String::new() };
                page.say(6, &format!("by {role}{what} {}", cell.basis.text()));
            }
        }
        if !self.may_have_more.is_empty() {
            let roles: Vec<&str> = self.may_have_more.iter().map(RoleName::as_str).collect();
            let more = "There may be more: no text says all that these allow:";
            page.say(2, &format!("{more} {}.", roles.join(", ")));
        }
    }
}

/// Returns what somebody may do, each with the roles that it comes from.
fn permissions(known: Explained<'_>, user: &User) -> Vec<PersonPermission> {
    let permission = |given: Given<'_>| {
        let by = given.by.iter().map(|(role, _, holding)| GivenBy {
            role: (*role).clone(),
            cell: Cell::of(known, role, given.id, *holding),
        });
        let grants = widest(given.by.iter().map(|(_, grant, _)| *grant));
        PersonPermission {
            id: given.id.clone(),
            name: name(known.platform, given.id),
            effective: grants.into_iter().cloned().collect(),
            by: by.collect(),
        }
    };
    effective(known.state(), known.platform, user).into_iter().map(permission).collect()
}

fn may_give(known: Explained<'_>, by: &RoleName) -> Vec<MayGive> {
    let role = known.state().roles.get(by);
    let roles = role.and_then(|role| role.assignable_roles.value()).into_iter().flatten();
    roles.map(|role| MayGive { role: role.clone(), by: by.clone() }).collect()
}

fn seats(known: Explained<'_>, email: &Email, user: &User) -> Vec<Seat> {
    let Desired { state, members, managers, .. } = known.desired;
    let at = |listed: Option<&Vec<(Email, Origin)>>| {
        let mut listed = listed.into_iter().flatten();
        listed.find(|(other, _)| other == email).map(|(_, at)| place(known, *at))
    };
    let member = user.member_of().map(|team| Seat {
        team: team.clone(),
        seat: "member",
        declared: at(members.get(team)),
    });
    let manages = state
        .teams
        .iter()
        .filter(|(_, team)| team.managers.value().is_some_and(|managers| managers.contains(email)));
    let manager = manages.map(|(team, _)| Seat {
        team: team.clone(),
        seat: "manager",
        declared: at(managers.get(team)),
    });
    let mut seats: Vec<Seat> = member.chain(manager).collect();
    seats.sort_by(|a, b| a.team.cmp(&b.team));
    seats
}
