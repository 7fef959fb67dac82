//! The finished analysis: sorted, serialisable, with no borrowed data.
//!
//! This module owns the shape that `docs/schema/analyze.v1.json` describes and that every
//! report is a pure function of. It holds no clock, duration, host name or thread count: the
//! same input gives the same bytes. Times are serialised as RFC 3339 in UTC, durations as
//! seconds, sizes as bytes.
//!
//! Modules, each using only those to its left: `figure → hidden → said → account → time → pair → timeline → impact → contrast → coverage → timeouts → texts`

use std::collections::BTreeMap;

use serde::Serialize;
use why502_parse::Timestamp;
use why502_rulebook::Language;

mod account;
mod contrast;
mod coverage;
mod figure;
mod hidden;
mod impact;
mod pair;
mod said;
mod texts;
pub(crate) mod time;
mod timeline;
mod timeouts;

pub use account::{AccountSummary, BrokenDocument};
pub use contrast::{ContrastPart, FindingContrast};
pub use coverage::{CoverageGap, CoverageNode, CoverageSummary};
pub use figure::thousands;
pub use hidden::is_hidden;
pub use impact::{Impact, Phase, PhaseName};
pub use pair::StatusPair;
pub use said::Said;
pub use texts::Holds;
pub use time::rfc3339;
pub use timeline::{HeatMap, HeatRow, SignatureCourse, Timeline, TimelineBucket};
pub use timeouts::{LadderViolation, Rung, Timeouts};

/// The version of the JSON contract; a renamed or removed key would raise it.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything one run of the analysis found.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Always [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// True where only counts were asked for: causes were not looked for, so `incidents` and
    /// `findings` are empty whatever failed. Left out of JSON where it is false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_summary: bool,
    /// What was read and what was not.
    pub input: InputSummary,
    /// Every record of a format whose records are requests, whatever its status.
    pub requests: u64,
    /// Requests by the status the client saw: `"200"`, `"000"`, `"-"`.
    pub status_counts: BTreeMap<String, u64>,
    /// Requests by the status the client saw and the one the target gave; the most frequent first,
    /// then by codes.
    pub status_pairs: Vec<StatusPair>,
    /// Requests whose status is 502.
    pub bad_gateways: u64,
    /// Requests that have a signature: the denominator of every finding's `share`.
    pub failed: u64,
    /// One entry per signature and status, sorted by requests, then id.
    pub signatures: Vec<SignatureCount>,
    /// What lines that are no requests give evidence of, by format and id; in no other figure.
    pub evidence: Vec<EvidenceCount>,
    /// Windows in which failures exceed the usual background, in order of their start.
    pub incidents: Vec<Incident>,
    /// Causes, most important first; `rank` counts from 1.
    pub findings: Vec<Finding>,
    /// Time-outs as durations show them, and which stand in the wrong order.
    pub timeouts: Timeouts,
    /// Requests and failures over time.
    pub timeline: Timeline,
    /// Failures of the targets with most of them over time; null where no target failed.
    pub heat_map: Option<HeatMap>,
    /// The values of each dimension that hold the most failures.
    pub dimensions: Vec<Dimension>,
    /// Percentiles of the target's (or origin's) response time, if any was logged.
    pub latency: Option<Latency>,
    /// For which times there were logs.
    pub coverage: CoverageSummary,
    /// What the logs that were read cannot show, whatever the cause, with what shows it.
    pub not_visible: Vec<NextCheck>,
    /// What was read about the account, and the commands that collect it.
    pub account: AccountSummary,
    /// How much was hidden, by kind, where that was asked for; left out of JSON where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<BTreeMap<&'static str, u64>>,
}

impl Summary {
    /// Chooses the language of every sentence. Names, ids and values are the same in all.
    pub fn speak(&mut self, language: Language) {
        self.evidence.iter_mut().for_each(|one| one.meaning.speak(language));
        self.input.limits.iter_mut().for_each(|limit| limit.note.speak(language));
        let AccountSummary { notes, offer, .. } = &mut self.account;
        notes.iter_mut().chain([offer]).for_each(|said| said.speak(language));
        for finding in &mut self.findings {
            let Finding { title, evidence, next_checks, remedies, trigger, .. } = finding;
            let sentences = std::iter::once(title)
                .chain(evidence.iter_mut().map(|one| &mut one.statement))
                .chain(next_checks.iter_mut().map(|one| &mut one.statement))
                .chain(remedies)
                .chain(trigger.iter_mut().map(|one| &mut one.what));
            sentences.for_each(|said| said.speak(language));
        }
        self.coverage.speak(language);
        self.not_visible.iter_mut().for_each(|one| one.statement.speak(language));
        for rung in &mut self.timeouts.rungs {
            rung.inferred_from.speak(language);
            rung.known_as.iter_mut().for_each(|said| said.speak(language));
        }
        for violation in &mut self.timeouts.violations {
            violation.statement.speak(language);
        }
    }
}

/// What was read: `lines == records + rejected_lines + control_lines`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InputSummary {
    /// Objects (files) that were read as logs, damaged ones included.
    pub objects: u64,
    /// Lines of those objects.
    pub lines: u64,
    /// Lines that are records inside the window.
    pub records: u64,
    /// Lines that are neither a record nor a control line.
    pub rejected_lines: u64,
    /// Headers, blank lines, `Enable AccessLog …`.
    pub control_lines: u64,
    /// Rejected lines by reason.
    pub rejected: BTreeMap<String, u64>,
    /// The first rejected lines of each reason, by source and line.
    pub rejected_places: Vec<RejectedPlace>,
    /// Objects that could not be read, or not to their end.
    pub failed_objects: Vec<FailedObject>,
    /// Objects of no known format, and places that are no regular file.
    pub skipped_objects: Vec<SkippedObject>,
    /// Records by format.
    pub formats: BTreeMap<String, u64>,
    /// Earliest time of a record.
    #[serde(serialize_with = "time::option")]
    pub from: Option<Timestamp>,
    /// Latest time of a record.
    #[serde(serialize_with = "time::option")]
    pub to: Option<Timestamp>,
    /// Bytes after decompression.
    pub bytes: u64,
    /// Bytes read from files or the network.
    pub bytes_read: u64,
    /// Records that lie outside `--since`/`--until`: read, and not part of any other number.
    pub records_outside_window: u64,
    /// Earliest time of those.
    #[serde(serialize_with = "time::option")]
    pub outside_from: Option<Timestamp>,
    /// Latest time of those.
    #[serde(serialize_with = "time::option")]
    pub outside_to: Option<Timestamp>,
    /// Records inside the window for which `--where` does not hold: read, and not part of any other
    /// number.
    pub records_filtered_out: u64,
    /// What the caps of the engine left out, if anything.
    pub limits: Vec<LimitNote>,
    /// True where the run was ended before everything was read: all figures cover what was read
    /// until then. Left out of JSON where it is false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// Where a rejected line stands.
#[derive(Debug, Clone, Serialize)]
pub struct RejectedPlace {
    /// Why the line was rejected.
    pub reason: String,
    /// Object or file.
    pub source: String,
    /// 1-based line number.
    pub line: u64,
}

/// An object that could not be read, or not to its end.
#[derive(Debug, Clone, Serialize)]
pub struct FailedObject {
    /// Object or file.
    pub source: String,
    /// What went wrong, for a person.
    pub error: String,
    /// Records before the damage, all of them counted.
    pub records_before_failure: u64,
}

/// An object that was left out, without harm to the result.
#[derive(Debug, Clone, Serialize)]
pub struct SkippedObject {
    /// Object or file.
    pub source: String,
    /// Why it was left out.
    pub reason: String,
}

/// A table of the engine that reached its cap.
#[derive(Debug, Clone, Serialize)]
pub struct LimitNote {
    /// Which table, for example `dimension path`.
    pub table: String,
    /// What that means for the reader, in one sentence.
    pub note: Said,
}

/// How many requests show one signature with one status.
#[derive(Debug, Clone, Serialize)]
pub struct SignatureCount {
    /// Id from the rulebook.
    pub id: &'static str,
    /// Status the client saw, or null.
    pub status: Option<u16>,
    /// Requests.
    pub requests: u64,
    /// `deterministic`, `strong` or `weak`.
    pub grade: &'static str,
    /// Time of the first.
    #[serde(serialize_with = "time::plain")]
    pub first_seen: Timestamp,
    /// Time of the last.
    #[serde(serialize_with = "time::plain")]
    pub last_seen: Timestamp,
}

/// How many records that are no requests give evidence of one thing.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceCount {
    /// Id from the rulebook.
    pub id: &'static str,
    /// Log format.
    pub format: &'static str,
    /// Records.
    pub records: u64,
    /// `deterministic`, `strong` or `weak`: how surely such a line says it.
    pub grade: &'static str,
    /// What such a line says, in a sentence.
    pub meaning: Said,
    /// Names of causes that it makes likelier.
    pub supports: &'static [&'static str],
    /// Time of the first.
    #[serde(serialize_with = "time::plain")]
    pub first_seen: Timestamp,
    /// Time of the last.
    #[serde(serialize_with = "time::plain")]
    pub last_seen: Timestamp,
}

/// A window in which failures exceed the usual background.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    /// Time of the first failing request that belongs to it.
    #[serde(serialize_with = "time::plain")]
    pub start: Timestamp,
    /// Time of the last failing request that belongs to it.
    #[serde(serialize_with = "time::plain")]
    pub end: Timestamp,
    /// Start of the fullest minute (or bucket).
    #[serde(serialize_with = "time::plain")]
    pub peak_at: Timestamp,
    /// True where it reaches the end of the logs.
    pub ongoing: bool,
    /// Requests between `start` and `end`.
    pub requests: u64,
    /// Failing requests that belong to it.
    pub failed: u64,
    /// `failed / requests`.
    pub share: f64,
    /// Ranks of its findings.
    pub findings: Vec<usize>,
    /// Whom and what it hit.
    pub impact: Impact,
    /// Before, during and after it.
    pub phases: Vec<Phase>,
}

/// One cause, with what speaks for it and against it.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// 1 is the most important.
    pub rank: usize,
    /// From the closed list of the contract.
    pub cause: &'static str,
    /// One sentence, in words a manager understands.
    pub title: Said,
    /// `deterministic`, `strong` or `weak`.
    pub grade: &'static str,
    /// Probability that there is an incident and this is its cause.
    pub confidence: f64,
    /// The same before it was calibrated: what it is fitted to, and not part of the JSON.
    #[serde(skip)]
    pub uncalibrated: f64,
    /// Failing requests it explains.
    pub requests: u64,
    /// `requests` over all failing requests.
    pub share: f64,
    /// Time of the first.
    #[serde(serialize_with = "time::plain")]
    pub first_seen: Timestamp,
    /// Time of the last.
    #[serde(serialize_with = "time::plain")]
    pub last_seen: Timestamp,
    /// True for noise that is no incident: ranked last.
    pub background: bool,
    /// What sets the failing requests apart.
    pub scope: Scope,
    /// Its requests by the status the client saw: `"502"`, `"000"`, `"-"`.
    pub statuses: BTreeMap<String, u64>,
    /// The signatures of its requests.
    pub signatures: Vec<FindingSignature>,
    /// For and against.
    pub evidence: Vec<Evidence>,
    /// What its requests have that concurrent ones have far less, the most telling first.
    pub contrasts: Vec<FindingContrast>,
    /// Decide it: commands ready to paste.
    pub next_checks: Vec<NextCheck>,
    /// Stop the bleeding first, then never again.
    pub remedies: Vec<Said>,
    /// Pages of AWS and others.
    pub references: Vec<&'static str>,
    /// What changed, where the logs show it.
    pub trigger: Option<Trigger>,
}

/// How many of a finding's requests show one signature.
#[derive(Debug, Clone, Serialize)]
pub struct FindingSignature {
    /// Id from the rulebook.
    pub id: &'static str,
    /// Requests.
    pub requests: u64,
}

/// A list is empty where the failing requests do not differ from the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// `ip:port`.
    pub targets: Vec<String>,
    /// Names.
    pub target_groups: Vec<String>,
    /// Load balancers or distributions, where several were read.
    pub load_balancers: Vec<String>,
    /// The /24 or /64 of the targets.
    pub subnets: Vec<String>,
    /// Lower case, without port.
    pub hosts: Vec<String>,
    /// Shaped: a variable segment is `*`.
    pub paths: Vec<String>,
    /// HTTP methods.
    pub methods: Vec<String>,
    /// Client addresses or networks.
    pub clients: Vec<String>,
    /// As logged, or a prefix.
    pub user_agents: Vec<String>,
    /// Lambda functions, where a log names them.
    pub functions: Vec<String>,
    /// CloudFront edge locations.
    pub edge_locations: Vec<String>,
}

/// One piece of evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// `for` or `against`.
    pub kind: &'static str,
    /// A sentence with its figures.
    pub statement: Said,
    /// The figure the sentence rests on.
    pub value: f64,
}

/// Something to run or to look at that decides the question.
#[derive(Debug, Clone, Serialize)]
pub struct NextCheck {
    /// What it decides.
    pub statement: Said,
    /// Ready to paste; log values are shell-quoted.
    pub command: String,
}

/// What changed just before.
#[derive(Debug, Clone, Serialize)]
pub struct Trigger {
    /// When.
    #[serde(serialize_with = "time::plain")]
    pub at: Timestamp,
    /// What.
    pub what: Said,
}

/// One dimension and its values with the most failures.
#[derive(Debug, Clone, Serialize)]
pub struct Dimension {
    /// `target`, `target_group`, `load_balancer`, `node`, `host`, `method`, `path`, `client`,
    /// `user_agent`, `protocol`, `tls_version`, `edge_location`.
    pub name: &'static str,
    /// How many values were counted; those with the most failures are in `values`.
    pub distinct: u64,
    /// Sorted by failures, then value.
    pub values: Vec<DimensionValue>,
}

/// One value of a dimension.
#[derive(Debug, Clone, Serialize)]
pub struct DimensionValue {
    /// The value, or `(other)`.
    pub value: String,
    /// All requests that have it.
    pub requests: u64,
    /// Failing requests that have it.
    pub failed: u64,
    /// `failed` over all failing requests.
    pub share_of_failed: f64,
    /// Risk of failing against that of all other requests; null where there are no others.
    pub risk_ratio: Option<f64>,
    /// Lower end of its 95 % confidence interval.
    pub risk_ratio_low: Option<f64>,
}

/// Percentiles in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Largest.
    pub max: f64,
}
