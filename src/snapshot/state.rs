//! A live state as JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{
    Department, DepartmentName, Email, Known, Role, RoleName, State, Team, TeamName, TeamPath, User,
};

/// A live state: the fields that the platform doesn't tell are left out.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "State")]
pub(super) struct StateDocument {
    /// Roles by name.
    roles: BTreeMap<RoleName, Role>,
    /// Teams by path.
    teams: BTreeMap<TeamPath, Team>,
    /// People by address.
    users: BTreeMap<Email, Arc<User>>,
    /// Departments by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    departments: BTreeMap<DepartmentName, Department>,
    /// Since when people are invited who haven't accepted yet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<Email, String>")]
    invited: BTreeMap<Email, Date>,
    /// The order of the roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role_order: Option<Vec<RoleName>>,
    /// The order of the teams below each; of those at the top under the empty name.
    team_order: BTreeMap<String, Vec<TeamName>>,
}

impl From<State> for StateDocument {
    fn from(state: State) -> Self {
        let State { roles, teams, users, role_order, team_order, departments, invited } = state;
        let name = |parent: Option<TeamPath>| {
            parent.map_or_else(String::new, |path| path.as_str().to_owned())
        };
        let order = team_order.into_iter().map(|(parent, order)| (name(parent), order)).collect();
        let role_order = role_order.value().cloned();
        Self { roles, teams, users, departments, invited, role_order, team_order: order }
    }
}

impl From<StateDocument> for State {
    fn from(document: StateDocument) -> Self {
        let StateDocument { roles, teams, users, departments, invited, role_order, team_order } =
            document;
        let parent = |name: String| (!name.is_empty()).then(|| TeamPath::new(&name));
        let order = team_order.into_iter().map(|(name, order)| (parent(name), order)).collect();
        let role_order = Known::from(role_order);
        State { roles, teams, users, departments, invited, role_order, team_order: order }
    }
}
