//! Reads `rolecall.yaml`.

use std::sync::LazyLock;

use super::{Project, project_schema};
use crate::core::{Diagnostic, Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Bounds, Sources, Tree, Validator, from_tree, load, to_json};

/// The schema of project files, compiled into the program: a schema takes longer to compile than a file
/// to be read, and most files have nothing wrong. It only tells whether that is so.
#[jsonschema::validator(
    path = "schemas/project.schema.json",
    methods = { validate = false, iter_errors = false }
)]
struct Fits;

/// The same for whoever made a mistake: its objections say where, and what to do.
static SCHEMA: LazyLock<Result<Validator, String>> =
    LazyLock::new(|| Validator::new(project_schema()));

/// Reads the project file. Nothing is returned where it isn't valid.
pub fn read_project(sources: &Sources, file: FileId) -> (Option<Project>, Diagnostics) {
    let (tree, mut found) = load(file, &sources.file(file).text, Bounds::default());
    let plain = tree.root().filter(|root| !found.has_errors() && Fits::is_valid(&to_json(*root)));
    let mut project = plain.and_then(|root| from_tree(root).ok());
    if project.is_none() && !found.has_errors() {
        match &*SCHEMA {
            Ok(schema) => found.extend(schema.validate(file, &tree)),
            Err(mistake) => found.push(our_mistake(file, mistake.clone())),
        }
        project = typed(file, &tree, &mut found);
    }
    sources.file(file).keep_spans(tree.into_spans());
    (project, found)
}

/// Returns what a file says that the schema doesn't object to.
fn typed(file: FileId, tree: &Tree<'_>, found: &mut Diagnostics) -> Option<Project> {
    let at = Origin { file, node: NodeId(0) };
    match tree.root() {
        _ if found.has_errors() => return None,
        None => found.push(codes::MISSING_KEY.at(at, "the file is empty", PROJECT_HELP)),
        Some(root) => match from_tree(root) {
            Ok(read) => return Some(read),
            Err(error) => found.push(our_mistake(file, error.to_string())),
        },
    }
    None
}

fn our_mistake(file: FileId, message: String) -> Diagnostic {
    let at = Origin { file, node: NodeId(0) };
    codes::SCHEMA_MISMATCH.at(at, message, "Please report this with the file.")
}

/// What an empty project file needs.
const PROJECT_HELP: &str = "It needs `version`, `platform` and `environments`.";
