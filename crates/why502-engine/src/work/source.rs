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

/// An item is very large that has a larger part of all bytes than one in so many.
const GIANT_PART: u64 = 64;
/// The smallest items fill up the end that have one in so many of all bytes together.
const LAST_PART: u64 = 16;

/// Work that is all there.
pub struct WorkList<'a> {
    /// The next one is at the end.
    items: Mutex<Vec<WorkItem<'a>>>,
}

impl<'a> WorkList<'a> {
    /// Nearly in the order of names, which is that of time: what is counted by minutes is at hand
    /// then, and the whole takes a tenth less. But a compressed object cannot be split, and one
    /// that is begun last would keep one worker busy long after the others are done; so very large
    /// items come first, and the smallest fill up the end.
    #[must_use]
    pub fn new(mut items: Vec<WorkItem<'a>>) -> Self {
        let total: u64 = items.iter().map(|item| item.size).sum();
        items.sort_by(|a, b| (a.size, &a.source, a.piece).cmp(&(b.size, &b.source, b.piece)));
        let mut sum = 0;
        let is_small = |item: &&WorkItem<'_>| {
            sum += item.size;
            sum <= total / LAST_PART
        };
        let small = items.iter().take_while(is_small).count();
        let giants = items.partition_point(|item| item.size <= total / GIANT_PART);
        // The first one is the last of the list.
        items[small.min(giants)..giants]
            .sort_by(|a, b| (&b.source, b.piece).cmp(&(&a.source, a.piece)));
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

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn items_come_by_name_but_for_the_largest_and_the_smallest() {
        let item = |(name, size): (usize, u64)| WorkItem {
            source: format!("{name:03}"),
            size,
            format: None,
            piece: None,
            mark: None,
            open: Box::new(|| Err(io::Error::other("not opened"))),
        };
        let sizes = (0..200).map(|n: u64| if n % 50 == 7 { 1_000 } else { 10 + n * 37 % 90 });
        let items: Vec<_> = sizes.enumerate().map(item).collect();
        let total: u64 = items.iter().map(|item| item.size).sum();
        let work = WorkList::new(items);
        let given: Vec<(String, u64)> = std::iter::from_fn(|| match work.next(Duration::ZERO) {
            Next::Item(item) => Some((item.source, item.size)),
            _ => None,
        })
        .collect();
        assert_eq!(given.len(), 200);
        assert!(given[..4].iter().all(|(_, size)| *size == 1_000));
        let mut left = total;
        let is_early = |(_, size): &&(String, u64)| {
            left -= size;
            left > total / LAST_PART
        };
        let early = given.iter().take_while(is_early).count();
        let (by_name, last) = given[4..].split_at(early - 3);
        assert!(by_name.len() > 130 && by_name.is_sorted_by_key(|(name, _)| name));
        assert!(last.is_sorted_by_key(|(_, size)| std::cmp::Reverse(*size)));
        assert!(last.iter().map(|(_, size)| size).sum::<u64>() <= total / LAST_PART);
    }
}
