//! The answer in one sentence, then when, how many, whether it goes on, and how sure.

use why502_engine::summary::{Finding, Incident, Said, Summary};

use super::phrases::{NoIncident, Opening, Phrases, Spread};
use super::timeline;
use crate::clock::Clock;
use crate::page::{Page, Tone};

/// Everything above the first finding.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock, phrases: &dyn Phrases) {
    let main = summary.findings.iter().find(|finding| !finding.background);
    let Some(main) = main.filter(|_| !summary.incidents.is_empty()) else {
        write_without_incident(page, summary, main, phrases);
        if summary.is_summary {
            page.paragraph(Tone::Plain, "", phrases.without_causes());
            timeline::write(page, summary, clock, phrases);
        }
        return;
    };
    page.paragraph(Tone::Alarm, "", main.title.as_str());
    let incident = summary.incidents.iter().find(|i| i.findings.contains(&main.rank));
    let mut facts = match incident {
        Some(incident) => incident_facts(incident, clock, phrases),
        None => vec![clock.range(main.first_seen.micros(), main.last_seen.micros())],
    };
    facts.push(phrases.confidence(main.confidence));
    page.parts(Tone::Plain, "", &facts);
    timeline::write(page, summary, clock, phrases);
    if summary.incidents.len() > 1 {
        write_incidents(page, summary, clock, phrases);
    }
}

fn incident_facts(incident: &Incident, clock: &Clock, phrases: &dyn Phrases) -> Vec<String> {
    vec![
        clock.range(incident.start.micros(), incident.end.micros()),
        phrases.failed_of(incident.failed, incident.requests),
        phrases.course(incident.ongoing).to_owned(),
    ]
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

/// One sentence, and no claim about what could not be read.
fn write_without_incident(
    page: &mut Page,
    summary: &Summary,
    finding: Option<&Finding>,
    phrases: &dyn Phrases,
) {
    // Where only neighbours of requests were logged there is nothing to be well.
    if summary.requests == 0 && summary.input.records > 0 {
        return page.paragraph(Tone::Strong, "", phrases.no_request());
    }
    let opening = if summary.is_summary {
        Opening::CountsOnly
    } else if !summary.incidents.is_empty() {
        Opening::WithoutFinding
    } else if summary.input.interrupted || summary.coverage.missing.is_some() {
        Opening::InWhatWasRead
    } else if !summary.input.failed_objects.is_empty() {
        Opening::InWhatCouldBeRead
    } else {
        Opening::NoIncident
    };
    let sentence = phrases.no_incident(&NoIncident {
        opening,
        // A handful of requests can fail by a third without being enough to call it an incident.
        is_alarming: !summary.is_summary && summary.failed >= summary.requests.div_ceil(100).max(1),
        requests: summary.requests,
        bad_gateways: summary.bad_gateways,
        spread: spread(summary),
        others: summary.failed.saturating_sub(summary.bad_gateways),
        missing: summary.coverage.missing.as_ref().map(Said::as_str),
    });
    page.paragraph(Tone::Strong, "", &sentence);
    if let Some(finding) = finding {
        page.paragraph(Tone::Plain, "", finding.title.as_str());
    }
}

/// Over how many targets or buckets of time, where that is more than one.
fn spread(summary: &Summary) -> Spread {
    // The list is cut at its length: where every listed target failed, more may have.
    let targets = summary.dimensions.iter().find(|d| d.name == "target");
    let over_targets = targets.map_or(0, |targets| {
        let failed = targets.values.iter().filter(|v| v.failed > 0).count();
        let is_cut = failed == targets.values.len() && targets.distinct > failed as u64;
        if is_cut { 0 } else { failed }
    });
    if summary.failed == summary.bad_gateways && over_targets > 1 {
        return Spread::Targets(over_targets);
    }
    let buckets = summary.timeline.buckets.iter().filter(|b| b.bad_gateways > 0).count();
    if buckets > 1 && summary.timeline.bucket_seconds == 60 {
        return Spread::Minutes(buckets);
    }
    Spread::Unsaid
}
