//! Records that are no requests: how many of each format, and what they give evidence of.
//!
//! Modules, each using only those to its left: `sightings → invocations`

mod invocations;
mod sightings;

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};
use why502_rulebook::{Evidence, evidence};

use super::span::widest;
use crate::observe::Testimony;
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

pub(crate) use invocations::Invocation;
use invocations::Invocations;
use sightings::Sightings;

/// How often a rule of evidence was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EvidenceTally {
    pub(crate) rule: &'static Evidence,
    pub(crate) records: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

/// Counts over all records that are no requests: totals as large as the rulebook at most, and
/// bounded tables of what was seen when and of whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct EvidenceCounts {
    pub(crate) formats: BTreeMap<Format, u64>,
    /// By format, and place in the format's table.
    pub(crate) tallies: BTreeMap<(Format, usize), EvidenceTally>,
    pub(crate) span: Option<(Timestamp, Timestamp)>,
    pub(crate) sightings: Sightings,
    pub(crate) invocations: Invocations,
}

/// As they are saved: a rule is its place in the table of its format.
#[derive(Serialize, Deserialize)]
struct Saved {
    formats: Vec<SavedFormat>,
    tallies: Vec<SavedTally>,
    #[serde(with = "fields::span")]
    span: Option<(Timestamp, Timestamp)>,
}

#[derive(Serialize, Deserialize)]
struct SavedFormat(#[serde(with = "fields::format")] Format, u64);

#[derive(Serialize, Deserialize)]
struct SavedTally {
    #[serde(with = "fields::format")]
    format: Format,
    place: u64,
    records: u64,
    #[serde(with = "fields::span")]
    seen: Option<(Timestamp, Timestamp)>,
}

impl EvidenceCounts {
    /// Counts one record.
    pub(crate) fn record(
        &mut self,
        format: Format,
        time: Timestamp,
        seen: Option<(usize, &'static Evidence)>,
    ) {
        *self.formats.entry(format).or_default() += 1;
        self.span = widest(self.span, Some((time, time)));
        if let Some((place, rule)) = seen {
            let tally = EvidenceTally { rule, records: 1, first_seen: time, last_seen: time };
            self.add((format, place), tally);
        }
    }

    /// Keeps when it was seen, and of whom.
    pub(crate) fn witness(&mut self, said: &Testimony<'_>) {
        self.sightings.record(said);
        if let Some(line) = &said.invocation {
            let place = said.rule.map(|(place, _)| place);
            self.invocations.record(line, place, said.time);
        }
    }

    /// The canonical form.
    pub(crate) fn finish(mut self) -> Self {
        self.sightings.canonicalise();
        self.invocations.canonicalise();
        self
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, other: Self) {
        for (format, records) in other.formats {
            *self.formats.entry(format).or_default() += records;
        }
        other.tallies.into_iter().for_each(|(key, tally)| self.add(key, tally));
        self.span = widest(self.span, other.span);
        self.sightings.merge(other.sightings);
        self.invocations.merge(other.invocations);
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let tally = |(&(format, place), tally): (&(Format, usize), &EvidenceTally)| SavedTally {
            format,
            place: place as u64,
            records: tally.records,
            seen: Some((tally.first_seen, tally.last_seen)),
        };
        out.put(&Saved {
            formats: self.formats.iter().map(|(one, n)| SavedFormat(*one, *n)).collect(),
            tallies: self.tallies.iter().map(tally).collect(),
            span: self.span,
        })?;
        self.sightings.save(out)?;
        self.invocations.save(out)
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let saved: Saved = from.get()?;
        let mut counts = Self {
            formats: saved.formats.into_iter().map(|SavedFormat(one, n)| (one, n)).collect(),
            tallies: BTreeMap::new(),
            span: saved.span,
            ..Self::default()
        };
        for SavedTally { format, place, records, seen } in saved.tallies {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let Some((rule, (first_seen, last_seen))) = evidence::of(format).get(place).zip(seen)
            else {
                return Err(from.damaged("unknown evidence"));
            };
            counts.add((format, place), EvidenceTally { rule, records, first_seen, last_seen });
        }
        counts.sightings = Sightings::load(from)?;
        counts.invocations = Invocations::load(from)?;
        Ok(counts)
    }

    fn add(&mut self, key: (Format, usize), tally: EvidenceTally) {
        self.tallies
            .entry(key)
            .and_modify(|mine| {
                mine.records += tally.records;
                mine.first_seen = mine.first_seen.min(tally.first_seen);
                mine.last_seen = mine.last_seen.max(tally.last_seen);
            })
            .or_insert(tally);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Shown = Vec<(&'static str, u64, i64, i64)>;

    fn shown(counts: &EvidenceCounts) -> (Vec<(Format, u64)>, Shown) {
        let tally = |one: &EvidenceTally| {
            (one.rule.id, one.records, one.first_seen.micros(), one.last_seen.micros())
        };
        let formats = counts.formats.iter().map(|(format, n)| (*format, *n)).collect();
        (formats, counts.tallies.values().map(tally).collect())
    }

    /// The n-th of records that come in no order of time.
    fn count(counts: &mut EvidenceCounts, n: usize) {
        let formats = [Format::NginxError, Format::Lambda, Format::VpcFlow];
        let format = formats[n % 3];
        let place = n * 7 % 4;
        let seen = evidence::of(format).get(place).map(|rule| (place, rule));
        let at = i64::try_from(n * 7_919 % 1_009).unwrap();
        counts.record(format, Timestamp::from_micros(at), seen);
    }

    fn reloaded(counts: &EvidenceCounts) -> EvidenceCounts {
        let mut bytes = Vec::new();
        let mut out = BlockWriter::new(&mut bytes);
        counts.save(&mut out).unwrap();
        out.finish().unwrap();
        let mut bytes = &bytes[..];
        let mut from = BlockReader::new(&mut bytes, 0);
        let loaded = EvidenceCounts::load(&mut from).unwrap();
        from.finish().unwrap();
        loaded
    }

    #[test]
    fn any_split_order_and_break_gives_the_same_counts() {
        let mut whole = EvidenceCounts::default();
        (0..600).for_each(|n| count(&mut whole, n));
        assert!(whole.tallies.len() > 6 && whole.formats.len() == 3);
        for parts in [2, 5, 11] {
            let mut workers = vec![EvidenceCounts::default(); parts];
            (0..600).for_each(|n| count(&mut workers[n * 31 % parts], n));
            let mut merged = EvidenceCounts::default();
            for worker in workers.into_iter().rev() {
                merged = reloaded(&merged);
                merged.merge(worker);
            }
            assert_eq!(shown(&merged), shown(&whole), "{parts} parts");
            assert_eq!(merged.span, whole.span);
        }
    }
}
