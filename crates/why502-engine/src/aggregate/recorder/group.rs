//! Requests that agree in status and in all dimensions of few values.

use why502_parse::{Format, Timestamp};

use super::super::partials::Partials;
use super::super::table::{Seen, Sum, logarithm};
use super::ABSENT;
use crate::observe::{DimensionKind, TOGETHER};

/// What they have in common, and their sum.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) format: Format,
    pub(super) status: Option<u16>,
    pub(super) target_status: Option<u16>,
    /// Hash of the scope's key.
    pub(super) scope: u64,
    /// Their values' ids.
    pub(super) ids: [u32; TOGETHER.len()],
    pub(super) sum: Sum,
    /// Requests of the sum whose response time is known, and the sum of their logarithms.
    pub(super) timed: u64,
    pub(super) logarithms: u64,
}

impl Group {
    pub(super) const NONE: Self = Self {
        format: Format::Alb,
        status: None,
        target_status: None,
        scope: 0,
        ids: [ABSENT; TOGETHER.len()],
        sum: Sum::NOTHING,
        timed: 0,
        logarithms: 0,
    };

    /// Adds a request of a bucket; before one of another bucket, the sum goes to the tables.
    #[inline]
    pub(super) fn add(
        &mut self,
        bucket: i64,
        seen: Seen,
        latency_us: Option<u64>,
        whole: &mut Partials,
    ) {
        if self.sum.bucket != bucket {
            self.settle(whole);
            self.sum = Sum::new(bucket);
        }
        self.sum.add(seen);
        if let Some(micros) = latency_us {
            self.timed += 1;
            self.logarithms += logarithm(micros);
        }
    }

    /// Adds the sum to all that it counts in, and begins anew.
    pub(super) fn settle(&mut self, whole: &mut Partials) {
        let sum = std::mem::replace(&mut self.sum, Sum::NOTHING);
        let timed = std::mem::take(&mut self.timed);
        let logarithms = std::mem::take(&mut self.logarithms);
        if sum.is_empty() {
            return;
        }
        let pair = (self.status, self.target_status);
        whole.counts.add_requests(self.format, pair, sum.requests);
        whole.timeline.add(sum.bucket, self.status, sum.requests, sum.failed);
        let coarse = whole.coarse_bucket(sum.bucket);
        for (kind, id) in TOGETHER.into_iter().zip(self.ids) {
            let table = &mut whole.tables[kind.index()];
            if id != ABSENT {
                table.add(id, if kind.is_coarse() { coarse } else { sum.bucket }, &sum);
            }
            if kind == DimensionKind::LoadBalancer && timed > 0 {
                table.keep_pace(id, sum.bucket, timed, logarithms);
            }
        }
    }
}

/// The span of nothing: wider with each instant.
pub(super) const NO_SPAN: (Timestamp, Timestamp) = (Timestamp::MAX, Timestamp::MIN);
