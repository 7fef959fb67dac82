//! How much counts vary by themselves, and what that leaves of a difference.
//!
//! Requests come in crowds: a client retries, a crawler passes by. So what is counted in slices of
//! time varies more than independent requests would, and a difference that would be beyond chance
//! for those may be none. The factor by which the variance is larger is measured (Pearson's χ² over
//! its degrees of freedom), and differences are held against Student's distribution of as many.

use std::f64::consts::SQRT_2;

use super::risk::{RiskRatio, Z95};
use super::significance::complementary_error;

/// Variances that differ by more are not of one kind of time.
const ALIKE: f64 = 4.0;
/// Fewer events than this in all slices say nothing of how they vary.
const FEWEST_EVENTS: f64 = 5.0;
/// No quantile beyond is needed: chances are zero in a `f64` there.
const FARTHEST: f64 = 38.0;

/// By how much the variance exceeds that of independent requests, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Noise {
    /// At least 1.
    pub(crate) factor: f64,
    /// Degrees of freedom it was measured with; infinite where it was not.
    pub(crate) degrees: f64,
}

/// What slices of time show, before it is decided what to make of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Variation {
    chi_squared: f64,
    degrees: f64,
}

impl Variation {
    /// Of events in slices, each with what it was exposed to: seconds, or requests. `part`: the
    /// share of the exposure that is events, 0 where that has no meaning. `None` where there is too
    /// little to tell.
    pub(crate) fn of(slices: impl Iterator<Item = (f64, f64)> + Clone, part: f64) -> Option<Self> {
        let exposed = slices.filter(|&(_, exposure)| exposure > 0.0);
        let (events, exposure) =
            exposed.clone().fold((0.0, 0.0), |sum, slice| (sum.0 + slice.0, sum.1 + slice.1));
        let degrees = exposed.clone().count() as f64 - 1.0;
        if events < FEWEST_EVENTS || degrees < 1.0 || part >= 1.0 {
            return None;
        }
        let chi_squared: f64 = exposed
            .map(|(seen, exposure_here)| {
                let expected = events * exposure_here / exposure;
                (seen - expected).powi(2) / expected
            })
            .sum();
        Some(Self { chi_squared: chi_squared / (1.0 - part), degrees })
    }

    /// The factor for itself.
    pub(crate) fn factor(self) -> f64 {
        self.chi_squared / self.degrees
    }

    /// The same where each of the events seen stands for `scale`: a thinned sample varies less.
    pub(crate) fn of_sample(self, scale: f64) -> Self {
        let factor = 1.0 + (self.factor() - 1.0) * scale;
        Self { chi_squared: factor.max(0.0) * self.degrees, ..self }
    }
}

impl Noise {
    /// Independent requests.
    pub(crate) const NONE: Self = Self { factor: 1.0, degrees: f64::INFINITY };

    /// Of two sides: of both together where they vary alike, else of the calmer one, for what
    /// happened on one side only must not hide itself.
    pub(crate) fn of(sides: [Option<Variation>; 2]) -> Option<Self> {
        let variation = match sides {
            [Some(one), Some(other)] => {
                let (calm, wild) =
                    if one.factor() <= other.factor() { (one, other) } else { (other, one) };
                if wild.factor() > ALIKE * calm.factor().max(1.0) {
                    calm
                } else {
                    Variation {
                        chi_squared: one.chi_squared + other.chi_squared,
                        degrees: one.degrees + other.degrees,
                    }
                }
            }
            [one, other] => one.or(other)?,
        };
        Some(Self { factor: variation.factor(), degrees: variation.degrees }.at_least(1.0))
    }

    /// The same, or a larger factor that is known otherwise.
    pub(crate) fn at_least(self, factor: f64) -> Self {
        if self.factor >= factor && self.factor > 1.0 {
            self
        } else {
            Self { factor: factor.max(1.0), degrees: f64::INFINITY }
        }
    }

    /// The probability of a difference this large either way, from the one that independent
    /// requests would have one way.
    pub(crate) fn chance(self, one_way: f64) -> f64 {
        self.chance_beyond(normal_quantile(one_way) / self.factor.sqrt())
    }

    /// The probability of more than so many standard errors either way.
    pub(crate) fn chance_beyond(self, errors: f64) -> f64 {
        complementary_error(self.normal(errors.abs()) / SQRT_2).min(1.0)
    }

    /// Half the width of a 95 % interval in standard errors of independent requests.
    pub(crate) fn half_width(self) -> f64 {
        self.factor.sqrt() * self.student(Z95)
    }

    /// A 95 % interval as wide as this noise makes it.
    pub(crate) fn widened(self, risk: RiskRatio) -> RiskRatio {
        let spread = (risk.high / risk.ratio).powf(self.half_width() / Z95);
        RiskRatio { ratio: risk.ratio, low: risk.ratio / spread, high: risk.ratio * spread }
    }

    /// The normal deviate as improbable as one of Student's (Wallace 1959; within 4 % at two
    /// degrees of freedom, and far less from five on).
    fn normal(self, student: f64) -> f64 {
        let degrees = self.degrees;
        if degrees.is_infinite() {
            return student;
        }
        let bend = (8.0 * degrees + 1.0) / (8.0 * degrees + 3.0);
        bend * (degrees * (student * student / degrees).ln_1p()).sqrt()
    }

    /// The other way round.
    fn student(self, normal: f64) -> f64 {
        let degrees = self.degrees;
        if degrees.is_infinite() {
            return normal;
        }
        let bend = (8.0 * degrees + 3.0) / (8.0 * degrees + 1.0);
        (degrees * ((normal * bend).powi(2) / degrees).exp_m1()).sqrt()
    }
}

/// The deviate that is exceeded with this probability; 0 for a half and more.
fn normal_quantile(chance: f64) -> f64 {
    if chance >= 0.5 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, FARTHEST);
    // Halved so often, the interval is below the error of the function.
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if 0.5 * complementary_error(middle / SQRT_2) > chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_tables() {
        for (chance, deviate) in [(0.5, 0.0), (0.025, 1.959_96), (1e-6, 4.753_42), (1e-20, 9.262_3)]
        {
            assert!((normal_quantile(chance) - deviate).abs() < 1e-3, "{chance}");
        }
        // Student's 97.5 % points.
        for (degrees, deviate) in [(2.0, 4.303), (5.0, 2.571), (11.0, 2.201), (22.0, 2.074)] {
            let noise = Noise { factor: 1.0, degrees };
            let found = noise.half_width();
            assert!((found / deviate - 1.0).abs() < 0.1 / degrees, "{degrees}: {found}");
            assert!((noise.chance_beyond(found) - 0.05).abs() < 1e-3, "{degrees}");
        }
    }

    #[test]
    fn steady_slices_vary_as_chance_does_and_bursts_more() {
        let of = |events: [f64; 6]| Variation::of(events.into_iter().map(|n| (n, 10.0)), 0.0);
        let steady = of([9.0, 12.0, 10.0, 7.0, 13.0, 9.0]).unwrap();
        let bursts = of([0.0, 0.0, 58.0, 1.0, 1.0, 0.0]).unwrap();
        assert!(steady.factor() < 1.0 && bursts.factor() > 50.0);
        assert_eq!(of([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]), None);
        // A burst on one side does not hide itself; on both it is how things are.
        assert_eq!(Noise::of([Some(steady), Some(bursts)]).unwrap(), Noise::NONE);
        let wild = Noise::of([Some(bursts); 2]).unwrap();
        assert!(wild.factor > 50.0 && (wild.degrees - 10.0).abs() < 1e-9);
        assert!(wild.chance(1e-6) > 0.4 && Noise::NONE.chance(1e-6) < 3e-6);
    }

    #[test]
    fn an_interval_is_widened_on_the_logarithm() {
        let risk = RiskRatio { ratio: 2.0, low: 1.0, high: 4.0 };
        assert_eq!(Noise::NONE.widened(risk), risk);
        let wide = Noise { factor: 4.0, degrees: f64::INFINITY }.widened(risk);
        assert!((wide.low - 0.5).abs() < 1e-6 && (wide.high - 8.0).abs() < 1e-6, "{wide:?}");
    }
}
