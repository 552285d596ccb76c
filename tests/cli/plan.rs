//! What a plan shows of what would happen.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::project::{Project, steps, text};

/// The part of a screen that is about one step: its title and what is indented below it.
fn about<'s>(screen: &'s str, title: &str) -> &'s str {
    let start = screen.find(title).unwrap_or_else(|| panic!("`{title}` isn't in\n{screen}"));
    let rest = &screen[start..];
    &rest[..rest.find("\n\n").unwrap_or(rest.len())]
}

#[test]
fn the_plans_of_two_examples_show_every_action_for_every_kind_that_has_it() {
    let shown = |example: &str| -> BTreeSet<String> {
        let plan = Project::copy_of(example).plan();
        let told = |step: &&Value| format!("{} {}", text(&step["action"]), text(&step["kind"]));
        steps(&plan).iter().map(told).collect()
    };
    // That a person gets another address is refused by a guard; all else is in acme.
    let (mut shown, refused) = (shown("acme"), shown("guarded"));
    assert!(!shown.contains("rename user") && refused.contains("rename user"));
    shown.insert("rename user".into());
    let all = [
        "create role",
        "create team",
        "create user",
        "update role",
        "update team",
        "update user",
        "rename role",
        "rename team",
        "rename user",
        "move team",
        "deactivate user",
        "reactivate user",
        "delete role",
        "delete team",
        "reorder role",
        "reorder team",
    ];
    assert_eq!(shown, all.into_iter().map(ToOwned::to_owned).collect());
}

#[test]
fn text_and_json_show_the_same_steps_in_the_same_order() {
    let project = Project::copy_of("acme");
    let screen = project.run(&["plan"]).ends(0).out;
    let mut rest = screen.as_str();
    for step in steps(&project.plan()) {
        let name = step.get("previous_key").unwrap_or(&step["key"]);
        let name =
            if step["action"] == "reorder" { String::new() } else { format!(" `{}`", text(name)) };
        let title = format!(" {} ", text(&step["action"]));
        let at = rest.find(&title).unwrap_or_else(|| panic!("{title} isn't in\n{rest}"));
        let line = rest[at..].lines().next().unwrap_or_default();
        assert!(line.contains(&name), "`{line}` should be about{name}");
        rest = &rest[at + line.len()..];
    }
    assert!(screen.ends_with(&format!("Digest: {}\n", project.digest())));
}

#[test]
fn each_step_names_lines_that_exist_and_ask_for_it() {
    for example in ["acme", "minimal", "guarded"] {
        let project = Project::copy_of(example);
        let plan = project.plan();
        for step in steps(&plan) {
            let places = step["because"].as_array().expect("it is a list");
            assert!(!places.is_empty(), "nothing asks for {step}");
            let words = words(step);
            for place in places {
                let said = said_at(&project, place);
                let mentioned = words.iter().any(|word| said.contains(word.as_str()));
                assert!(mentioned, "{place}: `{said}` should mention one of {words:?}");
            }
        }
    }
}

/// Returns what a place says: its line and, where a whole list is meant and so begins there, the
/// line above with the name of the list.
fn said_at(project: &Project, place: &Value) -> String {
    let (file, line) = (text(&place["file"]), place["line"].as_u64().expect("it is a number"));
    let text = project.read(&file);
    let lines: Vec<&str> = text.lines().collect();
    let at = usize::try_from(line).expect("it is small") - 1;
    assert!(at < lines.len(), "{file} has no line {line}");
    let above = lines[..at].iter().rfind(|line| !line.trim_start().starts_with('#'));
    let above = above.and_then(|above| above.split(" #").next()).unwrap_or_default();
    let heading = if above.trim_end().ends_with(':') { above } else { "" };
    format!("{heading}\n{}", lines[at])
}

/// What a line that asks for the step may mention: the name, the fields and values that change, the
/// lists in which a person stands or no longer does, and `manage` where nothing lists it.
fn words(step: &Value) -> Vec<String> {
    let mut words: Vec<String> =
        ["members:", "managers:", "manage:", "teams:"].map(ToOwned::to_owned).to_vec();
    let key = text(&step["key"]);
    words.extend(key.rsplit(':').next().filter(|name| !name.is_empty()).map(ToOwned::to_owned));
    words.push("_order:".to_owned());
    if step.get("previous_key").is_some() {
        words.push("previously:".to_owned());
    }
    // Without the key `manage`, its default counts for the file as a whole.
    if step.get("reason").is_some_and(|reason| text(reason).starts_with("not listed")) {
        words.push("version: 1".to_owned());
    }
    for side in ["before", "after"] {
        mentioned(&step[side], &mut words);
    }
    words
}

fn mentioned(value: &Value, words: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        words.push(format!("{name}:"));
        mentioned(value, words);
    }
}

#[test]
fn of_sixty_permissions_the_one_that_changes_is_shown() {
    let screen = Project::copy_of("acme").run(&["plan"]).ends(0).out;
    assert_eq!(
        about(&screen, "~ update role `Platform Operator`"),
        "~ update role `Platform Operator`
      permissions (59 unchanged)
        - settings.forms: edit
        + settings.forms: view
      also: edited_role
      access/roles/platform.yaml:50"
    );
}

#[test]
fn the_json_of_a_step_holds_what_changes_and_nothing_else() {
    let plan = Project::copy_of("minimal").plan();
    let update = steps(&plan).into_iter().find(|step| step["key"] == "Floor Lead");
    let update = update.expect("Floor Lead gets a label and a permission");
    let fields: Vec<&String> = update["after"].as_object().expect("it is there").keys().collect();
    assert_eq!(fields, ["label", "permissions"]);
    assert_eq!(update["before"]["label"], "LEAD");
    assert_eq!(update["after"]["label"], "FLOOR LEAD");
}

#[test]
fn people_who_are_left_alone_are_named() {
    let ended = Project::copy_of("acme").run(&["plan"]).ends(0);
    let screen = ended.prints("ext.sunniva.aas@acme.example").out;
    for line in screen.lines().filter(|line| line.contains("ext.sunniva.aas")) {
        assert!(!line.contains("user `"), "nothing is done to her: {line}");
    }
}

#[test]
fn the_plan_of_another_day_is_shown_and_can_not_be_applied() {
    let project = Project::copy_of("minimal");
    let today = project.digest();
    let late = project.run(&["plan", "--format", "json", "--as-of", "2100-01-01"]).ends(0);
    late.says("expired");
    let digest =
        text(&project.run(&["plan", "--format", "json", "--as-of", "2100-01-01"]).json()["digest"]);
    assert_ne!(digest, today);
    project.run(&["apply", "--approve", &digest]).ends(5);
    project.run(&["plan", "--as-of", "tomorrow"]).ends(64).prints_nothing();
}

#[test]
fn a_plan_that_a_guard_refuses_ends_4_even_where_changes_would_end_2() {
    Project::copy_of("guarded").run(&["plan", "--detailed-exitcode"]).ends(4);
}

/// The steps of a plan that name an effect, as action and kind.
fn steps_with(plan: &Value, effect: &str) -> BTreeSet<String> {
    let named = |step: &&Value| {
        step.get("effects")
            .is_some_and(|all| all.as_array().expect("a list").contains(&effect.into()))
    };
    let steps = steps(plan).into_iter().filter(named);
    steps.map(|step| format!("{} {}", text(&step["action"]), text(&step["kind"]))).collect()
}

#[test]
fn a_step_says_what_else_the_platform_does() {
    let plan = Project::copy_of("acme").plan();
    for (effect, expected) in [
        ("invitation", "create user"),
        ("queues_lost", "deactivate user"),
        ("signed_out", "deactivate user"),
        ("no_mail", "reactivate user"),
        ("inherited_queues", "move team"),
        ("team_settings", "reorder team"),
    ] {
        assert_eq!(steps_with(&plan, effect), [expected.to_owned()].into(), "{effect}");
        assert!(text(&plan["effects"][effect]["what"]).ends_with('.'), "{effect}");
        let sources = plan["effects"][effect]["sources"].as_array().expect("it is a list");
        assert!(!sources.is_empty() && sources.iter().all(|source| source["title"].is_string()));
    }
    assert_eq!(plan["effects"]["queues_lost"]["reversible"], false);
    let created = steps(&plan).into_iter().filter(|step| step["action"] == "create");
    for step in created.filter(|step| step["kind"] == "user") {
        assert!(step["effects"].as_array().expect("a list").contains(&"invitation".into()));
    }
}

#[test]
fn every_effect_that_a_step_names_is_explained_and_every_other_is_left_out() {
    for example in ["acme", "minimal", "guarded"] {
        let plan = Project::copy_of(example).plan();
        let named = |step: &&Value| step["effects"].as_array().cloned().unwrap_or_default();
        let named: BTreeSet<String> =
            steps(&plan).iter().flat_map(named).map(|word| text(&word)).collect();
        let explained = plan["effects"].as_object().expect("it is a map");
        assert_eq!(named, explained.keys().cloned().collect(), "{example}");
    }
}

#[test]
fn the_screen_says_once_what_follows_from_many_steps() {
    let screen = Project::copy_of("acme").run(&["plan"]).ends(0).out;
    let sentence = "Agents are offered work of the queues";
    assert_eq!(screen.matches(sentence).count(), 1);
    let marked = screen.matches("also: queues_of_teams").count();
    assert!(marked > 10, "only {marked} steps are marked");
    let with = |line: &&str| line.contains("also: ") && line.contains("queues_of_teams");
    let count = format!("queues_of_teams ({} steps)", screen.lines().filter(with).count());
    assert!(screen.contains(&count), "{count}");
}

#[test]
fn what_a_platform_does_besides_is_not_what_is_approved() {
    let project = Project::copy_of("minimal");
    let (before, ours) =
        (project.plan(), rolecall::platform::built_in("ccaas").expect("it is there"));
    let (facts, _) = ours.split_once("\neffects:\n").expect("it has effects");
    project.write("ours.yaml", facts);
    project.edit("rolecall.yaml", "platform: ccaas", "platform: ./ours.yaml");
    let ended = project.run(&["plan", "--format", "json"]);
    let after = ended.json();
    assert_eq!(after["digest"], before["digest"]);
    assert_eq!(after["effects"], serde_json::json!({}));
    assert_ne!(before["effects"], after["effects"]);
}
