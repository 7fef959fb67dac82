//! What failing requests have that concurrent ones have not: statistics, pairs, new targets.

use why502_engine::Summary;
use why502_engine::summary::FindingContrast;

use crate::causes::{Request, diagnosed, reset, traffic, with};

/// The differences listed with the first finding.
fn listed(found: &Summary) -> &[FindingContrast] {
    &found.findings.first().expect("a finding").contrasts
}

fn of<'s>(found: &'s Summary, dimension: &str) -> Option<&'s FindingContrast> {
    listed(found).iter().find(|one| one.dimension == dimension && one.pair_with.is_none())
}

fn says(found: &Summary, words: &str) -> bool {
    found.findings[0].evidence.iter().any(|one| one.statement.as_str().contains(words))
}

fn fail(one: &mut Request) {
    one.statuses = "502 502";
}

#[test]
fn a_difference_has_its_statistics() {
    let found = diagnosed(&with(20, 40, |_, one| {
        if one.path == "/feed" {
            reset(one, 38);
        }
    }));
    let path = of(&found, "path").expect("the path stands out");
    assert_eq!((path.values.as_slice(), path.support), (&["/feed".to_owned()][..], 1.0));
    assert!(path.failed == found.findings[0].requests && path.requests >= path.failed);
    assert!(path.q_value < 0.001 && path.low > 2.0 && path.low < path.risk_ratio, "{path:?}");
    assert!(of(&found, "target").is_none() && of(&found, "user_agent").is_none());
    assert!(listed(&found).iter().all(|one| one.pair_with.is_none()), "{:#?}", listed(&found));
}

#[test]
fn two_attributes_that_fail_only_together_are_a_pair() {
    let found = diagnosed(&with(20, 40, |_, one| {
        if one.path == "/search" && one.agent == "okhttp/4.12.0" {
            reset(one, 38);
        }
    }));
    let pair = listed(&found).iter().find(|one| one.pair_with.is_some()).expect("a pair");
    let other = pair.pair_with.as_ref().unwrap();
    assert_eq!((pair.dimension, other.dimension), ("path", "user_agent"));
    assert_eq!((pair.values[0].as_str(), other.values[0].as_str()), ("/search", "okhttp/4.12.0"));
    assert!(pair.q_value < 0.001 && pair.support == 1.0);
    assert!(says(&found, "both path /search and user agent okhttp/4.12.0"));
}

#[test]
fn new_targets_that_fail_while_old_ones_serve_are_the_trigger() {
    let found = diagnosed(&with(30, 60, |n, one| {
        if one.target == "10.0.0.3:8080" {
            one.target = format!("10.0.0.{}:8080", 20 + n % 2);
            fail(one);
        }
    }));
    let age = of(&found, "target_age").expect("the age of targets tells");
    assert_eq!(age.values, ["new"]);
    let trigger = found.findings[0].trigger.as_ref().expect("a trigger");
    assert!(trigger.what.as_str().starts_with("2 new targets"), "{trigger:?}");
    assert!(trigger.at <= found.findings[0].first_seen);
    assert!(says(&found, "older targets served"));
    let old = diagnosed(&with(30, 60, |_, one| {
        if one.target == "10.0.0.3:8080" {
            fail(one);
        }
    }));
    assert!(old.findings[0].trigger.is_none() && of(&old, "target_age").is_none());
}

#[test]
fn one_subnet_of_targets_is_told() {
    let mut requests = traffic();
    for (n, one) in requests.iter_mut().enumerate() {
        let network = n * 5 % 7 % 2;
        one.target = one.target.replace("10.0.0.", &format!("10.0.{network}."));
        if network == 1 && (20 * 60_000..40 * 60_000).contains(&one.end) {
            fail(one);
        }
    }
    let found = diagnosed(&requests);
    assert_eq!(of(&found, "subnet").expect("the subnet tells").values, ["10.0.1.0/24"]);
    assert!(says(&found, "a target in 10.0.1.0/24"));
}

#[test]
fn background_has_no_contrasts() {
    let found = diagnosed(&with(0, 61, |n, one| {
        if n % 400 == 7 {
            reset(one, 4);
        }
    }));
    assert!(found.findings[0].background && listed(&found).is_empty());
}
