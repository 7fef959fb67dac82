//! The causes: where, what speaks for and against them, what decides them, what to do; and what
//! sets their requests apart.

use why502_engine::summary::{Finding, FindingContrast};

use super::content::{Column, Command, Fact, Shown, Table, prose};
use super::course::meaning;
use super::frame::Frame;
use super::words;
use crate::figures::{ratio, thousands};
use crate::phrases::Label;
use crate::story;

/// All causes.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingsPart {
    /// Its heading.
    pub heading: &'static str,
    /// Stands above the evidence for a finding.
    pub for_label: &'static str,
    /// Stands above the evidence against it.
    pub against_label: &'static str,
    /// Stands above the checks.
    pub checks_label: &'static str,
    /// Stands above the remedies.
    pub remedies_label: &'static str,
    /// Stands above the signatures.
    pub signatures_label: &'static str,
    /// Stands above the references.
    pub references_label: &'static str,
    /// The most important first.
    pub findings: Vec<FindingPart>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingPart {
    /// Counts from 1.
    pub rank: usize,
    /// `1. rolling-deploy`
    pub heading: String,
    /// The name of the cause.
    pub cause: &'static str,
    /// Noise that is no incident.
    pub is_background: bool,
    /// `53 of 73 failures`
    pub size: String,
    /// In a sentence.
    pub title: String,
    /// When, how sure, where.
    pub facts: Vec<Fact>,
    /// Evidence for it.
    pub evidence_for: Vec<String>,
    /// Evidence against it, and what is not known.
    pub evidence_against: Vec<String>,
    /// What decides it.
    pub checks: Vec<Command>,
    /// What to do, in order.
    pub remedies: Vec<Remedy>,
    /// What its lines look like.
    pub signatures: Table,
    /// Pages of AWS and others: addresses of the rulebook, never of a log.
    pub references: Vec<&'static str>,
    /// Shows what is known of the cause: `why502 explain rolling-deploy`.
    pub explain: String,
}

/// When a remedy helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemedyKind {
    /// It stops the bleeding.
    Now,
    /// It ends the cause.
    Fix,
    /// It keeps it from coming again.
    Prevent,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// When it helps.
    pub kind: RemedyKind,
    /// The same in a word.
    pub label: &'static str,
    /// What to do.
    pub text: String,
}

/// What sets the failing requests of the causes apart.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastPart {
    /// Its heading.
    pub heading: &'static str,
    /// What is compared with what.
    pub explanation: &'static str,
    /// What the first bar of a value is.
    pub failing_label: &'static str,
    /// What the second one is.
    pub concurrent_label: &'static str,
    /// Heading of the column of risks.
    pub risk_label: &'static str,
    /// Heading of the column of values.
    pub value_label: &'static str,
    /// One for each cause that has differences.
    pub groups: Vec<ContrastGroup>,
}

/// The differences of one cause, the most telling first.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastGroup {
    /// `1. rolling-deploy`
    pub name: String,
    /// Not empty.
    pub rows: Vec<ContrastRow>,
}

/// One value, or several together, of one attribute or of two.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastRow {
    /// One or two attributes with their values.
    pub has: Vec<ContrastValues>,
    /// Part of the failing requests, 0 to 1.
    pub failing: f64,
    /// The same in per cent.
    pub failing_text: String,
    /// Part of all requests of that time, 0 to 1.
    pub concurrent: f64,
    /// The same in per cent.
    pub concurrent_text: String,
    /// The ratio of risks.
    pub risk: f64,
    /// With its interval: `138 × (8.6–2,230)`.
    pub risk_text: String,
}

/// An attribute with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContrastValues {
    /// `target`.
    pub attribute: String,
    /// Values as they were logged.
    pub values: Vec<String>,
    /// `and 12 more`.
    pub more: Option<String>,
}

pub(super) fn findings(frame: &Frame<'_>) -> Option<FindingsPart> {
    let all = &frame.summary.findings;
    (!all.is_empty()).then(|| FindingsPart {
        heading: frame.say(words::FINDINGS),
        for_label: frame.say(words::FOR),
        against_label: frame.say(words::AGAINST),
        checks_label: frame.say(words::CHECKS),
        remedies_label: frame.say(words::REMEDIES),
        signatures_label: frame.say(words::SIGNATURES),
        references_label: frame.say(words::REFERENCES),
        findings: all.iter().map(|one| finding(frame, one)).collect(),
    })
}

/// `1. rolling-deploy`
pub(super) fn heading(frame: &Frame<'_>, finding: &Finding) -> String {
    let note = if finding.background { frame.phrases.background() } else { "" };
    format!("{}. {}{note}", finding.rank, finding.cause)
}

fn finding(frame: &Frame<'_>, finding: &Finding) -> FindingPart {
    let evidence = |kind: &str| {
        let of_kind = finding.evidence.iter().filter(|one| one.kind == kind);
        of_kind.map(|one| prose(one.statement.as_str())).collect()
    };
    let checks = finding.next_checks.iter();
    FindingPart {
        rank: finding.rank,
        heading: heading(frame, finding),
        cause: finding.cause,
        is_background: finding.background,
        size: frame.phrases.failures_of(finding.requests, frame.summary.failed),
        title: prose(finding.title.as_str()),
        facts: facts(frame, finding),
        evidence_for: evidence("for"),
        evidence_against: evidence("against"),
        checks: checks.map(|check| Command::new(&check.statement, &check.command)).collect(),
        remedies: finding.remedies.iter().map(|one| remedy(frame, one)).collect(),
        signatures: signatures(frame, finding),
        references: finding.references.clone(),
        explain: format!("why502 explain {}", finding.cause),
    }
}

fn facts(frame: &Frame<'_>, finding: &Finding) -> Vec<Fact> {
    let range = frame.clock.range(finding.first_seen.micros(), finding.last_seen.micros());
    let confidence = finding.confidence;
    let sure = format!("{confidence:.2} ({})", frame.phrases.grade(finding.grade));
    let fact = |label: &str, shown| Fact { label: label.to_owned(), shown };
    let mut facts = vec![
        fact(frame.say(words::WHEN), Shown::prose(range)),
        fact(frame.say(words::CONFIDENCE), Shown::number(sure, confidence)),
    ];
    facts.extend(story::places(&finding.scope).map(|(name, values)| {
        let label = capitalised(&frame.phrases.dimension(name, values.len()));
        fact(&label, Shown::values(values, 0, |left| frame.and_more(left)))
    }));
    if let Some(trigger) = &finding.trigger {
        let what = format!("{}: {}", frame.clock.instant(trigger.at.micros()), trigger.what);
        facts.push(fact(frame.say(words::TRIGGER), Shown::prose(what)));
    }
    facts
}

/// With a capital first letter, where its script has any.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

pub(super) fn remedy(frame: &Frame<'_>, said: &why502_engine::summary::Said) -> Remedy {
    let (label, text) = story::remedy(said);
    let (kind, label) = match label {
        Label::Now => (RemedyKind::Now, words::NOW),
        Label::Later => (RemedyKind::Prevent, words::PREVENT),
        _ => (RemedyKind::Fix, words::FIX),
    };
    Remedy { kind, label: frame.say(label), text: prose(text) }
}

fn signatures(frame: &Frame<'_>, finding: &Finding) -> Table {
    let row = |one: &why502_engine::summary::FindingSignature| {
        let meaning = Shown::Prose(meaning(frame, one.id));
        vec![Shown::value(one.id), meaning, Shown::count(one.requests)]
    };
    let column = |heading, is_number| Column { heading: frame.say(heading), is_number };
    Table {
        caption: format!("{}: {}", frame.say(words::SIGNATURES), finding.cause),
        columns: vec![
            column(words::SIGNATURE, false),
            column(words::MEANING, false),
            column(words::REQUESTS, true),
        ],
        rows: finding.signatures.iter().map(row).collect(),
    }
}

pub(super) fn contrasts(frame: &Frame<'_>) -> Option<ContrastPart> {
    let groups: Vec<ContrastGroup> = frame
        .summary
        .findings
        .iter()
        .filter(|finding| !finding.contrasts.is_empty())
        .map(|finding| ContrastGroup {
            name: heading(frame, finding),
            rows: finding.contrasts.iter().map(|one| contrast(frame, one)).collect(),
        })
        .collect();
    (!groups.is_empty()).then(|| ContrastPart {
        heading: frame.say(words::CONTRASTS),
        explanation: frame.say(words::CONTRASTS_ARE),
        failing_label: frame.say(words::OF_FAILING),
        concurrent_label: frame.say(words::OF_CONCURRENT),
        risk_label: frame.say(words::RISK),
        value_label: frame.say(words::VALUE),
        groups,
    })
}

fn contrast(frame: &Frame<'_>, one: &FindingContrast) -> ContrastRow {
    let has = |dimension: &str, values: &[String]| {
        let attribute = frame.phrases.dimension(dimension, 1);
        match Shown::values(values, 0, |left| frame.and_more(left)) {
            Shown::Values { values, more } => ContrastValues { attribute, values, more },
            _ => ContrastValues { attribute, values: Vec::new(), more: None },
        }
    };
    let pair = one.pair_with.as_ref().map(|part| has(part.dimension, &part.values));
    let bound = |value: f64| {
        if value >= 10.0 { thousands(value.round() as u64) } else { ratio(value) }
    };
    let (risk, low, high) = (bound(one.risk_ratio), bound(one.low), bound(one.high));
    ContrastRow {
        has: [Some(has(one.dimension, &one.values)), pair].into_iter().flatten().collect(),
        failing: one.support,
        failing_text: frame.share(one.support),
        concurrent: one.exposure,
        concurrent_text: frame.share(one.exposure),
        risk: one.risk_ratio,
        risk_text: format!("{risk} × ({low}–{high})"),
    }
}
