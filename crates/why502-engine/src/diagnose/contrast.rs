//! What sets failing requests apart from the concurrent requests of the same scope.

use super::case::by_value;
use super::context::{Context, Window};
use super::statistics::{RiskRatio, TwoByTwo};
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind;

/// Values that together hold nearly all failures of a group and far fewer of the requests.
#[derive(Debug, Clone)]
pub(super) struct Contrast<'a> {
    pub(super) kind: DimensionKind,
    /// The values, the most frequent first.
    pub(super) values: Vec<&'a [u8]>,
    /// Part of the group's failures that they hold.
    pub(super) coverage: f64,
    /// Part of the concurrent requests that they hold.
    pub(super) exposure: f64,
    pub(super) risk: RiskRatio,
}

/// Part of the failures that the named values must hold.
const COVERAGE: f64 = 0.9;
/// Values are chosen because they failed: with fewer failures each, chance alone would do.
const FAILURES_PER_VALUE: usize = 5;

/// Finds the values of `kind` that set `rows` apart, at most `most` of them; `None` where the
/// failing requests do not differ from the rest.
///
/// The condition is relative risk with support, as in MacroBase's DIFF: the values hold at
/// least 90 % of the failures, at most three quarters as much of the requests, and the lower
/// bound of the risk ratio is at least two.
pub(super) fn contrast<'a>(
    context: &Context<'a>,
    kind: DimensionKind,
    rows: &[&FailedRequest],
    scopes: &[u64],
    window: Window,
    most: usize,
) -> Option<Contrast<'a>> {
    let population = context.values(kind, scopes, window);
    let requests: f64 = population.values().map(|sums| sums.requests).sum();
    let all = rows.len() as f64;
    let mut values = Vec::new();
    let (mut failed_with, mut requests_with) = (0.0, 0.0);
    for (value, failures) in by_value(context, rows, kind) {
        if failed_with >= COVERAGE * all {
            break;
        }
        values.push(value);
        failed_with += failures as f64;
        requests_with += population.get(value).map_or(failures as f64, |sums| sums.requests);
    }
    let coverage = failed_with / all.max(1.0);
    if values.is_empty()
        || values.len() > most
        || values.len() * FAILURES_PER_VALUE > rows.len()
        || coverage < COVERAGE
    {
        return None;
    }
    let risk = TwoByTwo {
        failed_with,
        requests_with: requests_with.max(failed_with),
        failed_without: all - failed_with,
        requests_without: (requests - requests_with).max(all - failed_with),
    }
    .risk_ratio();
    let exposure = requests_with / requests.max(1.0);
    let differs = exposure <= 0.75 * coverage && risk.low >= 2.0;
    differs.then_some(Contrast { kind, values, coverage, exposure, risk })
}
