//! A plan as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::snapshot::SnapshotDocument;
use crate::core::{Key, Kind, Origin};
use crate::document::Sources;
use crate::plan::{
    Action, Against, By, Cause, Caused, Plan, Refusal, Resource, Stage, Step, step_id,
};
use crate::platform::{Effect, Source, Standing};
use crate::snapshot::AsOf;

/// A plan, as programs read it. Keys are added as the program grows; what is there keeps its
/// meaning as long as the version of the format stays.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A plan", deny_unknown_fields)]
pub struct PlanDocument<'p> {
    /// The version of this format.
    pub format_version: u32,
    /// The platform's short name.
    pub platform: &'p str,
    /// The environment's name.
    pub environment: &'p str,
    /// What an approval is given for: 64 hexadecimal digits.
    pub digest: &'p str,
    /// How much there is to do.
    pub summary: Summary,
    /// When what is live was read, where a snapshot stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotDocument<'p>>,
    /// The stages, the first to be done first.
    pub stages: Vec<StageDocument<'p>>,
    /// What else the platform does when the steps are done, by the word that the steps name it with.
    pub effects: BTreeMap<&'p str, EffectDocument<'p>>,
    /// How the plan differs from that of a base, where one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<BaseDocument<'p>>,
    /// What is drift: people with administrative access whom nothing lists, and, where a base was named,
    /// what the steps are about that would be done without the change as well.
    pub drift: Vec<DriftDocument<'p>>,
    /// What guards object to. A plan with any of these is refused.
    pub guards: &'p [Refusal],
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Summary {
    /// What is made, people who are reactivated included.
    pub create: usize,
    /// What is changed, renamed, moved or reordered.
    pub update: usize,
    /// What is deleted, people who are deactivated included.
    pub delete: usize,
    /// How many of all these are done by hand.
    pub by_hand: usize,
    /// What is live, isn't listed and is left alone.
    pub unmanaged: usize,
}

/// Steps that don't depend on each other.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StageDocument<'p> {
    /// The steps, by key.
    pub steps: Vec<StepDocument<'p>>,
}

/// One thing to do to one resource.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StepDocument<'p> {
    /// A short name that stays the same from run to run.
    pub id: String,
    /// What is done.
    pub action: Action,
    /// The kind of the resource.
    pub kind: Kind,
    /// The resource's name: of a team its path, of a person the address, empty for the order of
    /// the roles or of the teams at the top.
    pub key: &'p str,
    /// The name that it had before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_key: Option<&'p str>,
    /// What stands there before, of what changes; `null` for something new.
    pub before: Option<&'p Resource>,
    /// What stands there afterwards; `null` for something that goes.
    pub after: Option<&'p Resource>,
    /// The places that ask for it.
    pub because: Vec<PlaceDocument>,
    /// Why, where the places don't say it by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'p str>,
    /// Who does it.
    pub by: By,
    /// What else the platform does when it is done, each by its word in the plan's `effects`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub effects: Vec<&'p str>,
    /// Whose doing it is, where a base was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// What a plan was compared with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BaseDocument<'p> {
    /// The base, as it was named.
    pub rev: &'p str,
    /// Its commit, in hexadecimal digits.
    pub commit: &'p str,
    /// Whether the base has commits that the change doesn't build on.
    pub stale: bool,
    /// How many steps the change causes, wholly or in part.
    pub caused: usize,
    /// How many steps would be done without it as well.
    pub drift: usize,
    /// What would be changed without the change, and is left alone because of it.
    pub dropped: Vec<KeyDocument<'p>>,
}

/// Something that drifted.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DriftDocument<'p> {
    /// The kind.
    pub kind: Kind,
    /// The name.
    pub key: &'p str,
    /// The step that would change it back; none where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
}

/// Something that the platform does by itself when steps are done.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EffectDocument<'p> {
    /// What it does.
    pub what: &'p str,
    /// How well that is established.
    pub standing: Standing,
    /// The texts that say so.
    pub sources: &'p [Source],
    /// What else is to be known about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'p str>,
    /// Whether it is gone as soon as the opposite is done; absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversible: Option<bool>,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PlaceDocument {
    /// The file, from the project's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// A resource by its kind and name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct KeyDocument<'p> {
    /// The kind.
    pub kind: Kind,
    /// The name.
    pub key: &'p str,
}

impl<'p> PlanDocument<'p> {
    /// Makes the document of a plan.
    pub fn of(plan: &'p Plan, sources: &Sources) -> Self {
        Self::compared(plan, None, None, sources)
    }

    /// Makes the document of a plan, of how it differs from that of a base, and of when what it was
    /// compared with was read.
    pub fn compared(
        plan: &'p Plan,
        against: Option<&'p Against>,
        as_of: Option<&'p AsOf>,
        sources: &Sources,
    ) -> Self {
        let mut effects = effects_of_steps(plan).into_iter().enumerate();
        let mut step = |step| {
            let (place, effects) = effects.next().unwrap_or_default();
            let cause = against.map(|against| against.cause(place));
            StepDocument { effects, cause, ..step_document(step, sources) }
        };
        let stage =
            |stage: &'p Stage| StageDocument { steps: stage.steps.iter().map(&mut step).collect() };
        Self {
            format_version: 1,
            platform: &plan.platform,
            environment: &plan.environment,
            digest: plan.digest.as_str(),
            summary: Summary::of(plan),
            snapshot: as_of.map(SnapshotDocument::of),
            stages: plan.stages.iter().map(stage).collect(),
            effects: plan.effects.iter().map(effect).collect(),
            base: against.map(base_document),
            drift: drift(plan, against),
            guards: &plan.refusals,
        }
    }
}

impl Summary {
    /// Counts what a plan does.
    pub fn of(plan: &Plan) -> Self {
        let mut summary = Self { unmanaged: plan.unmanaged.len(), ..Self::default() };
        for step in plan.steps() {
            summary.by_hand += usize::from(step.by == By::Hand);
            match step.action {
                Action::Create | Action::Reactivate => summary.create += 1,
                Action::Delete | Action::Deactivate => summary.delete += 1,
                Action::Update | Action::Rename | Action::Move | Action::Reorder => {
                    summary.update += 1;
                }
            }
        }
        summary
    }
}

fn step_document<'p>(step: &'p Step, sources: &Sources) -> StepDocument<'p> {
    StepDocument {
        id: step_id(step),
        action: step.action,
        kind: step.key.kind(),
        key: step.key.name(),
        previous_key: step.previous_key.as_ref().map(Key::name),
        before: step.before.as_ref(),
        after: step.after.as_ref(),
        because: step.because.iter().map(|origin| place(*origin, sources)).collect(),
        reason: step.reason.as_deref(),
        by: step.by,
        effects: Vec::new(),
        cause: None,
    }
}

fn base_document(against: &Against) -> BaseDocument<'_> {
    let drift = against.counted().get(&Cause::Drift).copied().unwrap_or(0);
    BaseDocument {
        rev: &against.base,
        commit: &against.commit,
        stale: against.is_stale,
        caused: against.causes.len() - drift,
        drift,
        dropped: against.dropped.iter().map(|step| key_document(&step.key)).collect(),
    }
}

fn drift<'p>(plan: &'p Plan, against: Option<&Against>) -> Vec<DriftDocument<'p>> {
    let document = |key: &'p Key, step| DriftDocument { kind: key.kind(), key: key.name(), step };
    let unlisted = plan.drift.iter().map(|key| document(key, None));
    let causes = against.into_iter().flat_map(|against| &against.causes);
    let drifted = plan.steps().zip(causes).filter(|(_, cause)| **cause == Cause::Drift);
    let steps = drifted.map(|(step, _)| document(&step.key, Some(step_id(step))));
    unlisted.chain(steps).collect()
}

/// Returns the words for what follows from each step, in the plan's order.
pub(super) fn effects_of_steps(plan: &Plan) -> Vec<Vec<&str>> {
    let mut effects = vec![Vec::new(); plan.steps().count()];
    for caused in &plan.effects {
        caused.steps.iter().for_each(|place| effects[*place].push(caused.name.as_str()));
    }
    effects
}

fn effect(caused: &Caused) -> (&str, EffectDocument<'_>) {
    let Caused { name, effect, sources, steps: _ } = caused;
    let Effect { what, reversible, kind: _, actions: _, fields: _ } = effect;
    let document = EffectDocument {
        what: what.value().map_or("", String::as_str),
        standing: what.standing,
        sources,
        note: what.note.as_deref(),
        reversible: reversible.value().copied(),
    };
    (name, document)
}

fn place(origin: Origin, sources: &Sources) -> PlaceDocument {
    let place = sources.place(origin);
    PlaceDocument { file: place.path, line: place.line }
}

fn key_document(key: &Key) -> KeyDocument<'_> {
    KeyDocument { kind: key.kind(), key: key.name() }
}

/// Returns the schema of a plan as JSON.
pub fn plan_schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<PlanDocument<'static>>().to_value()
}
