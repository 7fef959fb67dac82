//! Everything that was counted, merged and in canonical order: what diagnosis works on.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};

use super::controls::Control;
use super::counts::Counts;
use super::evidence::EvidenceCounts;
use super::failures::FailedRequest;
use super::ladder::Level;
use super::objects::Objects;
use super::span::widest;
use super::table::Table;
use super::timeline::Bucket;
use crate::coverage::{Asked, Coverage, Covered};
use crate::observe::{DIMENSIONS, DimensionKind};

/// The merged counts of all workers, in canonical order.
#[derive(Debug)]
pub(crate) struct Aggregates {
    pub(crate) counts: Counts,
    pub(crate) evidence: EvidenceCounts,
    pub(crate) level: Level,
    pub(crate) timeline: Vec<(i64, Bucket)>,
    /// All requests, nearly to the second: first and last instant (µs) and requests.
    pub(crate) ticks: Vec<(i64, i64, f64)>,
    pub(crate) tables: [Table; DIMENSIONS.len()],
    /// Keys of the scopes by their hash.
    pub(crate) scopes: BTreeMap<u64, Box<[u8]>>,
    /// Failing requests in order of time.
    pub(crate) failures: Vec<FailedRequest>,
    /// How many failing requests one of `failures` stands for on average.
    pub(crate) scale: f64,
    /// Requests that did not fail, in order of time: all of them, or a sample.
    pub(crate) controls: Vec<Control>,
    /// How many of those requests one of `controls` stands for.
    pub(crate) one_in: f64,
    pub(crate) objects: Objects,
    /// Nothing before [`survey`](Self::survey).
    pub(crate) coverage: Coverage,
}

/// The width for dimensions that only contrast needs: each value may have a cell per bucket.
pub(super) fn coarse(level: Level) -> Level {
    level.plus(2)
}

/// The width of the cells of a dimension, where the timeline has width `level`.
pub(super) fn width(dimension: usize, level: Level) -> Level {
    if DIMENSIONS[dimension].is_coarse() { coarse(level) } else { level }
}

impl Aggregates {
    /// Concludes for which times there are logs.
    pub(crate) fn survey(&mut self, asked: Asked) {
        self.coverage = Coverage::new(&self.objects.ledger, &self.ticks, asked);
    }

    /// Would a line of this load balancer have been seen, had it been written in this time? Told
    /// by the names of objects alone.
    pub(crate) fn covers(
        &self,
        format: Format,
        load_balancer: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Covered {
        self.coverage.covers(format, load_balancer, from, to)
    }

    /// The table of one dimension.
    pub(crate) fn table(&self, kind: DimensionKind) -> &Table {
        &self.tables[kind.index()]
    }

    /// Width of the cells of a dimension.
    pub(crate) fn width(&self, kind: DimensionKind) -> Level {
        width(kind.index(), self.level)
    }

    /// Earliest and latest time of a record.
    pub(crate) fn span(&self) -> Option<(Timestamp, Timestamp)> {
        widest(self.counts.span, self.evidence.span)
    }

    /// The key of a scope: an ARN, a load balancer or a distribution.
    pub(crate) fn scope_key(&self, scope: u64) -> &[u8] {
        self.scopes.get(&scope).map_or(b"", |key| key)
    }
}
