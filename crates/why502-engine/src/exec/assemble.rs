//! Aggregates and diagnosis into the summary.

use std::collections::BTreeMap;

use crate::aggregate::{Aggregates, Bucket, Level, ObjectReport, Outcome, widest};
use crate::diagnose::{Diagnosis, RiskRatio, TwoByTwo, group_name};
use crate::observe::{DIMENSIONS, DimensionKind};
use crate::summary::{
    Dimension, DimensionValue, FailedObject, InputSummary, Latency, LimitNote, RejectedPlace,
    SCHEMA_VERSION, SignatureCount, SkippedObject, Summary, Timeline, TimelineBucket,
};

/// Values shown per dimension.
const MOST_VALUES: usize = 20;

pub(super) fn summary(mut aggregates: Aggregates, diagnosis: Diagnosis) -> Summary {
    let objects = std::mem::take(&mut aggregates.objects);
    let counts = &aggregates.counts;
    Summary {
        schema_version: SCHEMA_VERSION,
        input: input(&aggregates, objects),
        requests: counts.requests,
        status_counts: status_counts(&counts.statuses),
        bad_gateways: counts.statuses.get(&Some(502)).copied().unwrap_or(0),
        failed: counts.failed,
        signatures: signature_counts(&aggregates),
        incidents: diagnosis.incidents,
        findings: diagnosis.findings,
        timeline: timeline(aggregates.level, &aggregates.timeline),
        dimensions: DIMENSIONS.iter().map(|&kind| dimension(&aggregates, kind)).collect(),
        latency: latency(&aggregates),
    }
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

fn input(aggregates: &Aggregates, objects: Vec<ObjectReport>) -> InputSummary {
    let mut input = InputSummary {
        formats: aggregates
            .counts
            .formats
            .iter()
            .map(|(format, n)| (format.name().to_owned(), *n))
            .collect(),
        from: aggregates.span().map(|span| span.0),
        to: aggregates.span().map(|span| span.1),
        limits: limits(aggregates),
        ..InputSummary::default()
    };
    let mut outside = None;
    for object in objects {
        outside = widest(outside, object.outside_span);
        add_object(&mut input, object);
    }
    (input.outside_from, input.outside_to) = outside.unzip();
    input
        .rejected_places
        .sort_by(|a, b| (&a.reason, &a.source, a.line).cmp(&(&b.reason, &b.source, b.line)));
    let mut of_reason = BTreeMap::<String, usize>::new();
    input.rejected_places.retain(|place| {
        let count = of_reason.entry(place.reason.clone()).or_default();
        *count += 1;
        *count <= 3
    });
    input
}

fn add_object(input: &mut InputSummary, object: ObjectReport) {
    if let Outcome::Skipped(reason) = object.outcome {
        input
            .skipped_objects
            .push(SkippedObject { source: object.source, reason: reason.to_owned() });
        return;
    }
    input.lines += object.lines;
    input.records += object.records;
    input.control_lines += object.control_lines;
    input.rejected_lines += object.rejected_lines();
    input.records_outside_window += object.outside_window;
    input.bytes += object.bytes;
    input.bytes_read += object.bytes_read;
    if object.lines + object.outside_window > 0 {
        input.objects += 1;
    }
    for (reason, count) in &object.rejected {
        *input.rejected.entry(reason.name().to_owned()).or_default() += count;
    }
    input.rejected_places.extend(object.places.iter().map(|(reason, line)| RejectedPlace {
        reason: reason.name().to_owned(),
        source: object.source.clone(),
        line: *line,
    }));
    if let Outcome::Failed(error) = object.outcome {
        let records_before_failure = object.records;
        input.failed_objects.push(FailedObject {
            source: object.source,
            error,
            records_before_failure,
        });
    }
}

fn limits(aggregates: &Aggregates) -> Vec<LimitNote> {
    let mut notes = Vec::new();
    for kind in DIMENSIONS {
        let table = aggregates.table(kind);
        if !table.is_whole() {
            let unjudged = if kind == DimensionKind::LoadBalancer {
                "; failures of target groups that were not kept are counted, and not judged"
            } else {
                ""
            };
            notes.push(LimitNote {
                table: format!("dimension {}", kind.name()),
                note: format!(
                    "{} values are kept with exact counts; {} requests of further values are counted under (other){unjudged}",
                    table.entries.len(),
                    table.other.0
                ),
            });
        }
    }
    if aggregates.scale > 1.0 {
        notes.push(LimitNote {
            table: "failing requests".to_owned(),
            note: format!(
                "groups were judged on a sample of about one in {:.0}; counts of findings are estimates, \
                 totals are exact",
                aggregates.scale
            ),
        });
    }
    notes
}

fn timeline(level: Level, buckets: &[(i64, Bucket)]) -> Timeline {
    Timeline {
        bucket_seconds: level.width_seconds().unsigned_abs(),
        buckets: buckets
            .iter()
            .map(|(number, bucket)| TimelineBucket {
                start: level.start(*number),
                requests: bucket.requests,
                failed: bucket.failed,
                bad_gateways: bucket.bad_gateways,
                gateway_timeouts: bucket.gateway_timeouts,
                unavailable: bucket.unavailable,
                p50: bucket.latency.percentile(500),
                p99: bucket.latency.percentile(990),
            })
            .collect(),
    }
}

fn dimension(aggregates: &Aggregates, kind: DimensionKind) -> Dimension {
    let table = aggregates.table(kind);
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for entry in &table.entries {
        let value = if kind == DimensionKind::TargetGroup {
            group_name(&entry.value)
        } else {
            entry.text()
        };
        let sum = sums.entry(value).or_default();
        sum.0 += entry.requests;
        sum.1 += entry.failed;
    }
    let distinct = sums.len() as u64;
    if table.other.0 > 0 {
        // A client may call itself so too.
        let sum = sums.entry("(other)".to_owned()).or_default();
        *sum = (sum.0 + table.other.0, sum.1 + table.other.1);
    }
    let (requests, failed) =
        sums.values().fold((0, 0), |sum, value| (sum.0 + value.0, sum.1 + value.1));
    let mut values: Vec<(String, (u64, u64))> = sums.into_iter().collect();
    values.sort_by(|a, b| (b.1.1, b.1.0, &a.0).cmp(&(a.1.1, a.1.0, &b.0)));
    values.truncate(MOST_VALUES);
    let value = |(value, (requests_with, failed_with)): (String, (u64, u64))| {
        let RiskRatio { ratio, low, .. } = TwoByTwo {
            failed_with: failed_with as f64,
            requests_with: requests_with as f64,
            failed_without: (failed - failed_with) as f64,
            requests_without: (requests - requests_with) as f64,
        }
        .risk_ratio();
        let comparable = requests_with < requests;
        DimensionValue {
            value,
            requests: requests_with,
            failed: failed_with,
            share_of_failed: share(failed_with, aggregates.counts.failed),
            risk_ratio: comparable.then(|| round(ratio)),
            risk_ratio_low: comparable.then(|| round(low)),
        }
    };
    Dimension { name: kind.name(), distinct, values: values.into_iter().map(value).collect() }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Four decimals: more would be noise.
fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
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
