//! What was read about the account, and what would be worth reading.

use std::collections::BTreeMap;

use serde::Serialize;

use super::said::Said;

/// What was read of `--aws-context`, and the commands that collect it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountSummary {
    /// Files that were given.
    pub files: u64,
    /// How many of each kind of fact were found in them.
    pub facts: BTreeMap<&'static str, u64>,
    /// Files that are none of the documents known, by name.
    pub unknown: Vec<String>,
    /// Files that could not be read, or not to the end.
    pub broken: Vec<BrokenDocument>,
    /// Files of attributes that do not say whose they are.
    pub unowned: Vec<String>,
    /// Commands that collect what the logs do not show, for the first findings; empty where there
    /// is none. The files they write are what `--aws-context` reads.
    pub collect: Vec<String>,
    /// What those commands are for; empty where there are none.
    #[serde(skip)]
    pub offer: Said,
    /// What was read, in sentences for a person.
    pub notes: Vec<Said>,
}

/// A file of `--aws-context` that could not be read, or not to its end.
#[derive(Debug, Clone, Serialize)]
pub struct BrokenDocument {
    /// The file.
    pub source: String,
    /// What is wrong.
    pub error: String,
}
