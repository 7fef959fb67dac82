//! How long a target keeps idle connections: seen where resets follow a pause of one length.
//!
//! The pause before a request is the time since the last response of the same target through the
//! same node. It can be told only where every request was kept, which is so for small logs.

use std::collections::BTreeMap;

use why502_parse::Timestamp;
use why502_rulebook::Class;

use super::super::case::text;
use super::super::context::{Context, group_name};
use super::cluster::{clusters, near_us};
use super::rung::{Inferred, Kind};
use crate::aggregate::NO_VALUE;
use crate::observe::DimensionKind::{LoadBalancer, Node, Target, TargetGroup};

/// A reset this soon after sending was never worked on, µs.
const AT_ONCE_US: i64 = 100_000;
/// After a pause of that length requests fail this many times as often as after others.
const RISK: f64 = 3.0;

/// One request on its way from a node to a target.
struct Passage {
    start: Timestamp,
    end: Timestamp,
    /// The target group's id, for a request that was reset at once.
    reset: Option<u32>,
}

/// The keep-alive time-outs of target groups.
pub(super) fn inferred(context: &Context<'_>) -> Vec<Inferred> {
    if context.aggregates.one_in > 1.0 || context.aggregates.scale > 1.0 {
        return Vec::new();
    }
    let mut pauses: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    let mut served: Vec<i64> = Vec::new();
    for passages in ways(context).into_values() {
        let mut last_end: Option<Timestamp> = None;
        for passage in passages {
            let pause_us = last_end.map(|end| passage.start.saturating_since(end));
            last_end = last_end.max(Some(passage.end));
            match (pause_us.filter(|pause| *pause > 0), passage.reset) {
                (Some(pause), Some(group)) => pauses.entry(group).or_default().push(pause),
                (Some(pause), None) => served.push(pause),
                (None, _) => {}
            }
        }
    }
    served.sort_unstable();
    pauses
        .into_iter()
        .filter_map(|(group, pauses)| of_group(context, group, &pauses, &served))
        .collect()
}

/// Every request by node and target, in order of its start.
fn ways(context: &Context<'_>) -> BTreeMap<(u32, u32), Vec<Passage>> {
    let mut ways: BTreeMap<(u32, u32), Vec<Passage>> = BTreeMap::new();
    let failures = &context.aggregates.failures;
    if !failures.iter().any(|row| context.class(row) == Class::Response) {
        return ways;
    }
    for control in context.aggregates.controls.iter().filter(|one| one.value(Target) != NO_VALUE) {
        let passage = Passage { start: control.start, end: control.time, reset: None };
        ways.entry((control.value(Node), control.value(Target))).or_default().push(passage);
    }
    for row in failures.iter().filter(|row| row.value(Target) != NO_VALUE) {
        let at_once = row.target_time_us().is_some_and(|time| time <= AT_ONCE_US);
        let is_reset = at_once && context.class(row) == Class::Response;
        let reset = is_reset.then_some(row.value(TargetGroup));
        let passage = Passage { start: row.start, end: row.time, reset };
        ways.entry((row.value(Node), row.value(Target))).or_default().push(passage);
    }
    for passages in ways.values_mut() {
        passages.sort_by_key(|passage| (passage.start, passage.end, passage.reset));
    }
    ways
}

/// The pause after which requests of a group are reset, if there is one.
fn of_group(context: &Context<'_>, group: u32, pauses: &[i64], served: &[i64]) -> Option<Inferred> {
    let cluster = clusters(pauses).into_iter().max_by_key(|cluster| cluster.count)?;
    let near = near_us(cluster.centre_us);
    let from = served.partition_point(|pause| *pause < cluster.centre_us - near);
    let to = served.partition_point(|pause| *pause <= cluster.centre_us + near);
    let risk = |failed: usize, served: usize| failed as f64 / (failed + served).max(1) as f64;
    let after = risk(cluster.count, to - from);
    let otherwise = risk(pauses.len() - cluster.count, served.len() - (to - from));
    if after < RISK * otherwise {
        return None;
    }
    let entry = context.aggregates.table(TargetGroup).entry(group)?;
    let row = context.aggregates.failures.iter().find(|row| row.value(TargetGroup) == group)?;
    Some(Inferred {
        kind: Kind::KeepAlive,
        of: group_name(&entry.value),
        value_us: cluster.centre_us,
        requests: cluster.count as u64,
        all: pauses.len() as u64,
        front: context.value(LoadBalancer, row).map(text).unwrap_or_default(),
        target_group_arn: Some(entry.text()),
    })
}
