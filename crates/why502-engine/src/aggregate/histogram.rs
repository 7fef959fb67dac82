//! Durations counted in log-linear buckets: percentiles with a bounded relative error.
//!
//! Each power of two is cut into `2^BITS` equal buckets, as in HDR histograms. A value is
//! reported by its bucket's lower edge, at most `2^-BITS` below it; values under `2^BITS` µs are
//! exact. Merging adds counts, so percentiles do not depend on how values were split.

use serde::{Deserialize, Serialize};

/// Counts of durations in µs; `BITS` sets the relative error to `2^-BITS`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(into = "Sparse", try_from = "Sparse")]
pub(crate) struct Histogram<const BITS: u32> {
    counts: Vec<u64>,
    total: u64,
    max_us: u64,
}

/// Durations in µs that are not counted yet. Most of what one takes is waiting for its count, and many
/// can wait together.
#[derive(Debug)]
pub(crate) struct Uncounted(Vec<u64>);

impl Uncounted {
    const MANY: usize = 256;

    /// None yet.
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(Self::MANY))
    }

    /// Adds one; `true` where it is time to count them.
    #[inline]
    #[must_use]
    pub(crate) fn push(&mut self, micros: u64) -> bool {
        self.0.push(micros);
        self.0.len() >= Self::MANY
    }

    /// Hands them on, and begins anew.
    pub(crate) fn settle(&mut self, each: impl FnOnce(&[u64])) {
        each(&self.0);
        self.0.clear();
    }
}

/// Its saved form: for every count that is not zero, how many zeros stand before it.
#[derive(Serialize, Deserialize)]
struct Sparse {
    counts: Vec<(u32, u64)>,
    max_us: u64,
}

impl<const BITS: u32> From<Histogram<BITS>> for Sparse {
    fn from(histogram: Histogram<BITS>) -> Self {
        let mut counts = Vec::new();
        let mut zeros = 0;
        for count in histogram.counts {
            if count == 0 {
                zeros += 1;
            } else {
                counts.push((zeros, count));
                zeros = 0;
            }
        }
        Self { counts, max_us: histogram.max_us }
    }
}

impl<const BITS: u32> TryFrom<Sparse> for Histogram<BITS> {
    type Error = &'static str;

    fn try_from(sparse: Sparse) -> Result<Self, Self::Error> {
        let mut histogram = Self { max_us: sparse.max_us, ..Self::default() };
        for (zeros, count) in sparse.counts {
            let index = histogram.counts.len() + zeros as usize;
            if index > Self::index(Self::CEILING) {
                return Err("a duration above the ceiling");
            }
            histogram.counts.resize(index, 0);
            histogram.counts.push(count);
            histogram.total = histogram.total.checked_add(count).ok_or("too many durations")?;
        }
        Ok(histogram)
    }
}

impl<const BITS: u32> Histogram<BITS> {
    /// Longer durations are counted as this one: 49 days, far above any time-out.
    const CEILING: u64 = (1 << 42) - 1;

    /// Counts durations.
    pub(crate) fn record_all(&mut self, micros: &[u64]) {
        let Some(&longest) = micros.iter().max() else { return };
        let room = Self::index(longest.min(Self::CEILING)) + 1;
        if room > self.counts.len() {
            self.counts.resize(room, 0);
        }
        for &micros in micros {
            if let Some(count) = self.counts.get_mut(Self::index(micros.min(Self::CEILING))) {
                *count += 1;
            }
        }
        self.total += micros.len() as u64;
        self.max_us = self.max_us.max(longest);
    }

    /// Adds another histogram.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += *more;
        }
        self.total += other.total;
        self.max_us = self.max_us.max(other.max_us);
    }

    /// Nearest-rank percentile in seconds; `None` where nothing was counted. `per_mille` is
    /// 500 for the median.
    pub(crate) fn percentile(&self, per_mille: u64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let rank = (self.total * per_mille).div_ceil(1000).max(1);
        let mut seen = 0;
        let index = self.counts.iter().position(|&count| {
            seen += count;
            seen >= rank
        })?;
        Some(Self::lower_edge(index).min(self.max_us) as f64 / 1e6)
    }

    /// Largest duration in seconds.
    pub(crate) fn max(&self) -> Option<f64> {
        (self.total > 0).then_some(self.max_us as f64 / 1e6)
    }

    /// How many durations were counted.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The duration of this rank, counted from 1, in seconds: the shortest or longest where there
    /// is none of it.
    pub(crate) fn ranked(&self, rank: u64) -> Option<f64> {
        let rank = rank.clamp(1, self.total.max(1));
        let mut seen = 0;
        let index = self.counts.iter().position(|&count| {
            seen += count;
            seen >= rank
        })?;
        Some(Self::lower_edge(index).min(self.max_us) as f64 / 1e6)
    }

    /// How many durations are in the bucket of this one or in a later one.
    pub(crate) fn from(&self, seconds: f64) -> u64 {
        let index = Self::index(((seconds * 1e6).round() as u64).min(Self::CEILING));
        self.counts.iter().skip(index).sum()
    }

    fn index(micros: u64) -> usize {
        let magnitude = (64 - micros.leading_zeros()).saturating_sub(BITS + 1);
        let within = micros >> magnitude;
        ((u64::from(magnitude) << BITS) + within) as usize
    }

    fn lower_edge(index: usize) -> u64 {
        let index = index as u64;
        if index < 2 << BITS {
            return index;
        }
        let magnitude = (index >> BITS) - 1;
        (index - (magnitude << BITS)) << magnitude
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bucket_within_the_error() {
        for value in (0..5_000).chain((0..40).map(|power| (1_u64 << power) + 17)) {
            let edge = Histogram::<7>::lower_edge(Histogram::<7>::index(value));
            assert!(edge <= value, "{value} -> {edge}");
            assert!(value - edge <= value >> 7, "{value} -> {edge}");
        }
    }

    #[test]
    fn percentiles_match_a_sorted_list_within_the_error() {
        let mut values: Vec<u64> = (0..10_007_u64).map(|n| n * n % 5_000_011).collect();
        let mut histogram = Histogram::<10>::default();
        histogram.record_all(&values);
        values.sort_unstable();
        for per_mille in [1, 500, 900, 950, 990, 999, 1000] {
            let rank = (values.len() as u64 * per_mille).div_ceil(1000) as usize;
            let exact = values[rank - 1] as f64 / 1e6;
            let found = histogram.percentile(per_mille).unwrap();
            assert!(
                found <= exact && exact - found <= exact / 1024.0 + 1e-9,
                "{per_mille}: {found} {exact}"
            );
        }
        assert_eq!(histogram.max(), Some(values[values.len() - 1] as f64 / 1e6));
    }

    #[test]
    fn ranks_and_tails_agree() {
        let mut histogram = Histogram::<10>::default();
        assert_eq!((histogram.ranked(1), histogram.total(), histogram.from(0.0)), (None, 0, 0));
        (1..=1000).for_each(|value| histogram.record_all(&[value]));
        assert_eq!(histogram.ranked(250), Some(0.000_25));
        assert_eq!((histogram.ranked(0), histogram.ranked(9_999)), (Some(1e-6), Some(0.001)));
        assert_eq!((histogram.from(0.000_251), histogram.total()), (750, 1000));
    }

    #[test]
    fn merging_equals_recording_together() {
        let (mut left, mut right, mut whole) =
            (Histogram::<5>::default(), Histogram::<5>::default(), Histogram::<5>::default());
        for value in 0..4_000_u64 {
            if value % 3 == 0 {
                left.record_all(&[value * 7])
            } else {
                right.record_all(&[value * 7])
            }
            whole.record_all(&[value * 7]);
        }
        left.merge(&right);
        assert_eq!(left.counts, whole.counts);
        assert_eq!(left.percentile(990), whole.percentile(990));
    }
}
