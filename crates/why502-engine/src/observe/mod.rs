//! From a parsed record to what the aggregates count: one [`Observation`].
//!
//! Modules, each using only those to its left: `path → text → facts → dimension → observation`

mod dimension;
mod facts;
mod observation;
mod path;
mod text;

pub(crate) use dimension::{DIMENSIONS, DimensionKind};
pub(crate) use observation::{Observation, Scratch};
pub(crate) use text::subnet;
