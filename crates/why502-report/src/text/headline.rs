//! The answer in one sentence, then when, how many, whether it goes on, and how sure.

use why502_engine::summary::{Finding, Summary};

use super::{TIGHTEST, timeline};
use crate::clock::Clock;
use crate::figures::{self, allowed, percent_used};
use crate::page::{Page, Tone};
use crate::phrases::Phrases;
use crate::story::{self, incident_facts};

/// Everything above the first finding.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    clock: &Clock,
    (slo, tight): (Option<f64>, usize),
    phrases: &dyn Phrases,
) {
    let main = story::main_finding(summary);
    let Some(main) = main.filter(|_| !summary.incidents.is_empty()) else {
        write_without_incident(page, summary, main, phrases);
        if summary.is_summary {
            page.paragraph(Tone::Plain, "", phrases.without_causes());
            timeline::write(page, summary, clock, phrases);
        }
        write_budget(page, summary, slo, phrases);
        return;
    };
    page.paragraph(Tone::Alarm, "", main.title.as_str());
    let incident = story::incident_of(summary, main);
    let mut facts = match incident {
        Some(incident) => incident_facts(incident, clock, phrases),
        None => vec![clock.range(main.first_seen.micros(), main.last_seen.micros())],
    };
    facts.push(phrases.confidence(main.confidence));
    page.parts(Tone::Plain, "", &facts);
    let hit = incident.map(|incident| phrases.hit(&incident.impact)).unwrap_or_default();
    if !hit.is_empty() && tight < TIGHTEST {
        page.parts(Tone::Plain, "", &hit);
    }
    write_budget(page, summary, slo, phrases);
    timeline::write(page, summary, clock, phrases);
    if summary.incidents.len() > 1 && !(tight == TIGHTEST && findings_tell_all(summary)) {
        write_incidents(page, summary, clock, phrases);
    }
}

/// What the failures of these logs are of the failures that an objective allows.
fn write_budget(page: &mut Page, summary: &Summary, slo: Option<f64>, phrases: &dyn Phrases) {
    let budget = slo.map(|objective| (objective, (1.0 - objective) * summary.requests as f64));
    if let Some((objective, budget)) = budget.filter(|(_, budget)| *budget > 0.0) {
        let used = percent_used(summary.failed as f64 / budget);
        let objective = figures::objective(objective);
        let line = phrases.budget(&objective, &allowed(budget), summary.failed, &used);
        page.paragraph(Tone::Plain, "", &line);
    }
}

/// Every incident has a finding that no other has, which says when and how many.
fn findings_tell_all(summary: &Summary) -> bool {
    let ranks = || summary.incidents.iter().flat_map(|incident| &incident.findings);
    let is_own = |rank: &usize| ranks().filter(|other| *other == rank).count() == 1;
    summary.incidents.iter().all(|incident| incident.findings.iter().any(is_own))
}

fn write_incidents(page: &mut Page, summary: &Summary, clock: &Clock, phrases: &dyn Phrases) {
    page.blank();
    page.line(Tone::Strong, &phrases.incidents(summary.incidents.len()));
    for incident in &summary.incidents {
        let mut facts = incident_facts(incident, clock, phrases);
        let of = |rank: &usize| summary.findings.iter().find(|finding| finding.rank == *rank);
        let causes: Vec<_> = incident
            .findings
            .iter()
            .filter_map(of)
            .map(|finding| format!("{} {}", finding.rank, finding.cause))
            .collect();
        if !causes.is_empty() {
            facts.push(phrases.list(&causes));
        }
        page.parts(Tone::Plain, "  ", &facts);
    }
}

/// One sentence, and what is noise all the same.
fn write_without_incident(
    page: &mut Page,
    summary: &Summary,
    finding: Option<&Finding>,
    phrases: &dyn Phrases,
) {
    page.paragraph(Tone::Strong, "", &story::without_incident(summary, phrases));
    if let Some(finding) = finding {
        page.paragraph(Tone::Plain, "", finding.title.as_str());
    }
}
