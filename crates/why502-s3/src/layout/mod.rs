//! Where AWS puts its logs in a bucket: what a key says of its object, which objects and folders
//! a time window needs, and how far a listing may jump ahead. Pure functions of text; who lists
//! is elsewhere.
//!
//! Names only narrow the choice, with margins: what belongs to the window is decided by the
//! records' own times. Everything here is total: a bucket may hold any key.
//!
//! The rule by which an object is chosen is [`Window::wants`]; [`judge`] leaves whole folders,
//! [`plan()`] names the day folders of a window without asking, and [`jump()`] passes over nothing
//! that `wants` would keep.
//!
//! Modules, each using only those to its left: `calendar → kind → stem → key → window → folder → plan → jump`

mod calendar;
mod folder;
mod jump;
mod key;
mod kind;
mod plan;
mod stem;
mod window;

#[cfg(test)]
mod twin;
#[cfg(test)]
mod twin_keys;

pub use folder::{Folder, Reason, judge, late_by_folder};
pub use jump::{Jump, jump, past_folder};
pub use key::{KeyFacts, is_control_object, read_key};
pub use kind::LogKind;
pub use plan::{Plan, plan};
pub use window::{Need, Window};
