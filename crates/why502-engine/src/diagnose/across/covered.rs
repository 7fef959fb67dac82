//! Are a system's logs there for a time? Only then does a missing line mean anything.

use std::collections::{BTreeMap, BTreeSet};

use super::super::context::{Context, Window};
use crate::aggregate::{Cell, Level};
use crate::coverage;
use crate::observe::DimensionKind::{LoadBalancer, Node};

/// Load balancers write an object per node and five minutes, µs.
const OBJECT_US: i64 = 300_000_000;
/// Lines are looked for this long before and after, µs.
const MARGIN_US: i64 = 60_000_000;
/// A node with fewer requests per object on average may well have had none in one.
const FEWEST_PER_OBJECT: u64 = 5;

/// What was seen of a system's logs in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covered {
    /// Requests throughout, of every node that had any before and after.
    Seen,
    /// None in some five minutes, or none of a node that had some before and after.
    Gap,
}

/// Asks the coverage ledger; where the names of objects do not tell, looks at the requests of the
/// scopes in `window` and a minute around it.
pub(super) fn covered(context: &Context<'_>, scopes: &[u64], window: Window) -> Covered {
    by_ledger(context, scopes, window).unwrap_or_else(|| by_requests(context, scopes, window))
}

fn by_ledger(context: &Context<'_>, scopes: &[u64], window: Window) -> Option<Covered> {
    let entries = context.aggregates.table(LoadBalancer).entries.iter();
    let told: Vec<coverage::Covered> = entries
        .filter(|entry| scopes.contains(&entry.scope))
        .map(|entry| {
            let format = context.system(entry.scope);
            context.aggregates.covers(format, &entry.text(), window.start, window.end)
        })
        .collect();
    if told.contains(&coverage::Covered::Gap) {
        return Some(Covered::Gap);
    }
    let all = !told.is_empty() && told.iter().all(|one| *one == coverage::Covered::Yes);
    all.then_some(Covered::Seen)
}

fn by_requests(context: &Context<'_>, scopes: &[u64], window: Window) -> Covered {
    let width = |level: Level| (level.width_seconds() * 1_000_000).max(OBJECT_US);
    let balancers = context.aggregates.table(LoadBalancer).entries.iter();
    let level = context.aggregates.width(LoadBalancer);
    let slots = Slots { level, width_us: width(level), window };
    let all: BTreeSet<i64> = balancers
        .filter(|entry| scopes.contains(&entry.scope))
        .flat_map(|entry| slots.of(&entry.cells))
        .collect();
    if !slots.wanted().all(|slot| all.contains(&slot)) {
        return Covered::Gap;
    }
    let level = context.aggregates.width(Node);
    let slots = Slots { level, width_us: width(level), window };
    let mut nodes: BTreeMap<&[u8], (u64, BTreeSet<i64>)> = BTreeMap::new();
    for entry in &context.aggregates.table(Node).entries {
        if scopes.contains(&entry.scope) {
            let node = nodes.entry(&entry.value).or_default();
            node.0 += entry.requests;
            node.1.extend(slots.of(&entry.cells));
        }
    }
    let silent = nodes.values().any(|(requests, seen)| slots.falls_silent(*requests, seen));
    if silent { Covered::Gap } else { Covered::Seen }
}

struct Slots {
    level: Level,
    width_us: i64,
    window: Window,
}

impl Slots {
    fn of(&self, cells: &[Cell]) -> impl Iterator<Item = i64> {
        cells
            .iter()
            .filter(|cell| cell.requests > 0)
            .map(|cell| self.level.start(cell.bucket).micros().div_euclid(self.width_us))
    }

    /// The slots that must hold something.
    fn wanted(&self) -> std::ops::RangeInclusive<i64> {
        let from = self.window.start.micros() - MARGIN_US;
        let to = self.window.end.micros() + MARGIN_US;
        from.div_euclid(self.width_us)..=to.div_euclid(self.width_us)
    }

    fn falls_silent(&self, requests: u64, seen: &BTreeSet<i64>) -> bool {
        let (Some(&first), Some(&last)) = (seen.first(), seen.last()) else { return false };
        let objects = u64::try_from(last - first + 1).unwrap_or(u64::MAX);
        requests / objects >= FEWEST_PER_OBJECT
            && first < *self.wanted().start()
            && last > *self.wanted().end()
            && self.wanted().any(|slot| !seen.contains(&slot))
    }
}
