//! What the program can be told to do, a verb (or a way of it) each.
//!
//! Modules, each using only those to its left: `buckets → spared → table → target → answer → analyze → follow → dry_run → fetch → records → explain → compare → pages`

pub(crate) mod analyze;
mod answer;
#[cfg(feature = "s3")]
mod buckets;
pub(crate) mod compare;
#[cfg(feature = "s3")]
pub(crate) mod dry_run;
pub(crate) mod explain;
#[cfg(feature = "s3")]
pub(crate) mod fetch;
#[cfg(feature = "s3")]
pub(crate) mod follow;
pub(crate) mod pages;
pub(crate) mod records;
mod spared;
#[cfg(feature = "tables")]
mod table;
mod target;
