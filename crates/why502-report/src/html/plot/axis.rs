//! Axes: columns of time with ticks at round clock times, counts, durations on a logarithmic
//! scale, and rows.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::figures::thousands;
use crate::postmortem::plot::Axis;

const SECOND_US: i128 = 1_000_000;
const STEPS_S: [i64; 25] = [
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    31_536_000,
    315_360_000,
];

/// Columns from left to right, counted by halves, so that their middles are whole numbers.
#[derive(Debug, Clone)]
pub(super) struct ColumnAxis {
    columns: i64,
    ticks: Vec<i64>,
    labels: Vec<String>,
}

impl ColumnAxis {
    /// With about as many ticks as `most`, at round times of a clock that is `ahead_us` of UTC.
    pub(super) fn new(axis: &Axis, ahead_us: i64, most: i64) -> Self {
        let columns = i64::try_from(axis.len().max(1)).unwrap_or(i64::MAX);
        // Wide enough for any time that a log can name.
        let width_us = i128::from(axis.step_us.max(1));
        let span_us = width_us.saturating_mul(i128::from(columns));
        let most = most.max(1);
        let fits = |step: &i128| span_us / step <= i128::from(most);
        let step_us = STEPS_S.map(|step| i128::from(step) * SECOND_US).into_iter().find(fits);
        let step_us = step_us.unwrap_or(span_us).max(width_us);
        let from_us = i128::from(axis.from_us) + i128::from(ahead_us);
        let first_us = (from_us + step_us - 1).div_euclid(step_us) * step_us;
        let column = |tick: i64| {
            let behind_us = first_us - from_us + i128::from(tick) * step_us;
            let column = (behind_us + width_us - 1).div_euclid(width_us);
            i64::try_from(column).ok().filter(|at| *at < columns)
        };
        let ticks: Vec<_> = (0..=most).map_while(column).collect();
        Self {
            columns,
            ticks: if ticks.is_empty() { vec![0] } else { ticks },
            labels: axis.ticks.clone(),
        }
    }
}

impl Ranged for ColumnAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i64;

    fn map(&self, column: &i64, pixels: (i32, i32)) -> i32 {
        placed(*column as f64 / 2.0 / self.columns as f64, pixels)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        self.ticks.iter().map(|column| column * 2).collect()
    }

    fn range(&self) -> Range<i64> {
        0..self.columns * 2
    }
}

impl ValueFormatter<i64> for ColumnAxis {
    fn format_ext(&self, column: &i64) -> String {
        let column = usize::try_from(column / 2).unwrap_or(0);
        self.labels.get(column).cloned().unwrap_or_default()
    }
}

/// From nothing upwards, with ticks at whole numbers.
#[derive(Debug, Clone)]
pub(super) struct CountAxis {
    /// The highest that has to fit.
    highest: u64,
}

impl CountAxis {
    /// Up to the tick at or above `highest`.
    pub(super) fn new(highest: u64) -> Self {
        let step = step(highest);
        Self { highest: highest.max(1).div_ceil(step).saturating_mul(step) }
    }
}

/// So that there are three to five ticks above nothing.
fn step(highest: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if highest / step < 5 {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

impl Ranged for CountAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = u64;

    fn map(&self, count: &u64, pixels: (i32, i32)) -> i32 {
        placed(*count as f64 / self.highest as f64, pixels)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<u64> {
        let step = step(self.highest - 1);
        (0..=self.highest / step).map(|tick| tick * step).collect()
    }

    fn range(&self) -> Range<u64> {
        0..self.highest
    }
}

impl ValueFormatter<u64> for CountAxis {
    fn format_ext(&self, count: &u64) -> String {
        thousands(*count)
    }
}

/// Seconds of a duration, each factor of ten as far from the next.
#[derive(Debug, Clone)]
pub(super) struct DurationAxis {
    low_s: f64,
    high_s: f64,
}

impl DurationAxis {
    /// From the tick below `low_s` to the one above `high_s`.
    pub(super) fn new(low_s: f64, high_s: f64) -> Self {
        let low_s = low_s.clamp(0.000_1, 1e6);
        let high_s = high_s.clamp(low_s * 1.01, 1e7);
        let below = marks().rev().find(|mark| *mark <= low_s).unwrap_or(low_s);
        let above = marks().find(|mark| *mark >= high_s).unwrap_or(high_s);
        Self { low_s: below, high_s: above }
    }
}

/// 1, 2 and 5 times the powers of ten.
fn marks() -> impl DoubleEndedIterator<Item = f64> {
    (-5..=7).flat_map(|power| [1.0, 2.0, 5.0].map(|factor: f64| factor * 10_f64.powi(power)))
}

impl Ranged for DurationAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, seconds: &f64, pixels: (i32, i32)) -> i32 {
        let (low, high) = (self.low_s.log10(), self.high_s.log10());
        let seconds = seconds.clamp(self.low_s, self.high_s);
        placed((seconds.log10() - low) / (high - low), pixels)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        let within = |mark: &f64| *mark >= self.low_s * 0.999 && *mark <= self.high_s * 1.001;
        let fine: Vec<f64> = marks().filter(within).collect();
        if fine.len() <= 6 {
            return fine;
        }
        fine.into_iter().filter(|mark| (mark.log10() - mark.log10().round()).abs() < 0.01).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low_s..self.high_s
    }
}

impl ValueFormatter<f64> for DurationAxis {
    fn format_ext(&self, seconds: &f64) -> String {
        if *seconds < 0.999 {
            format!("{} ms", round(seconds * 1e3))
        } else {
            format!("{} s", round(*seconds))
        }
    }
}

/// Without the dust of floating point.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Rows from the bottom up, without ticks: their names are set beside them.
#[derive(Debug, Clone)]
pub(super) struct RowAxis {
    /// How many there are.
    pub(super) rows: i64,
}

impl Ranged for RowAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i64;

    fn map(&self, edge: &i64, pixels: (i32, i32)) -> i32 {
        placed(*edge as f64 / self.rows.max(1) as f64, pixels)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        Vec::new()
    }

    fn range(&self) -> Range<i64> {
        0..self.rows
    }
}

impl ValueFormatter<i64> for RowAxis {}

fn placed(part: f64, (from, to): (i32, i32)) -> i32 {
    from + (part.clamp(0.0, 1.0) * f64::from(to - from)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND_US: i64 = 1_000_000;

    fn axis(from_s: i64, step_s: i64, columns: usize) -> Axis {
        let labels = vec![String::new(); columns];
        Axis {
            from_us: from_s * SECOND_US,
            step_us: step_s * SECOND_US,
            ticks: labels.clone(),
            labels,
        }
    }

    #[test]
    fn ticks_stand_at_round_times_of_the_zone() {
        let ticks = |axis: &Axis, ahead_s| ColumnAxis::new(axis, ahead_s * SECOND_US, 7).ticks;
        // 01:40 to 02:40 by the minute: every ten minutes.
        assert_eq!(ticks(&axis(6000, 60, 60), 0), [0, 10, 20, 30, 40, 50]);
        // An hour and a half later by the clock of that zone, it begins at 03:10: 04:00, 06:00, …
        assert_eq!(ticks(&axis(6000, 600, 60), 5400), [5, 17, 29, 41, 53]);
        let most_s = i64::MAX / SECOND_US;
        assert_eq!(ticks(&axis(most_s, most_s, 3), 0), [2]);
        assert_eq!(ticks(&axis(0, 1, 0), 0), [0]);
    }

    #[test]
    fn counts_have_few_ticks_at_whole_numbers() {
        for highest in [0, 1, 3, 4, 5, 9, 13, 412, 99_999, u64::MAX / 2] {
            let axis = CountAxis::new(highest);
            let ticks = axis.key_points(9);
            assert!((2..=6).contains(&ticks.len()), "{highest}: {ticks:?}");
            assert!(*ticks.last().unwrap() >= highest && ticks.last() == Some(&axis.highest));
        }
    }

    #[test]
    fn durations_have_ticks_at_round_durations() {
        let axis = DurationAxis::new(0.0012, 8.4);
        assert_eq!(axis.range(), 0.001..10.0);
        assert_eq!(axis.key_points(8).len(), 5);
        assert_eq!(axis.map(&0.1, (100, 0)), 50);
        assert_eq!(axis.map(&0.0, (100, 0)), 100);
        assert!(DurationAxis::new(f64::NAN.max(0.0), 0.0).key_points(8).len() >= 2);
    }
}
