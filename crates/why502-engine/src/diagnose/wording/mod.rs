//! What a finding says, in every language: sentences with their figures, and commands ready to
//! paste. Rules decide and measure; they hold no text.
//!
//! Modules, each using only those to its left: `general → connection → response → origin → contrast → title → book → command → across → corroborate → coverage`

pub(super) mod across;
pub(super) mod connection;
pub(super) mod coverage;
pub(super) mod general;
pub(super) mod origin;
pub(super) mod response;

mod book;
mod command;
mod contrast;
mod corroborate;
mod title;

pub(super) use book::{lines_say, not_visible_of, remedies};
pub(super) use command::next_checks;
pub(super) use contrast::risk;
pub(super) use corroborate::{
    Fate, Fates, Sighting, health_checks_passed, invocations_joined, invocations_meanwhile,
    sighting,
};
pub(super) use title::title;
