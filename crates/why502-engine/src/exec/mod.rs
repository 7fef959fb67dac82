//! Running: work items over a pool of workers, their partials into one summary.
//!
//! Modules, each using only those to its left: `worker → assemble`
//!
//! A compressed object cannot be split, so it is the unit of work; the largest start first and
//! idle workers take the next one. Each worker owns one `Partials`: rayon's `fold` would make a
//! fresh one for every split, and large tables would be merged over and over.

mod assemble;
mod worker;

use std::sync::Mutex;

use crate::aggregate::Partials;
use crate::diagnose::diagnose;
use crate::summary::Summary;
use crate::work::{Observer, Settings, WorkItem};

/// Reads every item and says what was found.
///
/// Never fails as a whole: an object that cannot be read is in the summary's
/// `input.failed_objects`, a line that cannot be in `input.rejected`.
#[must_use]
pub fn analyze(settings: &Settings, items: Vec<WorkItem<'_>>, observer: &dyn Observer) -> Summary {
    let aggregates = collect(settings, items, observer).finish();
    let diagnosis = diagnose(&aggregates);
    assemble::summary(aggregates, diagnosis)
}

fn collect(settings: &Settings, mut items: Vec<WorkItem<'_>>, observer: &dyn Observer) -> Partials {
    // `pop` takes from the end: ascending size starts the largest first.
    items.sort_by(|a, b| (a.size, &b.source, b.piece).cmp(&(b.size, &a.source, a.piece)));
    // A worker without an item would only cost its start.
    let workers = settings.workers.clamp(1, items.len().max(1));
    let queue = Mutex::new(items);
    let work = || worker::run(settings, &queue, observer);
    let partials = match rayon::ThreadPoolBuilder::new().num_threads(workers).build() {
        Ok(pool) => pool.broadcast(|_| work()),
        // No threads to be had: the calling one does the work.
        Err(_) => vec![work()],
    };
    let mut partials = partials.into_iter();
    let mut whole = partials.next().unwrap_or_else(Partials::new);
    partials.for_each(|other| whole.merge(other));
    whole
}
