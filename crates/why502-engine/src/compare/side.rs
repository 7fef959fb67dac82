//! One side of a comparison: its counts, its summary, and the time it stands for.

use why502_parse::Timestamp;
use why502_rulebook::{Signature, signatures};

use super::comparison::SideSummary;
use super::slices::Slices;
use crate::aggregate::{Aggregates, Bucket, FailedRequest};
use crate::diagnose::Variation;
use crate::observe::DimensionKind;
use crate::summary::Summary;

/// So many requests were to be expected where none came: then there was no traffic, or no log.
const UNLIKELY_SILENCE: f64 = 20.0;

/// One side: what was counted, and what was found in it.
#[derive(Debug)]
pub struct Side {
    /// What was found. Sources that were never read may be added to its `input`.
    pub summary: Summary,
    pub(super) aggregates: Aggregates,
    pub(super) slices: Slices,
    span: Option<(Timestamp, Timestamp)>,
    /// The window asked for is silent at its beginning or its end.
    pub(super) is_cut: bool,
    /// Requests far outside the time of all others.
    pub(super) strays: u64,
}

impl Side {
    pub(crate) fn new(
        aggregates: Aggregates,
        summary: Summary,
        asked: (Option<Timestamp>, Option<Timestamp>),
    ) -> Self {
        let (core, strays) = core(&aggregates);
        let (span, is_cut) = match core {
            Some(seen) => reach(seen, asked, aggregates.counts.requests),
            None => (None, false),
        };
        let (from, to) = span.unwrap_or((Timestamp::from_micros(0), Timestamp::from_micros(0)));
        let slices = Slices::new(aggregates.level, from, to);
        Self { summary, aggregates, slices, span, is_cut, strays }
    }

    /// The time it stands for: the window that was asked for as far as there are requests in it, or
    /// from the first request to the last.
    #[must_use]
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.span
    }

    /// The window was only to be as long as the logs reach: that they do not fill it needs no word.
    pub fn take_as_asked(&mut self) {
        self.is_cut = false;
    }

    pub(super) fn seconds(&self) -> f64 {
        self.span.map_or(0.0, |(from, to)| to.saturating_since(from) as f64 / 1e6)
    }

    pub(super) fn requests(&self) -> f64 {
        self.aggregates.counts.requests as f64
    }

    pub(super) fn summarised(&self) -> SideSummary {
        SideSummary {
            from: self.span.map(|span| span.0),
            to: self.span.map(|span| span.1),
            seconds: self.seconds(),
            requests: self.summary.requests,
            failed: self.summary.failed,
            bad_gateways: self.summary.bad_gateways,
            input: self.summary.input.clone(),
        }
    }

    /// The slices of a dimension's cells.
    pub(super) fn slices_of(&self, kind: DimensionKind) -> Slices {
        let (from, to) =
            self.span.unwrap_or((Timestamp::from_micros(0), Timestamp::from_micros(0)));
        Slices::new(self.aggregates.width(kind), from, to)
    }

    /// What `count` makes of the buckets of all requests, slice by slice.
    pub(super) fn in_slices(&self, slices: &Slices, count: impl Fn(&Bucket) -> u64) -> Vec<f64> {
        let mut sums = vec![0.0; slices.count()];
        for (number, bucket) in &self.aggregates.timeline {
            if let Some(slice) = slices.of_finer(*number, self.aggregates.level) {
                sums[slice] += count(bucket) as f64;
            }
        }
        sums
    }

    /// How the failing requests that pass vary, of all requests.
    pub(super) fn failures_vary(
        &self,
        passes: impl Fn(&FailedRequest) -> bool,
    ) -> Option<Variation> {
        let mut events = vec![0.0; self.slices.count()];
        for request in self.aggregates.failures.iter().filter(|request| passes(request)) {
            if let Some(slice) = self.slices.of_time(request.time) {
                events[slice] += 1.0;
            }
        }
        let requests = self.in_slices(&self.slices, |bucket| bucket.requests);
        let slices = events.iter().copied().zip(requests.iter().copied());
        Variation::of(slices, 0.0).map(|found| found.of_sample(self.aggregates.scale))
    }
}

/// The signature of a failing request.
pub(super) fn signature(request: &FailedRequest) -> &'static Signature {
    let table = signatures::of(request.format);
    table.get(usize::from(request.signature)).unwrap_or(&table[table.len() - 1])
}

/// From the first request to the last, without those that went astray; and how many those are.
fn core(aggregates: &Aggregates) -> (Option<(Timestamp, Timestamp)>, u64) {
    let (Some((first, last)), Some((begin, end))) = (aggregates.counts.span, aggregates.reach())
    else {
        return (None, 0);
    };
    let is_astray = |number: i64| number < begin || number > end;
    let astray = aggregates.timeline.iter().filter(|(number, _)| is_astray(*number));
    let level = aggregates.level;
    let span = (first.max(level.start(begin)), last.min(level.start(end + 1)));
    (Some(span), astray.map(|(_, bucket)| bucket.requests).sum())
}

/// The window that was asked for, where it is not silent at an end; is it?
fn reach(
    seen: (Timestamp, Timestamp),
    asked: (Option<Timestamp>, Option<Timestamp>),
    requests: u64,
) -> (Option<(Timestamp, Timestamp)>, bool) {
    let seconds = seen.1.saturating_since(seen.0).max(1) as f64;
    let is_silent = |from: Timestamp, to: Timestamp| {
        let length = to.saturating_since(from) as f64;
        requests as f64 * length / seconds > UNLIKELY_SILENCE && length * 20.0 > seconds
    };
    let (mut span, mut is_cut) = (seen, false);
    if let Some(since) = asked.0.filter(|since| *since < seen.0) {
        match is_silent(since, seen.0) {
            true => is_cut = true,
            false => span.0 = since,
        }
    }
    if let Some(until) = asked.1.filter(|until| *until > seen.1) {
        match is_silent(seen.1, until) {
            true => is_cut = true,
            false => span.1 = until,
        }
    }
    (Some(span), is_cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_window_reaches_as_far_as_its_traffic() {
        let asked = |from, to| (Some(at(from)), Some(at(to)));
        let seen = (at(1_000), at(2_000));
        assert_eq!(reach(seen, asked(990, 2_010), 500), (Some((at(990), at(2_010))), false));
        assert_eq!(reach(seen, asked(0, 2_010), 500), (Some((at(1_000), at(2_010))), true));
        assert_eq!(reach(seen, asked(990, 4_000), 500), (Some((at(990), at(2_000))), true));
        // Too little traffic to tell.
        assert_eq!(reach(seen, asked(0, 3_000), 15), (Some((at(0), at(3_000))), false));
        assert_eq!(reach(seen, (None, None), 500), (Some(seen), false));
    }
}
