//! What CloudWatch Logs puts around a line: the object of an event, or a time in front.
//!
//! Modules, each using only those to its left: `event → export`

mod event;
mod export;

pub(crate) use event::open_event;
pub(crate) use export::split_export;
