//! Where work comes from: a list that is there, or objects that are still arriving.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::item::WorkItem;

/// Hands out work to any number of workers at a time.
pub trait Work<'a>: Sync {
    /// The next item. Waits for one at most `patience`, and not at all where none will come.
    fn next(&self, patience: Duration) -> Next<'a>;
}

/// What there is to do.
pub enum Next<'a> {
    /// This; nobody else is given it.
    Item(WorkItem<'a>),
    /// Nothing yet: ask again.
    NotYet,
    /// Nothing any more: every later question gets this answer too.
    End,
}

/// Work that is all there.
pub struct WorkList<'a> {
    /// The next one is at the end.
    items: Mutex<Vec<WorkItem<'a>>>,
}

impl<'a> WorkList<'a> {
    /// The largest item first: a compressed object cannot be split, and one that is begun last
    /// would keep one worker busy long after the others are done.
    #[must_use]
    pub fn new(mut items: Vec<WorkItem<'a>>) -> Self {
        items.sort_by(|a, b| (a.size, &b.source, b.piece).cmp(&(b.size, &a.source, a.piece)));
        Self { items: Mutex::new(items) }
    }

    /// The items in the order given.
    #[must_use]
    pub fn in_order(mut items: Vec<WorkItem<'a>>) -> Self {
        items.reverse();
        Self { items: Mutex::new(items) }
    }
}

impl<'a> Work<'a> for WorkList<'a> {
    fn next(&self, _patience: Duration) -> Next<'a> {
        // A worker that panicked while holding the lock left the list as it was.
        let item = self.items.lock().unwrap_or_else(PoisonError::into_inner).pop();
        item.map_or(Next::End, Next::Item)
    }
}
