//! What an editor shows of a field: what it is for, how well that is established, and by whom.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::platform::{Fact, Source, Standing};

/// The texts that a platform's facts are taken from.
pub(super) type Sources = BTreeMap<String, Source>;

/// Describes a field by what a fact says: in plain text, which every reader of JSON Schema knows,
/// and in Markdown with links to the sources, which editors prefer. Without sources it does nothing.
pub(super) fn describe(field: &mut Json, fact: &Fact<String>, sources: Option<&Sources>) {
    let Some(sources) = sources else { return };
    let text = fact.value().map_or("Nothing is known of it.", String::as_str);
    write(field, text, fact, sources);
}

/// Adds to a field's description how well something about it is established, if that is known.
pub(super) fn describe_fact<T>(field: &mut Json, fact: &Fact<T>, sources: Option<&Sources>) {
    if let (Some(_), Some(sources)) = (fact.value(), sources) {
        let text = field["description"].as_str().unwrap_or_default().to_owned();
        write(field, &text, fact, sources);
    }
}

/// Adds to a field's description how long it may be, if that is known.
pub(super) fn describe_length(field: &mut Json, limit: &Fact<u32>, sources: Option<&Sources>) {
    if let (Some(length), Some(sources)) = (limit.value(), sources) {
        let before = field["description"].as_str().unwrap_or_default();
        let text = format!("{before} At most {length} characters.");
        write(field, text.trim_start(), limit, sources);
    }
}

/// Adds to a permission's description which licence it makes its holders count as, if that is known.
pub(super) fn describe_licence(
    field: &mut Json,
    licence: &Fact<String>,
    sources: Option<&Sources>,
) {
    let (Some(name), Some(sources)) = (licence.value(), sources) else { return };
    let note = licence.note.as_deref().unwrap_or_default();
    let mut add = |key: &str, titles: Vec<String>, text: &str, note: &str| {
        let more = paragraphs(&format!("Licence: {text}."), licence.standing, titles, note);
        let before = field[key].as_str().unwrap_or_default();
        field[key] = format!("{before}\n\n{more}").into();
    };
    let titles = licence.sources.iter().map(|key| title(key, sources).to_owned());
    add("description", titles.collect(), name, note);
    let links = licence.sources.iter().map(|key| link(key, sources));
    add("markdownDescription", links.collect(), &escaped(name), &escaped(note));
}

fn write<T>(field: &mut Json, text: &str, fact: &Fact<T>, sources: &Sources) {
    let titles = fact.sources.iter().map(|key| title(key, sources).to_owned());
    let links = fact.sources.iter().map(|key| link(key, sources));
    let note = fact.note.as_deref().unwrap_or_default();
    field["description"] = paragraphs(text, fact.standing, titles.collect(), note).into();
    field["markdownDescription"] =
        paragraphs(&escaped(text), fact.standing, links.collect(), &escaped(note)).into();
}

/// Returns the text, and below it how well it is established, by whom, and what else to know.
fn paragraphs(text: &str, standing: Standing, sources: Vec<String>, note: &str) -> String {
    let standing = capitalised(standing.as_str());
    let colon = if sources.is_empty() { "" } else { ": " };
    let gap = if note.is_empty() { "" } else { " " };
    format!("{text}\n\n{standing}{colon}{}.{gap}{note}", sources.join(", "))
}

fn title<'s>(key: &'s str, sources: &'s Sources) -> &'s str {
    sources.get(key).map_or(key, |source| source.title.as_str())
}

fn link(key: &str, sources: &Sources) -> String {
    let title = escaped(title(key, sources));
    match sources.get(key).and_then(|source| source.url.as_deref()) {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    }
}

/// Takes their meaning in Markdown away from the characters of a text; code stays code.
fn escaped(text: &str) -> String {
    let special = |c| matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '#');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
