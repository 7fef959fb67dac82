//! Whatever the network does: the counts equal the truth, or what is missing is named.

use std::time::Duration;

use why502_testbed::{Fault, Proxy, Rule};

use crate::bucket::{BUCKET, REGION, analyze, failed, key, records, server, truth, url};

/// A pause that is longer than the silence the client bears.
const LONG: Duration = Duration::from_secs(14);

fn survived(rules: Vec<Rule>) {
    let server = server();
    let proxy =
        rules.into_iter().fold(Proxy::before(&server.endpoint()), |proxy, rule| proxy.rule(rule));
    let proxy = proxy.start().unwrap();
    let run = analyze(&proxy.endpoint(), REGION, &[]);
    assert!(proxy.faults() > 0, "no fault was injected");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, truth(&[]).stdout);
}

fn lost(fault: Fault, words: &[&str]) {
    let server = server();
    let rule = Rule::new(fault).path(&key(1, 15));
    let proxy = Proxy::before(&server.endpoint()).rule(rule).start().unwrap();
    let run = analyze(&proxy.endpoint(), REGION, &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    let failed = failed(&run);
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["source"], url(&key(1, 15)));
    assert_eq!(failed[0]["records_before_failure"], 0);
    let error = failed[0]["error"].as_str().unwrap();
    for word in words {
        assert!(error.contains(word), "{error}");
    }
    assert_eq!(records(&run), 3300);
    run.said(&["1 source could not be read", &url(&key(1, 15))]);
}

#[test]
fn throttled_listings_and_objects() {
    survived(vec![
        Rule::new(Fault::SlowDown).listings().times(2),
        Rule::new(Fault::SlowDown).objects().times(1).per_target(),
    ]);
}

#[test]
fn errors_of_the_server() {
    survived(vec![
        Rule::new(Fault::InternalError).listings().times(1),
        Rule::new(Fault::InternalError).objects().every(3),
    ]);
}

#[test]
fn connections_reset_before_an_answer() {
    survived(vec![Rule::new(Fault::ResetBeforeAnswer).every(4)]);
}

#[test]
fn bodies_reset_or_cut_short() {
    survived(vec![
        Rule::new(Fault::ResetInBody { after_bytes: 1000 }).objects().every(3),
        Rule::new(Fault::FinInBody { after_bytes: 2000 }).objects().every(2),
    ]);
}

#[test]
fn a_listing_cut_short() {
    survived(vec![Rule::new(Fault::FinInBody { after_bytes: 700 }).listings().times(1)]);
}

#[test]
fn a_body_that_claims_to_be_whole() {
    survived(vec![Rule::new(Fault::ShortLength { bytes: 3000 }).objects().times(1).per_target()]);
    // And always: the rest is asked for, until all of the listed size is there.
    survived(vec![Rule::new(Fault::ShortLength { bytes: 3000 }).objects()]);
    // One that gives nothing at all is never counted as the whole.
    lost(Fault::ShortLength { bytes: 0 }, &["ended at byte 0 of"]);
}

#[test]
fn a_flipped_byte_once() {
    survived(vec![Rule::new(Fault::FlippedByte { at: 4000 }).objects().times(1).per_target()]);
}

#[test]
fn a_flipped_first_byte_does_not_make_a_log_something_else() {
    survived(vec![Rule::new(Fault::FlippedByte { at: 0 }).objects().times(1).per_target()]);
    lost(Fault::FlippedByte { at: 1 }, &["neither gzip, as its name says, nor a log"]);
}

#[test]
fn a_flipped_byte_always_is_a_damaged_object() {
    let server = server();
    let rule = Rule::new(Fault::FlippedByte { at: 4000 }).path(&key(1, 15));
    let proxy = Proxy::before(&server.endpoint()).rule(rule).start().unwrap();
    let run = analyze(&proxy.endpoint(), REGION, &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    let failed = failed(&run);
    assert_eq!((failed.len(), &failed[0]["source"]), (1, &url(&key(1, 15)).into()));
}

#[test]
fn silence_before_and_within_answers() {
    survived(vec![
        Rule::new(Fault::StallBeforeHead { pause: LONG }).objects().times(2),
        Rule::new(Fault::StallInBody { after_bytes: 900, pause: LONG }).objects().times(2),
    ]);
}

#[test]
fn drops_of_bytes() {
    let pause = Duration::from_millis(20);
    survived(vec![Rule::new(Fault::Drip { bytes: 400, pause }).objects()]);
}

#[test]
fn a_page_that_repeats() {
    let server = crate::bucket::server_with(why502_testbed::Options::new().page_size(4));
    let rule = Rule::new(Fault::RepeatedPage).listings().times(2);
    let proxy = Proxy::before(&server.endpoint()).rule(rule).start().unwrap();
    let run = analyze(&proxy.endpoint(), REGION, &["--since", "2026-11-22"]);
    assert!(proxy.faults() > 0, "no fault was injected");
    assert_eq!((run.status, &run.stdout), (0, &truth(&["--since", "2026-11-22"]).stdout));
}

#[test]
fn an_object_that_is_gone_replaced_or_denied_is_named() {
    lost(Fault::NoSuchKey, &["deleted", "request id"]);
    lost(Fault::PreconditionFailed, &["request id"]);
    lost(Fault::AccessDenied, &["s3:GetObject", "request id"]);
}

#[test]
fn a_bucket_that_may_not_be_listed_is_named() {
    let server = server();
    let proxy = Proxy::before(&server.endpoint())
        .rule(Rule::new(Fault::AccessDenied).listings())
        .start()
        .unwrap();
    let run = analyze(&proxy.endpoint(), REGION, &[]);
    assert_eq!(run.status, 4, "{}", run.stderr);
    run.said(&["s3:ListBucket", BUCKET]);
}

#[test]
fn a_server_that_never_answers_ends_the_run() {
    let server = server();
    let proxy = Proxy::before(&server.endpoint()).start().unwrap();
    proxy.silence();
    let run = analyze(&proxy.endpoint(), REGION, &[]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["no answer"]);
}
