//! Words on the wire.

use jiff::Timestamp;

use crate::platform::Fact;

/// What the platform's samples have besides what its data names: no client needs it.
pub(super) mod further {
    pub(crate) const LINK: &str = "link";
    pub(crate) const UPLOADED_BY: &str = "uploaded_user_name";
    pub(crate) const PROCEEDED_BY: &str = "proceed_user_name";
    pub(crate) const UPLOADED_BY_API: &str = "uploaded_api_user_name";
    pub(crate) const PROCEEDED_BY_API: &str = "proceed_api_user_name";
    pub(crate) const SCHEMA_ERRORS: &str = "scheme_errors";
    pub(crate) const ROW_ERRORS: &str = "update_errors";
    pub(crate) const AGENTS: &str = "agents_count";
    pub(crate) const WITH_DELETED: &str = "with_deleted";
    /// The name under which a program's credential is known.
    pub(crate) const API_USER: &str = "api_user_name_1";
}

/// Returns a word of the platform's data; nothing where nobody knows it.
pub(super) fn word(fact: &Fact<String>) -> &str {
    fact.value().map_or("", String::as_str)
}

/// Returns a time as the platform writes it.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
