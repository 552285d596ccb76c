//! The platforms that the laws are tested on, and the way from text to meaning.

use std::sync::LazyLock;

use rolecall::check;
use rolecall::core::{Diagnostics, State};
use rolecall::document::{Sources, Validator};
use rolecall::manifest::{
    Context, Desired, Project, manifest_schema, read_manifest, read_project, resolve,
};
use rolecall::plan::{Inputs, Limits, Means, Plan, plan};
use rolecall::platform::{Fact, Platform, built_in};

use super::org;

/// A platform with its schema.
pub struct World {
    pub platform: Platform,
    /// The platform as its file says it, for a judge who shares no code with what is judged.
    pub file: serde_json::Value,
    schema: Validator,
}

/// ccaas as it is: limits are far away.
pub static WIDE: LazyLock<World> = LazyLock::new(|| World::new(ccaas()));

/// A platform that has departments, where people can only be deleted.
pub static DEPARTMENTS: LazyLock<World> = LazyLock::new(|| World::new(as_it_is("smartflows")));

/// ccaas with so little room that its limits are met all the time.
pub static TIGHT: LazyLock<World> = LazyLock::new(|| {
    let mut platform = ccaas();
    platform.roles.custom.max.is = Some(5);
    platform.roles.max_per_user.is = Some(3);
    World::new(platform)
});

/// ccaas with a permission that makes administrators, in whichever role.
pub static GRANTED: LazyLock<World> = LazyLock::new(|| {
    let mut platform = ccaas();
    let administrative = platform.administrative.is.as_mut().expect("it is known");
    let all = "settings.developer_settings".into();
    administrative.permissions.insert(all, rolecall::core::Level::Edit);
    World::new(platform)
});

/// ccaas as if nobody knew of a way to deactivate people, but only to delete them.
pub static DELETING: LazyLock<World> = LazyLock::new(|| {
    let mut platform = ccaas();
    platform.users.deactivates = Fact::unknown();
    let mut deletes = platform.users.created_elsewhere.clone();
    deletes.is = Some(true);
    platform.users.deletes = Some(deletes);
    World::new(platform)
});

/// Attributes of teams, which ccaas has none of.
const OF_TEAMS: &str = "
note: { purpose: &it { standing: unknown }, kind: { is: { type: text }, standing: documented },
        required: *it, clearable: { is: true, standing: documented }, writable: *it }
first: { purpose: *it, kind: { is: { type: member }, standing: documented },
         required: *it, clearable: { is: true, standing: documented }, writable: *it }
";

/// A built-in platform.
pub fn as_it_is(name: &str) -> Platform {
    serde_yaml::from_str(built_in(name).expect("it is built in")).expect("it is well written")
}

/// Returns ccaas with attributes of teams and a small catalogue: the permissions that are granted here, and those that
/// built-in roles contain. A sandbox is made for every case, and much of it is the catalogue.
pub fn ccaas() -> Platform {
    let mut platform = as_it_is("ccaas");
    let contained: Vec<_> =
        platform.roles.built_in.iter().flat_map(|role| role.permissions.keys().cloned()).collect();
    platform.teams.attributes = serde_yaml::from_str(OF_TEAMS).expect("they are well written");
    platform
        .permissions
        .retain(|known| contained.contains(&known.id) || org::GRANTED.contains(&known.id.as_str()));
    platform
}

/// Reads a project file.
pub fn project(text: &str) -> Project {
    let mut sources = Sources::default();
    let file = sources.add("rolecall.yaml", text);
    read_project(&sources, file).0.expect("it is valid")
}

impl World {
    pub fn new(platform: Platform) -> Self {
        end_at_the_first_failure();
        let schema = Validator::new(manifest_schema(&platform)).expect("the schema is one");
        let file = serde_json::to_value(&platform).expect("a platform can be written");
        Self { platform, file, schema }
    }

    /// Returns what a project and its manifests mean.
    pub fn mean(&self, project: &str, files: &[(String, String)]) -> Result<Desired, Diagnostics> {
        let mut sources = Sources::default();
        let project_file = sources.add("rolecall.yaml", project);
        let ids: Vec<_> = files.iter().map(|(path, text)| sources.add(path, text)).collect();
        let (project, mut found) = read_project(&sources, project_file);
        let Some(project) = project else { return Err(found) };
        let mut manifests = Vec::new();
        for id in ids {
            let (written, _, problems) = read_manifest(id, &sources.file(id).text, &self.schema);
            manifests.extend(written.map(|written| (id, written)));
            found.extend(problems);
        }
        if found.has_errors() {
            return Err(found);
        }
        let today = "2026-03-01".parse().expect("it is a day");
        let project = Some((&project, project_file));
        let context = Context { platform: &self.platform, project, today };
        let (desired, problems) = resolve(manifests, context);
        found.extend(problems);
        found.extend(check::check(&desired, &self.platform));
        if found.has_errors() { Err(found) } else { Ok(desired) }
    }

    /// Returns what a manifest that stands for what is live means, as the sandbox reads it, or would.
    pub fn live(&self, text: &str) -> State {
        let project = super::case::Project::default().text();
        let desired = self.mean(&project, &[("live.yaml".to_owned(), text.to_owned())]);
        let mut state = desired.expect("it is valid").state;
        if fails_fast() {
            super::run::complete(&self.platform, &mut state);
            return state;
        }
        super::run::read(&self.platform, &state)
    }

    /// Compares what is meant with what is.
    pub fn plan(
        &self,
        desired: &Desired,
        live: &State,
        limits: &Limits,
    ) -> Result<Plan, Diagnostics> {
        let (platform, environment) = (&self.platform, "rehearsal");
        let means = &Means::default();
        plan(Inputs { desired, live, platform, environment, limits, means, base: None })
    }
}

/// Whether the environment asks to end at the first failure: whoever tests a thousand mutants needn't
/// hear of the second.
pub fn fails_fast() -> bool {
    std::env::var_os("ROLECALL_FAIL_FAST").is_some()
}

#[allow(clippy::exit, reason = "that is what is asked for")]
fn end_at_the_first_failure() {
    if fails_fast() {
        std::panic::set_hook(Box::new(|what| {
            eprintln!("{what}");
            std::process::exit(101);
        }));
    }
}
