//! Totals: requests by status, by format and by signature; overall latency.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};
use why502_rulebook::Signature;

use super::histogram::Histogram;
use super::span::widest;

/// How often a signature was seen with one status.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureTally {
    pub(crate) signature: &'static Signature,
    pub(crate) requests: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

/// Totals over all requests.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    /// By status; `None` where there is none.
    pub(crate) statuses: BTreeMap<Option<u16>, u64>,
    pub(crate) formats: BTreeMap<Format, u64>,
    /// By id and status: two formats share the id of what nothing explains.
    pub(crate) signatures: BTreeMap<(&'static str, Option<u16>), SignatureTally>,
    /// 0.1 % error.
    pub(crate) latency: Histogram<10>,
    pub(crate) span: Option<(Timestamp, Timestamp)>,
    last: Option<((Format, Option<u16>), u64)>,
}

impl Counts {
    /// Counts one request.
    pub(crate) fn record(
        &mut self,
        format: Format,
        time: Timestamp,
        status: Option<u16>,
        latency_us: Option<u64>,
    ) {
        self.requests += 1;
        // Most requests have the format and status of the one before.
        match &mut self.last {
            Some((last, run)) if *last == (format, status) => *run += 1,
            _ => {
                self.flush();
                self.last = Some(((format, status), 1));
            }
        }
        if let Some(micros) = latency_us {
            self.latency.record(micros);
        }
        self.span =
            Some(self.span.map_or((time, time), |(from, to)| (from.min(time), to.max(time))));
    }

    /// Counts the failure of a request.
    pub(crate) fn record_failure(
        &mut self,
        signature: &'static Signature,
        time: Timestamp,
        status: Option<u16>,
    ) {
        self.failed += 1;
        self.add(
            status,
            &SignatureTally { signature, requests: 1, first_seen: time, last_seen: time },
        );
    }

    /// Adds other totals.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.flush();
        other.flush();
        self.requests += other.requests;
        self.failed += other.failed;
        for (status, requests) in other.statuses {
            *self.statuses.entry(status).or_default() += requests;
        }
        for (format, records) in other.formats {
            *self.formats.entry(format).or_default() += records;
        }
        for ((_, status), tally) in &other.signatures {
            self.add(*status, tally);
        }
        self.latency.merge(&other.latency);
        self.span = widest(self.span, other.span);
    }

    /// Completes `statuses` and `formats`; call before reading them.
    pub(crate) fn flush(&mut self) {
        if let Some(((format, status), run)) = self.last.take() {
            *self.statuses.entry(status).or_default() += run;
            *self.formats.entry(format).or_default() += run;
        }
    }

    fn add(&mut self, status: Option<u16>, tally: &SignatureTally) {
        self.signatures
            .entry((tally.signature.id, status))
            .and_modify(|mine| {
                mine.requests += tally.requests;
                mine.first_seen = mine.first_seen.min(tally.first_seen);
                mine.last_seen = mine.last_seen.max(tally.last_seen);
                // Either would do; the same one whatever the order.
                if tally.signature.format < mine.signature.format {
                    mine.signature = tally.signature;
                }
            })
            .or_insert(*tally);
    }
}
