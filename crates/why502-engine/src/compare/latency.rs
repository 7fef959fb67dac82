//! Percentiles of response times, with intervals by rank.

use super::comparison::{Estimate, Figure};
use super::measure::duration;
use super::side::Side;
use crate::diagnose::{Noise, Variation};

/// Name and part of the requests that are faster.
const PERCENTILES: [(&str, f64); 3] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)];
/// Requests above a percentile, at least, for it to be one.
const FEWEST_ABOVE: f64 = 10.0;
/// Half of what logs resolve, seconds: they write milliseconds.
const HALF_RESOLUTION: f64 = 0.000_5;
/// And the histogram, as a part.
const COARSENESS: f64 = 1.0 / 1024.0;

/// Those that both sides have requests enough for.
pub(super) fn latency(before: &Side, after: &Side) -> Vec<Figure> {
    let sides = [before, after];
    let is_enough = |part: f64| {
        sides.iter().all(|side| {
            side.aggregates.counts.latency.total() as f64 * (1.0 - part) >= FEWEST_ABOVE
        })
    };
    let enough = PERCENTILES.iter().filter(|(_, part)| is_enough(*part));
    enough
        .filter_map(|&(name, part)| {
            // Slower than the percentile of its own side: a part that is known, in slices of time.
            let noise = Noise::of(sides.map(|side| varies(side, part))).unwrap_or(Noise::NONE);
            let [before, after] = sides.map(|side| percentile(side, part, noise));
            Some(Figure { name, measure: duration(before?, after?, noise) })
        })
        .collect()
}

/// The percentile; its interval is that of the rank, which is binomial.
fn percentile(side: &Side, part: f64, noise: Noise) -> Option<Estimate> {
    let histogram = &side.aggregates.counts.latency;
    let n = histogram.total() as f64;
    let rank = (n * part).ceil();
    let half = noise.half_width() * (n * part * (1.0 - part)).sqrt();
    let value = histogram.ranked(rank as u64)?;
    let low = histogram.ranked((rank - half).floor().max(1.0) as u64)?;
    let high = histogram.ranked((rank + half).ceil().min(n) as u64)?;
    Some(Estimate {
        value,
        low: (low * (1.0 - COARSENESS) - HALF_RESOLUTION).max(0.0),
        high: high * (1.0 + COARSENESS) + HALF_RESOLUTION,
    })
}

fn varies(side: &Side, part: f64) -> Option<Variation> {
    let histogram = &side.aggregates.counts.latency;
    let threshold = histogram.ranked((histogram.total() as f64 * part).ceil() as u64)?;
    let slower = side.in_slices(&side.slices, |bucket| bucket.latency.from(threshold));
    let timed = side.in_slices(&side.slices, |bucket| bucket.latency.total());
    let part = slower.iter().sum::<f64>() / timed.iter().sum::<f64>().max(1.0);
    Variation::of(slower.iter().copied().zip(timed.iter().copied()), part)
}
