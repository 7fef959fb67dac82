//! What is known to be true of each scenario: the machine-readable answer sheet
//! that a diagnosis is held against. Counts and times come from the rows written.

use serde::{Deserialize, Serialize};

/// Why a row is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tag {
    /// Ordinary traffic, failed or not by nobody's fault of note.
    #[default]
    Normal,
    /// A failure that belongs to the usual background, with its cause.
    Background(&'static str),
    /// A failure of the scenario's incident of this index.
    Incident(usize),
    /// The same, answered by CloudFront from its cache of errors.
    CachedIncident(usize),
}

/// What sets the failing requests of an incident apart; empty where nothing does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    /// `ip:port` of the failing targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Target group names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_groups: Vec<String>,
    /// Host names, lower case, without a port.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Paths with each variable segment as `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// Lambda functions, where a log names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// CloudFront edge locations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edge_locations: Vec<String>,
}

/// One incident of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// A cause of the contract's closed list.
    pub cause: String,
    /// Time of the first failing request, RFC 3339, when its response was sent.
    pub start: String,
    /// Time of the last failing request.
    pub end: String,
    /// What sets the failing requests apart.
    #[serde(flatten)]
    pub scope: Scope,
    /// Failing requests of this incident, cached errors among them.
    pub failed: u64,
    /// How many of `failed` CloudFront answered from its cache of errors.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cached: u64,
}

/// Failures that go on all the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Background {
    /// A cause of the contract's closed list.
    pub cause: String,
    /// Requests that failed by it.
    pub failed: u64,
}

/// The label of one scenario folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Folder below the sample-logs root.
    pub folder: String,
    /// One sentence.
    pub title: String,
    /// True where nothing may be reported.
    pub quiet: bool,
    /// Lines written, header lines not among them.
    pub records: u64,
    /// Records with status 502.
    pub bad_gateways: u64,
    /// Incidents in order of their start.
    pub incidents: Vec<Incident>,
    /// Background a diagnosis is expected to name (ranked after incidents).
    pub background: Vec<Background>,
    /// Failures too thin to deserve a word; a diagnosis may name them, last.
    pub noise: Vec<Background>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
