//! What a platform is known to lack, refused where it is written.

use serde_json::{Value as Json, json};

use crate::core::codes;
use crate::platform::{FEATURES, Platform};

/// Takes what a platform lacks out of the schema of its manifests.
pub(super) fn without_what_is_lacking(schema: &mut Json, platform: &Platform) {
    for feature in FEATURES.iter().filter(|one| (one.fact)(platform).is == Some(false)) {
        let part = match feature.part.schema() {
            Some(name) => &mut schema["$defs"][name],
            None => &mut *schema,
        };
        let field = &mut part["properties"][feature.key];
        match feature.value {
            Some(value) => field["not"] = json!({ "const": value }),
            None => *field = json!({ "not": {} }),
        }
        let label = format!("{} has no {}", platform.title, feature.what);
        field["x-code"] = json!({ "not": codes::NOT_ON_PLATFORM.word });
        field["x-label"] = json!({ "not": label });
        field["x-help"] = json!({ "not": "Take it out." });
    }
}
