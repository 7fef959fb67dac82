//! Two attributes at once: do both matter, each also within the other?

use std::collections::BTreeMap;

use super::super::context::{Context, Window};
use super::super::statistics::{Association, CaseControl};
use super::Difference;
use super::column::Column;
use crate::aggregate::{Control, FailedRequest};
use crate::observe::{DIMENSIONS, DimensionKind};

/// Fewer controls say nothing of two attributes at once.
const FEWEST_CONTROLS: usize = 20;
/// What the values of either attribute must hold of the failing requests, and both together.
const COVERAGE: f64 = 0.9;
const SUPPORT: f64 = 0.5;
/// Failing requests that have both, at least.
const FEWEST: f64 = 5.0;
/// Within one of them the other must raise the risk by this much, at the lower end.
const ADDED: f64 = 2.0;

/// The pairs that were tested.
#[derive(Default)]
pub(super) struct Pairs {
    /// Only those that pass; their rate of false discoveries is still to be found.
    pub(super) tried: Vec<(f64, Difference)>,
    pub(super) tests: usize,
}

/// Values of one attribute that hold most of the failures.
struct Item<'c, 'a> {
    column: &'c Column<'a>,
    labels: Vec<usize>,
}

/// How many requests have which items: by the items as bits.
type Tally = BTreeMap<u32, f64>;

/// Tests every two attributes whose values hold most of `rows`. How many concurrent requests have
/// both is known from whole requests only: the controls of the window.
pub(super) fn pairs(
    context: &Context<'_>,
    columns: &[Column<'_>],
    rows: &[&FailedRequest],
    scopes: &[u64],
    window: Window,
) -> Pairs {
    let all = &context.aggregates.controls;
    let from = all.partition_point(|control| control.time < window.start);
    let to = all.partition_point(|control| control.time <= window.end);
    let controls: Vec<&Control> = all[from..to.max(from)]
        .iter()
        .filter(|control| scopes.binary_search(&control.scope).is_ok())
        .collect();
    let items: Vec<Item<'_, '_>> =
        columns.iter().filter_map(|column| item(column, rows.len())).collect();
    if controls.len() < FEWEST_CONTROLS || items.len() < 2 {
        return Pairs::default();
    }
    let marks: Vec<(DimensionKind, Vec<u8>)> = items
        .iter()
        .map(|item| (item.column.attribute.kind(), item.column.marked(&item.labels)))
        .collect();
    let failed = tally(&marks, rows.iter().map(|row| row.values()));
    let passed = tally(&marks, controls.iter().map(|control| control.values));
    let mut found = Pairs::default();
    for first in 0..items.len() {
        for second in first + 1..items.len() {
            found.tests += 1;
            found.tried.extend(pair(context, &items, (first, second), &failed, &passed));
        }
    }
    found
}

/// The values of an attribute that hold nearly all failures, or else the one that holds half.
fn item<'c, 'a>(column: &'c Column<'a>, rows: usize) -> Option<Item<'c, 'a>> {
    let labels = column
        .holding(COVERAGE, rows)
        .or_else(|| column.holding(SUPPORT, rows).filter(|labels| labels.len() == 1))?;
    Some(Item { column, labels })
}

/// Requests, given by their values, by the items that mark one of them.
fn tally(
    marks: &[(DimensionKind, Vec<u8>)],
    requests: impl Iterator<Item = [u32; DIMENSIONS.len()]>,
) -> Tally {
    let mut counts = vec![0_u32; 1 << marks.len()];
    for values in requests {
        let has = |(kind, marks): &(DimensionKind, Vec<u8>)| {
            marks.get(values[kind.index()] as usize).copied().unwrap_or(0)
        };
        let bits = marks.iter().rev().fold(0, |bits, item| bits << 1 | usize::from(has(item)));
        counts[bits] += 1;
    }
    let counts = (0..).zip(counts).filter(|(_, count)| *count > 0);
    counts.map(|(bits, count)| (bits, f64::from(count))).collect()
}

fn count(tally: &Tally, with: u32, without: u32) -> f64 {
    let counted = tally.iter().filter(|(bits, _)| *bits & with == with && *bits & without == 0);
    counted.map(|(_, requests)| *requests).sum()
}

/// A pair is told where each of the two raises the risk within the other. Both have to, so the
/// less sure of the two tests is the pair's.
fn pair(
    context: &Context<'_>,
    items: &[Item<'_, '_>],
    places: (usize, usize),
    failed: &Tally,
    passed: &Tally,
) -> Option<(f64, Difference)> {
    let (one, other) = (1 << places.0, 1 << places.1);
    // One of `scale` failures was kept, one of `one_in` others.
    let one_in = context.aggregates.one_in / context.aggregates.scale;
    let within = |given: u32, added: u32| Association {
        failed_with: count(failed, given | added, 0),
        failed_without: count(failed, given, added),
        passed_with: count(passed, given | added, 0),
        passed_without: count(passed, given, added),
    };
    let both = within(one | other, 0);
    let rows: f64 = failed.values().sum();
    if both.failed_with < FEWEST || both.failed_with < SUPPORT * rows {
        return None;
    }
    let halves = [within(one, other), within(other, one)];
    let risks = halves.map(|counts| CaseControl { counts, one_in }.risk_ratio());
    if risks.iter().any(|risk| risk.low < ADDED) {
        return None;
    }
    let everyone: f64 = passed.values().sum();
    let against_rest = |with: u32| {
        let (failed_with, passed_with) = (count(failed, with, 0), count(passed, with, 0));
        let counts = Association {
            failed_with,
            failed_without: rows - failed_with,
            passed_with,
            passed_without: everyone - passed_with,
        };
        CaseControl { counts, one_in }.risk_ratio()
    };
    let risk = against_rest(one | other);
    // Without a failure that lacks one of them, all three ratios are only known to be large.
    let explains_more = both.failed_with >= rows
        || [one, other].iter().all(|&alone| risk.ratio > against_rest(alone).ratio);
    let requests = both.failed_with + both.passed_with * one_in;
    let [chance, other_chance] = halves.map(|counts| counts.chance());
    let (first, second) = (&items[places.0], &items[places.1]);
    let difference = Difference {
        attribute: first.column.attribute,
        values: first.column.texts(&first.labels),
        pair_with: Some((second.column.attribute, second.column.texts(&second.labels))),
        requests: requests * context.aggregates.scale,
        failed: both.failed_with * context.aggregates.scale,
        support: both.failed_with / rows.max(1.0),
        exposure: requests / (rows + everyone * one_in).max(1.0),
        risk,
        added: Some(risks[0].low.min(risks[1].low)),
        q_value: 1.0,
        explains: true,
    };
    explains_more.then_some((chance.max(other_chance), difference))
}
