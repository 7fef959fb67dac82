//! Courses, the heat map and phases: what they add up to.

use std::collections::BTreeMap;

use why502_engine::summary::{HeatMap, PhaseName};
use why502_engine::{Settings, Summary, WorkItem, analyze};
use why502_parse::{Format, Timestamp};
use xtask::sample_logs::folder::{Folder, SEED};

use crate::given::{flood, item, line, whole};

fn found(items: Vec<WorkItem<'_>>) -> Summary {
    analyze(&Settings::default(), items, &())
}

fn sample() -> Summary {
    found(whole(&Folder::generate(SEED), 1 << 16))
}

fn one(text: &str) -> Summary {
    found(vec![item("one", text, None, Some(Format::Alb), 1 << 16)])
}

fn flooded() -> Summary {
    one(&flood().concat())
}

fn assert_courses_add_up(found: &Summary) {
    let mut totals = BTreeMap::<&str, u64>::new();
    for signature in &found.signatures {
        *totals.entry(signature.id).or_default() += signature.requests;
    }
    let timeline = &found.timeline;
    let courses = &timeline.signatures;
    assert_eq!(courses.len(), totals.len().min(40));
    for course in courses {
        assert_eq!(course.requests.len(), timeline.buckets.len(), "{}", course.id);
        assert_eq!(course.requests.iter().sum::<u64>(), totals[course.id], "{}", course.id);
    }
    let order: Vec<_> =
        courses.iter().map(|one| (std::cmp::Reverse(totals[one.id]), one.id)).collect();
    assert!(order.is_sorted());
}

#[test]
fn courses_are_the_failing_requests_of_every_bucket() {
    let found = sample();
    assert_courses_add_up(&found);
    assert!(found.timeline.signatures.len() > 5 && found.signatures.len() < 40);
    for (at, bucket) in found.timeline.buckets.iter().enumerate() {
        let failed: u64 = found.timeline.signatures.iter().map(|one| one.requests[at]).sum();
        assert_eq!(failed, bucket.failed, "{:?}", bucket.start);
    }
}

#[test]
fn courses_of_a_sample_still_add_up_to_the_exact_totals() {
    // A failure of another kind, so rare that the sample may have none of it.
    let rare = line(0, 60, true).replace("-1 -1 -1 502 -", "0.001 0.010 0.000 503 503");
    let found = one(&(flood().concat() + &rare));
    assert!(found.input.limits.iter().any(|limit| limit.table == "failing requests"));
    assert_courses_add_up(&found);
    let [refused, rare] = &found.timeline.signatures[..] else { panic!("{:?}", found.signatures) };
    assert_eq!(rare.requests.iter().sum::<u64>(), 1);
    for (bucket, requests) in found.timeline.buckets.iter().zip(&refused.requests) {
        let apart = bucket.failed.abs_diff(*requests) as f64;
        assert!(apart <= 6.0 * (bucket.failed as f64).sqrt() + 6.0, "{bucket:?} {requests}");
    }
}

fn micros(seconds: u64) -> i64 {
    i64::try_from(seconds).expect("a few hours") * 1_000_000
}

/// Every column begins where the one before ends, at a multiple of the width.
fn assert_regular(map: &HeatMap, bucket_seconds: u64) {
    assert_eq!(map.bucket_seconds % bucket_seconds, 0);
    assert!((1..=120).contains(&map.starts.len()) && (1..=40).contains(&map.rows.len()));
    let width = micros(map.bucket_seconds);
    assert!(map.starts.iter().all(|start| start.micros() % width == 0));
    assert!(map.starts.windows(2).all(|two| two[1].micros() - two[0].micros() == width));
    for row in &map.rows {
        assert_eq!((row.requests.len(), row.failed.len()), (map.starts.len(), map.starts.len()));
        assert!(row.failed.iter().zip(&row.requests).all(|(failed, requests)| failed <= requests));
    }
    let order: Vec<_> = map
        .rows
        .iter()
        .map(|row| (std::cmp::Reverse(row.failed.iter().sum::<u64>()), &row.target))
        .collect();
    assert!(order.is_sorted());
}

#[test]
fn a_heat_map_holds_every_request_of_its_targets() {
    // Four hours in which two of five targets fail: more minutes than columns.
    let text: String = (0..240)
        .flat_map(|minute| (0..5).map(move |n| (n, minute)))
        .map(|(n, minute)| {
            let hour = format!("T{}:{:02}:", 10 + minute / 60, minute % 60);
            line(n, 7, n < 2 && minute % (n + 3) == 0).replace("T14:00:", &hour)
        })
        .collect();
    let found = one(&text);
    let map = found.heat_map.as_ref().expect("targets failed");
    assert_regular(map, found.timeline.bucket_seconds);
    assert_eq!((map.bucket_seconds, map.starts.len()), (120, 120));
    assert_eq!((map.rows.len(), map.targets_left_out), (2, 0));
    for row in &map.rows {
        let mut values = found.dimensions[0].values.iter();
        let value = values.find(|value| value.value == row.target).expect("it failed");
        assert_eq!(row.requests.iter().sum::<u64>(), value.requests);
        assert_eq!(row.failed.iter().sum::<u64>(), value.failed);
    }
    let without = one(&line(0, 1, false).repeat(20));
    assert!(without.heat_map.is_none(), "no target failed");
}

#[test]
fn of_many_failing_targets_those_that_failed_most_are_shown() {
    let found = sample();
    let map = found.heat_map.as_ref().expect("targets failed");
    assert_regular(map, found.timeline.bucket_seconds);
    let fleet: String =
        (0..90).flat_map(|n| (0..=n).map(move |second| line(n, second as i64, true))).collect();
    let found = one(&fleet);
    let map = found.heat_map.as_ref().expect("targets failed");
    assert_regular(map, 60);
    assert_eq!((map.rows.len(), map.targets_left_out), (40, 50));
    assert_eq!((&*map.rows[0].target, map.rows[0].failed[0]), ("10.0.0.89:8080", 60));
}

#[test]
fn a_line_of_long_ago_makes_no_column_wider_and_no_log_longer() {
    let outage = |n: i64| line(0, n, (1_500..1_800).contains(&n));
    let text: String = (0..3_600).map(outage).collect();
    let plain = one(&text);
    let stray = line(0, 1, false).replace("2026-11-22", "1970-01-01").repeat(2)
        + &line(0, 1, true).replace("2026-11-22", "1999-12-31")
        + &line(0, 1, true).replace("2026-11-22", "2031-12-31");
    let found = one(&(stray + &text));
    assert_eq!(found.requests, plain.requests + 4);
    let json = |found: &Summary| serde_json::to_string(&found.heat_map).unwrap();
    assert!(plain.heat_map.is_some() && json(&found) == json(&plain));
    let phases = |found: &Summary| serde_json::to_string(&found.incidents[0].phases).unwrap();
    assert_eq!(phases(&found), phases(&plain));
}

#[test]
fn a_short_incident_of_a_long_log_is_shown_with_its_surroundings() {
    let day = (0..14_400).map(|n| {
        let at = n * 6;
        let hour = format!("T{:02}:{:02}:", at / 3_600, at / 60 % 60);
        line(0, at % 60, (7_200..7_230).contains(&n)).replace("T14:00:", &hour)
    });
    let found = one(&day.collect::<String>());
    let [incident] = &found.incidents[..] else { panic!("{:?}", found.incidents) };
    let map = found.heat_map.as_ref().expect("a target failed");
    assert_regular(map, 60);
    assert_eq!(map.bucket_seconds, 60, "not a quarter of an hour");
    assert!(map.starts[0] < incident.start && incident.end < map.starts[map.starts.len() - 1]);
    assert_eq!(map.rows[0].failed.iter().sum::<u64>(), 30);
}

#[test]
fn phases_hold_the_buckets_of_the_timeline() {
    for found in [sample(), flooded()] {
        assert!(!found.incidents.is_empty());
        let sampled = !found.input.limits.is_empty();
        let width = micros(found.timeline.bucket_seconds);
        let (first, last) = (found.input.from.unwrap(), found.input.to.unwrap());
        for incident in &found.incidents {
            let mut before = None;
            for phase in &incident.phases {
                let within = |at: Timestamp| phase.from <= at && at < phase.to;
                let overlaps = |start: Timestamp| {
                    within(start)
                        || (start < phase.from && phase.from.micros() < start.micros() + width)
                };
                let buckets = || found.timeline.buckets.iter().filter(|one| overlaps(one.start));
                assert_eq!(phase.requests, buckets().map(|one| one.requests).sum::<u64>());
                assert_eq!(phase.failed, buckets().map(|one| one.failed).sum::<u64>());
                assert!(phase.requests > 0 && phase.failed <= phase.requests);
                assert!(phase.p50 <= phase.p95 && phase.p95 <= phase.p99);
                let seconds = (phase.to.micros() - phase.from.micros()) as f64 / 1e6;
                let apart = phase.requests_per_second * seconds.max(1.0) - phase.requests as f64;
                assert!(apart.abs() < 1e-6);
                assert!(first <= phase.from && phase.to.micros() <= last.micros() + 1);
                assert!(before.replace(phase.to).is_none_or(|to| to <= phase.from));
            }
            let mut phases = incident.phases.iter();
            let during = phases.find(|phase| phase.name == PhaseName::During).expect("it was");
            assert!(during.from <= incident.start && incident.end < during.to);
            assert!(during.failed >= incident.failed || sampled);
            assert!(during.requests >= incident.failed && during.active_targets <= 10_000);
        }
    }
}
