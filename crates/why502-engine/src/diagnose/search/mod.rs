//! The search for events: failing requests in streams, cut at their excesses, and one finding for
//! what many scopes show alike.
//!
//! Modules, each using only those to its left: `judge → symptoms → streams → fold`

mod fold;
mod judge;
mod streams;
mod symptoms;

pub(super) use fold::fold;
pub(super) use streams::cases;
