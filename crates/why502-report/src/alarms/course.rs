//! Figures over time in the periods of CloudWatch, what is usual in them, and when an alarm on them
//! would have fired.

use why502_engine::summary::{Summary, TimelineBucket};

/// Periods that are tried, in seconds: the first that is no shorter than a bucket of the timeline.
const PERIODS: [u64; 4] = [60, 300, 900, 3600];
const MICROS: i64 = 1_000_000;

/// Stretches of equal length without holes, and which of them are quiet.
#[derive(Debug, Clone)]
pub(super) struct Periods {
    pub(super) seconds: u64,
    /// First instant of the first, in seconds since 1970.
    start: i64,
    /// No incident in it or beside it.
    quiet: Vec<bool>,
    /// Which period each bucket of the timeline lies in.
    of_bucket: Vec<usize>,
}

/// One figure for each period; `None` where nothing was measured.
pub(super) type Series = Vec<Option<f64>>;

/// When an alarm would have fired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Replay {
    /// Seconds after the start of an incident, for each that it would have caught: place among the
    /// incidents, seconds.
    pub(super) caught: Vec<(usize, i64)>,
    /// How often it would have fired outside of incidents.
    pub(super) elsewhere: usize,
}

impl Periods {
    /// `None` where the timeline is empty.
    pub(super) fn of(summary: &Summary) -> Option<Self> {
        let buckets = &summary.timeline.buckets;
        let width = summary.timeline.bucket_seconds.max(1);
        let seconds = PERIODS.into_iter().find(|period| *period >= width);
        let seconds = seconds.unwrap_or(width.next_multiple_of(60));
        let length = i64::try_from(seconds).ok()?;
        let at = |bucket: &TimelineBucket| bucket.start.micros().div_euclid(MICROS);
        let start = at(buckets.first()?).div_euclid(length) * length;
        let place = |seconds: i64| usize::try_from((seconds - start).div_euclid(length)).ok();
        let of_bucket: Vec<usize> = buckets.iter().filter_map(|bucket| place(at(bucket))).collect();
        let count = of_bucket.last()? + 1;
        // The timeline has at most 2,000 buckets, but what lies between them may be years.
        if count > 100_000 || of_bucket.len() != buckets.len() {
            return None;
        }
        let quiet = (0..count).map(|period| {
            let from = start + i64::try_from(period).unwrap_or_default() * length;
            !summary.incidents.iter().any(|incident| {
                let ends = [incident.start, incident.end].map(|at| at.micros().div_euclid(MICROS));
                ends[0] < from + 2 * length && ends[1] >= from - length
            })
        });
        Some(Self { seconds, start, quiet: quiet.collect(), of_bucket })
    }

    /// Sums of a figure of the buckets.
    pub(super) fn sums(&self, figures: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut sums = vec![0; self.quiet.len()];
        for (place, figure) in self.of_bucket.iter().zip(figures) {
            sums[*place] += figure;
        }
        sums
    }

    /// The largest of a figure of the buckets.
    pub(super) fn largest(&self, figures: impl Iterator<Item = Option<f64>>) -> Series {
        let mut largest: Series = vec![None; self.quiet.len()];
        for (place, figure) in self.of_bucket.iter().zip(figures) {
            largest[*place] = match (largest[*place], figure) {
                (Some(one), Some(other)) => Some(f64::max(one, other)),
                (one, other) => one.or(other),
            };
        }
        largest
    }

    /// How many are quiet.
    pub(super) fn quiet(&self) -> usize {
        self.quiet.iter().filter(|quiet| **quiet).count()
    }

    /// A quantile of the quiet periods; `None` where there are none.
    pub(super) fn usual(&self, series: &Series, quantile: f64) -> Option<f64> {
        let quiet = series.iter().zip(&self.quiet).filter(|(_, quiet)| **quiet);
        let mut values: Vec<f64> = quiet.filter_map(|(value, _)| *value).collect();
        values.sort_by(f64::total_cmp);
        let rank = (values.len() as f64 * quantile).ceil() as usize;
        values.get(rank.max(1).min(values.len()).checked_sub(1)?).copied()
    }

    /// When `is_firing` begins to be true, of states at the ends of the periods.
    pub(super) fn replay(&self, summary: &Summary, is_firing: &[bool]) -> Replay {
        let length = i64::try_from(self.seconds).unwrap_or(i64::MAX);
        let mut replay = Replay::default();
        let mut was_firing = false;
        for (period, firing) in is_firing.iter().enumerate() {
            let begins = *firing && !was_firing;
            was_firing = *firing;
            let end = self.start + (i64::try_from(period).unwrap_or_default() + 1) * length;
            let hit = summary.incidents.iter().position(|incident| {
                let ends = [incident.start, incident.end].map(|at| at.micros().div_euclid(MICROS));
                ends[0] < end && end <= ends[1] + 3 * length
            });
            match hit {
                // One that fires already when an incident begins has caught it as well.
                Some(incident) if *firing => {
                    let is_new = !replay.caught.iter().any(|(other, _)| *other == incident);
                    let began = summary.incidents[incident].start.micros().div_euclid(MICROS);
                    if is_new {
                        replay.caught.push((incident, end - began));
                    }
                }
                None if begins => replay.elsewhere += 1,
                _ => {}
            }
        }
        replay
    }
}

/// States of an alarm at the ends of periods: `datapoints.0` of the last `datapoints.1` breach.
pub(super) fn states(series: &Series, threshold: f64, datapoints: (u64, u64)) -> Vec<bool> {
    let window = usize::try_from(datapoints.1).unwrap_or(1).max(1);
    let breaches: Vec<bool> =
        series.iter().map(|value| value.is_some_and(|value| value >= threshold)).collect();
    (0..breaches.len())
        .map(|end| {
            let last = &breaches[(end + 1).saturating_sub(window)..=end];
            last.iter().filter(|breach| **breach).count() as u64 >= datapoints.0
        })
        .collect()
}

/// Parts of sums over the last `long` periods: failed over all; `None` without a request.
pub(super) fn trailing(failed: &[u64], all: &[u64], length: usize) -> Series {
    let (mut bad, mut whole) = (0, 0);
    (0..all.len())
        .map(|end| {
            bad += failed[end];
            whole += all[end];
            if let Some(left) = end.checked_sub(length.max(1)) {
                bad -= failed[left];
                whole -= all[left];
            }
            (whole > 0).then(|| bad as f64 / whole as f64)
        })
        .collect()
}
