//! Where a project stands in its repository.

use std::path::{Component, Path};

/// Returns the project's folder from that of the repository, with a slash at its end; nothing where
/// both are the same, or where there is no repository. It is what stands before a path that forges
/// understand.
pub(super) fn folder(root: &Path) -> String {
    let Ok(real) = root.canonicalize() else { return String::new() };
    let Some(top) = real.ancestors().find(|folder| folder.join(".git").exists()) else {
        return String::new();
    };
    let inside = real.strip_prefix(top).unwrap_or(Path::new(""));
    let parts = inside.components().filter(|part| matches!(part, Component::Normal(_)));
    parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}
