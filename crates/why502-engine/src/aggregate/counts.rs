//! Totals: requests by status, by format and by signature; overall latency.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use why502_parse::{Format, Timestamp};
use why502_rulebook::{Signature, signatures};

use super::histogram::Histogram;
use super::span::widest;
use crate::saved::{BlockReader, BlockWriter, LoadError, fields};

/// The status the client saw, and the one the target gave.
pub(crate) type Pair = (Option<u16>, Option<u16>);

/// How often a signature was seen with one status.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureTally {
    pub(crate) signature: &'static Signature,
    pub(crate) requests: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

/// Totals as they are saved.
#[derive(Serialize, Deserialize)]
struct SavedCounts {
    requests: u64,
    failed: u64,
    statuses: BTreeMap<Option<u16>, u64>,
    pairs: BTreeMap<Pair, u64>,
    formats: Vec<SavedFormat>,
    signatures: Vec<SavedTally>,
    latency: Histogram<10>,
    #[serde(with = "fields::span")]
    span: Option<(Timestamp, Timestamp)>,
}

#[derive(Serialize, Deserialize)]
struct SavedFormat(#[serde(with = "fields::format")] Format, u64);

/// A signature is its place in the table of its format.
#[derive(Serialize, Deserialize)]
struct SavedTally {
    #[serde(with = "fields::format")]
    format: Format,
    place: u64,
    status: Option<u16>,
    requests: u64,
    #[serde(with = "fields::span")]
    seen: Option<(Timestamp, Timestamp)>,
}

/// Totals over all requests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    /// By status; `None` where there is none.
    pub(crate) statuses: BTreeMap<Option<u16>, u64>,
    pub(crate) pairs: BTreeMap<Pair, u64>,
    pub(crate) formats: BTreeMap<Format, u64>,
    /// By id and status: two formats share the id of what nothing explains.
    pub(crate) signatures: BTreeMap<(&'static str, Option<u16>), SignatureTally>,
    /// 0.1 % error.
    pub(crate) latency: Histogram<10>,
    pub(crate) span: Option<(Timestamp, Timestamp)>,
    /// Failures that are not yet among `signatures`, by status: a storm has a dozen kinds, and
    /// looking a kind up by its name took longer than counting it.
    in_hand: Vec<(Option<u16>, SignatureTally)>,
}

/// So many kinds of failures are held in hand.
const MOST_IN_HAND: usize = 32;

impl Counts {
    /// Adds requests of one format and pair of statuses.
    pub(crate) fn add_requests(&mut self, format: Format, pair: Pair, requests: u64) {
        self.requests += requests;
        *self.statuses.entry(pair.0).or_default() += requests;
        *self.pairs.entry(pair).or_default() += requests;
        *self.formats.entry(format).or_default() += requests;
    }

    /// Widens the span to these instants.
    pub(crate) fn add_span(&mut self, from: Timestamp, to: Timestamp) {
        self.span = widest(self.span, Some((from, to)));
    }

    /// Counts the failure of a request.
    pub(crate) fn record_failure(
        &mut self,
        signature: &'static Signature,
        time: Timestamp,
        status: Option<u16>,
    ) {
        self.failed += 1;
        let is_same = |(other, held): &&mut (Option<u16>, SignatureTally)| {
            std::ptr::eq(held.signature, signature) && *other == status
        };
        if let Some((_, held)) = self.in_hand.iter_mut().find(is_same) {
            held.requests += 1;
            held.first_seen = held.first_seen.min(time);
            held.last_seen = held.last_seen.max(time);
            return;
        }
        if self.in_hand.len() == MOST_IN_HAND {
            self.settle();
        }
        let tally = SignatureTally { signature, requests: 1, first_seen: time, last_seen: time };
        self.in_hand.push((status, tally));
    }

    /// Takes what is in hand among the signatures.
    pub(crate) fn settle(&mut self) {
        for (status, tally) in std::mem::take(&mut self.in_hand) {
            self.add(status, &tally);
        }
    }

    /// Adds other totals.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        self.requests += other.requests;
        self.failed += other.failed;
        for (status, requests) in other.statuses {
            *self.statuses.entry(status).or_default() += requests;
        }
        for (pair, requests) in other.pairs {
            *self.pairs.entry(pair).or_default() += requests;
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

    /// Of counts that were settled.
    pub(crate) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        assert!(self.in_hand.is_empty(), "what is in hand is settled when a worker ends");
        let tally = |((_, status), tally): (&(&str, Option<u16>), &SignatureTally)| {
            let format = tally.signature.format;
            let mut of_format = signatures::of(format).iter();
            let place = of_format.position(|one| one.id == tally.signature.id);
            SavedTally {
                format,
                place: place.expect("a signature stands in the table of its format") as u64,
                status: *status,
                requests: tally.requests,
                seen: Some((tally.first_seen, tally.last_seen)),
            }
        };
        out.put(&SavedCounts {
            requests: self.requests,
            failed: self.failed,
            statuses: self.statuses.clone(),
            pairs: self.pairs.clone(),
            formats: self.formats.iter().map(|(one, n)| SavedFormat(*one, *n)).collect(),
            signatures: self.signatures.iter().map(tally).collect(),
            latency: self.latency.clone(),
            span: self.span,
        })
    }

    pub(crate) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let saved: SavedCounts = from.get()?;
        let mut counts = Self {
            requests: saved.requests,
            failed: saved.failed,
            statuses: saved.statuses,
            pairs: saved.pairs,
            formats: saved.formats.into_iter().map(|SavedFormat(one, n)| (one, n)).collect(),
            latency: saved.latency,
            span: saved.span,
            ..Self::default()
        };
        for tally in saved.signatures {
            let found = usize::try_from(tally.place)
                .ok()
                .and_then(|place| signatures::of(tally.format).get(place))
                .zip(tally.seen);
            let Some((signature, (first_seen, last_seen))) = found else {
                return Err(from.damaged("an unknown signature"));
            };
            let requests = tally.requests;
            counts
                .add(tally.status, &SignatureTally { signature, requests, first_seen, last_seen });
        }
        Ok(counts)
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
