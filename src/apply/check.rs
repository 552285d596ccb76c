//! Reading back what was written: a success is never taken on trust.

use super::compare::difference;
use crate::core::{Fault, FaultKind, Key};
use crate::plan::Step;
use crate::target::Target;

/// Reads back what the target says it did; where that isn't so, the success becomes a fault.
pub(super) async fn check(target: &dyn Target, steps: &[&Step], results: &mut [Result<(), Fault>]) {
    let said = || steps.iter().zip(results.iter()).filter(|(_, result)| result.is_ok());
    let mut keys: Vec<Key> = said().flat_map(|(step, _)| names(step)).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return;
    }
    let read = target.read_back(&keys).await;
    for (step, result) in steps.iter().zip(results).filter(|(_, result)| result.is_ok()) {
        *result = match &read {
            Ok(state) => difference(step, state).map_or(Ok(()), |text| Err(not_as_written(&text))),
            Err(fault) => Err(fault.clone()),
        };
    }
}

/// Returns the names under which to look for what the step did.
fn names(step: &Step) -> impl Iterator<Item = &Key> {
    std::iter::once(&step.key).chain(&step.previous_key)
}

fn not_as_written(text: &str) -> Fault {
    Fault::new(FaultKind::NotAsWritten, format!("read back, it is not as written: {text}"))
}
