//! Durations that gather at a few values and nowhere else.

/// Values below this are no ceiling that anyone sets, µs.
const LEAST_US: i64 = 900_000;
/// Ceilings looked for.
const MOST: usize = 4;
/// Values that gather at a ceiling, at least; and parts of all: one ceiling's, all ceilings'.
const FEWEST: usize = 5;
const LEAST_SHARE: f64 = 0.1;
const LEAST_TOTAL: f64 = 0.6;

/// Values that gather around one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cluster {
    /// Their median, µs.
    pub(super) centre_us: i64,
    pub(super) count: usize,
}

/// How far from a ceiling its values lie: 0.25 s or 1 %, whichever is more.
pub(super) fn near_us(centre_us: i64) -> i64 {
    (centre_us / 100).max(250_000)
}

/// The values at which durations gather, in order; none unless they hold 60 % of all durations.
///
/// Each holds a tenth of them, at least five, and four times as many as lie just below and just
/// above: where durations are spread, some window always is the fullest.
pub(super) fn clusters(durations_us: &[i64]) -> Vec<Cluster> {
    let mut sorted = durations_us.to_vec();
    sorted.sort_unstable();
    let total = sorted.len() as f64;
    let mut found: Vec<Cluster> = Vec::new();
    for _ in 0..MOST {
        let Some((from, to)) = fullest(&sorted) else { break };
        let (count, centre_us) = (to - from, sorted[from + (to - from) / 2]);
        if count < FEWEST || (count as f64) < LEAST_SHARE * total {
            break;
        }
        if stands_alone(&sorted, from, to) {
            found.push(Cluster { centre_us, count });
        }
        sorted.drain(from..to);
    }
    let held: usize = found.iter().map(|cluster| cluster.count).sum();
    if (held as f64) < LEAST_TOTAL * total {
        return Vec::new();
    }
    found.sort_by_key(|cluster| cluster.centre_us);
    found
}

/// The window of twice the tolerance that holds most values.
fn fullest(sorted: &[i64]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let first = sorted.partition_point(|value| *value < LEAST_US);
    let mut from = first;
    for to in first..sorted.len() {
        while sorted[to] - sorted[from] > 2 * near_us(i64::midpoint(sorted[from], sorted[to])) {
            from += 1;
        }
        if best.is_none_or(|(start, end)| to + 1 - from > end - start) {
            best = Some((from, to + 1));
        }
    }
    best
}

fn stands_alone(sorted: &[i64], from: usize, to: usize) -> bool {
    let (low, high) = (sorted[from], sorted[to - 1]);
    let width = 2 * near_us(i64::midpoint(low, high));
    let below = from - sorted.partition_point(|value| *value < low - width);
    let above = sorted.partition_point(|value| *value <= high.saturating_add(width)) - to;
    below.max(above) * 4 <= to - from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64, count: usize) -> Vec<i64> {
        (0..count as i64).map(|n| (seconds * 1e6) as i64 + n * 500).collect()
    }

    #[test]
    fn two_ceilings_are_two_values() {
        let found = clusters(&[at(30.0, 40), at(60.0, 20), at(4.0, 3), at(9.0, 2)].concat());
        let shown: Vec<(i64, usize)> =
            found.iter().map(|one| (one.centre_us / 100_000, one.count)).collect();
        assert_eq!(shown, [(300, 40), (600, 20)]);
    }

    #[test]
    fn spread_durations_gather_nowhere() {
        let spread: Vec<i64> = (1..60).map(|n| n * 1_000_000).collect();
        assert_eq!(clusters(&spread), []);
        // Dense in a short range, and thinning out: some window is the fullest of each.
        let dense: Vec<i64> = (0..1_000).map(|n| n * 2_000).collect();
        assert_eq!(clusters(&dense), []);
        let thinning: Vec<i64> =
            (1..1_000).map(|n| (-5e6 * (f64::from(n) / 1_000.0).ln()) as i64).collect();
        assert_eq!(clusters(&thinning), []);
    }

    #[test]
    fn most_must_gather_and_enough() {
        assert_eq!(clusters(&at(5.0, 4)), []);
        let half: Vec<i64> =
            at(10.0, 10).into_iter().chain((20..30).map(|n| n * 1_000_000)).collect();
        assert_eq!(clusters(&half), []);
        assert_eq!(clusters(&at(0.1, 50)), []);
        assert_eq!(clusters(&[i64::MAX, i64::MIN]), []);
    }
}
