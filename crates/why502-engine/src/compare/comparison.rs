//! The finished comparison: sorted, serialisable, with no borrowed data; `docs/schema/compare.v1.json`
//! describes it.

use std::collections::BTreeMap;

use serde::Serialize;
use why502_parse::Timestamp;
use why502_rulebook::Language;

use crate::summary::{InputSummary, Said, time};

/// What differs between two sides.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Always [`SCHEMA_VERSION`](super::SCHEMA_VERSION).
    pub schema_version: u32,
    /// The answer in a sentence or two.
    pub statement: Said,
    /// What it is compared with.
    pub before: SideSummary,
    /// What is compared with it.
    pub after: SideSummary,
    /// How many differences were tested.
    pub tested: u64,
    /// How many of them are beyond noise.
    pub changed: u64,
    /// Traffic and failures of each side as a whole.
    pub figures: Vec<Figure>,
    /// Percentiles of the target's (or origin's) response time; empty where a side has too few.
    pub latency: Vec<Figure>,
    /// Causes, signatures, statuses, and statuses of failing requests by host: of all requests, how
    /// many are of each.
    pub groups: Vec<Group>,
    /// The values of each dimension: their traffic, and how many of their requests fail.
    pub dimensions: Vec<Group>,
    /// What stands in the way of comparing the two, in sentences.
    pub notes: Vec<Said>,
    /// How much was hidden, by kind; missing where nothing was to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<BTreeMap<&'static str, u64>>,
}

/// One side.
#[derive(Debug, Clone, Serialize)]
pub struct SideSummary {
    /// First instant that is compared; null where there is no record.
    #[serde(serialize_with = "time::option")]
    pub from: Option<Timestamp>,
    /// Last instant, or the one behind it.
    #[serde(serialize_with = "time::option")]
    pub to: Option<Timestamp>,
    /// Between them.
    pub seconds: f64,
    /// Requests.
    pub requests: u64,
    /// Requests with a signature.
    pub failed: u64,
    /// Requests whose status is 502.
    pub bad_gateways: u64,
    /// What was read of it.
    pub input: InputSummary,
}

/// What a measure's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Requests a second.
    PerSecond,
    /// A part of requests, from 0 to 1.
    PerRequest,
    /// Seconds.
    Seconds,
}

/// What is concluded of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Larger after, beyond noise.
    Higher,
    /// Smaller after, beyond noise.
    Lower,
    /// Such a difference comes about by itself.
    WithinNoise,
    /// Too little was seen to say anything; not tested.
    TooFew,
}

/// A number with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// What was seen.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One quantity on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// What the numbers are.
    pub unit: Unit,
    /// Before.
    pub before: Estimate,
    /// After.
    pub after: Estimate,
    /// After over before; null where before is none.
    pub ratio: Option<f64>,
    /// Lower end of its 95 % interval.
    pub ratio_low: f64,
    /// Upper end; null where before is none.
    pub ratio_high: Option<f64>,
    /// After less before, with its 95 % interval.
    pub difference: Estimate,
    /// How much larger the variance is than that of independent requests.
    pub noise_factor: f64,
    /// Smallest rate of false discoveries at which it would count; null where it was not tested.
    pub q_value: Option<f64>,
    /// What is concluded.
    pub verdict: Verdict,
    /// Probability of such a difference by itself, if it was tested; not part of the JSON.
    #[serde(skip)]
    pub chance: Option<f64>,
}

impl Measure {
    /// Is it beyond noise?
    #[must_use]
    pub fn is_changed(&self) -> bool {
        matches!(self.verdict, Verdict::Higher | Verdict::Lower)
    }
}

/// A quantity of a whole side.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// `requests`, `failed`, `bad_gateways`, `unavailable`, `gateway_timeouts`; of latency `p50`, `p90`,
    /// `p99`.
    pub name: &'static str,
    /// The quantity.
    #[serde(flatten)]
    pub measure: Measure,
}

/// Values of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// `cause`, `signature`, `status`, `host_status`, or the name of a dimension.
    pub name: &'static str,
    /// Values that either side has.
    pub distinct: u64,
    /// Those of which something is beyond noise.
    pub changed: u64,
    /// Those seen too little on both sides to be tested.
    pub too_few: u64,
    /// Values that changed, first those that stand out, by failures gained or lost, then others; of both
    /// not all where they are many.
    pub values: Vec<ValueChange>,
    /// Values that changed and are not listed.
    pub changed_left_out: u64,
    /// Other values that are not listed.
    pub others_left_out: u64,
}

/// On which sides a value was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// On both.
    Both,
    /// Only after.
    New,
    /// Only before.
    Gone,
}

/// One value on both sides.
#[derive(Debug, Clone, Serialize)]
pub struct ValueChange {
    /// The value; of `host_status` the host, a space, and the status.
    pub value: String,
    /// On which sides it was seen at all: new and gone are beyond noise only where `traffic` is.
    pub presence: Presence,
    /// Before.
    pub before: ValueCounts,
    /// After.
    pub after: ValueCounts,
    /// Of a dimension's value its requests a second, which count as changed where their share of all
    /// requests changed too; else the share of all requests.
    pub traffic: Measure,
    /// The part of its requests that fails; null where it is not in both or never fails, and for
    /// causes, signatures and statuses.
    pub failures: Option<Measure>,
    /// Something of it changed, and not only as all requests did: its traffic, or it fails more often
    /// than all requests of the side on which more of it fail.
    pub stands_out: bool,
}

/// One value on one side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ValueCounts {
    /// Requests.
    pub requests: u64,
    /// Those with a signature.
    pub failed: u64,
    /// Of a cause: that of its likeliest finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

impl ValueChange {
    /// Is anything of it beyond noise?
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.traffic.is_changed() || self.failures.as_ref().is_some_and(Measure::is_changed)
    }
}

impl Comparison {
    /// Chooses the language of every sentence. Names, ids and values are the same in all.
    pub fn speak(&mut self, language: Language) {
        self.statement.speak(language);
        self.notes.iter_mut().for_each(|note| note.speak(language));
        for side in [&mut self.before, &mut self.after] {
            side.input.limits.iter_mut().for_each(|limit| limit.note.speak(language));
        }
    }

    /// A figure of the sides as a whole.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&Measure> {
        self.figures.iter().find(|figure| figure.name == name).map(|figure| &figure.measure)
    }
}
