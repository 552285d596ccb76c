//! The laws, over random cases.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use rolecall::core::{FileId, Key, Known, RoleName, State, TeamName, TeamPath};
use rolecall::document::Sources;
use rolecall::manifest::Desired;
use rolecall::plan::{Plan, Stage, Step};
use rolecall::platform::Platform;
use rolecall::render::layout::layout;
use rolecall::render::{Entries, PlanDocument, manifests};

use super::case::{Case, Project, cases};
use super::oracle;
use super::run::{brief, in_another_order, lengthens, side_by_side, step_in_memory};
use super::watch;
use super::world::{DELETING, GRANTED, TIGHT, WIDE, World};

/// How the cases of one run ended.
#[derive(Default)]
pub struct Tally {
    all: Cell<u32>,
    /// Neither `check` nor the comparison refused it.
    accepted: Cell<u32>,
    /// Done on the sandbox.
    on_sandbox: Cell<u32>,
    in_use: Cell<u32>,
    no_order: Cell<u32>,
    /// Roles were changed in parts.
    cut: Cell<u32>,
    /// Somebody had to do without something for a while.
    gaps: Cell<u32>,
    steps: Cell<usize>,
}

impl Tally {
    /// Says how they ended.
    pub fn tell(&self) {
        eprintln!(
            "{} cases: {} accepted, {} on the sandbox, {} in use, {} without an order, {} with roles in \
             parts, {} with gaps, {} steps",
            self.all.get(),
            self.accepted.get(),
            self.on_sandbox.get(),
            self.in_use.get(),
            self.no_order.get(),
            self.cut.get(),
            self.gaps.get(),
            self.steps.get(),
        );
    }

    /// Returns the share of the cases that were accepted.
    pub fn accepted(&self) -> f64 {
        share(&self.accepted, &self.all)
    }

    /// Returns the share of what was accepted that has roles in parts.
    pub fn cut(&self) -> f64 {
        share(&self.cut, &self.accepted)
    }

    /// Returns the share of what was accepted that has a gap.
    pub fn gaps(&self) -> f64 {
        share(&self.gaps, &self.accepted)
    }
}

fn share(of: &Cell<u32>, all: &Cell<u32>) -> f64 {
    f64::from(of.get()) / f64::from(all.get().max(1))
}

fn count(cell: &Cell<u32>) {
    cell.set(cell.get() + 1);
}

/// One case of so many is done on the sandbox as well, which takes most of the time: in an ordinary
/// run, and where the environment says how many cases there are.
const ON_SANDBOX: [u32; 2] = [3, 9];

/// Asks all laws of random cases; as many as the environment says. Returns how they ended.
pub fn all_laws(world: &World, cases: impl Strategy<Value = Case>, cases_by_default: u32) -> Tally {
    let tally = Tally::default();
    let one_of = ON_SANDBOX[usize::from(std::env::var_os("PROPTEST_CASES").is_some())];
    each(cases, cases_by_default, |case| {
        if tally.all.get() % one_of == 0 {
            laws_hold(world, case, &tally)
        } else {
            on_paper(world, case, &tally).map(drop)
        }
    });
    tally.tell();
    tally
}

/// Asks something of random cases; as many as the environment says. Returns how many those are.
pub fn each(
    cases: impl Strategy<Value = Case>,
    cases_by_default: u32,
    ask: impl Fn(&Case) -> Result<(), TestCaseError>,
) -> u32 {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let wanted = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config.cases,
        None => cases_by_default,
    };
    let mut runner = TestRunner::new(ProptestConfig { cases: wanted, ..config });
    if let Err(failure) = runner.run(&cases, |case| ask(&case)) {
        panic!("{failure}");
    }
    wanted
}

/// Asks all laws of one case that can be asked without a sandbox. Returns what was meant and planned,
/// unless that was refused for good.
pub fn on_paper(
    world: &World,
    case: &Case,
    tally: &Tally,
) -> Result<Option<(Desired, Plan)>, TestCaseError> {
    count(&tally.all);
    let Ok(desired) = world.mean(&case.project.text(), &case.files) else { return Ok(None) };
    let limits = case.project.limits();
    let Ok(plan) = world.plan(&desired, &case.live, &limits) else { return Ok(None) };
    count(&tally.accepted);
    another_order_changes_nothing(world, case, &plan)?;
    if plan.refusals.iter().any(|refusal| refusal.guard == "in-use") {
        count(&tally.in_use);
        return Ok(None);
    }
    if plan.refusals.iter().any(|refusal| !refusal.waivable) {
        count(&tally.no_order);
        super::refused::there_is_no_order(world, case, &desired)?;
        return Ok(None);
    }
    tally.steps.set(tally.steps.get() + plan.steps().count());
    judged(world, case, &plan, tally)?;
    let mixed = in_another_order(&plan, case.seed);
    watch::nobody_is_locked_out(&world.platform, &case.project, &case.live, &plan, &mixed)
        .map_err(TestCaseError::fail)?;
    let mut end = case.live.clone();
    plan.steps().for_each(|step| step_in_memory(&world.platform, &mut end, step));
    let again = world.plan(&desired, &end, &limits).map_err(|_| fail("the end is refused"))?;
    prop_assert!(again.is_empty(), "after all is done: {:#?}", again.stages);
    let cut = case.seed as usize % (mixed.len() + 1);
    carries_on(world, case, (&desired, &plan), &mixed[..cut], &end, false)?;
    Ok(Some((desired, plan)))
}

/// Asks all laws of one case.
pub fn laws_hold(world: &World, case: &Case, tally: &Tally) -> Result<(), TestCaseError> {
    let Some((desired, plan)) = on_paper(world, case, tally)? else { return Ok(()) };
    count(&tally.on_sandbox);
    let steps: Vec<&Step> = plan.steps().collect();
    let mixed = in_another_order(&plan, case.seed);
    let end = side_by_side(&world.platform, &case.live, &steps)?;
    if mixed != steps {
        let other = side_by_side(&world.platform, &case.live, &mixed)?;
        is_same_end(&desired, &plan, &end, &other)?;
        let again = world.plan(&desired, &other, &case.project.limits());
        let again = again.map_err(|_| fail("the end is refused"))?;
        prop_assert!(again.is_empty(), "after all is done: {:#?}", again.stages);
    }
    for cut in 0..mixed.len() {
        // One cut of each case goes through the sandbox as well.
        let on_sandbox = cut as u64 == case.seed % 8;
        carries_on(world, case, (&desired, &plan), &mixed[..cut], &end, on_sandbox)?;
    }
    Ok(())
}

/// Laws 1 to 5, by the oracle.
fn judged(world: &World, case: &Case, plan: &Plan, tally: &Tally) -> Result<(), TestCaseError> {
    let stages = bare(plan).into_iter().map(|steps| Stage { steps }).collect();
    let bare = Plan { stages, ..plan.clone() };
    let document = PlanDocument::of(&bare, &Sources::default());
    let document = serde_json::to_value(&document).map_err(|error| fail(&error.to_string()))?;
    let floor = case.project.min_admins;
    oracle::judge(&document, &case.live, &world.file, floor).map_err(|what| fail(&what))?;
    if !oracle::gaps(&document).is_empty() {
        count(&tally.gaps);
    }
    if plan
        .steps()
        .any(|step| step.reason.as_deref().is_some_and(|why| why.starts_with("in steps")))
    {
        count(&tally.cut);
    }
    Ok(())
}

fn fail(what: &str) -> TestCaseError {
    TestCaseError::fail(what.to_owned())
}

/// Law 7: the order of files and entries changes neither the digest nor the steps.
fn another_order_changes_nothing(
    world: &World,
    case: &Case,
    plan: &Plan,
) -> Result<(), TestCaseError> {
    let desired = world.mean(&case.project.text(), &case.shuffled);
    let desired = desired.map_err(|found| {
        fail(&format!("refused in another order: {found:?}\n{:#?}", case.shuffled))
    })?;
    let limits = case.project.limits();
    let other = world.plan(&desired, &case.live, &limits);
    let other = other.map_err(|_| fail("refused in another order"))?;
    prop_assert_eq!(&other.digest, &plan.digest);
    prop_assert_eq!(&other.refusals, &plan.refusals);
    prop_assert_eq!(bare(&other), bare(plan));
    Ok(())
}

/// Returns the stages without the places that ask for them.
fn bare(plan: &Plan) -> Vec<Vec<Step>> {
    let bare = |step: &Step| Step { because: Vec::new(), ..step.clone() };
    plan.stages.iter().map(|stage| stage.steps.iter().map(bare).collect()).collect()
}

/// Law 6: a run that was cut short, planned again, comes to the same end.
fn carries_on(
    world: &World,
    case: &Case,
    (desired, plan): (&Desired, &Plan),
    done: &[&Step],
    end: &State,
    on_sandbox: bool,
) -> Result<(), TestCaseError> {
    let mut state = case.live.clone();
    done.iter().for_each(|step| step_in_memory(&world.platform, &mut state, step));
    let after: Vec<String> = done.iter().map(|step| brief(step)).collect();
    let after = format!("cut short after {after:#?}");
    let limits = case.project.limits();
    let rest = world.plan(desired, &state, &limits).map_err(|_| fail(&after))?;
    let stuck = rest.refusals.iter().find(|refusal| !refusal.waivable);
    prop_assert!(stuck.is_none(), "{after}: {stuck:?}");
    let steps: Vec<&Step> = rest.steps().collect();
    let last = if on_sandbox {
        side_by_side(&world.platform, &state, &steps)
            .map_err(|what| fail(&format!("{after}: {what}")))?
    } else {
        steps.iter().for_each(|step| step_in_memory(&world.platform, &mut state, step));
        state
    };
    is_same_end(desired, plan, end, &last).map_err(|what| fail(&format!("{after}: {what}")))
}

/// Compares two ends. Where no order is wanted, what the plan makes may stand at the end of its list
/// in any order.
pub fn is_same_end(
    desired: &Desired,
    plan: &Plan,
    end: &State,
    other: &State,
) -> Result<(), TestCaseError> {
    let (end, other) = (as_wanted(desired, plan, end), as_wanted(desired, plan, other));
    if end != other {
        let (end, other) = (format!("{end:#?}"), format!("{other:#?}"));
        let diff = similar::TextDiff::from_lines(&end, &other);
        return Err(fail(&format!("another end:\n{}", diff.unified_diff())));
    }
    Ok(())
}

/// Returns the state with the names that the plan makes, and that are in no order that is wanted,
/// sorted behind the others.
fn as_wanted(desired: &Desired, plan: &Plan, end: &State) -> State {
    let made: BTreeSet<&Key> =
        plan.steps().filter(|step| lengthens(step).is_some()).map(|step| &step.key).collect();
    let mut end = end.clone();
    let wanted = desired.state.role_order.value();
    if let Known::Known(order) = &mut end.role_order {
        *order = new_last(order, &|name: &RoleName| {
            !made.contains(&Key::Role(name.clone()))
                || wanted.is_some_and(|order| order.contains(name))
        });
    }
    for (parent, order) in &mut end.team_order {
        let wanted = desired.state.team_order.get(parent);
        *order = new_last(order, &|name: &TeamName| {
            !made.contains(&Key::Team(TeamPath::below(parent.as_ref(), name)))
                || wanted.is_some_and(|order| order.contains(name))
        });
    }
    end
}

fn new_last<T: Clone + Ord>(order: &[T], keeps_place: &dyn Fn(&T) -> bool) -> Vec<T> {
    let mut new: Vec<T> = order.iter().filter(|name| !keeps_place(name)).cloned().collect();
    new.sort();
    order.iter().filter(|name| keeps_place(name)).cloned().chain(new).collect()
}

/// Most of what is generated is legal, and has an order.
fn most_were_judged(tally: &Tally, accepted: f64, refused: f64) {
    assert!(tally.accepted() > accepted, "too few are accepted");
    assert!(share(&tally.in_use, &tally.accepted) < refused, "too many are in use");
    assert!(share(&tally.no_order, &tally.accepted) < refused, "too many have no order");
}

#[test]
fn the_laws_hold_where_there_is_room() {
    most_were_judged(&all_laws(&WIDE, cases(&WIDE), 8_000), 0.6, 0.1);
}

#[test]
fn the_laws_hold_where_there_is_little_room() {
    most_were_judged(&all_laws(&TIGHT, cases(&TIGHT), 6_000), 0.6, 0.3);
}

#[test]
fn the_laws_hold_where_a_permission_makes_administrators() {
    most_were_judged(&all_laws(&GRANTED, cases(&GRANTED), 3_000), 0.6, 0.1);
}

#[test]
fn the_laws_hold_where_people_are_deleted() {
    // Nobody can be declared inactive there.
    let active = |files: &mut Vec<(String, String)>| {
        files.iter_mut().for_each(|(_, text)| *text = text.replace("inactive", "active"));
    };
    let cases = cases(&DELETING).prop_map(move |mut case| {
        active(&mut case.files);
        active(&mut case.shuffled);
        case
    });
    most_were_judged(&all_laws(&DELETING, cases, 2_000), 0.4, 0.3);
}

/// Law 8: what is exported means what is live.
fn exported_is_live(platform: &Platform, world: &World, case: &Case) -> Result<(), TestCaseError> {
    let skip = |_: &Key| false;
    let entries = Entries { state: &case.live, platform, skip: &skip };
    let files: Vec<_> = manifests(entries).into_iter().collect();
    for (path, text) in &files {
        let laid_out = layout(FileId(0), text).0.ok();
        prop_assert_eq!(laid_out.as_ref(), Some(text), "{} isn't in its layout", path);
    }
    for manage in 0..8 {
        let all = [1, 2, 4].map(|bit| manage & bit != 0);
        let project = Project { all, ..Project::default() };
        let desired = world.mean(&project.text(), &files);
        let desired = desired.map_err(|found| fail(&format!("{found:?}")))?;
        let plan = world.plan(&desired, &case.live, &project.limits());
        let plan = plan.map_err(|found| fail(&format!("{found:?}")))?;
        prop_assert!(plan.is_empty(), "{all:?}: {:#?}", plan.stages);
        prop_assert!(plan.refusals.is_empty(), "{:?}", plan.refusals);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_means_what_is_live(case in cases(&WIDE)) {
        exported_is_live(&WIDE.platform, &WIDE, &case)?;
    }
}
