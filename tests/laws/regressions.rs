//! Cases that once broke a law, as small as they could be made.

use rolecall::core::{Diagnostics, Email};
use rolecall::plan::Plan;

use super::case::{Case, Project};
use super::generated::laws_hold;
use super::world::{WIDE, World};

/// Whoever is mentioned, without anything special.
const PEOPLE: &str = "
users:
  - { email: ana@acme.example, first_name: Ana, last_name: Diaz, roles: [Agent] }
  - { email: bo@acme.example, first_name: Bo, last_name: Lund, roles: [Agent] }
";

/// A project that manages everything wholly, and waives all it can.
pub fn whole() -> Project {
    Project { all: [true; 3], ..Project::default() }
}

fn case(world: &World, live: &str, project: Project, wanted: &str) -> Case {
    let files = vec![("access.yaml".to_owned(), wanted.to_owned())];
    Case { live: world.live(live), project, shuffled: files.clone(), files, seed: 1 }
}

/// Returns the plan for a case, if the manifests are valid.
pub fn planned(
    world: &World,
    live: &str,
    project: &Project,
    wanted: &str,
) -> Result<Plan, Diagnostics> {
    let case = case(world, live, project.clone(), wanted);
    let desired = world.mean(&project.text(), &case.files)?;
    world.plan(&desired, &case.live, &project.limits())
}

/// Asks all laws of one case; returns its plan.
pub fn judged(world: &World, live: &str, project: &Project, wanted: &str) -> Plan {
    let plan = planned(world, live, project, wanted).expect("it is valid");
    let case = case(world, live, project.clone(), wanted);
    if let Err(what) = laws_hold(world, &case, &Default::default()) {
        panic!("{what}\n{case:?}");
    }
    plan
}

/// Returns the guards that refuse a plan.
pub fn refused_by(plan: &Plan) -> Vec<&'static str> {
    let mut words: Vec<&str> = plan.refusals.iter().map(|refusal| refusal.guard).collect();
    words.dedup();
    words
}

#[test]
fn a_built_in_role_keeps_its_name() {
    let live = format!("roles: [{{ name: 'Manager: Data', permissions: {{}} }}]\n{PEOPLE}");
    let role = "{ name: Lead, label: LEAD, permissions: {}, previously: ['Manager: Data'] }";
    let wanted = format!("roles: [{role}]\n{PEOPLE}");
    let found = planned(&WIDE, &live, &whole(), &wanted).expect_err("it can't be renamed");
    let words: Vec<&str> = found.sorted().iter().map(|problem| problem.code.word).collect();
    assert_eq!(words, ["fixed-role"]);
}

#[test]
fn who_is_protected_keeps_managing() {
    let live = format!("teams: [{{ name: L1, managers: [ana@acme.example] }}]\n{PEOPLE}");
    let protected_users = [Email::new("ana@acme.example")].into();
    let project = Project { protected_users, max_removals: 9, ..whole() };
    for teams in ["teams: [{ name: L1, managers: [] }]", "teams: []"] {
        let plan = judged(&WIDE, &live, &project, &format!("{teams}\n{PEOPLE}"));
        assert_eq!(refused_by(&plan), ["protected", "emptied"], "{teams}");
    }
}

#[test]
fn orders_are_compared_with_what_the_stages_make() {
    let roles = "
roles:
  - { name: Lead, label: L, permissions: { settings.users_and_teams.edit_user: granted }, assignable_roles: [Night] }
  - { name: Night, label: N, permissions: {} }
role_order: [Lead, Night]
";
    judged(&WIDE, PEOPLE, &whole(), &format!("{roles}{PEOPLE}"));
    let live = format!("teams: [{{ name: A, teams: [{{ name: B }}] }}, {{ name: C }}]\n{PEOPLE}");
    let moved = "[{ name: C, teams: [{ name: B, previously: ['A:B'] }, { name: A }] }]";
    judged(&WIDE, &live, &whole(), &format!("teams: {moved}\n{PEOPLE}"));
}
