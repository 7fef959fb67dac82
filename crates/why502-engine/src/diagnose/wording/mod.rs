//! What a finding says, in every language: sentences with their figures, and commands ready to
//! paste. Rules decide and measure; they hold no text.
//!
//! Modules, each using only those to its left: `general → account → connection → response → origin → load → contrast → title → book → contrast_survey → timeouts → command → across → corroborate → coverage`

pub(super) mod account;
pub(super) mod across;
pub(super) mod connection;
pub(super) mod coverage;
pub(super) mod general;
pub(super) mod load;
pub(super) mod origin;
pub(super) mod response;

mod book;
mod command;
mod contrast;
mod contrast_survey;
mod corroborate;
mod timeouts;
mod title;

pub(super) use book::{lines_say, not_visible_of, remedies};
pub(super) use command::{fill_command, fill_commands, next_checks, not_visible};
pub(super) use contrast::risk;
pub(super) use contrast_survey::{difference, new_targets, new_targets_trigger, pair};
pub(super) use corroborate::{
    Fate, Fates, Sighting, health_checks_passed, invocations_joined, invocations_meanwhile,
    sighting,
};
pub(super) use timeouts::{
    client_gives_up, cloudfront_gives_up, gateway_gives_up, idle_reached, inferred_from,
    keep_alive_race, keep_alive_too_short, known_ceiling, worker_outlives,
};
pub(super) use title::title;
