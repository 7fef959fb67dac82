//! Typed rows into files.
//!
//! Modules, each using only those to its left: `schema → batch → file → limits → watched → part → sink`

mod batch;
mod file;
mod limits;
mod part;
mod schema;
mod sink;
mod watched;

pub(crate) use batch::Batch;
pub use file::FileKind;
pub(crate) use file::parquet_of;
pub use limits::Limits;
pub(crate) use schema::data_type;
pub use sink::{Create, Layout, TableOptions, TableReport, TableSink};
