//! One finding: where, evidence for and against, what to check, to do now and to do for good.

use why502_engine::summary::{Finding, Scope, Summary};

use super::TIGHTEST;
use crate::clock::Clock;
use crate::command;
use crate::escape::visible;
use crate::figures::thousands;
use crate::page::{Page, Tone, columns};
use crate::phrases::{Label, Phrases};
use crate::story;

const INDENT: &str = "   ";
/// Room for the longest label (`Check`) and two spaces, behind the indent ([`LABEL`]).
const BODY: &str = "          ";
const LABEL: usize = 7;

/// How many of each list the short form shows.
struct Limits {
    evidence_each: usize,
    checks: usize,
    remedies: usize,
    scope_values: usize,
    scope_characters: usize,
}

impl Limits {
    const SHORT: Self =
        Self { evidence_each: 4, checks: 2, remedies: 3, scope_values: 4, scope_characters: 120 };
    const BACKGROUND: Self = Self { evidence_each: 1, checks: 0, remedies: 1, ..Self::SHORT };
    const ALL: Self = Self {
        evidence_each: usize::MAX,
        checks: usize::MAX,
        remedies: usize::MAX,
        scope_values: usize::MAX,
        scope_characters: usize::MAX,
    };

    /// `tight`: how much is cut off the short form; the first finding keeps most.
    fn of(finding: &Finding, details: bool, tight: usize) -> Self {
        let cut = |evidence_each, checks, remedies| Self {
            evidence_each,
            checks,
            remedies,
            ..Self::SHORT
        };
        match (details, finding.background, finding.rank, tight) {
            (true, ..) => Self::ALL,
            (_, true, _, 0..=2) => Self::BACKGROUND,
            (_, true, ..) => cut(0, 0, 0),
            (_, _, _, 0) => Self::SHORT,
            (_, _, 1, 1) => cut(4, 1, 3),
            (_, _, 1, 2) => cut(3, 1, 3),
            (_, _, 1, 3) => cut(2, 1, 2),
            (_, _, 1, _) => cut(1, 1, 2),
            (_, _, _, 1) => cut(2, 1, 2),
            (_, _, _, 2) => cut(1, 0, 1),
            _ => cut(0, 0, 0),
        }
    }

    /// Nothing but what it is.
    fn is_head_only(&self) -> bool {
        self.evidence_each == 0 && self.remedies == 0
    }
}

/// The block of one finding, without a blank line around it.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    finding: &Finding,
    clock: &Clock,
    (details, tight): (bool, usize),
    phrases: &dyn Phrases,
) {
    let limits = Limits::of(finding, details, tight);
    let tone = if finding.background { Tone::Caution } else { Tone::Alarm };
    let note = if finding.background { phrases.background() } else { "" };
    let left = format!("{}  {}{note}", finding.rank, finding.cause);
    page.row(tone, &left, &phrases.failures_of(finding.requests, summary.failed));
    if finding.rank != 1 || finding.background {
        page.paragraph(Tone::Plain, INDENT, finding.title.as_str());
    }
    let mut facts = vec![clock.range(finding.first_seen.micros(), finding.last_seen.micros())];
    let confidence = phrases.confidence(finding.confidence);
    facts.push(format!("{confidence} ({})", phrases.grade(finding.grade)));
    let labelled = |label| labelled(phrases.label(label));
    // The headline says it of the first.
    if tight < TIGHTEST || finding.rank != 1 {
        page.parts(Tone::Plain, &labelled(Label::When), &facts);
    }
    if limits.is_head_only() {
        return;
    }
    let places = places(&finding.scope, &limits, phrases);
    if !places.is_empty() {
        page.paragraph(Tone::Plain, &labelled(Label::Where), &places.join("; "));
    }
    if let Some(trigger) = &finding.trigger {
        let what = format!("{}: {}", clock.instant(trigger.at.micros()), trigger.what);
        page.paragraph(Tone::Plain, &labelled(Label::After), &what);
    }
    write_evidence(page, finding, &limits, details, phrases);
    write_checks(page, finding, &limits, phrases);
    write_remedies(page, finding, &limits, details, phrases);
    if details {
        write_sources(page, finding, phrases);
    }
}

fn labelled(label: &str) -> String {
    let room = " ".repeat(LABEL.saturating_sub(columns(label)));
    format!("{INDENT}{label}{room}")
}

fn write_evidence(
    page: &mut Page,
    finding: &Finding,
    limits: &Limits,
    details: bool,
    phrases: &dyn Phrases,
) {
    let mut left_out = 0;
    for (kind, sign) in [("for", "+ "), ("against", "– ")] {
        let all: Vec<_> = finding.evidence.iter().filter(|e| e.kind == kind).collect();
        for evidence in all.iter().take(limits.evidence_each) {
            let value = if details { format!(" [{}]", evidence.value) } else { String::new() };
            let statement = format!("{}{value}", evidence.statement);
            page.paragraph(Tone::Plain, &format!("{INDENT}{sign}"), &statement);
        }
        left_out += all.len().saturating_sub(limits.evidence_each);
    }
    if left_out > 0 {
        page.line(Tone::Quiet, &format!("{INDENT}  {}", phrases.more_evidence(left_out)));
    }
}

fn write_checks(page: &mut Page, finding: &Finding, limits: &Limits, phrases: &dyn Phrases) {
    for (i, check) in finding.next_checks.iter().take(limits.checks).enumerate() {
        let lead = if i == 0 { labelled(phrases.label(Label::Check)) } else { BODY.to_owned() };
        page.paragraph(Tone::Plain, &lead, check.statement.as_str());
        // Escaped before it is cut up, so that a hostile space or quote cannot hide in it.
        let shown = visible(&check.command);
        if shown.is_empty() {
            continue;
        }
        for line in command::wrapped(&shown, page.width().saturating_sub(BODY.len())) {
            page.line(Tone::Strong, &format!("{BODY}{line}"));
        }
    }
}

/// What keeps it from coming again has time until everything is asked for.
fn write_remedies(
    page: &mut Page,
    finding: &Finding,
    limits: &Limits,
    details: bool,
    phrases: &dyn Phrases,
) {
    let mut previous = None;
    let shown =
        finding.remedies.iter().filter(|remedy| details || story::remedy(remedy).0 != Label::Later);
    for remedy in shown.take(limits.remedies) {
        let (label, text) = story::remedy(remedy);
        let lead = labelled(if previous == Some(label) { "" } else { phrases.label(label) });
        previous = Some(label);
        page.paragraph(Tone::Plain, &lead, text);
    }
}

fn write_sources(page: &mut Page, finding: &Finding, phrases: &dyn Phrases) {
    let signatures: Vec<_> =
        finding.signatures.iter().map(|s| format!("{} {}", s.id, thousands(s.requests))).collect();
    if !signatures.is_empty() {
        let lead = labelled(phrases.label(Label::Signs));
        page.paragraph(Tone::Plain, &lead, &phrases.list(&signatures));
    }
    for (i, reference) in finding.references.iter().enumerate() {
        let label = if i == 0 { phrases.label(Label::Read) } else { "" };
        page.paragraph(Tone::Plain, &labelled(label), reference);
    }
}

/// The parts of the scope, each with its name.
fn places(scope: &Scope, limits: &Limits, phrases: &dyn Phrases) -> Vec<String> {
    story::places(scope)
        .map(|(name, values)| {
            let name = phrases.dimension(name, values.len());
            let shown: Vec<_> =
                values.iter().take(limits.scope_values).map(|v| shortened(v, limits)).collect();
            let list = match values.len().saturating_sub(limits.scope_values) {
                0 => phrases.list(&shown),
                left_out => phrases.list_cut(&shown, left_out),
            };
            format!("{name} {list}")
        })
        .collect()
}

fn shortened(value: &str, limits: &Limits) -> String {
    match value.char_indices().nth(limits.scope_characters) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
