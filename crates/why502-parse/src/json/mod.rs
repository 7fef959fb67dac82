//! JSON objects of a log, member by member, without building them.
//!
//! Modules, each using only those to its left: `text → name_room → members → tolerant`

mod members;
mod name_room;
mod text;
mod tolerant;

pub(crate) use members::{Token, members};
pub(crate) use name_room::NameRoom;
pub(crate) use text::decode;
pub(crate) use tolerant::tolerant_members;
