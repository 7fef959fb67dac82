//! Thresholds: how far above the usual a figure has to be.

use why502_engine::summary::Summary;

use super::course::{Periods, Series, states};
use super::metric::{Basis, Unit};

/// Two of three periods, so that a single odd one wakes nobody.
pub(super) const DATAPOINTS: (u64, u64) = (2, 3);
/// Fewer failing requests in a period are no incident; unless that is all that an incident had.
const FEWEST: f64 = 5.0;
const FEWER: [f64; 3] = [4.0, 3.0, 2.0];
/// A lower share of failures is no incident on CloudFront, per cent; with the same exception.
const LEAST_PERCENT: f64 = 1.0;
const LESS_PERCENT: [f64; 2] = [0.5, 0.2];
/// So many times the usual is too much.
const TIMES_USUAL: f64 = 2.5;
const TIMES_USUAL_LATENCY: f64 = 2.0;

/// The threshold, in the metric's units. Where an incident stayed below it, the highest lower one that
/// would have caught it, and would have been silent in the rest of these logs.
pub(super) fn level(
    summary: &Summary,
    basis: Basis,
    usual: Option<f64>,
    course: Option<(&Series, &Periods)>,
) -> Option<f64> {
    let level = threshold(basis, usual)?;
    let (Some((series, periods)), Some(usual)) = (course, usual) else { return Some(level) };
    let lower: &[f64] = match basis {
        Basis::Count => &FEWER,
        Basis::Percent => &LESS_PERCENT,
        Basis::Latency(_) | Basis::Unseen => &[],
    };
    let replay = |level| periods.replay(summary, &states(series, level, DATAPOINTS));
    if summary.incidents.is_empty() || lower.is_empty() || !replay(level).caught.is_empty() {
        return Some(level);
    }
    let mut lower = lower.iter().copied().filter(|one| *one < level && *one >= usual * TIMES_USUAL);
    let fits = |level: &f64| {
        let replay = replay(*level);
        !replay.caught.is_empty() && replay.elsewhere == 0
    };
    Some(lower.find(fits).unwrap_or(level))
}

/// So many times the usual, and not less than what is worth an alarm.
pub(super) fn threshold(basis: Basis, usual: Option<f64>) -> Option<f64> {
    let raised = usual.map(|usual| usual * TIMES_USUAL);
    match basis {
        Basis::Unseen => Some(1.0),
        Basis::Count => Some(raised.unwrap_or(0.0).ceil().max(FEWEST)),
        Basis::Percent => {
            Some((raised.unwrap_or(0.0) * 10.0).ceil() / 10.0).map(|level| level.max(LEAST_PERCENT))
        }
        // Without a quiet time nobody knows what is slow.
        Basis::Latency(_) => usual.map(|usual| {
            let level = usual * TIMES_USUAL_LATENCY * factor(basis);
            let scale = 10_f64.powf(1.0 - level.max(1e-3).log10().floor());
            (level.max(1e-3) * scale).ceil() / scale
        }),
    }
}

/// How many of the metric's units make one of the log's.
pub(super) fn factor(basis: Basis) -> f64 {
    if basis == Basis::Latency(Unit::Milliseconds) { 1000.0 } else { 1.0 }
}

/// What its figures are followed by.
pub(super) fn unit(basis: Basis) -> &'static str {
    match basis {
        Basis::Latency(Unit::Seconds) => " s",
        Basis::Latency(Unit::Milliseconds) => " ms",
        Basis::Percent => " %",
        Basis::Count | Basis::Unseen => "",
    }
}
