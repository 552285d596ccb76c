//! The platform of a project: built in, or a file; as it is, or with a catalogue.

use std::path::Path;

use super::built_in;
use super::files;
use super::manifests::wrong;
use super::project::validator;
use super::trouble::Trouble;
use crate::core::{Diagnostics, FileId, Origin, codes};
use crate::document::{Bounds, Sources, load};
use crate::manifest::{Project, catalogue_schema, platform_schema};
use crate::platform::{self, Base, Platform, read_extension, read_platform};

/// Reads the platform that a project names, and the catalogue that extends it.
pub(super) fn platform(
    root: &Path,
    project: &Project,
    file: FileId,
    sources: &mut Sources,
) -> Result<(Option<Platform>, Diagnostics), Trouble> {
    let catalogue = project.catalogue();
    // Nobody shows a place in a platform that is built in, unless something contradicts it.
    if let (None, Some(platform)) = (catalogue, built_in::find(project.platform().0)?) {
        return Ok((Some(platform), Diagnostics::default()));
    }
    let (base, mut found) = base(root, project, file, sources)?;
    let Some(path) = catalogue else {
        return Ok((base.map(|base| base.platform), found));
    };
    let listed = files::find_one(root, path);
    wrong(Origin { file, node: path.at }, path, &listed, &mut found);
    let (ids, unread) = files::read(&listed.files, sources);
    found.extend(unread);
    match (base, ids.first()) {
        (Some(base), Some(&id)) => {
            let (platform, problems) = extended(sources, id, base)?;
            found.extend(problems);
            Ok((platform, found))
        }
        _ => Ok((None, found)),
    }
}

/// Returns a platform with what a catalogue adds to it.
pub(super) fn extended(
    sources: &Sources,
    catalogue: FileId,
    base: Base,
) -> Result<(Option<Platform>, Diagnostics), Trouble> {
    let schema = validator(catalogue_schema())?;
    Ok(read_extension(sources, catalogue, &schema, base))
}

/// Reads the platform that a project names, without its catalogue.
pub(super) fn base(
    root: &Path,
    project: &Project,
    file: FileId,
    sources: &mut Sources,
) -> Result<(Option<Base>, Diagnostics), Trouble> {
    let (name, node) = project.platform();
    let (id, found) = find(root, name, Origin { file, node }, sources);
    let Some(id) = id else { return Ok((None, found)) };
    let (platform, found) = if platform::built_in(name).is_some() {
        read_platform(sources, id)
    } else {
        own_platform(sources, id)?
    };
    Ok((platform.map(|platform| Base { platform, file: id }), found))
}

/// Finds the text of a platform: a built-in one, or a file of the project.
fn find(
    root: &Path,
    name: &str,
    at: Origin,
    sources: &mut Sources,
) -> (Option<FileId>, Diagnostics) {
    let mut found = Diagnostics::default();
    if let Some(text) = platform::built_in(name) {
        return (Some(sources.add(built_in::label(name), text)), found);
    }
    if !name.starts_with("./") {
        let label = format!("no platform called `{name}` is built in");
        found.push(codes::UNKNOWN_PLATFORM.at(at, label, built_in::near(name)));
        return (None, found);
    }
    let listed = files::find(root, name);
    if let Some(what) = listed
        .wrong
        .first()
        .map(|(_, _, what)| what.clone())
        .or_else(|| listed.files.is_empty().then(|| "there is no such YAML file".to_owned()))
    {
        found.push(codes::UNKNOWN_PLATFORM.at(at, what, "Name a platform file of the project."));
        return (None, found);
    }
    let (ids, found) = files::read(&listed.files[..1], sources);
    (ids.first().copied(), found)
}

/// Reads a platform file that isn't built in, so that its schema has to be asked as well.
pub(super) fn own_platform(
    sources: &Sources,
    id: FileId,
) -> Result<(Option<Platform>, Diagnostics), Trouble> {
    let file = sources.file(id);
    let (tree, mut found) = load(id, &file.text, Bounds::default());
    if !found.has_errors() {
        found.extend(validator(platform_schema())?.validate(id, &tree));
    }
    if found.has_errors() {
        file.keep_spans(tree.into_spans());
        return Ok((None, found));
    }
    Ok(read_platform(sources, id))
}
