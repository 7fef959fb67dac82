//! Failures that come back at equal intervals, and clients that come back because of failures.

use super::case::Case;
use super::context::Context;
use super::course::Course;
use super::statistics::trend::{level, mean};
use super::wording::load as said;
use crate::aggregate::FailedRequest;
use crate::summary::Evidence;

/// A pause this long separates two bursts, µs.
const PAUSE_US: i64 = 60_000_000;
/// Fewer bursts show no interval.
const FEWEST_BURSTS: usize = 4;
/// Intervals may differ by this part of their mean (standard deviation).
const REGULAR: f64 = 0.1;
/// Load before and after the first failures is compared over this time, µs.
const AROUND_US: i64 = 600_000_000;
const RETRY_RISE: f64 = 1.5;
const NO_RISE: f64 = 1.15;

/// Adds what time tells about a case, whatever its cause.
pub(super) fn observe(context: &Context<'_>, case: &mut Case<'_>) {
    if case.excess.is_none() {
        return;
    }
    if let Some((period_us, bursts)) = interval(&case.rows) {
        let statement = said::comes_back(period_us, bursts);
        case.evidence.push(Evidence { kind: "for", statement, value: period_us as f64 / 1e6 });
    }
    if !case.is_client_side(context)
        && let Some(times) = retries(context, case)
    {
        let statement = said::clients_retry(times);
        case.evidence.push(Evidence { kind: "for", statement, value: times });
    }
}

/// The interval at which bursts begin, µs, and how many there are.
fn interval(rows: &[&FailedRequest]) -> Option<(i64, usize)> {
    let mut begins: Vec<i64> = Vec::new();
    let mut last = i64::MIN;
    for row in rows {
        let at = row.time.micros();
        if at.saturating_sub(last) > PAUSE_US {
            begins.push(at);
        }
        last = at;
    }
    if begins.len() < FEWEST_BURSTS || begins.len() * 2 > rows.len() {
        return None;
    }
    let steps: Vec<f64> = begins.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let variance =
        steps.iter().map(|step| (step - mean).powi(2)).sum::<f64>() / (steps.len() as f64 - 1.0);
    (variance.sqrt() <= REGULAR * mean).then_some((mean as i64, begins.len()))
}

/// How much more was asked after failures began than before, where nothing had risen before.
fn retries(context: &Context<'_>, case: &Case<'_>) -> Option<f64> {
    let Course { load, width_us, .. } = Course::of(context, &case.scopes);
    let onset = case.window().start.micros();
    let usual = level(&load, onset - 3 * AROUND_US, onset - AROUND_US / 2)?;
    let just_before = mean(&load, onset - AROUND_US / 2, onset - width_us)?;
    let after = mean(&load, onset, case.window().end.micros().min(onset + AROUND_US) + 1)?;
    (just_before <= NO_RISE * usual && after >= RETRY_RISE * usual).then(|| after / usual.max(1.0))
}
