//! Records in, one [`Summary`] out: classify, aggregate, merge, diagnose.
//!
//! This crate owns the worker pool and every count. It is given work (an origin and a byte
//! stream each, all at once or as it arrives) and never sees a file, a bucket or a flag; it writes
//! nothing but a saved [`Analysis`], to where it is told. Its promise: the same records give the
//! same summary, byte for byte, whatever the number of workers, the order of the items, the way
//! they are cut, and the rounds they are read in.
//!
//! Modules, each using only those to its left: `crew → observe → language → filter → work → summary → condition → saved → coverage → aggregate → diagnose → compare → exec`

pub mod compare;
pub mod condition;
pub mod filter;
pub mod summary;

mod aggregate;
mod coverage;
mod crew;
mod diagnose;
mod exec;
mod language;
mod observe;
mod saved;
mod work;

pub use condition::{Condition, Judgement};
pub use coverage::is_delivered_name;
pub use diagnose::note_duplicates;
pub use exec::{Analysis, End, Marks, Receiver, Receivers, analyze, hand_out};
pub use filter::Filter;
pub use observe::{Verdict, verdict};
pub use saved::{LoadError, LoadErrorKind};
pub use summary::Summary;
pub use work::{Control, Mark, Next, Observer, Opener, Settings, Stream, Work, WorkItem, WorkList};
