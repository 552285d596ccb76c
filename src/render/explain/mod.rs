//! What a role, a permission or a person is, as text and as JSON: each fact with its standing and the
//! text that says so, and what is declared with the line that declares it.

mod basis;
mod matrix;
mod page;
mod permission;
mod person;
mod role;
mod word;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value as Json;

use super::Style;
use crate::core::{Code, Email, RoleName, State, User};
use crate::document::Sources;
use crate::manifest::Desired;
use crate::plan::Guard;
use crate::platform::{Permission, Platform, Source};
use matrix::MatrixPage;
use page::Page;
use permission::PermissionPage;
use person::PersonPage;
use role::RolePage;
use word::WordPage;

/// What things are explained by.
#[derive(Clone, Copy)]
pub struct Explained<'k> {
    /// The platform.
    pub platform: &'k Platform,
    /// What the manifests mean; nothing where there is no project.
    pub desired: &'k Desired,
    /// Whether there is a project.
    pub in_project: bool,
    /// The files that were read.
    pub files: &'k Sources,
}

impl<'k> Explained<'k> {
    fn state(self) -> &'k State {
        &self.desired.state
    }
}

/// Something that is explained, as programs read it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "An explanation", deny_unknown_fields)]
pub struct Explanation {
    /// The version of this format.
    format_version: u32,
    /// The short name of the platform; absent for a word of the program itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    /// What is explained.
    about: About,
    /// The texts that facts are taken from, by the keys that the facts give.
    sources: BTreeMap<String, Source>,
}

/// What is explained.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum About {
    /// A diagnostic or a guard.
    Word(WordPage),
    /// A role.
    Role(Box<RolePage>),
    /// A permission.
    Permission(Box<PermissionPage>),
    /// A person.
    Person(Box<PersonPage>),
    /// Which role has which permission.
    Matrix(MatrixPage),
}

impl Explanation {
    /// Explains a kind of problem.
    pub fn code(code: &Code) -> Self {
        Self::new(About::Word(WordPage::of_code(code)), None)
    }

    /// Explains a guard.
    pub fn guard(guard: &Guard) -> Self {
        Self::new(About::Word(WordPage::of_guard(guard)), None)
    }

    /// Explains a role that is built in or declared.
    pub fn role(by: Explained<'_>, role: &RoleName) -> Self {
        Self::new(About::Role(Box::new(RolePage::of(by, role))), Some(by.platform))
    }

    /// Explains a permission of the platform.
    pub fn permission(by: Explained<'_>, permission: &Permission) -> Self {
        let page = PermissionPage::of(by, permission);
        Self::new(About::Permission(Box::new(page)), Some(by.platform))
    }

    /// Explains a person who is declared.
    pub fn person(by: Explained<'_>, email: &Email, user: &User) -> Self {
        Self::new(About::Person(Box::new(PersonPage::of(by, email, user))), Some(by.platform))
    }

    /// Shows which role has which permission: of all products, or of the one that has this key.
    pub fn matrix(by: Explained<'_>, product: Option<&str>) -> Self {
        Self::new(About::Matrix(MatrixPage::of(by, product)), Some(by.platform))
    }

    /// Makes the document, with the texts that its facts name.
    fn new(about: About, platform: Option<&Platform>) -> Self {
        let mut keys = Vec::new();
        // Names, texts and numbers: this can't fail.
        named(&serde_json::to_value(&about).unwrap_or_default(), &mut keys);
        let source = |key: &String| Some((key.clone(), platform?.sources.get(key)?.clone()));
        Self {
            format_version: 1,
            platform: platform.map(|platform| platform.platform.clone()),
            about,
            sources: keys.iter().filter_map(source).collect(),
        }
    }

    /// Returns the document as text for people.
    pub fn text(&self, style: Style) -> String {
        let mut page = Page::new(style);
        match &self.about {
            About::Word(word) => return word.text(),
            About::Role(role) => role.write(&mut page),
            About::Permission(permission) => permission.write(&mut page),
            About::Person(person) => person.write(&mut page),
            About::Matrix(matrix) => matrix.write(&mut page),
        }
        page.sources(&self.sources);
        page.finish()
    }
}

/// Collects the keys of sources that stand anywhere in a value.
fn named(value: &Json, keys: &mut Vec<String>) {
    match value {
        Json::Object(fields) => {
            let listed = fields.get("sources").and_then(Json::as_array).into_iter().flatten();
            keys.extend(listed.filter_map(Json::as_str).map(ToOwned::to_owned));
            fields.values().for_each(|field| named(field, keys));
        }
        Json::Array(items) => items.iter().for_each(|item| named(item, keys)),
        _ => {}
    }
}

/// Returns the schema of what is explained.
pub fn explanation_schema() -> Json {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Explanation>().to_value()
}
