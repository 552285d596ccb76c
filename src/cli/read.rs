//! Reading manifests by the schema of their platform.

use std::collections::BTreeSet;

use super::files;
use crate::core::{Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Sources, Validator};
use crate::manifest::{FORMS, Manifest, manifest_rules, manifest_rules_granting, read_manifest};
use crate::platform::Platform;

/// The manifests that are valid.
type Valid<'s> = Vec<(FileId, Manifest<'s>)>;

/// Up to how many bytes of text a schema is made for that text alone: to compile all of it takes
/// longer than to read so little.
const LITTLE: usize = 8 * 1024;

/// Reads manifests; those that aren't valid are left out.
pub(super) fn read_all<'s>(
    ids: &[FileId],
    sources: &'s Sources,
    platform: &Platform,
    found: &mut Diagnostics,
) -> Valid<'s> {
    if let Some(granted) = named(ids, sources) {
        let mut problems = Diagnostics::default();
        let rules = manifest_rules_granting(platform, &granted);
        let valid = read_by(rules, ids, sources, &mut problems);
        if !problems.has_errors() {
            found.extend(problems);
            return valid;
        }
        // What to do instead is said out of all that is possible.
    }
    read_by(manifest_rules(platform), ids, sources, found)
}

/// Returns the words of little text, among which are all permissions that it grants.
fn named<'s>(ids: &[FileId], sources: &'s Sources) -> Option<BTreeSet<&'s str>> {
    let texts = ids.iter().map(|id| sources.file(*id).text.as_str());
    let length: usize = texts.clone().map(str::len).sum();
    let between = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.');
    (length <= LITTLE).then(|| texts.flat_map(|text| text.split(between)).collect())
}

/// Reads manifests in parallel by a schema.
fn read_by<'s>(
    rules: serde_json::Value,
    ids: &[FileId],
    sources: &'s Sources,
    found: &mut Diagnostics,
) -> Valid<'s> {
    let formats = FORMS.iter().map(|form| (form.name, form.fits));
    let schema = match Validator::with_formats(rules, formats) {
        Ok(schema) => schema,
        Err(mistake) => {
            if let Some(&file) = ids.first() {
                let at = Origin { file, node: NodeId(0) };
                let help = "Please report this with the platform file.";
                found.push(codes::SCHEMA_MISMATCH.at(at, mistake, help));
            }
            return Vec::new();
        }
    };
    let read = |id: &FileId| {
        let file = sources.file(*id);
        let (written, spans, found) = read_manifest(*id, &file.text, &schema);
        file.keep_spans(spans);
        (*id, written, found)
    };
    let mut valid = Vec::with_capacity(ids.len());
    for (id, written, problems) in files::on_all_cores(ids, read) {
        found.extend(problems);
        valid.extend(written.map(|written| (id, written)));
    }
    valid
}
