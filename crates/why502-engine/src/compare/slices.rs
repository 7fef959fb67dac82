//! A side cut into slices of time, in which it is measured how much its figures vary.

use why502_parse::Timestamp;

use crate::aggregate::Level;

/// So many slices at most: enough to measure a variance, and each long enough that what comes in
/// crowds comes in one of them.
const MOST: i64 = 12;

/// Slices of whole buckets of time.
#[derive(Debug, Clone)]
pub(super) struct Slices {
    level: Level,
    first: i64,
    buckets: i64,
    from_us: i64,
    to_us: i64,
}

impl Slices {
    /// Of the time from `from` to `to`, in buckets of that width.
    pub(super) fn new(level: Level, from: Timestamp, to: Timestamp) -> Self {
        let first = level.bucket(from);
        let to = to.max(from);
        let buckets = (level.bucket(to) - first).saturating_add(1);
        Self { level, first, buckets, from_us: from.micros(), to_us: to.micros() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.buckets.clamp(1, MOST) as usize
    }

    /// The slice of a bucket; `None` outside of all.
    pub(super) fn of_bucket(&self, bucket: i64) -> Option<usize> {
        let place = bucket.checked_sub(self.first)?;
        (0..self.buckets)
            .contains(&place)
            .then(|| (i128::from(place) * self.count() as i128 / i128::from(self.buckets)) as usize)
    }

    /// The slice of an instant.
    pub(super) fn of_time(&self, time: Timestamp) -> Option<usize> {
        self.of_bucket(self.level.bucket(time))
    }

    /// The slice of a bucket of a finer level.
    pub(super) fn of_finer(&self, bucket: i64, level: Level) -> Option<usize> {
        self.of_bucket(self.level.coarsen(bucket, level))
    }

    /// How much of the side's time each one holds, seconds.
    pub(super) fn seconds(&self) -> Vec<f64> {
        let count = self.count() as i64;
        // The first bucket of a slice is the first whose place times the count reaches its number.
        let start = |slice: i64| {
            let place = (i128::from(slice) * i128::from(self.buckets) + i128::from(count) - 1)
                / i128::from(count);
            self.level.start(self.first.saturating_add(place as i64)).micros()
        };
        (0..count)
            .map(|slice| {
                let length = start(slice + 1).min(self.to_us) - start(slice).max(self.from_us);
                length.max(0) as f64 / 1e6
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn slices_hold_all_of_the_time_and_every_bucket_once() {
        for (from, to) in [(0, 3_600), (17, 3_611), (59, 61), (30, 30), (100, 86_500)] {
            let slices = Slices::new(Level::default(), at(from), at(to));
            let seconds = slices.seconds();
            assert_eq!(seconds.len(), slices.count());
            let sum: f64 = seconds.iter().sum();
            assert!((sum - (to - from) as f64).abs() < 1e-6, "{from} {to}: {seconds:?}");
            let mut before = 0;
            for second in from..=to {
                let slice = slices.of_time(at(second)).unwrap();
                assert!(slice == before || slice == before + 1, "{from} {to} {second}");
                before = slice;
            }
            assert_eq!(before + 1, slices.count());
            assert_eq!((slices.of_time(at(from - 61)), slices.of_time(at(to + 61))), (None, None));
        }
    }

    #[test]
    fn an_hour_of_minutes_has_slices_of_five() {
        let slices = Slices::new(Level::default(), at(0), at(3_599));
        assert_eq!(slices.count(), 12);
        assert_eq!(slices.of_bucket(4), Some(0));
        assert_eq!(slices.of_bucket(5), Some(1));
        assert_eq!(slices.seconds()[3], 300.0);
    }
}
