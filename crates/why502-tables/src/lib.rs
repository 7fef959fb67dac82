//! Tables: records as Parquet or Arrow files, the tables of a summary as Parquet or CSV, and logs
//! that AWS delivers as Parquet as the text that the parser reads.
//!
//! Owns: the types of columns, row groups, parts and folders of a table, and everything that is
//! known of polars, which no other crate sees. It is given rows in order, and what to write to.
//!
//! Refuses: opening files, flags, messages, threads of its own, and opinions on what a record or a
//! figure means.
//!
//! Modules, each using only those to its left: `error → table → summary → log`

mod error;
mod log;
mod summary;
mod table;

pub use error::{TableError, TableErrorKind};
pub use log::ParquetLog;
pub use summary::{SummaryTable, TableWriting, summary_table_names, summary_tables};
pub use table::{Create, FileKind, Layout, Limits, TableOptions, TableReport, TableSink};
