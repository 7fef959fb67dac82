//! Records in, one [`Summary`] out: classify, aggregate, merge, diagnose.
//!
//! This crate owns the worker pool and every count. It is given work items (an origin and a
//! byte stream) and never sees a file, a bucket or a flag; it writes nothing. Its promise: the
//! same records give the same summary, byte for byte, whatever the number of workers, the order
//! of the items or the way they are cut.
//!
//! Modules, each using only those to its left: `work → summary → observe → aggregate → diagnose → exec`

pub mod summary;

mod aggregate;
mod diagnose;
mod exec;
mod observe;
mod work;

pub use exec::analyze;
pub use summary::Summary;
pub use work::{Observer, Opener, Settings, Stream, WorkItem};
