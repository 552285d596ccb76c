//! Whether a plan that is refused for want of an order has none.

use proptest::test_runner::TestCaseError;
use rolecall::manifest::Desired;

use super::case::Case;
use super::world::World;

/// There is no order in which the steps keep the laws.
pub fn there_is_no_order(
    _world: &World,
    _case: &Case,
    _desired: &Desired,
) -> Result<(), TestCaseError> {
    Ok(())
}
