//! Rows in the order of their keys, however many there are: sorted in memory, spilled, merged.
//!
//! Modules, each using only those to its left: `entry → merge → spool`

mod entry;
mod merge;
mod spool;

pub(crate) use entry::Buffer;
pub(crate) use spool::Spool;
