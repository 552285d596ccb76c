//! The whole way of a platform whose API can't do everything: a plan over HTTP, what a program does,
//! what somebody does on the portal's pages, what they attest, and an empty plan.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::examples::examples;
use crate::project::{Ended, Project, steps};
use crate::serve::{BASIC, Serving};

/// A form of a page, as a browser holds it: fields and their values.
#[derive(Debug)]
pub(crate) struct Form {
    path: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Opens the form of a page.
    pub(crate) fn open(serving: &Serving, path: &str) -> Self {
        let page = serving.ask("GET", path, BASIC, "");
        let (_, form) = page.split_once("<form").unwrap_or_else(|| panic!("{path}: {page}"));
        let (form, _) = form.split_once("</form>").expect("it is closed");
        let fields = form.split('<').skip(1).scan(None, field).flatten().collect();
        let path = path.split('?').next().expect("it has a path").to_owned();
        Self { path, fields }
    }

    /// Takes a value away, or puts others into its place.
    pub(crate) fn set<'v>(&mut self, name: &str, values: impl IntoIterator<Item = &'v str>) {
        self.fields.retain(|(other, _)| other != name);
        self.fields.extend(values.into_iter().map(|value| (name.to_owned(), value.to_owned())));
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = self.fields.iter().find(|(other, _)| other == name);
        text.map(|(_, text)| text.lines().map(ToOwned::to_owned).collect()).unwrap_or_default()
    }

    /// Presses a button.
    pub(crate) fn press(mut self, serving: &Serving, button: &str) {
        self.set("do", [button]);
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&self.fields);
        let kind = format!("{BASIC}\r\nContent-Type: application/x-www-form-urlencoded");
        let answer = serving.ask("POST", &self.path, &kind, &body.finish());
        let alert =
            answer.split_once("role=\"alert\"").map(|(_, rest)| &rest[..rest.len().min(300)]);
        assert!(answer.starts_with("HTTP/1.1 303"), "{}: {alert:?} {:?}", self.path, self.fields);
    }
}

/// Returns what a tag puts into its form; options belong to the list that was opened last.
fn field(list: &mut Option<String>, tag: &str) -> Option<Option<(String, String)>> {
    let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split('"').next()?))
    };
    let name = attribute("name");
    let value = || attribute("value").unwrap_or_else(|| plain(text));
    Some(match tag.split_whitespace().next().unwrap_or_default() {
        "select" => {
            *list = name;
            None
        }
        "option" if tag.ends_with(" selected") => list.clone().map(|name| (name, value())),
        "textarea" => name.map(|name| (name, plain(text).trim().to_owned())),
        "input" if tag.contains("checkbox") && !tag.contains(" checked") => None,
        "input" => name.map(|name| (name, value())),
        _ => None,
    })
}

fn plain(text: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = entities.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Does a step as the runbook says it, on the portal's own page.
fn by_hand(serving: &Serving, step: &Value) {
    let (kind, action) = (step["kind"].as_str().unwrap(), step["action"].as_str().unwrap());
    let key = step["key"].as_str().unwrap();
    let now = if action == "create" { "" } else { step["previous_key"].as_str().unwrap_or(key) };
    match (kind, action) {
        (_, "reorder") => {
            let list =
                if kind == "team" { format!("?teams={}", encoded(key)) } else { String::new() };
            let mut form = Form::open(serving, &format!("/portal/order{list}"));
            for (place, name) in names(&step["after"]).iter().enumerate() {
                form.set(&format!("place:{name}"), [format!("0.{place:03}").as_str()]);
            }
            form.press(serving, "save");
        }
        ("role", _) => role(serving, step, now, key),
        ("team", _) => team(serving, step, now, key),
        _ => {
            let mut form = Form::open(serving, &format!("/portal/user?email={}", encoded(key)));
            for (name, value) in step["after"]["attributes"].as_object().into_iter().flatten() {
                form.set(name, [value.as_str().unwrap_or_default()]);
            }
            form.press(serving, "save");
        }
    }
}

fn role(serving: &Serving, step: &Value, now: &str, key: &str) {
    let mut form = Form::open(serving, &format!("/portal/role?name={}", encoded(now)));
    let Some(after) = step["after"].as_object() else { return form.press(serving, "delete") };
    form.set("name", [key]);
    for field in ["label", "color"] {
        if let Some(text) = after.get(field).and_then(Value::as_str) {
            form.set(field, [text]);
        }
    }
    if let Some(grants) = after.get("permissions").and_then(Value::as_object) {
        form.fields.retain(|(name, _)| !name.starts_with("level:") && !name.starts_with("only:"));
        for (id, grant) in grants {
            form.set(&format!("level:{id}"), grant["level"].as_str());
            form.set(&format!("only:{id}"), names(&grant["only"]));
        }
    }
    if let Some(list) = after.get("assignable_roles") {
        form.set("assignable", names(list));
    }
    form.press(serving, "save");
}

fn team(serving: &Serving, step: &Value, now: &str, key: &str) {
    let page = format!("/portal/team?path={}", encoded(now));
    let mut form = Form::open(serving, &page);
    if step["after"].is_null() {
        form.set("managers", [""]);
        form.set("members", [""]);
        form.press(serving, "save");
        return Form::open(serving, &page).press(serving, "delete");
    }
    let (parent, name) = key.rsplit_once(':').unwrap_or(("", key));
    form.set("name", [name]);
    form.set("parent", [parent]);
    if let Some(managers) = step["after"].get("managers") {
        let managers = names(managers);
        let members = form.lines("members");
        let stay: Vec<&str> =
            members.iter().map(String::as_str).filter(|one| !managers.contains(one)).collect();
        form.set("members", [stay.join("\n").as_str()]);
        form.set("managers", [managers.join("\n").as_str()]);
    }
    form.press(serving, "save");
}

/// A project that speaks to a server.
pub(crate) fn client(example: &str, serving: &Serving) -> Project {
    let project = Project::copy_of(example);
    let text = project.read("rolecall.yaml");
    let start = text.find("environments:").expect("it has environments");
    let end = start + text[start..].find("\n\n").expect("they end");
    let environment = format!(
        "environments:\n  production:\n    target: ccaas\n    url: http://{}\n    subdomain: acme\n    \
         token: {{ env: SANDBOX_TOKEN }}\n    requests_per_second: 10",
        serving.host
    );
    project.write("rolecall.yaml", text[..start].to_owned() + &environment + &text[end..]);
    project
}

pub(crate) fn run(project: &Project, arguments: &[&str]) -> Ended {
    let mut command = project.command(arguments);
    command.env("SANDBOX_TOKEN", "s3cret");
    Ended::of(command)
}

pub(crate) fn plan(project: &Project) -> Value {
    run(project, &["plan", "--format", "json"]).json()
}

#[test]
fn acme_is_done_by_a_program_and_by_hand_until_nothing_is_left() {
    let platform = Project::copy_of("acme");
    let serving = Serving::of(&platform, &[]);
    let project = client("acme", &serving);
    let mut rounds = 0;
    loop {
        let before = plan(&project);
        if steps(&before).is_empty() {
            break;
        }
        rounds += 1;
        assert!(rounds < 6, "{before:#}");
        let waived = ["apply", "--approve", before["digest"].as_str().expect("it has one")];
        let applied = run(&project, &waived);
        assert!([0, 6].contains(&applied.code.expect("it ends")), "{applied:?}");
        assert!(!applied.err.contains("s3cret") && !applied.out.contains("s3cret"));
        let left = plan(&project);
        let hands: Vec<&Value> =
            steps(&left).into_iter().filter(|step| step["by"] == "hand").collect();
        let shown = run(&project, &["attest"]).out;
        for step in &hands {
            by_hand(&serving, step);
        }
        if !hands.is_empty() {
            assert!(shown.contains("- [ ] **1.**"), "{shown}");
            let attested = run(&project, &["attest", "--all", "--by", "lea@acme.example"]);
            assert!([0, 6].contains(&attested.code.expect("it ends")), "{attested:?}");
        }
    }
    assert!(rounds >= 2, "it takes a program and a hand");
    let told: BTreeMap<String, Vec<u8>> = project.files().into_iter().collect();
    assert!(told.contains_key("attested/production.yaml"));
    run(&project, &["check"]).ends(0);
    // What the platform holds now is what the manifests mean, whoever reads it.
    serving.stop().ends(0);
    let plan = platform.run(&["plan", "--detailed-exitcode"]).ends(0);
    assert!(plan.out.contains("Nothing to do"), "{}", plan.out);
}

/// Returns the words of an example as a shell takes them apart.
fn words(example: &str) -> Vec<String> {
    let quoted = example.split('\'').enumerate().flat_map(|(at, part)| match at % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(ToOwned::to_owned).collect(),
    });
    quoted.skip(1).collect()
}

#[test]
fn the_examples_of_attest_do_what_they_show() {
    let platform = Project::copy_of("acme");
    let serving = Serving::of(&platform, &[]);
    let project = client("acme", &serving);
    run(&project, &["apply", "--yes"]).ends(6);
    for example in examples("attest") {
        let words = words(&example);
        if !example.contains("--again") && project.path("attested").exists() {
            std::fs::remove_dir_all(project.path("attested")).expect("it can be removed");
        }
        let ended = run(&project, &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!([0, 6].contains(&ended.code.expect("it ends")), "{example}: {ended:?}");
        let attested = ended.out.contains("in attested/production.yaml");
        assert!(attested || words.len() == 1, "{example}: {ended:?}");
    }
    serving.stop().ends(0);
}

#[test]
fn what_there_is_nothing_to_attest_of_is_refused_by_name() {
    let platform = Project::copy_of("acme");
    let serving = Serving::of(&platform, &[]);
    let project = client("acme", &serving);
    let attest = |step: &str| run(&project, &["attest", step, "--by", "lea@acme.example"]).ends(64);
    attest("role/Nobody").says("the plan has nothing to do to `role/Nobody`");
    let steps = plan(&project);
    let automatic =
        crate::project::steps(&steps).into_iter().find(|step| step["by"] == "automatic");
    let email = automatic.and_then(|step| step["key"].as_str()).expect("there is one").to_owned();
    attest(&format!("user/{email}")).says("a program does it");
    let deleted = |step: &&&Value| step["kind"] == "team" && step["action"] == "delete";
    let all = crate::project::steps(&steps);
    let team =
        all.iter().find(deleted).and_then(|step| step["key"].as_str()).expect("there is one");
    attest(&format!("team/{team}")).says("the platform tells by itself");
    run(&project, &["attest", "--all", "--by", "nobody"]).ends(64).says("this is no address");
    assert!(!project.path("attested").exists());
    serving.stop().ends(0);
}
