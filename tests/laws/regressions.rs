//! Cases that once broke a law, as small as they could be made.

use rolecall::core::Email;

use super::case::Project;
use super::generated::laws_hold;
use super::judged::{case, judged, planned, refused_by, whole};
use super::order::{self, person};
use super::world::{GRANTED, TIGHT, WIDE};

/// Whoever is mentioned, without anything special.
const PEOPLE: &str = "
users:
  - { email: ana@acme.example, first_name: Ana, last_name: Diaz, roles: [Agent] }
  - { email: bo@acme.example, first_name: Bo, last_name: Lund, roles: [Agent] }
";

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

#[test]
fn a_member_may_rest_on_what_nobody_knows() {
    let team = "teams: [{ name: L1, members: [ana@acme.example] }]";
    let live = format!("{team}\n{PEOPLE}");
    let data = PEOPLE.replacen("[Agent]", "['Manager: Data']", 1);
    judged(&WIDE, &live, &whole(), &format!("{team}\n{data}"));
    // Once it is known, the member has to rest on something else by then.
    let live = format!("{team}\n{data}");
    let written = "roles: [{ name: 'Manager: Data', permissions: {} }]";
    let plan = judged(&WIDE, &live, &whole(), &format!("{written}\n{team}\n{PEOPLE}"));
    assert_eq!(plan.stages.len(), 2);
    assert!(planned(&WIDE, &live, &whole(), &format!("{written}\n{team}\n{data}")).is_err());
}

#[test]
fn of_two_roles_one_makes_eligible_before_the_other_ceases_to() {
    let roles = |first: &str, second: &str| {
        format!(
            "
roles:
  - {{ name: Desk, label: D, permissions: {{ {first} }} }}
  - {{ name: Ops, label: O, permissions: {{ {second} }} }}
teams: [{{ name: L1, members: [ana@acme.example] }}]
users: [{{ email: ana@acme.example, first_name: Ana, last_name: Diaz, roles: [Desk, Ops] }}]
"
        )
    };
    let agent = "function.agent.all: granted";
    for (live, wanted) in
        [(roles(agent, ""), roles("", agent)), (roles("", agent), roles(agent, ""))]
    {
        assert_eq!(judged(&WIDE, &live, &whole(), &wanted).stages.len(), 2);
    }
}

#[test]
fn a_team_with_managers_goes() {
    let live = format!(
        "
teams:
  - {{ name: L1, managers: [ana@acme.example], teams: [{{ name: L2, members: [ana@acme.example] }}] }}
{PEOPLE}"
    );
    judged(&WIDE, &live, &whole(), &format!("teams: []\n{PEOPLE}"));
    let others = PEOPLE.replace("ana", "cy");
    judged(&WIDE, &live, &whole(), &format!("teams: []\n{others}"));
}

#[test]
fn roles_that_give_each_other_go() {
    let role = |name: &str, other: &str| {
        let granted = "{ settings.users_and_teams.edit_user: granted }";
        format!("{{ name: {name}, label: x, permissions: {granted}, assignable_roles: [{other}] }}")
    };
    let roles = [role("Desk", "Ops"), role("Ops", "QA"), role("QA", "Desk")].join(", ");
    let live = format!("roles: [{roles}]\n{PEOPLE}");
    judged(&WIDE, &live, &whole(), PEOPLE);
    judged(&WIDE, PEOPLE, &whole(), &live);
}

#[test]
fn a_team_that_moves_is_found_below_a_team_that_was_renamed() {
    let live = format!(
        "teams: [{{ name: A, teams: [{{ name: B, managers: [ana@acme.example] }}] }}]\n{PEOPLE}"
    );
    let teams = "teams: [{ name: C, previously: [A] }, { name: D, previously: ['A:B'] }]";
    let plan = judged(&WIDE, &live, &whole(), &format!("{teams}\n{PEOPLE}"));
    assert!(plan.refusals.is_empty());
}

#[test]
fn teams_that_change_places_across_levels_are_refused() {
    let live = format!("teams: [{{ name: A, teams: [{{ name: S }}] }}, {{ name: B }}]\n{PEOPLE}");
    // The old `A` goes below a new `B`, and the old `B` below a new `A`.
    let below = |name: &str, was: &str| format!("{{ name: {name}, previously: [{was}] }}");
    let (in_a, in_b) = (below("S", "B"), below("T", "A"));
    let teams = format!("teams: [{{ name: A, teams: [{in_a}] }}, {{ name: B, teams: [{in_b}] }}]");
    let plan = planned(&WIDE, &live, &whole(), &format!("{teams}\n{PEOPLE}"));
    assert!(refused_by(&plan.expect("it is valid")).contains(&"no-safe-order"));
    // With only one of the two, what stood below the old one is made anew.
    let teams =
        format!("teams: [{{ name: A, teams: [{{ name: S }}] }}, {{ name: B, teams: [{in_b}] }}]");
    judged(&WIDE, &live, &whole(), &format!("{teams}\n{PEOPLE}"));
    let live = format!(
        "teams: [{{ name: A, teams: [{{ name: S }}] }}, {{ name: B }}, {{ name: C }}]\n{PEOPLE}"
    );
    let teams = format!(
        "teams: [{{ name: A, teams: [{}] }}, {{ name: B, teams: [{in_b}] }}]",
        below("S", "C")
    );
    judged(&WIDE, &live, &whole(), &format!("{teams}\n{PEOPLE}"));
}

#[test]
fn a_team_moves_below_a_new_one_of_its_former_name() {
    let live = format!("{PEOPLE}teams: [{{ name: L1, teams: [{{ name: Sales }}] }}]\n");
    let wanted = format!(
        "{PEOPLE}teams:
  - {{ name: L1, teams: [{{ name: Sales, teams: [{{ name: L1, previously: [\"L1:Sales\"] }}] }}] }}
  - {{ name: L2, previously: [L1] }}
"
    );
    judged(&WIDE, &live, &whole(), &wanted);
}

/// Who comes gets the permission by a role that the one who goes holds as well, and was never to have
/// it: one law asks for the one order, another for the other.
#[test]
fn who_goes_may_not_be_given_what_who_comes_gets() {
    let role = |allows: &str| order::role("Coach", allows);
    let live =
        order::org(&[role("")], "", &[person("ana", "Coach"), person("fay", "Admin, Coach")]);
    let gone = order::more_of_person("fay", "Admin, Coach", "status: inactive");
    let edit = role("settings.developer_settings: edit");
    let wanted = order::org(&[edit], "", &[person("ana", "Coach"), gone]);
    let project = Project { min_admins: 1, ..whole() };
    let plan = planned(&GRANTED, &live, &project, &wanted).expect("it is valid");
    assert!(refused_by(&plan).contains(&"no-safe-order"), "{:?}", plan.refusals);
    let case = case(&GRANTED, &live, project, &wanted);
    laws_hold(&GRANTED, &case, &Default::default()).expect("there is no order");
    // Without the floor he just goes first.
    let plan = judged(&GRANTED, &live, &Project { min_admins: 0, ..whole() }, &wanted);
    assert_eq!(plan.stages.len(), 2);
}

/// Whoever comes isn't waited for where those who stay are enough, though by another role than before.
#[test]
fn who_stays_an_administrator_by_another_role_is_enough() {
    let role = |allows: &str| order::role("Ops", allows);
    let edit = role("settings.developer_settings: edit");
    let live = order::org(&[edit], "", &[person("ana", "Ops"), person("cy", "Agent")]);
    let people = [person("ana", "Admin"), person("cy", "Agent"), person("di", "Admin, Ops")];
    let wanted = order::org(&[role("")], "", &people);
    let project = Project { min_admins: 1, ..whole() };
    let plan = judged(&GRANTED, &live, &project, &wanted);
    assert_eq!(plan.stages.len(), 3, "{:#?}", plan.stages);
}

/// Somebody holds a role that ceases to make administrators, and another that begins to.
#[test]
fn who_holds_both_roles_is_an_administrator_all_the_time() {
    let edit = "settings.developer_settings: edit";
    let roles = |allows: [&str; 2]| [order::role("New", allows[0]), order::role("Old", allows[1])];
    let live = order::org(&roles(["", edit]), "", &[person("ana", "New, Old")]);
    let wanted = order::org(&roles([edit, ""]), "", &[person("ana", "New, Old")]);
    let project = Project { min_admins: 1, ..whole() };
    assert_eq!(judged(&GRANTED, &live, &project, &wanted).stages.len(), 2);
}

/// Of two who come as administrators, one waits for the one who goes; the other is enough.
#[test]
fn of_those_who_come_enough_are_waited_for() {
    let live = order::org(&[], "", &[person("bo", "Agent"), person("mail", "Admin")]);
    let renamed = order::more_of_person("sync", "Agent", "previously: [mail@acme.example]");
    let people = [person("ana", "Admin"), person("bo", "Agent"), person("mail", "Admin"), renamed];
    let project = Project { min_admins: 1, ..whole() };
    let plan = judged(&TIGHT, &live, &project, &order::org(&[], "", &people));
    assert_eq!(plan.stages.len(), 3, "{:#?}", plan.stages);
}

/// Who holds two roles that make administrators is one until the last of them goes: only that waits for
/// who comes, who in turn waits for the other.
#[test]
fn who_is_an_administrator_twice_goes_with_the_last_role() {
    let edit = "settings.developer_settings: edit";
    let team = |allows: &str| format!("{{ name: 'Manager: Team', permissions: {{ {allows} }} }}");
    let desk = order::role("Desk", edit);
    let live = order::org(
        &[desk.clone(), team(edit)],
        "",
        &[person("ana", "Desk, 'Manager: Team'"), person("cy", "Agent")],
    );
    let people = [
        person("ana", "'Manager: Team'"),
        person("bo", "Admin, 'Manager: Team'"),
        person("cy", "Agent"),
    ];
    let wanted = order::org(&[desk, team("")], "", &people);
    let project = Project { min_admins: 1, ..whole() };
    assert_eq!(judged(&GRANTED, &live, &project, &wanted).stages.len(), 3);
}

/// Of two who go, one has to before the role begins to make administrators; that the other stays is enough.
#[test]
fn of_those_who_go_as_many_stay_as_are_needed() {
    let coach = |allows: &str| order::role("Coach", allows);
    let people = [person("ana", "Admin"), person("bo", "Admin, Coach"), person("cy", "Coach")];
    let live = order::org(&[coach("")], "", &people);
    let people = [person("ana", "Agent"), person("bo", "Agent"), person("cy", "Coach")];
    let edit = coach("settings.developer_settings: edit");
    let wanted = order::org(&[edit], "", &people);
    let project = Project { min_admins: 1, ..whole() };
    assert_eq!(judged(&GRANTED, &live, &project, &wanted).stages.len(), 3);
}

/// Who stays an administrator by another role ceases by the first without waiting for who comes.
#[test]
fn who_changes_the_role_waits_for_nobody_else() {
    let ops = |allows: &str| order::role("Ops", allows);
    let edit = ops("settings.developer_settings: edit");
    let live = order::org(&[edit], "", &[person("ana", "Ops"), person("bo", "Agent")]);
    let people = [person("ana", "Admin"), person("bo", "Admin, Ops")];
    let wanted = order::org(&[ops("")], "", &people);
    let project = Project { min_admins: 2, ..whole() };
    assert_eq!(judged(&GRANTED, &live, &project, &wanted).stages.len(), 3);
}

/// Of two who go one gives their name to one who comes, and another comes anyway: they go in turn.
#[test]
fn administrators_go_one_after_the_other() {
    let live = order::org(&[], "", &[person("eve", "Admin"), person("zoe", "Admin")]);
    let renamed = order::more_of_person("di", "Agent", "previously: [zoe@acme.example]");
    let people = [person("cy", "Admin"), renamed, person("eve", "Agent"), person("zoe", "Admin")];
    let wanted = order::org(&[], "", &people);
    let project = Project { min_admins: 2, ..whole() };
    assert_eq!(judged(&WIDE, &live, &project, &wanted).stages.len(), 4);
}

/// Whoever becomes an administrator by a role counts for those who go, as those do who come.
#[test]
fn who_comes_by_a_role_counts() {
    let edit = "settings.developer_settings: edit";
    let (ops, live_ops) = (order::role("Ops", ""), order::role("Ops", edit));
    let held = [person("bo", "Ops"), person("eve", "'Manager: Team'")];
    let live = order::org(&[live_ops], "", &held);
    let team = format!("{{ name: 'Manager: Team', permissions: {{ {edit} }} }}");
    let [ana, cy] = ["ana", "cy"].map(|name| person(name, "'Manager: Team'"));
    let wanted = order::org(&[team, ops], "", &[ana, cy, person("di", "Admin, Ops")]);
    let project = Project { min_admins: 3, ..Project::default() };
    assert_eq!(judged(&GRANTED, &live, &project, &wanted).stages.len(), 5);
}

/// Where fewer administrators are left at the end than there have to be, which a guard objects to, nobody
/// waits for more of them on the way.
#[test]
fn where_fewer_are_left_nobody_waits_for_more() {
    let lead = |allows: &str| order::role("Floor Lead", allows);
    let bo = || person("bo", "Admin, Floor Lead");
    let live = order::org(&[lead("")], "", &[bo(), person("eve", "Admin, Floor Lead")]);
    let gone = order::more_of_person("eve", "Admin", "status: inactive");
    let edit = lead("settings.developer_settings: edit");
    let wanted = order::org(&[edit], "", &[bo(), gone]);
    let project = Project { min_admins: 2, max_removals: 10, ..whole() };
    let plan = judged(&GRANTED, &live, &project, &wanted);
    assert_eq!((plan.stages.len(), refused_by(&plan)), (2, vec!["last-administrators"]));
}
