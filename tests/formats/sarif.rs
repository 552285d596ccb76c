//! SARIF, held to the schema of its standard.

use std::sync::LazyLock;

use serde_json::Value;

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    // A bracket that nothing opens, in the pattern of a property that the program doesn't write: some
    // readers of patterns let it pass.
    let text = include_str!("sarif-2.1.0.schema.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&text).expect("it is JSON");
    jsonschema::validator_for(&schema).expect("it is a schema")
});

#[track_caller]
pub(crate) fn is_valid(log: &Value) {
    let wrong: Vec<String> = SCHEMA.iter_errors(log).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{}\n{log:#}", wrong.join("\n"));
    for result in log["runs"][0]["results"].as_array().expect("there are results") {
        let rule = &log["runs"][0]["tool"]["driver"]["rules"];
        let rule = &rule[result["ruleIndex"].as_u64().expect("it is a place") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let uri = uri.as_str().expect("it has a place");
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        assert!(uri.chars().all(plain) && !uri.starts_with('/'), "{uri}");
    }
}

/// In the text of a message `[text](place)` would be a link, and `{0}` an argument.
#[track_caller]
pub(crate) fn holds_no_links(log: &Value) {
    let mut messages = Vec::new();
    texts(log, &mut messages);
    assert!(!messages.is_empty());
    for message in messages {
        let mut chars = message.chars();
        let mut braces = String::new();
        while let Some(c) = chars.next() {
            assert!(c != '[' && c != ']', "a link may begin in {message:?}");
            if c == '\\' {
                chars.next();
            } else if c == '{' || c == '}' {
                braces.push(c);
            }
        }
        let left = braces.replace("{{", "").replace("}}", "");
        assert!(left.is_empty(), "an argument may be in {message:?}");
    }
}

fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "text" => found.push(text),
                    value => texts(value, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|value| texts(value, found)),
        _ => {}
    }
}
