//! Records with typed values, for a program that writes tables of its own.
//!
//! A row is its length, its format, its time, and the cells that have a value: the place of the
//! column, what the value is, the value. Rows stay bytes until they are written, so that order,
//! sorting and the limit are the same as those of text.
//!
//! Modules, each using only those to its left: `column → cell → writer`

mod cell;
mod column;
mod writer;

pub use cell::{Cell, TypedRow, typed_rows};
pub use column::{CellKind, OTHER, TypedColumn, TypedColumns};
pub(crate) use writer::TypedWriter;
