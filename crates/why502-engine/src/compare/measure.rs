//! From counts to a measure with its intervals; the verdict comes when all are known.

use super::comparison::{Estimate, Measure, Unit, Verdict};
use crate::diagnose::{Association, Noise, RiskRatio, TwoByTwo, TwoRates};

/// Events among exposed requests, or within seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) events: f64,
    pub(super) exposure: f64,
}

impl Counted {
    pub(super) fn new(events: u64, exposure: f64) -> Self {
        Self { events: events as f64, exposure }
    }

    fn value(self) -> f64 {
        if self.exposure > 0.0 { self.events / self.exposure } else { 0.0 }
    }
}

/// A part of requests. Tested where `is_tested`.
pub(super) fn part(before: Counted, after: Counted, noise: Noise, is_tested: bool) -> Measure {
    let risk = TwoByTwo {
        failed_with: after.events,
        requests_with: after.exposure,
        failed_without: before.events,
        requests_without: before.exposure,
    }
    .risk_ratio();
    let table = Association {
        failed_with: after.events,
        failed_without: before.events,
        passed_with: after.exposure - after.events,
        passed_without: before.exposure - before.events,
    };
    let turned = Association {
        failed_with: table.failed_without,
        failed_without: table.failed_with,
        passed_with: table.passed_without,
        passed_without: table.passed_with,
    };
    let chance = is_tested.then(|| noise.chance(table.chance().min(turned.chance())));
    let ends = [before, after].map(|side| wilson(side, noise));
    let ratio = bounded(noise.widened(risk), before, after, noise);
    measure(Unit::PerRequest, ends, ratio, noise, chance)
}

/// Requests a second. Tested where `is_tested`.
pub(super) fn rate(before: Counted, after: Counted, noise: Noise, is_tested: bool) -> Measure {
    let rates = TwoRates {
        count: after.events,
        seconds: after.exposure.max(1e-6),
        other_count: before.events,
        other_seconds: before.exposure.max(1e-6),
    };
    let chance = is_tested.then(|| noise.chance(rates.chance()));
    let ends = [before, after].map(|side| poisson(side, noise));
    let ratio = bounded(noise.widened(rates.ratio()), before, after, noise);
    measure(Unit::PerSecond, ends, ratio, noise, chance)
}

/// Where one side has no event the logarithm says little: the bound is then the ratio at which as many
/// events on the other side alone have a probability of 2.5 %.
fn bounded(ratio: RiskRatio, before: Counted, after: Counted, noise: Noise) -> RiskRatio {
    const TAIL: f64 = 0.025;
    let odds = |events: f64| {
        let share = TAIL.powf(noise.factor / events);
        share / (1.0 - share)
    };
    let exposures = before.exposure / after.exposure.max(1e-6);
    if before.events == 0.0 && after.events > 0.0 {
        RiskRatio { low: odds(after.events) * exposures, ..ratio }
    } else if after.events == 0.0 && before.events > 0.0 {
        RiskRatio { high: exposures / odds(before.events), ..ratio }
    } else {
        ratio
    }
}

/// Seconds, each with its interval: the ratio's and the difference's follow from those.
pub(super) fn duration(before: Estimate, after: Estimate, noise: Noise) -> Measure {
    const LEAST: f64 = 1e-6;
    let logarithm = |seconds: f64| seconds.max(LEAST).ln();
    let [(b, b_low, b_high), (a, a_low, a_high)] =
        [before, after].map(|e| (logarithm(e.value), logarithm(e.low), logarithm(e.high)));
    let down = (a - a_low).hypot(b_high - b);
    let up = (a_high - a).hypot(b - b_low);
    let ratio =
        RiskRatio { ratio: (a - b).exp(), low: (a - b - down).exp(), high: (a - b + up).exp() };
    // Half a width towards the other side, in standard errors.
    let half = if a > b { down } else { up };
    let errors = (a - b).abs() / half.max(1e-9) * noise.half_width() / noise.factor.sqrt();
    measure(Unit::Seconds, [before, after], ratio, noise, Some(noise.chance_beyond(errors)))
}

/// What both sides and their ratio come to; not judged yet.
fn measure(
    unit: Unit,
    [before, after]: [Estimate; 2],
    ratio: RiskRatio,
    noise: Noise,
    chance: Option<f64>,
) -> Measure {
    let (has_before, has_after) = (before.value > 0.0, after.value > 0.0);
    let difference = after.value - before.value;
    Measure {
        unit,
        ratio: has_before.then(|| round(after.value / before.value)),
        ratio_low: if has_after { round(ratio.low) } else { 0.0 },
        ratio_high: has_before.then(|| round(ratio.high)),
        difference: rounded(Estimate {
            value: difference,
            low: difference - (after.value - after.low).hypot(before.high - before.value),
            high: difference + (after.high - after.value).hypot(before.value - before.low),
        }),
        before: rounded(before),
        after: rounded(after),
        noise_factor: round(noise.factor),
        q_value: None,
        verdict: Verdict::TooFew,
        chance,
    }
}

/// Wilson's interval of a part, as of so many fewer requests as the noise is larger.
fn wilson(side: Counted, noise: Noise) -> Estimate {
    let value = side.value();
    let n = side.exposure.max(1e-9);
    let z2 = noise.half_width().powi(2);
    let middle = (value + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half =
        (z2 * (value * (1.0 - value) / n + z2 / (4.0 * n * n))).max(0.0).sqrt() / (1.0 + z2 / n);
    Estimate {
        value,
        low: (middle - half).clamp(0.0, value),
        high: (middle + half).clamp(value, 1.0),
    }
}

/// The same of a count without a whole.
fn poisson(side: Counted, noise: Noise) -> Estimate {
    let z2 = noise.half_width().powi(2);
    let middle = side.events + z2 / 2.0;
    let half = (z2 * (side.events + z2 / 4.0)).sqrt();
    let seconds = side.exposure.max(1e-6);
    Estimate {
        value: side.value(),
        low: ((middle - half) / seconds).max(0.0),
        high: (middle + half) / seconds,
    }
}

fn rounded(estimate: Estimate) -> Estimate {
    let Estimate { value, low, high } = estimate;
    Estimate { value: round(value), low: round(low), high: round(high) }
}

/// Six digits: more would be noise.
pub(super) fn round(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return if value.is_finite() { 0.0 } else { f64::MAX };
    }
    let scale = 10_f64.powi(5 - value.abs().log10().floor() as i32);
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_wilsons_interval_and_the_difference_newcombes() {
        // Newcombe (1998), 56/70 against 48/80: 0.2000, 0.0524 to 0.3339.
        let found = part(Counted::new(48, 80.0), Counted::new(56, 70.0), Noise::NONE, true);
        let Estimate { value, low, high } = found.difference;
        assert!((value - 0.2).abs() < 1e-6, "{found:?}");
        assert!((low - 0.0524).abs() < 2e-4 && (high - 0.3339).abs() < 2e-4, "{found:?}");
        assert!(found.chance.unwrap() < 0.02);
    }

    #[test]
    fn what_was_not_there_before_has_no_ratio_but_a_lower_bound() {
        let found = part(Counted::new(0, 900.0), Counted::new(40, 900.0), Noise::NONE, true);
        assert_eq!((found.ratio, found.ratio_high), (None, None));
        assert!(found.ratio_low > 4.0 && found.chance.unwrap() < 1e-9, "{found:?}");
        let gone = part(Counted::new(40, 900.0), Counted::new(0, 900.0), Noise::NONE, true);
        assert_eq!((gone.ratio, gone.ratio_low), (Some(0.0), 0.0));
        assert!(gone.ratio_high.unwrap() < 0.25, "{gone:?}");
    }

    #[test]
    fn a_rate_of_twice_as_many_in_twice_the_time_has_not_changed() {
        let found = rate(Counted::new(100, 60.0), Counted::new(200, 120.0), Noise::NONE, true);
        assert_eq!(found.ratio, Some(1.0));
        assert!(found.chance.unwrap() > 0.9 && found.ratio_low < 0.8, "{found:?}");
    }

    #[test]
    fn numbers_have_six_digits_whatever_their_size() {
        assert_eq!(
            [0.0, 123.456_789, -0.000_123_456_789].map(round),
            [0.0, 123.457, -0.000_123_457]
        );
        assert_eq!(round(f64::INFINITY), f64::MAX);
    }

    #[test]
    fn percentiles_that_do_not_overlap_differ() {
        let seconds =
            |value: f64, width: f64| Estimate { value, low: value - width, high: value + width };
        let far = duration(seconds(0.1, 0.005), seconds(0.2, 0.01), Noise::NONE);
        assert!(far.chance.unwrap() < 1e-6 && far.ratio_low > 1.5, "{far:?}");
        let near = duration(seconds(0.1, 0.005), seconds(0.102, 0.005), Noise::NONE);
        assert!(near.chance.unwrap() > 0.3 && near.ratio_low < 1.0, "{near:?}");
    }
}
