//! `--fail-on`: a condition on a finished analysis, in a small language that `docs/CONDITIONS.md`
//! describes.
//!
//! Modules, each using only those to its left: `selector → quantity → expression → parser → compiled`
//!
//! It is a judgement of the [`Summary`](crate::summary::Summary) and of nothing else, so that it is
//! the same for the same input. Tokens and logic are those of [`filter`](crate::filter), in `language`; what
//! the summary does not have passes no test.

mod compiled;
mod expression;
mod parser;
mod quantity;
mod selector;

pub use compiled::{Condition, Judgement, Measured};
