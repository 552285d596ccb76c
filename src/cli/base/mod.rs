//! The project as it is in the base of a change, out of git.

mod unpack;

use jiff::civil::Date;
use tempfile::TempDir;

use unpack::{link_hidden, unpack};

use crate::attested::attested_anew;
use crate::cli::exit::Exit;
use crate::cli::git::Git;
use crate::cli::limits::limits;
use crate::cli::manifests::Meant;
use crate::cli::project::{self, FILE, Opened};
use crate::cli::trouble::Trouble;
use crate::core::{Diagnostic, Diagnostics, Key, NodeId, Origin, State, codes};
use crate::manifest::Desired;
use crate::plan::{Inputs, Limits, Means, Plan, Told, leave_untold, loosened, plan, settle_seats};
use crate::platform::ruled_otherwise;

/// Which base is meant.
#[derive(Clone, Copy)]
pub(super) struct From<'r> {
    /// Its name.
    pub(super) rev: &'r str,
    /// Whether what is live is read as the base says, and not as the change does.
    pub(super) reads_live: bool,
}

/// The project as it is in the base.
pub(super) struct Base {
    pub(super) rev: String,
    pub(super) commit: String,
    pub(super) is_stale: bool,
    /// The project; none where the base has none.
    pub(super) opened: Option<Opened>,
    /// What its manifests mean, where they are valid.
    pub(super) meant: Option<Meant>,
    /// What there is to warn about, at the change's own project file.
    pub(super) warnings: Diagnostics,
    /// The change's own project file.
    at: Origin,
    /// Where its files are for the time being.
    _folder: TempDir,
}

impl Base {
    /// Reads the base of the change that a project is.
    pub(super) fn open(rev: &str, head: &Opened, today: Date) -> Result<Self, Trouble> {
        let git = Git::of(&head.root);
        let commit = git.commit(rev).map_err(no_base)?;
        let prefix = git.prefix().map_err(no_base)?;
        let folder =
            TempDir::new().map_err(|error| Trouble::io("a folder for the base", &error))?;
        let root = unpack(&git, &commit, &prefix, folder.path())?;
        link_hidden(head, &root);
        let is_stale = !git.is_in_head(&commit);
        let mut warnings = Diagnostics::default();
        let mut opened = None;
        let mut meant = None;
        if root.join(FILE).is_file() {
            let mut project = project::open(&root).map_err(|trouble| invalid(rev, &trouble))?;
            match project.meant(today) {
                Ok(valid) => meant = Some(valid),
                Err(trouble) => {
                    let label = format!("`{rev}` isn't valid: {}", first(&trouble));
                    warnings.push(warning(head, label, "Mend the base, then plan again."));
                    project = project::open(&root).map_err(|trouble| invalid(rev, &trouble))?;
                }
            }
            opened = Some(project);
        } else {
            let label = format!("`{rev}` has no project in this folder");
            warnings.push(warning(head, label, "This is as it should be where it is new."));
        }
        if is_stale {
            let label = format!("`{rev}` has commits that this change doesn't have");
            let help = "Merge or rebase, and plan again.";
            warnings.push(codes::STALE_BASE.at(top(head), label, help));
        }
        let (rev, at) = (rev.to_owned(), top(head));
        Ok(Self { rev, commit, is_stale, opened, meant, warnings, at, _folder: folder })
    }

    /// Returns the project that says where an environment is, if the base does.
    pub(super) fn with_environment(&mut self, name: &str) -> Option<&mut Opened> {
        self.opened.as_mut().filter(|opened| opened.project.environment(name).is_some())
    }

    /// Returns the plan that there would be without the change, against the same live state.
    pub(super) fn plan(
        &mut self,
        live: &State,
        told: Option<Told>,
        means: &Means,
        environment: &str,
    ) -> Option<Plan> {
        let (opened, meant) = (self.opened.as_ref()?, self.meant.as_mut()?);
        let (mut live, platform) = (live.clone(), &opened.platform);
        if let Some(told) = told {
            // What can't be planned is said of the change's own manifests.
            let _ = leave_untold(&mut meant.desired, &mut live, told, platform);
        } else if *means != Means::default() {
            let _ = settle_seats(&meant.desired, &mut live);
        }
        let limits = limits(&opened.project);
        let desired = &meant.desired;
        let inputs = Inputs {
            desired,
            live: &live,
            platform,
            environment,
            limits: &limits,
            means,
            base: None,
        };
        plan(inputs)
            .map_err(|found| {
                let why = found.sorted().first().map(|one| one.primary.text.clone());
                let label = format!("`{}` can't be planned: {}", self.rev, why.unwrap_or_default());
                let help = "Mend the base, then plan again.";
                self.warnings.push(codes::BASE_NOT_VALID.at(self.at, label, help));
            })
            .ok()
    }

    /// Makes sure that a change doesn't say where a token goes.
    pub(super) fn knows(&self, head: &Opened, name: &str) -> Result<(), Trouble> {
        let of_base = self.opened.as_ref().and_then(|opened| opened.project.environment(name));
        let goes_out = head
            .project
            .environment(name)
            .is_some_and(|environment| environment.url.is_some() || environment.token.is_some());
        if of_base.is_none() && goes_out {
            let rev = &self.rev;
            let message = format!(
                "`{rev}` has no environment `{name}`, and a change may not say where it is"
            );
            return Err(trouble(
                message,
                "Add the environment in a change of its own.",
                Exit::Invalid,
            ));
        }
        Ok(())
    }

    /// Returns what a change attests together with changing what is meant, each in a sentence: who
    /// decides that something is to be so isn't who says that it is.
    pub(super) fn attested_anew(
        &mut self,
        head: &mut Opened,
        desired: &Desired,
        environment: &str,
    ) -> Result<Vec<String>, Trouble> {
        let meant = self.meant.as_ref().map(|meant| &meant.desired.state);
        let now = head.attested(environment)?.map(|record| record.attested).unwrap_or_default();
        let Some(base) = self.opened.as_mut().filter(|_| meant != Some(&desired.state)) else {
            return Ok(Vec::new());
        };
        let before = base.attested(environment).map_err(|why| invalid(&self.rev, &why))?;
        let before = before.map(|record| record.attested).unwrap_or_default();
        let anew = attested_anew(&before, &now).into_iter();
        let sentence = |key: Key| format!("attested: {key}, in one change with what is meant");
        Ok(anew.map(sentence).collect())
    }

    /// Returns how much a plan may do by the rules of both, and which rules the change loosens.
    pub(super) fn policy(&self, head: &Opened) -> (Limits, Vec<String>) {
        let own = limits(&head.project);
        let Some(base) = &self.opened else { return (own, Vec::new()) };
        let before = limits(&base.project);
        let mut looser = loosened((&base.project, &before), (&head.project, &own));
        let otherwise = ruled_otherwise(&base.platform, &head.platform).into_iter();
        looser.extend(otherwise.map(|rule| format!("platform: {rule}")));
        (own.stricter(&before), looser)
    }
}

fn top(head: &Opened) -> Origin {
    Origin { file: head.file, node: NodeId(0) }
}

fn warning(head: &Opened, label: String, help: &str) -> Diagnostic {
    codes::BASE_NOT_VALID.at(top(head), label, help)
}

/// Returns the first thing that is wrong.
fn first(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Files(files) => {
            let (found, sources) = files.as_ref();
            let found = found.clone().sorted();
            let error = |one: &&Diagnostic| one.code.severity == crate::core::Severity::Error;
            found.iter().find(error).map_or_else(String::new, |one| {
                let place = sources.place(one.primary.at);
                format!("{} in `{}:{}`", one.primary.text, place.path, place.line)
            })
        }
        Trouble::Other { message, .. } => message.clone(),
    }
}

fn no_base(why: String) -> Trouble {
    trouble(
        why,
        "Name a commit that git knows here, such as `origin/main`; fetch it first.",
        Exit::Usage,
    )
}

fn invalid(rev: &str, why: &Trouble) -> Trouble {
    let message = format!("the project of `{rev}` isn't valid: {}", first(why));
    trouble(message, "Its rules can't be known. Mend the base first.", Exit::Invalid)
}

fn trouble(message: String, help: &str, exit: Exit) -> Trouble {
    Trouble::Other { code: &codes::NO_BASE, message, help: help.to_owned(), exit }
}
