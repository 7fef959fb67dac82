//! The hot path: what one worker counts of every request, added up before it reaches the tables.
//!
//! Modules, each using only those to its left: `keys → unkept → value → group`

mod group;
mod keys;
mod unkept;
mod value;

use why502_parse::Timestamp;

use self::group::{Group, NO_SPAN};
use self::keys::{Hashes, Keys};
use self::unkept::Unkept;
use self::value::{Late, Lived, Run};
use super::combine::Combiner;
use super::failures::{FailedRequest, Ids, Maybe};
use super::histogram::Uncounted;
use super::objects::ObjectReport;
use super::partials::Partials;
use super::sampling::hash;
use super::table::{NO_VALUE, Seen};
use crate::observe::{
    ALONE, DIMENSIONS, DimensionKind, Failure, Observation, TOGETHER, Testimony, decoded,
    without_first_segment,
};

/// So many groups and targets are held, and so many values of the other dimensions [`ALONE`]: all
/// that their tables hold where values come in no order, else what stays in a processor's cache.
const MOST_GROUPS: usize = 1 << 11;
const MOST_TARGETS: usize = 1 << 11;
const MOST_RUNS: [usize; RUNS.len()] = [1 << 13, 1 << 14, 1 << 11, 1 << 10];

/// The dimensions [`ALONE`] of which only numbers of requests are kept: all but the targets, whose
/// lives matter.
const RUNS: [DimensionKind; ALONE.len() - 1] = [
    DimensionKind::Path,
    DimensionKind::Client,
    DimensionKind::UserAgent,
    DimensionKind::EdgeLocation,
];

/// In place of an id: the request has no such value.
const ABSENT: u32 = u32::MAX - 1;

/// One worker's counts, as they come in.
#[derive(Debug)]
pub(crate) struct Recorder {
    partials: Partials,
    hashes: Hashes,
    groups: Combiner<Group>,
    targets: Combiner<Lived>,
    runs: [Combiner<Run>; RUNS.len()],
    unkept: [Unkept; RUNS.len()],
    late: [Late; RUNS.len()],
    /// Response times in the bucket in hand that are not counted yet.
    latencies: Uncounted,
    /// The bucket in hand, and the coarse one that holds it.
    buckets: [i64; 2],
    /// First and last response.
    span: (Timestamp, Timestamp),
    /// For values that are not in the line as they are counted.
    buffer: Vec<u8>,
    /// A table may hold more values than it keeps.
    has_new_values: bool,
}

impl Recorder {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            partials: Partials::new(),
            hashes: Hashes::default(),
            groups: Combiner::new(MOST_GROUPS, Group::NONE),
            targets: Combiner::new(MOST_TARGETS, Lived::NONE),
            runs: MOST_RUNS.map(|most| Combiner::new(most, Run::NONE)),
            unkept: Default::default(),
            late: Default::default(),
            latencies: Uncounted::new(),
            buckets: [0; 2],
            span: NO_SPAN,
            buffer: Vec::new(),
            has_new_values: false,
        }
    }

    /// All that was counted.
    pub(crate) fn into_partials(mut self) -> Partials {
        self.settle_latencies();
        self.settle();
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
    pub(crate) fn record(&mut self, seen: &Observation<'_>) {
        let keys = self.hashes.keys(seen);
        self.fetch(&keys);
        let request = Seen { start: seen.start, failed: seen.failure.is_some() };
        self.span = (self.span.0.min(seen.time), self.span.1.max(seen.time));
        if !self.partials.timeline.has_in_hand(seen.time) {
            self.turn_to(seen.time);
        }
        self.partials.ticks.record(seen.time);
        if let Some(micros) = seen.latency_us
            && self.latencies.push(micros)
        {
            self.settle_latencies();
        }
        let scope = self.add_to_group(keys.group, seen, request);
        let [target, path, client, user_agent, edge_location] = keys.alone;
        self.add_to_target(target, seen, scope, request);
        // One by one, so that each knows its dimension when it is compiled.
        self.add_to_run::<0>(path, seen, scope, request);
        self.add_to_run::<1>(client, seen, scope, request);
        self.add_to_run::<2>(user_agent, seen, scope, request);
        self.add_to_run::<3>(edge_location, seen, scope, request);
        match &seen.failure {
            Some(failure) => self.record_failure(seen, failure, scope, self.ids(&keys)),
            None => {
                if let Some(hash) = self.partials.controls.keeps(seen) {
                    let ids = self.ids(&keys);
                    self.partials.controls.push(seen, hash, scope, ids);
                }
            }
        }
        if self.has_new_values {
            self.keep_bounded();
        }
    }

    #[inline]
    fn fetch(&self, keys: &Keys) {
        let [target, runs @ ..] = keys.alone;
        self.groups.fetch(keys.group);
        self.targets.fetch(target);
        self.unkept.iter().zip(runs).for_each(|(unkept, key)| unkept.fetch(key));
        self.runs.iter().zip(runs).for_each(|(runs, key)| runs.fetch(key));
    }

    /// Takes another bucket of time in hand.
    #[cold]
    fn turn_to(&mut self, time: Timestamp) {
        self.settle_latencies();
        if self.partials.timeline.would_coarsen(time) {
            // Sums are of buckets that will be no more.
            self.settle();
        }
        self.partials.timeline.take_in_hand(time);
        self.partials.follow_timeline();
        let number = self.partials.timeline.number_in_hand();
        self.buckets = [number, self.partials.coarse_bucket(number)];
    }

    /// Adds the request to the sum of its group; gives the scope.
    #[inline]
    fn add_to_group(&mut self, key: u64, seen: &Observation<'_>, request: Seen) -> u64 {
        let place = match self.groups.place(key) {
            Some(place) => place,
            None => self.meet_group(key, seen),
        };
        let group = self.groups.at(place);
        group.add(self.buckets[0], request, seen.latency_us, &mut self.partials);
        group.scope
    }

    /// Adds the request to the sum of its target.
    #[inline]
    fn add_to_target(&mut self, key: u64, seen: &Observation<'_>, scope: u64, request: Seen) {
        if key == 0 {
            return;
        }
        let place = match self.targets.place(key) {
            Some(place) => place,
            None => self.meet_target(key, seen, scope),
        };
        let table = &mut self.partials.tables[DimensionKind::Target.index()];
        self.targets.at(place).add(self.buckets[0], request, table);
    }

    /// Adds the request to the run of its value in one dimension.
    #[inline(always)]
    fn add_to_run<const AT: usize>(
        &mut self,
        key: u64,
        seen: &Observation<'_>,
        scope: u64,
        request: Seen,
    ) {
        if key == 0 {
            return;
        }
        let (at, kind) = (AT, const { RUNS[AT] });
        let held = if self.unkept[at].holds(key) {
            None
        } else {
            self.runs[at].place(key).or_else(|| self.meet_value(at, key, seen, scope))
        };
        let table = &mut self.partials.tables[kind.index()];
        match held {
            Some(place) => {
                let bucket = self.buckets[usize::from(kind.is_coarse())];
                self.runs[at].at(place).add(bucket, request, &mut self.late[at]);
                self.late[at].keep_bounded(table);
            }
            None => table.leave_out(1, request.failed.into()),
        }
    }

    #[cold]
    fn meet_group(&mut self, key: u64, seen: &Observation<'_>) -> usize {
        if self.groups.is_full() {
            self.settle_groups();
            self.groups.clear();
        }
        let scope = self.partials.scope(seen.scope());
        let ids = TOGETHER.map(|kind| self.id(kind, scope, seen));
        let group = Group {
            format: seen.format,
            status: seen.status,
            target_status: seen.target_status,
            scope,
            ids,
            ..Group::NONE
        };
        self.groups.insert(key, group)
    }

    #[cold]
    fn meet_target(&mut self, key: u64, seen: &Observation<'_>, scope: u64) -> usize {
        if self.targets.is_full() {
            self.settle_targets();
            self.targets.clear();
        }
        let id = self.id(DimensionKind::Target, scope, seen);
        self.targets.insert(key, Lived::new(id))
    }

    /// Holds a value that was not held, unless its table keeps a sample without it.
    #[cold]
    fn meet_value(
        &mut self,
        at: usize,
        key: u64,
        seen: &Observation<'_>,
        scope: u64,
    ) -> Option<usize> {
        let id = self.id(RUNS[at], scope, seen);
        if id == NO_VALUE {
            self.unkept[at].insert(key);
            return None;
        }
        if self.runs[at].is_full() {
            self.settle_runs(at);
            self.runs[at].clear();
        }
        Some(self.runs[at].insert(key, Run::new(id)))
    }

    /// The ids of all values of a request that was added, by [`DimensionKind::index`].
    fn ids(&self, keys: &Keys) -> [u32; DIMENSIONS.len()] {
        let mut ids = [NO_VALUE; DIMENSIONS.len()];
        let mut keep = |kind: DimensionKind, id: Option<u32>| {
            ids[kind.index()] = id.filter(|&id| id != ABSENT).unwrap_or(NO_VALUE);
        };
        let group = self.groups.get(keys.group);
        for (place, kind) in TOGETHER.into_iter().enumerate() {
            keep(kind, group.map(|group| group.ids[place]));
        }
        let [target, runs @ ..] = keys.alone;
        let held = |key: u64| Some(key).filter(|&key| key != 0);
        let target = held(target).and_then(|key| self.targets.get(key));
        keep(DimensionKind::Target, target.map(|target| target.id));
        for ((kind, runs), key) in RUNS.into_iter().zip(&self.runs).zip(runs) {
            keep(kind, held(key).and_then(|key| runs.get(key)).map(|run| run.id));
        }
        ids
    }

    /// The id of a value in its table.
    #[cold]
    fn id(&mut self, kind: DimensionKind, scope: u64, seen: &Observation<'_>) -> u32 {
        let Some(value) = seen.value(kind, &mut self.buffer) else { return ABSENT };
        let table = &mut self.partials.tables[kind.index()];
        let id = table.find_or_add(scope, value);
        self.has_new_values |= table.is_over_cap();
        id
    }

    fn record_failure(
        &mut self,
        seen: &Observation<'_>,
        failure: &Failure<'_>,
        scope: u64,
        values: [u32; DIMENSIONS.len()],
    ) {
        let (place, signature) = failure.signature;
        let whole = &mut self.partials;
        whole.counts.record_failure(signature, seen.time, seen.status);
        let path = DimensionKind::Path.index();
        if let Some(raw) = &failure.raw_path {
            whole.tables[path].keep_example(values[path], raw);
        }
        let line = hash(failure.line);
        if !whole.failures.keeps(line) {
            return;
        }
        let meant = failure.raw_path.as_deref().map(decoded);
        let tail = meant.as_deref().and_then(without_first_segment);
        let path_hashes = [meant.as_deref(), tail].map(|path| path.map_or(0, hash));
        let saturated = |bytes| i64::try_from(bytes).unwrap_or(i64::MAX);
        let received_bytes = failure.received_bytes.map(saturated);
        whole.failures.push(FailedRequest {
            time: seen.time,
            start: seen.start,
            hash: line,
            scope,
            format: seen.format,
            signature: place as u16,
            status: seen.status,
            target_time_us: Maybe::of(failure.target_time_us),
            elapsed_us: Maybe::of(failure.elapsed_us),
            received_bytes: Maybe::of(received_bytes),
            rule_priority: failure.rule_priority,
            invocation: failure.invocation.map_or(0, hash),
            path_hash: path_hashes[0],
            path_tail_hash: path_hashes[1],
            values: Ids::of(values),
        });
    }

    /// Shrinks tables that hold too many values: ids change, so no sum may wait for one.
    #[cold]
    fn keep_bounded(&mut self) {
        self.has_new_values = false;
        self.settle();
        self.groups.clear();
        self.targets.clear();
        self.runs.iter_mut().for_each(Combiner::clear);
        for dimension in 0..DIMENSIONS.len() {
            if self.partials.tables[dimension].is_over_cap() {
                let moved = self.partials.tables[dimension].shrink();
                self.partials.renumber(dimension, &moved);
            }
        }
    }

    /// Everything into the tables.
    fn settle(&mut self) {
        self.settle_groups();
        self.settle_targets();
        (0..RUNS.len()).for_each(|at| self.settle_runs(at));
    }

    fn settle_latencies(&mut self) {
        let partials = &mut self.partials;
        self.latencies.settle(|latencies| partials.record_latencies(latencies));
    }

    fn settle_groups(&mut self) {
        let partials = &mut self.partials;
        self.groups.iter_mut().for_each(|group| group.settle(partials));
    }

    fn settle_targets(&mut self) {
        let table = &mut self.partials.tables[DimensionKind::Target.index()];
        self.targets.iter_mut().for_each(|target| target.settle(table));
    }

    fn settle_runs(&mut self, at: usize) {
        let table = &mut self.partials.tables[RUNS[at].index()];
        for run in self.runs[at].iter_mut() {
            run.settle(&mut self.late[at]);
            self.late[at].keep_bounded(table);
        }
        self.late[at].settle(table);
    }
}

#[cfg(test)]
mod tests;
