//! The coverage ledger: for which times there are logs, as far as their names and times tell.
//!
//! Owns what the names of objects claim, what of it was met, and what may be concluded from what
//! was not. Says nothing in words. What it never concludes: that logs are complete.
//!
//! Modules, each using only those to its left: `name → hours → ledger → silence → gap → survey`

mod gap;
mod hours;
mod ledger;
mod name;
mod silence;
mod survey;

pub(crate) use gap::{Gap, GapKind};
pub(crate) use ledger::{Fate, Ledger};
pub use name::is_delivered_name;
pub(crate) use survey::{Asked, Coverage, Covered, NodeCoverage};
