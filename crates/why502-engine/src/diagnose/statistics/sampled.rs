//! Risk ratios where only a sample of the other requests is known.

use super::risk::{RiskRatio, Z95};
use super::significance::Association;

/// Every failing request, and a sample of the others, with and without a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CaseControl {
    /// Failing requests, and sampled other ones.
    pub(crate) counts: Association,
    /// How many requests each of the sampled ones stands for.
    pub(crate) one_in: f64,
}

impl CaseControl {
    /// Risk with the value over risk without it. The interval is Katz's with the sampling added:
    /// of a risk `p` from `a` failures and `c` sampled others, the logarithm varies by
    /// `(1 − p)² (1/a + 1/c)`, which is Katz's own `1/a − 1/n` where the sample is everything.
    /// Half a request is added to every count where one is empty.
    pub(crate) fn risk_ratio(&self) -> RiskRatio {
        let Association { failed_with, failed_without, passed_with, passed_without } = self.counts;
        let cells = [failed_with, passed_with, failed_without, passed_without];
        let correction = if cells.iter().any(|cell| *cell < 0.5) { 0.5 } else { 0.0 };
        let [a, c, b, d] = cells.map(|cell| cell + correction);
        let (with, without) = (a / (a + self.one_in * c), b / (b + self.one_in * d));
        let varies =
            |risk: f64, one: f64, other: f64| (1.0 - risk).powi(2) * (1.0 / one + 1.0 / other);
        let ratio = with / without;
        let spread = (Z95 * (varies(with, a, c) + varies(without, b, d)).sqrt()).exp();
        RiskRatio { ratio, low: ratio / spread, high: ratio * spread }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::statistics::TwoByTwo;

    const COUNTS: Association = Association {
        failed_with: 15.0,
        passed_with: 85.0,
        failed_without: 5.0,
        passed_without: 95.0,
    };

    #[test]
    fn a_sample_of_everything_gives_the_exact_interval() {
        let exact = TwoByTwo {
            failed_with: 15.0,
            requests_with: 100.0,
            failed_without: 5.0,
            requests_without: 100.0,
        }
        .risk_ratio();
        let found = CaseControl { counts: COUNTS, one_in: 1.0 }.risk_ratio();
        assert!((found.ratio - exact.ratio).abs() < 1e-9);
        assert!((found.low - exact.low).abs() < 1e-9 && (found.high - exact.high).abs() < 1e-9);
    }

    #[test]
    fn a_thinner_sample_says_the_same_less_surely() {
        let whole = Association { passed_with: 8_500.0, passed_without: 95_000.0, ..COUNTS };
        let exact = CaseControl { counts: whole, one_in: 1.0 }.risk_ratio();
        let thin = Association { passed_with: 85.0, passed_without: 950.0, ..COUNTS };
        let found = CaseControl { counts: thin, one_in: 100.0 }.risk_ratio();
        assert!((found.ratio / exact.ratio - 1.0).abs() < 1e-9);
        assert!(found.low < exact.low && found.high > exact.high);
        let empty = Association { passed_with: 0.0, ..thin };
        assert!(CaseControl { counts: empty, one_in: 100.0 }.risk_ratio().low.is_finite());
    }
}
