//! Guards that look at the whole of a plan.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rolecall::plan::{Limits, Plan};

use super::{refused, shape};
use crate::case::Project;
use crate::judged::{judged, planned, whole};
use crate::order::{more_of_person, org, person, role};
use crate::world::{DELETING, WIDE, World, ccaas};

/// ccaas, where there may be two teams and three people.
static CROWDED: LazyLock<World> = LazyLock::new(|| {
    let mut platform = ccaas();
    platform.teams.max.is = Some(2);
    platform.users.max.is = Some(3);
    World::new(platform)
});

/// The same where people can only be deleted.
static FULL: LazyLock<World> = LazyLock::new(|| {
    let mut platform = CROWDED.platform.clone();
    platform.users.deactivates = DELETING.platform.users.deactivates.clone();
    platform.users.deletes = DELETING.platform.users.deletes.clone();
    World::new(platform)
});

fn project() -> Project {
    Project { max_removals: 100, ..whole() }
}

/// Returns the plan, and of its refusals those by a guard, with the number and the names.
fn refused_by(world: &World, guard: &str, live: &str, wanted: &str) -> (Plan, String) {
    let plan = planned(world, live, &project(), wanted).expect("it is valid");
    let lines = refused(&plan);
    let of = lines.lines().filter(|line| line.starts_with(&format!("{guard} ")));
    (plan, of.collect::<Vec<_>>().join("\n"))
}

fn teams(names: &[&str]) -> String {
    names.iter().map(|name| format!("{{ name: {name} }}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_team_that_finds_no_room_waits_for_one_to_go() {
    let ana = [person("ana", "Admin")];
    let (live, wanted) = (org(&[], &teams(&["A", "B"]), &ana), org(&[], &teams(&["A", "C"]), &ana));
    let plan = judged(&CROWDED, &live, &project(), &wanted);
    assert_eq!(shape(&plan), "delete team `B`\ncreate team `C`\n");
    // With room for both it is one stage.
    assert_eq!(judged(&WIDE, &live, &project(), &wanted).stages.len(), 1);
}

#[test]
fn who_finds_no_room_is_named() {
    let people = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| person(name, "Admin")).collect()
    };
    let live = org(&[], "", &people(&["ana", "bo", "cy"]));
    // Who isn't listed is deactivated, and still there: it isn't for want of an order.
    let wanted = org(&[], "", &people(&["ana", "bo", "di"]));
    let found = planned(&CROWDED, &live, &project(), &wanted).expect_err("there are four");
    assert!(format!("{found:?}").contains("too-many-users"), "{found:?}");
    assert_eq!(refused_by(&WIDE, "over-limit", &live, &wanted).1, "");
    // Where who goes is deleted, somebody still has to administer until somebody else does.
    let one = |name: &str| {
        org(&[], "", &[person(name, "Admin"), person("bo", "Agent"), person("cy", "Agent")])
    };
    let project = Project { min_admins: 1, ..project() };
    let plan = planned(&FULL, &one("ana"), &project, &one("di")).expect("it is valid");
    let lines = refused(&plan);
    assert!(lines.starts_with("over-limit 4: di@acme.example\nno-safe-order 2: "), "{lines}");
    let plan = planned(&DELETING, &one("ana"), &project, &one("di")).expect("it is valid");
    assert_eq!(refused(&plan), "");
    // Who comes to the last free place isn't one of them.
    let live = org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]);
    let all = [person("bo", "Agent"), person("cy", "Agent"), person("di", "Admin")];
    let plan = planned(&FULL, &live, &project, &org(&[], "", &all)).expect("it is valid");
    let lines = refused(&plan);
    assert!(lines.starts_with("over-limit 4: di@acme.example\nno-safe-order 2: "), "{lines}");
}

#[test]
fn what_is_above_a_limit_already_may_become_less_and_not_more() {
    let people = [person("ana", "Admin")];
    let unmanaged = ["C", "D"].map(|name| format!("{{ team: {name}, reason: theirs }}")).into();
    let project = Project { unmanaged, ..project() };
    let wanted = [("access.yaml".to_owned(), org(&[], &teams(&["A", "B"]), &people))];
    let desired = CROWDED.mean(&project.text(), &wanted).expect("it is valid");
    let from = |there: &[&str]| {
        let live = WIDE.live(&org(&[], &teams(there), &people));
        CROWDED.plan(&desired, &live, &project.limits())
    };
    // Two are allowed. Of five one goes, of four none, and of three one more would come.
    let less = from(&["A", "B", "C", "D", "E"]).expect("it becomes less");
    assert_eq!((less.steps().count(), refused(&less)), (1, String::new()));
    assert!(from(&["A", "B", "C", "D"]).expect("it stays").is_empty());
    let found = from(&["A", "C", "D"]).expect_err("it becomes more");
    assert!(format!("{found:?}").contains("too-many-teams"), "{found:?}");
}

#[test]
fn an_address_that_changes_is_shown_with_both() {
    let live = org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]);
    let renamed = more_of_person("anna", "Admin", "previously: [ana@acme.example]");
    let wanted = org(&[], "", &[renamed, person("bo", "Agent")]);
    let (_, refused) = refused_by(&WIDE, "identity-change", &live, &wanted);
    assert_eq!(refused, "identity-change 1: ana@acme.example to anna@acme.example");
    // A role's new name changes nobody's identity.
    let (was, is) = (role("A", ""), "{ name: B, previously: [A] }".to_owned());
    let live = org(&[was], "", &[person("ana", "Admin")]);
    let wanted = org(&[is], "", &[person("ana", "Admin")]);
    assert_eq!(refused_by(&WIDE, "identity-change", &live, &wanted).1, "");
}

#[test]
fn more_that_goes_unlisted_than_stays_looks_like_a_beginning() {
    let people = [person("ana", "Admin"), person("bo", "Agent")];
    let some = |names: &[&str]| org(&[], &teams(names), &people);
    let live = some(&["A", "B", "C", "D"]);
    let refused = |wanted: &str| refused_by(&WIDE, "first-all", &live, wanted).1;
    assert_eq!(refused(&some(&["A"])), "first-all 3: B; C; D");
    assert_eq!(refused(&some(&["A", "B"])), "", "as much stays as goes");
    // Who is listed as inactive isn't left out.
    let inactive = |name| more_of_person(name, "Agent", "status: inactive");
    let wanted = org(&[], &teams(&["A", "B", "C", "D"]), &[person("ana", "Admin"), inactive("bo")]);
    assert_eq!(refused(&wanted), "");
    let wanted = org(&[], &teams(&["A", "B", "C", "D"]), &[inactive("ana"), inactive("bo")]);
    assert_eq!(refused(&wanted), "");
    // Under `listed` nothing goes.
    let listed = Project { all: [true, false, true], ..project() };
    let plan = planned(&WIDE, &live, &listed, &some(&["A"])).expect("it is valid");
    assert_eq!(shape(&plan), "");
}

/// Returns what the guard says where there may be so many of a licence.
fn over_budget(licence: &str, budget: usize, live: &str, wanted: &str) -> Vec<String> {
    let licences = BTreeMap::from([(licence.to_owned(), budget)]);
    let limits = Limits { licences, ..project().limits() };
    let desired = WIDE
        .mean(&project().text(), &[("access.yaml".to_owned(), wanted.to_owned())])
        .expect("it is valid");
    let plan = WIDE.plan(&desired, &WIDE.live(live), &limits).expect("it can be planned");
    let of = plan.refusals.into_iter().filter(|refusal| refusal.guard == "licence-budget");
    of.map(|refusal| refusal.message).collect()
}

#[test]
fn a_licence_counts_whose_dearest_it_is() {
    let live = org(&[], "", &[person("ana", "Admin, Agent"), person("bo", "Agent")]);
    let more = org(&[], "", &[person("ana", "Admin, Agent"), person("bo", "Manager, Agent")]);
    let said = over_budget("Manager", 0, &live, &more);
    assert_eq!(said, ["1 person would count as `Manager`; the budget is 0"]);
    assert!(over_budget("Manager", 1, &live, &more).is_empty());
    // As many or fewer are left than there were, though still too many.
    let three = |roles: [&str; 3]| {
        let people = [("ana", roles[0]), ("bo", roles[1]), ("cy", roles[2])];
        org(&[], "", &people.map(|(name, roles)| person(name, roles)))
    };
    let live = three(["Admin", "Manager", "Manager"]);
    assert!(over_budget("Manager", 0, &live, &three(["Admin", "Manager", "Agent"])).is_empty());
    assert!(
        over_budget("Manager", 0, &live, &live.replace("first_name: A", "first_name: Z"))
            .is_empty()
    );
    // Who can't sign in needs none.
    let inactive = more_of_person("bo", "Manager", "status: inactive");
    let wanted = org(&[], "", &[person("ana", "Admin"), inactive]);
    assert!(over_budget("Manager", 0, &live, &wanted).is_empty());
}

#[test]
fn a_permission_of_unknown_licence_may_count_as_any() {
    let roles = [role("A", "settings.queue: edit")];
    let live = org(&roles, "", &[person("ana", "Admin"), person("bo", "Agent")]);
    let wanted = org(&roles, "", &[person("ana", "Admin"), person("bo", "Agent, A")]);
    let said = over_budget("Manager", 0, &live, &wanted);
    assert_eq!(said, ["0 people would count as `Manager`, and 1 more may; the budget is 0"]);
    assert!(over_budget("Manager", 1, &live, &wanted).is_empty());
    // It is no more than there was, whatever else changes.
    let other = wanted.replace("first_name: A", "first_name: Z");
    assert!(over_budget("Manager", 0, &wanted, &other).is_empty());
    // Nor does the dearest licence count as theirs for certain, or the one that is theirs at least.
    let said = over_budget("Admin", 0, &live, &wanted);
    assert_eq!(said, ["1 person would count as `Admin`, and 1 more may; the budget is 0"]);
    let at_least = org(&roles, "", &[person("ana", "Admin"), person("bo", "Manager, A")]);
    let said = over_budget("Manager", 0, &live, &at_least);
    assert_eq!(said, ["0 people would count as `Manager`, and 1 more may; the budget is 0"]);
    // Who may have counted and does for certain makes one more that is known.
    let certain = org(&roles, "", &[person("ana", "Admin"), person("bo", "Manager")]);
    let said = over_budget("Manager", 0, &wanted, &certain);
    assert_eq!(said, ["1 person would count as `Manager`; the budget is 0"]);
    // An administrator counts as one, whatever else they hold.
    let wanted = org(&roles, "", &[person("ana", "Admin, A"), person("bo", "Agent")]);
    assert!(over_budget("Manager", 0, &live, &wanted).is_empty());
}
