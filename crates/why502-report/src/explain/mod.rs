//! Pages of the rulebook: the list of causes, and one of them with all that is known about it.
//!
//! Modules, each using only those to its left: `subject → text → json`

mod json;
mod subject;
mod text;

pub use json::{list as list_json, page as page_json};
pub use subject::{Subject, find, names};
pub use text::{ExplainOptions, list, page};
