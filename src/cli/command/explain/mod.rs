//! `explain`: says more about a word, a role, a permission or a person.

mod find;

use std::path::Path;

use crate::cli::args::{ExplainArgs, Format};
use crate::cli::built_in;
use crate::cli::exit::Exit;
use crate::cli::project::{self, FILE};
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{codes, nearest};
use crate::document::Sources;
use crate::manifest::Desired;
use crate::platform::Platform;
use crate::render::{Explained, Explanation, json};
use find::{Meaning, found, unknown};

/// What there is to explain with.
struct Ground {
    platform: Platform,
    desired: Desired,
    files: Sources,
    in_project: bool,
}

pub(super) fn run(directory: &Path, args: &ExplainArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let explanation = if args.matrix {
        let ground = ground(directory, args)?.ok_or_else(no_ground)?;
        matrix(&ground, args.word.as_deref())?
    } else {
        explanation(directory, args)?
    };
    screen.result(&match args.format {
        Format::Text => explanation.text(screen.style()),
        Format::Json => json(&explanation)
            .map_err(|error| Trouble::io("the explanation", &std::io::Error::other(error)))?,
    });
    Ok(Exit::Done)
}

fn explanation(directory: &Path, args: &ExplainArgs) -> Result<Explanation, Trouble> {
    let word = args.word.as_deref().unwrap_or_default();
    let own = found(word, None);
    let ground = match (ground(directory, args), own.is_empty()) {
        (Ok(ground), _) => ground,
        // What is said about a broken project is explained even so.
        (Err(_), false) => None,
        (Err(trouble), true) => return Err(find::mistyped(word).unwrap_or(trouble)),
    };
    let by = ground.as_ref().map(Ground::explained);
    let found = by.map_or(own, |by| found(word, Some(by)));
    match (found.as_slice(), by) {
        ([Meaning::Code(code)], _) => Ok(Explanation::code(code)),
        ([Meaning::Guard(guard)], _) => Ok(Explanation::guard(guard)),
        ([Meaning::Role(name)], Some(by)) => Ok(Explanation::role(by, name)),
        ([Meaning::Permission(permission)], Some(by)) => {
            Ok(Explanation::permission(by, permission))
        }
        ([Meaning::Person(email, user)], Some(by)) => Ok(Explanation::person(by, email, user)),
        ([], _) | ([_], None) => Err(unknown(word, by)),
        (several, _) => Err(find::several(word, several)),
    }
}

fn matrix(ground: &Ground, product: Option<&str>) -> Result<Explanation, Trouble> {
    let products = &ground.platform.roles.products;
    let Some(word) = product else { return Ok(Explanation::matrix(ground.explained(), None)) };
    let titles = products.iter().map(|(key, title)| (key, title.value().unwrap_or(key)));
    let is_it = |(key, title): &(&String, &String)| {
        key.eq_ignore_ascii_case(word) || title.eq_ignore_ascii_case(word)
    };
    if let Some((key, _)) = titles.clone().find(is_it) {
        return Ok(Explanation::matrix(ground.explained(), Some(key)));
    }
    let names: Vec<&str> = titles.map(|(_, title)| title.as_str()).collect();
    let help = match nearest(word, names.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if names.is_empty() => "This platform has no products: leave the word out.".to_owned(),
        None => format!("Its products: {}.", names.join(", ")),
    };
    Err(Trouble::usage(&codes::UNKNOWN_VALUE, format!("no product is called `{word}`"), help))
}

/// Returns what there is to explain with: the platform that is named, or the project of the folder,
/// if there is one.
fn ground(directory: &Path, args: &ExplainArgs) -> Result<Option<Ground>, Trouble> {
    if let Some(name) = &args.platform {
        let platform = built_in::named(name)?;
        let (desired, files) = (Desired::default(), Sources::default());
        return Ok(Some(Ground { platform, desired, files, in_project: false }));
    }
    if !directory.join(FILE).is_file() {
        return Ok(None);
    }
    let mut opened = project::open(directory)?;
    let today = opened.today();
    let desired = opened.meant(today)?.desired;
    let (platform, files) = (opened.platform, opened.sources);
    Ok(Some(Ground { platform, desired, files, in_project: true }))
}

fn no_ground() -> Trouble {
    let message = format!("there is no {FILE} here, and no platform is named");
    Trouble::usage(&codes::NO_PROJECT, message, "Name a platform with `--platform NAME`.")
}

impl Ground {
    fn explained(&self) -> Explained<'_> {
        let Self { platform, desired, files, in_project } = self;
        Explained { platform, desired, in_project: *in_project, files }
    }
}
