//! What sets failing requests apart from the concurrent requests of the same scope.

use super::case::Census;
use super::context::Context;
use super::statistics::{RiskRatio, TwoByTwo};
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

/// Finds the values of `kind` that set the `rows` of a case apart, at most `most` of them; `None` where the
/// failing requests do not differ from the rest.
///
/// The condition is relative risk with support, as in MacroBase's DIFF: the values hold at
/// least 90 % of the failures, at most three quarters as much of the requests, and the lower
/// bound of the risk ratio is at least two.
pub(super) fn contrast<'a>(
    context: &Context<'a>,
    kind: DimensionKind,
    census: &Census<'a>,
    rows: usize,
    most: usize,
) -> Option<Contrast<'a>> {
    let all = rows as f64;
    let mut found = Vec::new();
    let mut failed_with = 0.0;
    for (value, failures) in census.by_value(context, kind) {
        if failed_with >= COVERAGE * all || found.len() > most {
            break;
        }
        found.push((value, failures as f64));
        failed_with += failures as f64;
    }
    let coverage = failed_with / all.max(1.0);
    if found.is_empty()
        || found.len() > most
        || found.len() * FAILURES_PER_VALUE > rows
        || coverage < COVERAGE
    {
        return None;
    }
    let population = census.population(context, kind);
    let requests: f64 = population.sums().map(|sums| sums.requests).sum();
    let of_value = |&(value, failures): &(&[u8], f64)| {
        population.get(value).map_or(failures, |sums| sums.requests)
    };
    let requests_with = found.iter().map(of_value).fold(0.0, |sum, requests| sum + requests);
    let values = found.into_iter().map(|(value, _)| value).collect();
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
