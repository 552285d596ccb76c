//! The laws, judged by somebody who knows nothing of the planner: from the plan as JSON, from what is
//! live and from the platform's file. Every step is done in turn, stage by stage, each stage forwards
//! and backwards, since within a stage nothing says what comes first.

mod access;
mod standing;
mod world;

use std::collections::BTreeSet;

use rolecall::core::State;
use serde_json::Value as Json;

pub use access::gaps;
use world::{World, list};

/// Judges a plan. Returns what is against a law: by `platform`, and `floor`, the fewest administrators
/// that there must be.
pub fn judge(plan: &Json, live: &State, platform: &Json, floor: usize) -> Result<(), String> {
    let stages: Vec<Vec<Json>> =
        list(&plan["stages"]).map(|stage| list(&stage["steps"]).cloned().collect()).collect();
    let live = World::of(live);
    let built_in: BTreeSet<String> = list(&platform["roles"]["built_in"])
        .filter_map(|role| Some(role["name"].as_str()?.to_owned()))
        .collect();
    access::judge(plan, &live, &stages, &built_in)?;
    let told = list(&plan["guards"]).any(|refusal| refusal["guard"] == "last-administrators");
    let floor = if told { 0 } else { floor };
    let rules = standing::Rules { platform, built_in: &built_in, floor };
    each_step(&live, &stages, |world, place| rules.keep(&live, world, place))
}

/// Does the steps in turn, and asks something after each.
fn each_step(
    live: &World,
    stages: &[Vec<Json>],
    mut ask: impl FnMut(&World, &str) -> Result<(), String>,
) -> Result<(), String> {
    for backwards in [false, true] {
        let mut world = live.clone();
        for (number, stage) in (1..).zip(stages) {
            let mut steps: Vec<&Json> = stage.iter().collect();
            if backwards {
                steps.reverse();
            }
            for step in steps {
                world = world.renamed(step).after(step);
                let (action, kind, key) = (&step["action"], &step["kind"], &step["key"]);
                ask(&world, &format!("in stage {number}, after {action} {kind} {key}"))?;
            }
        }
    }
    Ok(())
}
