//! Laws about departments, and what is declared of the default one.

use super::{About, Finding};
use crate::core::{Department, Key, State, codes};
use crate::manifest::Desired;
use crate::platform::{Fact, Platform};

/// The teams of a department have shares of its conversations where the platform has them: all of them
/// or none, and of the whole.
pub(super) fn shares_are_of_the_whole(state: &State, platform: &Platform) -> Vec<Finding> {
    let data = platform.departments.as_ref();
    let possible = data.is_none_or(|all| all.percentages.is != Some(false));
    let each = data.and_then(|all| all.percentages_each.as_ref()).is_some_and(Fact::holds);
    let mut findings = Vec::new();
    for (name, department) in &state.departments {
        let Some((label, help)) = objection(department, possible, each) else { continue };
        let about = About::Field(Key::Department(name.clone()), "groups".into());
        findings.push(Finding::new(&codes::PERCENTAGES, about, label, help));
    }
    findings
}

fn objection(
    department: &Department,
    possible: bool,
    each: bool,
) -> Option<(String, &'static str)> {
    let groups = department.groups.value()?;
    let given: Vec<u32> = groups.values().flatten().map(|share| u32::from(*share)).collect();
    let sum: u32 = given.iter().sum();
    match given.len() {
        0 if each && groups.len() > 1 => {
            Some(("each of several groups needs a percentage".into(), "Give each group one."))
        }
        0 => None,
        _ if !possible => {
            Some(("this platform has no percentages".into(), "Name the groups alone."))
        }
        some if some < groups.len() => {
            let label = format!("{some} of {} groups have a percentage", groups.len());
            Some((label, "Give each group one, or none of them."))
        }
        _ if sum != 100 => Some((format!("the percentages add up to {sum}"), "Make it 100.")),
        _ => None,
    }
}

/// There are at most so many departments besides the default one.
pub(super) fn departments_are_limited(state: &State, platform: &Platform) -> Vec<Finding> {
    let max = platform.departments.as_ref().and_then(|all| all.max.value());
    let Some(max) = max.copied() else { return Vec::new() };
    let made = state.departments.keys().filter(|name| !platform.is_default_department(name));
    let made: Vec<_> = made.collect();
    let Some(beyond) = made.get(max as usize) else { return Vec::new() };
    let about = About::entry(Key::Department((*beyond).clone()));
    let label = format!("there are {} departments, and {max} are allowed", made.len());
    let finding =
        Finding::new(&codes::TOO_MANY_DEPARTMENTS, about, label, "Use fewer departments.");
    vec![finding.exceeding(made.len() - max as usize)]
}

/// The default department keeps its name.
pub(super) fn the_default_department_stays(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let is_default =
        |key: &&Key| matches!(key, Key::Department(name) if platform.is_default_department(name));
    let mut findings = Vec::new();
    for (key, former) in &desired.previously {
        let was = former.iter().find(is_default);
        let Some(default) = was.or(Some(key).filter(is_default)) else { continue };
        let label = format!("`{}` is the default department and keeps its name", default.name());
        let about = About::Field(key.clone(), "previously".into());
        let help = "Take `previously` out.";
        findings.push(Finding::new(&codes::DEFAULT_DEPARTMENT, about, label, help));
    }
    findings
}
