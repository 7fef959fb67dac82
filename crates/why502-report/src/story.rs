//! What every report tells alike: which finding comes first, the sentence where there is none,
//! where a finding is, what a remedy is for, what was hidden.

use std::collections::BTreeMap;

use why502_engine::summary::{
    Finding, Incident, Rung, Said, Scope, Summary, TimelineBucket, thousands,
};

use crate::clock::Clock;
use crate::phrases::{Label, NoIncident, Opening, Phrases, Spread};

/// The finding that the answer is about: the first that is no background.
pub(crate) fn main_finding(summary: &Summary) -> Option<&Finding> {
    summary.findings.iter().find(|finding| !finding.background)
}

/// The first incident of a finding.
pub(crate) fn incident_of<'s>(summary: &'s Summary, finding: &Finding) -> Option<&'s Incident> {
    summary.incidents.iter().find(|incident| incident.findings.contains(&finding.rank))
}

/// When, how many, whether it goes on.
pub(crate) fn incident_facts(
    incident: &Incident,
    clock: &Clock,
    phrases: &dyn Phrases,
) -> Vec<String> {
    vec![
        clock.range(incident.start.micros(), incident.end.micros()),
        phrases.failed_of(incident.failed, incident.requests),
        phrases.course(incident.ongoing).to_owned(),
    ]
}

/// One sentence, and no claim about what could not be read.
pub(crate) fn without_incident(summary: &Summary, phrases: &dyn Phrases) -> String {
    // Where only neighbours of requests were logged there is nothing to be well.
    if summary.requests == 0 && summary.input.records > 0 {
        return phrases.no_request().to_owned();
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
    phrases.no_incident(&NoIncident {
        opening,
        // A handful of requests can fail by a third without being enough to call it an incident.
        is_alarming: !summary.is_summary && summary.failed >= summary.requests.div_ceil(100).max(1),
        requests: summary.requests,
        bad_gateways: summary.bad_gateways,
        spread: spread(summary),
        others: summary.failed.saturating_sub(summary.bad_gateways),
        missing: summary.coverage.missing.as_ref().map(Said::as_str),
    })
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

/// The parts of a scope that say something, the widest first, by the name of their dimension.
pub(crate) fn places(scope: &Scope) -> impl Iterator<Item = (&'static str, &[String])> {
    [
        ("load_balancer", &scope.load_balancers),
        ("target_group", &scope.target_groups),
        ("subnet", &scope.subnets),
        ("target", &scope.targets),
        ("function", &scope.functions),
        ("edge_location", &scope.edge_locations),
        ("host", &scope.hosts),
        ("path", &scope.paths),
        ("method", &scope.methods),
        ("client", &scope.clients),
        ("user_agent", &scope.user_agents),
    ]
    .into_iter()
    .map(|(name, values)| (name, values.as_slice()))
    .filter(|(_, values)| !values.is_empty())
}

/// What a remedy is for, and its text. By convention of the rulebook it begins with `Now: `,
/// `Fix: ` or `Prevent: `, in every language.
pub(crate) fn remedy(remedy: &Said) -> (Label, &str) {
    match remedy.as_str().split_once(": ") {
        Some(("Now", text)) => (Label::Now, text),
        Some(("Prevent", text)) => (Label::Later, text),
        Some(("Fix", text)) => (Label::Fix, text),
        _ => (Label::Fix, remedy.as_str()),
    }
}

/// `load_balancer_idle 60 s (app/web/…): … 60 s is the default idle time-out.`
pub(crate) fn rung(rung: &Rung) -> String {
    let of = if rung.of.is_empty() { String::new() } else { format!(" ({})", rung.of) };
    let known = rung.known_as.as_ref().map(|known| format!("; {known}")).unwrap_or_default();
    format!("{} {} s{of}: {}{known}", rung.rung, rung.seconds, rung.inferred_from)
}

/// What a picture of one row shows: the failures with the status that most requests of the first
/// finding have. Without a finding that is 502.
pub(crate) fn drawn_failures(summary: &Summary) -> (Option<u16>, fn(&TimelineBucket) -> u64) {
    let statuses = summary.findings.first().map(|finding| &finding.statuses);
    let main = statuses.and_then(|all| all.iter().max_by_key(|(_, requests)| **requests));
    match main.map_or("502", |(status, _)| status.as_str()) {
        "502" => (Some(502), |bucket| bucket.bad_gateways),
        "503" => (Some(503), |bucket| bucket.unavailable),
        "504" => (Some(504), |bucket| bucket.gateway_timeouts),
        _ => (None, |bucket| bucket.failed),
    }
}

/// How much was hidden, by kind, where something was to be.
pub(crate) fn redacted(
    redacted: Option<&BTreeMap<&'static str, u64>>,
    phrases: &dyn Phrases,
) -> Option<String> {
    let kinds: Vec<String> =
        redacted?.iter().map(|(kind, count)| format!("{kind} {}", thousands(*count))).collect();
    Some(phrases.redacted(&kinds.join(", ")))
}
