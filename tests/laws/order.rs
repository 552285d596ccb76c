//! Each rule of the order and each guard, on the smallest case that needs it.

use rolecall::plan::{Plan, Step};

use super::case::Project;
use super::judged::{judged, planned, refused_by, whole};
use super::world::{GRANTED, TIGHT, WIDE, World};

pub fn person(name: &str, roles: &str) -> String {
    more_of_person(name, roles, "status: active")
}

pub fn more_of_person(name: &str, roles: &str, more: &str) -> String {
    let email = format!("{name}@acme.example");
    format!("{{ email: {email}, first_name: A, last_name: B, roles: [{roles}], {more} }}")
}

pub fn role(name: &str, permissions: &str) -> String {
    format!("{{ name: {name}, label: x, permissions: {{ {permissions} }} }}")
}

/// Entries of manifests: roles, teams, people.
pub fn org(roles: &[String], teams: &str, users: &[String]) -> String {
    let (roles, users) = (roles.join(", "), users.join(", "));
    format!("roles: [{roles}]\nteams: [{teams}]\nusers: [{users}]\n")
}

fn stages(plan: &Plan) -> Vec<usize> {
    plan.stages.iter().map(|stage| stage.steps.len()).collect()
}

#[test]
fn what_is_named_is_there() {
    let live = org(&[], "", &[person("ana", "Agent")]);
    let team = "{ name: T, teams: [{ name: S, members: [ana@acme.example] }] }";
    let wanted = org(&[role("New", "")], team, &[person("ana", "Agent, New")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [2, 1, 1]);
}

#[test]
fn renames_go_in_turn() {
    let live = org(&[role("A", ""), role("B", "")], "", &[person("ana", "A, B")]);
    let renamed = |name: &str, was: &str| {
        format!("{{ name: {name}, label: x, permissions: {{}}, previously: [{was}] }}")
    };
    let wanted = org(&[renamed("B", "A"), renamed("C", "B")], "", &[person("ana", "B, C")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 1]);
}

#[test]
fn a_freed_name_is_free() {
    let live = org(&[role("A", "")], "", &[person("ana", "A")]);
    let renamed = "{ name: B, label: x, permissions: {}, previously: [A] }".to_owned();
    let wanted = org(&[role("A", ""), renamed], "", &[person("ana", "B")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 1]);
}

#[test]
fn nothing_that_is_held_goes() {
    let team = "{ name: T, members: [ana@acme.example] }";
    let live = org(&[role("A", "")], team, &[person("ana", "A, Agent")]);
    let wanted = org(&[], "", &[person("ana", "Agent")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 2]);
}

#[test]
fn sub_teams_go_first() {
    let live =
        org(&[], "{ name: T, teams: [{ name: A }, { name: S }] }", &[person("ana", "Agent")]);
    let wanted = org(&[], "{ name: B, previously: ['T:A'] }", &[person("ana", "Agent")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [2, 1]);
}

#[test]
fn orders_come_last() {
    let live = org(&[role("A", "")], "{ name: T }", &[person("ana", "Agent")]);
    let wanted = org(&[role("A", ""), role("B", "")], "{ name: U }", &[person("ana", "Agent")]);
    let wanted = format!("role_order: [B, Agent]\nteam_order: [U]\n{wanted}");
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [3, 1]);
}

#[test]
fn nobody_has_two_seats() {
    let people = [person("ana", "Agent"), person("bo", "Agent")];
    let team = |name: &str, manager: &str, member: &str| {
        let seat = |who: &str| format!("[{who}@acme.example]");
        format!("{{ name: {name}, managers: {}, members: {} }}", seat(manager), seat(member))
    };
    let live = org(&[], &team("T", "ana", "bo"), &people);
    let wanted = org(
        &[],
        &team("T", "bo", "bo").replace("members: [bo@acme.example]", "members: []"),
        &people,
    );
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 1]);
    let wanted = org(
        &[],
        &team("T", "ana", "ana").replace("managers: [ana@acme.example]", "managers: []"),
        &people,
    );
    // Bo leaves, and Ana waits until she manages nothing.
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [2, 1]);
    // Two who exchange their seats: Bo leaves, Bo manages instead of Ana, Ana joins.
    let wanted = org(&[], &team("T", "bo", "ana"), &people);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 1, 1]);
    // In two teams at once, the other way round in the other one, each waits for the other.
    let both = |first: &str, second: &str| {
        org(&[], &[team("T", first, second), team("U", second, first)].join(", "), &people)
    };
    let plan = planned(&WIDE, &both("ana", "bo"), &whole(), &both("bo", "ana"));
    assert!(refused_by(&plan.expect("it is valid")).contains(&"no-safe-order"));
}

#[test]
fn managers_are_active() {
    let inactive = more_of_person("bo", "Agent", "status: inactive");
    let team = |who: &str| format!("{{ name: T, managers: [{who}@acme.example] }}");
    let live = org(&[], &team("ana"), &[person("ana", "Agent"), inactive.clone()]);
    let end = inactive.replace("bo@", "ana@");
    let wanted = org(&[], &team("bo"), &[end, person("bo", "Agent")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 1, 1]);
}

#[test]
fn members_stay_eligible() {
    let team = "{ name: T, members: [ana@acme.example, bo@acme.example] }";
    let (agent, both) = ("function.agent.all: granted", [role("A", ""), role("B", "")]);
    let live = [role("A", agent), both[1].clone()];
    let wanted = [both[0].clone(), role("B", agent)];
    let live = org(&live, team, &[person("ana", "A"), person("bo", "A")]);
    let wanted = org(&wanted, team, &[person("ana", "B"), person("bo", "B")]);
    assert_eq!(stages(&judged(&WIDE, &live, &whole(), &wanted)), [1, 2, 1]);
}

#[test]
fn custom_roles_stay_within_their_number() {
    let roles = |names: &str| names.split(' ').map(|name| role(name, "")).collect::<Vec<_>>();
    let people = [person("ana", "Agent")];
    let (live, wanted) = (roles("A B C D"), roles("D K L M N"));
    let plan = judged(&TIGHT, &org(&live, "", &people), &whole(), &org(&wanted, "", &people));
    assert_eq!(stages(&plan), [4, 3]);
}

#[test]
fn administrators_come_before_they_go() {
    let live = org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]);
    let wanted = org(&[], "", &[person("ana", "Agent"), person("bo", "Admin")]);
    for (min_admins, expected) in [(0, vec![2]), (1, vec![1, 1])] {
        let project = Project { min_admins, ..whole() };
        let plan = judged(&WIDE, &live, &project, &wanted);
        assert_eq!(stages(&plan), expected);
    }
}

#[test]
fn administrators_by_a_permission_stay_while_it_changes_roles() {
    let edit = "settings.developer_settings: edit";
    let project = Project { min_admins: 2, ..whole() };
    // Ana and Bo hold both; it goes from the one role to the other.
    let people = [person("ana", "A, B"), person("bo", "A, B")];
    let live = org(&[role("A", edit), role("B", "")], "", &people);
    let wanted = org(&[role("A", ""), role("B", edit)], "", &people);
    assert_eq!(stages(&judged(&GRANTED, &live, &project, &wanted)), [1, 1]);
    // They change over as well.
    let live = live.replace("A, B", "A");
    let wanted = wanted.replace("A, B", "B");
    assert_eq!(stages(&judged(&GRANTED, &live, &project, &wanted)), [1, 2, 1]);
}

#[test]
fn a_role_that_nobody_holds_makes_no_administrators() {
    let edit = role("A", "settings.developer_settings: edit");
    let renamed = role("B", "").replace("label", "previously: [A], label");
    let live = org(&[edit], "", &[person("ana", "Agent"), person("bo", "Admin")]);
    let people = [person("ana", "A, Admin"), person("bo", "Agent")];
    let wanted = org(&[role("A", ""), renamed], "", &people);
    let project = Project { min_admins: 1, ..whole() };
    judged(&GRANTED, &live, &project, &wanted);
}

#[test]
fn guards_refuse_by_name() {
    let live = org(&[role("A", "")], "{ name: T }", &[person("ana", "Admin"), person("bo", "A")]);
    let all = |wanted: &str, project: Project| {
        refused_by(&planned(&WIDE, &live, &project, wanted).expect("it is valid"))
    };
    let users = [person("ana", "Admin"), person("bo", "A")];
    let same = org(&[role("A", "")], "{ name: T }", &users);
    let many = Project { max_removals: 9, ..whole() };
    assert_eq!(all(&same, whole()), [""; 0]);
    let without_team = org(&[role("A", "")], "", &users);
    assert_eq!(all(&without_team, whole()), ["max-removals", "emptied"]);
    assert_eq!(all(&without_team, many.clone()), ["emptied"]);
    let without_admin = same.replace("Admin", "A");
    let two = Project { min_admins: 2, ..many.clone() };
    assert_eq!(all(&without_admin, two), ["last-administrators", "emptied"]);
    let protected_users = ["ana@acme.example".into()].into();
    let protected = Project { protected_users, ..many.clone() };
    assert_eq!(all(&without_admin, protected), ["protected", "emptied"]);
    let without_role = org(&[], "{ name: T }", &[person("ana", "Admin")]);
    let listed = Project { all: [true, true, false], ..many };
    assert_eq!(all(&without_role, listed), ["emptied", "in-use"]);
}

#[test]
fn where_enough_stay_administrators_nobody_waits() {
    let of = |roles: [&str; 4]| {
        let people = ["ana", "bo", "cy", "di"].iter().zip(roles);
        org(&[], "", &people.map(|(name, role)| person(name, role)).collect::<Vec<_>>())
    };
    let (live, wanted) =
        (of(["Admin", "Admin", "Admin", "Agent"]), of(["Admin", "Admin", "Agent", "Admin"]));
    for (min_admins, expected) in [(1, vec![2]), (2, vec![2]), (3, vec![1, 1])] {
        let project = Project { min_admins, ..whole() };
        assert_eq!(stages(&judged(&WIDE, &live, &project, &wanted)), expected, "{min_admins}");
    }
}

#[test]
fn an_administrator_by_one_role_becomes_one_by_another_before_the_first_ceases_to() {
    const DEVELOPER: &str = "settings.developer_settings: edit";
    let of = |granted: &str, ana: &str| {
        org(&[role("A", granted)], "", &[person("ana", ana), person("bo", "Agent")])
    };
    let project = Project { min_admins: 1, ..whole() };
    let plan = judged(&GRANTED, &of(DEVELOPER, "A"), &project, &of("", "A, Admin"));
    let keys: Vec<&str> = plan.steps().map(|step| step.key.name()).collect();
    assert_eq!((stages(&plan), keys), (vec![1, 1], vec!["ana@acme.example", "A"]));
}

#[test]
fn who_goes_waits_for_no_more_than_have_to_come() {
    const DEVELOPER: &str = "settings.developer_settings: edit";
    // Of two who are needed ana stays, and bo becomes one by another role: di needn't wait for cy, who
    // has to wait for a new role.
    let of = |roles: &[String], people: [&str; 4]| {
        let all = ["ana", "bo", "cy", "di"].iter().zip(people);
        org(roles, "", &all.map(|(name, role)| person(name, role)).collect::<Vec<_>>())
    };
    let [old, new] = ["Old", "New"].map(|name| role(name, DEVELOPER));
    let live = of(std::slice::from_ref(&old), ["Admin", "Old", "Agent", "Admin"]);
    let wanted = of(&[old, new], ["Admin", "Admin", "New", "Agent"]);
    let project = Project { min_admins: 2, ..whole() };
    let plan = judged(&GRANTED, &live, &project, &wanted);
    let keys: Vec<Vec<&str>> = plan
        .stages
        .iter()
        .map(|stage| stage.steps.iter().map(|step| step.key.name()).collect())
        .collect();
    assert_eq!(keys, [["New", "bo@acme.example"], ["cy@acme.example", "di@acme.example"]]);
}

#[test]
fn who_goes_waits_for_nobody_whose_change_makes_no_difference() {
    const DEVELOPER: &str = "settings.developer_settings: edit";
    let of = |roles: &[String], people: &[(&str, &str)]| {
        let people: Vec<String> = people.iter().map(|(name, roles)| person(name, roles)).collect();
        org(roles, "", &people)
    };
    let project = Project { min_admins: 1, max_removals: 100, ..whole() };
    let names = |world: &'static World, live: &str, wanted: &str| -> Vec<Vec<String>> {
        let plan = judged(world, live, &project, wanted);
        let name = |step: &Step| step.key.name().trim_end_matches("@acme.example").to_owned();
        plan.stages.iter().map(|stage| stage.steps.iter().map(name).collect()).collect()
    };
    // Ana stays what she is, with one more role.
    let live = of(&[], &[("ana", "Admin"), ("cy", "Admin")]);
    let wanted = of(&[], &[("ana", "Admin, Agent"), ("cy", "Agent")]);
    assert_eq!(names(&WIDE, &live, &wanted), [["ana", "cy"]]);
    // Ana stays, which is enough, whatever Bo administers by.
    let old = role("Old", DEVELOPER);
    let roles = std::slice::from_ref(&old);
    let live = of(roles, &[("ana", "Admin"), ("bo", "Old"), ("cy", "Admin")]);
    let wanted = of(roles, &[("ana", "Admin"), ("bo", "Admin"), ("cy", "Agent")]);
    assert_eq!(names(&GRANTED, &live, &wanted), [["bo", "cy"]]);
    // Bo goes on by another role, and Cy waits for that; a role that nobody is left in makes nobody one.
    let before = [old.clone(), role("Z", "")];
    let live = of(&before, &[("bo", "Old"), ("cy", "Admin"), ("di", "Agent, Z")]);
    let after = [old, role("Z", DEVELOPER)];
    let wanted = of(&after, &[("bo", "Admin"), ("cy", "Agent"), ("di", "Agent")]);
    assert_eq!(names(&GRANTED, &live, &wanted), [["bo", "di"], ["Z", "cy"]]);
}
