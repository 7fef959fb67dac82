//! Reading a queue: with a line of progress, in rounds, from and to a checkpoint.
//!
//! Modules, each using only those to its left: `progress → checkpoint → rounds`

mod checkpoint;
mod progress;
mod rounds;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use progress::Progress;
#[cfg(feature = "s3")]
pub(crate) use progress::line;
pub(crate) use rounds::{guarded, is_grace_over, read};
