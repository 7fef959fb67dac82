//! Everything that was named, as work for the engine: files first, then what arrives from S3.
//!
//! Modules, each using only those to its left: `totals → stream → twins → context → local → bucket`

#[cfg(feature = "s3")]
pub(crate) mod bucket;
pub(crate) mod context;
pub(crate) mod local;
mod stream;
mod totals;
pub(crate) mod twins;

use std::time::Duration;

use why502_engine::{Marks, Next, Work, WorkItem, WorkList};
use why502_input::Skipped;

pub(crate) use totals::Totals;

#[cfg(feature = "s3")]
use bucket::Bucket;

/// Work that is there, and work that arrives.
pub(crate) struct Queue {
    files: WorkList<'static>,
    file_totals: Totals,
    #[cfg(feature = "s3")]
    bucket: Option<Bucket>,
}

impl Queue {
    /// The work of these files but for what is `done`.
    pub(crate) fn of_files(mut items: Vec<WorkItem<'static>>, done: Option<&Marks>) -> Self {
        if let Some(done) = done {
            items.retain_mut(|item| keep(item, done));
        }
        Self::new(totals(&items), WorkList::new(items))
    }

    /// The work of these files, in their order.
    pub(crate) fn in_order(items: Vec<WorkItem<'static>>) -> Self {
        Self::new(totals(&items), WorkList::in_order(items))
    }

    fn new(file_totals: Totals, files: WorkList<'static>) -> Self {
        Self {
            files,
            file_totals,
            #[cfg(feature = "s3")]
            bucket: None,
        }
    }

    /// And the objects of a wish; `marked` where they are to be known again.
    #[cfg(feature = "s3")]
    pub(crate) fn and_objects(
        mut self,
        s3: &why502_s3::S3,
        wish: why502_s3::Wish,
        marked: bool,
    ) -> Self {
        self.bucket = Some(Bucket::open(s3, wish, marked));
        self
    }

    pub(crate) fn totals(&self) -> Totals {
        #[cfg(feature = "s3")]
        if let Some(bucket) = &self.bucket {
            let found = bucket.totals();
            return Totals {
                parts: self.file_totals.parts + found.parts,
                bytes: self.file_totals.bytes + found.bytes,
                is_complete: found.is_complete,
            };
        }
        self.file_totals
    }

    /// Was something of S3 refused in a way that no patience changes?
    #[cfg(feature = "s3")]
    pub(crate) fn is_refused(&self) -> bool {
        self.bucket.as_ref().is_some_and(Bucket::is_refused)
    }

    /// Nothing more arrives, and what waits for S3 fails.
    pub(crate) fn stop(&self) {
        #[cfg(feature = "s3")]
        if let Some(bucket) = &self.bucket {
            bucket.stop();
        }
    }

    /// What was left out in S3, and what is to be said about it. Ends what is under way.
    pub(crate) fn into_remarks(self) -> (Vec<Skipped>, Vec<String>) {
        #[cfg(feature = "s3")]
        if let Some(bucket) = self.bucket {
            return bucket.into_remarks();
        }
        (Vec::new(), Vec::new())
    }
}

impl Work<'static> for Queue {
    fn next(&self, patience: Duration) -> Next<'static> {
        match self.files.next(patience) {
            #[cfg(feature = "s3")]
            Next::End => self.bucket.as_ref().map_or(Next::End, |bucket| bucket.next(patience)),
            next => next,
        }
    }
}

fn totals(items: &[WorkItem<'static>]) -> Totals {
    Totals {
        parts: items.len() as u64,
        bytes: items.iter().map(|item| item.size).sum(),
        is_complete: true,
    }
}

/// Is the item to be read? One that changed since it was counted becomes one that fails.
fn keep(item: &mut WorkItem<'static>, done: &Marks) -> bool {
    let Some(mark) = item.mark else { return true };
    match done.done(mark.name) {
        None => true,
        Some(version) if version == mark.version => false,
        Some(_) => {
            item.mark = None;
            item.open = Box::new(|| Err(std::io::Error::other(CHANGED)));
            true
        }
    }
}

const CHANGED: &str = "it changed after it was counted, as the checkpoint says; what it held then \
    is part of the result. Remove the checkpoint to count it anew";
