//! What one worker counts for a summary: a few figures of every request, added up in tables that
//! stay near the processor. All else of [`Partials`] stays empty.
//!
//! Modules, each using only those to its left: `pairs`

mod pairs;

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::RandomState;
use why502_parse::Timestamp;

use self::pairs::Pairs;
use super::combine::Combiner;
use super::histogram::Uncounted;
use super::objects::ObjectReport;
use super::partials::Partials;
use super::table::{NO_VALUE, Sum};
use crate::observe::{DimensionKind, Glance, Testimony};

const MOST_TARGETS: usize = 1 << 11;
const TARGET: usize = DimensionKind::Target.index();
/// Targets are told apart by address alone: a summary reads no target groups.
const NO_SCOPE: u64 = 0;
/// When requests of a target came is not kept.
const ANY_TIME: i64 = 0;

/// One worker's counts, as they come in.
#[derive(Debug)]
pub(crate) struct Overview {
    partials: Partials,
    hashes: RandomState,
    pairs: Pairs,
    targets: Combiner<Served>,
    /// Response times in the bucket in hand that are not counted yet.
    latencies: Uncounted,
    /// First and last response.
    span: (Timestamp, Timestamp),
}

/// What one target answered.
#[derive(Debug, Clone)]
struct Served {
    id: u32,
    requests: u64,
    failed: u64,
}

impl Served {
    const fn new(id: u32) -> Self {
        Self { id, requests: 0, failed: 0 }
    }

    #[inline]
    fn add(&mut self, failed: bool) {
        self.requests += 1;
        self.failed += u64::from(failed);
    }
}

impl Overview {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            partials: Partials::new(),
            hashes: RandomState::default(),
            pairs: Pairs::new(),
            targets: Combiner::new(MOST_TARGETS, Served::new(NO_VALUE)),
            latencies: Uncounted::new(),
            span: (Timestamp::MAX, Timestamp::MIN),
        }
    }

    /// All that was counted.
    pub(crate) fn into_partials(mut self) -> Partials {
        self.settle_latencies();
        self.settle_pairs();
        self.settle_targets();
        self.partials.counts.settle();
        if self.span.0 <= self.span.1 {
            self.partials.counts.add_span(self.span.0, self.span.1);
        }
        self.partials
    }

    /// Counts one record that is no request.
    pub(crate) fn record_evidence(&mut self, said: &Testimony<'_>) {
        self.partials.record_evidence(said);
    }

    /// Notes what became of an object.
    pub(crate) fn finish_object(&mut self, report: ObjectReport) {
        self.partials.finish_object(report);
    }

    /// Counts one request.
    #[inline]
    pub(crate) fn record(&mut self, seen: &Glance<'_>) {
        self.span = (self.span.0.min(seen.time), self.span.1.max(seen.time));
        if !self.partials.timeline.has_in_hand(seen.time) {
            self.turn_to(seen.time);
        }
        if let Some(micros) = seen.latency_us
            && self.latencies.push(micros)
        {
            self.settle_latencies();
        }
        let failed = seen.signature.is_some();
        let pair = (seen.status, seen.target_status);
        if !self.pairs.add(seen.format, pair, failed) {
            self.settle_pairs();
            self.pairs.add(seen.format, pair, failed);
        }
        if !seen.target.is_empty() {
            self.add_to_target(seen.target, failed);
        }
        if let Some(signature) = seen.signature {
            self.partials.counts.record_failure(signature, seen.time, seen.status);
        }
    }

    #[inline]
    fn add_to_target(&mut self, target: &[u8], failed: bool) {
        let mut hasher = self.hashes.build_hasher();
        hasher.write(target);
        let key = hasher.finish();
        match self.targets.place(key) {
            Some(place) => self.targets.at(place).add(failed),
            None => self.meet_target(key, target, failed),
        }
    }

    #[cold]
    fn meet_target(&mut self, key: u64, target: &[u8], failed: bool) {
        if self.targets.is_full() {
            self.settle_targets();
            self.targets.clear();
        }
        let table = &mut self.partials.tables[TARGET];
        let mut id = table.find_or_add(NO_SCOPE, target);
        if table.is_over_cap() {
            // Ids change, so no sum may wait for one.
            self.settle_targets();
            self.targets.clear();
            let table = &mut self.partials.tables[TARGET];
            table.shrink();
            id = table.find_or_add(NO_SCOPE, target);
        }
        let mut served = Served::new(id);
        served.add(failed);
        self.targets.insert(key, served);
    }

    /// Takes another bucket of time in hand.
    #[cold]
    fn turn_to(&mut self, time: Timestamp) {
        self.settle_latencies();
        self.settle_pairs();
        self.partials.timeline.take_in_hand(time);
        self.partials.follow_timeline();
    }

    fn settle_latencies(&mut self) {
        let partials = &mut self.partials;
        self.latencies.settle(|latencies| partials.record_latencies(latencies));
    }

    fn settle_pairs(&mut self) {
        let bucket = self.partials.timeline.number_in_hand();
        for tally in self.pairs.take() {
            let (status, requests) = (tally.pair.0, tally.requests);
            self.partials.counts.add_requests(tally.format, tally.pair, requests);
            self.partials.timeline.add(bucket, status, requests, tally.failed);
        }
    }

    fn settle_targets(&mut self) {
        let table = &mut self.partials.tables[TARGET];
        for Served { id, requests, failed } in self.targets.iter_mut() {
            if *requests > 0 {
                table.add(*id, ANY_TIME, &Sum::of_counts(ANY_TIME, *requests, *failed));
                (*requests, *failed) = (0, 0);
            }
        }
    }
}
