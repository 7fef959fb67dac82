//! What a finding says: sentences with their figures, and commands ready to paste.
//!
//! Modules, each using only those to its left: `statement → command → corroborate`

mod command;
mod corroborate;
mod statement;

pub(super) use command::next_checks;
pub(super) use corroborate::{
    Fate, Fates, Sighting, health_checks_passed, invocations_joined, invocations_meanwhile,
    sighting,
};
pub(super) use statement::{risk, title};
