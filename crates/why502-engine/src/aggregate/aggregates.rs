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

/// More failing requests than this are an incident, wherever they stand in time.
const MOST_ASTRAY: u64 = 4;

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

    /// First and last bucket of the timeline, without those that went astray: at most one in a
    /// hundred requests, too few failures for an incident, and away from all others by more than
    /// a quarter of the whole. A line of 1970 makes the logs no longer.
    pub(crate) fn reach(&self) -> Option<(i64, i64)> {
        let sum = |part: &[(i64, Bucket)]| {
            part.iter().fold((0, 0), |sum, (_, one)| (sum.0 + one.requests, sum.1 + one.failed))
        };
        let mut rest = &self.timeline[..];
        loop {
            let (first, last) = (rest.first()?.0, rest.last()?.0);
            let pause = |at: &usize| rest[*at].0 - rest[at - 1].0;
            let widest = (1..rest.len()).max_by_key(|at| (pause(at), std::cmp::Reverse(*at)));
            let Some(at) = widest.filter(|at| pause(at) > ((last - first) / 4).max(1)) else {
                return Some((first, last));
            };
            let (left, right) = rest.split_at(at);
            let (all, fewer, more) = match (sum(left), sum(right)) {
                (a, b) if a < b => (a.0 + b.0, a, right),
                (a, b) => (a.0 + b.0, b, left),
            };
            if fewer.0.saturating_mul(100) > all || fewer.1 > MOST_ASTRAY {
                return Some((first, last));
            }
            rest = more;
        }
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
