//! Entries of error logs.

use serde_json::{Map, Value};

use crate::platform::{JobKeys, JobsApi};
use crate::serve::words::word;

/// Something that is wrong with a file or a row. Columns and rows are counted from one; row 1 of a
/// table is the first after its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve) struct Entry {
    pub(in crate::serve) message: String,
    pub(in crate::serve) column: Option<usize>,
    pub(in crate::serve) row: Option<usize>,
}

impl Entry {
    pub(super) fn new(
        message: impl Into<String>,
        column: Option<usize>,
        row: Option<usize>,
    ) -> Self {
        Self { message: message.into(), column, row }
    }

    /// Returns the entry as it is answered, with its kind if the log has kinds.
    pub(in crate::serve) fn view(&self, keys: &JobKeys, kinds: bool) -> Value {
        let mut entry = Map::new();
        entry.insert(word(&keys.message).into(), self.message.as_str().into());
        entry.insert(word(&keys.column).into(), self.column.into());
        entry.insert(word(&keys.row).into(), self.row.into());
        if kinds {
            entry.insert(word(&keys.kind).into(), word(&keys.error).into());
        }
        Value::Object(entry)
    }
}

/// Returns what the platform's logs say in a case, about something of that name.
pub(super) fn message(api: &JobsApi, case: &str, name: &str, most: i64) -> String {
    let text = api.messages.get(case).map_or(case, word);
    text.replace("{name}", name).replace("{max}", &most.to_string())
}
