//! Everything one worker counts, and how two workers' counts become one.

use std::collections::BTreeMap;
use std::io;

use super::aggregates::{Aggregates, coarse, width};
use super::controls::Controls;
use super::counts::Counts;
use super::evidence::EvidenceCounts;
use super::failures::Failures;
use super::ladder::Level;
use super::objects::{ObjectReport, Objects};
use super::sampling::hash;
use super::table::Table;
use super::ticks::Ticks;
use super::timeline::Timeline;
use crate::coverage::Coverage;
use crate::crew::Crew;
use crate::observe::{DIMENSIONS, DimensionKind, Testimony};
use crate::saved::{BlockReader, BlockWriter, LoadError};

/// More scopes than this are not told apart: a scope is a target group, a load balancer or a
/// distribution, and no account has so many.
const MOST_SCOPES: usize = 1 << 14;

/// One worker's counts.
#[derive(Debug, Clone)]
pub(crate) struct Partials {
    pub(super) counts: Counts,
    pub(super) evidence: EvidenceCounts,
    pub(super) timeline: Timeline,
    pub(super) ticks: Ticks,
    pub(super) tables: [Table; DIMENSIONS.len()],
    pub(super) scopes: BTreeMap<u64, Box<[u8]>>,
    pub(super) last_scope: (Vec<u8>, u64),
    pub(super) failures: Failures,
    pub(super) controls: Controls,
    pub(super) objects: Objects,
    pub(super) level: Level,
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
    pub(crate) fn merge(&mut self, mut other: Self, crew: &Crew) {
        self.counts.merge(other.counts);
        self.evidence.merge(other.evidence);
        self.timeline.merge(other.timeline);
        self.ticks.merge(other.ticks);
        self.follow_timeline();
        let (mine, theirs) = (self.level, other.level);
        let tables = self.tables.iter_mut().zip(other.tables).enumerate().collect();
        let moved = crew.map(tables, |(dimension, (table, mut other))| {
            if theirs < mine {
                other.coarsen(width(dimension, theirs), width(dimension, mine));
            }
            (dimension, table.absorb(other))
        });
        other.failures.renumber(&moved);
        other.controls.renumber(&moved);
        self.failures.absorb(other.failures);
        self.controls.absorb(other.controls);
        let shrunk = self.tables.iter_mut().enumerate();
        let moved: Vec<_> = shrunk.map(|(place, table)| (place, table.shrink())).collect();
        self.renumber_all(moved);
        self.scopes.append(&mut other.scopes);
        self.keep_scopes_bounded();
        self.objects.merge(other.objects);
    }

    /// The canonical form.
    pub(crate) fn finish(mut self, crew: &Crew) -> Aggregates {
        self.counts.settle();
        // What is not kept needs no new ids.
        self.failures.settle();
        let tables = self.tables.iter_mut().enumerate().collect();
        let moved = crew
            .map(tables, |(dimension, table): (_, &mut Table)| (dimension, table.canonicalise()));
        self.renumber_all(moved);
        let failures = self.failures.finish();
        let (controls, one_in) = self.controls.finish();
        // A summary keeps none.
        let kept = if failures.is_empty() { self.counts.failed } else { failures.len() as u64 };
        let scale = self.counts.failed as f64 / kept.max(1) as f64;
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
    pub(super) fn renumber(&mut self, dimension: usize, moved: &[u32]) {
        self.renumber_all(vec![(dimension, moved.to_vec())]);
    }

    /// The same of several dimensions.
    fn renumber_all(&mut self, mut moved: Vec<(usize, Vec<u32>)>) {
        // Tables that did not change are left out.
        moved.retain(|(_, moved)| moved.iter().zip(0..).any(|(id, place)| *id != place));
        if !moved.is_empty() {
            self.failures.renumber(&moved);
            self.controls.renumber(&moved);
        }
    }

    pub(super) fn scope(&mut self, key: &[u8]) -> u64 {
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

    /// The coarse bucket that holds a bucket of the timeline's width.
    pub(super) fn coarse_bucket(&self, number: i64) -> i64 {
        coarse(self.level).coarsen(number, self.level)
    }

    /// Counts response times in the bucket in hand.
    pub(super) fn record_latencies(&mut self, micros: &[u64]) {
        self.counts.latency.record_all(micros);
        self.timeline.record_latencies(micros);
    }

    /// The tables take the timeline's width, so that their buckets are comparable.
    pub(super) fn follow_timeline(&mut self) {
        let level = self.timeline.level();
        if level > self.level {
            for (dimension, table) in self.tables.iter_mut().enumerate() {
                table.coarsen(width(dimension, self.level), width(dimension, level));
            }
            self.level = level;
        }
    }
}
