//! The rules that results name: codes, guards, and what a step does to access.

use serde_json::{Value, json};

use super::super::media::sarif_text;
use super::super::words::heading;
use crate::core::{Code, Severity};
use crate::plan::{Weight, guard};

/// The rules that were named so far.
#[derive(Default)]
pub(super) struct Rules {
    list: Vec<Value>,
    words: Vec<String>,
}

impl Rules {
    /// Returns the word of a code and its place in the list.
    pub(super) fn of_code(&mut self, code: &Code) -> (String, usize) {
        let level = if code.severity == Severity::Error { "error" } else { "warning" };
        self.entry(code.word, code.title, code.explanation, level)
    }

    /// Returns the word of a guard and its place in the list.
    pub(super) fn of_guard(&mut self, word: &str) -> (String, usize) {
        let (title, explanation) =
            guard(word).map_or((word, ""), |guard| (guard.title, guard.explanation));
        self.entry(word, title, explanation, "error")
    }

    /// Returns the word of a weight and its place in the list.
    pub(super) fn of_weight(&mut self, weight: Weight) -> (String, usize) {
        let (word, level) = match weight {
            Weight::Administrators => ("makes-administrators", "warning"),
            Weight::Identity => ("passes-access", "warning"),
            Weight::Takes => ("takes-access", "warning"),
            Weight::Gives => ("gives-access", "note"),
            Weight::Blind => ("may-change-access", "note"),
            Weight::Other => ("changes-no-access", "note"),
        };
        let text = "A step of the plan. It isn't a mistake: it is what would be done.";
        self.entry(word, heading(weight), text, level)
    }

    /// Returns all that were named.
    pub(super) fn list(self) -> Vec<Value> {
        self.list
    }

    fn entry(&mut self, word: &str, title: &str, text: &str, level: &str) -> (String, usize) {
        let known = self.words.iter().position(|other| other == word);
        let at = known.unwrap_or_else(|| {
            self.words.push(word.to_owned());
            let mut rule = json!({
                "id": word,
                "shortDescription": { "text": sarif_text(&format!("{title}.")) },
                "fullDescription": { "text": long(text) },
                "help": { "text": long(text) },
                "defaultConfiguration": { "level": level },
            });
            // A name that differs from the word by its capital alone is none.
            if word.contains('-') {
                rule["name"] = json!(name(word));
            }
            self.list.push(rule);
            self.words.len() - 1
        });
        (word.to_owned(), at)
    }
}

/// Returns a text of the program's own tables, whole.
fn long(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]").replace('{', "{{").replace('}', "}}")
}

/// Returns a word in the form that names of rules have: `UnknownRole`.
fn name(word: &str) -> String {
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
    };
    word.split('-').map(capital).collect()
}
