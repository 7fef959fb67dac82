//! The aggregates as the rules ask for them: who was asked what, in which window.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};
use why502_rulebook::{Class, Signature, signatures};

use super::segment::Exposure;
use crate::aggregate::{Aggregates, FailedRequest};
use crate::observe::DimensionKind;

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) requests: u64,
    pub(super) failed: u64,
}

/// Read-only view of the aggregates.
pub(super) struct Context<'a> {
    pub(super) aggregates: &'a Aggregates,
}

impl<'a> Context<'a> {
    pub(super) fn new(aggregates: &'a Aggregates) -> Self {
        Self { aggregates }
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

    /// The scopes that share the load balancer or distribution of `scope`.
    pub(super) fn neighbours(&self, scope: u64) -> Vec<u64> {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        let mine: Vec<&[u8]> = entries
            .iter()
            .filter(|entry| entry.scope == scope)
            .map(|entry| &*entry.value)
            .collect();
        let mut scopes: Vec<u64> = entries
            .iter()
            .filter(|entry| mine.contains(&&*entry.value))
            .map(|entry| entry.scope)
            .collect();
        scopes.push(scope);
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }

    /// Requests over time of some scopes together.
    pub(super) fn exposure(&self, scopes: &[u64]) -> Exposure {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        let cells = entries
            .iter()
            .filter(|entry| scopes.contains(&entry.scope))
            .flat_map(|entry| &entry.cells);
        self.exposure_of(cells.map(|cell| (cell.bucket, u64::from(cell.requests))))
    }

    /// Requests over time of one value in some scopes.
    pub(super) fn exposure_of_value(&self, kind: DimensionKind, id: u32) -> Exposure {
        let cells = self.aggregates.table(kind).entry(id).map_or(&[][..], |entry| &entry.cells);
        self.exposure_of(cells.iter().map(|cell| (cell.bucket, u64::from(cell.requests))))
    }

    /// All requests over time.
    pub(super) fn exposure_of_all(&self) -> Exposure {
        self.exposure_of(
            self.aggregates.timeline.iter().map(|(number, bucket)| (*number, bucket.requests)),
        )
    }

    fn exposure_of(&self, buckets: impl Iterator<Item = (i64, u64)>) -> Exposure {
        let mut sums: BTreeMap<i64, u64> = BTreeMap::new();
        for (bucket, requests) in buckets {
            *sums.entry(bucket).or_default() += requests;
        }
        let level = self.aggregates.level;
        Exposure::new(
            sums.into_iter()
                .map(|(bucket, requests)| {
                    (
                        level.start(bucket).micros(),
                        level.start(bucket + 1).micros(),
                        requests as f64,
                    )
                })
                .collect(),
        )
    }

    /// Requests and failures of every value of a dimension in some scopes, in the buckets that
    /// a window touches. Values are by id.
    pub(super) fn values(
        &self,
        kind: DimensionKind,
        scopes: &[u64],
        window: Window,
    ) -> BTreeMap<u32, Sums> {
        let level = self.aggregates.level;
        let (first, last) = (level.bucket(window.start), level.bucket(window.end));
        let mut values = BTreeMap::new();
        for (id, entry) in self.aggregates.table(kind).entries.iter().enumerate() {
            if !scopes.contains(&entry.scope) {
                continue;
            }
            let mut sums = Sums::default();
            let from = entry.cells.partition_point(|cell| cell.bucket < first);
            for cell in entry.cells.iter().skip(from).take_while(|cell| cell.bucket <= last) {
                sums.requests += u64::from(cell.requests);
                sums.failed += u64::from(cell.failed);
            }
            if sums.requests > 0 {
                values.insert(id as u32, sums);
            }
        }
        values
    }

    /// The text of a value.
    pub(super) fn text(&self, kind: DimensionKind, id: u32) -> Option<String> {
        self.aggregates.table(kind).entry(id).map(crate::aggregate::Entry::text)
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

    /// Earliest time of any request of the scopes.
    pub(super) fn first_seen(&self, scopes: &[u64]) -> Option<Timestamp> {
        let entries = &self.aggregates.table(DimensionKind::LoadBalancer).entries;
        entries
            .iter()
            .filter(|entry| scopes.contains(&entry.scope))
            .map(|entry| entry.first_seen)
            .min()
    }

    /// How many load balancers and distributions of a format were read.
    pub(super) fn load_balancers(&self, format: Format) -> usize {
        let mut values: Vec<&[u8]> = self
            .aggregates
            .table(DimensionKind::LoadBalancer)
            .entries
            .iter()
            .filter(|entry| (format == Format::CloudFront) != entry.value.starts_with(b"app/"))
            .map(|entry| &*entry.value)
            .collect();
        values.dedup();
        values.len()
    }
}

/// The name in a target group's ARN; other text is returned as it is.
pub(crate) fn group_name(arn: &[u8]) -> String {
    let text = String::from_utf8_lossy(arn);
    let name = text.split_once(":targetgroup/").and_then(|(_, rest)| rest.split('/').next());
    name.unwrap_or(&text).to_owned()
}
