//! Causes, signatures and statuses: of all requests, how many are of each.

use std::collections::{BTreeMap, BTreeSet};

use why502_parse::Format;

use super::comparison::{Group, Presence, ValueChange, ValueCounts};
use super::figures::{calm, failures};
use super::measure::{Counted, part};
use super::side::{Side, signature};
use crate::aggregate::FailedRequest;
use crate::diagnose::{Noise, Variation};
use crate::observe::DimensionKind;

/// Fewer requests than this on both sides together cannot differ beyond chance.
pub(super) const FEWEST: f64 = 6.0;
/// Differences of requests that do not fail come in crowds of clients that are not followed over
/// time here; so many times the variance is usual of them.
const CROWDS: f64 = 4.0;

/// In the order of reports.
pub(super) fn groups(before: &Side, after: &Side) -> Vec<Group> {
    let sides = [before, after];
    let all = failures(sides, |bucket| bucket.failed);
    let signatures = group("signature", sides, sides.map(signatures), |id| {
        vary(sides, |request| signature(request).id == id)
    });
    let mut causes = group("cause", sides, sides.map(causes), |_| all);
    causes.values.iter_mut().for_each(|cause| hold_against(cause, sides, &signatures));
    vec![
        causes,
        signatures,
        group("status", sides, sides.map(statuses), |status| {
            if is_failure(status) {
                vary(sides, |request| shown(request.status) == status).at_least(all.factor)
            } else {
                Noise::NONE.at_least(CROWDS)
            }
        }),
        group("host_status", sides, sides.map(hosts), |_| all),
    ]
}

/// Whether a few failures are a finding is a matter of thresholds, on each side anew. So a cause
/// counts as changed only where one of its signatures changed in the same direction.
fn hold_against(cause: &mut ValueChange, sides: [&Side; 2], signatures: &Group) {
    let findings = sides.iter().flat_map(|side| &side.summary.findings);
    let ids: BTreeSet<&str> = findings
        .filter(|finding| finding.cause == cause.value)
        .flat_map(|finding| finding.signatures.iter().map(|signature| signature.id))
        .collect();
    let rises = cause.traffic.difference.value > 0.0;
    let of_cause = signatures.values.iter().filter(|one| {
        ids.contains(one.value.as_str()) && (one.traffic.difference.value > 0.0) == rises
    });
    let least = of_cause.filter_map(|one| one.traffic.chance).fold(1.0, f64::min);
    cause.traffic.chance = cause.traffic.chance.map(|chance| chance.max(least));
}

type Counts = BTreeMap<String, ValueCounts>;

fn group(
    name: &'static str,
    sides: [&Side; 2],
    counts: [Counts; 2],
    noise: impl Fn(&str) -> Noise,
) -> Group {
    let [before, after] = counts;
    let mut both: BTreeMap<String, [ValueCounts; 2]> = BTreeMap::new();
    for (place, counts) in [before, after].into_iter().enumerate() {
        for (value, count) in counts {
            both.entry(value).or_default()[place] = count;
        }
    }
    let values: Vec<ValueChange> = both
        .into_iter()
        .map(|(value, [before, after])| {
            let counted = [(before, sides[0]), (after, sides[1])]
                .map(|(count, side)| Counted::new(count.requests, side.requests()));
            let is_tested = counted[0].events + counted[1].events >= FEWEST;
            let noise = noise(&value);
            ValueChange {
                presence: presence(before.requests, after.requests),
                traffic: part(counted[0], counted[1], noise, is_tested),
                failures: None,
                stands_out: false,
                value,
                before,
                after,
            }
        })
        .collect();
    unjudged(name, values)
}

/// A group whose lists are put in order when all is judged.
pub(super) fn unjudged(name: &'static str, values: Vec<ValueChange>) -> Group {
    Group {
        name,
        distinct: values.len() as u64,
        changed: 0,
        too_few: 0,
        values,
        changed_left_out: 0,
        others_left_out: 0,
    }
}

pub(super) fn presence(before: u64, after: u64) -> Presence {
    match (before, after) {
        (0, _) => Presence::New,
        (_, 0) => Presence::Gone,
        _ => Presence::Both,
    }
}

/// Requests that the findings of a cause explain, and the confidence of the likeliest one.
fn causes(side: &Side) -> Counts {
    let mut counts = Counts::new();
    for finding in &side.summary.findings {
        let count = counts.entry(finding.cause.to_owned()).or_default();
        count.requests += finding.requests;
        count.failed += finding.requests;
        let likeliest = count.confidence.unwrap_or(0.0).max(finding.confidence);
        count.confidence = Some(likeliest);
    }
    counts
}

fn signatures(side: &Side) -> Counts {
    let mut counts = Counts::new();
    for ((id, _), tally) in &side.aggregates.counts.signatures {
        let count = counts.entry((*id).to_owned()).or_default();
        count.requests += tally.requests;
        count.failed += tally.requests;
    }
    counts
}

fn statuses(side: &Side) -> Counts {
    let aggregates = &side.aggregates.counts;
    let mut counts = Counts::new();
    for (status, requests) in &aggregates.statuses {
        counts.entry(shown(*status)).or_default().requests += requests;
    }
    for ((_, status), tally) in &aggregates.signatures {
        counts.entry(shown(*status)).or_default().failed += tally.requests;
    }
    counts
}

/// Failing requests by host and status; estimates where only a sample of them was kept.
fn hosts(side: &Side) -> Counts {
    let table = side.aggregates.table(DimensionKind::Host);
    let mut kept: BTreeMap<String, u64> = BTreeMap::new();
    for request in &side.aggregates.failures {
        if let Some(host) = table.entry(request.value(DimensionKind::Host)) {
            *kept.entry(format!("{} {}", host.text(), shown(request.status))).or_default() += 1;
        }
    }
    let all = |kept: u64| (kept as f64 * side.aggregates.scale).round() as u64;
    kept.into_iter()
        .map(|(value, kept)| {
            (value, ValueCounts { requests: all(kept), failed: all(kept), confidence: None })
        })
        .collect()
}

/// How failing requests of one kind vary.
fn vary(sides: [&Side; 2], passes: impl Fn(&FailedRequest) -> bool) -> Noise {
    let varies: [Option<Variation>; 2] = sides.map(|side| side.failures_vary(&passes));
    calm(varies)
}

/// As in `status_counts` of the summary.
fn shown(status: Option<u16>) -> String {
    status.map_or_else(|| "-".to_owned(), |code| format!("{code:03}"))
}

/// Statuses of which nearly every request has a signature.
fn is_failure(status: &str) -> bool {
    status == "000" || status == "-" || status.starts_with('5') || status == "460"
}

/// Formats of whose records something was read.
pub(super) fn formats(side: &Side) -> Vec<&'static str> {
    side.aggregates.counts.formats.keys().copied().map(Format::name).collect()
}
