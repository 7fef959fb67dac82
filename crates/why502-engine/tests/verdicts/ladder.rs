//! Time-outs from durations, and which stand in the wrong order.

use why502_engine::Summary;
use why502_engine::summary::Rung;

use crate::causes::{Request, diagnosed, reset, traffic, with};

fn times_out(one: &mut Request, statuses: &'static str, milliseconds: i64) {
    (one.times, one.statuses) = ("0.001 -1 -1".to_owned(), statuses);
    one.elapsed = milliseconds;
}

fn rungs(found: &Summary) -> Vec<(&'static str, f64)> {
    found.timeouts.rungs.iter().map(|rung: &Rung| (rung.rung, rung.seconds)).collect()
}

fn violations(found: &Summary) -> Vec<(&'static str, &'static str)> {
    found.timeouts.violations.iter().map(|one| (one.longer, one.shorter)).collect()
}

#[test]
fn even_traffic_shows_no_time_out() {
    let found = diagnosed(&traffic());
    assert!(found.timeouts.rungs.is_empty() && found.timeouts.violations.is_empty());
    assert_eq!(
        found.timeouts.not_inferred,
        ["client", "load_balancer_idle", "worker", "target_keep_alive"]
    );
}

#[test]
fn worker_and_idle_time_out_are_rungs_of_their_own() {
    let found = diagnosed(&with(20, 40, |n, one| match n % 6 {
        0 => times_out(one, "504 -", 60_000 + n as i64 % 9),
        3 => reset(one, 30_000 + n as i64 % 90),
        _ => {}
    }));
    assert_eq!(rungs(&found), [("load_balancer_idle", 60.0), ("worker", 30.0)]);
    // A worker that ends before the load balancer does is in order; that some do not is not.
    assert_eq!(violations(&found), [("load_balancer_idle", "worker")]);
    let idle = &found.timeouts.rungs[0];
    assert_eq!(idle.known_as.as_ref().unwrap().as_str(), "60 s is the default idle time-out");
    assert_eq!((idle.requests, idle.share), (400, 1.0));
    assert!(found.timeouts.violations[0].command.contains(
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
    ));
}

#[test]
fn impatient_clients_and_cloudfront_are_told_apart() {
    let found = diagnosed(&with(20, 40, |n, one| match n % 5 {
        0 => times_out(one, "460 -", 15_000 + n as i64 % 40),
        2 => {
            one.agent = "Amazon CloudFront";
            times_out(one, "460 -", 30_000 + n as i64 % 40);
        }
        _ => {}
    }));
    assert_eq!(rungs(&found), [("client", 15.0), ("cloudfront_origin", 30.0)]);
    let idle = "load_balancer_idle";
    assert_eq!(violations(&found), [("client", idle), ("cloudfront_origin", idle)]);
    assert_eq!(found.timeouts.violations[1].setting, "OriginReadTimeout");
}

#[test]
fn clients_that_leave_as_they_like_show_no_time_out() {
    let found = diagnosed(&with(20, 40, |n, one| {
        if n % 3 == 0 {
            times_out(one, "460 -", 300 + n as i64 * 7919 % 40_000);
        }
    }));
    assert_eq!(rungs(&found), []);
}

/// Requests one after another on one target, some of them after a pause of a little over 5 s.
fn with_pauses(resets: bool) -> Vec<Request> {
    let mut requests = traffic();
    requests.truncate(1_200);
    let mut clock = 0;
    for (n, one) in (0_i64..).zip(&mut requests) {
        let is_long = n % 80 == 79;
        clock += if is_long { 5_010 + n % 7 } else { 1_000 + n * 37 % 3_000 };
        one.target = "10.0.0.1:8080".to_owned();
        (one.end, one.elapsed) = (clock + 40, 40);
        let is_reset = if resets { is_long } else { n % 77 == 76 };
        if is_reset {
            reset(one, 3);
            one.end = clock + 4;
        }
        clock = one.end;
    }
    requests
}

#[test]
fn resets_after_one_pause_show_how_long_targets_keep_connections() {
    let found = diagnosed(&with_pauses(true));
    assert_eq!(rungs(&found), [("target_keep_alive", 5.0)], "{:#?}", found.timeouts);
    assert_eq!(violations(&found), [("target_keep_alive", "load_balancer_idle")]);
    // The same resets after other pauses.
    assert_eq!(rungs(&diagnosed(&with_pauses(false))), []);
}
