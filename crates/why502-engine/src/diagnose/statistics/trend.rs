//! Before and after: how a quantity that is measured in bins of time changes at an instant.

/// One bin: its first instant (µs), what was measured, and its weight (how many requests).
pub(in super::super) type Bin = (i64, f64, f64);

/// Fewer bins than this are no level to compare with.
const FEWEST_BINS: usize = 3;

/// The median of the bins that begin in `[from, to)`, if there are enough with a weight.
pub(in super::super) fn level(bins: &[Bin], from: i64, to: i64) -> Option<f64> {
    let mut values: Vec<f64> = bins
        .iter()
        .filter(|&&(start, _, weight)| start >= from && start < to && weight > 0.0)
        .map(|&(_, value, _)| value)
        .collect();
    if values.len() < FEWEST_BINS {
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(values[values.len() / 2])
}

/// The largest of the bins that begin in `[from, to)` and weigh enough to be no chance.
pub(in super::super) fn most(bins: &[Bin], from: i64, to: i64) -> Option<f64> {
    const LEAST_WEIGHT: f64 = 10.0;
    bins.iter()
        .filter(|&&(start, _, weight)| start >= from && start < to && weight >= LEAST_WEIGHT)
        .map(|&(_, value, _)| value)
        .max_by(f64::total_cmp)
}

/// The mean of the bins that begin in `[from, to)`, by weight.
pub(in super::super) fn mean(bins: &[Bin], from: i64, to: i64) -> Option<f64> {
    let within = bins.iter().filter(|&&(start, ..)| start >= from && start < to);
    let (sum, weight) = within
        .fold((0.0, 0.0), |sum, &(_, value, weight)| (sum.0 + value * weight, sum.1 + weight));
    (weight > 0.0).then(|| sum / weight)
}

/// Spearman's rank correlation of pairs; `None` for fewer than five or where one does not vary.
pub(in super::super) fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 5 {
        return None;
    }
    let (x, y) = (ranks(pairs.iter().map(|pair| pair.0)), ranks(pairs.iter().map(|pair| pair.1)));
    let mean = (pairs.len() as f64 - 1.0) / 2.0;
    let mut sums = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        let (x, y) = (x - mean, y - mean);
        sums = (sums.0 + x * y, sums.1 + x * x, sums.2 + y * y);
    }
    (sums.1 > 0.0 && sums.2 > 0.0).then(|| sums.0 / (sums.1 * sums.2).sqrt())
}

/// Ranks from 0; equal values share the middle of their places.
fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..]
            .iter()
            .take_while(|&&place| values[place].total_cmp(&values[order[from]]).is_eq())
            .count();
        let middle = from as f64 + (same as f64 - 1.0) / 2.0;
        order[from..from + same].iter().for_each(|&place| ranks[place] = middle);
        from += same;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_correlate_as_by_hand() {
        let monotone: Vec<(f64, f64)> = (0..8).map(|n| (f64::from(n), f64::from(n * n))).collect();
        assert!((rank_correlation(&monotone).unwrap() - 1.0).abs() < 1e-12);
        let falling: Vec<(f64, f64)> = monotone.iter().map(|&(x, y)| (x, -y)).collect();
        assert!((rank_correlation(&falling).unwrap() + 1.0).abs() < 1e-12);
        // Ties: ranks of y are 0.5, 0.5, 2.5, 2.5, 4 for x = 0..5.
        let tied = [(0.0, 1.0), (1.0, 1.0), (2.0, 5.0), (3.0, 5.0), (4.0, 9.0)];
        assert!((rank_correlation(&tied).unwrap() - 9.0 / (10.0_f64 * 9.0).sqrt()).abs() < 1e-12);
        assert_eq!(rank_correlation(&[(1.0, 1.0); 9]), None);
        assert_eq!(rank_correlation(&tied[..4]), None);
    }

    #[test]
    fn a_level_is_a_median_and_needs_bins() {
        let bins: Vec<Bin> = (0..6).map(|n| (n, if n == 2 { 900.0 } else { 1.0 }, 4.0)).collect();
        assert_eq!(level(&bins, 0, 6), Some(1.0));
        assert_eq!(level(&bins, 0, 2), None);
        assert_eq!(mean(&bins, 2, 4), Some(450.5));
        assert_eq!(mean(&bins, 7, 9), None);
        assert_eq!(most(&bins, 0, 6), None);
        let heavy: Vec<Bin> = bins.iter().map(|&(at, value, _)| (at, value, 40.0)).collect();
        assert_eq!((most(&heavy, 0, 6), most(&heavy, 3, 6)), (Some(900.0), Some(1.0)));
    }
}
