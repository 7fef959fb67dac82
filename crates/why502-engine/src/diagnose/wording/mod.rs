//! What a finding says, in every language: sentences with their figures, and commands ready to
//! paste. Rules decide and measure; they hold no text. Rooms that
//! look beyond the failing requests keep their own sentences beside them.
//!
//! Modules, each using only those to its left: `general → connection → response → origin → load → contrast → title → book → contrast_survey → command → coverage`

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
mod title;

pub(super) use book::{lines_say, not_visible_of, remedies};
pub(super) use command::{fill_command, fill_commands, next_checks, not_visible};
pub(super) use contrast::{percent, risk};
pub(super) use contrast_survey::{difference, new_targets, new_targets_trigger, pair};
pub(super) use title::title;
