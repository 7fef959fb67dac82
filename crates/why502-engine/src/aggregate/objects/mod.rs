//! What became of each object: read, cut short or skipped; never silently dropped.
//!
//! Modules, each using only those to its left: `report → tally`
//!
//! A hundred thousand objects are usual, so only what a report names is kept by name; of a
//! healthy object nothing is left but its share of the sums.

mod report;
mod tally;

pub(crate) use report::{ObjectReport, Outcome, Skip};
pub(crate) use tally::{Objects, Rejected};
