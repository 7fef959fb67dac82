//! Is a value more frequent among failing requests than chance allows, among many values tried?

use std::f64::consts::{PI, SQRT_2};

/// Below this expected count the χ² approximation of G is not trusted.
const FEWEST_EXPECTED: f64 = 5.0;
/// A term this much smaller than the sum does not change it any more.
const NEGLIGIBLE: f64 = 1e-17;

/// Failing and other requests, with and without a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Association {
    pub(crate) failed_with: f64,
    pub(crate) failed_without: f64,
    pub(crate) passed_with: f64,
    pub(crate) passed_without: f64,
}

impl Association {
    /// Probability that chance alone gives the value to so many of the failing requests: by the
    /// G-test (one-sided: its signed root is nearly normal), or Fisher's exact test where an
    /// expected count is below five.
    pub(crate) fn chance(&self) -> f64 {
        let cells = [self.failed_with, self.failed_without, self.passed_with, self.passed_without];
        let [failed_with, failed_without, passed_with, passed_without] =
            cells.map(|cell| cell.max(0.0).round());
        let failed = failed_with + failed_without;
        let with = failed_with + passed_with;
        let (without, all) =
            (failed_without + passed_without, with + failed_without + passed_without);
        let expected = failed * with / all.max(1.0);
        if failed_with <= expected || without == 0.0 {
            return 1.0;
        }
        let margins = [failed, all - failed];
        let least = margins.iter().flat_map(|row| [row * with / all, row * without / all]);
        if least.fold(f64::INFINITY, f64::min) < FEWEST_EXPECTED {
            return fisher(failed_with, failed, with, all);
        }
        let term = |seen: f64, row: f64, column: f64| {
            if seen > 0.0 { seen * (seen * all / (row * column)).ln() } else { 0.0 }
        };
        let g = 2.0
            * (term(failed_with, failed, with)
                + term(failed_without, failed, without)
                + term(passed_with, all - failed, with)
                + term(passed_without, all - failed, without));
        (0.5 * complementary_error(g.max(0.0).sqrt() / SQRT_2)).min(1.0)
    }
}

/// Probability of `with_both` or more in the corner of a table of these margins.
fn fisher(with_both: f64, row: f64, column: f64, all: f64) -> f64 {
    let choose = |n: f64, k: f64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let mut both = with_both;
    let mut term =
        (choose(row, both) + choose(all - row, column - both) - choose(all, column)).exp();
    let mut sum = 0.0;
    while both <= row.min(column) && term > sum * NEGLIGIBLE {
        sum += term;
        term *= (row - both) * (column - both)
            / ((both + 1.0) * (all - row - column + both + 1.0).max(1.0));
        both += 1.0;
    }
    sum.min(1.0)
}

/// Stirling's series; below ten by multiplication, where it would be inexact.
pub(super) fn ln_factorial(n: f64) -> f64 {
    if n < 10.0 {
        return (2..=n.max(0.0) as u32).map(f64::from).product::<f64>().ln();
    }
    let inverse = 1.0 / n;
    n * n.ln() - n
        + 0.5 * (2.0 * PI * n).ln()
        + inverse / 12.0 * (1.0 - inverse * inverse / 30.0 * (1.0 - inverse * inverse * 2.0 / 7.0))
}

/// `erfc(x)` for `x ≥ 0`, relative error below 1.2e-7 (Numerical Recipes, "erfcc").
pub(super) fn complementary_error(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 10] = [
        0.170_872_77,
        -0.822_152_23,
        1.488_515_87,
        -1.135_203_98,
        0.278_868_07,
        -0.186_288_06,
        0.096_784_18,
        0.374_091_96,
        1.000_023_68,
        -1.265_512_23,
    ];
    let t = 1.0 / (1.0 + 0.5 * x);
    let series = COEFFICIENTS.iter().fold(0.0, |sum, coefficient| sum * t + coefficient);
    t * (-x * x + series).exp()
}

/// Benjamini and Hochberg (1995): for each probability the smallest false discovery rate at which
/// it would still count, among `tests` tests. Tests that are not listed count as having shown
/// nothing.
pub(crate) fn false_discovery_rates(chances: &[f64], tests: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|&a, &b| chances[a].total_cmp(&chances[b]).then(a.cmp(&b)));
    let tests = tests.max(chances.len()) as f64;
    let mut rates = vec![1.0; chances.len()];
    let mut least: f64 = 1.0;
    for (place, &at) in order.iter().enumerate().rev() {
        least = least.min(chances[at] * tests / (place + 1) as f64);
        rates[at] = least;
    }
    rates
}

#[cfg(test)]
mod tests;
