//! All requests over time, finer than the timeline: how many fell between two instants.
//!
//! Counts per second while there are few enough seconds with a request, then per two, four, …
//! seconds. The final width depends only on which seconds had a request.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;
use why502_parse::Timestamp;

use crate::saved::{BlockReader, BlockWriter, LoadError};

/// Three days of seconds: 6 MB, and 23 MB where no two of them are neighbours.
const MOST_TICKS: usize = 1 << 18;
/// So many ticks stand together: a line of the processor's cache.
const PAGE_TICKS: i64 = 8;
/// So many pages are found without asking for them: two minutes of seconds.
const LATEST_PAGES: usize = 16;

/// Requests per tick of `1 << doublings` seconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ticks {
    doublings: u32,
    /// Where the page of a number stands.
    places: HashMap<i64, usize, FixedState>,
    pages: Vec<Page>,
    /// Ticks that have a request.
    filled: usize,
    /// Where pages stand that were asked for last, each at the place of its number's last bits: logs
    /// are in order but for some seconds.
    latest: [usize; LATEST_PAGES],
    /// The tick of the records before, not yet in its page.
    current: (i64, u64),
    /// First instant of that tick and the instant after its last, µs: two comparisons instead of a
    /// division for most records. Empty where `current` was changed otherwise.
    current_span: (i64, i64),
}

#[derive(Debug, Clone)]
struct Page {
    number: i64,
    counts: [u64; PAGE_TICKS as usize],
}

impl Ticks {
    /// Counts one request.
    #[inline]
    pub(crate) fn record(&mut self, time: Timestamp) {
        let (from, to) = self.current_span;
        if !(from..to).contains(&time.micros()) {
            self.begin(time);
        }
        self.current.1 += 1;
    }

    fn begin(&mut self, time: Timestamp) {
        self.flush();
        self.keep_bounded();
        self.current.0 = self.tick(time.micros());
        let width = 1_000_000 << self.doublings;
        let from = self.current.0 * width;
        self.current_span = (from, from + width);
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.flush();
        other.flush();
        while self.doublings < other.doublings {
            self.coarsen();
        }
        let shift = self.doublings - other.doublings;
        for (tick, count) in other.iter() {
            self.add(tick >> shift, count);
        }
        self.keep_bounded();
    }

    /// First instant (µs), last instant and requests of every tick, in order of time.
    pub(crate) fn finish(mut self) -> Vec<(i64, i64, f64)> {
        self.flush();
        self.keep_bounded();
        let width = 1_000_000_i64 << self.doublings;
        self.pages.sort_unstable_by_key(|page| page.number);
        self.iter().map(|(tick, count)| (tick * width, (tick + 1) * width, count as f64)).collect()
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let mut ticks: Vec<(i64, u64)> = self.iter().collect();
        ticks.push(self.current);
        ticks.sort_unstable();
        out.put(&self.doublings)?;
        // What lies between neighbours takes a byte, a number of seconds five.
        let mut before = 0;
        out.put_all(ticks.into_iter().map(|(tick, count)| {
            let step = (tick.wrapping_sub(before), count);
            before = tick;
            step
        }))
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let doublings: u32 = from.get()?;
        let mut ticks = Self { doublings, ..Self::default() };
        let width = 1_000_000_i64.checked_shl(doublings).filter(|width| width >> doublings > 0);
        let width = width.ok_or_else(|| from.damaged("an impossible width"))?;
        let mut tick = 0_i64;
        for (step, count) in from.get_all::<(i64, u64)>(MOST_TICKS + 1)? {
            tick = tick.wrapping_add(step);
            if tick.unsigned_abs() >= (i64::MAX / width) as u64 {
                return Err(from.damaged("an impossible second"));
            }
            ticks.add(tick, count);
        }
        Ok(ticks)
    }

    fn tick(&self, micros: i64) -> i64 {
        micros.div_euclid(1_000_000) >> self.doublings
    }

    /// All that have a request, by page.
    fn iter(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        self.pages.iter().flat_map(|page| {
            let ticks = page.number * PAGE_TICKS..;
            ticks.zip(page.counts).filter(|(_, count)| *count > 0)
        })
    }

    fn add(&mut self, tick: i64, count: u64) {
        if count == 0 {
            return;
        }
        let number = tick.div_euclid(PAGE_TICKS);
        let place = &mut self.latest[number as usize % LATEST_PAGES];
        if self.pages.get(*place).is_none_or(|page| page.number != number) {
            let next = self.pages.len();
            *place = *self.places.entry(number).or_insert(next);
            if *place == next {
                self.pages.push(Page { number, counts: [0; PAGE_TICKS as usize] });
            }
        }
        let sum = &mut self.pages[*place].counts[tick.rem_euclid(PAGE_TICKS) as usize];
        self.filled += usize::from(*sum == 0);
        *sum = sum.saturating_add(count);
    }

    fn flush(&mut self) {
        let (tick, count) = std::mem::take(&mut self.current);
        self.current_span = (0, 0);
        self.add(tick, count);
    }

    fn keep_bounded(&mut self) {
        while self.filled > MOST_TICKS {
            self.coarsen();
        }
    }

    fn coarsen(&mut self) {
        self.flush();
        let finer = std::mem::take(self);
        self.doublings = finer.doublings + 1;
        for (tick, count) in finer.iter() {
            self.add(tick >> 1, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_split_gives_the_same_ticks_and_loses_none() {
        let times: Vec<Timestamp> = (0..700_000_i64)
            .map(|n| Timestamp::from_micros(n * 7_919 % 700_001 * 1_000_000))
            .collect();
        let count = |times: &[Timestamp]| {
            let mut ticks = Ticks::default();
            times.iter().for_each(|&time| ticks.record(time));
            ticks
        };
        let whole = count(&times).finish();
        assert!(
            whole.len() <= MOST_TICKS && whole.iter().map(|tick| tick.2).sum::<f64>() == 700_000.0
        );
        let mut parts = count(&times[..1_000]);
        parts.merge(count(&times[1_000..650_000]));
        parts.merge(count(&times[650_000..]));
        assert_eq!(parts.finish(), whole);
    }
}
