//! Summaries built by hand: one with an incident and background noise, one without either.

use std::collections::BTreeMap;

use why502_engine::summary::{
    AccountSummary, CoverageSummary, Dimension, DimensionValue, Evidence, FailedObject, Finding,
    FindingSignature, Impact, Incident, InputSummary, Latency, LimitNote, NextCheck, RejectedPlace,
    Said, Scope, SignatureCount, SkippedObject, Summary, Timeline, TimelineBucket, Timeouts,
    Trigger,
};
use why502_parse::Timestamp;

/// 2026-11-22T13:20:00Z
const START_US: i64 = 1_795_353_600_000_000;

/// `minutes` after the start of the fixture.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_micros(START_US + minutes * 60_000_000)
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn input() -> InputSummary {
    InputSummary {
        objects: 214,
        lines: 412_903,
        records: 412_900,
        rejected_lines: 2,
        control_lines: 1,
        rejected: BTreeMap::from([("bad_timestamp".to_owned(), 2)]),
        rejected_places: vec![RejectedPlace {
            reason: "bad_timestamp".to_owned(),
            source: "logs/a.log.gz".to_owned(),
            line: 12,
        }],
        formats: BTreeMap::from([("alb".to_owned(), 412_900)]),
        from: Some(minute(0)),
        to: Some(minute(120)),
        bytes: 1_700_000_000,
        bytes_read: 231_000_000,
        ..InputSummary::default()
    }
}

fn timeline(bad_gateways: impl Fn(i64) -> u64) -> Timeline {
    let bucket = |at: i64| TimelineBucket {
        start: minute(at),
        requests: 3440,
        failed: bad_gateways(at),
        bad_gateways: bad_gateways(at),
        gateway_timeouts: 0,
        unavailable: 0,
        p50: Some(0.012),
        p90: None,
        p99: None,
    };
    Timeline { bucket_seconds: 60, buckets: (0..120).map(bucket).collect(), signatures: vec![] }
}

/// Nothing but three stray 502s.
pub(crate) fn healthy() -> Summary {
    Summary {
        schema_version: 1,
        is_summary: false,
        input: input(),
        requests: 412_903,
        status_counts: BTreeMap::from([("200".to_owned(), 412_900), ("502".to_owned(), 3)]),
        status_pairs: vec![],
        bad_gateways: 3,
        failed: 3,
        signatures: vec![],
        evidence: Vec::new(),
        incidents: vec![],
        findings: vec![],
        timeouts: Timeouts::default(),
        timeline: timeline(|at| u64::from([3, 50, 99].contains(&at))),
        heat_map: None,
        dimensions: vec![],
        latency: None,
        coverage: CoverageSummary::default(),
        not_visible: Vec::new(),
        account: AccountSummary::default(),
        redacted: None,
    }
}

/// The finding of the incident.
fn rolling_deploy() -> Finding {
    Finding {
        rank: 1,
        cause: "rolling-deploy",
        title: "502s came from a rolling deploy: three targets were stopped with requests in \
                flight."
            .into(),
        grade: "strong",
        confidence: 0.93,
        uncalibrated: 0.93,
        requests: 1251,
        share: 0.9743,
        first_seen: minute(42),
        last_seen: minute(46),
        background: false,
        scope: Scope {
            targets: strings(&["10.0.3.17:8080", "10.0.3.22:8080", "10.0.4.9:8080"]),
            target_groups: strings(&["web"]),
            ..Scope::default()
        },
        statuses: BTreeMap::from([("502".to_owned(), 1251)]),
        signatures: vec![FindingSignature { id: "alb-502-target-reset", requests: 1251 }],
        evidence: vec![
            Evidence {
                kind: "for",
                statement: "912 requests ended within 1 s of the last line of their target, the \
                            others were refused by the same targets"
                    .into(),
                value: 912.0,
            },
            Evidence {
                kind: "against",
                statement: "nothing here shows who stopped them".into(),
                value: 0.0,
            },
        ],
        contrasts: vec![],
        next_checks: vec![NextCheck {
            statement: "Who deregistered targets:".into(),
            command: "aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes \
                      'AttributeKey=EventName,AttributeValue=DeregisterTargets' --start-time \
                      2026-11-22T13:57:00Z --end-time 2026-11-22T14:07:00Z"
                .to_owned(),
        }],
        remedies: vec![
            "Now: nothing, it stopped by itself. If a deploy is running, pause it.".into(),
            "Fix: deregister, wait, then send SIGTERM.".into(),
        ],
        references: vec!["https://docs.aws.amazon.com/elasticloadbalancing/"],
        trigger: Some(Trigger { at: minute(41), what: "10.0.4.41 first seen".into() }),
    }
}

fn value(value: &str, failed: u64, risk_ratio: f64) -> DimensionValue {
    DimensionValue {
        value: value.to_owned(),
        requests: 9000,
        failed,
        share_of_failed: 0.467,
        risk_ratio: Some(risk_ratio),
        risk_ratio_low: Some(75.0),
    }
}

/// An incident, background noise beside it, and every kind of trouble with the input.
pub(crate) fn incident() -> Summary {
    let background = Finding {
        rank: 2,
        cause: "keepalive-race",
        title: "About 16 an hour on all 12 targets.".into(),
        grade: "weak",
        confidence: 0.3,
        requests: 33,
        share: 0.0257,
        background: true,
        scope: Scope::default(),
        trigger: None,
        ..rolling_deploy()
    };
    let mut input = input();
    input.failed_objects = (0..7)
        .map(|i| FailedObject {
            source: format!("logs/cut-{i}.gz"),
            error: "gzip stream is cut short".to_owned(),
            records_before_failure: 312,
        })
        .collect();
    input.skipped_objects = vec![SkippedObject {
        source: "notes.txt".to_owned(),
        reason: "no known format".to_owned(),
    }];
    input.limits = vec![LimitNote {
        table: "dimension path".to_owned(),
        note: Said::new("full", "満杯です"),
    }];
    Summary {
        bad_gateways: 1284,
        failed: 1284,
        input,
        signatures: vec![SignatureCount {
            id: "alb-502-target-reset",
            status: Some(502),
            requests: 1284,
            grade: "strong",
            first_seen: minute(1),
            last_seen: minute(119),
        }],
        incidents: vec![Incident {
            start: minute(42),
            end: minute(46),
            peak_at: minute(42),
            ongoing: false,
            requests: 111_690,
            failed: 1251,
            share: 0.0112,
            findings: vec![1],
            impact: Impact::default(),
            phases: vec![],
        }],
        findings: vec![rolling_deploy(), background],
        timeline: timeline(
            |at| if (42..47).contains(&at) { 412 - (at as u64 - 42) * 80 } else { 0 },
        ),
        dimensions: vec![Dimension {
            name: "target",
            distinct: 512,
            values: vec![value("10.0.3.17:8080", 600, 1201.4), value("10.0.3.41:8080", 0, 0.1)],
        }],
        latency: Some(Latency { p50: 0.01, p90: 0.05, p95: 0.1, p99: 0.4, max: 8.4 }),
        ..healthy()
    }
}
