//! Aggregates and diagnosis into the summary.
//!
//! Modules, each using only those to its left: `dimension → courses → heat_map`

mod courses;
mod dimension;
mod heat_map;

use std::collections::BTreeMap;

use why502_account::Facts;

use self::dimension::dimension;
use super::account::account;
use super::limits;
use crate::aggregate::{Aggregates, EvidenceTally, Pair, Rejected, Skip};
use crate::diagnose::{Diagnosis, coverage_summary};
use crate::observe::{DIMENSIONS, DimensionKind};
use crate::summary::{
    EvidenceCount, FailedObject, InputSummary, Latency, LimitNote, RejectedPlace, SCHEMA_VERSION,
    SignatureCount, SkippedObject, StatusPair, Summary, Timeline, TimelineBucket,
};

pub(super) fn summary(
    aggregates: &Aggregates,
    diagnosis: Diagnosis,
    facts: Option<&Facts>,
) -> Summary {
    let counts = &aggregates.counts;
    Summary {
        schema_version: SCHEMA_VERSION,
        is_summary: false,
        input: input(aggregates),
        requests: counts.requests,
        status_counts: status_counts(&counts.statuses),
        status_pairs: status_pairs(&counts.pairs),
        bad_gateways: counts.statuses.get(&Some(502)).copied().unwrap_or(0),
        failed: counts.failed,
        signatures: signature_counts(aggregates),
        evidence: evidence(aggregates),
        heat_map: heat_map::heat_map(aggregates, &diagnosis.incidents),
        incidents: diagnosis.incidents,
        findings: diagnosis.findings,
        timeouts: diagnosis.timeouts,
        timeline: timeline(aggregates),
        dimensions: DIMENSIONS.iter().map(|&kind| dimension(aggregates, kind)).collect(),
        latency: latency(aggregates),
        coverage: coverage_summary(&aggregates.coverage),
        not_visible: diagnosis.not_visible,
        account: account(facts, diagnosis.collect),
        redacted: None,
    }
}

/// The counts alone: nothing is concluded, and of the dimensions only the targets were counted.
pub(super) fn overview(aggregates: &Aggregates, facts: Option<&Facts>) -> Summary {
    let mut summary = summary(aggregates, Diagnosis::default(), facts);
    summary.is_summary = true;
    // No failing request was kept, and of targets no time.
    summary.timeline.signatures.clear();
    summary.heat_map = None;
    summary.dimensions.retain(|dimension| dimension.name == DimensionKind::Target.name());
    summary
}

fn status_pairs(pairs: &BTreeMap<Pair, u64>) -> Vec<StatusPair> {
    let mut pairs: Vec<StatusPair> = pairs
        .iter()
        .map(|(&(elb_status, target_status), &requests)| StatusPair {
            elb_status,
            target_status,
            requests,
        })
        .collect();
    // They are in the order of their codes, and the sort is stable.
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.requests));
    pairs
}

fn status_counts(statuses: &BTreeMap<Option<u16>, u64>) -> BTreeMap<String, u64> {
    let key =
        |status: &Option<u16>| status.map_or_else(|| "-".to_owned(), |code| format!("{code:03}"));
    statuses.iter().map(|(status, requests)| (key(status), *requests)).collect()
}

fn signature_counts(aggregates: &Aggregates) -> Vec<SignatureCount> {
    let mut rows: Vec<SignatureCount> = aggregates
        .counts
        .signatures
        .iter()
        .map(|((id, status), tally)| SignatureCount {
            id,
            status: *status,
            requests: tally.requests,
            grade: tally.signature.grade.name(),
            first_seen: tally.first_seen,
            last_seen: tally.last_seen,
        })
        .collect();
    rows.sort_by(|a, b| (b.requests, a.id, a.status).cmp(&(a.requests, b.id, b.status)));
    rows
}

/// By format, then in the order of the rulebook.
fn evidence(aggregates: &Aggregates) -> Vec<EvidenceCount> {
    let count = |tally: &EvidenceTally| EvidenceCount {
        id: tally.rule.id,
        format: tally.rule.format.name(),
        records: tally.records,
        grade: tally.rule.grade.name(),
        meaning: tally.rule.words().into(),
        supports: tally.rule.supports,
        first_seen: tally.first_seen,
        last_seen: tally.last_seen,
    };
    aggregates.evidence.tallies.values().map(count).collect()
}

/// What was read, and what could not be.
pub(super) fn input(aggregates: &Aggregates) -> InputSummary {
    let objects = &aggregates.objects;
    let sums = objects.sums;
    let (from, to) = aggregates.span().unzip();
    let (outside_from, outside_to) = sums.outside_span.unzip();
    let rejected = || objects.rejected.values().map(|one| (one.reason.name().to_owned(), one));
    let formats = aggregates.counts.formats.iter().chain(&aggregates.evidence.formats);
    let mut input = InputSummary {
        objects: sums.objects,
        lines: sums.lines,
        records: sums.records,
        rejected_lines: rejected().map(|(_, one)| one.lines).sum(),
        control_lines: sums.control_lines,
        rejected: rejected().map(|(reason, one)| (reason, one.lines)).collect(),
        rejected_places: rejected().flat_map(|(reason, one)| places(&reason, one)).collect(),
        failed_objects: objects.failed.iter().map(failed_object).collect(),
        skipped_objects: objects.skipped.iter().map(skipped_object).collect(),
        formats: formats.map(|(format, n)| (format.name().to_owned(), *n)).collect(),
        from,
        to,
        bytes: sums.bytes,
        bytes_read: sums.bytes_read,
        records_outside_window: sums.outside_window,
        outside_from,
        outside_to,
        records_filtered_out: sums.filtered_out,
        limits: limits(aggregates),
        interrupted: false,
    };
    input.rejected_places.sort_by(|a, b| a.reason.cmp(&b.reason));
    input
}

/// By source and line already.
fn places(reason: &str, rejected: &Rejected) -> Vec<RejectedPlace> {
    let place = |(source, line): &(String, u64)| RejectedPlace {
        reason: reason.to_owned(),
        source: source.clone(),
        line: *line,
    };
    rejected.places.iter().map(place).collect()
}

fn failed_object((source, error, records): &(String, String, u64)) -> FailedObject {
    FailedObject { source: source.clone(), error: error.clone(), records_before_failure: *records }
}

fn skipped_object((source, skip): &(String, Skip)) -> SkippedObject {
    SkippedObject { source: source.clone(), reason: skip.reason().to_owned() }
}

fn limits(aggregates: &Aggregates) -> Vec<LimitNote> {
    let mut notes = Vec::new();
    for kind in DIMENSIONS {
        let table = aggregates.table(kind);
        if !table.is_whole() {
            notes.push(LimitNote {
                table: format!("dimension {}", kind.name()),
                note: limits::values_left_out(
                    table.entries.len(),
                    table.other.0,
                    kind == DimensionKind::LoadBalancer,
                ),
            });
        }
    }
    if aggregates.scale > 1.0 {
        notes.push(LimitNote {
            table: "failing requests".to_owned(),
            note: limits::judged_on_a_sample(aggregates.scale),
        });
    }
    notes
}

fn timeline(aggregates: &Aggregates) -> Timeline {
    let level = aggregates.level;
    Timeline {
        bucket_seconds: level.width_seconds().unsigned_abs(),
        buckets: aggregates
            .timeline
            .iter()
            .map(|(number, bucket)| TimelineBucket {
                start: level.start(*number),
                requests: bucket.requests,
                failed: bucket.failed,
                bad_gateways: bucket.bad_gateways,
                gateway_timeouts: bucket.gateway_timeouts,
                unavailable: bucket.unavailable,
                p50: bucket.latency.percentile(500),
                p90: bucket.latency.percentile(900),
                p99: bucket.latency.percentile(990),
            })
            .collect(),
        signatures: courses::courses(aggregates),
    }
}

fn latency(aggregates: &Aggregates) -> Option<Latency> {
    let histogram = &aggregates.counts.latency;
    Some(Latency {
        p50: histogram.percentile(500)?,
        p90: histogram.percentile(900)?,
        p95: histogram.percentile(950)?,
        p99: histogram.percentile(990)?,
        max: histogram.max()?,
    })
}
