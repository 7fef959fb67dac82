//! Counts over time: the ratio of two rates.

use std::f64::consts::SQRT_2;

use super::risk::{RiskRatio, Z95};
use super::significance::{complementary_error, ln_factorial};

/// Up to so many events the tail is summed term by term.
const MOST_EXACT: f64 = 1_000.0;

/// Two counts, each over its seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TwoRates {
    pub(crate) count: f64,
    pub(crate) seconds: f64,
    pub(crate) other_count: f64,
    pub(crate) other_seconds: f64,
}

impl TwoRates {
    /// The rate over the other one; the interval is that of the logarithm (each count varies as
    /// Poisson's do). Half an event is added to both where one is none.
    pub(crate) fn ratio(&self) -> RiskRatio {
        let correction = if self.count.min(self.other_count) < 0.5 { 0.5 } else { 0.0 };
        let (count, other) = (self.count + correction, self.other_count + correction);
        let ratio = (count / self.seconds) / (other / self.other_seconds);
        let spread = (Z95 * (1.0 / count + 1.0 / other).sqrt()).exp();
        RiskRatio { ratio, low: ratio / spread, high: ratio * spread }
    }

    /// Probability that independent events at equal rates differ as much in this direction: of all
    /// events, those of one side are as a coin thrown with the share of its seconds.
    pub(crate) fn chance(&self) -> f64 {
        let share = self.seconds / (self.seconds + self.other_seconds);
        let all = self.count + self.other_count;
        if self.count >= all * share {
            tail(self.count, all, share)
        } else {
            tail(self.other_count, all, 1.0 - share)
        }
    }
}

/// Probability of so many or more of `all`, each with this chance.
fn tail(seen: f64, all: f64, chance: f64) -> f64 {
    if all > MOST_EXACT {
        let term = |seen: f64, expected: f64| {
            if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
        };
        let deviance = 2.0 * (term(seen, all * chance) + term(all - seen, all * (1.0 - chance)));
        return 0.5 * complementary_error(deviance.max(0.0).sqrt() / SQRT_2);
    }
    let (mut count, mut sum) = (seen.round(), 0.0);
    let all = all.round();
    let mut term = (ln_factorial(all) - ln_factorial(count) - ln_factorial(all - count)
        + count * chance.ln()
        + (all - count) * (1.0 - chance).ln())
    .exp();
    while count <= all && term > sum * f64::EPSILON {
        sum += term;
        term *= (all - count) / (count + 1.0) * chance / (1.0 - chance);
        count += 1.0;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(count: f64, other_count: f64) -> TwoRates {
        TwoRates { count, seconds: 60.0, other_count, other_seconds: 60.0 }
    }

    #[test]
    fn equal_times_are_a_fair_coin() {
        assert!((rates(10.0, 0.0).chance() - 1.0 / 1024.0).abs() < 1e-9);
        assert!((rates(0.0, 10.0).chance() - 1.0 / 1024.0).abs() < 1e-9);
        // 8 or more heads of 10.
        assert!((rates(8.0, 2.0).chance() - 56.0 / 1024.0).abs() < 1e-9);
        assert!((rates(0.0, 0.0).chance() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_tail_does_not_jump_where_it_is_approximated() {
        let exact = rates(540.0, 460.0).chance();
        let near = rates(540.5, 460.5).chance();
        assert!((near / exact - 1.0).abs() < 0.1, "{exact} {near}");
    }

    #[test]
    fn rates_are_per_second_of_each_side() {
        let found =
            TwoRates { count: 200.0, seconds: 100.0, other_count: 50.0, other_seconds: 50.0 };
        let RiskRatio { ratio, low, high } = found.ratio();
        assert!((ratio - 2.0).abs() < 1e-9);
        assert!((low - 1.467).abs() < 0.01 && (high - 2.727).abs() < 0.01, "{low} {high}");
        assert!(rates(5.0, 0.0).ratio().ratio.is_finite());
    }
}
