//! The order of keys: that of the types in `manifest`, which is that in which `export` writes.
//!
//! The schemas name the same keys; a test holds them to it.

/// The keys of a mapping, in their order.
#[derive(Debug)]
pub struct Form {
    /// What comes first, each with the form of its value or of the items of its value.
    pub first: &'static [Field],
    /// What isn't named here: what it is and how it is ordered.
    pub rest: Rest,
    /// What comes after that.
    pub last: &'static [Field],
}

/// A key, and the form of what it holds.
pub type Field = (&'static str, &'static Form);

/// What becomes of keys that a form doesn't name.
#[derive(Debug)]
pub enum Rest {
    /// They keep the order in which they are written: nothing is known of them.
    Unknown,
    /// They keep the order in which they are written. Their values have a form.
    AsWritten(&'static Form),
    /// They are names that the platform has, ordered by name. Their values have a form.
    ByName(&'static Form),
}

/// What no form is known of.
pub(super) static ANY: Form = Form { first: &[], rest: Rest::Unknown, last: &[] };

/// `rolecall.yaml`.
pub static PROJECT: Form = known(&[
    ("version", &ANY),
    ("platform", &PLATFORM),
    ("manifests", &ANY),
    ("default", &ANY),
    ("environments", &ENVIRONMENTS),
    ("manage", &MANAGE),
    ("protected", &PROTECTED),
    ("unmanaged", &UNMANAGED),
    ("timezone", &ANY),
    ("guards", &GUARDS),
]);

/// A manifest.
pub static MANIFEST: Form = known(&[
    ("roles", &ROLE),
    ("role_order", &ANY),
    ("teams", &TEAM),
    ("team_order", &ANY),
    ("users", &USER),
    ("departments", &DEPARTMENT),
]);

static PLATFORM: Form = known(&[("extends", &ANY), ("file", &ANY)]);

static ENVIRONMENTS: Form = Form { first: &[], rest: Rest::AsWritten(&ENVIRONMENT), last: &[] };

static ENVIRONMENT: Form = known(&[
    ("target", &ANY),
    ("live", &ANY),
    ("url", &ANY),
    ("subdomain", &ANY),
    ("token", &SECRET),
    ("requests_per_second", &ANY),
]);

static SECRET: Form = known(&[("env", &ANY), ("file", &ANY)]);

static MANAGE: Form =
    known(&[("roles", &ANY), ("teams", &ANY), ("users", &ANY), ("departments", &ANY)]);

static PROTECTED: Form = known(&[("users", &ANY), ("roles", &ANY), ("first_administrator", &ANY)]);

static UNMANAGED: Form = known(&[
    ("users", &ANY),
    ("users_holding", &ANY),
    ("role", &ANY),
    ("team", &ANY),
    ("reason", &ANY),
]);

static GUARDS: Form = known(&[
    ("max_removals", &REMOVALS),
    ("min_admins", &ANY),
    ("max_snapshot_hours", &ANY),
    ("licences", &LICENCES),
]);

static LICENCES: Form = Form { first: &[], rest: Rest::AsWritten(&ANY), last: &[] };

static REMOVALS: Form = known(&[
    ("roles", &ANY),
    ("teams", &ANY),
    ("users", &ANY),
    ("grants", &ANY),
    ("memberships", &ANY),
    ("permissions", &ANY),
    ("departments", &ANY),
]);

static ROLE: Form = known(&[
    ("name", &ANY),
    ("previously", &ANY),
    ("label", &ANY),
    ("color", &ANY),
    ("permissions", &PERMISSIONS),
    ("assignable_roles", &ANY),
]);

static PERMISSIONS: Form = Form { first: &[], rest: Rest::ByName(&GRANT), last: &[] };

static GRANT: Form = known(&[("level", &ANY), ("only", &ANY)]);

/// The rest are the platform's attributes.
static TEAM: Form = Form {
    first: &[("name", &ANY), ("previously", &ANY)],
    rest: Rest::AsWritten(&ANY),
    last: &[("managers", &SEAT), ("members", &SEAT), ("teams", &TEAM)],
};

static SEAT: Form = known(&[("user", &ANY), ("until", &ANY), ("reason", &ANY)]);

/// The rest are the platform's attributes.
static USER: Form = Form {
    first: &[("email", &ANY), ("previously", &ANY)],
    rest: Rest::AsWritten(&ANY),
    last: &[("roles", &HELD_ROLE), ("status", &ANY), ("invited", &ANY)],
};

/// The rest are the platform's attributes.
static DEPARTMENT: Form = Form {
    first: &[("name", &ANY), ("previously", &ANY)],
    rest: Rest::AsWritten(&ANY),
    last: &[("groups", &SHARE)],
};

static SHARE: Form = known(&[("group", &ANY), ("percentage", &ANY)]);

static HELD_ROLE: Form =
    known(&[("role", &ANY), ("until", &ANY), ("reason", &ANY), ("then", &ANY)]);

const fn known(first: &'static [Field]) -> Form {
    Form { first, rest: Rest::Unknown, last: &[] }
}

impl Form {
    /// Returns the form of what a key holds.
    pub(super) fn of(&self, key: Option<&str>) -> &'static Form {
        let named = self.first.iter().chain(self.last).find(|(name, _)| Some(*name) == key);
        match (named, &self.rest) {
            (Some((_, form)), _) => form,
            (None, Rest::AsWritten(form) | Rest::ByName(form)) => form,
            (None, Rest::Unknown) => &ANY,
        }
    }

    /// Returns where a key comes, and whether it is one of those that the form doesn't name.
    pub(super) fn place(&self, key: &str) -> (usize, bool) {
        let at = |fields: &[Field]| fields.iter().position(|(name, _)| *name == key);
        let first = at(self.first);
        let last = at(self.last).map(|place| self.first.len() + 1 + place);
        first.or(last).map_or((self.first.len(), true), |place| (place, false))
    }
}
