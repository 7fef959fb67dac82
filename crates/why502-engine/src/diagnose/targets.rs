//! The targets of a group during an event: who failed, who served, who came and who went.

use why502_parse::Timestamp;

use super::case::core_window;
use super::context::{Context, Window};
use crate::aggregate::{Cell, Entry, FailedRequest, Level, NO_VALUE};
use crate::observe::DimensionKind::{self, LoadBalancer};

/// A pause this long ends a target's life in this event, µs: addresses are used again.
const PAUSE_US: i64 = 1_800_000_000;
/// Where targets that come with an event are looked for before and after it, µs.
const AROUND_US: i64 = 600_000_000;
/// Logs or targets that begin this close to the logs' own beginning did not begin then, µs.
const BEGINNING_US: i64 = 120_000_000;

/// One target of the group.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) id: u32,
    /// `ip:port`.
    pub(super) name: String,
    /// Its requests in the buckets that the event touches, in units of kept failures.
    pub(super) requests: f64,
    /// Failing requests of the event.
    pub(super) failed: usize,
    /// From its first to its last failure, without the outermost twentieth on either side.
    pub(super) failing: Option<Window>,
    /// Part of its requests meanwhile that belong to the event.
    pub(super) failed_share: f64,
    /// From its first to its last request around the event.
    pub(super) life: Window,
    /// When the last request came that it served, around the event.
    pub(super) last_success: Option<Timestamp>,
}

/// Every target of the scopes that was seen during the event or failed in it.
pub(super) struct Targets {
    /// By name.
    pub(super) all: Vec<Target>,
    /// From the first to the last request of the scopes around the event.
    pub(super) logs: Window,
}

impl Target {
    /// Served requests that came after its last failure of the event.
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
        let mut failures: Vec<Vec<&FailedRequest>> = Vec::new();
        for row in rows.iter().filter(|row| row.value(DimensionKind::Target) != NO_VALUE) {
            let id = row.value(DimensionKind::Target) as usize;
            if failures.len() <= id {
                failures.resize_with(id + 1, Vec::new);
            }
            failures[id].push(row);
        }
        let requests = context.population(DimensionKind::Target, scopes, window);
        let level = context.aggregates.width(DimensionKind::Target);
        let entries = &context.aggregates.table(DimensionKind::Target).entries;
        let mut all = Vec::new();
        for (id, entry) in entries.iter().enumerate() {
            let id = id as u32;
            let mine = failures.get(id as usize).map_or(&[][..], Vec::as_slice);
            let asked = requests.get(&entry.value);
            let seen = scopes.contains(&entry.scope) && asked.is_some();
            if mine.is_empty() && !seen {
                continue;
            }
            let life = life(&entry.cells, level, entry.first_seen, entry.last_seen, window);
            all.push(Target {
                id,
                name: entry.text(),
                requests: asked.map_or(0.0, |sums| sums.requests),
                failed: mine.len(),
                failing: core_window(mine),
                failed_share: share_while(context, id, mine),
                life,
                last_success: last_success(entry, level, life),
            });
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Self { all, logs: logs(context, scopes, window) }
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
        let total: usize = failing.iter().map(|target| target.failed).sum();
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
    /// more after their last request.
    pub(super) fn vanished(&self) -> Vec<&Target> {
        let gone = |target: &&Target| {
            !target.recovered() && self.logs.end.saturating_since(target.life.end) >= 60_000_000
        };
        self.failing().into_iter().filter(gone).collect()
    }

    /// Targets first seen from ten minutes before the window to ten minutes after it, and not
    /// just because the logs begin there.
    pub(super) fn appeared(context: &Context<'_>, scopes: &[u64], window: Window) -> Vec<Target> {
        let wide = Window {
            start: Timestamp::from_micros(window.start.micros().saturating_sub(AROUND_US)),
            end: Timestamp::from_micros(window.end.micros().saturating_add(AROUND_US)),
        };
        let Self { all, logs } = Self::during(context, &[], scopes, wide);
        let is_new = |target: &Target| {
            target.life.start >= wide.start
                && target.life.start <= wide.end
                && target.life.start.saturating_since(logs.start) >= BEGINNING_US
        };
        let mut found: Vec<Target> = all.into_iter().filter(is_new).collect();
        found.sort_by(|a, b| (a.life.start, &a.name).cmp(&(b.life.start, &b.name)));
        found
    }
}

fn share_while(context: &Context<'_>, id: u32, rows: &[&FailedRequest]) -> f64 {
    let Some(failing) = core_window(rows) else { return 0.0 };
    let exposure = context.exposure_of_value(DimensionKind::Target, id, rows);
    // Half a second on each side: a single failure has no length.
    let requests =
        exposure.between(failing.start.micros() - 500_000, failing.end.micros() + 500_000);
    (rows.len() as f64 / requests.max(rows.len() as f64)).min(1.0)
}

/// From the first to the last request around `window`: the run of buckets that touches it,
/// without a pause of [`PAUSE_US`]. Exact where it reaches the first or last request of all.
fn life(cells: &[Cell], level: Level, first: Timestamp, last: Timestamp, window: Window) -> Window {
    let pause = (PAUSE_US / 1_000_000 / level.width_seconds()).max(1) + 1;
    let at = cells.partition_point(|cell| level.start(cell.bucket + 1) <= window.start);
    let mut from = at.min(cells.len().saturating_sub(1));
    let mut to = from;
    while from > 0 && cells[from].bucket - cells[from - 1].bucket <= pause {
        from -= 1;
    }
    while to + 1 < cells.len() && cells[to + 1].bucket - cells[to].bucket <= pause {
        to += 1;
    }
    let start = if from == 0 { first } else { level.start(cells[from].bucket) };
    let end = if to + 1 >= cells.len() { last } else { level.start(cells[to].bucket + 1) };
    Window { start, end }
}

fn last_success(entry: &Entry, level: Level, life: Window) -> Option<Timestamp> {
    if entry.last_success.is_none_or(|last| last <= life.end) {
        return entry.last_success;
    }
    let served = entry
        .cells
        .iter()
        .rev()
        .find(|cell| level.start(cell.bucket) <= life.end && cell.requests > cell.failed)?;
    Some(level.start(served.bucket + 1))
}

fn logs(context: &Context<'_>, scopes: &[u64], window: Window) -> Window {
    let entries = &context.aggregates.table(LoadBalancer).entries;
    let mine = || entries.iter().filter(|entry| scopes.contains(&entry.scope));
    let mut cells: Vec<Cell> = mine().flat_map(|entry| &entry.cells).copied().collect();
    cells.sort_unstable_by_key(|cell| cell.bucket);
    cells.dedup_by_key(|cell| cell.bucket);
    let first = mine().map(|entry| entry.first_seen).min().unwrap_or(window.start);
    let last = mine().map(|entry| entry.last_seen).max().unwrap_or(window.end);
    life(&cells, context.aggregates.width(LoadBalancer), first, last, window)
}
