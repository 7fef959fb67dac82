//! The aggregates as the rules ask for them: who was asked what, in which window.
//!
//! Modules, each using only those to its left: `within`

mod within;

use std::collections::{BTreeMap, BTreeSet};

use why502_account::Facts;
use why502_parse::{Format, Timestamp};
use why502_rulebook::{Class, Signature, signatures};

use self::within::Places;
use super::statistics::Exposure;
use crate::aggregate::{Aggregates, Cell, FailedRequest, Level};
use crate::observe::{DimensionKind, system_of};

pub(super) use within::Population;

/// Rows by the id of their signature and by status.
pub(super) type Kinds = BTreeMap<(&'static str, Option<u16>), u64>;

/// A closed interval of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Window {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

impl Window {
    /// Length in µs.
    pub(super) fn length_us(self) -> i64 {
        self.end.saturating_since(self.start)
    }

    /// How long two windows overlap, µs; negative where they do not.
    pub(super) fn overlap_us(self, other: Self) -> i64 {
        self.end.min(other.end).saturating_since(self.start.max(other.start))
    }
}

/// Requests and failures of one value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) requests: f64,
    pub(super) failed: f64,
}

/// Read-only view of the aggregates.
pub(super) struct Context<'a> {
    pub(super) aggregates: &'a Aggregates,
    /// What is known of the account.
    pub(super) facts: Option<&'a Facts>,
    /// Kept failures by signature and status.
    kept: Kinds,
    all: Exposure,
    places: Places,
    /// Groups of scopes whose systems stand behind one another.
    linked: Vec<Vec<u64>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(aggregates: &'a Aggregates, facts: Option<&'a Facts>) -> Self {
        let all = Exposure::new(aggregates.ticks.clone());
        let (kept, places) = (Kinds::new(), Places::default());
        let mut context = Self { aggregates, facts, kept, all, places, linked: Vec::new() };
        context.kept = tally(&context, aggregates.failures.iter());
        context
    }

    /// The signature of a failing request.
    pub(super) fn signature(&self, request: &FailedRequest) -> &'static Signature {
        let table = signatures::of(request.format);
        table.get(usize::from(request.signature)).unwrap_or(&table[table.len() - 1])
    }

    /// The class of a failing request.
    pub(super) fn class(&self, request: &FailedRequest) -> Class {
        self.signature(request).class
    }

    /// True where the scope is a target group; false for a load balancer or distribution.
    pub(super) fn is_target_group(&self, scope: u64) -> bool {
        self.aggregates.scope_key(scope).windows(13).any(|part| part == b":targetgroup/")
    }

    /// How the load balancer speaks to the targets of these groups, where the account says so and
    /// all of them agree.
    pub(super) fn group_protocol(&self, scopes: &[u64]) -> Option<&'a str> {
        let mut protocols = scopes.iter().map(|&scope| {
            let arn = std::str::from_utf8(self.aggregates.scope_key(scope)).ok()?;
            self.facts?.target_group(arn)?.protocol.as_deref()
        });
        let first = protocols.next()??;
        protocols.all(|other| other == Some(first)).then_some(first)
    }

    /// The scopes whose requests are counted.
    pub(super) fn known_scopes(&self) -> BTreeSet<u64> {
        self.aggregates
            .table(DimensionKind::LoadBalancer)
            .entries
            .iter()
            .map(|entry| entry.scope)
            .collect()
    }

    /// The scopes that share the load balancer or distribution of `scope`.
    pub(super) fn neighbours(&self, scope: u64) -> Vec<u64> {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        // An ALB's scope is a target group, or the load balancer by itself.
        let kind = |scope| match self.system(scope) {
            Format::Alb => Format::CloudFront,
            other => other,
        };
        let system = kind(scope);
        let mine: Vec<&[u8]> = entries
            .iter()
            .filter(|entry| entry.scope == scope)
            .map(|entry| &*entry.value)
            .collect();
        let mut scopes: Vec<u64> = entries
            .iter()
            .filter(|entry| mine.contains(&&*entry.value) && kind(entry.scope) == system)
            .map(|entry| entry.scope)
            .collect();
        scopes.push(scope);
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }

    /// Takes note of which systems stand behind one another.
    pub(super) fn link(&mut self, linked: &[Vec<u64>]) {
        self.linked = linked.to_vec();
    }

    /// The neighbours of `scope` and of what stands before or behind it: where one incident is.
    pub(super) fn together(&self, scope: u64) -> Vec<u64> {
        let group = self.linked.iter().find(|scopes| scopes.contains(&scope));
        group.cloned().unwrap_or_else(|| self.neighbours(scope))
    }

    /// Requests over time of some scopes together that could have failed as `rows` did: those
    /// that passed, and the rows themselves. A request that failed otherwise could not.
    pub(super) fn exposure(&self, scopes: &[u64], rows: &[&FailedRequest]) -> Exposure {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        let cells = entries
            .iter()
            .filter(|entry| scopes.contains(&entry.scope))
            .flat_map(|entry| &entry.cells);
        self.exposure_of(self.aggregates.level, cells, rows)
    }

    /// The same of one value in its scope.
    pub(super) fn exposure_of_value(
        &self,
        kind: DimensionKind,
        id: u32,
        rows: &[&FailedRequest],
    ) -> Exposure {
        let cells = self.aggregates.table(kind).entry(id).map_or(&[][..], |entry| &entry.cells);
        self.exposure_of(self.aggregates.width(kind), cells.iter(), rows)
    }

    /// All requests over time, whatever became of them.
    pub(super) fn exposure_of_all(&self) -> &Exposure {
        &self.all
    }

    fn exposure_of<'c>(
        &self,
        level: Level,
        cells: impl Iterator<Item = &'c Cell>,
        rows: &[&FailedRequest],
    ) -> Exposure {
        let passed = |cell: &Cell| u64::from(cell.requests - cell.failed.min(cell.requests));
        // Bucket, requests that passed, rows.
        let mut parts: Vec<(i64, u64, u32)> =
            cells.map(|cell| (cell.bucket, passed(cell), 0)).collect();
        parts.extend(in_buckets(level, rows).map(|(bucket, rows)| (bucket, 0, rows)));
        // Stable sorts take notice of runs that are in order already.
        parts.sort_by_key(|(bucket, ..)| *bucket);
        let sums = parts.chunk_by(|one, other| one.0 == other.0).map(|parts| {
            let requests: u64 = parts.iter().map(|(_, passed, _)| passed).sum();
            let failures: u32 = parts.iter().map(|(.., rows)| rows).sum();
            // In units of kept failures, so that rates stay rates where only a sample was kept.
            let requests = requests as f64 / self.aggregates.scale + f64::from(failures);
            let bucket = parts[0].0;
            let (from, to) = (level.start(bucket).micros(), level.start(bucket + 1).micros());
            (from, to, requests)
        });
        Exposure::new(sums.collect())
    }

    /// Requests and failures of one value in its scope, in the buckets that a window touches.
    pub(super) fn sums_of(&self, kind: DimensionKind, id: u32, window: Window) -> Sums {
        let cells = self.aggregates.table(kind).entry(id).map_or(&[][..], |entry| &entry.cells);
        self.sum(cells.iter(), self.aggregates.width(kind), window)
    }

    /// Requests and failures of whole scopes, in the buckets of `kind` that a window touches.
    pub(super) fn sums_of_scopes(
        &self,
        kind: DimensionKind,
        scopes: &[u64],
        window: Window,
    ) -> Sums {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        let cells = entries
            .iter()
            .filter(|entry| scopes.contains(&entry.scope))
            .flat_map(|entry| &entry.cells);
        // The window as wide as the buckets of the value it is compared with.
        let (level, from) = (self.aggregates.width(kind), window.start);
        let (first, last) = (level.bucket(from), level.bucket(window.end));
        let wide = Window {
            start: level.start(first),
            end: Timestamp::from_micros(level.start(last + 1).micros() - 1),
        };
        self.sum(cells, self.aggregates.level, wide)
    }

    fn sum<'c>(&self, cells: impl Iterator<Item = &'c Cell>, level: Level, window: Window) -> Sums {
        let (first, last) = (level.bucket(window.start), level.bucket(window.end));
        let mut sums = Sums::default();
        for cell in cells.filter(|cell| (first..=last).contains(&cell.bucket)) {
            sums.requests += f64::from(cell.requests) / self.aggregates.scale;
            sums.failed += f64::from(cell.failed) / self.aggregates.scale;
        }
        sums
    }

    /// The value of a failing request, if it has one that was kept.
    pub(super) fn value(&self, kind: DimensionKind, row: &FailedRequest) -> Option<&'a [u8]> {
        self.aggregates.table(kind).entry(row.value(kind)).map(|entry| &*entry.value)
    }

    /// Rows by signature and status.
    pub(super) fn kinds(&self, rows: &[&FailedRequest]) -> Kinds {
        tally(self, rows.iter().copied())
    }

    /// How many requests some rows stand for: each for its part of the exact total of its
    /// signature and status.
    pub(super) fn requests(&self, rows: &[&FailedRequest]) -> u64 {
        if self.aggregates.scale <= 1.0 {
            return rows.len() as u64;
        }
        self.requests_of(self.kinds(rows))
    }

    /// The same of rows that were counted.
    pub(super) fn requests_of(
        &self,
        kinds: impl IntoIterator<Item = ((&'static str, Option<u16>), u64)>,
    ) -> u64 {
        let is_whole = self.aggregates.scale <= 1.0;
        let part = |(key, count): ((&'static str, Option<u16>), u64)| {
            if is_whole {
                return u128::from(count);
            }
            let total =
                self.aggregates.counts.signatures.get(&key).map_or(count, |tally| tally.requests);
            let kept = self.kept.get(&key).copied().unwrap_or(count).max(1);
            u128::from(count) * u128::from(total) / u128::from(kept)
        };
        u64::try_from(kinds.into_iter().map(part).sum::<u128>()).unwrap_or(u64::MAX)
    }

    /// Latest time of any request of the scopes.
    pub(super) fn last_seen(&self, scopes: &[u64]) -> Option<Timestamp> {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        entries
            .iter()
            .filter(|entry| scopes.contains(&entry.scope))
            .map(|entry| entry.last_seen)
            .max()
    }

    /// The format of a scope's requests.
    pub(super) fn system(&self, scope: u64) -> Format {
        system_of(self.aggregates.scope_key(scope))
    }

    /// How many load balancers, distributions or APIs of the kind that `scope` belongs to were read.
    pub(super) fn load_balancers(&self, scope: u64) -> usize {
        let system = self.system(scope);
        let mut values: Vec<&[u8]> = self
            .aggregates
            .table(DimensionKind::LoadBalancer)
            .entries
            .iter()
            .filter(|entry| self.system(entry.scope) == system)
            .map(|entry| &*entry.value)
            .collect();
        values.dedup();
        values.len()
    }
}

/// How many rows fall into each bucket, one bucket after the other as the rows do.
fn in_buckets(level: Level, rows: &[&FailedRequest]) -> impl Iterator<Item = (i64, u32)> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let bucket = level.bucket(rest.first()?.time);
        let within = level.start(bucket)..level.start(bucket + 1);
        let end = rest.iter().position(|row| !within.contains(&row.time)).unwrap_or(rest.len());
        rest = &rest[end..];
        Some((bucket, end as u32))
    })
}

/// Rows by format, signature and status: one of each, and how many there are.
pub(super) fn alike<'r>(
    rows: impl Iterator<Item = &'r FailedRequest>,
) -> Vec<(&'r FailedRequest, u64)> {
    // Few kinds; neighbours are often of one.
    let mut kinds: Vec<(&FailedRequest, u64)> = Vec::new();
    let is_same = |one: &FailedRequest, other: &FailedRequest| {
        (one.format, one.signature, one.status) == (other.format, other.signature, other.status)
    };
    let mut last = 0;
    for row in rows {
        if kinds.get(last).is_none_or(|(first, _)| !is_same(first, row)) {
            let known = kinds.iter().position(|(first, _)| is_same(first, row));
            last = known.unwrap_or(kinds.len());
            if last == kinds.len() {
                kinds.push((row, 0));
            }
        }
        kinds[last].1 += 1;
    }
    kinds
}

/// Rows by signature and status.
fn tally<'r>(context: &Context<'_>, rows: impl Iterator<Item = &'r FailedRequest>) -> Kinds {
    let mut counts = Kinds::new();
    for (row, count) in alike(rows) {
        *counts.entry((context.signature(row).id, row.status)).or_default() += count;
    }
    counts
}

/// The name in a target group's ARN; other text is returned as it is.
pub(crate) fn group_name(arn: &[u8]) -> String {
    let text = String::from_utf8_lossy(arn);
    let name = text.split_once(":targetgroup/").and_then(|(_, rest)| rest.split('/').next());
    name.unwrap_or(&text).to_owned()
}
