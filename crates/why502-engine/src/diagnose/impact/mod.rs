//! Whom and what an incident hit, and how the time around it compares.
//!
//! Modules, each using only those to its left: `hit → phases`

mod hit;
mod phases;

pub(super) use hit::impact;
pub(super) use phases::phases;
