//! Taking what is live into manifests that somebody wrote: afterwards nothing is planned, and what
//! wasn't concerned stands as it stood.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use rolecall::core::{Diagnostics, FileId};
use rolecall::document::Sources;
use rolecall::edit::{Adoption, adopt, left_over, lost};
use rolecall::manifest::Desired;

use super::case::{Case, cases};
use super::shuffle::Dice;
use super::world::{TIGHT, WIDE, World};

/// Files by path, and their texts.
type Files = Vec<(String, String)>;

/// Dresses what a program wrote as people do: with comments above and beside, empty lines, lists
/// between brackets, and the line ends of another system.
fn dressed(files: &Files, dice: &mut Dice) -> Files {
    let mut notes = 0;
    let mut dress = |text: &String| {
        let ends = if dice.below(4) == 0 { "\r\n" } else { "\n" };
        let mut lines = Vec::new();
        for line in in_brackets(text, dice) {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            notes += 1;
            match dice.below(8) {
                0 => lines.push(format!("{indent}# above {notes}")),
                1 if line.trim_start().starts_with("- ") => lines.push(String::new()),
                _ => {}
            }
            lines.push(if dice.below(5) == 0 { format!("{line} # beside {notes}") } else { line });
        }
        lines.iter().map(|line| format!("{line}{ends}")).collect::<String>()
    };
    files.iter().map(|(path, text)| (path.clone(), dress(text))).collect()
}

/// Puts some lists of names between brackets.
fn in_brackets(text: &str, dice: &mut Dice) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let items: Vec<&str> = lines[at + 1..].iter().map_while(|line| name(line)).collect();
        let opens = lines[at].ends_with(':') && !items.is_empty() && items.len() < 8;
        if opens && dice.below(2) == 0 {
            all.push(format!("{} [{}]", lines[at], items.join(", ")));
            at += items.len();
        } else {
            all.push(lines[at].to_owned());
        }
        at += 1;
    }
    all
}

/// Returns the item of a line that is one name.
fn name(line: &str) -> Option<&str> {
    let item = line.trim_start().strip_prefix("- ")?;
    (item.starts_with('\'') || !item.contains(':')).then_some(item)
}

/// Puts texts into sources, as the program reads them.
fn sources(project: &str, files: &Files) -> (Sources, Vec<FileId>) {
    let mut sources = Sources::default();
    sources.add("rolecall.yaml", project);
    let ids = files.iter().map(|(path, text)| sources.add(path, text)).collect();
    (sources, ids)
}

/// What became of manifests, or why not.
enum Adopted {
    Changed(Files),
    Refused(Diagnostics),
}

fn adopted(world: &World, case: &Case, desired: &Desired, files: &Files) -> Adopted {
    let today = "2026-03-01".parse().expect("it is a day");
    let (live, platform) = (&case.live, &world.platform);
    let adoption = Adoption { desired, live, platform, today, unlisted: false };
    let project = case.project.text();
    let (sources, ids) = sources(&project, files);
    let texts = match adopt(adoption, &sources, &ids) {
        Ok(texts) => texts,
        Err(found) => return Adopted::Refused(found),
    };
    let text = |(id, (path, text)): (&FileId, &(String, String))| {
        (path.clone(), texts.get(id).unwrap_or(text).clone())
    };
    let new: Files = ids.iter().zip(files).map(text).collect();
    let meant = match world.mean(&project, &new) {
        Ok(meant) => meant,
        Err(found) => return Adopted::Refused(found),
    };
    let mut found = lost(adoption, &meant);
    found.extend(left_over(adoption, meant, "rehearsal", &case.project.limits()));
    if found.is_empty() { Adopted::Changed(new) } else { Adopted::Refused(found) }
}

/// The lines of an entry, and the comment above it.
type Entry = (String, Option<String>);

/// Returns every entry of a role or of a person, by the line that names it.
fn entries(files: &Files) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for (_, text) in files {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (at, line) in lines.iter().enumerate() {
            let dash = line.len() - line.trim_start().len();
            if !line.trim_start().starts_with("- ") {
                continue;
            }
            let own = |line: &&&str| {
                let indent = line.len() - line.trim_start().len();
                indent > dash && !line.trim().is_empty()
            };
            let block: Vec<&str> = lines[at + 1..].iter().take_while(own).copied().collect();
            let named = std::iter::once(line).chain(&block).find_map(|line| {
                let field = line.trim_start().trim_start_matches("- ");
                let named = ["name: ", "email: "].into_iter().find(|key| field.starts_with(key))?;
                let name = field[named.len()..].split(" #").next().unwrap_or("");
                Some(format!("{named}{}", name.trim().trim_matches('\'')))
            });
            if let Some(name) = named {
                let above = at.checked_sub(1).map(|at| lines[at].trim().to_owned());
                let above = above.filter(|line| line.starts_with('#'));
                entries.insert(name, (format!("{line}{}", block.concat()), above));
            }
        }
    }
    entries
}

/// Returns the names, as `entries` has them, of roles and people of whom nothing else is live than
/// what is written.
fn untouched(case: &Case, desired: &Desired) -> BTreeSet<String> {
    let roles = desired.state.roles.iter().filter(|(name, wanted)| {
        case.live.roles.get(*name).is_some_and(|live| {
            let same = !wanted.label.differs(&live.label)
                && !wanted.color.differs(&live.color)
                && !wanted.permissions.differs(&live.permissions);
            same && !wanted.assignable_roles.differs(&live.assignable_roles)
        })
    });
    let users = desired.state.users.iter().filter(|(email, wanted)| {
        case.live.users.get(*email).is_some_and(|live| {
            let same = |(name, value)| live.attributes.get(name) == Some(value);
            !wanted.roles.differs(&live.roles)
                && !wanted.status.differs(&live.status)
                && wanted.attributes.iter().all(same)
        })
    });
    let roles = roles.map(|(name, _)| format!("name: {name}"));
    roles.chain(users.map(|(email, _)| format!("email: {email}"))).collect()
}

#[derive(Default)]
struct Tally {
    all: Cell<u32>,
    refused: Cell<u32>,
    kept: Cell<usize>,
}

fn live_is_adopted(world: &World, case: &Case, tally: &Tally) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(case.seed);
    let files = dressed(if dice.below(2) == 0 { &case.files } else { &case.shuffled }, &mut dice);
    let show = |files: &Files| {
        files.iter().map(|(path, text)| format!("# {path}\n{text}")).collect::<String>()
    };
    let fail = |what: String| TestCaseError::fail(format!("{what}\n{}", show(&files)));
    let Ok(desired) = world.mean(&case.project.text(), &files) else { return Ok(()) };
    tally.all.set(tally.all.get() + 1);
    let new = match adopted(world, case, &desired, &files) {
        Adopted::Changed(new) => new,
        Adopted::Refused(found) => {
            // What can't be written down at all is refused, and a mistake would be as well.
            if std::env::var_os("SHOW_REFUSED").is_some() {
                eprintln!("refused: {:?}", found.sorted());
            }
            tally.refused.set(tally.refused.get() + 1);
            return Ok(());
        }
    };
    for ((_, old), (path, new)) in files.iter().zip(&new) {
        let strange = old.contains("\r\n") && new.replace("\r\n", "").contains('\n');
        prop_assert!(!strange, "lines of {path} end otherwise than they did:\n{new}");
    }
    let (before, after) = (entries(&files), entries(&new));
    for name in untouched(case, &desired) {
        let (Some((old, above)), now) = (before.get(&name), after.get(&name)) else { continue };
        let same = |(now, comment): &Entry| {
            now.trim_end() == old.trim_end() && (above.is_none() || comment == above)
        };
        if !now.is_some_and(same) {
            return Err(fail(format!("{name} was\n{above:?}\n{old}\nand is\n{now:?}")));
        }
        tally.kept.set(tally.kept.get() + 1);
    }
    let desired =
        world.mean(&case.project.text(), &new).map_err(|found| fail(format!("{found:?}")))?;
    match adopted(world, case, &desired, &new) {
        Adopted::Changed(again) if again == new => Ok(()),
        Adopted::Changed(again) => Err(fail(format!("a second time it is\n{}", show(&again)))),
        Adopted::Refused(found) => Err(fail(format!("a second time: {found:?}"))),
    }
}

fn run(world: &'static World) {
    let tally = Tally::default();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let wanted = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 150 };
    let mut runner = TestRunner::new(ProptestConfig { cases: wanted, ..config });
    let result = runner.run(&cases(world), |case| live_is_adopted(world, &case, &tally));
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let (all, refused) = (tally.all.get(), tally.refused.get());
    eprintln!("{all} cases: {refused} refused, {} entries kept", tally.kept.get());
    assert!(all > wanted / 2 && refused * 10 < all, "{refused} of {all} are refused");
    assert!(tally.kept.get() > 0, "something is never concerned");
}

#[test]
fn what_is_live_is_adopted_where_there_is_room() {
    run(&WIDE);
}

#[test]
fn what_is_live_is_adopted_where_there_is_little_room() {
    run(&TIGHT);
}
