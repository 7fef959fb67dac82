//! What a finding says: sentences with their figures, and commands ready to paste.
//!
//! Modules, each using only those to its left: `statement → command`

mod command;
mod statement;

pub(super) use command::next_checks;
pub(super) use statement::{risk, title};
