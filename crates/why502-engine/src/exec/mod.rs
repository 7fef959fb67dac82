//! Running: work over a pool of workers, their partials into one summary.
//!
//! Modules, each using only those to its left: `worker → count → account → limits → assemble → marks → analysis → hand_out`
//!
//! A compressed object cannot be split, so it is the unit of work, and idle workers take the next
//! one. Each worker owns one `Partials` per round: rayon's `fold` would make a fresh one for
//! every split, and large tables would be merged over and over.

mod account;
mod analysis;
mod assemble;
mod count;
mod hand_out;
mod limits;
mod marks;
mod worker;

use crate::summary::Summary;
use crate::work::{Observer, Settings, WorkItem, WorkList};

pub use analysis::{Analysis, End};
pub use hand_out::{Receiver, Receivers, hand_out};
pub use marks::Marks;

/// Reads every item and says what was found.
///
/// Never fails as a whole: an object that cannot be read is in the summary's
/// `input.failed_objects`, a line that cannot be in `input.rejected`.
#[must_use]
pub fn analyze(settings: &Settings, items: Vec<WorkItem<'_>>, observer: &dyn Observer) -> Summary {
    // A worker without an item would only cost its start.
    let workers = settings.workers.clamp(1, items.len().max(1));
    let mut analysis = Analysis::new(Settings { workers, ..settings.clone() });
    analysis.run(&WorkList::new(items), &(), observer);
    analysis.into_summary()
}
