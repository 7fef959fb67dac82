//! Requests and failures by the values of one dimension, over time.
//!
//! A value is counted per scope (the target group or distribution whose concurrent requests it
//! is compared with). A full table keeps a sample of its keys; see [`super::sampling`].
//!
//! Modules, each using only those to its left: `pace → sum → entry`

mod entry;
mod pace;
mod sum;

use std::io;

use super::ladder::Level;
use super::sampling::{SampleLevel, combine, hash};
use crate::saved::{BlockReader, BlockWriter, LoadError};
use hashbrown::HashTable;

pub(crate) use entry::Entry;
pub(crate) use pace::{STEPS_PER_DOUBLING, logarithm};
pub(crate) use sum::{Cell, Seen, Sum};

/// The id of a value that is absent, or that a full table did not keep.
pub(crate) const NO_VALUE: u32 = u32::MAX;

/// All values of one dimension.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    places: HashTable<u32>,
    /// The values, by id.
    pub(crate) entries: Vec<Entry>,
    cap: usize,
    sample: SampleLevel,
    /// Requests and failures of values that were not kept.
    pub(crate) other: (u64, u64),
}

impl Table {
    /// A table that keeps at most `cap` values.
    pub(crate) fn new(cap: usize) -> Self {
        Self { cap, ..Self::default() }
    }

    /// The id of a value, which is kept if the sample does, else [`NO_VALUE`].
    pub(crate) fn find_or_add(&mut self, scope: u64, value: &[u8]) -> u32 {
        let hash = combine(scope, hash(value));
        if !self.sample.keeps(hash) {
            return NO_VALUE;
        }
        let entries = &self.entries;
        if let Some(&id) = self.places.find(hash, |&id| entries[id as usize].is(scope, value)) {
            return id;
        }
        let id = self.entries.len() as u32;
        self.entries.push(Entry::new(hash, scope, value));
        let entries = &self.entries;
        self.places.insert_unique(hash, id, |&id| entries[id as usize].hash);
        id
    }

    /// Has the values with these ids fetched, for requests are about to be added to them.
    pub(crate) fn fetch(&self, ids: impl Iterator<Item = u32> + Clone) {
        let entries = || ids.clone().filter_map(|id| self.entries.get(id as usize));
        entries().for_each(Entry::fetch);
        entries().for_each(Entry::fetch_cells);
    }

    /// Counts requests of the value with that id. `bucket` is that of the table's own width.
    pub(crate) fn add(&mut self, id: u32, bucket: i64, sum: &Sum) {
        match self.entries.get_mut(id as usize) {
            Some(entry) => entry.add(bucket, sum),
            None => self.leave_out(sum.requests, sum.failed),
        }
    }

    /// Counts requests of values that are not kept.
    #[inline]
    pub(crate) fn leave_out(&mut self, requests: u64, failed: u64) {
        self.other.0 += requests;
        self.other.1 += failed;
    }

    /// Keeps the smallest raw form of a failing request's value as its example.
    pub(crate) fn keep_example(&mut self, id: u32, raw: &[u8]) {
        let Some(entry) = self.entries.get_mut(id as usize) else { return };
        let smaller = |example: &[u8]| (raw.len(), raw) < (example.len(), example);
        if entry.example.as_deref().is_none_or(smaller) {
            entry.example = Some(raw.into());
        }
    }

    /// Adds response times to the pace of a value: of so many requests, the sum of the
    /// [`logarithm`]s.
    pub(crate) fn keep_pace(&mut self, id: u32, bucket: i64, timed: u64, logarithms: u64) {
        if let Some(entry) = self.entries.get_mut(id as usize) {
            entry.paces.add(bucket, timed, logarithms);
        }
    }

    /// True where there are more values than the cap.
    pub(crate) fn is_over_cap(&self) -> bool {
        self.entries.len() > self.cap
    }

    /// Halves the sample until it fits; for each old id the new one.
    pub(crate) fn shrink(&mut self) -> Vec<u32> {
        let is_kept = |entry: &Entry| self.sample.keeps(entry.hash);
        if !self.is_over_cap() && self.entries.iter().all(is_kept) {
            return (0..self.entries.len() as u32).collect();
        }
        let mut moved = vec![NO_VALUE; self.entries.len()];
        while self.entries.iter().filter(|entry| self.sample.keeps(entry.hash)).count() > self.cap {
            self.sample.raise();
        }
        let old = std::mem::take(&mut self.entries);
        for (id, entry) in old.into_iter().enumerate() {
            if self.sample.keeps(entry.hash) {
                moved[id] = self.entries.len() as u32;
                self.entries.push(entry);
            } else {
                self.leave_out(entry.requests, entry.failed);
            }
        }
        self.rebuild();
        moved
    }

    /// Moves every cell to a coarser width.
    pub(crate) fn coarsen(&mut self, from: Level, to: Level) {
        for entry in &mut self.entries {
            for cell in &mut entry.cells {
                cell.bucket = to.coarsen(cell.bucket, from);
            }
            entry.paces.move_buckets(|bucket| to.coarsen(bucket, from));
            entry.compact_cells();
        }
    }

    /// Adds another table of the same width; for each of its ids the id here.
    pub(crate) fn absorb(&mut self, other: Self) -> Vec<u32> {
        self.sample = self.sample.max(other.sample);
        self.leave_out(other.other.0, other.other.1);
        other.entries.into_iter().map(|entry| self.take_in(entry)).collect()
    }

    /// Adds a value with all that was counted of it; its id here.
    fn take_in(&mut self, entry: Entry) -> u32 {
        let entries = &mut self.entries;
        if !self.sample.keeps(entry.hash) {
            self.leave_out(entry.requests, entry.failed);
            return NO_VALUE;
        }
        let is_same = |&id: &u32| entries[id as usize].is(entry.scope, &entry.value);
        if let Some(&id) = self.places.find(entry.hash, is_same) {
            entries[id as usize].merge(entry);
            return id;
        }
        let id = entries.len() as u32;
        self.places.insert_unique(entry.hash, id, |&id| entries[id as usize].hash);
        entries.push(entry);
        id
    }

    /// Sorts values and cells so that equal tables are equal; for each old id the new one.
    pub(crate) fn canonicalise(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.entries.len() as u32).collect();
        order.sort_unstable_by_key(|&id| {
            let entry = &self.entries[id as usize];
            (&entry.value, entry.scope)
        });
        let mut moved = vec![NO_VALUE; order.len()];
        for (place, &id) in order.iter().enumerate() {
            moved[id as usize] = place as u32;
        }
        put_in_order(&mut self.entries, moved.clone());
        self.entries.iter_mut().for_each(Entry::canonicalise);
        self.rebuild();
        moved
    }

    /// Would this value be kept, had it been met?
    pub(crate) fn would_keep(&self, scope: u64, value: &[u8]) -> bool {
        self.sample.keeps(combine(scope, hash(value)))
    }

    /// True where no value was left out.
    pub(crate) fn is_whole(&self) -> bool {
        self.sample.is_whole()
    }

    /// The value with this id.
    pub(crate) fn entry(&self, id: u32) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&(self.sample, self.other))?;
        out.put_all(self.entries.iter())
    }

    /// A table that keeps at most `cap` values, its cells of width `level`.
    pub(crate) fn load(
        from: &mut BlockReader<'_>,
        cap: usize,
        level: Level,
    ) -> Result<Self, LoadError> {
        let (sample, other) = from.get()?;
        let mut table = Self { sample, other, entries: from.get_all(cap)?, ..Self::new(cap) };
        for entry in &mut table.entries {
            entry.hash = combine(entry.scope, hash(&entry.value));
            if !entry.is_possible(level) {
                return Err(from.damaged("an impossible value"));
            }
        }
        table.rebuild();
        Ok(table)
    }

    fn rebuild(&mut self) {
        self.places.clear();
        let entries = &self.entries;
        for (id, entry) in entries.iter().enumerate() {
            self.places.insert_unique(entry.hash, id as u32, |&id| entries[id as usize].hash);
        }
    }
}

/// Brings each entry to its place. An entry is larger than what orders it: it is moved once.
fn put_in_order(entries: &mut [Entry], mut places: Vec<u32>) {
    for at in 0..entries.len() {
        while places[at] as usize != at {
            let place = places[at] as usize;
            entries.swap(at, place);
            places.swap(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use why502_parse::Timestamp;

    use super::*;

    fn feed(table: &mut Table, keys: impl Iterator<Item = u64>) {
        for key in keys {
            let time = Timestamp::from_micros(i64::try_from(key % 977).unwrap() * 60_000_000);
            let bucket = Level::default().bucket(time);
            let seen = Seen { start: time, failed: key % 7 == 0 };
            let value = format!("value-{}", key % 5_000);
            let id = table.find_or_add(key % 3, value.as_bytes());
            table.add(id, bucket, &Sum::of(bucket, seen));
            if table.is_over_cap() {
                table.shrink();
            }
        }
    }

    fn fingerprint(mut table: Table) -> Vec<(String, u64, u64, u64, usize)> {
        if table.is_over_cap() {
            table.shrink();
        }
        table.canonicalise();
        let mut rows: Vec<_> = table
            .entries
            .iter()
            .map(|entry| {
                (entry.text(), entry.scope, entry.requests, entry.failed, entry.cells.len())
            })
            .collect();
        rows.push(("(other)".into(), 0, table.other.0, table.other.1, 0));
        rows
    }

    #[test]
    fn a_full_table_keeps_the_same_keys_however_it_is_split() {
        let mut whole = Table::new(512);
        feed(&mut whole, 0..60_000);
        let mut backwards = Table::new(512);
        feed(&mut backwards, (0..60_000).rev());
        let mut left = Table::new(512);
        feed(&mut left, (0..60_000).filter(|key| key % 4 == 1));
        let mut right = Table::new(512);
        feed(&mut right, (0..60_000).filter(|key| key % 4 != 1));
        right.absorb(left);
        let expected = fingerprint(whole);
        assert!(expected.len() > 250 && expected.len() <= 513, "{}", expected.len());
        assert_eq!(fingerprint(backwards), expected);
        assert_eq!(fingerprint(right), expected);
    }

    #[test]
    fn nothing_is_lost_to_the_cap() {
        let mut table = Table::new(64);
        feed(&mut table, 0..10_000);
        let kept: u64 = table.entries.iter().map(|entry| entry.requests).sum();
        assert_eq!(kept + table.other.0, 10_000);
    }
}
