//! The organisation that is measured in `benches/` is a project like any other.

use crate::project::{Project, steps};

#[path = "../../benches/organisation/mod.rs"]
#[allow(dead_code, reason = "the benchmark asks more of it")]
mod organisation;

#[test]
fn what_is_measured_can_be_planned() {
    let project = Project::empty();
    organisation::generate(&project.path(""), 1_000, 1).expect("it can be written");
    project.run(&["check"]).ends(0);
    let plan = project.plan();
    assert!(steps(&plan).len() >= 10, "{plan:#}");
    project.edit("rolecall.yaml", "min_admins: 2 }", "min_admins: 2 }\nmanifests: [live]");
    project.run(&["check"]).ends(0);
}
