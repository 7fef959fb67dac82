//! What was typed: verb, flags as typed, and refusals that say what to type instead.
//!
//! Modules, each using only those to its left: `usage → verb → args → flags`

pub(crate) mod args;
pub(crate) mod flags;
pub(crate) mod usage;
pub(crate) mod verb;
