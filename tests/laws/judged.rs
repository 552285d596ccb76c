//! Cases that are written by hand: the plan, and all laws of it.

use rolecall::core::Diagnostics;
use rolecall::plan::Plan;

use super::case::{Case, Project};
use super::generated::{Tally, laws_hold, on_paper};
use super::world::{World, fails_fast};

/// A project that manages everything wholly, and waives all it can.
pub fn whole() -> Project {
    Project { all: [true; 3], ..Project::default() }
}

/// A case that is written here.
pub fn case(world: &World, live: &str, project: Project, wanted: &str) -> Case {
    let files = vec![("access.yaml".to_owned(), wanted.to_owned())];
    Case { live: world.live(live), project, shuffled: files.clone(), files, seed: 1 }
}

/// Returns the plan for a case, if the manifests are valid.
pub fn planned(
    world: &World,
    live: &str,
    project: &Project,
    wanted: &str,
) -> Result<Plan, Diagnostics> {
    let case = case(world, live, project.clone(), wanted);
    let desired = world.mean(&project.text(), &case.files)?;
    world.plan(&desired, &case.live, &project.limits())
}

/// Asks all laws of one case; returns its plan.
pub fn judged(world: &World, live: &str, project: &Project, wanted: &str) -> Plan {
    let plan = planned(world, live, project, wanted).expect("it is valid");
    let stuck: Vec<_> = plan.refusals.iter().filter(|refusal| !refusal.waivable).collect();
    assert!(stuck.is_empty(), "{stuck:?}");
    for seed in 0..6 {
        let case = Case { seed, ..case(world, live, project.clone(), wanted) };
        let tally = Tally::default();
        // The sandbox takes most of the time; whoever tests a thousand mutants asks it in random cases.
        let held = match fails_fast() {
            true => on_paper(world, &case, &tally).map(drop),
            false => laws_hold(world, &case, &tally),
        };
        if let Err(what) = held {
            panic!("{what}\n{case:?}");
        }
    }
    plan
}

/// Returns the guards that refuse a plan.
pub fn refused_by(plan: &Plan) -> Vec<&'static str> {
    let mut words: Vec<&str> = plan.refusals.iter().map(|refusal| refusal.guard).collect();
    words.dedup();
    words
}
