//! What the engine is given: settings, work that may still be arriving, someone who says how
//! long to go on, and someone who watches the progress.
//!
//! Modules, each using only those to its left: `settings → item → source → watch`

mod item;
mod settings;
mod source;
mod watch;

pub use item::{Mark, Opener, Stream, WorkItem};
pub use settings::Settings;
pub use source::{Next, Work, WorkList};
pub use watch::{Control, Observer};
