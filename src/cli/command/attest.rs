//! `attest`: records what somebody did by hand.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use crate::attested::{Act, Attested, Unattestable, part, say};
use crate::cli::args::AttestArgs;
use crate::cli::by_hand::print_runbook;
use crate::cli::exit::Exit;
use crate::cli::planned::{Of, Planned};
use crate::cli::project::{self, Opened};
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{Email, Key, State, codes};
use crate::plan::{By, Step};

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &AttestArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    let (name, _) = opened.environment(environment)?;
    let today = opened.today();
    let of = Of { environment: &name, base: None, snapshot: None, today };
    let mut planned = Planned::make(&mut opened, of, screen)?;
    screen.diagnostics(std::mem::take(&mut planned.warnings), &opened.sources);
    let Some(read) = &planned.read else {
        let message = format!("everything in `{name}` is written and read by a program");
        return Err(nothing(message, "`rolecall apply` does it."));
    };
    let Some(by) = args.by.as_deref().filter(|_| args.all || !args.steps.is_empty()) else {
        print_runbook(&opened, &planned.plan, &[], screen);
        screen.say(
            "Nothing was attested: name what was done, or `--all`, and who did it with `--by`.",
        );
        return Ok(Exit::Done);
    };
    let mut act = Act::new(Email::new(by), now(), planned.plan.digest.clone());
    let record = opened.attested(&name)?.map(|record| record.attested).unwrap_or_default();
    let left = if args.again {
        again(&record, &args.steps, &mut act)
    } else {
        attest(&opened, &planned, read, args, &mut act)?
    };
    left.iter().for_each(|line| screen.say(line));
    if act.is_empty() {
        screen.say("Nothing was attested.");
        return Ok(if left.is_empty() { Exit::Done } else { Exit::Partial });
    }
    let things = act.len();
    opened.write_attested(&name, &record.with(act))?;
    screen.result(&format!(
        "Attested: {things} {} in {}. Commit it, and have it reviewed by somebody else.\n",
        if things == 1 { "thing" } else { "things" },
        Opened::attested_path(&name),
    ));
    Ok(if left.is_empty() { Exit::Done } else { Exit::Partial })
}

/// Returns the time to the second: nobody attests faster.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Adds what the steps say to the act. Returns a line on each step that isn't done yet.
///
/// # Errors
///
/// A step was named that can't be attested; then nothing is.
fn attest(
    opened: &Opened,
    planned: &Planned,
    read: &State,
    args: &AttestArgs,
    act: &mut Act,
) -> Result<Vec<String>, Trouble> {
    let steps: Vec<&Step> = planned.plan.steps().collect();
    let named: BTreeSet<&str> = args.steps.iter().map(String::as_str).collect();
    let wanted = |step: &Step| args.all || named.contains(word(&step.key).as_str());
    for name in &args.steps {
        if !steps.iter().any(|step| word(&step.key) == *name) {
            let words = steps.iter().filter(|step| step.by == By::Hand).map(|step| word(&step.key));
            let words: BTreeSet<String> = words.collect();
            let help =
                format!("By hand are: {}.", words.into_iter().collect::<Vec<_>>().join(", "));
            return Err(nothing(format!("the plan has nothing to do to `{name}`"), &help));
        }
    }
    let (mut left, mut said) = (Vec::new(), BTreeSet::new());
    for (place, step) in steps.iter().enumerate().filter(|(_, step)| wanted(step)) {
        let is_open = |need: &usize| match planned.means.reads {
            true => steps.get(*need).is_some_and(|need| need.by == By::Automatic),
            // Nobody can tell whether it was done, if nobody says so.
            false => !said.contains(need),
        };
        if let Some(first) = step.needs.iter().find(|need| is_open(need)) {
            let first = &steps[*first].key;
            left.push(format!("Left: {} {}, which waits for {first}.", step.action, step.key));
            continue;
        }
        if !planned.means.reads {
            said.insert(place);
            continue;
        }
        match part(step, read, &opened.platform, act) {
            Ok(()) => {}
            Err(Unattestable::NotThere) => {
                let what = format!("{} {}", step.action, step.key);
                left.push(format!("Left: {what}, since the platform doesn't show it yet."));
            }
            Err(Unattestable::Read | Unattestable::Automatic) if args.all => {}
            Err(Unattestable::Automatic) => {
                let message = format!("a program does it: {} {}", step.action, step.key);
                return Err(nothing(message, "`rolecall apply` does it."));
            }
            Err(Unattestable::Read) => {
                let message = format!("the platform tells by itself: {} {}", step.action, step.key);
                return Err(nothing(message, "Do it; then it is gone from the plan."));
            }
        }
    }
    say(&planned.live, said.iter().map(|place| steps[*place]), act);
    Ok(left)
}

/// Attests once more what was attested of these things. Returns a line on each that never was.
fn again(record: &Attested, names: &[String], act: &mut Act) -> Vec<String> {
    let mut left = Vec::new();
    for name in names {
        let said = |act: &Act| act.keys().into_iter().find(|key| word(key) == *name);
        let mut found = false;
        for earlier in &record.attested {
            if let Some(key) = said(earlier) {
                act.take_over(&key, earlier);
                found = true;
            }
        }
        if !found {
            left.push(format!("Left: `{name}`, of which nothing was attested."));
        }
    }
    left
}

/// Returns how a resource is named on the command line: its kind and its name.
fn word(key: &Key) -> String {
    match key {
        Key::RoleOrder => "role-order".to_owned(),
        Key::TeamOrder(None) => "team-order".to_owned(),
        Key::TeamOrder(Some(path)) => format!("team-order/{path}"),
        key => format!("{}/{}", key.kind().as_str(), key.name()),
    }
}

fn nothing(message: String, help: &str) -> Trouble {
    Trouble::Other { code: &codes::NOT_ATTESTABLE, message, help: help.into(), exit: Exit::Usage }
}
