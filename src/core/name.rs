//! Names: cheap to copy, normalized when they are made, so that comparing them is comparing bytes.

use std::borrow::Borrow;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Declares a name: text in Unicode normalization form C that compares exactly.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(from = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes the name from what was written.
            pub fn new(text: &str) -> Self {
                Self(Arc::from(normal(text).as_ref()))
            }
        }

        shared!($name);
    )*};
}

/// What all names can do, however they are made.
macro_rules! shared {
    ($name:ident) => {
        impl $name {
            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(&text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

names! {
    /// The name of a role, which is also its key.
    RoleName;
    /// The id of a permission: its name with `.` for each level and `_` for other characters.
    PermissionId;
    /// The name of a scope that restricts a permission, such as `assigned_teams`.
    ScopeName;
    /// The name of a user's attribute, as it is written in a manifest.
    AttributeName;
    /// The last part of a team's path.
    TeamName;
    /// The name of a department, which is also its key.
    DepartmentName;
}

macro_rules! borrowed {
    ($($name:ident),*) => {$(
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

// Only where `Ord`, `Eq` and `Hash` agree with those of `str`; a team's path orders by its parts.
borrowed!(RoleName, PermissionId, ScopeName, AttributeName, TeamName, DepartmentName, Email);

/// An e-mail address, which is the key of a user. Addresses compare without regard to case, so one
/// is kept in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String")]
pub struct Email(Arc<str>);

impl Email {
    /// Makes the address from what was written.
    pub fn new(text: &str) -> Self {
        let text = normal(text);
        let plain = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if plain { Self(Arc::from(text.as_ref())) } else { Self(Arc::from(text.to_lowercase())) }
    }
}

shared!(Email);

/// A team's place in the tree, its key: the names from the top, joined by a colon (`Support:L1`).
///
/// Paths order part by part, so that a team stands before its sub-teams and they before the next
/// team.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String")]
pub struct TeamPath(Arc<str>);

impl TeamPath {
    /// What separates the names in a path. Names can't contain it.
    pub const SEPARATOR: char = ':';

    /// Makes the path from what was written.
    pub fn new(text: &str) -> Self {
        Self(Arc::from(normal(text).as_ref()))
    }

    /// Returns the path of the team called `name` below `parent`, or at the top.
    pub fn below(parent: Option<&TeamPath>, name: &TeamName) -> Self {
        match parent {
            Some(parent) => Self(Arc::from(format!("{parent}{}{name}", Self::SEPARATOR))),
            None => Self(Arc::clone(&name.0)),
        }
    }

    /// Returns the team above, if this one isn't at the top.
    pub fn parent(&self) -> Option<TeamPath> {
        self.0.rsplit_once(Self::SEPARATOR).map(|(parent, _)| Self(Arc::from(parent)))
    }

    /// Returns the last name of the path.
    pub fn name(&self) -> TeamName {
        let name = self.0.rsplit_once(Self::SEPARATOR).map_or(&*self.0, |(_, name)| name);
        TeamName(Arc::from(name))
    }

    /// Returns how many teams stand above this one.
    pub fn depth(&self) -> usize {
        self.0.matches(Self::SEPARATOR).count()
    }

    /// Returns whether this team stands somewhere below `other`.
    pub fn is_below(&self, other: &TeamPath) -> bool {
        self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.starts_with(Self::SEPARATOR))
    }

    /// Returns the path that this team has once `from`, itself or a team above it, has become `to`.
    pub fn moved(&self, from: &TeamPath, to: &TeamPath) -> TeamPath {
        match self.0.strip_prefix(&*from.0) {
            Some("") => to.clone(),
            Some(rest) if rest.starts_with(Self::SEPARATOR) => {
                Self(Arc::from(format!("{to}{rest}")))
            }
            _ => self.clone(),
        }
    }
}

impl Ord for TeamPath {
    fn cmp(&self, other: &Self) -> Ordering {
        // Part by part means that the separator comes before every other character.
        let first = |byte: u8| if byte == Self::SEPARATOR as u8 { 0 } else { byte };
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        match a.iter().zip(b).find(|(a, b)| a != b) {
            Some((a, b)) => first(*a).cmp(&first(*b)),
            None => a.len().cmp(&b.len()),
        }
    }
}

impl PartialOrd for TeamPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

shared!(TeamPath);

/// Returns the text in Unicode normalization form C, copied only where it isn't yet.
pub fn normal<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_after_normalization() {
        assert_eq!(RoleName::new("E\u{301}quipe"), RoleName::new("\u{c9}quipe"));
        assert_ne!(RoleName::new("agent"), RoleName::new("Agent"));
        assert_eq!(Email::new("Ana@Acme.Example"), Email::new("ana@acme.example"));
    }

    #[test]
    fn paths_know_their_place() {
        let path = TeamPath::new("A:A-3:A-3.1");
        assert_eq!(path.parent(), Some(TeamPath::new("A:A-3")));
        assert_eq!(path.name().as_str(), "A-3.1");
        assert_eq!(path.depth(), 2);
        assert!(path.is_below(&TeamPath::new("A")));
        assert!(!TeamPath::new("A-1").is_below(&TeamPath::new("A")));
        assert_eq!(path.moved(&TeamPath::new("A:A-3"), &TeamPath::new("B")).as_str(), "B:A-3.1");
    }

    #[test]
    fn a_team_stands_before_its_sub_teams_and_they_before_the_next_team() {
        let mut paths = ["A-1", "A:B", "A"].map(TeamPath::new);
        paths.sort();
        assert_eq!(paths.map(|path| path.to_string()), ["A", "A:B", "A-1"]);
    }
}
