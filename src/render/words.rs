//! What a step does, in words that each medium puts into its own form.

use std::collections::BTreeSet;

use super::Emails;
use crate::core::{Key, Role};
use crate::plan::{
    Action, By, Item, Part, Plan, Refusal, Resource, Review, Reviewed, Step, Weight,
};

/// Something that is said of a resource: a verb, and the names that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrase {
    /// The verb, with whatever stands before the names.
    pub(super) verb: String,
    /// The names, if there are any; never made by the program.
    pub(super) names: Vec<String>,
}

/// The words for a weight: a heading, and the title of a single step.
pub(super) fn heading(weight: Weight) -> &'static str {
    match weight {
        Weight::Administrators => "Makes administrators",
        Weight::Identity => "Passes access to another address",
        Weight::Takes => "Takes access away",
        Weight::Gives => "Gives access",
        Weight::Blind => "May change access: what it was before isn't known",
        Weight::Other => "Changes nobody's access",
    }
}

/// A step, with what there is to know of it.
#[derive(Clone, Copy)]
pub(super) struct Said<'p> {
    pub(super) step: &'p Step,
    pub(super) reviewed: &'p Reviewed,
    /// Its place in the plan, all stages counted through.
    pub(super) place: usize,
}

/// Returns the steps, the heaviest first; of those that weigh the same people before teams and roles.
pub(super) fn by_weight<'p>(plan: &'p Plan, review: &'p Review) -> Vec<Said<'p>> {
    let steps = plan.steps().zip(&review.steps).enumerate();
    let said = |(place, (step, reviewed))| Said { step, reviewed, place };
    let mut all: Vec<Said<'p>> = steps.map(said).collect();
    all.sort_by_key(|said| {
        // Whoever can't sign in any more, and what goes whole, stand before who leaves a team.
        let first = said.reviewed.gains.takes.first().map(|(part, _)| *part);
        (said.reviewed.weight, rank(&said.step.key), first, said.place)
    });
    all
}

/// Returns which kind comes first where access is looked at.
pub(super) fn rank(key: &Key) -> usize {
    match key {
        Key::User(_) => 0,
        Key::Team(_) | Key::TeamOrder(_) => 1,
        Key::Role(_) | Key::RoleOrder => 2,
        Key::Department(_) => 3,
    }
}

/// Returns what a resource is called: its kind, and its name unless it is an order.
pub(super) fn subject(key: &Key) -> (&'static str, Option<&str>) {
    match key {
        Key::User(email) => ("", Some(email.as_str())),
        Key::Team(path) => ("team", Some(path.as_str())),
        Key::Role(name) => ("role", Some(name.as_str())),
        Key::Department(name) => ("department", Some(name.as_str())),
        Key::RoleOrder => ("the roles", None),
        Key::TeamOrder(None) => ("the teams at the top", None),
        Key::TeamOrder(Some(path)) => ("the teams below", Some(path.as_str())),
    }
}

/// Returns what a step does.
pub(super) fn phrases(said: Said<'_>) -> Vec<Phrase> {
    let Said { step, reviewed, .. } = said;
    let mut phrases = Vec::new();
    let mut say = |verb: &str, names: Vec<String>| {
        phrases.push(Phrase { verb: verb.to_owned(), names });
    };
    let is_person = matches!(step.key, Key::User(_));
    match (step.action, &step.previous_key) {
        (Action::Create, _) if is_person => say("is new", Vec::new()),
        (Action::Create, _) => say("is made", Vec::new()),
        (Action::Delete, _) => say("is deleted", Vec::new()),
        (Action::Deactivate, _) => say("can no longer sign in", Vec::new()),
        (Action::Reactivate, _) => say("can sign in again", Vec::new()),
        (Action::Reorder, _) => say("get another order", Vec::new()),
        (Action::Move, Some(before)) => say("moves, and was", vec![before.name().to_owned()]),
        (_, Some(before)) if is_person => say("was", vec![before.name().to_owned()]),
        (_, Some(before)) => say("was called", vec![before.name().to_owned()]),
        _ => {}
    }
    let gains = &reviewed.gains;
    for (items, verb) in [(&gains.takes, takes as Verb), (&gains.gives, gives), (&gains.sets, sets)]
    {
        for part in [Part::Role, Part::Team, Part::Manager, Part::Permission, Part::Assign] {
            let names = names(items, part);
            if !names.is_empty() {
                say(verb(part, names.len()), names);
            }
        }
    }
    if gains.is_blind {
        say("what it was before isn't known", Vec::new());
    }
    match reviewed.administers {
        Some(true) => say("becomes an administrator", Vec::new()),
        Some(false) => say("is no longer an administrator", Vec::new()),
        None => {}
    }
    let fields = fields(step);
    if !fields.is_empty() && step.action != Action::Create {
        say("gets another", fields);
    }
    if let Some(holders) = reviewed.holders.filter(|_| !is_only_named(step)) {
        let people = if holders == 1 { "person" } else { "people" };
        say(&format!("is held by {holders} {people}"), Vec::new());
    }
    if step.by == By::Hand {
        say("is done by hand", Vec::new());
    }
    phrases
}

type Verb = fn(Part, usize) -> &'static str;

fn takes(part: Part, count: usize) -> &'static str {
    match part {
        Part::SignIn => "can no longer sign in",
        Part::Role if count == 1 => "loses the role",
        Part::Role => "loses the roles",
        Part::Team => "leaves",
        Part::Manager => "is no longer managed by",
        Part::Permission => "no longer allows",
        Part::Assign => "no longer lets its holders give",
    }
}

fn gives(part: Part, count: usize) -> &'static str {
    match part {
        Part::SignIn => "can sign in",
        Part::Role if count == 1 => "gets the role",
        Part::Role => "gets the roles",
        Part::Team => "joins",
        Part::Manager => "is managed by",
        Part::Permission => "allows",
        Part::Assign => "lets its holders give",
    }
}

fn sets(part: Part, count: usize) -> &'static str {
    match part {
        Part::SignIn => "is to be able to sign in",
        Part::Role if count == 1 => "is to hold only the role",
        Part::Role => "is to hold only the roles",
        Part::Team => "is to be a member only of",
        Part::Manager => "is to be managed only by",
        Part::Permission => "is to allow only",
        Part::Assign => "is to let its holders give only",
    }
}

fn names(items: &BTreeSet<Item>, part: Part) -> Vec<String> {
    items.iter().filter(|(of, _)| *of == part).map(|(_, name)| name.clone()).collect()
}

/// Returns the fields that change and give or take nothing.
fn fields(step: &Step) -> Vec<String> {
    match &step.after {
        Some(Resource::User(user)) => {
            user.attributes.iter().map(|(name, _)| name.to_string()).collect()
        }
        Some(Resource::Team(team)) => team.values().into_keys().map(ToString::to_string).collect(),
        Some(Resource::Department(department)) => {
            let groups = department.groups.value().map(|_| "groups".to_owned());
            let attributes = department.attributes.keys().map(ToString::to_string);
            attributes.chain(groups).collect()
        }
        Some(Resource::Role(Role { label, color, .. })) => {
            let known = [("label", label.is_unknown()), ("color", color.is_unknown())];
            known
                .iter()
                .filter(|(_, unknown)| !unknown)
                .map(|(name, _)| (*name).to_owned())
                .collect()
        }
        _ => Vec::new(),
    }
}

fn is_only_named(step: &Step) -> bool {
    match &step.after {
        Some(Resource::Role(role)) => {
            role.permissions.is_unknown() && role.assignable_roles.is_unknown()
        }
        _ => true,
    }
}

/// Returns a whole sentence on a step as plain text, with names between backticks.
pub(super) fn sentence(said: Said<'_>, emails: &Emails) -> String {
    let (kind, name) = subject(&said.step.key);
    let name = name.map(|name| format!("`{}`", emails.in_text(name)));
    let subject = [Some(kind.to_owned()).filter(|kind| !kind.is_empty()), name];
    let subject = subject.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let said: Vec<String> = phrases(said).iter().map(|phrase| plain(phrase, emails)).collect();
    format!("{subject}: {}", said.join("; "))
}

fn plain(phrase: &Phrase, emails: &Emails) -> String {
    let names = phrase.names.iter().map(|name| format!("`{}`", emails.in_text(name)));
    let names = names.collect::<Vec<_>>().join(", ");
    if names.is_empty() { phrase.verb.clone() } else { format!("{} {names}", phrase.verb) }
}

/// Returns what a refusal says about how it can be waived.
pub(super) fn way_out(refusal: &Refusal) -> String {
    if refusal.waivable {
        format!("If it is meant: `--allow {}`, together with the digest.", refusal.guard)
    } else {
        format!("This can't be waived: `rolecall explain {}`.", refusal.guard)
    }
}

/// Returns every text of a plan that may name people.
pub(super) fn texts(plan: &Plan) -> Vec<String> {
    let mut texts = Vec::new();
    for step in plan.steps() {
        texts.push(step.key.name().to_owned());
        texts.extend(step.previous_key.as_ref().map(|key| key.name().to_owned()));
        for resource in [&step.before, &step.after].into_iter().flatten() {
            if let Resource::Team(team) = resource {
                let people = team.managers.value().into_iter().flatten();
                texts.extend(people.chain(team.people_named()).map(ToString::to_string));
            }
        }
    }
    for refusal in &plan.refusals {
        texts.push(refusal.message.clone());
        texts.extend(refusal.names.iter().cloned());
    }
    texts.extend(plan.unmanaged.iter().chain(&plan.drift).map(|key| key.name().to_owned()));
    texts
}
