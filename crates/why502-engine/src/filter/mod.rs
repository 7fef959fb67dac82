//! `--where`: a condition on one record, in a small language that `docs/WHERE.md` describes.
//!
//! Modules, each using only those to its left: `network → known → context → key → comparison → expression → parser → compiled`
//!
//! A filter is compiled once and holds or not by the record alone (and its source, line and
//! signature), so it is the same for any order, split or number of workers. What a record does not
//! have passes no test: a comparison with it is false, `!=` and `!~` too.

mod comparison;
mod compiled;
mod context;
mod expression;
mod key;
mod known;
mod network;
mod parser;

pub use crate::language::FilterError;
pub use compiled::Filter;
pub use context::Context;
pub use known::{is_documented_key, nearest_key};

pub(crate) use known::{misspelt, nearest};
