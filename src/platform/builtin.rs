//! The platforms that come with the program.

/// The built-in platforms: name and file.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("aimychat", include_str!("../../platforms/aimychat.yaml")),
    ("amity", include_str!("../../platforms/amity.yaml")),
    ("ccaas", include_str!("../../platforms/ccaas.yaml")),
    ("reach", include_str!("../../platforms/reach.yaml")),
    ("smartflows", include_str!("../../platforms/smartflows.yaml")),
];

/// The platform of a new project that names none.
pub const DEFAULT: &str = "ccaas";

/// Returns the text of the built-in platform of that name.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
