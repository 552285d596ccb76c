//! What is read back of each kind of step, and what is said where it isn't as written.

use rolecall::core::{
    AttributeName, Email, FaultKind, Few, Grant, Key, Known, Level, PermissionId, Role, RoleName,
    Scalar, State, Status, Team, TeamName, TeamPath, User,
};
use rolecall::plan::{Action, Resource, Step};

use crate::setting::{Setting, agents, holder_of, person, plan, step};
use crate::weather::{Memory, Sky, Weather};

fn roles<C: FromIterator<RoleName>>(names: &[&str]) -> C {
    names.iter().copied().map(RoleName::new).collect()
}

fn teams(names: &[&str]) -> Vec<TeamName> {
    names.iter().copied().map(TeamName::new).collect()
}

/// Two agents, a role and a team, of which much is known.
fn state() -> State {
    let mut state = agents(2);
    let role = Role {
        label: Known::Known("AGENT".to_owned()),
        assignable_roles: Known::Known(roles(&[])),
        ..granted(&["a", "b"])
    };
    state.roles.insert(RoleName::new("Agent"), role);
    state.teams.insert(TeamPath::new("Sales"), managed_by(&[]));
    state.role_order = Known::Known(roles(&["Agent", "Lead"]));
    state.team_order.insert(None, teams(&["Support"]));
    state
}

fn granted(ids: &[&str]) -> Role {
    let grant = |id: &&str| (PermissionId::new(id), Grant::everywhere(Level::View));
    Role { permissions: Known::Known(ids.iter().map(grant).collect()), ..Role::default() }
}

fn managed_by(emails: &[&str]) -> Team {
    let managers = Known::Known(emails.iter().copied().map(Email::new).collect());
    Team { managers, ..Team::default() }
}

fn row(status: Option<Status>, language: Option<&str>) -> Option<Resource> {
    let attribute = |text: &str| (AttributeName::new("language"), Scalar::from(text));
    let attributes = language.map(attribute).into_iter().collect();
    Some(Resource::User(User { status: status.into(), attributes, ..User::default() }))
}

/// Does the step on a platform that stores it or doesn't, and returns what is said of it.
async fn said(state: &State, step: &Step, sky: Sky) -> Option<String> {
    let target = Weather::over(Memory::holding(state.clone()), &[(step.key.clone(), sky)]);
    let plan = plan(vec![vec![step.clone()]]);
    let report = Setting::writing_to(&target.journal).apply(&plan, &target).await;
    let (_, fault) = report.expect("the journal is written").failed.pop()?;
    assert_eq!(fault.kind, FaultKind::NotAsWritten);
    fault.message.strip_prefix("read back, it is not as written: ").map(str::to_owned)
}

async fn is_read_back(action: Action, key: Key, after: Option<Resource>, found: &str) {
    is_caught(&step(action, key, None, after), found).await;
}

async fn is_caught(step: &Step, found: &str) {
    assert_eq!(said(&state(), step, Sky::StoresNothing).await.as_deref(), Some(found));
    assert_eq!(said(&state(), step, Sky::Fine).await, None, "{}", step.key);
}

#[tokio::test]
async fn what_was_made_is_there() {
    let lead = Key::Role(RoleName::new("Lead"));
    let role = Some(Resource::Role(Role::default()));
    is_read_back(Action::Create, lead, role, "it is not there").await;
    let support = Key::Team(TeamPath::new("Support"));
    let team = Some(Resource::Team(Team::default()));
    is_read_back(Action::Create, support, team, "it is not there").await;
}

#[tokio::test]
async fn what_went_is_gone() {
    is_read_back(Action::Delete, person(1), None, "it is still there").await;
    let rename = step(Action::Rename, person(7), None, row(None, None));
    let rename = Step { previous_key: Some(person(0)), ..rename };
    is_caught(&rename, "user `user0@acme.example` is still there").await;
}

#[tokio::test]
async fn every_field_of_a_role_and_a_team_is_compared() {
    let agent = || Key::Role(RoleName::new("Agent"));
    let label = Role { label: Known::Known("A".to_owned()), ..Role::default() };
    let found = "`label`: expected `A`, found `AGENT`";
    is_read_back(Action::Update, agent(), Some(Resource::Role(label)), found).await;
    let assigning = Role { assignable_roles: Known::Known(roles(&["Lead"])), ..Role::default() };
    let found = "`assignable_roles`: expected but not found: `Lead`";
    is_read_back(Action::Update, agent(), Some(Resource::Role(assigning)), found).await;
    let permissions = Some(Resource::Role(granted(&["b", "c", "d", "e", "f", "g"])));
    let found = "`permissions`: expected but not found: `c: view`, `d: view`, `e: view` and 2 \
                 more; found but not expected: `a: view`";
    is_read_back(Action::Update, agent(), permissions, found).await;
    let sales = Key::Team(TeamPath::new("Sales"));
    let found = "`managers`: expected but not found: `ana@acme.example`";
    let team = Some(Resource::Team(managed_by(&["ana@acme.example"])));
    is_read_back(Action::Update, sales, team, found).await;
}

#[tokio::test]
async fn every_field_of_a_person_is_compared() {
    let mut state = state();
    for user in state.users.values_mut() {
        let user = std::sync::Arc::make_mut(user);
        user.status = Known::Known(Status::Active);
        user.teams = Known::Known(Few::from([TeamPath::new("Sales")]));
        user.attributes.insert(AttributeName::new("language"), Scalar::from("es"));
    }
    let nowhere = User { teams: Known::Known(Few::new()), ..User::default() };
    let cases = [
        (row(Some(Status::Inactive), None), "`status`: expected `inactive`, found `active`"),
        (row(None, Some("en")), "`language`: expected `en`, found `es`"),
        (Some(Resource::User(nowhere)), "`teams`: found but not expected: `Sales`"),
        (
            Some(Resource::User(holder_of(&["Agent", "Lead"]))),
            "`roles`: expected but not found: `Lead`",
        ),
    ];
    for (after, found) in cases {
        let step = step(Action::Update, person(0), None, after);
        assert_eq!(said(&state, &step, Sky::StoresNothing).await.as_deref(), Some(found));
        assert_eq!(said(&state, &step, Sky::Fine).await, None);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_taken_at_the_targets_word() {
    let after = row(Some(Status::Inactive), Some("en"));
    let step = step(Action::Deactivate, person(0), None, after);
    assert_eq!(said(&state(), &step, Sky::StoresNothing).await, None);
}

#[tokio::test]
async fn orders_are_compared_as_lists() {
    let order = Some(Resource::RoleOrder(roles(&["Lead", "Agent"])));
    let found = "place 1: expected `Lead`, found `Agent`";
    is_read_back(Action::Reorder, Key::RoleOrder, order, found).await;
    let order = Some(Resource::TeamOrder(teams(&["Support", "Sales"])));
    let found = "place 2: expected `Sales`, found nothing";
    is_read_back(Action::Reorder, Key::TeamOrder(None), order, found).await;
}
