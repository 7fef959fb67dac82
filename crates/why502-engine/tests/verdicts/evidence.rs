//! What logs of other systems do to a finding: they raise it, lower it or decide it, where they are
//! about the same targets and the same time, and nothing else.

use why502_engine::Summary;
use why502_engine::summary::Finding;

use crate::{analysed, analysed_together};

/// `15:02:11.250` on the day, of milliseconds from 14:00.
fn clock(milliseconds: i64) -> String {
    let second = 14 * 3_600 + milliseconds / 1_000;
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        second / 3_600,
        second / 60 % 60,
        second % 60,
        milliseconds % 1_000
    )
}

const MINUTE: i64 = 60_000;
/// The failing requests lie here.
const FAULT: std::ops::Range<i64> = 30 * MINUTE..38 * MINUTE;

/// An hour of requests of a load balancer, one in half a second, to four targets; what `fails`
/// says of a request of the fault takes the place of times and statuses.
fn balancer(target: &str, fails: impl Fn(i64) -> Option<&'static str>) -> String {
    (0..7_200_i64)
        .map(|n| {
            let (at, host) = (n * 500, n * 7 % 11 % 4 + 1);
            let outcome = FAULT.contains(&at).then(|| fails(host)).flatten();
            let (outcome, reason) =
                outcome.unwrap_or("0.001 0.038 0.000 200 200|-").split_once('|').expect("two");
            let target = target.replace('#', &host.to_string());
            let elapsed = if outcome.contains("504 -") { 10_001 } else { 40 };
            format!(
                "https 2026-11-22T{}000Z app/shop/50dc6c495c0c9188 203.0.113.{}:50000 {target} {outcome} \
                 150 277 \"GET https://www.example.com:443/cart HTTP/1.1\" \"curl/8.5.0\" - - \
                 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
                 \"Root=1-6921c0de-{n:024x}\" \"-\" \"-\" 1 2026-11-22T{}000Z \"forward\" \"-\" \"{reason}\"\n",
                clock(at),
                n % 250,
                clock((at - elapsed).max(0)),
            )
        })
        .collect()
}

/// Ten seconds apart in a stretch of time.
fn every_ten_seconds(during: std::ops::Range<i64>, line: impl Fn(i64) -> String) -> String {
    during.step_by(10_000).map(line).collect()
}

fn checks(during: std::ops::Range<i64>, target: &str, group: &str, outcome: &str) -> String {
    every_ten_seconds(during, |at| {
        format!("http 2026-11-22T{}000Z 0.002123456 {target} {group} {outcome}\n", clock(at))
    })
}

fn first(found: &Summary) -> &Finding {
    let first = found.findings.first().expect("a finding");
    assert!(!first.background, "{first:#?}");
    first
}

/// The sentence of that kind with all of these words.
fn says(finding: &Finding, kind: &str, words: &[&str]) -> bool {
    finding.evidence.iter().filter(|one| one.kind == kind).any(|one| {
        let text = one.statement.text(why502_rulebook::Language::English);
        words.iter().all(|word| text.contains(word))
    })
}

fn shown(finding: &Finding) -> String {
    format!("{} {} {:#?}", finding.cause, finding.confidence, finding.evidence)
}

const REFUSED: &str = "-1 -1 -1 502 -|-";

#[test]
fn a_failing_health_check_of_the_same_target_raises_a_refusing_target() {
    let log = balancer("10.0.3.#:8080", |host| (host == 3).then_some(REFUSED));
    let alone = analysed(log.clone());
    let alone = first(&alone);
    assert_eq!(alone.cause, "target-down");
    let with = |others: String| analysed_together(vec![log.clone(), others], 1);
    let reset = "FAIL - ConnectionReset";
    let raised = with(checks(FAULT, "10.0.3.3:8080", "web", reset));
    let raised = first(&raised);
    assert!(raised.confidence > alone.confidence, "{} {}", shown(alone), shown(raised));
    let words = ["health-check log of 10.0.3.3:8080", "48 lines from 2026-11-22 14:30:00 UTC"];
    assert!(says(raised, "for", &words), "{}", shown(raised));
    for (what, others) in [
        ("another time", checks(0..8 * MINUTE, "10.0.3.3:8080", "web", reset)),
        ("another target", checks(FAULT, "10.0.3.2:8080", "web", reset)),
        ("another group", checks(FAULT, "10.0.3.3:8080", "api", reset)),
        ("all the time", checks(0..60 * MINUTE, "10.0.3.3:8080", "web", reset)),
        ("one check", checks(FAULT.start..FAULT.start + 1, "10.0.3.3:8080", "web", reset)),
    ] {
        let same = with(others);
        assert_eq!(shown(first(&same)), shown(alone), "{what}");
    }
}

#[test]
fn health_checks_that_pass_all_the_while_lower_a_refusing_target() {
    let log = balancer("10.0.3.#:8080", |host| (host == 3).then_some(REFUSED));
    let alone = analysed(log.clone());
    let with = |target: &str| {
        analysed_together(vec![log.clone(), checks(0..60 * MINUTE, target, "web", "PASS 200 -")], 1)
    };
    let lowered = with("10.0.3.3:8080");
    let lowered = first(&lowered);
    assert!(lowered.confidence < first(&alone).confidence, "{}", shown(lowered));
    assert!(says(lowered, "against", &["10.0.3.3:8080 passed every health check"]));
    let same = with("10.0.3.1:8080");
    assert_eq!(shown(first(&same)), shown(first(&alone)), "the target that served");
}

#[test]
fn a_rejected_flow_to_the_same_endpoint_raises_a_connection_that_times_out() {
    let unanswered = "-1 -1 -1 504 -|-";
    let log = balancer("10.0.3.#:8080", |host| (host == 3).then_some(unanswered));
    let alone = analysed(log.clone());
    let alone = first(&alone);
    assert_eq!(alone.cause, "connect-timeout", "{}", shown(alone));
    // 2026-11-22T14:00:00Z.
    let flows = |from: &str, to: &str| {
        every_ten_seconds(FAULT, |at| {
            let start = 1_795_356_000 + at / 1_000;
            format!(
                "2 123456789012 eni-0a1b2c3d {from} {to} 40312 8080 6 4 240 {start} {} REJECT OK\n",
                start + 9
            )
        })
    };
    let raised = analysed_together(vec![log.clone(), flows("10.0.1.9", "10.0.3.3")], 1);
    let raised = first(&raised);
    assert!(raised.confidence > alone.confidence, "{} {}", shown(alone), shown(raised));
    assert!(says(raised, "for", &["VPC flow log of 10.0.3.3:8080"]), "{}", shown(raised));
    for (from, to) in [("203.0.113.9", "10.0.3.3"), ("10.0.1.9", "10.0.3.2")] {
        let same = analysed_together(vec![log.clone(), flows(from, to)], 1);
        assert_eq!(shown(first(&same)), shown(alone), "{from} to {to}");
    }
}

#[test]
fn the_error_log_inside_a_target_names_the_inner_cause_and_keeps_the_outer_one() {
    let log = balancer("10.0.3.#:8080", |_| Some("0.001 0.002 0.000 502 502|-"));
    let alone = analysed(log.clone());
    let alone = first(&alone);
    assert_eq!(alone.cause, "target-generated-5xx");
    let errors = |host: &str| {
        every_ten_seconds(FAULT, |at| {
            let clock = clock(at);
            format!(
                "2026/11/22 {} [error] 31#31: *1729 connect() failed (111: Connection refused) while \
                 connecting to upstream, client: 203.0.113.9, server: _, request: \"GET /cart HTTP/1.1\", \
                 upstream: \"http://127.0.0.1:3000/cart\", host: \"{host}\"\n",
                &clock[..8]
            )
        })
    };
    let raised = analysed_together(vec![log.clone(), errors("WWW.example.com:443")], 1);
    let raised = first(&raised);
    assert_eq!(raised.cause, alone.cause);
    assert!(raised.confidence > alone.confidence, "{} {}", shown(alone), shown(raised));
    let words = ["nginx error log of www.example.com", "connection_refused", "RFC 9209"];
    assert!(says(raised, "for", &words), "{}", shown(raised));
    let same = analysed_together(vec![log, errors("other.example.com")], 1);
    assert_eq!(shown(first(&same)), shown(alone));
}

/// An hour of requests of an API; those of `/invoice` fail during the fault as `row` says: status,
/// status of the Lambda service, integration latency.
fn gateway(row: (&str, &str, i64)) -> String {
    (0..1_200_i64)
        .map(|n| {
            let at = n * 3_000;
            let failing = FAULT.contains(&at) && n % 2 == 0;
            let (status, service, latency) = if failing { row } else { ("200", "200", 40) };
            let path = if n % 2 == 0 { "/invoice" } else { "/" };
            format!(
                "{{\"requestId\":\"6921c0de-0000-4000-8000-{n:012}\",\"ip\":\"203.0.113.9\",\
                 \"requestTimeEpoch\":\"{}\",\"httpMethod\":\"GET\",\"resourcePath\":\"{path}\",\
                 \"status\":\"{status}\",\"responseLatency\":\"{}\",\"integrationLatency\":\"{latency}\",\
                 \"integrationStatus\":\"{service}\",\"awsEndpointRequestId\":\"{}\",\"apiId\":\"a1b2c3d4e5\",\
                 \"stage\":\"prod\"}}\n",
                1_795_356_000_000 + at,
                latency + 5,
                id(n)
            )
        })
        .collect()
}

fn id(n: i64) -> String {
    format!("0b1e5f3a-0000-4000-8000-{n:012}")
}

/// The function's log of the failing requests, by ids that are `shift` off.
fn function(shift: i64, status: &str, milliseconds: i64) -> String {
    (0..1_200_i64)
        .filter(|n| FAULT.contains(&(n * 3_000)) && n % 2 == 0)
        .map(|n| {
            let (at, id) = (clock(n * 3_000 + milliseconds), id(n + shift));
            format!(
                "{{\"time\":\"2026-11-22T{at}Z\",\"type\":\"platform.report\",\"record\":{{\
                 \"requestId\":\"{id}\",\"status\":\"{status}\",\"metrics\":{{\"durationMs\":{milliseconds}.0,\
                 \"billedDurationMs\":{milliseconds},\"memorySizeMB\":128,\"maxMemoryUsedMB\":60}}}}}}\n\
                 {{\"timestamp\":\"2026-11-22T{at}Z\",\"level\":\"INFO\",\"message\":\"done\",\
                 \"function_name\":\"invoice\",\"requestId\":\"{id}\"}}\n"
            )
        })
        .collect()
}

#[test]
fn the_function_s_log_decides_what_an_api_cannot_tell() {
    let malformed = gateway(("502", "200", 40));
    let alone = analysed(malformed.clone());
    let alone = first(&alone);
    assert_eq!(alone.cause, "apigw-malformed-proxy-response");
    let failed = analysed_together(vec![malformed.clone(), function(0, "error", 12)], 1);
    let failed = first(&failed);
    assert_eq!((failed.cause, failed.grade), ("apigw-lambda-error", "deterministic"));
    assert_eq!(failed.scope.functions, ["invoice"]);
    let words = ["80 of 80 failing requests have their Lambda invocation", "ended in an error"];
    assert!(says(failed, "for", &words), "{}", shown(failed));
    let returned = analysed_together(vec![malformed.clone(), function(0, "success", 12)], 1);
    let returned = first(&returned);
    assert_eq!(returned.cause, alone.cause);
    assert!(returned.confidence > alone.confidence, "{} {}", shown(alone), shown(returned));
    let strangers = analysed_together(vec![malformed, function(5_000, "success", 12)], 1);
    assert_eq!(shown(first(&strangers)), shown(alone));
    let unknown = gateway(("502", "500", 40));
    assert_eq!(first(&analysed(unknown.clone())).cause, "unattributed");
    let decided = analysed_together(vec![unknown, function(0, "success", 12)], 1);
    assert_eq!(first(&decided).cause, "apigw-malformed-proxy-response");
}

#[test]
fn a_time_out_of_the_function_is_known_by_its_length_where_no_id_is_shared() {
    let log = gateway(("502", "200", 3_004));
    let found = analysed_together(vec![log.clone(), function(5_000, "timeout", 3_000)], 1);
    let found = first(&found);
    assert_eq!((found.cause, found.grade), ("apigw-lambda-error", "strong"), "{}", shown(found));
    assert!(says(found, "for", &["80 Lambda invocations meanwhile timed out after 3.0 s"]));
    let other = analysed_together(vec![log.clone(), function(5_000, "timeout", 6_000)], 1);
    assert_eq!(first(&other).cause, first(&analysed(log)).cause);
}

#[test]
fn invocations_that_run_on_confirm_the_api_s_own_time_out() {
    let log = gateway(("504", "-", 29_001));
    let found = analysed_together(vec![log, function(0, "success", 44_000)], 1);
    let found = first(&found);
    assert_eq!(found.cause, "apigw-integration-timeout");
    assert!(
        says(found, "for", &["ran on after the caller had given up (44.0 s"]),
        "{}",
        shown(found)
    );
}

#[test]
fn a_health_check_s_log_names_the_function_behind_a_load_balancer() {
    let unhandled = "0.000 0.020 0.000 502 -|LambdaUnhandled";
    let log = balancer("-", |_| Some(unhandled));
    let alone = analysed(log.clone());
    assert!(first(&alone).scope.functions.is_empty());
    assert_eq!(first(&alone).cause, "lambda-error");
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live";
    let named = analysed_together(vec![log, checks(0..60 * MINUTE, arn, "web", "PASS 200 -")], 1);
    assert_eq!(first(&named).scope.functions, ["checkout"]);
}

#[test]
fn an_invocation_of_the_same_trace_decides_between_error_and_time_out() {
    let log = balancer("-", |_| Some("0.000 0.020 0.000 502 -|LambdaUnhandled"));
    let reports: String = (0..7_200_i64)
        .filter(|n| FAULT.contains(&(n * 500)))
        .map(|n| {
            format!(
                "REPORT RequestId: {}\tDuration: 700.00 ms\tBilled Duration: 700 ms\tMemory Size: 128 MB\t\
                 Max Memory Used: 60 MB\tXRAY TraceId: 1-6921c0de-{n:024x}\tSegmentId: 4f5a6b7c8d9e0f10\t\
                 Sampled: true\tStatus: timeout\n",
                id(n)
            )
        })
        .map(|line| format!("2026-11-22T14:32:00.000Z {line}"))
        .collect();
    let found = analysed_together(vec![log, reports], 1);
    let found = first(&found);
    assert_eq!((found.cause, found.grade), ("lambda-timeout", "deterministic"), "{}", shown(found));
}

#[test]
fn a_report_without_an_outcome_proves_nothing_beside_errors_that_name_no_invocation() {
    let log = gateway(("502", "200", 40));
    let text = |n: i64, more: &str| {
        let at = clock(n * 3_000 + 12);
        format!(
            "2026-11-22T{at}Z REPORT RequestId: {}\tDuration: 12.00 ms\tBilled Duration: 12 ms\t\
             Memory Size: 128 MB\tMax Memory Used: 60 MB\t\n{}",
            id(n),
            more.replace('@', &at)
        )
    };
    let reports = |more: &str| -> String {
        (0..1_200).filter(|n| FAULT.contains(&(n * 3_000))).map(|n| text(n, more)).collect()
    };
    let alone = analysed(log.clone());
    let returned = analysed_together(vec![log.clone(), reports("")], 1);
    assert!(says(first(&returned), "for", &["returned without an error"]));
    assert!(first(&returned).confidence > first(&alone).confidence);
    let errors =
        reports("2026-11-22T@Z [ERROR] KeyError: 'body' Traceback (most recent call last):\n");
    let unsure = analysed_together(vec![log, errors], 1);
    assert!(!says(first(&unsure), "for", &["returned"]), "{}", shown(first(&unsure)));
    assert!(unsure.evidence.iter().any(|one| one.id == "lambda-function-error"));
}
