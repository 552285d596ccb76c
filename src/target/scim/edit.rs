//! What changes of a resource: as a PATCH of that alone, or as a PUT of everything that was read.

use serde_json::{Value, json};

use super::groups::members;
use super::path::Path;
use super::wire::list;

/// One thing that changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Edit {
    /// A value is put there, or what stands there is taken away.
    Put(Path, Option<Value>),
    /// Somebody, or a group, becomes a member.
    Join {
        /// Who.
        id: String,
        /// Whether it is a group.
        group: bool,
    },
    /// Somebody, or a group, is no longer a member.
    Leave(String),
}

impl Edit {
    /// Returns whether there is nothing left to do.
    fn stands(&self, body: &Value) -> bool {
        let is_in = |id: &String| members(body).is_ok_and(|ids| ids.contains(id));
        match self {
            Edit::Put(path, value) => same(path.of(body), value.as_ref()),
            Edit::Join { id, .. } => is_in(id),
            Edit::Leave(id) => !is_in(id),
        }
    }

    fn make(&self, body: &mut Value) {
        let path = Path::plain("members");
        let mut all: Vec<Value> =
            list(body, "members").unwrap_or_default().into_iter().cloned().collect();
        match self {
            Edit::Put(path, value) => return path.put(body, value.clone()),
            Edit::Join { id, group } => all.push(member(id, *group)),
            Edit::Leave(id) => {
                all.retain(|one| one.get("value").and_then(Value::as_str) != Some(id));
            }
        }
        path.put(body, Some(all.into()));
    }
}

fn member(id: &str, group: bool) -> Value {
    if group { json!({ "value": id, "type": "Group" }) } else { json!({ "value": id }) }
}

/// Returns whether two values are the same; an empty list is no value (RFC 7643, 2.5).
fn same(found: Option<&Value>, wanted: Option<&Value>) -> bool {
    let some =
        |value: &&Value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty());
    found.filter(some) == wanted.filter(some)
}

/// Returns those that are still to be made.
pub(super) fn left<'e>(edits: &'e [Edit], body: &Value) -> Vec<&'e Edit> {
    edits.iter().filter(|edit| !edit.stands(body)).collect()
}

/// Returns a resource with them made.
pub(super) fn made(edits: &[&Edit], body: &Value) -> Value {
    let mut body = body.clone();
    edits.iter().for_each(|edit| edit.make(&mut body));
    body
}

/// Returns the body of a PUT: all that was read, but for what no client writes.
pub(super) fn whole(edits: &[&Edit], body: &Value) -> Value {
    let mut body = made(edits, body);
    for name in ["meta", "groups"] {
        Path::plain(name).put(&mut body, None);
    }
    body
}

/// Returns the body of a PATCH.
pub(super) fn part(edits: &[&Edit]) -> Value {
    let mut operations = Vec::new();
    let mut joining = Vec::new();
    for edit in edits {
        match edit {
            Edit::Put(path, Some(value)) => operations
                .push(json!({ "op": "replace", "path": path.to_string(), "value": value })),
            Edit::Put(path, None) => {
                operations.push(json!({ "op": "remove", "path": path.to_string() }));
            }
            Edit::Join { id, group } => joining.push(member(id, *group)),
            Edit::Leave(id) => {
                let path = format!("members[value eq {}]", Value::from(id.as_str()));
                operations.push(json!({ "op": "remove", "path": path }));
            }
        }
    }
    if !joining.is_empty() {
        operations.push(json!({ "op": "add", "path": "members", "value": joining }));
    }
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations,
    })
}

/// Returns what somebody else has changed of what is to be changed, from what was seen to what is
/// found. Who is in a group is no such thing: one who comes doesn't stand against another who goes.
pub(super) fn touched(edits: &[Edit], seen: &Value, found: &Value) -> Option<String> {
    edits.iter().find_map(|edit| match edit {
        Edit::Put(path, wanted) => {
            let (was, is) = (path.of(seen), path.of(found));
            (!same(was, is) && !same(is, wanted.as_ref())).then(|| path.to_string())
        }
        Edit::Join { .. } | Edit::Leave(_) => None,
    })
}
