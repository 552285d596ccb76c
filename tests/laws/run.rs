//! Doing a plan step by step, on the sandbox and in memory.

use std::cell::LazyCell;

use proptest::test_runner::TestCaseError;
use rolecall::core::{Key, RoleName, Scalar, State, Status};
use rolecall::plan::{Action, Plan, Step, perform};
use rolecall::platform::{AttributeKind, Platform};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;
use tokio::runtime::Runtime;

use super::shuffle::Dice;
use super::watch;

thread_local! {
    static RUNTIME: LazyCell<Runtime> = const {
        LazyCell::new(|| tokio::runtime::Builder::new_current_thread().build().expect("a runtime"))
    };
}

/// Runs something that waits.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// Returns a legal state as the sandbox reads it, where everything is known.
pub fn read(platform: &Platform, state: &State) -> State {
    let sandbox = Sandbox::in_memory(platform, state);
    let sandbox = sandbox.unwrap_or_else(|fault| panic!("{fault}: {state:#?}"));
    wait(sandbox.read()).expect("the sandbox can be read")
}

/// Fills in what a platform knows and `perform` doesn't say.
pub fn complete(platform: &Platform, state: &mut State) {
    let built_in = |name: &RoleName| platform.built_in(name).is_some();
    state.roles.retain(|name, role| !built_in(name) || !role.permissions.is_unknown());
    for role in state.roles.values_mut() {
        role.permissions.update(|_| ());
        if !platform.assigns_roles(role) {
            role.assignable_roles.update(|_| ());
        }
    }
    for team in state.teams.values_mut() {
        team.managers.update(|_| ());
        for (name, attribute) in &platform.teams.attributes {
            match attribute.kind.value() {
                Some(AttributeKind::Member) => _ = team.named.entry(name.clone()).or_default(),
                _ => _ = team.attributes.entry(name.clone()).or_insert(Scalar::Null),
            }
        }
    }
    state.team_order.retain(|_, names| !names.is_empty());
    for user in state.users.values_mut().map(std::sync::Arc::make_mut) {
        user.teams.update(|_| ());
        if user.status.is_unknown() {
            user.status = rolecall::core::Known::Known(Status::Active);
        }
        for name in platform.users.attributes.keys() {
            user.attributes.entry(name.clone()).or_insert(Scalar::Null);
        }
    }
}

/// Does a step in memory.
pub fn step_in_memory(platform: &Platform, state: &mut State, step: &Step) {
    perform(state, step);
    complete(platform, state);
}

/// Does steps on a sandbox and in memory, and compares the two after each.
pub fn side_by_side(
    platform: &Platform,
    live: &State,
    steps: &[&Step],
) -> Result<State, TestCaseError> {
    let sandbox = Sandbox::in_memory(platform, live);
    let sandbox = sandbox.map_err(|fault| TestCaseError::fail(format!("not legal: {fault}")))?;
    let mut state = wait(sandbox.read()).expect("the sandbox can be read");
    if state != *live {
        return Err(TestCaseError::fail("the sandbox reads another live state"));
    }
    for (place, step) in steps.iter().enumerate() {
        let failed = |what: String| {
            let done: Vec<String> = steps[..place].iter().map(|step| brief(step)).collect();
            let all = done.join("\n  ");
            TestCaseError::fail(format!("{what}\nat {step:#?}\nafter\n  {all}"))
        };
        watch::step_means_something(&state, step).map_err(failed)?;
        let answer = wait(sandbox.perform(&[step])).remove(0);
        answer.map_err(|fault| failed(format!("the sandbox refuses it: {fault}")))?;
        step_in_memory(platform, &mut state, step);
        let read = wait(sandbox.read()).expect("the sandbox can be read");
        if read != state {
            let text = |state: &State| format!("{state:#?}");
            let (read, state) = (text(&read), text(&state));
            let diff = similar::TextDiff::from_lines(&read, &state);
            let diff = diff.unified_diff().to_string();
            return Err(failed(format!("sandbox and memory differ:\n{diff}")));
        }
        let broken = sandbox.audit().expect("the sandbox can be read");
        if !broken.is_empty() {
            return Err(failed(format!("the audit finds {broken:?}")));
        }
    }
    Ok(state)
}

/// A step in one line.
pub fn brief(step: &Step) -> String {
    match &step.previous_key {
        Some(previous) => format!("{} {previous} to {}", step.action, step.key),
        None => format!("{} {}", step.action, step.key),
    }
}

/// Returns the steps with those of each stage in another order. Steps that put something at the end
/// of the same list keep theirs: which of two new names comes first is decided by nothing else.
pub fn in_another_order(plan: &Plan, seed: u64) -> Vec<&Step> {
    let mut dice = Dice::new(seed);
    let mut all = Vec::new();
    for stage in &plan.stages {
        let mut steps: Vec<&Step> = stage.steps.iter().collect();
        dice.shuffle(&mut steps);
        let places: Vec<usize> =
            (0..steps.len()).filter(|place| lengthens(steps[*place]).is_some()).collect();
        let mut longer: Vec<&Step> =
            stage.steps.iter().filter(|step| lengthens(step).is_some()).collect();
        longer.reverse();
        for place in places {
            steps[place] = longer.pop().expect("there are as many");
        }
        all.extend(steps);
    }
    all
}

/// Returns the list at whose end a step puts something.
pub fn lengthens(step: &Step) -> Option<Key> {
    match (&step.key, step.action) {
        (Key::Role(_), Action::Create) => Some(Key::RoleOrder),
        (Key::Team(path), Action::Create | Action::Move) => Some(Key::TeamOrder(path.parent())),
        _ => None,
    }
}
