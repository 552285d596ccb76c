//! What a change causes, apart from what had drifted before it, and what that is refused for.

use rolecall::core::Action;
use rolecall::plan::{Against, Base, Cause, Digest, Inputs, Means, Plan, Refusal, plan, step_id};

use super::case::Project;
use super::judged::{planned, whole};
use super::order::{more_of_person, org, person, role};
use super::world::WIDE;

fn plan_of(live: &str, wanted: &str) -> Plan {
    planned(&WIDE, live, &whole(), wanted).expect("it is valid")
}

/// Compares a change with its base, against what is live.
fn against(live: &str, base: &str, head: &str) -> (Plan, Against) {
    let (before, after) = (plan_of(live, base), plan_of(live, head));
    let against = Against::of(&after, Some(&before), "main".into(), "c0ffee".into(), false);
    (after, against)
}

/// What is meant of one role and one person.
fn meant(label: &str, last_name: &str) -> String {
    let role = role("Lead", "").replace("label: x", &format!("label: {label}"));
    let ana = person("ana", "Lead").replace("last_name: B", &format!("last_name: {last_name}"));
    org(&[role], "", &[ana])
}

#[test]
fn each_step_is_somebodys_doing() {
    let live = meant("x", "B");
    for (base, head, causes) in [
        (meant("x", "B"), meant("y", "B"), vec![Cause::Change]),
        (meant("y", "B"), meant("y", "B"), vec![Cause::Drift]),
        (meant("y", "B"), meant("z", "B"), vec![Cause::Both]),
        (meant("y", "B"), meant("y", "C"), vec![Cause::Drift, Cause::Change]),
        (meant("y", "B"), meant("x", "B"), vec![]),
    ] {
        let (plan, against) = against(&live, &base, &head);
        assert_eq!(against.causes, causes, "{base}{head}");
        let only_drift = causes.iter().all(|cause| *cause == Cause::Drift);
        assert_eq!(against.is_only_drift(), only_drift);
        let dropped = usize::from(plan.is_empty());
        assert_eq!(against.dropped.len(), dropped, "{base}{head}");
        for (place, cause) in causes.iter().enumerate() {
            assert_eq!(against.cause(place), *cause);
            let alike = causes.iter().filter(|other| *other == cause).count();
            assert_eq!(against.counted()[cause], alike);
        }
        assert_eq!(against.cause(causes.len()), Cause::Change, "of what it doesn't know");
    }
}

#[test]
fn a_former_name_is_the_same_resource() {
    let named = |name: &str, was: &str| {
        let role = role(name, "").replace("label", &format!("previously: [{was}], label"));
        org(&[role], "", &[])
    };
    let live = org(&[role("A", "")], "", &[]);
    let (_, against) = against(&live, &named("B", "A"), &named("C", "A"));
    assert_eq!((against.causes, against.dropped.len()), (vec![Cause::Both], 0));
}

#[test]
fn without_a_base_all_is_the_changes_doing() {
    let plan = plan_of(&meant("x", "B"), &meant("y", "C"));
    let against = Against::of(&plan, None, "main".into(), "c0ffee".into(), true);
    assert_eq!(against.causes, [Cause::Change; 2]);
    assert!(against.dropped.is_empty() && against.is_stale);
}

#[test]
fn a_step_is_called_by_what_it_does() {
    let id = |live: &str, wanted: &str| {
        let plan = plan_of(live, wanted);
        step_id(plan.steps().next().expect("there is one"))
    };
    let one = id(&meant("x", "B"), &meant("y", "B"));
    assert_eq!(one, id(&meant("x", "B"), &format!("# why\n{}", meant("y", "B"))));
    assert_ne!(one, id(&meant("x", "B"), &meant("z", "B")));
    assert_ne!(one, id(&meant("w", "B"), &meant("y", "B")));
    assert_eq!(one.len(), 12);
    assert!(one.chars().all(|digit| digit.is_ascii_hexdigit()));
}

#[test]
fn a_plan_is_called_by_what_somebody_copied() {
    let plan = plan_of(&meant("x", "B"), &meant("y", "B"));
    let copied = Digest::new(&format!(" {}\n", plan.digest.as_str().to_uppercase()));
    assert_eq!((&copied, copied.as_str().len()), (&plan.digest, 64));
    assert_eq!(plan.digest.to_string(), plan.digest.as_str());
}

/// Returns what guards say of a plan whose base meant something, by name, number and names.
fn refused(live: &str, base: &str, head: &str, loosened: &[String]) -> Vec<String> {
    let refusals = refusals(&Project { max_removals: 100, ..whole() }, live, base, head, loosened);
    let said = refusals.iter().map(|one| {
        assert!(one.waivable && one.limit == 0, "{one:?}");
        assert!(one.message.starts_with(&one.found.to_string()), "{one:?}");
        format!("{} {}: {}", one.guard, one.found, one.names.join("; "))
    });
    said.collect()
}

/// Returns the sentences that guards say of it.
fn sentences(live: &str, base: &str, head: &str, loosened: &[String]) -> Vec<String> {
    let project = Project { all: [true, true, false], max_removals: 100, ..whole() };
    let refusals = refusals(&project, live, base, head, loosened);
    refusals.into_iter().map(|one| one.message).collect()
}

fn refusals(
    project: &Project,
    live: &str,
    base: &str,
    head: &str,
    loosened: &[String],
) -> Vec<Refusal> {
    let before = plan_of(live, base);
    let mean = |project: &Project, text: &str| {
        let files = [("a.yaml".to_owned(), text.to_owned())];
        WIDE.mean(&project.text(), &files).expect("it is valid")
    };
    let of_base = mean(&Project { unmanaged: Vec::new(), ..project.clone() }, base);
    let (desired, live) = (mean(project, head), WIDE.live(live));
    let inputs = Inputs {
        desired: &desired,
        live: &live,
        platform: &WIDE.platform,
        environment: "rehearsal",
        limits: &project.limits(),
        means: &Means::default(),
        base: Some(&Base { desired: Some(&of_base), plan: Some(&before), loosened }),
    };
    plan(inputs).expect("it can be planned").refusals
}

#[test]
fn one_is_told_as_one_and_more_as_many() {
    let of = |granted: &str| org(&[role("Lead", granted)], "", &[person("ana", "Lead")]);
    let [none, one, two] =
        ["", "settings.queue: view", "settings.queue: view, dashboards.calls: view"].map(of);
    let back = |base: &str| sentences(&none, base, base, &[]);
    let [is, are] = ["piece of access that is", "pieces of access that are"];
    let given = "gone, and that the base has, would be given back";
    assert_eq!(back(&one), [format!("1 {is} {given}")]);
    assert_eq!(back(&two), [format!("2 {are} {given}")]);
    let rules = ["one".to_owned(), "two".to_owned()];
    let loosened = |rules: &[String]| sentences(&none, &none, &none, rules);
    assert_eq!(loosened(&rules[..1]), ["1 rule of the base would be loosened"]);
    assert_eq!(loosened(&rules), ["2 rules of the base would be loosened"]);
}

#[test]
fn who_is_no_longer_listed_and_keeps_access_is_told() {
    let people = |names: &[&str]| {
        let all: Vec<String> = names.iter().map(|name| person(name, "Agent")).collect();
        org(&[], "", &all)
    };
    let live = people(&["ana", "bo", "cy"]);
    let said = |live: &str, head: &str| sentences(live, &people(&["ana", "bo", "cy"]), head, &[]);
    let keep = "no longer listed, and would keep what they have";
    assert_eq!(said(&live, &people(&["ana", "bo"])), [format!("1 person is {keep}")]);
    assert_eq!(said(&live, &people(&["ana"])), [format!("2 people are {keep}")]);
    assert_eq!(said(&live, &live), [""; 0]);
    // Who can't sign in, and who isn't there, keep nothing.
    let inactive = live.replacen("status: active", "status: inactive", 3);
    assert_eq!(said(&inactive, &people(&["ana"]).replace("active", "inactive")), [""; 0]);
    assert_eq!(said(&people(&["ana"]), &people(&["ana"])), [""; 0]);
    // Where all are managed they go, and where somebody else administers them they are handed over.
    let whole = Project { max_removals: 100, ..whole() };
    let released = |project: &Project| {
        let refusals = refusals(project, &live, &live, &people(&["ana", "bo"]), &[]);
        let of = refusals.iter().filter(|one| one.guard == "released-with-access");
        of.flat_map(|one| one.names.clone()).collect::<Vec<_>>()
    };
    assert_eq!(released(&whole), [""; 0]);
    let listed = Project { all: [true, true, false], ..whole };
    assert_eq!(released(&listed), ["cy@acme.example"]);
    let theirs = "{ users: \"cy@acme.example\", reason: theirs }".to_owned();
    let handed = Project { unmanaged: vec![theirs], ..listed };
    assert_eq!(released(&handed), [""; 0]);
}

#[test]
fn what_is_gone_isnt_given_back_unseen() {
    let one = |roles: &str, status: &str, granted: &str| {
        let ana = more_of_person("ana", roles, &format!("status: {status}"));
        org(&[role("Lead", granted)], "", &[ana, person("bo", "Agent")])
    };
    let view = "settings.queue: view";
    let base = one("Agent, Lead", "active", view);
    let none: [&str; 0] = [];
    // A role, signing in, a permission, and each of them together with something else.
    for (live, names) in [
        (one("Agent", "active", view), "1: ana@acme.example: Lead"),
        (one("Agent, Lead", "inactive", view), "1: ana@acme.example: signs in"),
        (one("Agent, Lead", "active", ""), "1: Lead: settings.queue: view"),
        (one("Agent", "active", ""), "2: Lead: settings.queue: view; ana@acme.example: Lead"),
    ] {
        let said = format!("regrant-drift {names}");
        assert_eq!(refused(&live, &base, &base, &[]), [said.as_str()], "{live}");
        let head = base.replace("first_name: A", "first_name: Z");
        assert_eq!(refused(&live, &base, &head, &[]), [said.as_str()], "{live}");
        // What isn't given back, and what the base didn't say, is nobody's drift.
        assert_eq!(refused(&live, &base, &live, &[]), none);
        assert_eq!(refused(&live, &live, &base, &[]), none);
    }
    // Who isn't there yet was never taken away.
    let without = org(&[role("Lead", view)], "", &[person("bo", "Agent")]);
    let plan = plan_of(&without, &base);
    assert!(plan.steps().any(|step| step.action == Action::Create));
    assert_eq!(refused(&without, &base, &base, &[]), none);
}

#[test]
fn each_rule_that_is_loosened_is_named() {
    let (live, head) = (meant("x", "B"), meant("y", "B"));
    let rules = ["one".to_owned(), "two".to_owned()];
    assert_eq!(refused(&live, &live, &head, &rules), ["policy-loosened 2: one; two"]);
    assert_eq!(refused(&live, &live, &head, &rules[..1]), ["policy-loosened 1: one"]);
    assert_eq!(refused(&live, &live, &head, &[]), [""; 0]);
}
