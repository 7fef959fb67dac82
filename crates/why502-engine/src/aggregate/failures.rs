//! The failing requests themselves, for the rules that look at groups of them.
//!
//! Bounded: past the cap a sample by the hash of the line is kept, and one kept request stands
//! for `factor` of them.

use why502_parse::{Format, Timestamp};

use super::sampling::SampleLevel;
use crate::observe::{DIMENSIONS, DimensionKind};

/// A quarter of a million failing requests are kept one by one: 40 MB.
const MOST_FAILURES: usize = 1 << 18;

/// One failing request. Its order is the canonical order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FailedRequest {
    /// When the response was sent.
    pub(crate) time: Timestamp,
    /// When the request came.
    pub(crate) start: Timestamp,
    /// Hash of the line.
    pub(crate) hash: u64,
    /// Hash of the scope's key.
    pub(crate) scope: u64,
    pub(crate) format: Format,
    /// Place of the signature in its format's table.
    pub(crate) signature: u16,
    pub(crate) status: Option<u16>,
    /// How long the target or origin had it, µs.
    pub(crate) target_time_us: Option<i64>,
    /// From request to response, µs.
    pub(crate) elapsed_us: Option<i64>,
    pub(crate) received_bytes: u64,
    pub(crate) rule_priority: Option<i32>,
    /// Ids in the tables of the dimensions.
    pub(crate) values: [u32; DIMENSIONS.len()],
}

impl FailedRequest {
    /// Its value's id in one dimension.
    pub(crate) fn value(&self, kind: DimensionKind) -> u32 {
        self.values[kind.index()]
    }
}

/// The kept ones.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    kept: Vec<FailedRequest>,
    sample: SampleLevel,
}

impl Failures {
    /// Keeps one, if the sample does.
    pub(crate) fn push(&mut self, request: FailedRequest) {
        if self.sample.keeps(request.hash) {
            self.kept.push(request);
            self.keep_bounded();
        }
    }

    /// Adds others whose ids are already those of this worker.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.sample = self.sample.max(other.sample);
        self.kept.extend(other.kept);
        let sample = self.sample;
        self.kept.retain(|request| sample.keeps(request.hash));
        self.keep_bounded();
    }

    /// Gives the values of one dimension new ids.
    pub(crate) fn renumber(&mut self, dimension: usize, moved: &[u32]) {
        for request in &mut self.kept {
            let id = &mut request.values[dimension];
            *id = moved.get(*id as usize).copied().unwrap_or(super::table::NO_VALUE);
        }
    }

    /// In canonical order, and how many requests each stands for.
    pub(crate) fn finish(mut self) -> (Vec<FailedRequest>, u64) {
        self.kept.sort_unstable();
        (self.kept, self.sample.factor())
    }

    fn keep_bounded(&mut self) {
        while self.kept.len() > MOST_FAILURES {
            self.sample.raise();
            let sample = self.sample;
            self.kept.retain(|request| sample.keeps(request.hash));
        }
    }
}
