//! What is asked of every input: that it is understood or refused with diagnostics that can be
//! shown, whatever it is. The corpus goes through the same in the tests.

use std::sync::LazyLock;

use rolecall::check;
use rolecall::core::{Diagnostics, FileId, Key, State};
use rolecall::document::{Sources, Validator};
use rolecall::manifest::{
    Context, Desired, Manifest, manifest_schema, read_manifest, read_project, resolve,
};
use rolecall::plan::{Inputs, Limits, plan};
use rolecall::platform::{Platform, built_in, read_platform};
use rolecall::render::{Entries, Style, diagnostics, manifests};

/// The line between the files of one input.
const NEXT_FILE: &str = "#====\n";

/// A platform and its schemas.
struct World {
    platform: Platform,
    manifest: Validator,
}

static WORLD: LazyLock<Option<World>> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let file = sources.add("ccaas.yaml", built_in("ccaas")?);
    let platform = read_platform(&sources, file).0?;
    let manifest = Validator::new(manifest_schema(&platform)).ok()?;
    Some(World { platform, manifest })
});

/// Reads one manifest.
pub fn reader(input: &[u8]) {
    let (Some(world), Ok(text)) = (WORLD.as_ref(), std::str::from_utf8(input)) else { return };
    let mut sources = Sources::default();
    let file = sources.add("input.yaml", text);
    let (_, found) = read(world, &sources, file);
    show(found, &sources);
}

/// Reads a project and manifests, says what they mean, and plans that against nothing.
pub fn whole(input: &[u8]) {
    let (Some(world), Ok(text)) = (WORLD.as_ref(), std::str::from_utf8(input)) else { return };
    let mut sources = Sources::default();
    let mut ids = text.split(NEXT_FILE).enumerate().map(|(n, text)| {
        sources.add(if n == 0 { "rolecall.yaml".to_owned() } else { format!("{n}.yaml") }, text)
    });
    let Some(project_file) = ids.next() else { return };
    let ids: Vec<FileId> = ids.collect();
    let (project, mut found) = read_project(&sources, project_file);
    let mut written = Vec::new();
    for id in ids {
        let (manifest, problems) = read(world, &sources, id);
        found.extend(problems);
        written.extend(manifest.map(|manifest| (id, manifest)));
    }
    if let (Some(project), false) = (&project, found.has_errors()) {
        let project = Some((project, project_file));
        let today = jiff::civil::date(2026, 3, 1);
        let (desired, problems) =
            resolve(written, Context { platform: &world.platform, project, today });
        found.extend(problems);
        found.extend(check::check(&desired, &world.platform));
        if !found.has_errors() {
            found.extend(planned(world, &desired));
        }
    }
    show(found, &sources);
}

fn read<'s>(
    world: &World,
    sources: &'s Sources,
    id: FileId,
) -> (Option<Manifest<'s>>, Diagnostics) {
    let file = sources.file(id);
    let (written, spans, found) = read_manifest(id, &file.text, &world.manifest);
    file.keep_spans(spans);
    (written, found)
}

/// Plans against nothing, and writes what is meant as manifests.
fn planned(world: &World, desired: &Desired) -> Diagnostics {
    let (limits, live) = (Limits::default(), State::default());
    let inputs = Inputs {
        desired,
        live: &live,
        platform: &world.platform,
        environment: "fuzz",
        limits: &limits,
        means: &rolecall::plan::Means::default(),
        base: None,
    };
    let skip = |_: &Key| false;
    manifests(Entries { state: &desired.state, platform: &world.platform, skip: &skip });
    plan(inputs).err().unwrap_or_default()
}

fn show(found: Diagnostics, sources: &Sources) {
    diagnostics(&found.sorted(), sources, Style { color: false, width: 100 });
}
