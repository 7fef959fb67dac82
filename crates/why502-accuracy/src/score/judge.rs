//! One scenario's summary against its label.

use serde::Serialize;
use why502_engine::Summary;
use why502_engine::summary::Finding;

use super::scope::Naming;
use crate::label::{Half, Truth};
use crate::stage::Scenario;

/// Times that are this near count as overlapping, in microseconds.
const SLACK: i64 = 60_000_000;

/// How right an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hit {
    /// The label's cause.
    Exact,
    /// One that the logs cannot tell from it.
    Alternative,
    /// Another one, or none.
    Wrong,
}

/// How one labelled incident was answered.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The label's cause.
    pub cause: &'static str,
    /// Cause of the first finding in its time; `none` where there is none.
    pub answer: &'static str,
    /// Is that it?
    pub first: Hit,
    /// Is it among the first three?
    pub among_three: bool,
    /// Failing requests of the incident.
    pub failed: u64,
    /// What the right finding names; `None` where there is no such finding.
    pub naming: Option<Naming>,
    /// Seconds from the label's start to the finding's, late is positive.
    pub onset_error: Option<f64>,
    /// The same of the end.
    pub end_error: Option<f64>,
}

/// What one finding claims, and whether it is so.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Claim {
    /// Its cause.
    pub cause: &'static str,
    /// Its confidence.
    pub confidence: f64,
    /// The same before it was calibrated.
    pub uncalibrated: f64,
    /// Is there such an incident in its time?
    pub right: bool,
}

/// One scenario, judged.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// Its kind.
    pub kind: &'static str,
    /// Its seed.
    pub seed: u64,
    /// Its half.
    pub half: Half,
    /// Minutes of logs.
    pub minutes: u64,
    /// One per labelled incident.
    pub cases: Vec<Case>,
    /// Every finding that is no background.
    pub claims: Vec<Claim>,
    /// Incidents in whose time nothing went wrong.
    pub spurious_incidents: u32,
    /// Incidents beyond one for each label that does not repeat.
    pub split_incidents: u32,
    /// A healthy time with an incident or a finding that is no background.
    pub false_alarm: bool,
    /// Lines that the parser did not take.
    pub rejected_lines: u64,
}

/// Compares a summary with its scenario's label.
#[must_use]
pub fn judge(scenario: &Scenario, summary: &Summary) -> Judged {
    let truths = &scenario.truths;
    let findings: Vec<&Finding> = summary.findings.iter().filter(|one| !one.background).collect();
    let claims: Vec<Claim> = findings
        .iter()
        .map(|one| Claim {
            cause: one.cause,
            confidence: one.confidence,
            uncalibrated: one.uncalibrated,
            right: truths
                .iter()
                .any(|truth| truth.accepts(one.cause) && meets(truth, finding_span(one))),
        })
        .collect();
    let within = |span: (i64, i64)| truths.iter().any(|truth| meets(truth, span));
    let spans = summary.incidents.iter().map(|one| (one.start.micros(), one.end.micros()));
    let (real, spurious): (Vec<_>, Vec<_>) = spans.partition(|&span| within(span));
    let repeats = truths.iter().any(|truth| truth.repeats);
    let extra = if repeats { 0 } else { real.len().saturating_sub(truths.len()) };
    Judged {
        kind: scenario.kind,
        seed: scenario.seed,
        half: scenario.half,
        minutes: scenario.minutes,
        cases: truths.iter().map(|truth| case(truth, truths, &findings, summary)).collect(),
        spurious_incidents: spurious.len() as u32,
        split_incidents: extra as u32,
        false_alarm: truths.is_empty() && (!claims.is_empty() || !summary.incidents.is_empty()),
        claims,
        rejected_lines: summary.input.rejected_lines,
    }
}

fn finding_span(finding: &Finding) -> (i64, i64) {
    (finding.first_seen.micros(), finding.last_seen.micros())
}

fn meets(truth: &Truth, (from, to): (i64, i64)) -> bool {
    truth.span.is_some_and(|(first, last)| from <= last + SLACK && to >= first - SLACK)
}

/// From the start to the end of the incidents that a finding explains.
fn incident_span(truth: &Truth, finding: &Finding, summary: &Summary) -> (i64, i64) {
    let mine = summary.incidents.iter().filter(|one| {
        one.findings.contains(&finding.rank) && meets(truth, (one.start.micros(), one.end.micros()))
    });
    let (first, last) = finding_span(finding);
    (
        mine.clone().map(|one| one.start.micros()).min().unwrap_or(first),
        mine.map(|one| one.end.micros()).max().unwrap_or(last),
    )
}

fn case(truth: &Truth, truths: &[Truth], findings: &[&Finding], summary: &Summary) -> Case {
    let others = |cause: &str| {
        let mut others = truths.iter().filter(|other| !std::ptr::eq(*other, truth));
        others.any(|other| other.accepts(cause)) && !truth.accepts(cause)
    };
    // A finding that is the answer to another incident of the same time is no wrong one to this.
    let in_time: Vec<&&Finding> = findings
        .iter()
        .filter(|one| meets(truth, finding_span(one)) && !others(one.cause))
        .collect();
    let answer = in_time.first().map_or("none", |one| one.cause);
    let first = match answer {
        _ if answer == truth.cause => Hit::Exact,
        _ if truth.accepts(answer) => Hit::Alternative,
        _ => Hit::Wrong,
    };
    let right = in_time.iter().take(3).find(|one| truth.accepts(one.cause));
    // Of what comes and goes, or was split, all parts count.
    let parts = in_time.iter().filter(|one| right.is_some() && truth.accepts(one.cause));
    let spans: Vec<(i64, i64)> = parts.map(|one| incident_span(truth, one, summary)).collect();
    let start = spans.iter().map(|span| span.0).min();
    let end = spans.iter().map(|span| span.1).max();
    let seconds = |us: i64| us as f64 / 1e6;
    let span = truth.span.unwrap_or_default();
    Case {
        cause: truth.cause,
        answer,
        first,
        among_three: right.is_some(),
        failed: truth.failed,
        naming: right.map(|one| Naming::of(&truth.scope, &one.scope)),
        onset_error: start.map(|at| seconds(at - span.0)),
        end_error: end.map(|at| seconds(at - span.1)),
    }
}
