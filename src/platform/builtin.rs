//! The platforms that come with the program.

use super::{Api, Platform, ScimNames};

/// Makes the two tables below of the platforms' names.
macro_rules! built_in {
    ($($name:literal)*) => {
        /// The built-in platforms: name and file.
        pub const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../platforms/", $name, ".yaml")))),*];

        /// The same files as JSON, which `build.rs` makes of them: name and file.
        const READY: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))),*];
    };
}

built_in!("aimychat" "amity" "ccaas" "reach" "smartflows");

/// Makes two tables likewise of the platforms that programs can reach.
macro_rules! reached {
    ($($name:literal)*) => {
        /// The ways that programs reach platforms: name of the platform and file.
        pub const APIS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../platforms/api/", $name, ".yaml")))),*];

        /// The same files as JSON: name and file.
        const READY_APIS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("OUT_DIR"), "/api/", $name, ".json")))),*];
    };
}

reached!("ccaas" "smartflows");

/// Where platforms that speak SCIM keep what manifests have names for.
pub const SCIM: &str = include_str!("../../platforms/api/scim.yaml");

/// The same file as JSON.
const READY_SCIM: &str = include_str!(concat!(env!("OUT_DIR"), "/api/scim.json"));

/// The platform of a new project that names none.
pub const DEFAULT: &str = "ccaas";

/// Returns the text of the built-in platform of that name.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Reads the built-in platform of that name, if there is one.
///
/// # Errors
///
/// The file hasn't the form of a platform, in the words of the library. Tests read all of them, so
/// this is a mistake of ours.
pub fn read_built_in(name: &str) -> Option<Result<Platform, String>> {
    let (_, text) = READY.iter().find(|(known, _)| *known == name)?;
    Some(serde_json::from_str(text).map_err(|error| error.to_string()))
}

/// Reads how programs reach the built-in platform of that name, if they can.
///
/// # Errors
///
/// The file hasn't the form, in the words of the library: a mistake of ours, as above.
pub fn read_api(name: &str) -> Option<Result<Api, String>> {
    let (_, text) = READY_APIS.iter().find(|(known, _)| *known == name)?;
    Some(serde_json::from_str(text).map_err(|error| error.to_string()))
}

/// Reads where platforms that speak SCIM keep what manifests have names for.
///
/// # Errors
///
/// The file hasn't the form, in the words of the library: a mistake of ours, as above.
pub fn read_scim_names() -> Result<ScimNames, String> {
    serde_json::from_str(READY_SCIM).map_err(|error| error.to_string())
}
