//! Records of named columns, whatever log they come from and however its lines are written.
//!
//! A reader of a format says where in the line each column's value stands (or copies it, decoded);
//! everything that is the same for all formats is done here.
//!
//! Modules, each using only those to its left: `column → cells → object → record → reader`

mod cells;
mod column;
mod object;
mod reader;
mod record;

pub(crate) use cells::Cells;
pub use column::{Column, Kind};
pub(crate) use object::{Others, place, set_token};
pub(crate) use reader::{Context, Reading, RowReader};
pub(crate) use record::Head;
pub use record::Row;
