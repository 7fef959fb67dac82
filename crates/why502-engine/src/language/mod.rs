//! What the small languages of conditions have in common: tokens, numbers with units, logic, errors
//! that name their place. [`filter`](crate::filter) asks of one record, [`condition`](crate::condition)
//! of a summary.
//!
//! Modules, each using only those to its left: `error → lexer → cursor → logic → literal`

mod cursor;
mod error;
mod lexer;
mod literal;
mod logic;

pub use error::FilterError;

pub(crate) use cursor::Cursor;
pub(crate) use lexer::{Kind, Operator};
pub(crate) use literal::{Literal, holds, with_unit};
pub(crate) use logic::{Grammar, Joint, whole};
