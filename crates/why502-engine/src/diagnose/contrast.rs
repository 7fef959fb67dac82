//! What sets failing requests apart from the concurrent requests of the same scope.

use super::case::by_value;
use super::context::{Context, Window};
use super::risk::{RiskRatio, TwoByTwo};
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind;

/// Values that together hold nearly all failures of a group and far fewer of the requests.
#[derive(Debug, Clone)]
pub(super) struct Contrast {
    pub(super) kind: DimensionKind,
    /// Ids, the most frequent first.
    pub(super) values: Vec<u32>,
    /// Part of the group's failures that they hold.
    pub(super) coverage: f64,
    /// Part of the concurrent requests that they hold.
    pub(super) exposure: f64,
    pub(super) risk: RiskRatio,
}

/// Part of the failures that the named values must hold.
const COVERAGE: f64 = 0.9;

/// Finds the values of `kind` that set `rows` apart, at most `most` of them; `None` where the
/// failing requests do not differ from the rest.
///
/// The condition is relative risk with support, as in MacroBase's DIFF: the values hold at
/// least 90 % of the failures, at most three quarters as much of the requests, and the lower
/// bound of the risk ratio is at least two.
pub(super) fn contrast(
    context: &Context<'_>,
    kind: DimensionKind,
    rows: &[&FailedRequest],
    scopes: &[u64],
    window: Window,
    most: usize,
) -> Option<Contrast> {
    let population = context.values(kind, scopes, window);
    let requests: u64 = population.values().map(|sums| sums.requests).sum();
    let mut values = Vec::new();
    let (mut failed_with, mut requests_with) = (0_u64, 0_u64);
    for (id, failures) in by_value(rows, kind) {
        if failed_with as f64 >= COVERAGE * rows.len() as f64 {
            break;
        }
        if id == NO_VALUE {
            continue;
        }
        values.push(id);
        failed_with += failures as u64;
        requests_with += population.get(&id).map_or(failures as u64, |sums| sums.requests);
    }
    let coverage = failed_with as f64 / rows.len().max(1) as f64;
    if values.is_empty() || values.len() > most || coverage < COVERAGE {
        return None;
    }
    let risk = TwoByTwo {
        failed_with,
        requests_with: requests_with.max(failed_with),
        failed_without: rows.len() as u64 - failed_with,
        requests_without: requests.saturating_sub(requests_with),
    }
    .risk_ratio();
    let exposure = requests_with as f64 / requests.max(1) as f64;
    let differs = exposure <= 0.75 * coverage && risk.low >= 2.0;
    differs.then_some(Contrast { kind, values, coverage, exposure, risk })
}
