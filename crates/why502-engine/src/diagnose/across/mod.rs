//! One failure in two logs: CloudFront and the load balancer or API behind it, joined without a
//! shared id.
//!
//! A failing request at the front is explained by a failing line behind it that has the same
//! method and path and ended when it did. Which systems stand behind one another is found by the
//! join itself: they share far more such lines than they do once one log is shifted in time.
//! The failure then belongs to the deepest layer whose own line shows it, and counts there.
//!
//! Modules, each using only those to its left: `wording → lines → pairs → shift → covered → join → conclude`

mod conclude;
mod covered;
mod join;
mod lines;
mod pairs;
mod shift;

#[cfg(test)]
mod tests;
mod wording;

pub(super) use conclude::conclude;
pub(super) use join::Join;
