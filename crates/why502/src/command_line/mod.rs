//! What was typed: verb, flags as typed, and refusals that say what to type instead.
//!
//! Modules, each using only those to its left: `usage → verb → choice → window → logs → redact → bucket → threads → records → explain → compare → conditions → alarms → pages → args → flags`

pub(crate) mod alarms;
pub(crate) mod args;
#[cfg(feature = "s3")]
pub(crate) mod bucket;
pub(crate) mod choice;
pub(crate) mod compare;
pub(crate) mod conditions;
pub(crate) mod explain;
pub(crate) mod flags;
pub(crate) mod logs;
pub(crate) mod pages;
pub(crate) mod records;
pub(crate) mod redact;
mod threads;
pub(crate) mod usage;
pub(crate) mod verb;
pub(crate) mod window;
