//! The form of a team.

use http::Response;

use super::form::Form;
use super::html::{buttons, choice, field, form, hidden, lines, page};
use super::{back, perform};
use crate::core::{Email, Few, Key, Known, Team, TeamName, TeamPath, User};
use crate::plan::{Action, Resource, Step};
use crate::serve::answer::Reply;
use crate::serve::live::Live;
use crate::serve::service::Call;

/// A team as the form has it.
struct Entered {
    /// The path that it has until it is saved; none of a new one.
    previous: String,
    name: String,
    parent: String,
    managers: Few<Email>,
    members: Few<Email>,
}

pub(super) async fn show(call: &mut Call<'_>, path: &str, below: &str) -> Reply {
    let live = call.live().await?;
    let at = TeamPath::new(path);
    let team = live.state.teams.get(&at);
    let entered = Entered {
        previous: path.to_owned(),
        name: at.name().to_string(),
        parent: at.parent().map_or_else(|| below.to_owned(), |parent| parent.to_string()),
        managers: team.and_then(|team| team.managers.value()).cloned().unwrap_or_default(),
        members: members(&live, &at),
    };
    Ok(draw(call, &live, &entered, None))
}

pub(super) async fn save(call: &mut Call<'_>, form: &Form) -> Reply {
    let live = call.live().await?;
    let entered = Entered {
        previous: form.text("previous").to_owned(),
        name: form.text("name").to_owned(),
        parent: form.text("parent").to_owned(),
        managers: form.lines("managers").map(Email::new).collect(),
        members: form.lines("members").map(Email::new).collect(),
    };
    let steps = entered.steps(&live, form.text("do") == "delete");
    match perform(call, &steps).await {
        Ok(()) => Ok(back("teams", &format!("team {}: done", entered.path()))),
        Err(fault) => Ok(draw(call, &live, &entered, Some(&fault.message))),
    }
}

/// Returns who is a member of a team.
fn members(live: &Live, path: &TeamPath) -> Few<Email> {
    let users = live.state.users.iter();
    users
        .filter(|(_, user)| user.member_of().any(|seat| seat == path))
        .map(|(email, _)| email.clone())
        .collect()
}

impl Entered {
    fn path(&self) -> TeamPath {
        let parent = (!self.parent.is_empty()).then(|| TeamPath::new(&self.parent));
        TeamPath::below(parent.as_ref(), &TeamName::new(&self.name))
    }

    /// Returns the steps: who leaves, the team, who comes.
    fn steps(&self, live: &Live, deletes: bool) -> Vec<Step> {
        let old = TeamPath::new(&self.previous);
        let about = |path: &TeamPath| Step::about(Key::Team(path.clone()));
        if deletes {
            return vec![Step { action: Action::Delete, ..about(&old) }];
        }
        let new = self.path();
        let (action, previous_key) = if self.previous.is_empty() {
            (Action::Create, None)
        } else if old == new {
            (Action::Update, None)
        } else {
            let same = old.parent() == new.parent();
            let action = if same { Action::Rename } else { Action::Move };
            (action, Some(Key::Team(old.clone())))
        };
        let team = Team { managers: Known::Known(self.managers.clone()), ..Team::default() };
        let after = Some(Resource::Team(team));
        let before = members(live, &old);
        // A member stays one through the rename, by the new name.
        let seats = |email: &Email, joins: bool, at: &TeamPath| {
            let held = live.user(email).and_then(|user| user.teams.value()).cloned();
            let mut held = held.unwrap_or_default();
            if joins {
                held = held.iter().map(|seat| seat.moved(&old, &new)).collect();
                held.insert(at.clone());
            } else {
                held.remove(at);
            }
            let user = User { teams: Known::Known(held), ..User::default() };
            Step { after: Some(Resource::User(user)), ..Step::about(Key::User(email.clone())) }
        };
        let leave = before.difference(&self.members).map(|email| seats(email, false, &old));
        let come = self.members.difference(&before).map(|email| seats(email, true, &new));
        let step = Step { action, previous_key, after, ..about(&new) };
        leave.chain([step]).chain(come).collect()
    }
}

fn draw(call: &Call<'_>, live: &Live, entered: &Entered, alert: Option<&str>) -> Response<Vec<u8>> {
    let Entered { previous, name, parent, managers, members } = entered;
    let old = TeamPath::new(previous);
    let above = live.state.teams.keys();
    let above = above.filter(|path| previous.is_empty() || (**path != old && !path.is_below(&old)));
    let above = above.map(|path| (path.as_str(), path.as_str()));
    let hint = "Addresses, one in each line.";
    let fields = [
        hidden("previous", previous),
        field("Name", "name", name, "required"),
        choice("In", "parent", [("", "– at the top –")].into_iter().chain(above), parent),
        lines("Managers", "managers", managers.iter().map(Email::as_str), hint),
        lines("Members", "members", members.iter().map(Email::as_str), hint),
        buttons(!previous.is_empty()),
    ];
    let title = match previous.as_str() {
        "" => "New team".to_owned(),
        path => format!("Team {path}"),
    };
    page(call, &title, alert, &form(call, "/portal/team", &fields.concat()))
}
