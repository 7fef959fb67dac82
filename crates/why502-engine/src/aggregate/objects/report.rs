//! Counts of one object, or of one piece of it, while it is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use why502_parse::{RejectReason, Timestamp};

use crate::aggregate::span::widest;
use crate::saved::fields;

/// So many places are kept of each reason to reject a line.
pub(super) const PLACES_PER_REASON: usize = 3;

/// How the reading of an object ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// To its end.
    Read,
    /// It could not be opened, or broke off.
    Failed(String),
    /// It is no log of a known format.
    Skipped(Skip),
}

/// Why an object was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Skip {
    /// None of its first lines is of a known format.
    UnknownFormat,
    /// It has no line.
    Empty,
}

impl Skip {
    /// As reports name it.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::UnknownFormat => "no known log format",
            Self::Empty => "empty",
        }
    }
}

/// Counts of one object, or of one piece of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ObjectReport {
    pub(crate) source: String,
    pub(crate) piece: Option<u32>,
    pub(crate) outcome: Outcome,
    pub(crate) lines: u64,
    pub(crate) records: u64,
    /// Earliest and latest time of all its records, in the window or not.
    #[serde(with = "fields::span")]
    pub(crate) span: Option<(Timestamp, Timestamp)>,
    pub(crate) control_lines: u64,
    pub(crate) outside_window: u64,
    /// Earliest and latest time of the records outside the window.
    #[serde(with = "fields::span")]
    pub(crate) outside_span: Option<(Timestamp, Timestamp)>,
    /// Records inside the window for which the filter does not hold.
    pub(crate) filtered_out: u64,
    /// By reason: how many, and the first of them, 1-based within the piece.
    rejected: BTreeMap<Reason, (u64, Vec<u64>)>,
    pub(crate) bytes: u64,
    pub(crate) bytes_read: u64,
}

/// A reason that can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Reason(#[serde(with = "fields::reason")] RejectReason);

impl ObjectReport {
    /// Nothing counted yet.
    pub(crate) fn new(source: String, piece: Option<u32>) -> Self {
        Self {
            source,
            piece,
            outcome: Outcome::Read,
            lines: 0,
            records: 0,
            span: None,
            control_lines: 0,
            outside_window: 0,
            outside_span: None,
            filtered_out: 0,
            rejected: BTreeMap::new(),
            bytes: 0,
            bytes_read: 0,
        }
    }

    /// Counts a rejected line; `line` is its number within the piece.
    pub(crate) fn reject(&mut self, reason: RejectReason, line: u64) {
        let (count, places) = self.rejected.entry(Reason(reason)).or_default();
        *count += 1;
        // A line that was held is known to be none only when later ones are read.
        places.insert(places.partition_point(|earlier| *earlier <= line), line);
        places.truncate(PLACES_PER_REASON);
    }

    /// Notes the time of a record, whatever becomes of it.
    #[inline]
    pub(crate) fn meet(&mut self, time: Timestamp) {
        self.span = widest(self.span, Some((time, time)));
    }

    /// Counts a record outside the window.
    pub(crate) fn leave_out(&mut self, time: Timestamp) {
        self.outside_window += 1;
        self.outside_span = widest(self.outside_span, Some((time, time)));
    }

    /// Rejected lines by reason: how many, and the first of them.
    pub(crate) fn rejected(&self) -> impl Iterator<Item = (RejectReason, u64, &[u64])> {
        self.rejected.iter().map(|(reason, (count, places))| (reason.0, *count, places.as_slice()))
    }

    /// Did it fail before its first record? Then nothing of it is counted outside this report.
    pub(crate) fn can_be_tried_again(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_)) && self.records == 0
    }

    /// Lines, those of records that were left out included.
    pub(super) fn all_lines(&self) -> u64 {
        self.lines + self.outside_window + self.filtered_out
    }

    /// Records, those that were left out included.
    pub(super) fn all_records(&self) -> u64 {
        self.records + self.outside_window + self.filtered_out
    }

    /// Adds the next piece of the same object.
    pub(super) fn append(&mut self, piece: Self) {
        let lines_before = self.all_lines();
        for (reason, (count, lines)) in piece.rejected {
            let (sum, places) = self.rejected.entry(reason).or_default();
            *sum += count;
            let room = PLACES_PER_REASON.saturating_sub(places.len());
            places.extend(lines.iter().take(room).map(|line| line + lines_before));
        }
        if self.outcome == Outcome::Read {
            self.outcome = piece.outcome;
        }
        self.lines += piece.lines;
        self.records += piece.records;
        self.span = widest(self.span, piece.span);
        self.control_lines += piece.control_lines;
        self.outside_window += piece.outside_window;
        self.filtered_out += piece.filtered_out;
        self.outside_span = widest(self.outside_span, piece.outside_span);
        self.bytes += piece.bytes;
        self.bytes_read += piece.bytes_read;
    }
}
