//! Whom an incident hit, what was masked, and how the time around it compares.

use why502_engine::summary::{Incident, Phase, PhaseName};

use crate::across_given::{balancer, cloudfront, healthy, in_outage};
use crate::analysed_together;
use crate::causes::{Request, diagnosed, traffic};

/// One of the four targets refuses from one minute to another; half of what others served just
/// before is not found.
fn refused(from: i64, to: i64) -> Vec<Request> {
    let mut requests = traffic();
    for (n, one) in requests.iter_mut().enumerate() {
        let minute = one.end / 60_000;
        if (from..to).contains(&minute) && one.target == "10.0.0.1:8080" {
            (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".into(), "502 -", 2);
        } else if (from - 3..from).contains(&minute) && n % 2 == 0 {
            one.statuses = "404 404";
        }
    }
    requests
}

fn incident(requests: &[Request]) -> Incident {
    let mut found = diagnosed(requests);
    assert_eq!(found.incidents.len(), 1, "{:#?}", found.incidents);
    found.incidents.remove(0)
}

fn names(incident: &Incident) -> Vec<PhaseName> {
    incident.phases.iter().map(|phase| phase.name).collect()
}

#[test]
fn an_incident_says_whom_it_hit() {
    let requests = refused(20, 24);
    let Incident { impact, failed, .. } = incident(&requests);
    assert_eq!(failed, requests.iter().filter(|one| one.statuses == "502 -").count() as u64);
    assert_eq!((impact.client_networks, impact.distinct_targets, impact.masked), (1, 1, 0));
    assert_eq!(
        (&impact.hosts[..], impact.distinct_hosts),
        (&["www.example.com".to_owned()][..], 1)
    );
    assert_eq!((impact.paths.len(), impact.distinct_paths), (5, 5));
}

#[test]
fn the_time_before_and_after_is_as_long_as_the_incident() {
    let found = incident(&refused(20, 24));
    let [before, during, after] = &found.phases[..] else { panic!("{:?}", names(&found)) };
    let minutes = |phase: &Phase| (phase.to.micros() - phase.from.micros()) / 60_000_000;
    assert_eq!([before, during, after].map(minutes), [4, 4, 4]);
    assert_eq!((before.to, during.to), (during.from, after.from));
    assert_eq!((before.failed, during.failed, after.failed), (0, found.failed, 0));
    assert_eq!((before.requests, during.requests, after.requests), (480, 480, 480));
    assert_eq!((before.client_errors, during.client_errors), (180, 0));
    assert_eq!((before.requests_per_second, before.active_targets), (2.0, 4));
    let p99 = before.p99.expect("answers were timed");
    assert!(p99 <= 0.038 && p99 > 0.038 * 0.96, "{p99}");
}

#[test]
fn a_phase_is_cut_short_or_left_out_where_the_logs_end() {
    use PhaseName::{After, Before, During};
    assert_eq!(names(&incident(&refused(0, 4))), [During, After]);
    assert_eq!(names(&incident(&refused(56, 60))), [Before, During]);
    let found = incident(&refused(2, 10));
    assert_eq!(names(&found), [Before, During, After]);
    let (before, after) = (&found.phases[0], &found.phases[2]);
    assert_eq!((before.requests, after.requests), (240, 960));
    // The first response of all.
    assert_eq!(before.from.micros() % 60_000_000, 40_000);
    let mut requests = refused(20, 24);
    requests.retain(|one| !(24..30).contains(&(one.end / 60_000)));
    assert_eq!(names(&incident(&requests)), [Before, During], "nothing is known of the pause");
}

#[test]
fn viewers_are_counted_by_the_log_that_saw_them_and_those_who_saw_no_failure_are_not() {
    const EDGE: &str = "d111111abcdef8.cloudfront.net";
    let mut requests = healthy();
    let (mut failed, mut masked) = (0, 0);
    for request in requests.iter_mut().filter(in_outage) {
        if request.target == "10.0.1.6:8080" {
            request.behind = vec![(10, 5, 502, "-")];
            let status = if failed % 3 == 2 { 200 } else { 502 };
            (request.taken, request.edge) = (30, (status, "Error", "Error"));
            failed += 1;
            masked += u64::from(status == 200);
        }
    }
    let texts = vec![
        cloudfront(EDGE, &requests)
            .replace("\twww.example.com\t", "\tshop.example.com\t")
            .replace("\t203.0.113.1", "\t192.0.2.1"),
        balancer("shop", "Amazon CloudFront", &requests),
    ];
    let found = analysed_together(texts, 1);
    let [incident] = &found.incidents[..] else { panic!("{:?}", found.incidents) };
    let impact = &incident.impact;
    assert_eq!((incident.failed, impact.masked), (failed, masked));
    assert_eq!(impact.distinct_targets, 1);
    assert!(impact.hosts.contains(&"shop.example.com".to_owned()), "{:?}", impact.hosts);
    assert_eq!(impact.distinct_hosts, 2);
    assert_eq!(impact.client_networks, 2, "the load balancer saw one, an edge");
}
