//! What somebody has to do by hand: a page to work through, and files to upload.

use std::fs;
use std::path::PathBuf;

use super::exit::Exit;
use super::live::HIDDEN;
use super::project::Opened;
use super::screen::Screen;
use super::trouble::Trouble;
use crate::apply::DEFAULT_BATCH;
use crate::core::{Kind, codes};
use crate::plan::{Plan, Step};
use crate::platform::{ByHand, read_api};
use crate::render::{Portal, runbook, terminal};
use crate::target::table::Sheet;
use crate::target::{FILE, SCIM};

/// Prints what is to be done by hand, where anything is; `done` are the steps that were done already.
pub(super) fn print_runbook(opened: &Opened, plan: &Plan, done: &[usize], screen: &Screen) {
    let Some(target) = opened.project.environment(&plan.environment).map(|found| &found.target)
    else {
        return;
    };
    let uploads = target.as_str() == FILE;
    let of = [FILE, SCIM].contains(&target.as_str());
    let of = if of { &opened.platform.platform } else { target.as_str() };
    let api = read_api(of).and_then(Result::ok);
    let untold = ByHand::unknown();
    let (pages, sources) = match &api {
        Some(api) => (&api.by_hand, &api.sources),
        None if target.as_str() == SCIM => (&untold, &opened.platform.sources),
        None => return,
    };
    let portal = Portal { platform: &opened.platform, pages, sources, uploads };
    if let Some(text) = runbook(plan, portal, done) {
        screen.result(&text);
    }
}

/// Writes the files that somebody uploads instead of a program that writes, for those steps about people
/// that nothing stands in the way of. Other targets than a list need none.
///
/// # Errors
///
/// A step can't be uploaded, or a file can't be written. Then none is.
pub(super) fn write_uploads(
    opened: &mut Opened,
    plan: &Plan,
    ready: &[usize],
    screen: &Screen,
) -> Result<(), Trouble> {
    let Some(environment) = opened.project.environment(&plan.environment) else { return Ok(()) };
    let live = environment.live.clone().filter(|_| environment.target.as_str() == FILE);
    let steps: Vec<&Step> = plan.steps().collect();
    let steps: Vec<&Step> = ready.iter().filter_map(|place| steps.get(*place).copied()).collect();
    let steps: Vec<&Step> =
        steps.into_iter().filter(|step| step.key.kind() == Kind::User).collect();
    let Some(path) = live.filter(|_| !steps.is_empty()) else { return Ok(()) };
    let (file, text) = opened.text_of(&path)?;
    let sheet = Sheet::of(file, &text, &opened.platform).ok_or_else(no_template)?;
    let mut files = Vec::new();
    for (number, batch) in (1..).zip(steps.chunks(DEFAULT_BATCH)) {
        let text = sheet.upload(batch).map_err(|wrong| not_uploadable(&wrong))?;
        files.push((name(plan, number), text, batch.len()));
    }
    let folder = opened.root.join(HIDDEN).join("upload").join(&plan.environment);
    let trouble = |error: &std::io::Error| Trouble::io(folder.display(), error);
    fs::create_dir_all(&folder).map_err(|error| trouble(&error))?;
    for (name, text, rows) in files {
        let path: PathBuf = folder.join(&name);
        fs::write(&path, text).map_err(|error| trouble(&error))?;
        let shown = format!("{HIDDEN}/upload/{}/{name}", plan.environment);
        screen.result(&format!("To upload: {} ({rows} rows)\n", terminal(&shown)));
    }
    screen.result(&format!("{}\n", next(opened, &path)));
    Ok(())
}

fn name(plan: &Plan, number: usize) -> String {
    let digest: String = plan.digest.as_str().chars().take(12).collect();
    format!("rolecall-{digest}-{number}.csv")
}

/// Says what to do with the files.
fn next(opened: &Opened, list: &str) -> String {
    let table = opened.platform.tables.iter().find(|table| table.complete.holds());
    let page = table.and_then(|table| table.page.as_ref()?.value());
    let page = page.map_or("the portal", String::as_str);
    let title = table.and_then(|table| table.title.value()).map_or("the list", String::as_str);
    format!("Upload them at {page}. Then download \"{title}\" again as {list}, and plan.")
}

fn no_template() -> Trouble {
    Trouble::Other {
        code: &codes::UNKNOWN_COLUMN,
        message: "the list has a column that nobody knows, and an upload could empty it".into(),
        help: "Make the changes in the portal, or take the column out of the template there."
            .into(),
        exit: Exit::Failed,
    }
}

fn not_uploadable(wrong: &[(crate::core::Key, String)]) -> Trouble {
    let lines: Vec<String> = wrong.iter().map(|(key, why)| format!("{key}: {why}")).collect();
    Trouble::Other {
        code: &codes::REFUSED_BY_PLATFORM,
        message: lines.join("; "),
        help: "Nothing was written. Make these changes in the portal.".into(),
        exit: Exit::Failed,
    }
}
