//! The tables of a summary, each for a file of its own.
//!
//! They are taken out of the summary's JSON, which is a contract, by a list of names: no type of
//! the analysis is known here.
//!
//! Modules, each using only those to its left: `rows → catalogue → writing`

mod catalogue;
mod rows;
mod writing;

pub use catalogue::{SummaryTable, summary_table_names, summary_tables};
pub use writing::TableWriting;
