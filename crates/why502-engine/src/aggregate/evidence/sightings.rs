//! What lines of evidence were seen when, and of whom; and what is their contrast: health checks
//! that passed, invocations that were reported.
//!
//! One table a format and kind, so that one noisy log crowds out no other; all of one width.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::Format;
use why502_rulebook::evidence;

use crate::aggregate::ladder::Level;
use crate::aggregate::table::{Entry, Seen, Sum, Table};
use crate::observe::Testimony;
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// A day of minutes; past it the buckets are wider.
const MOST_BUCKETS: usize = 1_440;
/// Pairs of rule and subject in each table: 24 MB where every one is seen in every bucket.
const MOST_SUBJECTS: usize = 1_024;
/// In the place of a rule's number: no rule, but the contrast to all of them.
const CONTRAST: u64 = u64::MAX;

/// Counts by rule, subject and time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sightings {
    level: Level,
    /// Every bucket in which something was counted: what the width goes by.
    buckets: BTreeSet<i64>,
    last_bucket: Option<i64>,
    /// By format, and whether it is the contrast. The scope of an entry is the rule's place.
    tables: BTreeMap<(Format, bool), Table>,
}

#[derive(Serialize, Deserialize)]
struct SavedFormat(#[serde(with = "fields::format")] Format, bool);

impl Sightings {
    /// Counts one record, if it says something of somebody.
    pub(crate) fn record(&mut self, said: &Testimony<'_>) {
        let Some(subject) = &said.subject else { return };
        let rule = said.rule.map(|(place, _)| place as u64);
        let contrast = said.is_contrast.then_some(CONTRAST);
        if rule.or(contrast).is_none() {
            return;
        }
        let bucket = self.level.bucket(said.time);
        if self.last_bucket != Some(bucket) {
            self.buckets.insert(bucket);
            self.keep_bounded();
            self.last_bucket = Some(self.level.bucket(said.time));
        }
        let bucket = self.level.bucket(said.time);
        for scope in rule.into_iter().chain(contrast) {
            let key = (said.format, scope == CONTRAST);
            let table = self.tables.entry(key).or_insert_with(|| Table::new(MOST_SUBJECTS));
            let id = table.find_or_add(scope, subject);
            table.add(id, bucket, &Sum::of(bucket, Seen { start: said.time, failed: false }));
            if table.is_over_cap() {
                table.shrink();
            }
        }
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, mut other: Self) {
        let level = self.level.max(other.level);
        self.move_to(level);
        other.move_to(level);
        self.buckets.append(&mut other.buckets);
        for (key, table) in other.tables {
            let mine = self.tables.entry(key).or_insert_with(|| Table::new(MOST_SUBJECTS));
            mine.absorb(table);
            mine.shrink();
        }
        self.keep_bounded();
    }

    /// Sorts, so that equal tables are equal.
    pub(crate) fn canonicalise(&mut self) {
        for table in self.tables.values_mut() {
            table.canonicalise();
        }
    }

    /// Width of the cells.
    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// What was seen under each rule: format, place of the rule in the format's table, and the
    /// subject over time.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (Format, usize, &Entry)> {
        let of_rules = self.tables.iter().filter(|((_, is_contrast), _)| !is_contrast);
        of_rules.flat_map(|((format, _), table)| {
            table.entries.iter().map(|entry| (*format, entry.scope as usize, entry))
        })
    }

    /// The contrast of one format: health checks that passed, invocations that were reported.
    pub(crate) fn contrast(&self, format: Format) -> &[Entry] {
        self.tables.get(&(format, true)).map_or(&[], |table| &table.entries)
    }

    /// True where no subject of the format was left out.
    pub(crate) fn is_whole(&self, format: Format) -> bool {
        let of = |key| self.tables.get(&key).is_none_or(Table::is_whole);
        of((format, false)) && of((format, true))
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&self.level)?;
        out.put_all(self.buckets.iter())?;
        let formats = self.tables.keys();
        out.put_all(formats.map(|&(format, contrast)| SavedFormat(format, contrast)))?;
        self.tables.values().try_for_each(|table| table.save(out))
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let level: Level = from.get()?;
        let buckets: Vec<i64> = from.get_all(MOST_BUCKETS)?;
        if !buckets.iter().all(|&bucket| level.has(bucket)) {
            return Err(from.damaged("an impossible bucket of evidence"));
        }
        let formats: Vec<SavedFormat> = from.get_all(2 * Format::ALL.len())?;
        let mut sightings =
            Self { level, buckets: buckets.into_iter().collect(), ..Self::default() };
        for SavedFormat(format, is_contrast) in formats {
            let table = Table::load(from, MOST_SUBJECTS, level)?;
            let rules = evidence::of(format).len() as u64;
            let is_known = |entry: &Entry| match entry.scope {
                CONTRAST => is_contrast,
                place => !is_contrast && place < rules,
            };
            if !table.entries.iter().all(is_known) {
                return Err(from.damaged("unknown evidence"));
            }
            sightings.tables.insert((format, is_contrast), table);
        }
        Ok(sightings)
    }

    fn keep_bounded(&mut self) {
        while self.buckets.len() > MOST_BUCKETS {
            let Some(coarser) = self.level.coarser() else { break };
            self.move_to(coarser);
        }
    }

    fn move_to(&mut self, level: Level) {
        if level <= self.level {
            return;
        }
        let from = self.level;
        self.level = level;
        self.last_bucket = None;
        self.buckets = self.buckets.iter().map(|&bucket| level.coarsen(bucket, from)).collect();
        for table in self.tables.values_mut() {
            table.coarsen(from, level);
        }
    }
}

#[cfg(test)]
mod tests {
    use why502_parse::Timestamp;

    use super::*;

    type Shown = Vec<(Format, bool, u64, Vec<u8>, Vec<(i64, u32)>)>;

    fn shown(mut sightings: Sightings) -> (Level, Shown) {
        sightings.canonicalise();
        let rows = sightings.tables.iter().flat_map(|((format, contrast), table)| {
            table.entries.iter().map(|entry| {
                let cells = entry.cells.iter().map(|cell| (cell.bucket, cell.requests)).collect();
                (*format, *contrast, entry.scope, entry.value.to_vec(), cells)
            })
        });
        (sightings.level, rows.collect())
    }

    /// The n-th of many: more minutes and more subjects than are kept.
    fn count(sightings: &mut Sightings, n: usize) {
        let format = [Format::AlbHealthCheck, Format::VpcFlow][n % 2];
        let rule = evidence::of(format).first().map(|rule| (0, rule));
        let minute = i64::try_from(n * 7_919 % 3_001).unwrap();
        sightings.record(&Testimony {
            format,
            time: Timestamp::from_micros(minute * 60_000_000),
            rule: rule.filter(|_| !n.is_multiple_of(3)),
            subject: (!n.is_multiple_of(17))
                .then(|| format!("10.0.0.1:{}", n * 31 % 4_093).into_bytes().into()),
            is_contrast: n.is_multiple_of(3),
            invocation: None,
        });
    }

    fn reloaded(sightings: &Sightings) -> Sightings {
        let mut bytes = Vec::new();
        let mut out = BlockWriter::new(&mut bytes);
        sightings.save(&mut out).unwrap();
        out.finish().unwrap();
        let mut bytes = &bytes[..];
        let mut from = BlockReader::new(&mut bytes, 0);
        let loaded = Sightings::load(&mut from).unwrap();
        from.finish().unwrap();
        loaded
    }

    #[test]
    fn any_split_order_and_break_gives_the_same_sightings_within_bounds() {
        let mut whole = Sightings::default();
        (0..30_000).for_each(|n| count(&mut whole, n));
        let expected = shown(whole.clone());
        assert!(expected.0 > Level::default() && whole.buckets.len() <= MOST_BUCKETS);
        assert!(whole.tables.values().all(|table| table.entries.len() <= MOST_SUBJECTS));
        assert!(!whole.is_whole(Format::VpcFlow) && whole.is_whole(Format::Waf));
        for parts in [2, 5] {
            let mut workers = vec![Sightings::default(); parts];
            (0..30_000).for_each(|n| count(&mut workers[n * 31 % parts], n));
            let mut merged = Sightings::default();
            for worker in workers.into_iter().rev() {
                merged = reloaded(&merged);
                merged.merge(worker);
            }
            assert!(shown(merged) == expected, "{parts} parts");
        }
    }
}
