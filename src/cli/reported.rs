//! Problems in the form that was asked for.

use std::path::Path;

use super::exit::Exit;
use super::formats::CheckFormat;
use super::repository;
use super::screen::Screen;
use super::trouble::Trouble;
use crate::core::{Diagnostic, Diagnostics};
use crate::document::Sources;
use crate::render::{Emails, Problems, Setting, diagnostics_github, diagnostics_sarif, json};

/// How problems are reported.
#[derive(Clone, Copy)]
pub(super) struct Reported<'r> {
    pub(super) format: CheckFormat,
    pub(super) short_emails: bool,
    /// The project's folder.
    pub(super) root: &'r Path,
}

impl Reported<'_> {
    /// Reports problems as the result, and also to whoever reads messages, unless these are the same
    /// people.
    pub(super) fn report(
        self,
        found: Diagnostics,
        sources: &Sources,
        screen: &Screen,
    ) -> Result<(), Trouble> {
        let sorted = found.clone().sorted();
        let folder = repository::folder(self.root);
        let emails = self.emails(&sorted);
        let setting = Setting { sources, folder: &folder, emails };
        let result = match self.format {
            CheckFormat::Text => String::new(),
            CheckFormat::Json => written(json(&Problems::of(&sorted, sources)))?,
            CheckFormat::Github => diagnostics_github(&sorted, &setting),
            CheckFormat::Sarif => written(json(&diagnostics_sarif(&sorted, &setting)))?,
        };
        if self.format != CheckFormat::Github {
            screen.diagnostics(found, sources);
        }
        screen.result(&result);
        Ok(())
    }

    /// Reports the trouble that problems in files are, and returns how the run ends; other trouble
    /// stays.
    pub(super) fn trouble(self, trouble: Trouble, screen: &Screen) -> Result<Exit, Trouble> {
        match trouble {
            Trouble::Files(files) => {
                let (found, sources) = *files;
                self.report(found, &sources, screen)?;
                Ok(Exit::Invalid)
            }
            other @ Trouble::Other { .. } => Err(other),
        }
    }

    fn emails(self, found: &[Diagnostic]) -> Emails {
        if !self.short_emails {
            return Emails::default();
        }
        let labels = |one: &Diagnostic| {
            let labels = std::iter::once(&one.primary).chain(&one.related);
            labels.map(|label| label.text.clone()).collect::<Vec<_>>()
        };
        let texts: Vec<String> = found.iter().flat_map(labels).collect();
        Emails::short(texts.iter().map(String::as_str))
    }
}

/// Takes a document that was written; one that can't be is our mistake.
pub(super) fn written(json: Result<String, String>) -> Result<String, Trouble> {
    json.map_err(|why| Trouble::io("the result", &std::io::Error::other(why)))
}
