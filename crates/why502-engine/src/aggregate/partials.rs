//! Everything one worker counts, and how two workers' counts become one.

use std::collections::BTreeMap;
use std::io;

use why502_parse::Timestamp;

use super::aggregates::{Aggregates, coarse, width};
use super::controls::Controls;
use super::counts::Counts;
use super::evidence::EvidenceCounts;
use super::failures::{FailedRequest, Failures};
use super::ladder::Level;
use super::objects::{ObjectReport, Objects};
use super::sampling::hash;
use super::table::{NO_VALUE, Seen, Table};
use super::ticks::Ticks;
use super::timeline::Timeline;
use crate::coverage::Coverage;
use crate::observe::{
    DIMENSIONS, DimensionKind, Observation, Testimony, decoded, without_first_segment,
};
use crate::saved::{BlockReader, BlockWriter, LoadError};

/// More scopes than this are not told apart: a scope is a target group, a load balancer or a
/// distribution, and no account has so many.
const MOST_SCOPES: usize = 1 << 14;

/// One worker's counts.
#[derive(Debug, Clone)]
pub(crate) struct Partials {
    counts: Counts,
    evidence: EvidenceCounts,
    timeline: Timeline,
    ticks: Ticks,
    tables: [Table; DIMENSIONS.len()],
    scopes: BTreeMap<u64, Box<[u8]>>,
    last_scope: (Vec<u8>, u64),
    failures: Failures,
    controls: Controls,
    objects: Objects,
    level: Level,
    last_buckets: [i64; 2],
}

/// Values kept per dimension, counted per scope: what accounts of thousands of target groups and
/// sites of millions of clients have, for a value that is not kept cannot be named.
const fn cap(kind: DimensionKind) -> usize {
    match kind {
        DimensionKind::Target | DimensionKind::Path => 8_192,
        _ => MOST_SCOPES,
    }
}

impl Partials {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            counts: Counts::default(),
            evidence: EvidenceCounts::default(),
            timeline: Timeline::default(),
            ticks: Ticks::default(),
            tables: DIMENSIONS.map(|kind| Table::new(cap(kind))),
            scopes: BTreeMap::new(),
            last_scope: (Vec::new(), hash(b"")),
            failures: Failures::default(),
            controls: Controls::default(),
            objects: Objects::default(),
            level: Level::default(),
            last_buckets: [i64::MIN; 2],
        }
    }

    /// Counts one request.
    pub(crate) fn record(&mut self, seen: &Observation<'_>) {
        let failed = seen.failure.is_some();
        self.counts.record(seen.format, seen.time, seen.status, seen.latency_us);
        let number = self.timeline.number(seen.time);
        self.timeline.record(number, seen.status, failed, seen.latency_us);
        self.ticks.record(seen.time);
        self.follow_timeline();
        let scope = self.scope(seen.scope);
        let request = Seen { start: seen.start, failed };
        let buckets = self.buckets(seen.time);
        let mut ids = [NO_VALUE; DIMENSIONS.len()];
        let rows = DIMENSIONS.iter().zip(&mut self.tables).zip(seen.values).zip(&mut ids);
        for (((kind, table), value), id) in rows {
            if let Some(value) = value {
                let bucket = buckets[usize::from(kind.is_coarse())];
                *id = table.record(scope, value, bucket, request);
            }
        }
        if let Some(micros) = seen.latency_us {
            let place = DimensionKind::LoadBalancer.index();
            self.tables[place].keep_pace(ids[place], buckets[0], micros);
        }
        if failed {
            self.record_failure(seen, scope, ids);
        } else {
            self.controls.push(seen, scope, ids);
        }
        for dimension in 0..self.tables.len() {
            if self.tables[dimension].is_over_cap() {
                let moved = self.tables[dimension].shrink();
                self.renumber(dimension, &moved);
            }
        }
    }

    /// Counts one record that is no request.
    pub(crate) fn record_evidence(&mut self, said: &Testimony<'_>) {
        self.evidence.record(said.format, said.time, said.rule);
        self.evidence.witness(said);
    }

    /// Notes what became of an object.
    pub(crate) fn finish_object(&mut self, report: ObjectReport) {
        self.objects.add(report);
    }

    /// Adds another worker's counts.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.counts.merge(other.counts);
        self.evidence.merge(other.evidence);
        self.timeline.merge(other.timeline);
        self.ticks.merge(other.ticks);
        self.follow_timeline();
        for (dimension, mut table) in other.tables.into_iter().enumerate() {
            if other.level < self.level {
                table.coarsen(width(dimension, other.level), width(dimension, self.level));
            }
            let moved = self.tables[dimension].absorb(table);
            other.failures.renumber(dimension, &moved);
            other.controls.renumber(dimension, &moved);
        }
        self.failures.absorb(other.failures);
        self.controls.absorb(other.controls);
        for dimension in 0..self.tables.len() {
            let moved = self.tables[dimension].shrink();
            self.renumber(dimension, &moved);
        }
        self.scopes.append(&mut other.scopes);
        self.keep_scopes_bounded();
        self.objects.merge(other.objects);
    }

    /// The canonical form.
    pub(crate) fn finish(mut self) -> Aggregates {
        self.counts.flush();
        for dimension in 0..self.tables.len() {
            let moved = self.tables[dimension].canonicalise();
            self.renumber(dimension, &moved);
        }
        let failures = self.failures.finish();
        let (controls, one_in) = self.controls.finish();
        let scale = self.counts.failed as f64 / failures.len().max(1) as f64;
        let (level, timeline) = self.timeline.finish();
        Aggregates {
            counts: self.counts,
            evidence: self.evidence.finish(),
            level,
            timeline,
            ticks: self.ticks.finish(),
            tables: self.tables,
            scopes: self.scopes,
            failures,
            scale: scale.max(1.0),
            controls,
            one_in,
            objects: self.objects.finish(),
            coverage: Coverage::default(),
        }
    }

    /// Writes all of it; merging on with what [`load`](Self::load) makes of that gives what
    /// merging on with this would have given.
    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        self.counts.save(out)?;
        self.evidence.save(out)?;
        self.timeline.save(out)?;
        self.ticks.save(out)?;
        for table in &self.tables {
            table.save(out)?;
        }
        out.put_all(self.scopes.values())?;
        self.failures.save(out)?;
        self.controls.save(out)?;
        self.objects.save(out)
    }

    /// Reads what [`save`](Self::save) wrote.
    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let mut partials = Self::new();
        partials.counts = Counts::load(from)?;
        partials.evidence = EvidenceCounts::load(from)?;
        partials.timeline = Timeline::load(from)?;
        partials.ticks = Ticks::load(from)?;
        partials.level = partials.timeline.level();
        for kind in DIMENSIONS {
            let level = width(kind.index(), partials.level);
            partials.tables[kind.index()] = Table::load(from, cap(kind), level)?;
        }
        let keys: Vec<Box<[u8]>> = from.get_all(MOST_SCOPES)?;
        partials.scopes = keys.into_iter().map(|key| (hash(&key), key)).collect();
        let values: [usize; DIMENSIONS.len()] =
            std::array::from_fn(|dimension| partials.tables[dimension].entries.len());
        partials.failures = Failures::load(from, values)?;
        partials.controls = Controls::load(from, values)?;
        partials.objects = Objects::load(from)?;
        Ok(partials)
    }

    /// Gives the values of one dimension new ids wherever they are kept.
    fn renumber(&mut self, dimension: usize, moved: &[u32]) {
        self.failures.renumber(dimension, moved);
        self.controls.renumber(dimension, moved);
    }

    /// The numbers of the buckets that hold `time`, of both widths.
    fn buckets(&mut self, time: Timestamp) -> [i64; 2] {
        let number = self.timeline.number(time);
        if number != self.last_buckets[0] {
            self.last_buckets = [number, coarse(self.level).coarsen(number, self.level)];
        }
        self.last_buckets
    }

    fn record_failure(
        &mut self,
        seen: &Observation<'_>,
        scope: u64,
        values: [u32; DIMENSIONS.len()],
    ) {
        let Some(failure) = &seen.failure else { return };
        let (place, signature) = failure.signature;
        self.counts.record_failure(signature, seen.time, seen.status);
        let path = DimensionKind::Path.index();
        if let Some(raw) = &failure.raw_path {
            self.tables[path].keep_example(values[path], raw);
        }
        let whole = failure.raw_path.as_deref().map(decoded);
        let tail = whole.as_deref().and_then(without_first_segment);
        let path_hashes = [whole.as_deref(), tail].map(|path| path.map_or(0, hash));
        self.failures.push(FailedRequest {
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

    fn scope(&mut self, key: &[u8]) -> u64 {
        if self.last_scope.0 != key {
            let hash = hash(key);
            self.scopes.entry(hash).or_insert_with(|| key.into());
            self.keep_scopes_bounded();
            self.last_scope.0.clear();
            self.last_scope.0.extend_from_slice(key);
            self.last_scope.1 = hash;
        }
        self.last_scope.1
    }

    fn keep_scopes_bounded(&mut self) {
        while self.scopes.len() > MOST_SCOPES {
            self.scopes.pop_last();
        }
    }

    /// The tables take the timeline's width, so that their buckets are comparable.
    fn follow_timeline(&mut self) {
        let level = self.timeline.level();
        if level > self.level {
            for (dimension, table) in self.tables.iter_mut().enumerate() {
                table.coarsen(width(dimension, self.level), width(dimension, level));
            }
            self.level = level;
            self.last_buckets = [i64::MIN; 2];
        }
    }
}
