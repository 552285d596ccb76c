//! The form of an order: of roles, or of the teams of one list.

use http::Response;

use super::form::Form;
use super::html::{buttons, form, hidden, page, text};
use super::{back, perform};
use crate::core::{Key, RoleName, TeamName, TeamPath};
use crate::plan::{Action, Resource, Step};
use crate::serve::answer::Reply;
use crate::serve::ask::Query;
use crate::serve::live::Live;
use crate::serve::service::Call;

/// Which list: of the roles, or of the teams below one.
type List = Option<Option<TeamPath>>;

pub(super) async fn show(call: &mut Call<'_>, query: &Query) -> Reply {
    let live = call.live().await?;
    let list = list(query.first("teams"));
    let names = names(call, &live, &list);
    Ok(draw(call, &list, &names, None))
}

pub(super) async fn save(call: &mut Call<'_>, form: &Form) -> Reply {
    let list = list(form.first("teams").map(String::as_str));
    let mut placed: Vec<(f64, &str)> = Vec::new();
    for (name, place) in form.below("place:") {
        placed.push((place.trim().parse().unwrap_or(f64::MAX), name));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let names: Vec<String> = placed.into_iter().map(|(_, name)| name.to_owned()).collect();
    let refused = call.inside.faults.no_reorder && list.is_some();
    let done = match refused {
        true => Err("Teams could not be reordered".to_owned()),
        false => perform(call, &[step(&list, &names)]).await.map_err(|fault| fault.message),
    };
    match done {
        Ok(()) => Ok(back(if list.is_some() { "teams" } else { "roles" }, "The order is saved")),
        Err(message) => Ok(draw(call, &list, &names, Some(&message))),
    }
}

fn list(teams: Option<&str>) -> List {
    teams.map(|parent| (!parent.is_empty()).then(|| TeamPath::new(parent)))
}

fn names(call: &Call<'_>, live: &Live, list: &List) -> Vec<String> {
    match list {
        None => live.roles(&call.service.platform).iter().map(ToString::to_string).collect(),
        Some(parent) => {
            let mut children: Vec<&TeamPath> = live.state.children(parent.as_ref()).collect();
            children.sort_by_key(|path| live.position(path));
            children.into_iter().map(|path| path.name().to_string()).collect()
        }
    }
}

fn step(list: &List, names: &[String]) -> Step {
    let (key, after) = match list {
        None => {
            let names = names.iter().map(|name| RoleName::new(name)).collect();
            (Key::RoleOrder, Resource::RoleOrder(names))
        }
        Some(parent) => {
            let names = names.iter().map(|name| TeamName::new(name)).collect();
            (Key::TeamOrder(parent.clone()), Resource::TeamOrder(names))
        }
    };
    Step { action: Action::Reorder, after: Some(after), ..Step::about(key) }
}

fn draw(call: &Call<'_>, list: &List, names: &[String], alert: Option<&str>) -> Response<Vec<u8>> {
    let row = |(place, name): (usize, &String)| {
        format!(
            "<p class=\"place\"><label for=\"place{place}\">{name}</label>\
             <input id=\"place{place}\" name=\"place:{name}\" value=\"{place}\" inputmode=\"decimal\" \
             size=\"4\"></p>\n",
            name = text(name),
        )
    };
    let rows: String = (1..).zip(names).map(row).collect();
    let which = list.as_ref().map(|parent| parent.as_ref().map_or("", |path| path.as_str()));
    let which = which.map_or(String::new(), |parent| hidden("teams", parent));
    let title = match list {
        None => "Order of roles".to_owned(),
        Some(None) => "Order of teams at the top".to_owned(),
        Some(Some(path)) => format!("Order of teams in {path}"),
    };
    let lead = "<p>The smallest number goes first; 1.5 goes between 1 and 2.</p>\n";
    let fields = which + &rows + &buttons(false);
    page(call, &title, alert, &(lead.to_owned() + &form(call, "/portal/order", &fields)))
}
