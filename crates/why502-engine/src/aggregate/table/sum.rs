//! Requests of one bucket of time, added up.

use why502_parse::Timestamp;

/// When a request came, and whether it failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// When it came: a connection that was open already may end long after its target stopped
    /// taking new ones.
    pub(crate) start: Timestamp,
    pub(crate) failed: bool,
}

/// Counts of one value in one time bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) bucket: i64,
    pub(crate) requests: u32,
    pub(crate) failed: u32,
}

/// What requests of one bucket come to. Empty: no request yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sum {
    pub(crate) bucket: i64,
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    /// When the first came; far in the future where that is not kept.
    pub(crate) first_seen: Timestamp,
    /// When the last came; far in the past where that is not kept.
    pub(crate) last_seen: Timestamp,
    /// When the last came that did not fail, or [`NEVER`](Self::NEVER).
    last_success: Timestamp,
}

impl Sum {
    /// Before every instant that is read.
    const NEVER: Timestamp = Timestamp::from_micros(i64::MIN);

    /// No request yet.
    #[inline]
    pub(crate) const fn new(bucket: i64) -> Self {
        Self {
            bucket,
            requests: 0,
            failed: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
            last_success: Self::NEVER,
        }
    }

    /// Nothing, and no bucket has this number: whatever is added begins a sum of its own.
    pub(crate) const NOTHING: Self = Self::new(i64::MIN);

    /// Requests of which it is not kept when they came.
    pub(crate) fn of_cell(cell: Cell) -> Self {
        let Cell { bucket, requests, failed } = cell;
        Self { requests: requests.into(), failed: failed.into(), ..Self::new(bucket) }
    }

    /// Requests and failures of which it is not kept when they came.
    pub(crate) const fn of_counts(bucket: i64, requests: u64, failed: u64) -> Self {
        let mut sum = Self::new(bucket);
        sum.requests = requests;
        sum.failed = failed;
        sum
    }

    /// One request.
    pub(crate) fn of(bucket: i64, seen: Seen) -> Self {
        let mut sum = Self::new(bucket);
        sum.add(seen);
        sum
    }

    /// Adds a request of the same bucket.
    #[inline]
    pub(crate) fn add(&mut self, seen: Seen) {
        self.requests += 1;
        self.failed += u64::from(seen.failed);
        self.first_seen = self.first_seen.min(seen.start);
        self.last_seen = self.last_seen.max(seen.start);
        let success = if seen.failed { Self::NEVER } else { seen.start };
        self.last_success = self.last_success.max(success);
    }

    /// When the last came that did not fail.
    pub(crate) fn last_success(&self) -> Option<Timestamp> {
        (self.last_success > Self::NEVER).then_some(self.last_success)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.requests == 0
    }
}
