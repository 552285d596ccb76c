//! Plans and diagnostics as SARIF 2.1.0, which forges and editors show at the lines that it names.

mod rules;

use serde_json::{Value, json};

use self::rules::Rules;
use super::media::{sarif_text, uri};
use super::shown::{Setting, Shown};
use super::words::{sentence, way_out};
use crate::core::{Diagnostic, Label, Origin, Severity};
use crate::plan::{Weight, step_id};

/// The most results of one run that GitHub takes.
const MOST: usize = 25_000;

/// Returns a plan as SARIF: what guards refuse, what was warned about, and each step, the heaviest first.
pub fn plan(shown: &Shown<'_>) -> Value {
    let Shown { plan, setting, warnings, .. } = shown;
    let mut rules = Rules::default();
    let mut results = Vec::new();
    for refusal in &plan.refusals {
        let text = format!("{}. {}", refusal.message, way_out(refusal));
        let mut result = result(rules.of_guard(refusal.guard), "error", &text, setting);
        place(&mut result, shown.place_of(refusal), setting);
        results.push(result);
    }
    results.extend(warnings.iter().map(|warning| of_diagnostic(warning, &mut rules, setting)));
    for said in shown.steps() {
        let weight = said.reviewed.weight;
        let is_drift = shown.is_drift(said.place);
        let level = if weight <= Weight::Takes && !is_drift { "warning" } else { "note" };
        let of = if is_drift { "Drift: " } else { "" };
        let text = format!("{of}{} {}", said.step.action, sentence(said, &setting.emails));
        let mut result = result(rules.of_weight(weight), level, &text, setting);
        let mut asked = said.step.because.iter().copied();
        place(&mut result, asked.next(), setting);
        let others: Vec<Value> = asked.map(|at| location(at, setting)).collect();
        if !others.is_empty() {
            result["relatedLocations"] = json!(others);
        }
        result["partialFingerprints"] = json!({ "rolecallStep/v1": step_id(said.step) });
        results.push(result);
    }
    let mut about = json!({ "environment": plan.environment, "digest": plan.digest });
    if let Some(as_of) = shown.as_of {
        about["snapshot"] = json!(as_of.to_string());
    }
    log(&format!("rolecall/plan/{}/", uri(&plan.environment)), rules, results, about)
}

/// Returns diagnostics as SARIF.
pub fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> Value {
    let mut rules = Rules::default();
    let results = found.iter().map(|one| of_diagnostic(one, &mut rules, setting)).collect();
    log("rolecall/check/", rules, results, json!({}))
}

fn of_diagnostic(found: &Diagnostic, rules: &mut Rules, setting: &Setting<'_>) -> Value {
    let level = match found.code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = format!("{}. {}", found.primary.text, found.help);
    let mut result = result(rules.of_code(found.code), level, &text, setting);
    place(&mut result, Some(found.primary.at), setting);
    let related = |label: &Label| {
        let mut location = location(label.at, setting);
        location["message"] = message(&label.text, setting);
        location
    };
    if !found.related.is_empty() {
        result["relatedLocations"] = found.related.iter().map(related).collect();
    }
    result
}

/// Makes a result; the rule is its word and its place in the list of rules.
fn result((rule, index): (String, usize), level: &str, text: &str, setting: &Setting<'_>) -> Value {
    json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": message(text, setting),
    })
}

fn message(text: &str, setting: &Setting<'_>) -> Value {
    json!({ "text": sarif_text(&setting.emails.in_text(text)) })
}

/// Says where a result is. One that no line asks for is about the project's file.
fn place(result: &mut Value, at: Option<Origin>, setting: &Setting<'_>) {
    let unknown = || {
        let uri = uri(&setting.project_file());
        let region = json!({ "startLine": 1 });
        json!({ "physicalLocation": { "artifactLocation": artifact(&uri), "region": region } })
    };
    result["locations"] = json!([at.map_or_else(unknown, |at| location(at, setting))]);
}

fn location(at: Origin, setting: &Setting<'_>) -> Value {
    let file = setting.sources.file(at.file);
    let (line, start, end) = file.region(at.node);
    let uri = uri(&format!("{}{}", setting.folder, file.path));
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(&uri),
            "region": { "startLine": line, "startColumn": start, "endLine": line, "endColumn": end },
        },
    })
}

fn artifact(uri: &str) -> Value {
    json!({ "uri": uri, "uriBaseId": "REPOSITORY" })
}

fn log(id: &str, rules: Rules, mut results: Vec<Value>, about: Value) -> Value {
    results.truncate(MOST);
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "rolecall",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.list(),
                },
            },
            "automationDetails": { "id": id },
            "originalUriBaseIds": {
                "REPOSITORY": { "description": { "text": "The folder of the repository." } },
            },
            "columnKind": "utf16CodeUnits",
            "results": results,
            "properties": about,
        }],
    })
}
