//! A saved analysis as bytes: a head, then checked blocks of values.
//!
//! Owns the outer form only: what is in the blocks is written and read by what owns it. A
//! reader trusts nothing: a block is decoded once its checksum holds, a list grows with the bytes
//! that are really there, and every refusal says what is wrong and where.
//!
//! Modules, each using only those to its left: `error → block → head → fields`

mod block;
mod error;
pub(crate) mod fields;
mod head;

pub(crate) use block::{BlockReader, BlockWriter};
pub use error::{LoadError, LoadErrorKind};
pub(crate) use head::{read_head, write_head};
