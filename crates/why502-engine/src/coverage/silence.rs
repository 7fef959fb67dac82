//! Stretches without a request that are far longer than chance makes them: for logs whose names
//! claim no time.
//!
//! Counted are ticks with a request, not requests, so that a burst counts about once; a stretch is
//! named where so long a pause has a probability below one in a million at the rate on its quieter
//! side, and where no pause near it is a third as long.

/// `-ln(1e-6)`.
pub(super) const UNLIKELY: f64 = 13.8;
const SHORTEST_US: i64 = 120_000_000;
/// So far the rate is measured on either side, at least.
const AROUND_US: i64 = 1_800_000_000;
/// Fewer ticks than this on a side make no rate.
const FEWEST: usize = 20;

/// First and last instant (µs) of every silence, and how many ticks were to be expected in it.
/// `ticks` have a first and a last instant and are in order.
pub(super) fn silences(ticks: &[(i64, i64, f64)]) -> Vec<(i64, i64, f64)> {
    let mut found = Vec::new();
    for at in 1..ticks.len() {
        let (from, to) = (ticks[at - 1].1, ticks[at].0);
        let length = to - from;
        if length < SHORTEST_US {
            continue;
        }
        let around = AROUND_US.max(length.saturating_mul(3));
        let first = ticks[..at].partition_point(|tick| tick.0 < from.saturating_sub(around));
        let last = at + ticks[at..].partition_point(|tick| tick.1 <= to.saturating_add(around));
        let (before, after) = (&ticks[first..at], &ticks[at..last]);
        let rate = rate(before, around, first > 0).min(rate(after, around, last < ticks.len()));
        let expected = rate * length as f64;
        let is_alone = |side: &[(i64, i64, f64)]| {
            side.windows(2).all(|pair| (pair[1].0 - pair[0].1).saturating_mul(3) <= length)
        };
        if expected >= UNLIKELY && is_alone(before) && is_alone(after) {
            found.push((from, to, expected));
        }
    }
    found
}

/// Ticks per µs. Where the logs go on beyond, the whole stretch counts, also its silent end.
fn rate(side: &[(i64, i64, f64)], around: i64, goes_on: bool) -> f64 {
    let (Some(first), Some(last)) = (side.first(), side.last()) else { return 0.0 };
    if side.len() < FEWEST {
        return 0.0;
    }
    let span = if goes_on { around } else { last.1 - first.0 };
    side.len() as f64 / span.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(seconds: impl Iterator<Item = i64>) -> Vec<(i64, i64, f64)> {
        seconds.map(|at| (at * 1_000_000, (at + 1) * 1_000_000, 3.0)).collect()
    }

    #[test]
    fn a_hole_in_steady_traffic_is_found_and_nothing_else() {
        let steady = |at: &i64| at % 3 != 1;
        let holed = ticks((0..7_200).filter(steady).filter(|at| !(3_000..3_300).contains(at)));
        let found = silences(&holed);
        assert_eq!(found.len(), 1);
        assert!((2_999_000_000..=3_000_000_000).contains(&found[0].0) && found[0].2 > UNLIKELY);
        assert_eq!(silences(&ticks((0..7_200).filter(steady))), []);
    }

    #[test]
    fn sparse_traffic_bursts_and_short_pauses_are_no_silence() {
        // One request in four minutes; a burst of a minute every ten; a pause of 90 s.
        assert_eq!(silences(&ticks((0..200).map(|n| n * 240 + n * n * 7 % 200))), []);
        assert_eq!(silences(&ticks((0..20_000).filter(|at| at % 600 < 60))), []);
        assert_eq!(silences(&ticks((0..7_200).filter(|at| !(3_000..3_090).contains(at)))), []);
        // Nothing is known of what lies before the first requests or after the last.
        assert_eq!(silences(&ticks((0..5).chain(9_000..12_000))), []);
    }
}
