//! The file of what is attested.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Act;
use crate::core::{
    DepartmentName, Diagnostics, Email, FileId, Key, NodeId, Origin, RoleName, TeamPath, codes,
};
use crate::document::{Bounds, NodeRef, Sources, Validator, from_tree, load};

/// What is attested of one environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attested {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// What people did, the latest last.
    pub attested: Vec<Act>,
}

impl Default for Attested {
    fn default() -> Self {
        Self { version: 1, attested: Vec::new() }
    }
}

impl Attested {
    /// Adds what somebody did. What was attested of the same fields before is taken out: it is no
    /// longer so, and the history of the file keeps it.
    #[must_use]
    pub fn with(mut self, act: Act) -> Self {
        for earlier in &mut self.attested {
            earlier.forget(&act);
        }
        self.attested.push(act);
        self.attested.retain(|act| !act.is_empty());
        self
    }

    /// Returns the text of the file.
    ///
    /// # Errors
    ///
    /// In the words of the library; nothing that can be read makes one.
    pub fn to_yaml(&self, environment: &str) -> Result<String, String> {
        let head = format!(
            "# What people did by hand on `{environment}`, where no program can write or read it.\n\
            # `rolecall attest` writes this file. Review a change of it as you would review the change\n\
            # on the platform itself.\n"
        );
        serde_yaml::to_string(self).map(|text| head + &text).map_err(|error| error.to_string())
    }
}

/// Returns the JSON Schema of the file.
pub fn attested_schema() -> serde_json::Value {
    schemars::schema_for!(Attested).to_value()
}

/// Where each thing stands that is attested: by the place of its act in the file, and its key.
pub type Places = BTreeMap<(usize, Key), Origin>;

/// Reads the file, and where each thing in it stands. Nothing is returned where it isn't valid.
pub fn read_attested(
    sources: &Sources,
    file: FileId,
    schema: &Validator,
) -> (Option<(Attested, Places)>, Diagnostics) {
    let (tree, mut found) = load(file, &sources.file(file).text, Bounds::default());
    if !found.has_errors() {
        found.extend(schema.validate(file, &tree));
    }
    let at = Origin { file, node: NodeId(0) };
    let mut attested = None;
    match tree.root() {
        _ if found.has_errors() => {}
        None => found.push(codes::MISSING_KEY.at(at, "the file is empty", HELP)),
        Some(root) => match from_tree::<Attested>(root) {
            Ok(read) => attested = Some((read, places(file, root))),
            Err(error) => found.push(codes::MALFORMED.at(at, error.to_string(), HELP)),
        },
    }
    sources.file(file).keep_spans(tree.into_spans());
    (attested, found)
}

fn places(file: FileId, root: NodeRef<'_, '_>) -> Places {
    let mut places = Places::new();
    let acts = root.members().map(|(_, value)| value).flat_map(NodeRef::children);
    for (at, act) in acts.enumerate() {
        for (kind, node) in act.members() {
            let is = |name: &str| kind.text().is_some_and(|text| text == name);
            let mut put = |key: Key, node: NodeRef<'_, '_>| {
                places.insert((at, key), Origin { file, node: node.id() });
            };
            for (name, _) in node.members() {
                let Some(text) = name.text() else { continue };
                if is("roles") {
                    put(Key::Role(RoleName::new(text.as_ref())), name);
                } else if is("teams") {
                    put(Key::Team(TeamPath::new(text.as_ref())), name);
                } else if is("users") {
                    put(Key::User(Email::new(text.as_ref())), name);
                } else if is("departments") {
                    put(Key::Department(DepartmentName::new(text.as_ref())), name);
                } else if is("team_order") {
                    let parent = Some(text.as_ref()).filter(|text| !text.is_empty());
                    put(Key::TeamOrder(parent.map(TeamPath::new)), name);
                }
            }
            if is("role_order") {
                put(Key::RoleOrder, kind);
            }
        }
    }
    places
}

const HELP: &str = "`rolecall attest` writes this file; write it with that.";
