//! From a parsed record to what the aggregates count: one [`Observation`].
//!
//! Modules, each using only those to its left: `path → request → text → facts → verdict → dimension → system → testimony → observation → row → glance → plain`

mod dimension;
mod facts;
mod glance;
mod observation;
mod path;
mod plain;
mod request;
mod row;
mod system;
mod testimony;
mod text;
mod verdict;

pub(crate) use dimension::{ALONE, DIMENSIONS, DimensionKind, TOGETHER};
pub(crate) use glance::{Glance, glance};
pub(crate) use observation::{Failure, Observation, Scratch};
pub(crate) use path::{decoded, without_first_segment};
pub(crate) use plain::Request;
pub(crate) use row::observe;
pub(crate) use system::system_of;
pub(crate) use testimony::{IN_GROUP, InvocationLine, Testimony, testify};
pub(crate) use text::subnet;
pub use verdict::{Verdict, verdict};
