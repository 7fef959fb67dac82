//! The targets of a group during an event: who failed, who served, who came and who went.

use std::collections::BTreeMap;

use why502_parse::Timestamp;

use super::context::{Context, Window};
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind;

/// One target of the group.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) id: u32,
    /// `ip:port`.
    pub(super) name: String,
    /// Its requests in the buckets that the event touches.
    pub(super) requests: u64,
    /// Failing requests of the event, and when the first and last were.
    pub(super) failed: u64,
    pub(super) failing: Option<Window>,
    /// Part of its requests between those two that belong to the event.
    pub(super) failed_share: f64,
    pub(super) first_seen: Timestamp,
    pub(super) last_seen: Timestamp,
    pub(super) last_success: Option<Timestamp>,
}

/// Every target of the scopes that was seen during the event or failed in it.
pub(super) struct Targets {
    /// By name.
    pub(super) all: Vec<Target>,
    /// When the scopes were first and last seen at all.
    pub(super) logs: Option<Window>,
}

impl Target {
    /// Served again after its last failure of the event.
    pub(super) fn recovered(&self) -> bool {
        let last = self.failing.map(|failing| failing.end);
        self.last_success.zip(last).is_some_and(|(success, failure)| success > failure)
    }

    /// Port, where the name has one.
    pub(super) fn port(&self) -> Option<&str> {
        self.name.rsplit_once(':').map(|(_, port)| port)
    }
}

impl Targets {
    /// Looks the event's rows up.
    pub(super) fn during(
        context: &Context<'_>,
        rows: &[&FailedRequest],
        scopes: &[u64],
        window: Window,
    ) -> Self {
        let mut failures: BTreeMap<u32, (u64, Window)> = BTreeMap::new();
        for row in rows {
            let id = row.value(DimensionKind::Target);
            if id != NO_VALUE {
                let one = Window { start: row.time, end: row.time };
                let entry = failures.entry(id).or_insert((0, one));
                entry.0 += 1;
                entry.1.end = row.time;
            }
        }
        let mut ids: Vec<(u32, u64)> = context
            .values(DimensionKind::Target, scopes, window)
            .into_iter()
            .map(|(id, sums)| (id, sums.requests))
            .collect();
        ids.extend(
            failures
                .keys()
                .filter(|id| !ids.iter().any(|(known, _)| known == *id))
                .map(|&id| (id, 0))
                .collect::<Vec<_>>(),
        );
        let mut all: Vec<Target> = ids
            .into_iter()
            .filter_map(|(id, requests)| {
                let entry = context.aggregates.table(DimensionKind::Target).entry(id)?;
                let (failed, failing) =
                    failures.get(&id).map_or((0, None), |one| (one.0, Some(one.1)));
                Some(Target {
                    id,
                    name: entry.text(),
                    requests,
                    failed,
                    failing,
                    failed_share: failing
                        .map_or(0.0, |failing| share_while(context, id, failed, failing)),
                    first_seen: entry.first_seen,
                    last_seen: entry.last_seen,
                    last_success: entry.last_success,
                })
            })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        let logs = context.first_seen(scopes).zip(context.last_seen(scopes));
        Self { all, logs: logs.map(|(start, end)| Window { start, end }) }
    }

    /// Those that failed in the event, by their first failure.
    pub(super) fn failing(&self) -> Vec<&Target> {
        let mut failing: Vec<&Target> =
            self.all.iter().filter(|target| target.failed > 0).collect();
        failing.sort_by_key(|target| (target.failing.map(|failing| failing.start), &target.name));
        failing
    }

    /// The fewest targets that hold at least `part` of the event's failures.
    pub(super) fn holding(&self, part: f64) -> Vec<&Target> {
        let mut failing = self.failing();
        failing.sort_by(|a, b| (b.failed, &a.name).cmp(&(a.failed, &b.name)));
        let total: u64 = failing.iter().map(|target| target.failed).sum();
        let mut sum = 0;
        let enough = failing.iter().position(|target| {
            sum += target.failed;
            sum as f64 >= part * total as f64
        });
        failing.truncate(enough.map_or(0, |at| at + 1));
        failing
    }

    /// Targets with a failure or two that only happened meanwhile: they served on, while few
    /// others hold nine in ten of the failures.
    pub(super) fn strays(&self) -> Vec<u32> {
        let holders = self.holding(0.9);
        if holders.len() * 2 > self.all.len() {
            return Vec::new();
        }
        let is_stray = |target: &&Target| {
            target.failed > 0
                && target.failed <= 2
                && target.recovered()
                && !holders.iter().any(|holder| holder.id == target.id)
        };
        self.all.iter().filter(is_stray).map(|target| target.id).collect()
    }

    /// Failing targets that were not seen to serve again, while the logs go on for a minute or
    /// more after their last line.
    pub(super) fn vanished(&self) -> Vec<&Target> {
        let logs_end = self.logs.map(|logs| logs.end);
        self.failing()
            .into_iter()
            .filter(|target| {
                !target.recovered()
                    && logs_end
                        .is_some_and(|end| end.saturating_since(target.last_seen) >= 60_000_000)
            })
            .collect()
    }

    /// Targets first seen from ten minutes before the window to ten minutes after it, and not
    /// just because the logs begin there.
    pub(super) fn appeared(
        &self,
        context: &Context<'_>,
        scopes: &[u64],
        window: Window,
    ) -> Vec<Target> {
        const TEN_MINUTES_US: i64 = 600_000_000;
        let Some(logs) = self.logs else { return Vec::new() };
        let wide = Window {
            start: Timestamp::from_micros(window.start.micros() - TEN_MINUTES_US),
            end: Timestamp::from_micros(window.end.micros() + TEN_MINUTES_US),
        };
        let mut found: Vec<Target> = Self::during(context, &[], scopes, wide)
            .all
            .into_iter()
            .filter(|target| {
                target.first_seen >= wide.start
                    && target.first_seen <= wide.end
                    && target.first_seen.saturating_since(logs.start) >= 120_000_000
            })
            .collect();
        found.sort_by(|a, b| (a.first_seen, &a.name).cmp(&(b.first_seen, &b.name)));
        found
    }
}

fn share_while(context: &Context<'_>, id: u32, failed: u64, failing: Window) -> f64 {
    let exposure = context.exposure_of_value(DimensionKind::Target, id);
    // Half a second on each side: a single failure has no length.
    let requests =
        exposure.between(failing.start.micros() - 500_000, failing.end.micros() + 500_000);
    (failed as f64 / requests.max(failed as f64)).min(1.0)
}
