//! The hot path: what one worker counts of every request, added up before it reaches the tables.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::RandomState;
use why502_parse::{Format, Timestamp};

use super::combine::{Combiner, Slot};
use super::failures::FailedRequest;
use super::objects::ObjectReport;
use super::partials::Partials;
use super::sampling::hash;
use super::table::{NO_VALUE, Seen, Sum, Table, logarithm};
use crate::observe::{
    ALONE, DIMENSIONS, DimensionKind, Failure, Observation, TOGETHER, Testimony, decoded,
    without_first_segment,
};

/// So many groups are held, and so many values of each dimension [`ALONE`]: what the tables hold
/// where values come in no order, else what stays in the cache of a processor.
const MOST_GROUPS: usize = 1 << 11;
const MOST_VALUES: [usize; ALONE.len()] = [1 << 11, 1 << 13, 1 << 14, 1 << 11, 1 << 10];

/// In place of an id: the request has no such value.
const ABSENT: u32 = u32::MAX - 1;

/// One worker's counts, as they come in.
#[derive(Debug)]
pub(crate) struct Recorder {
    partials: Partials,
    keys: RandomState,
    together: Combiner<Group>,
    alone: [Combiner<u32>; ALONE.len()],
    /// The bucket in hand, and the coarse one that holds it.
    buckets: [i64; 2],
    /// First and last response.
    span: (Timestamp, Timestamp),
    /// For values that are not in the line as they are counted.
    buffer: Vec<u8>,
    /// A table may hold more values than it keeps.
    has_new_values: bool,
}

/// What requests have in common that agree in status and in all dimensions [`TOGETHER`].
#[derive(Debug, Clone, Copy)]
struct Group {
    format: Format,
    status: Option<u16>,
    scope: u64,
    ids: [u32; TOGETHER.len()],
    /// Requests of the sum whose response time is known, and the sum of their logarithms.
    timed: u64,
    logarithms: u64,
}

impl Group {
    const NONE: Self = Self {
        format: Format::Alb,
        status: None,
        scope: 0,
        ids: [ABSENT; TOGETHER.len()],
        timed: 0,
        logarithms: 0,
    };
}

impl Recorder {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            partials: Partials::new(),
            keys: RandomState::default(),
            together: Combiner::new(MOST_GROUPS, Group::NONE),
            alone: MOST_VALUES.map(|most| Combiner::new(most, ABSENT)),
            buckets: [0; 2],
            span: (Timestamp::MAX, Timestamp::MIN),
            buffer: Vec::new(),
            has_new_values: false,
        }
    }

    /// All that was counted.
    pub(crate) fn into_partials(mut self) -> Partials {
        self.settle();
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
        let request = Seen { start: seen.start, failed: seen.failure.is_some() };
        self.span = (self.span.0.min(seen.time), self.span.1.max(seen.time));
        if !self.partials.timeline.has_in_hand(seen.time) {
            self.turn_to(seen.time);
        }
        self.partials.ticks.record(seen.time);
        if let Some(micros) = seen.latency_us {
            self.partials.counts.latency.record(micros);
            self.partials.timeline.record_latency(micros);
        }
        let group = self.add_together(seen, request);
        let scope = self.together.slot(group).common.scope;
        let mut places = [None; ALONE.len()];
        for (at, place) in places.iter_mut().enumerate() {
            if !seen.alone[at].is_empty() {
                *place = Some(self.add_alone(at, seen, scope, request));
            }
        }
        match &seen.failure {
            Some(failure) => {
                let ids = self.ids(group, places);
                self.record_failure(seen, failure, scope, ids);
            }
            None => {
                if let Some(hash) = self.partials.controls.keeps(seen) {
                    let ids = self.ids(group, places);
                    self.partials.controls.push(seen, hash, scope, ids);
                }
            }
        }
        if self.has_new_values {
            self.keep_bounded();
        }
    }

    /// Takes another bucket of time in hand.
    #[cold]
    fn turn_to(&mut self, time: Timestamp) {
        if self.partials.timeline.would_coarsen(time) {
            // Sums are of buckets that will be no more.
            self.settle();
        }
        self.partials.timeline.take_in_hand(time);
        self.partials.follow_timeline();
        let number = self.partials.timeline.number_in_hand();
        self.buckets = [number, self.partials.coarse_bucket(number)];
    }

    /// Adds the request to the sum of those that agree with it in status and in all dimensions
    /// [`TOGETHER`]: its place.
    #[inline]
    fn add_together(&mut self, seen: &Observation<'_>, request: Seen) -> usize {
        let mut hasher = self.keys.build_hasher();
        // Where one part ends and the next begins counts too.
        let mut shape = u64::from(seen.status.map_or(0, |status| status + 1)) << 8;
        shape |= seen.format as u64;
        for part in seen.together {
            hasher.write(part);
            shape = shape.rotate_left(9) ^ part.len() as u64;
        }
        hasher.write_u64(shape);
        let key = hasher.finish();
        let place = match self.together.find(key) {
            Some(place) => place,
            None => self.meet_group(key, seen),
        };
        let bucket = self.buckets[0];
        let slot = self.together.slot(place);
        if slot.sum.bucket != bucket {
            flush_group(slot, &mut self.partials);
            slot.sum = Sum::new(bucket);
            (slot.common.timed, slot.common.logarithms) = (0, 0);
        }
        slot.sum.add(request);
        if let Some(micros) = seen.latency_us {
            slot.common.timed += 1;
            slot.common.logarithms += logarithm(micros);
        }
        place
    }

    /// Adds the request to the sum of those that have the same value in one dimension: its place.
    #[inline]
    fn add_alone(&mut self, at: usize, seen: &Observation<'_>, scope: u64, request: Seen) -> usize {
        let mut hasher = self.keys.build_hasher();
        hasher.write(seen.alone[at]);
        hasher.write_u64(scope);
        let key = hasher.finish();
        let place = match self.alone[at].find(key) {
            Some(place) => place,
            None => self.meet_value(at, key, seen, scope),
        };
        let bucket = self.buckets[usize::from(ALONE[at].is_coarse())];
        let slot = self.alone[at].slot(place);
        if slot.sum.bucket != bucket {
            flush_value(slot, &mut self.partials.tables[ALONE[at].index()]);
            slot.sum = Sum::new(bucket);
        }
        slot.sum.add(request);
        place
    }

    #[cold]
    fn meet_group(&mut self, key: u64, seen: &Observation<'_>) -> usize {
        if self.together.is_full() {
            self.settle_groups();
            self.together.clear();
        }
        let scope = self.partials.scope(seen.scope());
        let ids = TOGETHER.map(|kind| self.id(kind, scope, seen));
        let (format, status) = (seen.format, seen.status);
        self.together.insert(key, Group { format, status, scope, ids, ..Group::NONE })
    }

    #[cold]
    fn meet_value(&mut self, at: usize, key: u64, seen: &Observation<'_>, scope: u64) -> usize {
        if self.alone[at].is_full() {
            self.settle_values(at);
            self.alone[at].clear();
        }
        let id = self.id(ALONE[at], scope, seen);
        self.alone[at].insert(key, id)
    }

    /// The id of a value in its table.
    fn id(&mut self, kind: DimensionKind, scope: u64, seen: &Observation<'_>) -> u32 {
        let Some(value) = seen.value(kind, &mut self.buffer) else { return ABSENT };
        let table = &mut self.partials.tables[kind.index()];
        let id = table.find_or_add(scope, value, seen.start);
        self.has_new_values |= table.is_over_cap();
        id
    }

    /// The ids of all values of a request, by [`DimensionKind::index`].
    fn ids(
        &mut self,
        group: usize,
        places: [Option<usize>; ALONE.len()],
    ) -> [u32; DIMENSIONS.len()] {
        let mut ids = [NO_VALUE; DIMENSIONS.len()];
        let known = |id: u32| if id == ABSENT { NO_VALUE } else { id };
        let group = self.together.slot(group).common.ids;
        for (kind, id) in TOGETHER.into_iter().zip(group) {
            ids[kind.index()] = known(id);
        }
        for ((kind, sums), place) in ALONE.into_iter().zip(&mut self.alone).zip(places) {
            if let Some(place) = place {
                ids[kind.index()] = known(sums.slot(place).common);
            }
        }
        ids
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
        let meant = failure.raw_path.as_deref().map(decoded);
        let tail = meant.as_deref().and_then(without_first_segment);
        let path_hashes = [meant.as_deref(), tail].map(|path| path.map_or(0, hash));
        whole.failures.push(FailedRequest {
            time: seen.time,
            start: seen.start,
            hash: hash(failure.line),
            scope,
            format: seen.format,
            signature: place as u16,
            status: seen.status,
            target_time_us: failure.target_time_us,
            elapsed_us: failure.elapsed_us,
            received_bytes: failure.received_bytes,
            rule_priority: failure.rule_priority,
            invocation: failure.invocation.map(hash),
            path_hash: path_hashes[0],
            path_tail_hash: path_hashes[1],
            values,
        });
    }

    /// Shrinks tables that hold too many values: ids change, so no sum may wait for one.
    #[cold]
    fn keep_bounded(&mut self) {
        self.has_new_values = false;
        self.settle();
        self.together.clear();
        self.alone.iter_mut().for_each(Combiner::clear);
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
        (0..ALONE.len()).for_each(|at| self.settle_values(at));
    }

    fn settle_groups(&mut self) {
        let partials = &mut self.partials;
        self.together.settle(|slot| flush_group(slot, partials));
    }

    fn settle_values(&mut self, at: usize) {
        let table = &mut self.partials.tables[ALONE[at].index()];
        self.alone[at].settle(|slot| flush_value(slot, table));
    }
}

/// Adds the sum of a group to all that it counts in.
fn flush_group(slot: &Slot<Group>, whole: &mut Partials) {
    let Slot { sum, common, .. } = slot;
    if sum.is_empty() {
        return;
    }
    whole.counts.add_requests(common.format, common.status, sum.requests);
    whole.timeline.add(sum.bucket, common.status, sum.requests, sum.failed);
    let coarse = whole.coarse_bucket(sum.bucket);
    for (kind, id) in TOGETHER.into_iter().zip(common.ids) {
        if id != ABSENT {
            let bucket = if kind.is_coarse() { coarse } else { sum.bucket };
            whole.tables[kind.index()].add(id, bucket, sum);
        }
        if kind == DimensionKind::LoadBalancer && common.timed > 0 {
            let table = &mut whole.tables[kind.index()];
            table.keep_pace(id, sum.bucket, common.timed, common.logarithms);
        }
    }
}

/// Adds the sum of a value to its table.
fn flush_value(slot: &Slot<u32>, table: &mut Table) {
    if !slot.sum.is_empty() {
        table.add(slot.common, slot.sum.bucket, &slot.sum);
    }
}
