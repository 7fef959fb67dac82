//! One finding: where, evidence for and against, what to check, to do now and to do for good.

use why502_engine::summary::{Finding, Scope, Summary};

use super::headline::confidence;
use crate::clock::Clock;
use crate::command;
use crate::escape::visible;
use crate::figures::thousands;
use crate::page::{Page, Tone};

const INDENT: &str = "   ";
/// Room for the longest label (`Check`) and two spaces, behind the indent.
const BODY: &str = "          ";

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

    fn of(finding: &Finding, details: bool) -> Self {
        match (details, finding.background) {
            (true, _) => Self::ALL,
            (false, true) => Self::BACKGROUND,
            (false, false) => Self::SHORT,
        }
    }
}

/// The block of one finding, without a blank line around it.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    finding: &Finding,
    clock: &Clock,
    details: bool,
) {
    let limits = Limits::of(finding, details);
    let tone = if finding.background { Tone::Caution } else { Tone::Alarm };
    let note = if finding.background { " (background)" } else { "" };
    let left = format!("{}  {}{note}", finding.rank, finding.cause);
    let failures = if summary.failed == 1 { "failure" } else { "failures" };
    let right =
        format!("{} of {} {failures}", thousands(finding.requests), thousands(summary.failed));
    page.row(tone, &left, &right);
    if finding.rank != 1 || finding.background {
        page.paragraph(Tone::Plain, INDENT, finding.title.as_str());
    }
    let mut facts = vec![clock.range(finding.first_seen.micros(), finding.last_seen.micros())];
    facts.push(format!("{} ({})", confidence(finding), finding.grade));
    page.parts(Tone::Plain, &labelled("When"), &facts);
    let places = places(&finding.scope, &limits);
    if !places.is_empty() {
        page.paragraph(Tone::Plain, &labelled("Where"), &places.join("; "));
    }
    if let Some(trigger) = &finding.trigger {
        let what = format!("{}: {}", clock.instant(trigger.at.micros()), trigger.what);
        page.paragraph(Tone::Plain, &labelled("After"), &what);
    }
    write_evidence(page, finding, &limits, details);
    write_checks(page, finding, &limits);
    write_remedies(page, finding, &limits);
    if details {
        write_sources(page, finding);
    }
}

fn labelled(label: &str) -> String {
    format!("{INDENT}{label:<7}")
}

fn write_evidence(page: &mut Page, finding: &Finding, limits: &Limits, details: bool) {
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
        page.line(Tone::Quiet, &format!("{INDENT}  {left_out} more with --details"));
    }
}

fn write_checks(page: &mut Page, finding: &Finding, limits: &Limits) {
    for (i, check) in finding.next_checks.iter().take(limits.checks).enumerate() {
        let lead = if i == 0 { labelled("Check") } else { BODY.to_owned() };
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

/// By convention of the rulebook a remedy begins with `Now: ` or `Fix: `.
fn write_remedies(page: &mut Page, finding: &Finding, limits: &Limits) {
    let mut previous = "";
    for remedy in finding.remedies.iter().take(limits.remedies) {
        let (label, text) = match remedy.as_str().split_once(": ") {
            Some(("Now", text)) => ("Now", text),
            Some(("Fix", text)) => ("Fix", text),
            _ => ("Fix", remedy.as_str()),
        };
        let lead = labelled(if label == previous { "" } else { label });
        previous = label;
        page.paragraph(Tone::Plain, &lead, text);
    }
}

fn write_sources(page: &mut Page, finding: &Finding) {
    let signatures: Vec<_> =
        finding.signatures.iter().map(|s| format!("{} {}", s.id, thousands(s.requests))).collect();
    if !signatures.is_empty() {
        page.paragraph(Tone::Plain, &labelled("Signs"), &signatures.join(", "));
    }
    for (i, reference) in finding.references.iter().enumerate() {
        page.paragraph(Tone::Plain, &labelled(if i == 0 { "Read" } else { "" }), reference);
    }
}

/// The parts of the scope that say something, the widest first.
fn places(scope: &Scope, limits: &Limits) -> Vec<String> {
    [
        ("load balancer", "load balancers", &scope.load_balancers),
        ("target group", "target groups", &scope.target_groups),
        ("subnet", "subnets", &scope.subnets),
        ("target", "targets", &scope.targets),
        ("function", "functions", &scope.functions),
        ("edge location", "edge locations", &scope.edge_locations),
        ("host", "hosts", &scope.hosts),
        ("path", "paths", &scope.paths),
        ("method", "methods", &scope.methods),
        ("client", "clients", &scope.clients),
        ("user agent", "user agents", &scope.user_agents),
    ]
    .into_iter()
    .filter(|(_, _, values)| !values.is_empty())
    .map(|(one, many, values)| {
        let name = if values.len() == 1 { one } else { many };
        let shown: Vec<_> =
            values.iter().take(limits.scope_values).map(|v| shortened(v, limits)).collect();
        let more = match values.len().saturating_sub(limits.scope_values) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{name} {}{more}", shown.join(", "))
    })
    .collect()
}

fn shortened(value: &str, limits: &Limits) -> String {
    match value.char_indices().nth(limits.scope_characters) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
