//! Which page somebody is on, and what is done there.

use std::collections::BTreeSet;

use crate::core::Kind;
use crate::plan::{Action, Resource, Step};
use crate::platform::{Fact, Page, Platform};

/// Goes from page to page with the steps.
pub(super) struct Pages<'p> {
    platform: &'p Platform,
    /// The heading that was printed last.
    here: Option<&'p str>,
    /// What was said how to do; no action stands for putting people into teams.
    told: BTreeSet<(Kind, Option<Action>)>,
    /// How many people are still to be invited, and how many were.
    invitations: (usize, usize),
}

impl<'p> Pages<'p> {
    pub(super) fn new(platform: &'p Platform, steps: &[&Step]) -> Self {
        let all = steps.iter().filter(|step| invites(step)).count();
        Self { platform, here: None, told: BTreeSet::new(), invitations: (all, 0) }
    }

    /// Returns what stands before a step: the page, if it is another one, what is done there, if that
    /// is something else, and how many can be invited at a time.
    pub(super) fn before(&mut self, step: &Step) -> String {
        let page = self.platform.pages.get(&step.key.kind());
        let name = page.and_then(|page| page.at.value()).map_or("In the portal", String::as_str);
        let mut text = String::new();
        let moves = self.here != Some(name);
        if moves {
            text += &self.heading(name, page);
            self.here = Some(name);
        }
        let how = self.how_to(step, page);
        if !how.is_empty() && !moves {
            text.push('\n');
        }
        text += &how;
        if invites(step) {
            text += &self.batch();
        }
        text
    }

    fn heading(&self, name: &str, page: Option<&Page>) -> String {
        let source = page.and_then(|page| page.at.sources.first());
        let url = source.and_then(|key| self.platform.sources.get(key)?.url.as_deref());
        let link = url.map(|url| format!("The vendor's page: <{url}>\n\n")).unwrap_or_default();
        format!("\n## {name}\n\n{link}")
    }

    /// Says once what is done on a page for such a step, as far as it is described.
    fn how_to(&mut self, step: &Step, page: Option<&Page>) -> String {
        let (kind, teams) = (step.key.kind(), self.platform.teams.called.as_str());
        let mut text = String::new();
        if self.told.insert((kind, Some(step.action))) {
            let name = if kind == Kind::Team { teams } else { kind.as_str() };
            let action = page.and_then(|page| page.actions.get(&step.action));
            text += &clicks(&format!("To {} a {name}", verb(step.action)), action);
        }
        if seats(step) && self.told.insert((Kind::Team, None)) {
            let page = self.platform.pages.get(&Kind::Team);
            let members = page.and_then(|page| page.members.as_ref());
            text += &clicks(&format!("To change who is in a {teams}"), members);
        }
        text
    }

    /// Says who can be invited together, where only so many can be at a time.
    fn batch(&mut self) -> String {
        let (all, done) = self.invitations;
        self.invitations.1 += 1;
        let invitation = self.platform.users.invitation.as_ref();
        let most = invitation.and_then(|all| all.at_once.value()).map(|most| *most as usize);
        match most {
            Some(most) if all > most && most > 0 && done % most == 0 => {
                let last = (done + most).min(all);
                format!("\nInvitations {} to {last}; {most} at a time:\n\n", done + 1)
            }
            _ => String::new(),
        }
    }
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::Update => "change",
        other => other.as_str(),
    }
}

fn invites(step: &Step) -> bool {
    step.action == Action::Create && step.key.kind() == Kind::User
}

/// Returns whether a step changes somebody's teams.
fn seats(step: &Step) -> bool {
    let in_teams = |side: &Option<Resource>| match side {
        Some(Resource::User(user)) => user.member_of().next().is_some(),
        _ => false,
    };
    step.after.is_some() && (in_teams(&step.before) || in_teams(&step.after))
}

/// Returns a numbered list of what is done one after the other.
fn clicks(title: &str, what: Option<&Fact<Vec<String>>>) -> String {
    let Some(all) = what.and_then(Fact::value).filter(|all| !all.is_empty()) else {
        return String::new();
    };
    let lines = (1..).zip(all).map(|(number, line)| format!("{number}. {line}\n"));
    format!("{title}:\n\n{}\n", lines.collect::<String>())
}
