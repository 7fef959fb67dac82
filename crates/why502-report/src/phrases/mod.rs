//! Every word that several reports have, in each language.
//!
//! What stands where is decided by the layout of a report, which holds no words; a language is one
//! implementation of [`Phrases`]. Values come in as they are logged, and times
//! as they are shown.
//!
//! Modules, each using only those to its left: `english → japanese`

mod english;
mod japanese;

use why502_engine::summary::{Impact, InputSummary};
use why502_rulebook::Language;

/// The phrases of one language.
pub(crate) fn phrases(language: Language) -> &'static dyn Phrases {
    match language {
        Language::Japanese => &japanese::Japanese,
        Language::English => &english::English,
    }
}

/// What stands before the lines of a finding, and of the detailed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    When,
    Where,
    After,
    Check,
    Now,
    Fix,
    Later,
    Signs,
    Read,
}

/// How much a sentence without an incident may claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Everything was read.
    NoIncident,
    /// Some of it could not be read.
    InWhatCouldBeRead,
    /// The run was ended early.
    InWhatWasRead,
    /// Nothing was looked for.
    CountsOnly,
    /// An incident that no finding explains.
    WithoutFinding,
}

/// Over what failures are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    Targets(usize),
    Minutes(usize),
    Unsaid,
}

/// The figures of the sentence that stands where there is no incident.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoIncident<'a> {
    pub(crate) opening: Opening,
    /// A part of the requests that is not small failed.
    pub(crate) is_alarming: bool,
    pub(crate) requests: u64,
    pub(crate) bad_gateways: u64,
    pub(crate) spread: Spread,
    /// Failures with another status.
    pub(crate) others: u64,
    /// Which logs are missing, in a sentence.
    pub(crate) missing: Option<&'a str>,
}

/// What was counted, and shown, of what an axis has: `502s per minute`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    /// The failures of one status; all where it is `None`.
    pub(crate) status: Option<u16>,
    /// Width of a bucket.
    pub(crate) seconds: u64,
}

/// A kind of evidence in other logs.
#[derive(Debug)]
pub(crate) struct OtherLog<'a> {
    pub(crate) format: &'a str,
    pub(crate) records: u64,
    pub(crate) id: &'a str,
    pub(crate) range: String,
    pub(crate) meaning: &'a str,
    pub(crate) supports: &'a [&'a str],
}

/// The report's own words. A list of names comes out joined as the language does.
pub(crate) trait Phrases: Sync {
    /// Names in a row.
    fn list(&self, names: &[String]) -> String;
    /// Names in a row, of which `left_out` are not shown.
    fn list_cut(&self, names: &[String], left_out: usize) -> String;

    // The head of the report.
    fn confidence(&self, confidence: f64) -> String;
    fn failed_of(&self, failed: u64, requests: u64) -> String;
    fn course(&self, is_ongoing: bool) -> &'static str;
    /// Whom and what an incident hit, as far as that was counted.
    fn hit(&self, impact: &Impact) -> Vec<String>;
    /// How much of an error budget was used: objective, what it allows, failures, part used.
    fn budget(&self, objective: &str, allowed: &str, failed: u64, used: &str) -> String;
    fn incidents(&self, count: usize) -> String;
    fn no_request(&self) -> &'static str;
    /// Stands below the figures where causes were not asked for.
    fn without_causes(&self) -> &'static str;
    fn no_incident(&self, figures: &NoIncident<'_>) -> String;
    /// There are more, which `--details` names.
    fn and_more(&self, count: u64) -> String;

    // The ladder of time-outs.
    fn timeouts(&self) -> &'static str;
    fn should_be_longer(&self, longer: &str, shorter: &str) -> String;
    fn not_inferred(&self, names: &str) -> String;

    // The picture.
    fn drawn(&self, drawn: Drawn) -> String;
    fn peak(&self, count: u64, at: &str) -> String;
    fn drawn_with_peak(&self, drawn: &str, peak: &str) -> String;
    fn gap(&self) -> &'static str;

    // A finding.
    fn label(&self, label: Label) -> &'static str;
    fn background(&self) -> &'static str;
    fn failures_of(&self, requests: u64, failed: u64) -> String;
    fn grade(&self, grade: &'static str) -> &'static str;
    /// What has these values: `target`, `targets`. `name` is the key in JSON, in the singular.
    fn dimension(&self, name: &str, values: usize) -> String;
    fn more_evidence(&self, count: usize) -> String;

    // Evidence in other logs.
    fn other_logs(&self) -> &'static str;
    fn other_log(&self, kind: &OtherLog<'_>) -> String;
    fn more_kinds(&self, count: usize) -> String;

    // The tables of the detailed form.
    fn status_label(&self) -> &'static str;
    /// Of requests by both statuses.
    fn pairs_label(&self) -> &'static str;
    fn signatures_label(&self) -> &'static str;
    fn latency_label(&self) -> &'static str;
    /// Of the median, three percentiles and the longest.
    fn latency_names(&self) -> [&'static str; 5];
    fn by_dimension(&self, name: &str, listed: u64, distinct: u64) -> String;
    /// `risk`: the ratio and its lower bound.
    fn value_failed(&self, failed: u64, requests: u64, risk: Option<(f64, f64)>) -> String;

    // What was read and what was not.
    fn read(&self, input: &InputSummary, span: Option<String>) -> String;
    fn interrupted(&self) -> &'static str;
    fn rejected(&self, input: &InputSummary) -> String;
    fn outside_window(&self, records: u64) -> String;
    fn filtered_out(&self, records: u64) -> String;
    fn redacted(&self, kinds: &str) -> String;
    fn unread(&self, sources: u64) -> String;
    /// Stands behind the error of a source of which `records` were read.
    fn read_before(&self, records: u64) -> String;
    fn skipped(&self, files: u64) -> String;
    fn more(&self, count: u64) -> String;
}
