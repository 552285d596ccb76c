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
        field["not"] = feature.value.map_or(json!({}), |value| json!({ "const": value }));
        let label = format!("{} has no {}", platform.title, feature.what);
        field["x-code"]["not"] = codes::NOT_ON_PLATFORM.word.into();
        field["x-label"]["not"] = label.into();
        field["x-help"]["not"] = "Take it out.".into();
    }
}
