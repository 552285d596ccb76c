//! The order of roles and of sibling teams.

use crate::core::{Key, Origin, State};
use crate::manifest::Desired;
use crate::plan::{Action, Resource, Step};

/// Compares the orders, once everything else has been done on `end`.
pub(in crate::plan) fn orders(desired: &Desired, end: &State) -> Vec<Step> {
    let mut steps = Vec::new();
    let roles = (desired.state.role_order.value(), end.role_order.value());
    if let (Some(wanted), Some(live)) = roles {
        let order = first_these(wanted, live);
        let because = desired.places.get(&Key::RoleOrder).map(|places| places.entry);
        steps.extend(reorder(Key::RoleOrder, live, order, because, Resource::RoleOrder));
    } else if let Some(wanted) = desired.state.role_order.value() {
        // Nobody tells what the order is: these are to be the first, whatever comes after them.
        let because = desired.places.get(&Key::RoleOrder).map(|places| places.entry);
        steps.extend(reorder(Key::RoleOrder, &[], wanted.clone(), because, Resource::RoleOrder));
    }
    for (parent, wanted) in &desired.state.team_order {
        let Some(live) = end.team_order.get(parent) else { continue };
        let key = Key::TeamOrder(parent.clone());
        let said = match parent {
            Some(path) => {
                desired.places.get(&Key::Team(path.clone())).map(|team| team.field("teams"))
            }
            None => desired.places.get(&key).map(|places| places.entry),
        };
        steps.extend(reorder(key, live, first_these(wanted, live), said, Resource::TeamOrder));
    }
    steps
}

/// Returns the live names with the wanted ones first, in their order; the others keep theirs.
fn first_these<T: Clone + PartialEq>(wanted: &[T], live: &[T]) -> Vec<T> {
    let first = wanted.iter().filter(|name| live.contains(name));
    let others = live.iter().filter(|name| !wanted.contains(name));
    first.chain(others).cloned().collect()
}

fn reorder<T: Clone + PartialEq>(
    key: Key,
    live: &[T],
    order: Vec<T>,
    because: Option<Origin>,
    resource: fn(Vec<T>) -> Resource,
) -> Option<Step> {
    (order != live).then(|| Step {
        action: Action::Reorder,
        before: (!live.is_empty()).then(|| resource(live.to_vec())),
        after: Some(resource(order)),
        because: because.into_iter().collect(),
        ..Step::about(key)
    })
}
