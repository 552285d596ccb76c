//! Tables of people, as a platform writes them for its administrators or takes them in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::core::AttributeName;

/// A table of people, as a CSV file with one person in each row.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the platform's pages call it.
    pub title: Fact<String>,
    /// Whether it lists everybody who is there, so that it tells what is live.
    pub complete: Fact<bool>,
    /// The words for yes and no in its cells.
    pub words: Fact<Words>,
    /// The portal's page where such a file is uploaded, and how one gets there.
    #[serde(default)]
    pub page: Option<Fact<String>>,
    /// The list of what the platform objected to in such a file.
    #[serde(default)]
    pub error_log: Option<Fact<ErrorLog>>,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// The heads of the list of what the platform objected to in an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorLog {
    /// What it says.
    pub message: String,
    /// The number of the column, from 1.
    pub column: String,
    /// The number of the row.
    pub row: String,
    /// The number of the first row below the heads of an upload.
    pub first_row: u32,
}

/// The words for yes and no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The word for yes.
    pub yes: String,
    /// The word for no.
    pub no: String,
}

/// A column, or several of a kind.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its header; of several columns what stands before the name in each header.
    pub header: String,
    /// What its cells say.
    pub cells: Fact<Cells>,
}

/// What the cells of a column say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cells {
    /// The address, which says whose row it is.
    Email,
    /// Whether the person can sign in; an empty cell doesn't say.
    Status {
        /// The word for somebody who can.
        active: String,
        /// The word for somebody who can't.
        inactive: String,
    },
    /// An attribute; an empty cell says that there is no value.
    Attribute {
        /// The attribute.
        name: AttributeName,
        /// The word that stands for no value as well.
        #[serde(default)]
        none: Option<String>,
    },
    /// All roles that the person holds, by the names in older import files.
    RoleList {
        /// What stands between two of them.
        separator: String,
    },
    /// One column for each role, which says whether the person holds it.
    Role,
    /// One column for each team, which says whether the person is in it; not whether as a member or
    /// as a manager.
    Team,
    /// The address that an upload is to give to the person, which says nothing about what is live.
    NewEmail,
    /// Nothing about what is live.
    Nothing,
}
