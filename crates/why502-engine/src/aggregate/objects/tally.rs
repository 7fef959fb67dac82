//! All objects together: sums, and by name only what failed, was skipped or has a rejected line
//! that is shown.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::{RejectReason, Timestamp};

use super::report::{ObjectReport, Outcome, PLACES_PER_REASON, Skip};
use crate::aggregate::span::widest;
use crate::coverage::{Fate, Ledger};
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// Rejected lines of one reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rejected {
    #[serde(with = "fields::reason")]
    pub(crate) reason: RejectReason,
    pub(crate) lines: u64,
    /// Source and line of the first, in order.
    pub(crate) places: Vec<(String, u64)>,
}

/// What became of all objects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Objects {
    pub(crate) sums: Sums,
    pub(crate) rejected: BTreeMap<RejectReason, Rejected>,
    /// Source, error and records before it.
    pub(crate) failed: Vec<(String, String, u64)>,
    pub(crate) skipped: Vec<(String, Skip)>,
    pub(crate) ledger: Ledger,
    /// Pieces of files that were cut: they are joined when all are there.
    pieces: Vec<ObjectReport>,
}

/// Sums over objects that were read as logs.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Sums {
    pub(crate) objects: u64,
    pub(crate) lines: u64,
    pub(crate) records: u64,
    pub(crate) control_lines: u64,
    pub(crate) outside_window: u64,
    #[serde(with = "fields::span")]
    pub(crate) outside_span: Option<(Timestamp, Timestamp)>,
    pub(crate) filtered_out: u64,
    pub(crate) bytes: u64,
    pub(crate) bytes_read: u64,
}

impl Objects {
    /// Notes what became of an object, or of a piece of one.
    pub(crate) fn add(&mut self, report: ObjectReport) {
        if report.piece.is_some() {
            self.pieces.push(report);
        } else {
            self.fold(report);
        }
    }

    /// Adds others.
    pub(crate) fn merge(&mut self, other: Self) {
        self.sums.merge(other.sums);
        for (reason, rejected) in other.rejected {
            self.reject(reason, rejected.lines, rejected.places.into_iter());
        }
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
        self.ledger.merge(other.ledger);
        self.pieces.extend(other.pieces);
    }

    /// The canonical form: pieces joined, names in order.
    pub(crate) fn finish(mut self) -> Self {
        let pieces = std::mem::take(&mut self.pieces);
        join(pieces).into_iter().for_each(|object| self.fold(object));
        self.failed.sort_unstable();
        self.skipped.sort_unstable();
        self
    }

    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        out.put(&self.sums)?;
        out.put_all(self.rejected.values())?;
        out.put_all(self.failed.iter())?;
        out.put_all(self.skipped.iter())?;
        self.ledger.save(out)?;
        out.put_all(self.pieces.iter())
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let sums = from.get()?;
        let rejected: Vec<Rejected> = from.get_all(RejectReason::ALL.len())?;
        Ok(Self {
            sums,
            rejected: rejected.into_iter().map(|rejected| (rejected.reason, rejected)).collect(),
            failed: from.get_all(usize::MAX)?,
            skipped: from.get_all(usize::MAX)?,
            ledger: Ledger::load(from)?,
            pieces: from.get_all(usize::MAX)?,
        })
    }

    fn fold(&mut self, report: ObjectReport) {
        self.enter(&report);
        match report.outcome {
            Outcome::Skipped(reason) => {
                self.skipped.push((report.source, reason));
                return;
            }
            Outcome::Failed(ref error) => {
                self.failed.push((report.source.clone(), error.clone(), report.records));
            }
            Outcome::Read => {}
        }
        self.sums.merge(Sums {
            objects: u64::from(report.all_lines() > 0),
            lines: report.lines,
            records: report.records,
            control_lines: report.control_lines,
            outside_window: report.outside_window,
            outside_span: report.outside_span,
            filtered_out: report.filtered_out,
            bytes: report.bytes,
            bytes_read: report.bytes_read,
        });
        for (reason, lines, places) in report.rejected() {
            let places = places.iter().map(|line| (report.source.as_str(), *line));
            self.reject(reason, lines, places);
        }
    }

    /// Into the ledger: an empty object says that there was nothing to say.
    fn enter(&mut self, report: &ObjectReport) {
        let fate = match report.outcome {
            Outcome::Read | Outcome::Skipped(Skip::Empty) => Fate::Read,
            Outcome::Failed(_) | Outcome::Skipped(Skip::UnknownFormat) => Fate::Failed,
        };
        self.ledger.enter(&report.source, fate, report.span, report.all_records());
    }

    /// Keeps the first places by source and line; copies a name only if its place is kept.
    fn reject<N: AsRef<str> + Into<String>>(
        &mut self,
        reason: RejectReason,
        lines: u64,
        places: impl Iterator<Item = (N, u64)>,
    ) {
        let mine = self.rejected.entry(reason).or_insert(Rejected {
            reason,
            lines: 0,
            places: Vec::with_capacity(PLACES_PER_REASON + 1),
        });
        mine.lines += lines;
        for (source, line) in places {
            let is_before =
                |(kept, at): &(String, u64)| (kept.as_str(), *at) <= (source.as_ref(), line);
            let place = mine.places.partition_point(is_before);
            if place < PLACES_PER_REASON {
                mine.places.insert(place, (source.into(), line));
                mine.places.truncate(PLACES_PER_REASON);
            }
        }
    }
}

impl Sums {
    fn merge(&mut self, other: Self) {
        self.objects += other.objects;
        self.lines += other.lines;
        self.records += other.records;
        self.control_lines += other.control_lines;
        self.outside_window += other.outside_window;
        self.filtered_out += other.filtered_out;
        self.outside_span = widest(self.outside_span, other.outside_span);
        self.bytes += other.bytes;
        self.bytes_read += other.bytes_read;
    }
}

/// Joins the pieces of each object, in order; line numbers become those of the object.
fn join(mut pieces: Vec<ObjectReport>) -> Vec<ObjectReport> {
    pieces.sort_unstable_by(|a, b| (&a.source, a.piece).cmp(&(&b.source, b.piece)));
    let mut joined: Vec<ObjectReport> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(object) if object.source == piece.source && piece.piece > Some(0) => {
                object.append(piece);
            }
            _ => joined.push(piece),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_numbers_of_pieces_become_those_of_the_object() {
        let mut first = ObjectReport::new("a.log".into(), Some(0));
        (first.lines, first.outside_window) = (90, 10);
        first.reject(RejectReason::BadTimestamp, 7);
        let mut second = ObjectReport::new("a.log".into(), Some(1));
        second.lines = 50;
        second.reject(RejectReason::BadTimestamp, 3);
        let mut other = ObjectReport::new("b.log".into(), None);
        other.lines = 1;
        let mut objects = Objects::default();
        [second, other, first].into_iter().for_each(|report| objects.add(report));
        let objects = objects.finish();
        assert_eq!((objects.sums.objects, objects.sums.lines), (2, 141));
        let rejected = &objects.rejected[&RejectReason::BadTimestamp];
        assert_eq!(rejected.lines, 2);
        assert_eq!(rejected.places, [("a.log".to_owned(), 7), ("a.log".to_owned(), 103)]);
    }

    #[test]
    fn the_first_places_are_kept_in_whatever_order_objects_come() {
        let report = |name: u32| {
            let mut report = ObjectReport::new(format!("{name:04}.log"), None);
            (1..=5).for_each(|line| report.reject(RejectReason::BadTimestamp, line * 10));
            report.lines = 5;
            report
        };
        let names: Vec<u32> = (0..500).map(|n| n * 211 % 500).collect();
        let mut parts = [Objects::default(), Objects::default()];
        names.iter().for_each(|&name| parts[name as usize % 2].add(report(name)));
        let [left, mut right] = parts;
        right.merge(left);
        let whole = right.finish();
        let rejected = &whole.rejected[&RejectReason::BadTimestamp];
        assert_eq!(rejected.lines, 2_500);
        let first = |line| ("0000.log".to_owned(), line);
        assert_eq!(rejected.places, [first(10), first(20), first(30)]);
        assert!(whole.pieces.is_empty() && whole.failed.is_empty(), "no healthy name is kept");
    }
}
