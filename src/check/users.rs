//! Laws about people.

use std::collections::BTreeMap;

use super::{About, Finding};
use crate::core::{Key, State, codes};
use crate::platform::{Leaving, Platform};

/// There are at most so many people.
pub(super) fn people_are_limited(state: &State, platform: &Platform) -> Vec<Finding> {
    let Some(max) = platform.users.max.value() else { return Vec::new() };
    let Some(beyond) = state.users.keys().nth(*max as usize) else { return Vec::new() };
    let count = state.users.len();
    vec![
        Finding::new(
            &codes::TOO_MANY_USERS,
            About::entry(Key::User(beyond.clone())),
            format!("there are {count} people, and {max} are allowed; this is one too many"),
            "Take out who has left.",
        )
        .exceeding(count - *max as usize),
    ]
}

/// A person holds neither too few roles nor too many.
pub(super) fn roles_are_counted(state: &State, platform: &Platform) -> Vec<Finding> {
    let min = platform.roles.min_per_user.value().copied().unwrap_or(0) as usize;
    let max = platform.roles.max_per_user.value().map_or(usize::MAX, |max| *max as usize);
    let mut findings = Vec::new();
    for (email, user) in &state.users {
        let Some(roles) = user.roles.value() else { continue };
        let about = || About::Field(Key::User(email.clone()), "roles".into());
        if roles.len() < min {
            findings.push(Finding::new(
                &codes::NO_ROLE,
                about(),
                "this person holds no role".into(),
                without_role(platform),
            ));
        }
        if roles.len() > max {
            findings.push(Finding::new(
                &codes::TOO_MANY_ROLES,
                about(),
                format!("this person holds {} roles, and {max} are allowed", roles.len()),
                "Put what they have in common into one role.",
            ));
        }
    }
    findings
}

/// A person holds at most one role of each product.
pub(super) fn one_role_per_product(state: &State, platform: &Platform) -> Vec<Finding> {
    let product = |role| platform.built_in(role).and_then(|role| role.product.as_deref());
    let mut findings = Vec::new();
    if platform.roles.products.is_empty() {
        return findings;
    }
    for (email, user) in &state.users {
        let mut held = BTreeMap::new();
        for role in user.held_roles() {
            let Some(product) = product(role) else { continue };
            let Some(other) = held.insert(product, role) else { continue };
            findings.push(Finding::new(
                &codes::ONE_ROLE_PER_PRODUCT,
                About::Field(Key::User(email.clone()), "roles".into()),
                format!("`{other}` and `{role}` are both roles of the product {product}"),
                "Keep one of the two.",
            ));
        }
    }
    findings
}

fn without_role(platform: &Platform) -> &'static str {
    match platform.leaving() {
        Leaving::Deactivated => {
            "Give one. Somebody who should have no access is `status: inactive`."
        }
        Leaving::Deleted | Leaving::Elsewhere => {
            "Give one, or take the person out if they should have no access."
        }
    }
}
