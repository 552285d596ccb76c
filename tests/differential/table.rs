//! Every difference between the readers, and why there is one.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::readers::Difference;

/// A difference.
pub(crate) struct Row {
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) is: Is,
    example: Example,
}

/// How the readers differ.
pub(crate) enum Is {
    /// We refuse it with this word, and they read it.
    WeRefuse(&'static str),
    /// To us it isn't YAML, in words that contain these, and they read it.
    WeCannotRead(&'static str),
    /// They can't read it, in words that contain these; and the text itself shows why.
    TheyCannotRead(&'static str, fn(&str) -> bool),
    /// Both read it, as something else: what we read, and what they do.
    BothRead(fn(&str, &Json, &Json) -> bool),
}

/// A text about which the readers differ.
enum Example {
    As(&'static str),
    Made(fn() -> String),
}

impl Row {
    pub(crate) fn example(&self) -> Cow<'static, str> {
        match self.example {
            Example::As(text) => text.into(),
            Example::Made(make) => make().into(),
        }
    }
}

/// Returns the rows that explain a difference: one for each thing that we refuse, or one for all.
pub(crate) fn rows(difference: &Difference) -> Option<Vec<&'static Row>> {
    let Difference { text, ours, theirs } = difference;
    let find = |test: &dyn Fn(&Is) -> bool| TABLE.iter().find(|row| test(&row.is));
    match (ours, theirs) {
        (Err(refused), _) => refused
            .iter()
            .map(|(word, label)| {
                find(&|is| match is {
                    Is::WeRefuse(known) => known == word,
                    Is::WeCannotRead(known) => *word == "yaml-syntax" && label.contains(known),
                    _ => false,
                })
            })
            .collect(),
        (Ok(_), Err(message)) => find(&|is| {
            matches!(is, Is::TheyCannotRead(known, shows) if message.contains(known) && shows(text))
        })
        .map(|row| vec![row]),
        (Ok(ours), Ok(theirs)) => {
            find(&|is| matches!(is, Is::BothRead(test) if test(text, ours, theirs)))
                .map(|row| vec![row])
        }
    }
}

/// Words of what we refuse though it is YAML. (Several documents both refuse.)
pub(crate) const ON_PURPOSE: &[&str] = &["tag", "several-documents", "wrong-type"];

/// Cases of the suite that should be refused and are read, and why that does no harm.
pub(crate) const LENIENT: &[(&str, &str)] =
    &[("9C9N", "lines within brackets that aren't indented: what they mean is plain")];

/// All differences. The first row that explains one counts.
pub(crate) static TABLE: &[Row] = &[
    Row {
        what: "tags",
        why: "A value's type is known without them.",
        is: Is::WeRefuse("tag"),
        example: Example::As("a: !!str 1\n"),
    },
    Row {
        what: "merge keys",
        why: "They aren't in YAML 1.2, and here the other reader doesn't merge either.",
        is: Is::WeRefuse("merge-key"),
        example: Example::As("<<: { a: 1 }\n"),
    },
    Row {
        what: "numbers that readers disagree about",
        why: "`010` is 8, 10 or text, and beyond 64 bits a number is what its reader makes of it.",
        is: Is::WeRefuse("ambiguous-number"),
        example: Example::As("a: 010\n"),
    },
    Row {
        what: "keys that aren't text, or are aliases",
        why: "No key of a manifest is anything else, and an alias hides which key it is.",
        is: Is::WeRefuse("wrong-type"),
        example: Example::As("a: &x b\n*x : c\n"),
    },
    Row {
        what: "keys that are one after composition",
        why: "Names compare after Unicode normalization, so these two are one.",
        is: Is::WeRefuse("duplicate-key"),
        example: Example::As("\u{e9}: 1\ne\u{301}: 2\n"),
    },
    Row {
        what: "characters that make lines look like others",
        why: "Who reviews a line must see what it says, and see the lines that a reader sees.",
        is: Is::WeRefuse("control-character"),
        example: Example::As("a: b # \u{202e}c\n"),
    },
    Row {
        what: "nesting beyond 64",
        why: "Nothing in a manifest is as deep; the other reader's bound is 128.",
        is: Is::WeRefuse("too-deep"),
        example: Example::Made(|| format!("{}{}", "[".repeat(65), "]".repeat(65))),
    },
    Row {
        what: "texts beyond 64 KiB",
        why: "Nothing in a manifest is as long; the other reader has no bound.",
        is: Is::WeRefuse("too-long"),
        example: Example::Made(|| "a".repeat(70_000)),
    },
    Row {
        what: "more than 1,000 aliases",
        why: "A few lines could ask for all memory; the other reader's bound is another one.",
        is: Is::WeRefuse("too-many-aliases"),
        example: Example::Made(|| format!("- &a b\n{}", "- *a\n".repeat(1_001))),
    },
    Row {
        what: "a byte order mark within the text",
        why: "To YAML 1.2 it may stand at the beginning alone; it is invisible elsewhere.",
        is: Is::WeCannotRead("BOM must not appear inside"),
        example: Example::As("a: \u{feff}\n"),
    },
    Row {
        what: "a comment without a space before it",
        why: "YAML asks for one: `a#b` is text.",
        is: Is::WeCannotRead("comments must be separated"),
        example: Example::As("[a,#b\n]\n"),
    },
    Row {
        what: "a lone dash within brackets",
        why: "YAML doesn't allow it there: it looks like an entry.",
        is: Is::WeCannotRead("plain scalar cannot start with '-'"),
        example: Example::As("[-]\n"),
    },
    Row {
        what: "lines of a quoted text that aren't indented",
        why: "YAML asks for indentation, so that a quote that isn't closed is noticed.",
        is: Is::WeCannotRead("invalid indentation in multiline quoted scalar"),
        example: Example::As("a: \"b\nc\"\n"),
    },
    Row {
        what: "a block of text that isn't indented below its key",
        why: "YAML asks for it to stand deeper than the key.",
        is: Is::WeCannotRead("simple key expected"),
        example: Example::As("a:\n|\n  b\n"),
    },
    Row {
        what: "tabs for indentation in quotes",
        why: "YAML forbids tabs for indentation.",
        is: Is::WeCannotRead("tab cannot be used as indentation"),
        example: Example::As("a: \"b\n\tc\"\n"),
    },
    Row {
        what: "tabs for indentation in brackets",
        why: "YAML forbids tabs for indentation.",
        is: Is::WeCannotRead("tabs disallowed within this context"),
        example: Example::As("- [\n\ta\n  ]\n"),
    },
    Row {
        what: "empty lines that are deeper than the text they begin",
        why: "YAML forbids them: how deep the text is would be unclear.",
        is: Is::WeCannotRead("wrongly indented line in block scalar"),
        example: Example::As("a: >\n   \n # b\n"),
    },
    Row {
        what: "a tab that separates",
        why: "YAML 1.2 allows it wherever indentation isn't meant; the other reader is of YAML 1.1.",
        is: Is::TheyCannotRead("cannot start any token", |text| text.contains('\t')),
        example: Example::As("-\ta\n"),
    },
    Row {
        what: "a tab after the indentation of a text",
        why: "YAML 1.2 takes it for a part of the text, or for nothing on an empty line.",
        is: Is::TheyCannotRead("found a tab character", |text| text.contains('\t')),
        example: Example::As("a: |\n \tb\n"),
    },
    Row {
        what: "directives that nobody knows",
        why: "YAML 1.2 has them ignored.",
        is: Is::TheyCannotRead("unknown directive name", |text| text.contains('%')),
        example: Example::As("%FOO bar\n---\na\n"),
    },
    Row {
        what: "versions beyond 1.2",
        why: "YAML 1.2 has them read as 1.2.",
        is: Is::TheyCannotRead("incompatible YAML document", |text| text.contains("%YAML")),
        example: Example::As("%YAML 1.3\n---\na\n"),
    },
    Row {
        what: "keys within braces that go over lines",
        why: "YAML 1.2 allows them.",
        is: Is::TheyCannotRead("did not find expected ',' or '}'", |text| text.contains('{')),
        example: Example::As("{ a\n b: c }\n"),
    },
    Row {
        what: "a colon at the beginning of a text within brackets",
        why: "YAML 1.2 allows it.",
        is: Is::TheyCannotRead("did not find expected node content", |text| {
            text.contains(['[', '{']) && text.contains(':')
        }),
        example: Example::As("[:a]\n"),
    },
    Row {
        what: "a colon at the end of an address within braces",
        why: "YAML 1.2 takes `value:,` for a key.",
        is: Is::TheyCannotRead("found unexpected ':'", |text| text.contains('{')),
        example: Example::As("{a:,}\n"),
    },
    Row {
        what: "an end of a document without a beginning",
        why: "YAML 1.2 allows it: there is no document.",
        is: Is::TheyCannotRead("did not find expected node content", |text| text.contains("...")),
        example: Example::As("...\n"),
    },
    Row {
        what: "names of values with other characters than letters",
        why: "YAML 1.2 allows all but white space and brackets.",
        is: Is::TheyCannotRead("alphabetic or numeric character", |text| text.contains('&')),
        example: Example::As("a: &é b\n"),
    },
    Row {
        what: "names of values that end in a colon",
        why: "YAML 1.2 takes the colon for a part of the name.",
        is: Is::TheyCannotRead("mapping values are not allowed", |text| text.contains('&')),
        example: Example::As("&a: b: c\n"),
    },
    Row {
        what: "a block of text at the beginning that isn't indented",
        why: "YAML 1.2 allows it where it is the whole document.",
        is: Is::TheyCannotRead("more than one document", |text| {
            text.contains('>') || text.contains('|')
        }),
        example: Example::As("--- >\na\n"),
    },
    Row {
        what: "numbers with a sign or a base beyond the core schema, as keys",
        why: "YAML 1.2 takes them for text; the other reader for numbers.",
        is: Is::TheyCannotRead("it isn't JSON", has_base),
        example: Example::As("0b11: a\n"),
    },
    Row {
        what: "numbers with a base, beyond what the other reader can count",
        why: "YAML 1.2 takes them for text with a sign.",
        is: Is::TheyCannotRead("expected any YAML value", has_base),
        example: Example::As("a: -0x123456789012345678901234567890\n"),
    },
    Row {
        what: "numbers with a sign or a base beyond the core schema",
        why: "YAML 1.2 takes them for text; the other reader for numbers.",
        is: Is::BothRead(|_, ours, theirs| {
            leaves(ours, theirs, &|ours, theirs| {
                theirs.is_number() && ours.as_str().is_some_and(has_base)
            })
        }),
        example: Example::As("a: 0b11\n"),
    },
    Row {
        what: "a block of text at the end of a file, without a last line break",
        why: "We read the line break that every other line of it has. No name may have one.",
        is: Is::BothRead(|text, ours, theirs| {
            !text.ends_with('\n') && trimmed(ours) == trimmed(theirs)
        }),
        example: Example::As("a: |\n  b"),
    },
    Row {
        what: "a question mark at the beginning of a text within brackets",
        why: "YAML 1.2 takes it for text where no space follows.",
        is: Is::BothRead(|text, ours, theirs| {
            text.contains(['[', '{'])
                && ours.to_string().contains('?')
                && !theirs.to_string().contains('?')
        }),
        example: Example::As("[?a]\n"),
    },
    Row {
        what: "names of values with a colon in the middle",
        why: "YAML 1.2 takes the colon for a part of the name.",
        is: Is::BothRead(|text, ours, theirs| {
            let begins = |text: &Json| text.as_str().is_some_and(|text| text.starts_with(':'));
            text.contains('&') && leaves(ours, theirs, &|_, theirs| begins(theirs))
        }),
        example: Example::As("a: &b:c d\n"),
    },
    Row {
        what: "a byte order mark before a document that begins later",
        why: "YAML 1.2 allows it there and means nothing by it.",
        is: Is::BothRead(|text, _, _| text.contains('\u{feff}')),
        example: Example::As("\n\u{feff}--- a\n"),
    },
];

/// Returns whether there is a number in it with a base, a binary one or one with a sign.
fn has_base(text: &str) -> bool {
    ["0b", "+0x", "-0x", "+0o", "-0o"].iter().any(|base| text.contains(base))
}

/// Returns whether two values differ in some single values alone, all in the way that is asked.
fn leaves(ours: &Json, theirs: &Json, test: &dyn Fn(&Json, &Json) -> bool) -> bool {
    match (ours, theirs) {
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(o, t)| leaves(o, t, test))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(key, o)| theirs.get(key).is_some_and(|t| leaves(o, t, test)))
        }
        (ours, theirs) => ours == theirs || test(ours, theirs),
    }
}

/// Returns a value with the last line break of each text in it taken off.
fn trimmed(value: &Json) -> Json {
    let trim = |text: &String| text.strip_suffix('\n').unwrap_or(text).to_owned();
    match value {
        Json::String(text) => trim(text).into(),
        Json::Array(items) => items.iter().map(trimmed).collect(),
        Json::Object(map) => map.iter().map(|(key, value)| (trim(key), trimmed(value))).collect(),
        other => other.clone(),
    }
}
