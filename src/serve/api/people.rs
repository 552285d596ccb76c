//! The list of people.

use std::collections::{BTreeMap, BTreeSet};

use http::HeaderName;
use http::header::LINK;
use serde_json::{Map, Value, json};

use crate::core::{Email, Scalar, TeamName, User};
use crate::platform::JobsApi;
use crate::serve::answer::{Problem, Reply, ok, put};
use crate::serve::ask::{Page, Query};
use crate::serve::live::Live;
use crate::serve::service::Call;
use crate::serve::words::{time, word};

/// How many people a page has if nobody says.
const USUAL: usize = 100;

/// Lists all people by their ids, or those who are asked for.
pub(super) async fn list(call: &mut Call<'_>) -> Reply {
    let api = &call.service.api;
    let query = Query::of(call.request);
    let chosen = chosen(&query, api)?;
    if chosen.is_some() && query.pages(&api.pages.users) {
        return Err(Problem::bad("User ID and pagination are not supported together"));
    }
    let page = query.page(&api.pages.users, USUAL, true)?;
    let live = call.live().await?;
    let mut people: Vec<(i64, &Email)> =
        live.numbers.users.iter().map(|(email, id)| (*id, email)).collect();
    people.sort_unstable();
    let shown = match &chosen {
        Some(chosen) => {
            people.retain(|(id, email)| chosen.has(*id, email));
            people.as_slice()
        }
        None => page.of(&people),
    };
    let view = View::of(call, &live);
    let entries = shown.iter().filter_map(|(id, email)| view.person(*id, email)).collect();
    let mut response = ok(&Value::Array(entries));
    if chosen.is_none() {
        headers(call, &mut response, page, people.len(), &api.pages.users);
    }
    Ok(response)
}

/// Says of a page which one it is, and where the next one is.
pub(super) fn headers(
    call: &Call<'_>,
    response: &mut http::Response<Vec<u8>>,
    page: Page,
    all: usize,
    paging: &crate::platform::Paging,
) {
    let pages = &call.service.api.pages;
    let numbers = [(&pages.total, all), (&pages.per_page, page.size)];
    for (name, number) in numbers {
        if let Ok(name) = HeaderName::from_bytes(word(name).as_bytes()) {
            put(response, name, &number.to_string());
        }
    }
    if let Some(next) = page.next(call.request, paging, all) {
        put(response, LINK, &format!("<{next}>; rel=\"next\""));
    }
}

/// Who is asked for.
enum Chosen {
    Emails(BTreeSet<Email>),
    Ids(BTreeSet<i64>),
}

impl Chosen {
    fn has(&self, id: i64, email: &Email) -> bool {
        match self {
            Chosen::Emails(emails) => emails.contains(email),
            Chosen::Ids(ids) => ids.contains(&id),
        }
    }
}

fn chosen(query: &Query, api: &JobsApi) -> Result<Option<Chosen>, Problem> {
    let emails: Vec<&str> = query.all(word(&api.chosen.by_email)).collect();
    let ids: Vec<&str> = query.all(word(&api.chosen.by_id)).collect();
    if !emails.is_empty() && !ids.is_empty() {
        return Err(Problem::bad("Only one type of user ID is supported in a request"));
    }
    let most = api.chosen.most.value().map_or(usize::MAX, |most| *most as usize);
    if emails.len() + ids.len() > most {
        return Err(Problem::bad(format!("There must not be more than {most} user IDs")));
    }
    if !emails.is_empty() {
        return Ok(Some(Chosen::Emails(emails.into_iter().map(Email::new).collect())));
    }
    if ids.is_empty() {
        return Ok(None);
    }
    let ids = ids.into_iter().map(str::parse).collect::<Result<_, _>>();
    ids.map(|ids| Some(Chosen::Ids(ids))).map_err(|_| Problem::bad("User ID must be a number"))
}

/// What everybody's row is made from.
struct View<'v> {
    call: &'v Call<'v>,
    live: &'v Live,
    roles: Vec<crate::core::RoleName>,
    teams: Vec<TeamName>,
    seats: BTreeMap<&'v Email, BTreeSet<TeamName>>,
}

impl<'v> View<'v> {
    fn of(call: &'v Call<'v>, live: &'v Live) -> Self {
        let (roles, teams) = (live.roles(&call.service.platform), live.team_names());
        Self { call, live, roles, teams, seats: live.seats() }
    }

    fn person(&self, id: i64, email: &Email) -> Option<Value> {
        let user = self.live.user(email)?;
        let keys = &self.call.service.api.user;
        let left = self.call.inside.memory.left(email).filter(|_| !user.is_active());
        let mut entry = Map::new();
        entry.insert(word(&keys.id).into(), id.into());
        entry.insert(word(&keys.email).into(), email.as_str().into());
        for (name, key) in keys.attributes.iter().chain(&keys.read_only) {
            entry.insert(word(key).into(), value(user, name.as_str()));
        }
        entry.insert(word(&keys.deactivated_at).into(), left.map(time).into());
        let has = |held: bool| u8::from(held);
        let roles = self.roles.iter().map(|name| {
            let held = user.held_roles().any(|role| role == name);
            json!({ word(&keys.name): name.as_str(), word(&keys.value): has(held) })
        });
        entry.insert(word(&keys.roles).into(), roles.collect());
        let seats = self.seats.get(email);
        let teams = self.teams.iter().map(|name| {
            let seated = seats.is_some_and(|seats| seats.contains(name));
            json!({ word(&keys.name): shown(self.call, name), word(&keys.value): has(seated) })
        });
        entry.insert(word(&keys.teams).into(), teams.collect());
        // Keys that nobody knows can appear at any time; here they do with every third person.
        if id % 3 == 0 {
            entry.insert("wfm_id".into(), Value::Null);
        }
        Some(Value::Object(entry))
    }
}

/// Returns a team's name as it is read.
pub(super) fn shown(call: &Call<'_>, name: &TeamName) -> String {
    match call.inside.faults.slash_as_entity {
        true => name.as_str().replace('/', "&#x2F;"),
        false => name.to_string(),
    }
}

fn value(user: &User, attribute: &str) -> Value {
    let found = user.attributes.iter().find(|(name, _)| name.as_str() == attribute);
    match found.map(|(_, value)| value) {
        None | Some(Scalar::Null) => Value::Null,
        Some(Scalar::Bool(value)) => u8::from(*value).into(),
        Some(Scalar::Int(value)) => (*value).into(),
        Some(Scalar::Text(text)) => text.as_ref().into(),
    }
}
