//! `--fail-on`: what holds, what is refused, and what is said of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use why502_engine::summary::{Finding, FindingSignature, Latency, Scope, SignatureCount, Summary};
use why502_engine::{Analysis, Condition, Settings};
use why502_parse::Timestamp;

const NOW: Timestamp = Timestamp::from_micros(1_795_353_600_000_000);

fn finding(cause: &'static str, requests: u64, confidence: f64) -> Finding {
    Finding {
        rank: 1,
        cause,
        title: "".into(),
        grade: "strong",
        confidence,
        uncalibrated: confidence,
        requests,
        share: 0.5,
        first_seen: NOW,
        last_seen: NOW,
        background: false,
        scope: Scope::default(),
        statuses: BTreeMap::new(),
        signatures: vec![FindingSignature { id: "alb-keepalive-race", requests }],
        evidence: vec![],
        contrasts: vec![],
        next_checks: vec![],
        remedies: vec![],
        references: vec![],
        trigger: None,
    }
}

fn signature(id: &'static str, status: u16, requests: u64) -> SignatureCount {
    SignatureCount {
        id,
        status: Some(status),
        requests,
        grade: "strong",
        first_seen: NOW,
        last_seen: NOW,
    }
}

/// 10,000 requests; 7 got a 502, 3 a 504.
fn summary() -> Summary {
    let counts = [("200", 9_980), ("404", 10), ("502", 7), ("504", 3)];
    Summary {
        requests: 10_000,
        failed: 10,
        bad_gateways: 7,
        status_counts: counts.map(|(status, n)| (status.to_owned(), n)).into(),
        signatures: vec![
            signature("alb-keepalive-race", 502, 7),
            signature("alb-504-response-timeout", 504, 3),
        ],
        findings: vec![finding("keepalive-race", 7, 0.43), finding("response-timeout", 3, 0.7)],
        latency: Some(Latency { p50: 0.01, p90: 0.05, p95: 0.1, p99: 0.4, max: 8.4 }),
        ..empty()
    }
}

fn empty() -> Summary {
    Analysis::new(Settings::default()).into_summary()
}

fn condition(text: &str) -> Condition {
    Condition::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn holds(text: &str) -> bool {
    condition(text).judge(&summary()).held
}

fn refusal(text: &str) -> String {
    let refused = Condition::parse(text).err();
    refused.unwrap_or_else(|| panic!("{text} is a condition")).to_string()
}

#[test]
fn figures_are_compared_in_their_units() {
    for text in [
        "bad_gateways > 0",
        "bad_gateways = 7",
        "failed >= 10",
        "share >= 0.1%",
        "share = 0.001",
        "p99 > 399ms",
        "p99 <= 0.4",
        "max > 8s",
        "gateway_timeouts == 3 and unavailable = 0",
        "incidents = 0",
        "findings = 2",
        "confidence >= 70%",
        "requests < 10001",
        "records = 0 and rejected_lines = 0 and failed_objects = 0",
        "not failed > 10",
        "failed > 10 or bad_gateways > 5",
        "NOT (failed > 10 OR bad_gateways > 7)",
    ] {
        assert!(holds(text), "{text}");
        assert!(!holds(&format!("not ({text})")), "{text}");
    }
}

#[test]
fn some_of_the_requests_are_counted_by_cause_signature_and_status() {
    for text in [
        "rate(cause=keepalive-race) = 0.07%",
        "rate(cause=keepalive-race) > 0.0006",
        "count(cause='keepalive-race') = 7",
        "count(cause=rolling-deploy) = 0",
        "count( signature = alb-504-response-timeout ) = 3",
        "count(signature=unattributed) = 0",
        "rate(status=502) = 0.07 %",
        "count(status=5xx) = 10",
        "count(status=4xx) = 10",
        "count(status=-) = 0 and count(status=000) = 0",
        "confidence(cause=keepalive-race) < 0.5",
        "confidence(cause=target-down) = 0",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn what_the_summary_does_not_have_passes_no_test() {
    let empty = empty();
    for text in ["p99 > 0", "p99 <= 1h", "share = 0", "rate(status=502) < 1"] {
        let judgement = condition(text).judge(&empty);
        assert!(!judgement.held, "{text}");
        assert_eq!(judgement.measured[0].value, None);
        assert!(judgement.figures().contains("is not known"), "{}", judgement.figures());
        assert!(condition(&format!("not {text}")).judge(&empty).held, "{text}");
    }
}

#[test]
fn what_is_measured_is_told_once_with_its_parts() {
    let judgement = condition("rate(status=502) > 0.1% or p99 > 2s or not rate(status=502) > 1")
        .judge(&summary());
    assert!(judgement.held);
    assert_eq!(
        judgement.figures(),
        "rate(status=502) is 0.07 % (7 of 10,000 requests); p99 is 0.4 s"
    );
    let shown = |text| condition(text).judge(&summary()).figures();
    assert_eq!(shown("share > 0.5"), "share is 0.001 (10 of 10,000 requests)");
    assert_eq!(shown("requests > 1"), "requests is 10,000");
    assert_eq!(shown("count(status=5xx) > 1"), "count(status=5xx) is 10");
    assert_eq!(condition(" failed > 1 ").text(), "failed > 1");
}

#[test]
fn a_mistake_is_told_with_its_place_and_the_nearest_name() {
    for (text, words) in [
        (
            "bad_gatways > 0",
            "at byte 1, before `bad_gatways > 0`: there is no figure of that name; the nearest is bad_gateways",
        ),
        ("failed > 1 and p98 > 1s", "at byte 16"),
        (
            "rate(cause=keepalive-rce) > 0",
            "at byte 12, before `keepalive-rce) > 0`: there is no cause of that name; the nearest is keepalive-race",
        ),
        ("count(signature=alb-lambda-unhandeld) > 0", "the nearest is alb-lambda-unhandled"),
        ("count(signature=xyz) > 0", ", and docs/CAUSES.md has all"),
        ("xyz > 0", "there are requests, failed, "),
        ("count(status=50) > 0", "expected a status such as 502, a class such as 5xx"),
        ("count(status=55xx) > 0", "expected a status"),
        ("count(target=a) > 0", "expected cause=NAME, signature=ID or status=CODE"),
        ("count > 0", "count needs to know of what"),
        ("failed(status=502) > 0", "failed is of everything"),
        ("confidence(status=502) > 0", "only a cause has a confidence"),
        ("share(cause=overload) > 1%", "share is of everything"),
        ("failed > 2s", "a number of things, without a unit"),
        ("failed > 1%", "a number of things, without a unit"),
        ("share > 5", "never more than 1, or 100%"),
        ("share > 2s", "a part of the whole"),
        ("p99 > 10KB", "expected a duration"),
        ("p99 > 5%", "expected a duration"),
        ("failed > -1", "no figure is less than 0"),
        ("failed > many", "a number of things"),
        ("failed ~ 1", "expected >, >=, <, <=, = or != behind the figure"),
        ("failed", "at its end: expected >, >="),
        ("failed >", "at its end: expected a number of things"),
        ("", "at its end: expected a condition such as bad_gateways > 0"),
        ("failed > 1 failed > 2", "expected and, or, or the end"),
        ("(failed > 1", "the closing parenthesis"),
        ("rate(status=502 > 1", "expected the closing parenthesis"),
        ("'failed' > 1", "expected a condition"),
    ] {
        let said = refusal(text);
        assert!(said.contains(words), "{text}: {said}");
    }
    assert!(refusal(&"(".repeat(500)).contains("nested too deeply"));
    assert!(refusal(&"not ".repeat(500)).contains("nested too deeply"));
}

#[test]
fn figures_of_the_diagnosis_need_causes() {
    let needs = |text| condition(text).needs_causes();
    assert_eq!(needs("failed > 1 and p99 > 1s and count(status=502) > 1"), None);
    assert_eq!(needs("failed > 1 or not incidents > 0"), Some("incidents".to_owned()));
    assert_eq!(needs("rate(cause=overload) > 0"), Some("rate(cause=overload)".to_owned()));
    for text in ["findings > 0", "confidence > 0", "confidence(cause=overload) > 0"] {
        assert!(needs(text).is_some(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_refused(text in "(not |\\(|failed|rate|cause=|[<>=!]{1,2}| 1|%|\\)|'|p99| and | or |é){0,12}") {
        if let Ok(condition) = Condition::parse(&text) {
            let held = condition.judge(&summary()).held;
            prop_assert_eq!(condition.judge(&summary()).held, held);
        }
    }

    #[test]
    fn a_conjunction_holds_where_both_hold(a in 0_u64..20, b in 0_u64..20) {
        let (one, other) = (format!("failed > {a}"), format!("bad_gateways <= {b}"));
        let (x, y) = (10 > a, 7 <= b);
        prop_assert_eq!(holds(&format!("{one} and {other}")), x && y);
        prop_assert_eq!(holds(&format!("{one} or {other}")), x || y);
        prop_assert_eq!(holds(&format!("not {one} and {other}")), !x && y);
        prop_assert_eq!(holds(&format!("{one} or {other} and not {one}")), x || y);
    }
}
