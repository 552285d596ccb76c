//! The list of teams.

use serde_json::{Map, Value};

use super::people::{headers, shown};
use crate::serve::answer::{Problem, Reply, ok};
use crate::serve::ask::Query;
use crate::serve::live::Remembered;
use crate::serve::service::Call;
use crate::serve::words::{further, word};

/// How many teams a page has if nobody says.
const USUAL: usize = 20;

/// Lists the teams by their ids, with those that were deleted if somebody asks for them.
pub(super) async fn list(call: &mut Call<'_>) -> Reply {
    let query = Query::of(call.request);
    let paging = &call.service.api.pages.teams;
    let page = query.page(paging, USUAL, false)?;
    call.live().await?;
    let deleted = match query.first(further::WITH_DELETED) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::bad("with_deleted must be true or false")),
    };
    let all = call.inside.memory.teams().iter();
    let all: Vec<(&i64, &Remembered)> = all.filter(|(_, team)| deleted || !team.deleted).collect();
    let entries = page.of(&all).iter().map(|(id, team)| entry(call, **id, team)).collect();
    let mut response = ok(&Value::Array(entries));
    headers(call, &mut response, page, all.len(), paging);
    Ok(response)
}

fn entry(call: &Call<'_>, id: i64, team: &Remembered) -> Value {
    let keys = &call.service.api.team;
    let mut entry = Map::new();
    entry.insert(word(&keys.id).into(), id.into());
    entry.insert(word(&keys.name).into(), shown(call, &team.name).into());
    entry.insert(word(&keys.parent).into(), team.parent.into());
    entry.insert(word(&keys.position).into(), team.position.into());
    entry.insert(word(&keys.deleted).into(), team.deleted.into());
    entry.insert(further::AGENTS.into(), if team.deleted { 0 } else { team.people }.into());
    Value::Object(entry)
}
