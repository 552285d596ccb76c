//! What a word means.

use crate::cli::built_in;
use crate::cli::trouble::Trouble;
use crate::core::{CODES, Code, Email, RoleName, User, code, codes, nearest};
use crate::plan::{GUARDS, Guard, guard};
use crate::platform::{BuiltInRole, Fact, Permission};
use crate::render::Explained;

/// Something that a word means.
pub(super) enum Meaning<'m> {
    Code(&'m Code),
    Guard(&'m Guard),
    Role(RoleName),
    Permission(&'m Permission),
    Person(Email, &'m User),
}

impl Meaning<'_> {
    /// Returns the kind, as it stands in front of a word, and the word that means nothing else of it.
    fn unmistakable(&self) -> String {
        match self {
            Meaning::Code(code) => format!("code/{}", code.word),
            Meaning::Guard(guard) => format!("guard/{}", guard.word),
            Meaning::Role(name) => format!("role/{name}"),
            Meaning::Permission(permission) => format!("permission/{}", permission.id),
            Meaning::Person(email, _) => format!("user/{email}"),
        }
    }
}

/// The kinds, as they stand in front of a word.
const KINDS: [&str; 5] = ["code", "guard", "role", "permission", "user"];

/// Returns everything that a word means: as it is, or with its kind in front of it.
pub(super) fn found<'f>(word: &str, by: Option<Explained<'f>>) -> Vec<Meaning<'f>> {
    let of_kind = word.split_once('/').filter(|(kind, _)| KINDS.contains(kind));
    let mut found: Vec<Meaning<'f>> =
        KINDS.into_iter().flat_map(|kind| of(kind, word, by)).collect();
    found.extend(of_kind.into_iter().flat_map(|(kind, word)| of(kind, word, by)));
    found
}

fn of<'f>(kind: &str, word: &str, by: Option<Explained<'f>>) -> Vec<Meaning<'f>> {
    match (kind, by) {
        ("code", _) => code(word).map(Meaning::Code).into_iter().collect(),
        ("guard", _) => guard(word).map(Meaning::Guard).into_iter().collect(),
        ("role", Some(by)) => role(word, by).into_iter().collect(),
        ("permission", Some(by)) => permissions(word, by),
        ("user", Some(by)) => person(word, by).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn role<'f>(word: &str, by: Explained<'_>) -> Option<Meaning<'f>> {
    let name = RoleName::new(word);
    if by.desired.state.roles.contains_key(&name) {
        return Some(Meaning::Role(name));
    }
    let is_it =
        |role: &&BuiltInRole| role.name == name || role.also.iter().any(|also| also == word);
    // Its own name goes before one that another role also has.
    let built_in = &by.platform.roles.built_in;
    let role = built_in.iter().find(|role| role.name == name);
    role.or_else(|| built_in.iter().find(is_it)).map(|role| Meaning::Role(role.name.clone()))
}

/// Returns the permission with this id, or else those with this name: several can have one.
fn permissions<'f>(word: &str, by: Explained<'f>) -> Vec<Meaning<'f>> {
    let all = &by.platform.permissions;
    if let Some(permission) = all.iter().find(|permission| permission.id.as_str() == word) {
        return vec![Meaning::Permission(permission)];
    }
    let last = |name: &str| name.rsplit(" › ").next() == Some(word);
    let is_it = |one: &&Permission| one.name.value().is_some_and(|name| name == word || last(name));
    all.iter().filter(is_it).map(Meaning::Permission).collect()
}

fn person<'f>(word: &str, by: Explained<'f>) -> Option<Meaning<'f>> {
    let (email, user) = by.desired.state.users.get_key_value(&Email::new(word))?;
    Some(Meaning::Person(email.clone(), user))
}

/// Complains about a word that was probably meant as one of the program itself.
pub(super) fn mistyped(word: &str) -> Option<Trouble> {
    nearest(word, words(None, None).into_iter()).map(|_| unknown(word, None))
}

/// Complains about a word that means nothing.
pub(super) fn unknown(word: &str, by: Option<Explained<'_>>) -> Trouble {
    let (kind, name) = match word.split_once('/') {
        Some((kind, name)) if KINDS.contains(&kind) => (Some(kind), name),
        _ => (None, word),
    };
    let help = match (nearest(name, words(kind, by).into_iter()), by) {
        (Some(near), _) => format!("Did you mean `{near}`?"),
        (None, Some(by)) if by.in_project && name.contains('@') => {
            "Nobody with this address is declared. `rolecall plan` says who is live and unlisted."
                .into()
        }
        (None, Some(_)) => "`rolecall explain --matrix` lists roles and permissions.".into(),
        (None, None) => format!(
            "Words stand at the head of each diagnostic, and after `Refused by`. Outside of a project, \
             roles and permissions need `--platform NAME`. {}",
            built_in::near("")
        ),
    };
    Trouble::usage(&codes::UNKNOWN_VALUE, format!("nothing is called `{word}`"), help)
}

/// Returns every word that means something of a kind, or of any.
fn words<'f>(kind: Option<&str>, by: Option<Explained<'f>>) -> Vec<&'f str> {
    let is = |other: &str| kind.is_none() || kind == Some(other);
    let mut words: Vec<&'f str> = Vec::new();
    if is("code") {
        words.extend(CODES.iter().map(|code| code.word));
    }
    if is("guard") {
        words.extend(GUARDS.iter().map(|guard| guard.word));
    }
    let Some(Explained { platform, desired, .. }) = by else { return words };
    if is("role") {
        words.extend(platform.roles.built_in.iter().map(|role| role.name.as_str()));
        words.extend(desired.state.roles.keys().map(RoleName::as_str));
    }
    if is("permission") {
        let names = platform.permissions.iter().map(|one| (one.id.as_str(), &one.name));
        words.extend(names.flat_map(|(id, name)| {
            [Some(id), Fact::value(name).map(String::as_str)].into_iter().flatten()
        }));
    }
    if is("user") {
        words.extend(desired.state.users.keys().map(Email::as_str));
    }
    words
}

/// Complains about a word that means several things.
pub(super) fn several(word: &str, found: &[Meaning<'_>]) -> Trouble {
    let all: Vec<String> =
        found.iter().map(|meaning| format!("`{}`", meaning.unmistakable())).collect();
    let message = format!("`{word}` means {} things", all.len());
    Trouble::usage(&codes::AMBIGUOUS_WORD, message, format!("Write {}.", all.join(" or ")))
}
