//! CloudFront with what stands behind it: joined, blamed on the deepest layer, counted once.

use why502_engine::Summary;
use why502_engine::summary::Finding;

use crate::across_given::{
    HOUR_MS, Request, balancer, cloudfront, gateway, healthy, in_outage, scrambled,
};
use crate::analysed_together;

const EDGE: &str = "d111111abcdef8.cloudfront.net";
const AGENT: &str = "Amazon CloudFront";

fn incidents(found: &Summary) -> Vec<&'static str> {
    found.findings.iter().filter(|one| !one.background).map(|one| one.cause).collect()
}

fn says(finding: &Finding, words: &str) -> bool {
    finding.evidence.iter().any(|one| one.statement.as_str().contains(words))
}

fn statements(finding: &Finding) -> Vec<&str> {
    finding.evidence.iter().map(|one| one.statement.as_str()).collect()
}

/// One target refuses for three minutes.
fn refused() -> Vec<Request> {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if request.target == "10.0.1.6:8080" {
            request.behind = vec![(10, 5, 502, "-")];
            (request.taken, request.edge) = (30, (502, "Error", "Error"));
        }
    }
    requests
}

fn failing(requests: &[Request]) -> u64 {
    requests.iter().filter(|one| one.edge.0 >= 500).count() as u64
}

fn both(requests: &[Request]) -> Vec<String> {
    vec![cloudfront(EDGE, requests), balancer("shop", AGENT, requests)]
}

#[test]
fn what_the_load_balancer_shows_counts_once_under_its_cause() {
    let requests = refused();
    let expected = failing(&requests);
    let found = analysed_together(both(&requests), 1);
    assert_eq!(found.failed, 2 * expected, "two lines each");
    let [finding] = &found.findings[..] else {
        panic!("{:?}", found.findings.iter().map(|one| one.cause).collect::<Vec<_>>());
    };
    assert_eq!((finding.cause, finding.requests), ("target-down", expected));
    assert_eq!(finding.scope.targets, ["10.0.1.6:8080"]);
    assert!(
        says(finding, &format!("{expected} requests of CloudFront failed for this, at 4 edge")),
        "{:?}",
        statements(finding)
    );
    assert!(says(finding, "joined by method, path and time"));
    let [incident] = &found.incidents[..] else { panic!("{:?}", found.incidents) };
    assert_eq!((incident.failed, &incident.findings[..]), (expected, &[1][..]));
}

#[test]
fn any_order_and_number_of_workers_joins_the_same() {
    let requests = refused();
    let (early, late) = requests.split_at(3_100);
    let texts = || {
        let mut texts = both(early);
        texts.extend(both(late));
        texts
    };
    let json = |texts, workers| {
        let mut found = analysed_together(texts, workers);
        found.input.bytes = 0;
        serde_json::to_string(&found.findings).expect("JSON")
    };
    let expected = json(texts(), 1);
    assert!(expected.contains("requests of CloudFront failed for this"));
    for workers in [1, 2, 3] {
        let mut backwards = texts();
        backwards.reverse();
        assert!(json(backwards, workers) == expected, "{workers} workers");
    }
}

#[test]
fn failures_at_the_same_time_elsewhere_stay_apart() {
    let mut edge = healthy();
    for request in edge.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            (request.taken, request.edge) = (90, (502, "Error", "Error"));
            // Other paths but for two that every site has.
            request.path = request.path.replace("/cart/", "/media/");
        }
    }
    for agent in ["curl/8.5.0", AGENT] {
        let texts =
            vec![cloudfront(EDGE, &edge), balancer("shop", agent, &shifted(refused(), 400))];
        let found = analysed_together(texts, 1);
        let mut causes = incidents(&found);
        causes.sort_unstable();
        assert_eq!(causes, ["origin-passthrough", "target-down"], "{agent}");
        assert_eq!(found.incidents.len(), 2, "{agent}");
        assert!(!found.findings.iter().any(|one| says(one, "requests of CloudFront failed")));
    }
}

/// The same a little later: no request of one is a request of the other.
fn shifted(mut requests: Vec<Request>, by_ms: i64) -> Vec<Request> {
    requests.iter_mut().for_each(|one| one.at += by_ms + scrambled(one.at) % 7_000);
    requests
}

#[test]
fn cached_failures_are_amplification_of_what_was_cached() {
    let mut requests = refused();
    let failed: Vec<Request> =
        requests.iter().filter(|one| one.edge.0 == 502).step_by(2).cloned().collect();
    let echoes = failed.len();
    requests.extend(failed.into_iter().map(|one| Request {
        at: one.at + 4_000,
        taken: 1,
        behind: Vec::new(),
        ..one
    }));
    let found = analysed_together(both(&requests), 1);
    let [finding] = &found.findings[..] else { panic!("{:?}", incidents(&found)) };
    assert_eq!(finding.cause, "target-down");
    assert!(
        says(finding, &format!("{echoes} more were served from the edge's error cache")),
        "{:?}",
        statements(finding)
    );
}

#[test]
fn a_time_out_of_cloudfront_absorbs_the_requests_it_left_behind() {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            let wait = 10_000 + scrambled(request.at) % 20;
            request.behind = (0..3).map(|try_| (10 + try_ * 10_020, wait, 460, "-")).collect();
            (request.taken, request.edge) = (30_100, (504, "Error", "OriginCommError"));
        }
    }
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["origin-timeout"]);
    let finding = &found.findings[0];
    assert_eq!(finding.requests, failing(&requests));
    assert!(
        says(finding, "gave up after 30.1 s in 3 tries, and app/shop/50dc6c495c0c9188 logged"),
        "{:?}",
        statements(finding)
    );
    assert!(says(finding, "460 after 10.0 s"));
    assert!(!found.findings.iter().any(|one| one.cause == "client-closed"));
}

#[test]
fn a_time_out_of_the_load_balancer_wins_over_the_status_passed_on() {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            request.behind = vec![(10, 20_001, 504, "-")];
            (request.taken, request.edge) = (20_040, (504, "Error", "Error"));
        }
    }
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["response-timeout"]);
    assert_eq!(found.findings[0].requests, failing(&requests));
    assert!(says(&found.findings[0], "requests of CloudFront failed for this"));
}

#[test]
fn what_the_application_answered_itself_is_the_applications() {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            request.behind = vec![(10, 30, 503, "503")];
            (request.taken, request.edge) = (60, (503, "Error", "Error"));
        }
    }
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["target-generated-5xx"]);
    assert!(says(&found.findings[0], "requests of CloudFront failed for this"));
}

#[test]
fn viewers_who_saw_another_page_were_protected() {
    let mut requests = refused();
    requests
        .iter_mut()
        .filter(|one| one.edge.0 == 502)
        .for_each(|one| one.edge = (200, "Error", "Error"));
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["target-down"]);
    assert!(says(&found.findings[0], "those viewers were protected"));
}

#[test]
fn lines_that_fit_alike_are_told_and_a_shared_id_advised() {
    let mut requests = refused();
    requests.iter_mut().for_each(|one| one.path = "/checkout".to_owned());
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["target-down"]);
    let finding = &found.findings[0];
    assert!(says(finding, "more than one line fits about as well"), "{:?}", statements(finding));
    assert!(finding.remedies.iter().any(|one| one.as_str().contains("X-Amzn-Trace-Id")));
    // Paths with ids tell the requests apart.
    let found = analysed_together(both(&refused()), 1);
    assert!(!found.findings[0].remedies.iter().any(|one| one.as_str().contains("X-Amzn-Trace-Id")));
}

/// CloudFront cannot connect for three minutes.
fn unconnected() -> Vec<Request> {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            request.behind = Vec::new();
            (request.taken, request.edge) = (200, (502, "Error", "OriginConnectError"));
        }
    }
    requests
}

#[test]
fn no_line_behind_counts_for_something_only_where_the_log_is_there() {
    let requests = unconnected();
    let found = analysed_together(both(&requests), 1);
    assert_eq!(incidents(&found), ["origin-connect"]);
    assert!(
        says(&found.findings[0], "app/shop/50dc6c495c0c9188 shows no failing line"),
        "{:?}",
        statements(&found.findings[0])
    );
    let minutes = |one: &Request| (one.at - HOUR_MS) / 60_000;
    let kept: Vec<Request> =
        requests.iter().filter(|one| !(10..20).contains(&minutes(one))).cloned().collect();
    let texts = vec![cloudfront(EDGE, &requests), balancer("shop", AGENT, &kept)];
    let found = analysed_together(texts, 1);
    assert_eq!(incidents(&found), ["origin-connect"]);
    assert!(says(&found.findings[0], "has gaps in this time"));
    assert!(!says(&found.findings[0], "requests throughout"));
}

#[test]
fn an_api_behind_an_origin_path_is_found() {
    let mut requests = healthy();
    for request in requests.iter_mut().filter(in_outage) {
        if scrambled(request.at) % 3 == 0 {
            request.behind = vec![(10, 30, 502, "200")];
            (request.taken, request.edge) = (60, (502, "Error", "Error"));
        }
    }
    let found = analysed_together(vec![cloudfront(EDGE, &requests), gateway(&requests)], 1);
    assert_eq!(incidents(&found), ["apigw-malformed-proxy-response"]);
    assert!(says(&found.findings[0], "requests of CloudFront failed for this"));
}

#[test]
fn both_languages_say_it() {
    let mut found = analysed_together(both(&refused()), 1);
    found.speak(why502_rulebook::Language::Japanese);
    assert!(says(&found.findings[0], "エッジロケーション 4 か所"));
}

#[test]
fn a_sample_is_joined_by_groups_and_says_so() {
    // More failures than are kept one by one: thirty minutes in which every request fails.
    let requests: Vec<Request> = (0..80_000)
        .map(|number| Request {
            at: HOUR_MS + number * 20,
            taken: 40,
            path: format!("/cart/{}", scrambled(number) % 5_000),
            edge: (502, "Error", "Error"),
            behind: vec![(10, 20, 502, "502")],
            target: "10.0.1.5:8080",
        })
        .collect();
    let found = analysed_together(both(&requests), 2);
    assert_eq!(incidents(&found), ["target-generated-5xx"]);
    assert!(
        says(&found.findings[0], "by kind of request and half minute"),
        "{:?}",
        statements(&found.findings[0])
    );
    let counted = found.findings[0].requests;
    assert!((79_000..=81_000).contains(&counted), "{counted}");
}
