//! What load and time tell: overload, retries, failures that come back.

use why502_engine::Summary;

use crate::causes::{Request, diagnosed, reset, traffic, with};

/// Three times the traffic from minute 28 to 40, its answers as slow as `times` says.
fn rush(times: &str) -> Vec<Request> {
    let mut requests = traffic();
    let rush: Vec<Request> = requests
        .iter()
        .filter(|one| (28 * 60_000..40 * 60_000).contains(&one.end))
        .flat_map(|one| {
            (1..=2).map(|n| Request {
                end: one.end + n * 160,
                times: times.to_owned(),
                ..one.clone()
            })
        })
        .collect();
    requests.extend(rush);
    requests.sort_by_key(|one| one.end);
    requests
}

/// Every fifth request from minute 30 to 40 fails: refused, reset, timed out, given up.
fn mixed_failures(requests: &mut [Request]) -> u64 {
    let within = |one: &&mut Request| (30 * 60_000..40 * 60_000).contains(&one.end);
    let failing = requests.iter_mut().filter(within).step_by(5).enumerate();
    failing.fold(0, |count, (n, one)| {
        match n % 4 {
            0 => (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".into(), "502 -", 2),
            1 => reset(one, 700 + n as i64 * 37 % 4_000),
            2 => (one.times, one.statuses, one.elapsed) = ("0.001 -1 -1".into(), "504 -", 60_001),
            _ => (one.times, one.statuses, one.elapsed) = ("0.001 -1 -1".into(), "460 -", 9_000),
        }
        count + 1
    })
}

fn says(found: &Summary, words: &str) -> bool {
    found.findings[0].evidence.iter().any(|one| one.statement.as_str().contains(words))
}

#[test]
fn failures_of_all_kinds_after_load_and_response_times_rose_are_one_overload() {
    let mut requests = rush("0.001 0.400 0.000");
    let failed = mixed_failures(&mut requests);
    let found = diagnosed(&requests);
    let first = &found.findings[0];
    assert_eq!((first.cause, first.requests), ("overload", failed), "{:#?}", found.findings);
    assert_eq!((found.incidents.len(), found.incidents[0].findings.len()), (1, 1));
    assert!(says(&found, "requests rose to 3") && says(&found, "response times rose"));
}

#[test]
fn without_a_rise_of_load_or_of_response_times_it_is_none() {
    let mut fast = rush("0.001 0.038 0.000");
    mixed_failures(&mut fast);
    let mut few = with(28, 40, |_, one| one.times = "0.001 0.400 0.000".to_owned());
    mixed_failures(&mut few);
    for requests in [fast, few] {
        let found = diagnosed(&requests);
        assert!(!found.findings.is_empty());
        assert!(found.findings.iter().all(|one| one.cause != "overload"), "{:#?}", found.findings);
    }
}

#[test]
fn clients_that_come_back_after_failures_began_are_named() {
    let refused = |one: &mut Request| {
        if one.target.starts_with("10.0.0.2:") {
            (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".into(), "502 -", 2);
        }
    };
    let quiet = with(30, 40, |_, one| refused(one));
    assert!(!says(&diagnosed(&quiet), "clients retry"));
    let mut stormy = quiet;
    let again: Vec<Request> = stormy
        .iter()
        .filter(|one| (30 * 60_000..40 * 60_000).contains(&one.end))
        .map(|one| Request { end: one.end + 90, ..one.clone() })
        .collect();
    stormy.extend(again);
    stormy.sort_by_key(|one| one.end);
    let found = diagnosed(&stormy);
    assert_eq!(found.findings[0].cause, "target-down");
    assert!(says(&found, "requests rose to 2.0 × only after failures had begun: clients retry"));
}

#[test]
fn failures_at_equal_intervals_show_the_interval_and_others_do_not() {
    let bursts = |minutes: &[i64]| {
        with(0, 60, |n, one| {
            let (minute, rest) = (one.end / 60_000, one.end % 60_000);
            if minutes.contains(&minute) && rest < 25_000 && n % 2 == 0 {
                reset(one, 400 + n as i64 * 53 % 3_000);
            }
        })
    };
    assert!(says(
        &diagnosed(&bursts(&[10, 15, 20, 25, 30, 35])),
        "it came 6 times, every 5.0 minutes"
    ));
    let uneven = diagnosed(&bursts(&[10, 12, 21, 24, 33, 35]));
    assert!(!uneven.findings.is_empty() && !says(&uneven, "it came"));
}
