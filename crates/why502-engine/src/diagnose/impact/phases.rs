//! Before, during and after an incident, in whole buckets of the timeline.

use why502_parse::Timestamp;

use super::super::context::{Context, Window};
use crate::aggregate::Bucket;
use crate::observe::DimensionKind::Target;
use crate::summary::{Phase, PhaseName};

/// The buckets that the incident touches, and as many before and after them as the logs reach; a
/// phase without a request is left out, for nothing is known of it.
pub(in super::super) fn phases(context: &Context<'_>, window: Window) -> Vec<Phase> {
    let aggregates = context.aggregates;
    let Some(reach) = aggregates.reach() else { return Vec::new() };
    let (first, last) =
        (aggregates.level.bucket(window.start), aggregates.level.bucket(window.end));
    let count = last - first + 1;
    [
        (PhaseName::Before, first.saturating_sub(count).max(reach.0), first - 1),
        (PhaseName::During, first, last),
        (PhaseName::After, last + 1, last.saturating_add(count).min(reach.1)),
    ]
    .into_iter()
    .filter_map(|(name, first, last)| phase(context, name, first, last))
    .collect()
}

fn phase(context: &Context<'_>, name: PhaseName, first: i64, last: i64) -> Option<Phase> {
    let aggregates = context.aggregates;
    let timeline = &aggregates.timeline;
    let from = timeline.partition_point(|(number, _)| *number < first);
    let buckets = timeline.iter().skip(from).take_while(|(number, _)| *number <= last);
    let mut sum = Bucket::default();
    buckets.for_each(|(_, bucket)| sum.merge(bucket));
    if sum.requests == 0 {
        return None;
    }
    let (earliest, latest) = aggregates.counts.span?;
    let from = aggregates.level.start(first).max(earliest);
    let after_all = Timestamp::from_micros(latest.micros().saturating_add(1));
    let to = aggregates.level.start(last + 1).min(after_all);
    let seconds = to.saturating_since(from) as f64 / 1e6;
    Some(Phase {
        name,
        from,
        to,
        requests: sum.requests,
        failed: sum.failed,
        client_errors: sum.client_errors,
        requests_per_second: sum.requests as f64 / seconds.max(1.0),
        p50: sum.latency.percentile(500),
        p95: sum.latency.percentile(950),
        p99: sum.latency.percentile(990),
        active_targets: active_targets(context, first, last),
    })
}

/// Targets with a request in these buckets; one of several scopes counts once.
fn active_targets(context: &Context<'_>, first: i64, last: i64) -> u64 {
    let entries = &context.aggregates.table(Target).entries;
    let is_active = |entry: &crate::aggregate::Entry| {
        let at = entry.cells.partition_point(|cell| cell.bucket < first);
        entry.cells.get(at).is_some_and(|cell| cell.bucket <= last)
    };
    let targets = entries.chunk_by(|one, other| one.value == other.value);
    targets.filter(|scopes| scopes.iter().any(is_active)).count() as u64
}
