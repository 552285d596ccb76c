//! The example of an upload, which names every role and every team.

use serde_json::{Map, Value, json};

use crate::core::AttributeName;
use crate::platform::AttributeKind;
use crate::serve::answer::{Reply, ok};
use crate::serve::service::Call;
use crate::serve::words::word;

pub(super) async fn sample(call: &mut Call<'_>) -> Reply {
    let live = call.live().await?;
    let (keys, platform) = (&call.service.api.user, &call.service.platform);
    let mut entry = Map::new();
    entry.insert(word(&keys.email).into(), "user1@yourcompany.example".into());
    entry.insert(word(&keys.new_email).into(), "".into());
    for (name, key) in &keys.attributes {
        entry.insert(word(key).into(), example(call, name));
    }
    entry.insert(word(&keys.status).into(), word(&keys.active).into());
    let none = |name: &str| json!({ word(&keys.name): name, word(&keys.value): 0 });
    let roles = live.roles(platform);
    entry.insert(word(&keys.roles).into(), roles.iter().map(|name| none(name.as_str())).collect());
    let teams = live.team_names();
    entry.insert(word(&keys.teams).into(), teams.iter().map(|name| none(name.as_str())).collect());
    Ok(ok(&json!([Value::Object(entry)])))
}

fn example(call: &Call<'_>, name: &AttributeName) -> Value {
    let attribute = call.service.platform.users.attributes.get(name);
    match attribute.and_then(|attribute| attribute.kind.value()) {
        Some(AttributeKind::Integer { min, .. }) => min.unwrap_or(1).into(),
        Some(AttributeKind::Boolean) => 0.into(),
        _ if attribute.is_some_and(|attribute| attribute.required.holds()) => "John".into(),
        _ => "".into(),
    }
}
