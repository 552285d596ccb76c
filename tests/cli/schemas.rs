//! What the program prints and reads agrees with the schemas that it publishes, as an independent
//! reader sees it.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use proptest::prelude::*;
use rolecall::platform::BUILT_IN;
use serde_json::Value;

use crate::project::Project;

fn schema(project: &Project, arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["schema"].iter().chain(arguments).copied().collect();
    project.run(&all).ends(0).says_nothing().json()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).expect("it is a schema")
}

/// Returns the schema of plans as it is published, or else as the program prints it.
fn plan_schema() -> Validator {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/plan.schema.json");
    let schema = match fs::read_to_string(published) {
        Ok(text) => serde_json::from_str(&text).expect("it is JSON"),
        Err(_) => schema(&Project::empty(), &["plan"]),
    };
    validator(&schema)
}

#[track_caller]
fn is_valid(validator: &Validator, value: &Value, what: &str) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

#[test]
fn every_schema_is_valid_json_schema_2020_12() {
    let project = Project::empty();
    let mut schemas = ["project", "platform", "catalogue", "plan", "explanation"]
        .map(|what| schema(&project, &[what]))
        .to_vec();
    let platforms = BUILT_IN.iter().map(|(name, _)| ["manifest", "--platform", name]);
    schemas.extend(platforms.map(|arguments| schema(&project, &arguments)));
    for schema in &schemas {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let problem = jsonschema::draft202012::meta::validate(schema).err();
        assert!(problem.is_none(), "{}: {problem:?}", schema["title"]);
        validator(schema);
    }
    assert_eq!(schemas.len(), 10);
}

#[test]
fn the_schema_of_a_project_is_that_of_its_platform() {
    let project = Project::copy_of("minimal");
    let empty = Project::empty();
    assert_eq!(schema(&project, &[]), schema(&empty, &["manifest", "--platform", "ccaas"]));
    empty.run(&["schema"]).ends(7).prints_nothing().says("no-project");
    let ended = empty.run(&["schema", "--platform", "ccas"]).ends(64).prints_nothing();
    ended.says("a similar value exists: 'ccaas'");
}

#[test]
fn every_file_of_the_examples_validates_for_another_reader() {
    let empty = Project::empty();
    let manifest = validator(&schema(&empty, &["manifest", "--platform", "ccaas"]));
    let project = validator(&schema(&empty, &["project"]));
    let mut seen = 0;
    for example in ["acme", "minimal", "guarded"] {
        for (path, bytes) in Project::copy_of(example).files() {
            if path.ends_with(".yaml") {
                let value: Value = serde_yaml::from_slice(&bytes).expect("it is YAML");
                let schema = if path == "rolecall.yaml" { &project } else { &manifest };
                is_valid(schema, &value, &format!("{example}/{path}"));
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "only {seen} files were found");
}

#[test]
fn the_example_with_a_catalogue_validates_for_another_reader() {
    let project = Project::copy_of("catalogue");
    let (whole, catalogue) = (schema(&project, &["project"]), schema(&project, &["catalogue"]));
    let schemas = [validator(&whole), validator(&catalogue), validator(&schema(&project, &[]))];
    let [whole, catalogue, manifest] = &schemas;
    for (path, schema) in [
        ("rolecall.yaml", whole),
        ("catalogue.yaml", catalogue),
        ("next.yaml", catalogue),
        ("access/access.yaml", manifest),
        ("live/live.yaml", manifest),
    ] {
        let value: Value = serde_yaml::from_str(&project.read(path)).expect("it is YAML");
        is_valid(schema, &value, path);
    }
    let built_in = validator(&schema(&project, &["manifest", "--platform", "ccaas"]));
    let access = serde_yaml::from_str(&project.read("access/access.yaml")).expect("it is YAML");
    assert!(!built_in.is_valid(&access), "the catalogue adds what the manifest needs");
}

#[test]
fn what_init_writes_validates_for_another_reader() {
    let project_schema = validator(&schema(&Project::empty(), &["project"]));
    for (platform, _) in BUILT_IN {
        let project = Project::empty();
        project.run(&["init", "--platform", platform]).ends(0);
        let manifest = validator(&schema(&project, &[]));
        for (path, schema) in [
            ("rolecall.yaml", &project_schema),
            ("access/access.yaml", &manifest),
            ("live/live.yaml", &manifest),
        ] {
            let value = serde_yaml::from_str(&project.read(path)).expect("it is YAML");
            is_valid(schema, &value, &format!("{platform}: {path}"));
        }
    }
}

#[test]
fn the_plans_of_the_examples_validate_against_the_published_schema() {
    let schema = plan_schema();
    for example in ["acme", "minimal", "guarded"] {
        let project = Project::copy_of(example);
        is_valid(&schema, &project.plan(), example);
    }
    let project = Project::copy_of("acme");
    project.run(&["apply", "--yes"]).ends(0);
    let empty = project.plan();
    assert_eq!(empty["stages"], serde_json::json!([]));
    is_valid(&schema, &empty, "an empty plan");
}

#[test]
fn the_file_that_plan_writes_is_what_it_prints() {
    let project = Project::copy_of("acme");
    let printed = project.run(&["plan", "--format", "json", "--out", "plan.json"]).ends(0).out;
    assert_eq!(project.read("plan.json"), printed);
}

#[test]
fn a_schema_that_accepts_everything_would_be_no_schema() {
    let schema = plan_schema();
    let good = Project::copy_of("minimal").plan();
    for key in ["format_version", "platform", "environment", "digest", "summary", "stages"] {
        let mut bad = good.clone();
        bad[key] = Value::Null;
        assert!(!schema.is_valid(&bad), "{key} may be null");
    }
}

/// A person in a manifest.
#[derive(Clone, Debug)]
struct Person {
    roles: Vec<&'static str>,
    active: bool,
    team: Option<usize>,
}

fn person() -> impl Strategy<Value = Person> {
    let roles = prop::sample::subsequence(vec!["Agent", "Manager", "Manager: Data"], 1..=3);
    let team = prop::option::of(0..4usize);
    (roles, prop::bool::weighted(0.8), team).prop_map(|(roles, active, team)| {
        let sits = active && roles.contains(&"Agent");
        Person { roles, active, team: team.filter(|_| sits) }
    })
}

/// Writes a manifest of two administrators, these people, and the teams that they sit in.
fn manifest(people: &[Person]) -> String {
    let mut lines = vec!["users:".to_owned()];
    let row = |name: &str, roles: &[&str], status: &str| {
        format!(
            "  - {{ email: {name}@acme.example, first_name: A, last_name: B, roles: {roles:?}, status: {status} }}"
        )
    };
    lines.extend(["root", "deputy"].map(|name| row(name, &["Admin"], "active")));
    let status = |person: &Person| if person.active { "active" } else { "inactive" };
    let rows = people.iter().enumerate();
    lines.extend(rows.map(|(at, person)| row(&format!("p{at}"), &person.roles, status(person))));
    lines.push("teams:".to_owned());
    for team in 0..4 {
        let seats = people.iter().enumerate().filter(|(_, person)| person.team == Some(team));
        let seats: Vec<String> = seats.map(|(at, _)| format!("p{at}@acme.example")).collect();
        if !seats.is_empty() || team == 0 {
            lines.push(format!("  - {{ name: T{team}, members: {seats:?} }}"));
        }
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_plans_validate_against_the_published_schema(
        live in prop::collection::vec(person(), 0..12),
        meant in prop::collection::vec(person(), 0..12),
    ) {
        let project = Project::empty();
        project.run(&["init"]).ends(0);
        project.write("live/live.yaml", manifest(&live));
        project.write("access/access.yaml", manifest(&meant));
        let ended = project.run(&["plan", "--format", "json"]);
        prop_assert!(matches!(ended.code, Some(0 | 4)), "{ended:?}");
        is_valid(&plan_schema(), &ended.json(), &ended.out);
    }
}
