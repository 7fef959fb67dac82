//! The answer in one sentence, then when, how many, whether it goes on, and how sure.

use why502_engine::summary::{Finding, Incident, Summary};

use super::timeline;
use crate::clock::Clock;
use crate::figures::{percent, thousands};
use crate::page::{Page, Tone};

/// Everything above the first finding.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock) {
    let main = summary.findings.iter().find(|finding| !finding.background);
    let Some(main) = main.filter(|_| !summary.incidents.is_empty()) else {
        return write_without_incident(page, summary, main);
    };
    page.paragraph(Tone::Alarm, "", main.title.as_str());
    let incident = summary.incidents.iter().find(|i| i.findings.contains(&main.rank));
    let mut facts = match incident {
        Some(incident) => incident_facts(incident, clock),
        None => vec![clock.range(main.first_seen.micros(), main.last_seen.micros())],
    };
    facts.push(confidence(main));
    page.parts(Tone::Plain, "", &facts);
    timeline::write(page, summary, clock);
    if summary.incidents.len() > 1 {
        write_incidents(page, summary, clock);
    }
}

/// `confidence 0.93`
pub(super) fn confidence(finding: &Finding) -> String {
    format!("confidence {:.2}", finding.confidence)
}

fn incident_facts(incident: &Incident, clock: &Clock) -> Vec<String> {
    vec![
        clock.range(incident.start.micros(), incident.end.micros()),
        format!(
            "{} of {} requests failed ({})",
            thousands(incident.failed),
            thousands(incident.requests),
            percent(incident.failed, incident.requests)
        ),
        if incident.ongoing { "still going on at the end of the logs" } else { "ended" }.to_owned(),
    ]
}

fn write_incidents(page: &mut Page, summary: &Summary, clock: &Clock) {
    page.blank();
    page.line(Tone::Strong, &format!("{} incidents, in order of time", summary.incidents.len()));
    for incident in &summary.incidents {
        let mut facts = incident_facts(incident, clock);
        let of = |rank: &usize| summary.findings.iter().find(|finding| finding.rank == *rank);
        let causes: Vec<_> = incident
            .findings
            .iter()
            .filter_map(of)
            .map(|finding| format!("{} {}", finding.rank, finding.cause))
            .collect();
        if !causes.is_empty() {
            facts.push(causes.join(", "));
        }
        page.parts(Tone::Plain, "  ", &facts);
    }
}

/// Where only neighbours of requests were logged there is nothing to be well.
const NO_REQUEST: &str = "No request was read: these logs tell what stood beside requests, so no \
    502 can be counted in them. Add the access log of what answered.";

/// One sentence, and no claim about what could not be read.
fn write_without_incident(page: &mut Page, summary: &Summary, finding: Option<&Finding>) {
    if summary.requests == 0 && summary.input.records > 0 {
        return page.paragraph(Tone::Strong, "", NO_REQUEST);
    }
    let opening = if !summary.incidents.is_empty() {
        "An incident without a finding"
    } else if summary.input.interrupted {
        "No incident in what was read"
    } else if !summary.input.failed_objects.is_empty() {
        "No incident in what could be read"
    } else {
        "No incident"
    };
    // A handful of requests can fail by a third without being enough to call it an incident.
    let link = if summary.failed >= summary.requests.div_ceil(100).max(1) { ", yet" } else { ":" };
    let requests = thousands(summary.requests);
    let mut sentence = if summary.bad_gateways == 0 {
        format!("{opening}{link} none of {requests} requests got a 502")
    } else {
        format!(
            "{opening}{link} {} of {requests} requests got a 502 ({})",
            thousands(summary.bad_gateways),
            percent(summary.bad_gateways, summary.requests)
        ) + &spread(summary)
    };
    let others = summary.failed.saturating_sub(summary.bad_gateways);
    if others > 0 {
        sentence += &format!(
            "; {} failed in other ways ({})",
            thousands(others),
            percent(others, summary.requests)
        );
    }
    page.paragraph(Tone::Strong, "", &(sentence + "."));
    if let Some(finding) = finding {
        page.paragraph(Tone::Plain, "", finding.title.as_str());
    }
}

/// Over how many targets or buckets of time, where that is more than one.
fn spread(summary: &Summary) -> String {
    // The list is cut at its length: where every listed target failed, more may have.
    let targets = summary.dimensions.iter().find(|d| d.name == "target");
    let over_targets = targets.map_or(0, |targets| {
        let failed = targets.values.iter().filter(|v| v.failed > 0).count();
        let is_cut = failed == targets.values.len() && targets.distinct > failed as u64;
        if is_cut { 0 } else { failed }
    });
    if summary.failed == summary.bad_gateways && over_targets > 1 {
        return format!(", spread over {over_targets} targets");
    }
    let buckets = summary.timeline.buckets.iter().filter(|b| b.bad_gateways > 0).count();
    if buckets > 1 && summary.timeline.bucket_seconds == 60 {
        return format!(", spread over {buckets} minutes");
    }
    String::new()
}
