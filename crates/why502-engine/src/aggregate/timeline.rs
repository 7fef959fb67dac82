//! Requests over time, in at most 2,000 buckets.
//!
//! Only buckets that hold a request exist, so one record of 1970 costs one bucket and does not
//! widen the others.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use why502_parse::Timestamp;

use super::histogram::Histogram;
use super::ladder::Level;
use crate::saved::{BlockReader, BlockWriter, LoadError};

/// More buckets than this move the timeline to the next width.
const MOST_BUCKETS: usize = 2_000;

/// What is counted per bucket.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Bucket {
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    pub(crate) bad_gateways: u64,
    pub(crate) gateway_timeouts: u64,
    pub(crate) unavailable: u64,
    /// Status 400 to 499.
    pub(crate) client_errors: u64,
    /// 3 % error: a sparkline's worth, and 2,000 of them must stay small.
    pub(crate) latency: Histogram<5>,
}

impl Bucket {
    /// Adds another bucket.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        self.failed += other.failed;
        self.bad_gateways += other.bad_gateways;
        self.gateway_timeouts += other.gateway_timeouts;
        self.unavailable += other.unavailable;
        self.client_errors += other.client_errors;
        self.latency.merge(&other.latency);
    }
}

/// Buckets by number.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    level: Level,
    places: HashMap<i64, usize, FixedState>,
    buckets: Vec<(i64, Bucket)>,
    /// The bucket in hand, or the one that was asked for last: logs are nearly in order.
    last: usize,
    /// First instant, the instant after the last, and number of the bucket in hand: a comparison
    /// instead of a division for most records.
    cursor: (Timestamp, Timestamp, i64),
}

impl Default for Timeline {
    fn default() -> Self {
        let never = Timestamp::from_micros(0);
        Self {
            level: Level::default(),
            places: HashMap::default(),
            buckets: Vec::new(),
            last: 0,
            cursor: (never, never, 0),
        }
    }
}

impl Timeline {
    /// Whether `time` lies in the bucket in hand.
    #[inline]
    pub(crate) fn has_in_hand(&self, time: Timestamp) -> bool {
        let (from, to, _) = self.cursor;
        from <= time && time < to
    }

    /// Whether taking the bucket of `time` in hand makes all buckets wider.
    pub(crate) fn would_coarsen(&self, time: Timestamp) -> bool {
        self.buckets.len() >= MOST_BUCKETS
            && self.level.coarser().is_some()
            && !self.places.contains_key(&self.level.bucket(time))
    }

    /// Takes the bucket of `time` in hand, which exists from then on.
    pub(crate) fn take_in_hand(&mut self, time: Timestamp) {
        self.bucket(self.level.bucket(time));
        self.keep_bounded();
        let number = self.level.bucket(time);
        self.bucket(number);
        self.cursor = (self.level.start(number), self.level.start(number + 1), number);
    }

    /// The number of the bucket in hand.
    #[inline]
    pub(crate) fn number_in_hand(&self) -> i64 {
        self.cursor.2
    }

    /// Counts response times in the bucket in hand.
    pub(crate) fn record_latencies(&mut self, micros: &[u64]) {
        if let Some((_, bucket)) = self.buckets.get_mut(self.last) {
            bucket.latency.record_all(micros);
        }
    }

    /// Adds requests of one status to a bucket.
    pub(crate) fn add(&mut self, number: i64, status: Option<u16>, requests: u64, failed: u64) {
        let in_hand = self.last;
        let bucket = self.bucket(number);
        bucket.requests += requests;
        bucket.failed += failed;
        match status {
            Some(502) => bucket.bad_gateways += requests,
            Some(503) => bucket.unavailable += requests,
            Some(504) => bucket.gateway_timeouts += requests,
            Some(400..=499) => bucket.client_errors += requests,
            _ => {}
        }
        self.last = in_hand;
    }

    /// Adds another timeline.
    pub(crate) fn merge(&mut self, mut other: Self) {
        while self.level < other.level {
            self.coarsen();
        }
        while other.level < self.level {
            other.coarsen();
        }
        for (number, bucket) in &other.buckets {
            self.bucket(*number).merge(bucket);
        }
        self.keep_bounded();
    }

    /// The width it has come to.
    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// Width and buckets in order of time.
    pub(crate) fn finish(mut self) -> (Level, Vec<(i64, Bucket)>) {
        self.buckets.sort_unstable_by_key(|(number, _)| *number);
        (self.level, self.buckets)
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&self.level)?;
        out.put_all(self.buckets.iter())
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let mut timeline = Self { level: from.get()?, ..Self::default() };
        timeline.buckets = from.get_all(MOST_BUCKETS)?;
        for (place, (number, _)) in timeline.buckets.iter().enumerate() {
            let is_new = timeline.places.insert(*number, place).is_none();
            if !is_new || !timeline.level.has(*number) {
                return Err(from.damaged("an impossible bucket of time"));
            }
        }
        Ok(timeline)
    }

    fn bucket(&mut self, number: i64) -> &mut Bucket {
        if self.buckets.get(self.last).is_none_or(|(last, _)| *last != number) {
            let next = self.buckets.len();
            self.last = *self.places.entry(number).or_insert(next);
            if self.last == next {
                self.buckets.push((number, Bucket::default()));
            }
        }
        &mut self.buckets[self.last].1
    }

    fn keep_bounded(&mut self) {
        while self.buckets.len() > MOST_BUCKETS && self.level.coarser().is_some() {
            self.coarsen();
        }
    }

    fn coarsen(&mut self) {
        let from = self.level;
        let Some(level) = from.coarser() else { return };
        self.level = level;
        let never = Timestamp::from_micros(0);
        self.cursor = (never, never, 0);
        let old = std::mem::take(&mut self.buckets);
        self.places.clear();
        self.last = 0;
        for (number, bucket) in &old {
            self.bucket(level.coarsen(*number, from)).merge(bucket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(number: i64) -> Timestamp {
        Timestamp::from_micros(number * 60_000_000)
    }

    fn count(timeline: &mut Timeline, time: Timestamp, status: u16) {
        timeline.take_in_hand(time);
        let number = timeline.number_in_hand();
        timeline.add(number, Some(status), 1, u64::from(status == 502));
        timeline.record_latencies(&[time.micros().unsigned_abs() / 7_000]);
    }

    #[test]
    fn an_outlier_costs_one_bucket() {
        let mut timeline = Timeline::default();
        (0..1_999).for_each(|n| count(&mut timeline, minute(29_000_000 + n), 200));
        count(&mut timeline, minute(0), 502);
        let (level, buckets) = timeline.finish();
        assert_eq!((level.width_seconds(), buckets.len()), (60, 2_000));
    }

    #[test]
    fn a_split_run_is_as_coarse_as_the_whole() {
        let mut whole = Timeline::default();
        let mut parts = [Timeline::default(), Timeline::default(), Timeline::default()];
        for n in 0..9_000_i64 {
            let (time, status) = (minute(n * 7 % 5_003), if n % 5 == 0 { 502 } else { 200 });
            count(&mut whole, time, status);
            count(&mut parts[(n % 3) as usize], time, status);
        }
        let [a, mut b, c] = parts;
        b.merge(c);
        b.merge(a);
        let (left, right) = (whole.finish(), b.finish());
        assert_eq!(left.0, right.0);
        assert_eq!(left.1.len(), right.1.len());
        for (one, other) in left.1.iter().zip(&right.1) {
            assert_eq!(
                (one.0, one.1.requests, one.1.bad_gateways),
                (other.0, other.1.requests, other.1.bad_gateways)
            );
            assert_eq!(one.1.latency.percentile(990), other.1.latency.percentile(990));
        }
    }
}
