//! What somebody who reviews a plan is told of its steps.

use rolecall::core::{Email, Key, Known, Status};
use rolecall::plan::{Action, Gains, Part, Plan, Resource, Review, Step, Weight, review};

use super::case::Project;
use super::judged::planned;
use super::order::{more_of_person, org, person, role};
use super::world::{DELETING, GRANTED, WIDE, World};

fn project() -> Project {
    Project { all: [true; 3], max_removals: 100, ..Project::default() }
}

fn plan_of(world: &World, live: &str, wanted: &str) -> Plan {
    planned(world, live, &project(), wanted).expect("it is valid")
}

/// What each step gives and takes, by the step's name.
fn gained(live: &str, wanted: &str) -> Vec<String> {
    let said = |step: &Step| {
        let gains = Gains::of(step);
        assert!(!gains.is_blind && gains.sets.is_empty(), "all is known");
        let items = |sign: &str, items: &std::collections::BTreeSet<(Part, String)>| {
            items.iter().map(|(part, name)| format!(" {sign}{part:?} {name}")).collect::<String>()
        };
        let (gives, takes) = (items("+", &gains.gives), items("-", &gains.takes));
        format!("{}:{gives}{takes}", step.key.name())
    };
    plan_of(&WIDE, live, wanted).steps().map(said).filter(|said| !said.ends_with(':')).collect()
}

const NOBODY: &str = "managers: [], members: []";

/// An organisation with one of each.
fn one(roles: &str, status: &str, granted: &str, team: &str) -> String {
    let ana = more_of_person("ana", roles, &format!("status: {status}"));
    let team = format!("{{ name: T, {team} }}");
    org(&[role("Lead", granted)], &team, &[ana, person("bo", "Agent")])
}

#[test]
fn what_a_step_gives_and_takes_is_said_part_by_part() {
    let view = "settings.queue: view";
    let live = one("Agent", "active", view, NOBODY);
    for (wanted, gives, takes) in [
        (one("Agent, Lead", "active", view, NOBODY), "+Role Lead", "-Role Lead"),
        (one("Agent", "inactive", view, NOBODY), "-SignIn ", "+SignIn "),
        (
            one("Agent", "active", view, "managers: [], members: [ana@acme.example]"),
            "+Team T",
            "-Team T",
        ),
        (
            one("Agent", "active", view, "managers: [ana@acme.example], members: []"),
            "+Manager ana@acme.example",
            "-Manager ana@acme.example",
        ),
        (
            one("Agent", "active", "", NOBODY),
            "-Permission settings.queue: view",
            "+Permission settings.queue: view",
        ),
        (
            one("Agent", "active", "settings.queue: edit", NOBODY),
            "+Permission settings.queue: view → edit",
            "-Permission settings.queue: edit → view",
        ),
    ] {
        let [there, back] = [gained(&live, &wanted), gained(&wanted, &live)];
        assert_eq!((there.len(), back.len()), (1, 1), "{there:?} {back:?}");
        assert!(there[0].ends_with(&format!(": {gives}")), "{there:?}");
        assert!(back[0].ends_with(&format!(": {takes}")), "{back:?}");
    }
}

#[test]
fn a_role_that_may_be_given_is_given_to_those_who_give() {
    let lead = |names: &str| {
        let lead = role("Lead", "settings.users_and_teams.edit_user: granted");
        let lead = lead.replace("label: x", &format!("label: x, assignable_roles: [{names}]"));
        org(&[lead], "", &[person("ana", "Agent")])
    };
    assert_eq!(gained(&lead("Agent"), &lead("Agent, Manager")), ["Lead: +Assign Manager"]);
    assert_eq!(gained(&lead("Agent, Manager"), &lead("Agent")), ["Lead: -Assign Manager"]);
}

#[test]
fn what_is_new_gives_all_that_it_has() {
    let live = org(&[], "", &[person("bo", "Agent")]);
    let wanted = one("Agent", "active", "settings.queue: view", "managers: [bo@acme.example]");
    let gained = gained(&live, &wanted);
    let all = [
        "Lead: +Permission settings.queue: view",
        "ana@acme.example: +SignIn  +Role Agent",
        "T: +Manager bo@acme.example",
    ];
    assert!(all.iter().all(|part| gained.iter().any(|said| said == part)), "{gained:?}");
    assert_eq!(gained.len(), all.len());
    // What goes takes nothing by itself.
    let last = plan_of(&DELETING, &wanted, &live);
    let deleted: Vec<&Step> = last.steps().filter(|step| step.after.is_none()).collect();
    assert!(!deleted.is_empty());
    assert!(deleted.iter().all(|step| Gains::of(step) == Gains::default()));
}

/// A step of which nobody knows what was there before.
fn blind(step: &Step) -> Step {
    let unknown = match step.before.clone() {
        Some(Resource::User(mut user)) => {
            (user.roles, user.status) = (Known::Unknown, Known::Unknown);
            Resource::User(user)
        }
        Some(Resource::Role(mut role)) => {
            (role.permissions, role.assignable_roles) = (Known::Unknown, Known::Unknown);
            Resource::Role(role)
        }
        other => panic!("{other:?}"),
    };
    Step { before: Some(unknown), ..step.clone() }
}

#[test]
fn what_is_set_where_nobody_knows_what_was_there_is_told_apart() {
    let live = one("Agent", "inactive", "", NOBODY);
    let wanted = one("Agent, Lead", "active", "settings.queue: view", NOBODY);
    let plan = plan_of(&WIDE, &live, &wanted);
    for step in plan.steps() {
        let gains = Gains::of(&blind(step));
        let sets: Vec<String> =
            gains.sets.iter().map(|(part, name)| format!("{part:?} {name}")).collect();
        let expected: &[&str] = match step.key {
            Key::Role(_) => &["Permission settings.queue: view"],
            _ => &["SignIn ", "Role Agent", "Role Lead"],
        };
        assert_eq!(sets, expected);
        assert!(gains.is_blind && gains.gives.is_empty() && gains.takes.is_empty(), "{gains:?}");
    }
    // Whoever may be active loses it for certain, or had lost it before.
    let back = plan_of(&WIDE, &live.replace("inactive", "active"), &live);
    let mut step = back.steps().next().expect("there is one").clone();
    let Some(Resource::User(before)) = &mut step.before else { panic!("it is about a person") };
    before.status = Known::Unknown;
    let gains = Gains::of(&step);
    assert_eq!((gains.takes.len(), gains.gives.len(), gains.is_blind), (1, 0, false));
    let Some(Resource::User(before)) = &mut step.before else { panic!("it is about a person") };
    before.status = Known::Known(Status::Inactive);
    assert_eq!(Gains::of(&step), Gains::default());
}

fn reviewed(world: &World, live: &str, wanted: &str) -> (Plan, Review) {
    let plan = plan_of(world, live, wanted);
    let found = review(&plan, &world.live(live), &world.platform);
    assert_eq!(found.steps.len(), plan.steps().count());
    (plan, found)
}

#[test]
fn each_step_weighs_what_it_does() {
    let people = |ana: &str, name: &str| {
        let ana = person("ana", ana).replace("last_name: B", &format!("last_name: {name}"));
        org(&[role("Lead", "")], "", &[ana, person("bo", "Agent"), person("cy", "Admin")])
    };
    let live = people("Agent", "B");
    for (wanted, weight) in [
        (people("Agent, Admin", "B"), Weight::Administrators),
        (people("Agent, Lead", "B"), Weight::Gives),
        (people("Lead", "B"), Weight::Takes),
        (people("Agent", "C"), Weight::Other),
        (
            live.replace("{ email: ana@", "{ previously: [ana@acme.example], email: anna@"),
            Weight::Identity,
        ),
        (live.replace(&role("Lead", ""), ""), Weight::Takes),
        (
            live.replace(
                &person("bo", "Agent"),
                &more_of_person("bo", "Agent", "status: inactive"),
            ),
            Weight::Takes,
        ),
    ] {
        let (_, found) = reviewed(&WIDE, &live, &wanted);
        let weights: Vec<Weight> = found.steps.iter().map(|step| step.weight).collect();
        assert_eq!(weights, [weight], "{wanted}");
    }
    let mut unseen = plan_of(&WIDE, &live, &people("Agent, Lead", "B"));
    let step = &mut unseen.stages[0].steps[0];
    *step = blind(step);
    let found = review(&unseen, &WIDE.live(&live), &WIDE.platform);
    assert_eq!(found.steps[0].weight, Weight::Blind);
}

#[test]
fn who_becomes_an_administrator_and_who_ceases_to_be_one_is_named() {
    let people = |ana: &str, bo: &str| {
        org(&[], "", &[person("ana", ana), person("bo", bo), person("cy", "Admin")])
    };
    let (plan, found) = reviewed(&WIDE, &people("Agent", "Admin"), &people("Admin", "Agent"));
    let of = |name: &str| {
        let place = plan.steps().position(|step| step.key.name() == name);
        found.steps[place.expect("it is there")].administers
    };
    assert_eq!((of("ana@acme.example"), of("bo@acme.example")), (Some(true), Some(false)));
    assert_eq!(found.new_administrators, [Email::new("ana@acme.example")]);
    assert_eq!(found.former_administrators, [Email::new("bo@acme.example")]);
    // Another address is the same person.
    let admin = people("Admin", "Agent");
    let anna = admin.replace("{ email: ana@", "{ previously: [ana@acme.example], email: anna@");
    let (_, found) = reviewed(&WIDE, &admin, &anna);
    assert!(found.new_administrators.is_empty() && found.former_administrators.is_empty());
    assert_eq!(found.steps[0].administers, None);
    // Who has been one all the time, and gets or loses something else, becomes nothing.
    for (live, wanted) in [("Admin", "Admin, Agent"), ("Admin, Agent", "Admin")] {
        let (_, found) = reviewed(&WIDE, &people(live, "Agent"), &people(wanted, "Agent"));
        assert_eq!((found.steps[0].administers, found.steps.len()), (None, 1));
        assert_ne!(found.steps[0].weight, Weight::Administrators);
    }
    // Who can no longer sign in.
    let off = people("Admin", "Agent")
        .replace(&person("ana", "Admin"), &more_of_person("ana", "Admin", "status: inactive"));
    let (_, found) = reviewed(&WIDE, &people("Admin", "Agent"), &off);
    assert_eq!(found.steps[0].administers, Some(false));
}

#[test]
fn a_role_that_begins_to_make_administrators_is_told_with_its_holders() {
    let settings = "settings.developer_settings: edit";
    let with = |granted: &str, label: &str| {
        let lead = role("Lead", granted).replace("label: x", &format!("label: {label}"));
        let off = more_of_person("cy", "Lead", "status: inactive");
        org(&[lead], "", &[person("ana", "Lead"), person("bo", "Lead, Agent"), off])
    };
    let (_, found) = reviewed(&GRANTED, &with("", "x"), &with(settings, "x"));
    let step = &found.steps[0];
    assert_eq!((step.weight, step.holders), (Weight::Administrators, Some(2)));
    assert_eq!(found.new_administrators.len(), 2);
    // The same on a role that did before, and where the permission goes.
    let more = format!("{settings}, settings.queue: view");
    let (_, found) = reviewed(&GRANTED, &with(settings, "x"), &with(&more, "x"));
    assert_eq!(found.steps[0].weight, Weight::Gives);
    let (_, found) = reviewed(&GRANTED, &with(settings, "x"), &with("", "x"));
    assert_eq!(found.steps[0].weight, Weight::Takes);
    let (_, found) = reviewed(&GRANTED, &with("", "x"), &with("", "y"));
    assert_eq!((found.steps[0].weight, found.steps[0].holders), (Weight::Other, Some(2)));
    // Under another name it is the same role.
    let was = "name: Chief, previously: [Lead]";
    let renamed =
        with(settings, "x").replace("name: Lead", was).replace("roles: [Lead", "roles: [Chief");
    let (plan, found) = reviewed(&GRANTED, &with(settings, "x"), &renamed);
    let place = plan.steps().position(|step| step.action == Action::Rename);
    assert_ne!(found.steps[place.expect("it is renamed")].weight, Weight::Administrators);
    // A role that goes has no holders to tell of, and one that nobody holds has none.
    let unheld = |roles: &[String]| org(roles, "", &[person("ana", "Agent")]);
    let (_, found) = reviewed(&WIDE, &unheld(&[role("Lead", "")]), &unheld(&[]));
    assert_eq!(found.steps[0].holders, None);
    let (_, found) = reviewed(&WIDE, &unheld(&[]), &unheld(&[role("Lead", "")]));
    assert_eq!(found.steps[0].holders, Some(0));
}

#[test]
fn what_administers_under_another_name_makes_nobody_an_administrator() {
    const DEVELOPER: &str = "settings.developer_settings: edit";
    let of = |name: &str, granted: &str, bo: &str| {
        let bo = person("bo", name.split(',').next().unwrap_or_default())
            .replace("last_name: B", &format!("last_name: {bo}"));
        org(&[role(name, granted)], "", &[person("ana", "Admin"), bo])
    };
    let live = of("A", DEVELOPER, "B");
    let more = format!("{DEVELOPER}, settings.queue: view");
    let (plan, review) = reviewed(&GRANTED, &live, &of("B, previously: [A]", &more, "B"));
    let weights: Vec<Weight> = review.steps.iter().map(|step| step.weight).collect();
    assert_eq!(weights, [Weight::Gives], "{plan:?}");
    assert!(review.new_administrators.is_empty());
    // Who ceases to administer by what a role no longer allows is told there, not at their own row.
    let (plan, review) = reviewed(&GRANTED, &live, &of("A", "", "C"));
    assert_eq!(review.former_administrators, [Email::new("bo@acme.example")]);
    let told: Vec<Option<bool>> = review.steps.iter().map(|step| step.administers).collect();
    assert!(told.len() == 2 && told.iter().all(Option::is_none), "{plan:?}");
}
