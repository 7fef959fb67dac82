//! Every record as data: one object or one row each, in an order that no number of threads changes.
//!
//! Owns: how a record is written (keys, nulls, numbers, quoting), which columns a table has, the
//! order of the output, and sorting by time in bounded memory. It is given records by the engine's
//! workers, renders them there, and writes to one `Write`.
//!
//! Refuses: opening anything but its own temporary files, flags, messages, and opinions on what a
//! record means; signature and failure side are the engine's.
//!
//! Modules, each using only those to its left: `options → error → write → columns → slots → members → typed → prepared → heading → plan → row → output → sequence → sort → report → records`

mod columns;
mod error;
mod heading;
mod members;
mod options;
mod output;
mod plan;
mod prepared;
mod records;
mod report;
mod row;
mod sequence;
mod slots;
mod sort;
mod typed;
mod write;

pub use error::{RecordsError, RecordsErrorKind};
pub use options::{Layout, Options, Order};
pub use records::Records;
pub use report::Report;
pub use typed::{Cell, CellKind, OTHER, TypedColumn, TypedColumns, TypedRow, typed_rows};
pub use write::{csv_cell, json_string};
