//! Widths of time buckets; each divides the next, so that finer buckets add up to coarser ones.

use serde::{Deserialize, Serialize};
use why502_parse::Timestamp;

/// Seconds. A day of minutes fits the timeline's 2,000 buckets; a month needs hours.
const WIDTHS: [i64; 9] = [60, 300, 900, 3_600, 21_600, 86_400, 604_800, 31_449_600, 3_144_960_000];

/// A place on the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "u8")]
pub(crate) struct Level(u8);

impl TryFrom<u8> for Level {
    type Error = &'static str;

    fn try_from(place: u8) -> Result<Self, Self::Error> {
        if usize::from(place) < WIDTHS.len() { Ok(Self(place)) } else { Err("no such width") }
    }
}

impl Level {
    /// Is there a bucket of this number, as far as times go?
    pub(crate) fn has(self, bucket: i64) -> bool {
        let last = i64::MAX / (self.width_seconds() * 1_000_000) - 1;
        (-last..=last).contains(&bucket)
    }

    /// Width of a bucket, seconds.
    pub(crate) fn width_seconds(self) -> i64 {
        WIDTHS.get(usize::from(self.0)).copied().unwrap_or(WIDTHS[WIDTHS.len() - 1])
    }

    /// The next coarser level, if there is one.
    pub(crate) fn coarser(self) -> Option<Self> {
        (usize::from(self.0) + 1 < WIDTHS.len()).then(|| Self(self.0 + 1))
    }

    /// The level so many steps coarser, or the coarsest.
    pub(crate) fn plus(self, steps: u8) -> Self {
        Self((self.0 + steps).min(WIDTHS.len() as u8 - 1))
    }

    /// The number of the bucket that holds `time`.
    pub(crate) fn bucket(self, time: Timestamp) -> i64 {
        time.micros().div_euclid(self.width_seconds() * 1_000_000)
    }

    /// The bucket of this level that holds bucket `bucket` of the finer level `from`.
    pub(crate) fn coarsen(self, bucket: i64, from: Self) -> i64 {
        (bucket * from.width_seconds()).div_euclid(self.width_seconds())
    }

    /// First instant of a bucket.
    pub(crate) fn start(self, bucket: i64) -> Timestamp {
        Timestamp::from_micros(bucket * self.width_seconds() * 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_divides_the_next() {
        for pair in WIDTHS.windows(2) {
            assert_eq!(pair[1] % pair[0], 0, "{pair:?}");
        }
    }

    #[test]
    fn coarsening_a_bucket_equals_bucketing_coarsely() {
        let (fine, coarse) = (Level(0), Level(4));
        for micros in [-1, 0, 59_999_999, 60_000_000, 1_795_357_331_000_123, -86_400_000_001] {
            let time = Timestamp::from_micros(micros);
            assert_eq!(coarse.coarsen(fine.bucket(time), fine), coarse.bucket(time));
        }
    }
}
