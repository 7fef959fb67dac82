//! One value of a dimension in one scope, counted over time.

use serde::{Deserialize, Serialize};
use why502_parse::{Timestamp, fetch};

use super::pace::Paces;
use super::sum::{Cell, Sum};
use crate::aggregate::ladder::Level;
use crate::saved::fields;

/// Among so many of the latest cells the bucket of a request is looked for.
const LATEST_CELLS: usize = 6;

/// One value in one scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Of scope and value.
    #[serde(skip)]
    pub(super) hash: u64,
    /// Hash of the scope's key.
    pub(crate) scope: u64,
    /// The value as it is counted.
    pub(crate) value: Box<[u8]>,
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    /// When its first request came; far in the future where that is not kept.
    #[serde(with = "fields::timestamp")]
    pub(crate) first_seen: Timestamp,
    /// When its last request came; far in the past where that is not kept.
    #[serde(with = "fields::timestamp")]
    pub(crate) last_seen: Timestamp,
    /// When its last request without a signature came, if that is kept.
    #[serde(with = "fields::maybe_timestamp")]
    pub(crate) last_success: Option<Timestamp>,
    /// Smallest raw form among failing requests (paths only).
    pub(crate) example: Option<Box<[u8]>>,
    /// In order of time once the table is finished; before, with repetitions.
    #[serde(with = "steps")]
    pub(crate) cells: Vec<Cell>,
    /// Response times over time (load balancers only).
    pub(crate) paces: Paces,
    /// How many of the cells there were when they were last put in order.
    #[serde(skip)]
    compact: usize,
}

impl Entry {
    pub(super) fn new(hash: u64, scope: u64, value: &[u8]) -> Self {
        Self {
            hash,
            scope,
            value: value.into(),
            requests: 0,
            failed: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
            last_success: None,
            example: None,
            cells: Vec::new(),
            paces: Paces::default(),
            compact: 0,
        }
    }

    pub(super) fn is(&self, scope: u64, value: &[u8]) -> bool {
        self.scope == scope && *self.value == *value
    }

    /// The value as text, for reports.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.value).into_owned()
    }

    pub(super) fn fetch(&self) {
        fetch(&self.requests);
        fetch(&self.cells);
        fetch(&self.compact);
    }

    pub(super) fn fetch_cells(&self) {
        if let Some(last) = self.cells.last() {
            fetch(last);
        }
    }

    pub(super) fn add(&mut self, bucket: i64, sum: &Sum) {
        self.requests += sum.requests;
        self.failed += sum.failed;
        self.first_seen = self.first_seen.min(sum.first_seen);
        self.last_seen = self.last_seen.max(sum.last_seen);
        self.last_success = self.last_success.max(sum.last_success());
        let [requests, failed] =
            [sum.requests, sum.failed].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        // Objects of different nodes take turns, so buckets come again; most of them soon.
        let mut latest = self.cells.iter_mut().rev().take(LATEST_CELLS);
        if let Some(cell) = latest.find(|cell| cell.bucket == bucket) {
            cell.requests = cell.requests.saturating_add(requests);
            cell.failed = cell.failed.saturating_add(failed);
            return;
        }
        // Of the others, which are folded now and then, none is looked up.
        if self.cells.len() > 2 * self.compact + 16 {
            self.compact_cells();
        }
        self.cells.push(Cell { bucket, requests, failed });
    }

    pub(super) fn compact_cells(&mut self) {
        self.cells.sort_unstable_by_key(|cell| cell.bucket);
        self.cells.dedup_by(|later, kept| {
            let same = later.bucket == kept.bucket;
            if same {
                kept.requests = kept.requests.saturating_add(later.requests);
                kept.failed = kept.failed.saturating_add(later.failed);
            }
            same
        });
        self.compact = self.cells.len();
    }

    /// Cells in order of time, one per bucket.
    pub(super) fn canonicalise(&mut self) {
        if self.cells.len() != self.compact {
            self.compact_cells();
        }
        self.paces.put_in_order();
    }

    /// Could this have been counted in cells of this width?
    pub(super) fn is_possible(&self, level: Level) -> bool {
        self.failed <= self.requests
            && self.cells.iter().all(|cell| level.has(cell.bucket))
            && self.paces.cells().iter().all(|pace| level.has(pace.bucket))
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.requests += other.requests;
        self.failed += other.failed;
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
        self.last_success = self.last_success.max(other.last_success);
        self.example = [self.example.take(), other.example]
            .into_iter()
            .flatten()
            .min_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        self.cells.extend(other.cells);
        self.compact_cells();
        self.paces.merge(other.paces);
    }
}

/// Cells are saved by the steps between their buckets: three bytes for most.
mod steps {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Cell;

    pub(super) fn serialize<S: Serializer>(cells: &[Cell], out: S) -> Result<S::Ok, S::Error> {
        let mut before = 0_i64;
        out.collect_seq(cells.iter().map(|cell| {
            let step = cell.bucket.wrapping_sub(before);
            before = cell.bucket;
            (step, cell.requests, cell.failed)
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Cell>, D::Error> {
        let mut bucket = 0_i64;
        let steps = Vec::<(i64, u32, u32)>::deserialize(from)?;
        let cell = |(step, requests, failed): (i64, u32, u32)| {
            bucket = bucket.wrapping_add(step);
            Cell { bucket, requests, failed }
        };
        Ok(steps.into_iter().map(cell).collect())
    }
}
