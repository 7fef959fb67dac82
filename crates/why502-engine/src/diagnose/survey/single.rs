//! Values of one attribute by themselves, and those that together hold nearly all failures.

use super::super::context::Context;
use super::super::statistics::{Association, TwoByTwo};
use super::column::Column;
use super::{Difference, MOST_FALSE, Tried};

/// Values tested per attribute, the most frequent among the failing requests.
const MOST_TESTED: usize = 64;
/// Part of the failing requests that values together must hold to explain them.
const COVERAGE: f64 = 0.9;
/// What a value by itself must hold, and by how much it must raise the risk (MacroBase's own).
const SUPPORT: f64 = 0.2;
const RISK: f64 = 1.5;
/// Failing requests that a listed value has at least.
const FEWEST: f64 = 5.0;
/// Single values listed per attribute.
const MOST_LISTED: usize = 3;

/// The values tested, and how many there were to be tested: every value of a failing request.
pub(super) fn tried(columns: &[Column<'_>]) -> (Vec<Tried>, usize) {
    let (mut tried, mut tests) = (Vec::new(), 0);
    for (place, column) in columns.iter().enumerate() {
        let seen = |label: &&usize| column.labels[**label].failed > 0.0;
        tests += column.ranked.iter().take_while(seen).count();
        for &label in column.ranked.iter().take_while(seen).take(MOST_TESTED) {
            let (failed_with, passed_with) = column.sums(&[label]);
            let chance = Association {
                failed_with,
                failed_without: column.failed - failed_with,
                passed_with,
                passed_without: column.passed - passed_with,
            }
            .chance();
            tried.push(Tried { chance, column: place, label });
        }
    }
    (tried, tests)
}

/// What is to be said of each attribute: the values that explain, else those that stand out.
pub(super) fn differences(
    context: &Context<'_>,
    columns: &[Column<'_>],
    rows: usize,
    tried: &[Tried],
    rates: &[f64],
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let rate = |label: usize| {
            let mut mine = tried.iter().zip(rates).filter(|(one, _)| one.column == place);
            mine.find(|(one, _)| one.label == label).map_or(1.0, |(_, rate)| *rate)
        };
        let together = column.holding(COVERAGE, rows).and_then(|labels| {
            // What is said of all of them is as sure as the least sure of them.
            let q_value = labels.iter().map(|&label| rate(label)).fold(0.0, f64::max);
            let one = difference(context, column, &labels, rows, q_value);
            let apart =
                one.exposure <= 0.75 * one.support && one.risk.low >= 2.0 && q_value <= MOST_FALSE;
            apart.then_some(Difference { explains: true, ..one })
        });
        if let Some(together) = together {
            found.push(together);
            continue;
        }
        let singles = column
            .ranked
            .iter()
            .map(|&label| difference(context, column, &[label], rows, rate(label)));
        let stands_out = |one: &Difference| {
            one.failed >= FEWEST && one.support >= SUPPORT && one.risk.low >= RISK
        };
        found.extend(singles.take(MOST_LISTED).filter(stands_out));
    }
    found
}

fn difference(
    context: &Context<'_>,
    column: &Column<'_>,
    labels: &[usize],
    rows: usize,
    q_value: f64,
) -> Difference {
    let (failed, passed) = column.sums(labels);
    let (requests, all) = (failed + passed, column.failed + column.passed);
    let risk = TwoByTwo {
        failed_with: failed,
        requests_with: requests,
        failed_without: column.failed - failed,
        requests_without: all - requests,
    }
    .risk_ratio();
    let scale = context.aggregates.scale;
    Difference {
        attribute: column.attribute,
        values: column.texts(labels),
        pair_with: None,
        requests: requests * scale,
        failed: failed * scale,
        support: failed / rows.max(1) as f64,
        exposure: requests / all.max(1.0),
        risk,
        added: None,
        q_value,
        explains: false,
    }
}
