//! What became of each object: read, cut short or skipped; never silently dropped.

use std::collections::BTreeMap;

use why502_parse::{RejectReason, Timestamp};

use super::span::widest;

/// So many places are kept of each reason to reject a line.
const PLACES_PER_REASON: usize = 3;

/// How the reading of an object ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// To its end.
    Read,
    /// It could not be opened, or broke off.
    Failed(String),
    /// It is no log of a known format.
    Skipped(&'static str),
}

/// Counts of one object, or of one piece of it.
#[derive(Debug, Clone)]
pub(crate) struct ObjectReport {
    pub(crate) source: String,
    pub(crate) piece: u32,
    pub(crate) outcome: Outcome,
    pub(crate) lines: u64,
    pub(crate) records: u64,
    pub(crate) control_lines: u64,
    pub(crate) outside_window: u64,
    /// Earliest and latest time of the records outside the window.
    pub(crate) outside_span: Option<(Timestamp, Timestamp)>,
    pub(crate) rejected: BTreeMap<RejectReason, u64>,
    /// First rejected lines of each reason, 1-based within the piece.
    pub(crate) places: Vec<(RejectReason, u64)>,
    pub(crate) bytes: u64,
    pub(crate) bytes_read: u64,
}

impl ObjectReport {
    /// Nothing counted yet.
    pub(crate) fn new(source: String, piece: u32) -> Self {
        Self {
            source,
            piece,
            outcome: Outcome::Read,
            lines: 0,
            records: 0,
            control_lines: 0,
            outside_window: 0,
            outside_span: None,
            rejected: BTreeMap::new(),
            places: Vec::new(),
            bytes: 0,
            bytes_read: 0,
        }
    }

    /// Counts a rejected line; `line` is its number within the piece.
    pub(crate) fn reject(&mut self, reason: RejectReason, line: u64) {
        let count = self.rejected.entry(reason).or_default();
        *count += 1;
        if *count <= PLACES_PER_REASON as u64 {
            self.places.push((reason, line));
        }
    }

    /// Counts a record outside the window.
    pub(crate) fn leave_out(&mut self, time: Timestamp) {
        self.outside_window += 1;
        self.outside_span = widest(self.outside_span, Some((time, time)));
    }

    /// Rejected lines of all reasons.
    pub(crate) fn rejected_lines(&self) -> u64 {
        self.rejected.values().sum()
    }
}

/// Joins the pieces of each object, in order; line numbers become those of the object.
pub(crate) fn join_pieces(mut reports: Vec<ObjectReport>) -> Vec<ObjectReport> {
    reports.sort_unstable_by(|a, b| (&a.source, a.piece).cmp(&(&b.source, b.piece)));
    let mut joined: Vec<ObjectReport> = Vec::with_capacity(reports.len());
    for report in reports {
        match joined.last_mut() {
            Some(object) if object.source == report.source && report.piece > 0 => {
                object.append(report)
            }
            _ => joined.push(report),
        }
    }
    joined
}

impl ObjectReport {
    fn append(&mut self, piece: Self) {
        let lines_before = self.lines + self.outside_window;
        for (reason, line) in piece.places {
            if self.places.iter().filter(|(mine, _)| *mine == reason).count() < PLACES_PER_REASON {
                self.places.push((reason, line + lines_before));
            }
        }
        for (reason, count) in piece.rejected {
            *self.rejected.entry(reason).or_default() += count;
        }
        if self.outcome == Outcome::Read {
            self.outcome = piece.outcome;
        }
        self.lines += piece.lines;
        self.records += piece.records;
        self.control_lines += piece.control_lines;
        self.outside_window += piece.outside_window;
        self.outside_span = widest(self.outside_span, piece.outside_span);
        self.bytes += piece.bytes;
        self.bytes_read += piece.bytes_read;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_numbers_of_pieces_become_those_of_the_object() {
        let mut first = ObjectReport::new("a.log".into(), 0);
        (first.lines, first.outside_window) = (90, 10);
        first.reject(RejectReason::BadTimestamp, 7);
        let mut second = ObjectReport::new("a.log".into(), 1);
        second.lines = 50;
        second.reject(RejectReason::BadTimestamp, 3);
        let other = ObjectReport::new("b.log".into(), 0);
        let joined = join_pieces(vec![second, other, first]);
        assert_eq!(joined.len(), 2);
        assert_eq!(joined[0].lines, 140);
        assert_eq!(
            joined[0].places,
            [(RejectReason::BadTimestamp, 7), (RejectReason::BadTimestamp, 103)]
        );
    }
}
