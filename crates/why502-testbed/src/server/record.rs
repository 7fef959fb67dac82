//! What the server was asked, for tests to look at.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sums since the start, or since they were forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections accepted; fewer than requests where a client reuses them.
    pub connections: u64,
    /// HTTP requests of any kind.
    pub requests: u64,
    /// Requests answered with a status of 400 or more.
    pub refused: u64,
    /// ListObjectsV2 whose signature held.
    pub lists: u64,
    /// GetObject whose signature held.
    pub gets: u64,
    /// HeadBucket whose signature held.
    pub head_buckets: u64,
    /// PutObject whose signature held.
    pub puts: u64,
    /// Bytes of objects handed to the connection; less than was asked where a client left.
    pub sent_bytes: u64,
}

/// One GetObject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// Bytes given, where the request named a range.
    pub range: Option<Range<u64>>,
    /// Whether the object, or the part of it, was given.
    pub is_given: bool,
}

/// One ListObjectsV2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The bucket.
    pub bucket: String,
    /// `prefix`.
    pub prefix: String,
    /// `delimiter`.
    pub delimiter: Option<String>,
    /// `start-after`.
    pub start_after: Option<String>,
    /// Whether it goes on from a page before (`continuation-token`).
    pub is_continued: bool,
    /// Objects and common prefixes given.
    pub entries: usize,
}

#[derive(Debug, Default)]
pub(super) struct Record(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    counts: Counts,
    fetched: Vec<Fetch>,
    listings: Vec<Listing>,
}

impl Record {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut Counts)) {
        add(&mut self.known().counts);
    }

    pub(super) fn fetch(&self, fetch: Fetch) {
        let mut known = self.known();
        known.counts.gets += 1;
        known.fetched.push(fetch);
    }

    pub(super) fn listing(&self, listing: Listing) {
        let mut known = self.known();
        known.counts.lists += 1;
        known.listings.push(listing);
    }

    pub(super) fn counts(&self) -> Counts {
        self.known().counts
    }

    pub(super) fn fetched(&self) -> Vec<Fetch> {
        self.known().fetched.clone()
    }

    pub(super) fn listings(&self) -> Vec<Listing> {
        self.known().listings.clone()
    }

    pub(super) fn forget(&self) {
        *self.known() = Known::default();
    }
}
