//! Which five-minute cells of which hours were met: twelve bits an hour.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use super::name::CELL_SECONDS;

/// Cells in an hour.
pub(super) const CELLS: i64 = 12;
/// A whole hour.
const ALL: u16 = (1 << CELLS) - 1;
/// The cell that ends with the hour.
const LAST: u16 = 1 << (CELLS - 1);

/// So many cells on either side tell what is usual.
const AROUND: i64 = 24;
/// Objects come steadily where this part of the cells has one.
const STEADY: f64 = 0.75;

/// One hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hour {
    /// Cells with an object that was read.
    pub(super) seen: u16,
    /// Cells with an object that could not be read, or not to its end.
    pub(super) failed: u16,
    /// Records of objects that claim this hour.
    pub(super) records: u64,
}

/// Hours in order of time, numbered from 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hours(pub(super) BTreeMap<i64, Hour>);

/// Cells in a row: the first, and the one behind the last.
pub(super) type Run = (i64, i64);

/// The number of the cell of an instant, seconds.
pub(super) fn cell(seconds: i64) -> i64 {
    seconds.div_euclid(CELL_SECONDS)
}

impl Hours {
    /// Notes cells; says how many hours are new.
    pub(super) fn mark(&mut self, run: Run, is_failed: bool) -> usize {
        let mut new = 0;
        for hour in run.0.div_euclid(CELLS)..=(run.1 - 1).div_euclid(CELLS) {
            let mut bits = ALL;
            if hour == run.0.div_euclid(CELLS) {
                bits &= ALL << run.0.rem_euclid(CELLS);
            }
            if hour == (run.1 - 1).div_euclid(CELLS) {
                bits &= ALL >> (CELLS - 1 - (run.1 - 1).rem_euclid(CELLS));
            }
            let mark = Hour {
                seen: if is_failed { 0 } else { bits },
                failed: if is_failed { bits } else { 0 },
                records: 0,
            };
            new += usize::from(self.add(hour, mark));
        }
        new
    }

    /// Adds to one hour; is it new?
    pub(super) fn add(&mut self, hour: i64, more: Hour) -> bool {
        match self.0.entry(hour) {
            Entry::Vacant(place) => {
                place.insert(more);
                true
            }
            Entry::Occupied(mut place) => {
                let mine = place.get_mut();
                mine.seen |= more.seen;
                mine.failed |= more.failed;
                mine.records = mine.records.saturating_add(more.records);
                false
            }
        }
    }

    /// Adds others; says how many hours are new.
    pub(super) fn merge(&mut self, other: &Self) -> usize {
        other.0.iter().filter(|(hour, more)| self.add(**hour, **more)).count()
    }

    /// Do all objects end with an hour? So do those of a Classic Load Balancer that writes hourly.
    pub(super) fn is_hourly(&self) -> bool {
        self.0.values().all(|hour| (hour.seen | hour.failed) & !LAST == 0)
    }

    /// The same where each object stands for the whole hour that it ends.
    pub(super) fn widened(&self) -> Self {
        let whole = |bits: u16| if bits & LAST == 0 { 0 } else { ALL };
        let hours = self.0.iter().map(|(number, hour)| {
            (*number, Hour { seen: whole(hour.seen), failed: whole(hour.failed), ..*hour })
        });
        Self(hours.collect())
    }

    /// Cells with an object that was read, in runs.
    pub(super) fn seen(&self) -> Vec<Run> {
        self.runs(|hour| hour.seen)
    }

    /// Cells with an object that could not be read.
    pub(super) fn failed(&self) -> Vec<Run> {
        self.runs(|hour| hour.failed)
    }

    fn runs(&self, bits: impl Fn(&Hour) -> u16) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (number, hour) in &self.0 {
            let bits = bits(hour);
            for cell in (0..CELLS).filter(|cell| bits & (1 << cell) != 0) {
                let cell = number * CELLS + cell;
                match runs.last_mut() {
                    Some(last) if last.1 == cell => last.1 += 1,
                    _ => runs.push((cell, cell + 1)),
                }
            }
        }
        runs
    }

    /// So many records are to be expected in some cells that are missing, as on the quieter side;
    /// `None` where objects come so seldom there that a missing one is nothing unusual.
    pub(super) fn expected(&self, missing: Run) -> Option<f64> {
        let (first, last) = (self.seen_first()?, self.seen_last()?);
        let before = self.rate((first.max(missing.0 - AROUND), missing.0))?;
        let after = self.rate((missing.1, last.min(missing.1 + AROUND)))?;
        Some(before.min(after) * (missing.1 - missing.0) as f64)
    }

    /// Records per cell, where most cells were seen.
    fn rate(&self, run: Run) -> Option<f64> {
        let (mut seen, mut cells, mut records) = (0, 0, 0);
        for (number, hour) in self.0.range(run.0.div_euclid(CELLS)..=(run.1 - 1).div_euclid(CELLS))
        {
            cells += hour.seen.count_ones();
            records += hour.records;
            let is_inside = |bit: &i64| (run.0..run.1).contains(&(number * CELLS + bit));
            seen += (0..CELLS).filter(is_inside).filter(|bit| hour.seen & (1 << bit) != 0).count();
        }
        let share = seen as f64 / (run.1 - run.0).max(1) as f64;
        (cells > 0 && share >= STEADY).then(|| share * records as f64 / f64::from(cells))
    }

    fn seen_first(&self) -> Option<i64> {
        let mut seen = self.0.iter().filter(|(_, hour)| hour.seen != 0);
        seen.next().map(|(number, hour)| number * CELLS + i64::from(hour.seen.trailing_zeros()))
    }

    /// The cell behind the last.
    fn seen_last(&self) -> Option<i64> {
        let mut seen = self.0.iter().rev().filter(|(_, hour)| hour.seen != 0);
        seen.next().map(|(number, hour)| number * CELLS + i64::from(16 - hour.seen.leading_zeros()))
    }
}

/// What lies between runs.
pub(super) fn between(runs: &[Run]) -> Vec<Run> {
    runs.windows(2).map(|pair| (pair[0].1, pair[1].0)).collect()
}

/// What of some runs does not lie in others; all in order.
pub(super) fn without(runs: &[Run], others: &[Run]) -> Vec<Run> {
    let mut left = Vec::new();
    let mut next = 0;
    for &(mut from, to) in runs {
        while others.get(next).is_some_and(|other| other.1 <= from) {
            next += 1;
        }
        for other in others[next..].iter().take_while(|other| other.0 < to) {
            if from < other.0 {
                left.push((from, other.0));
            }
            from = from.max(other.1);
        }
        if from < to {
            left.push((from, to));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_the_runs_that_were_marked() {
        let mut hours = Hours::default();
        assert_eq!(hours.mark((10, 27), false), 3);
        assert_eq!(hours.mark((30, 31), false), 0);
        assert_eq!(hours.mark((-13, -12), false), 1);
        hours.mark((11, 12), true);
        assert_eq!(hours.seen(), [(-13, -12), (10, 27), (30, 31)]);
        assert_eq!(
            (hours.failed(), between(&hours.seen())),
            (vec![(11, 12)], vec![(-12, 10), (27, 30)])
        );
    }

    #[test]
    fn runs_are_cut_by_others() {
        assert_eq!(without(&[(0, 10), (20, 30)], &[(2, 4), (8, 22)]), [(0, 2), (4, 8), (22, 30)]);
        assert_eq!(without(&[(0, 3), (4, 6)], &[(-5, 9)]), []);
        assert_eq!(without(&[(0, 3)], &[]), [(0, 3)]);
    }

    #[test]
    fn records_are_expected_as_on_the_quieter_side() {
        let mut hours = Hours::default();
        for (hour, records) in [(0, 12_000), (3, 120)] {
            hours.mark((hour * CELLS, (hour + 1) * CELLS), false);
            hours.add(hour, Hour { records, ..Hour::default() });
        }
        assert_eq!(hours.expected((12, 36)), Some(240.0));
        assert_eq!(Hours::default().expected((12, 36)), None);
    }

    #[test]
    fn nothing_is_expected_where_objects_come_seldom() {
        let mut hours = Hours::default();
        for hour in 0..10 {
            hours.mark((hour * CELLS, hour * CELLS + 2), false);
            hours.add(hour, Hour { records: 1_000, ..Hour::default() });
        }
        assert_eq!(hours.expected((50, 60)), None);
    }

    #[test]
    fn objects_that_end_hours_stand_for_them() {
        let mut hours = Hours::default();
        hours.mark((11, 12), false);
        hours.mark((23, 24), false);
        assert!(hours.is_hourly() && hours.widened().seen() == [(0, 24)]);
        hours.mark((15, 16), false);
        assert!(!hours.is_hourly());
    }
}
