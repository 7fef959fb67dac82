//! For which times there were logs, as far as that can be told.

use serde::Serialize;
use why502_parse::Timestamp;
use why502_rulebook::Language;

use super::said::Said;
use super::time;

/// For which times there were logs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CoverageSummary {
    /// All of it in a few sentences.
    pub statement: Said,
    /// `no logs from … to …`, where requests of that time are likely to be missing.
    #[serde(skip)]
    pub missing: Option<Said>,
    /// Stretches without logs, in order of time; those that weigh least are left out of many.
    pub gaps: Vec<CoverageGap>,
    /// How many more there are.
    pub gaps_left_out: u64,
    /// Each node of each load balancer, and each distribution, in order of name.
    pub nodes: Vec<CoverageNode>,
    /// How many more there are.
    pub nodes_left_out: u64,
    /// Objects that were met a second time, under another prefix or folder, and not read again.
    pub duplicates: u64,
    /// Objects with records outside the time that their name claims.
    pub late: u64,
}

/// A stretch of time without logs.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageGap {
    /// Which log; null where no name told it.
    pub format: Option<&'static str>,
    /// Load balancer or distribution; null where no name told it.
    pub load_balancer: Option<String>,
    /// Null where no node had an object.
    pub node: Option<String>,
    /// First instant.
    #[serde(serialize_with = "time::plain")]
    pub from: Timestamp,
    /// The instant behind it.
    #[serde(serialize_with = "time::plain")]
    pub to: Timestamp,
    /// `unread`, `no_object`, `no_request`, `node_not_seen`, `quiet` or `not_delivered`.
    pub kind: &'static str,
    /// About how many records were to be expected, from the hours around; null where unknown.
    pub expected_records: Option<u64>,
    /// What that means, in a sentence.
    pub statement: Said,
}

/// The objects of one node.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageNode {
    /// Which log.
    pub format: &'static str,
    /// Load balancer or distribution.
    pub load_balancer: String,
    /// Its address; null where names tell no node.
    pub node: Option<String>,
    /// Beginning of its first interval.
    #[serde(serialize_with = "time::plain")]
    pub first: Timestamp,
    /// End of its last.
    #[serde(serialize_with = "time::plain")]
    pub last: Timestamp,
    /// Objects that were met.
    pub objects: u64,
    /// Five-minute intervals (CloudFront: hours) between them without an object.
    pub missing_intervals: u64,
}

impl CoverageSummary {
    /// Chooses the language of its sentences.
    pub(super) fn speak(&mut self, language: Language) {
        self.statement.speak(language);
        self.missing.iter_mut().for_each(|said| said.speak(language));
        self.gaps.iter_mut().for_each(|gap| gap.statement.speak(language));
    }
}
