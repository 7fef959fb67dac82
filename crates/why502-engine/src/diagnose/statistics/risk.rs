//! Risk ratios with confidence intervals.

/// 97.5 % quantile of the normal distribution: two-sided 95 %.
pub(super) const Z95: f64 = 1.959_963_985;

/// Failing and all requests, with and without a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TwoByTwo {
    pub(crate) failed_with: f64,
    pub(crate) requests_with: f64,
    pub(crate) failed_without: f64,
    pub(crate) requests_without: f64,
}

/// A risk ratio and its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RiskRatio {
    pub(crate) ratio: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl TwoByTwo {
    /// Risk with the value over risk without it; the interval is Katz's (logarithmic). Half a
    /// request is added to every cell where one is empty (Haldane–Anscombe), so that the ratio
    /// is finite.
    pub(crate) fn risk_ratio(&self) -> RiskRatio {
        let cells = [
            self.failed_with,
            (self.requests_with - self.failed_with).max(0.0),
            self.failed_without,
            (self.requests_without - self.failed_without).max(0.0),
        ];
        let correction = if cells.iter().any(|cell| *cell < 0.5) { 0.5 } else { 0.0 };
        let [fail_with, pass_with, fail_without, pass_without] =
            cells.map(|cell| cell + correction);
        let (with, without) = (fail_with + pass_with, fail_without + pass_without);
        let ratio = (fail_with / with) / (fail_without / without);
        let error =
            (1.0 / fail_with - 1.0 / with + 1.0 / fail_without - 1.0 / without).max(0.0).sqrt();
        let spread = (Z95 * error).exp();
        RiskRatio { ratio, low: ratio / spread, high: ratio * spread }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn katz_interval_of_a_textbook_table() {
        // 15 of 100 against 5 of 100: RR 3, 95 % interval 1.13 to 7.94.
        let table = TwoByTwo {
            failed_with: 15.0,
            requests_with: 100.0,
            failed_without: 5.0,
            requests_without: 100.0,
        };
        let RiskRatio { ratio, low, high } = table.risk_ratio();
        assert!((ratio - 3.0).abs() < 1e-9);
        assert!((low - 1.133).abs() < 0.005 && (high - 7.941).abs() < 0.02, "{low} {high}");
    }

    #[test]
    fn empty_cells_stay_finite() {
        let table = TwoByTwo {
            failed_with: 50.0,
            requests_with: 50.0,
            failed_without: 0.0,
            requests_without: 1000.0,
        };
        let found = table.risk_ratio();
        assert!(found.ratio.is_finite() && found.low > 50.0, "{found:?}");
    }
}
