//! How load, response times and failures of some scopes went over time.

use std::collections::BTreeMap;

use super::context::Context;
use super::statistics::trend::Bin;
use crate::observe::DimensionKind::LoadBalancer;

/// Bins of the width of the timeline's buckets, in order.
pub(super) struct Course {
    /// Requests a minute; weighted by requests.
    pub(super) load: Vec<Bin>,
    /// Mean logarithm of the response time, in steps of [`crate::aggregate::STEPS_PER_DOUBLING`].
    pub(super) pace: Vec<Bin>,
    /// Failed requests over all.
    pub(super) failed: Vec<Bin>,
    /// Width of a bin, µs.
    pub(super) width_us: i64,
}

#[derive(Default)]
struct Sums {
    requests: u64,
    failed: u64,
    timed: u64,
    logarithms: u64,
}

impl Course {
    /// The course of the scopes together.
    pub(super) fn of(context: &Context<'_>, scopes: &[u64]) -> Self {
        let mut bins = BTreeMap::<i64, Sums>::new();
        let entries = &context.aggregates.table(LoadBalancer).entries;
        for entry in entries.iter().filter(|entry| scopes.contains(&entry.scope)) {
            for cell in &entry.cells {
                let sums = bins.entry(cell.bucket).or_default();
                sums.requests += u64::from(cell.requests);
                sums.failed += u64::from(cell.failed);
            }
            for pace in entry.paces.cells() {
                let sums = bins.entry(pace.bucket).or_default();
                sums.timed += pace.timed;
                sums.logarithms += pace.logarithms;
            }
        }
        let level = context.aggregates.level;
        let minutes = level.width_seconds() as f64 / 60.0;
        let start = |bucket| level.start(bucket).micros();
        let bin = |value: &dyn Fn(&Sums) -> (f64, f64)| {
            bins.iter()
                .map(|(&bucket, sums)| {
                    let (value, weight) = value(sums);
                    (start(bucket), value, weight)
                })
                .collect()
        };
        Self {
            load: bin(&|sums| (sums.requests as f64 / minutes, sums.requests as f64)),
            pace: bin(&|sums| {
                (sums.logarithms as f64 / sums.timed.max(1) as f64, sums.timed as f64)
            }),
            failed: bin(&|sums| {
                (sums.failed as f64 / sums.requests.max(1) as f64, sums.requests as f64)
            }),
            width_us: level.width_seconds() * 1_000_000,
        }
    }
}
