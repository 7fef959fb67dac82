//! What was met of what names claim, per load balancer and node: bits, not names.
//!
//! Merges in any order. Where there is more than is kept, the nodes that come first by name stay,
//! whole: one that is dropped anywhere would have been dropped of the whole too, and the first
//! that was is remembered, so that none comes back half.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};

use super::hours::{CELLS, Hour, Hours, cell};
use super::name::{CELL_SECONDS, claim};
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// Hours kept over all nodes: thirty node-years, some 10 MB.
const MOST_HOURS: usize = 1 << 18;
/// So far records may lie outside the claimed time before the object counts as late.
const SLACK_US: i64 = 60_000_000;
/// CloudFront puts records of neighbouring hours into one object.
const CLOUDFRONT_SLACK_US: i64 = 3_600_000_000;
/// The cells between the first and the last record of a late object are taken as seen up to this.
const LONGEST_LATE: i64 = 48 * CELLS;

/// What became of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was read to its end.
    Read,
    /// It was not, or not to its end.
    Failed,
}

/// Whose objects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    #[serde(with = "fields::format")]
    pub(super) format: Format,
    pub(super) owner: String,
    pub(super) node: Option<String>,
}

/// The objects of one node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) objects: u64,
    pub(super) hours: Hours,
}

/// All objects with a name that claims a time, and how many have none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    pub(super) nodes: BTreeMap<Key, Node>,
    /// Objects whose name claims nothing.
    pub(super) unnamed: u64,
    /// Objects with records outside the time their name claims.
    pub(super) late: u64,
    /// Nodes from this one on are not kept.
    pub(super) end: Option<Key>,
    hours: usize,
}

#[derive(Serialize, Deserialize)]
struct SavedNode {
    key: Key,
    objects: u64,
    hours: Vec<(i64, Hour)>,
}

impl Ledger {
    /// Enters an object: its name, what became of it, the span of its records and how many.
    pub(crate) fn enter(
        &mut self,
        source: &str,
        fate: Fate,
        span: Option<(Timestamp, Timestamp)>,
        records: u64,
    ) {
        let Some(claim) = claim(source) else {
            self.unnamed += u64::from(records > 0);
            return;
        };
        let slack_us = match claim.format {
            Format::CloudFront | Format::CloudFrontConnection => CLOUDFRONT_SLACK_US,
            // An hour, where it writes hourly: the name does not tell.
            Format::Clb => 3_600_000_000,
            _ => SLACK_US,
        };
        let span = span.map(|(first, last)| (first.micros(), last.micros()));
        let outside = span.filter(|(first, last)| {
            *first < claim.from * 1_000_000 - slack_us || *last >= claim.to * 1_000_000 + slack_us
        });
        self.late += u64::from(outside.is_some());
        let key =
            Key { format: claim.format, owner: claim.owner, node: claim.node.map(str::to_owned) };
        if self.end.as_ref().is_some_and(|end| key >= *end) {
            return;
        }
        let node = self.nodes.entry(key).or_default();
        node.objects += 1;
        let run = (claim.from / CELL_SECONDS, claim.to / CELL_SECONDS);
        self.hours += node.hours.mark(run, fate == Fate::Failed);
        let hour = (run.1 - 1).div_euclid(CELLS);
        node.hours.add(hour, Hour { records, ..Hour::default() });
        if let Some((first, last)) = outside {
            let run = (cell(first / 1_000_000), cell(last / 1_000_000) + 1);
            if run.1 - run.0 <= LONGEST_LATE {
                self.hours += node.hours.mark(run, false);
            }
        }
        self.keep_bounded();
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, other: Self) {
        self.unnamed += other.unnamed;
        self.late += other.late;
        self.end = match (self.end.take(), other.end) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        for (key, theirs) in other.nodes {
            let mine = self.nodes.entry(key).or_default();
            mine.objects += theirs.objects;
            self.hours += mine.hours.merge(&theirs.hours);
        }
        self.keep_bounded();
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&(self.unnamed, self.late, &self.end))?;
        out.put_all(self.nodes.iter().map(|(key, node)| SavedNode {
            key: key.clone(),
            objects: node.objects,
            hours: node.hours.0.iter().map(|(number, hour)| (*number, *hour)).collect(),
        }))
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let (unnamed, late, end) = from.get()?;
        let mut ledger = Self { unnamed, late, end, ..Self::default() };
        let possible =
            Timestamp::MIN.micros() / 3_600_000_000..Timestamp::MAX.micros() / 3_600_000_000;
        for saved in from.get_all::<SavedNode>(MOST_HOURS)? {
            let all = (1 << CELLS) - 1;
            let is_possible = |(number, hour): &(i64, Hour)| {
                possible.contains(number) && hour.seen <= all && hour.failed <= all
            };
            if !saved.hours.iter().all(is_possible) {
                return Err(from.damaged("an impossible hour"));
            }
            let hours = Hours(saved.hours.into_iter().collect());
            ledger.hours += hours.0.len();
            ledger.nodes.insert(saved.key, Node { objects: saved.objects, hours });
        }
        Ok(ledger)
    }

    /// Drops the last nodes until the rest fits.
    fn keep_bounded(&mut self) {
        while let Some(last) = self.nodes.last_entry() {
            let is_beyond = self.end.as_ref().is_some_and(|end| last.key() >= end);
            if !is_beyond && self.hours <= MOST_HOURS {
                break;
            }
            let (key, node) = last.remove_entry();
            self.hours -= node.hours.0.len();
            if self.end.as_ref().is_none_or(|end| key < *end) {
                self.end = Some(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn name(node: usize, minute: i64) -> String {
        let (day, hour, minute) = (1 + minute / 1440 % 28, minute / 60 % 24, minute % 60);
        format!(
            "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_202611{day:02}T{hour:02}{minute:02}Z_10.0.{}.{}_x.log.gz",
            node / 250,
            node % 250
        )
    }

    fn entered(names: impl Iterator<Item = String>) -> Ledger {
        let mut ledger = Ledger::default();
        names.for_each(|name| ledger.enter(&name, Fate::Read, None, 7));
        ledger
    }

    #[test]
    fn more_than_is_kept_keeps_the_same_nodes_whole_in_any_split() {
        // 500 nodes of 672 hours: half of them fit.
        let all: Vec<String> =
            (0..500).flat_map(|node| (0..672).map(move |hour| name(node, hour * 60 + 5))).collect();
        let whole = entered(all.iter().cloned());
        assert!(whole.end.is_some() && (300..500).contains(&whole.nodes.len()));
        assert!(whole.nodes.values().all(|node| node.objects == 672));
        let mut parts: [Ledger; 3] = std::array::from_fn(|part| {
            entered(
                all.iter()
                    .enumerate()
                    .filter(|(at, _)| at * 7 % 11 % 3 == part)
                    .map(|one| one.1.clone()),
            )
        });
        let [first, second, third] = &mut parts;
        let mut joined = std::mem::take(third);
        joined.merge(std::mem::take(first));
        joined.merge(std::mem::take(second));
        assert!(joined.nodes == whole.nodes && joined.end == whole.end);
        let backwards = entered(all.iter().rev().cloned());
        assert!(backwards.nodes == whole.nodes && backwards.end == whole.end);
    }

    #[test]
    fn an_object_is_late_where_its_records_lie_outside_what_its_name_claims() {
        let at = |text: &str| Timestamp::parse(text.as_bytes()).unwrap();
        // Claims 13:00 to 13:05.
        let source = name(1, 13 * 60 + 5);
        let late = |from: &str, to: &str| {
            let mut ledger = Ledger::default();
            let day = "2026-11-01T";
            let span = (at(&format!("{day}{from}.000000Z")), at(&format!("{day}{to}.000000Z")));
            ledger.enter(&source, Fate::Read, Some(span), 7);
            let node = ledger.nodes.values().next().unwrap();
            (ledger.late, node.hours.seen().iter().map(|run| run.1 - run.0).sum::<i64>())
        };
        assert_eq!(late("13:00:00", "13:04:59"), (0, 1));
        assert_eq!(late("12:59:30", "13:05:30"), (0, 1));
        assert_eq!(late("12:41:00", "12:49:00"), (1, 3));
        assert_eq!(late("13:00:00", "13:06:01"), (1, 2));
    }
}
