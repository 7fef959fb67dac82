//! Group rules: an hour of even traffic, one fault in it, and the cause that must be named.

use why502_engine::Summary;

use crate::analysed;

/// One request of the hour; a fault changes some of them.
#[derive(Clone)]
pub(crate) struct Request {
    /// Milliseconds from 14:00 to its response, and from its start to its response.
    pub(crate) end: i64,
    pub(crate) elapsed: i64,
    pub(crate) target: String,
    pub(crate) times: String,
    pub(crate) statuses: &'static str,
    pub(crate) path: &'static str,
    pub(crate) agent: &'static str,
    pub(crate) reason: &'static str,
}

const PATHS: [&str; 5] = ["/", "/cart", "/login", "/search", "/feed"];
const AGENTS: [&str; 3] =
    ["curl/8.5.0", "okhttp/4.12.0", "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"];

/// 120 requests a minute, four targets, five paths, three user agents, as mixed as can be.
pub(crate) fn traffic() -> Vec<Request> {
    (0..7_200)
        .map(|n: i64| Request {
            end: n * 500 + 40,
            elapsed: 40,
            target: format!("10.0.0.{}:8080", n * 7 % 11 % 4 + 1),
            times: "0.001 0.038 0.000".to_owned(),
            statuses: "200 200",
            path: PATHS[(n * 3 % 17 % 5) as usize],
            agent: AGENTS[(n * 5 % 13 % 3) as usize],
            reason: "-",
        })
        .collect()
}

fn clock(milliseconds: i64) -> String {
    let (second, millis) = (milliseconds.div_euclid(1_000), milliseconds.rem_euclid(1_000));
    let second = second + 14 * 3_600;
    format!(
        "2026-11-22T{:02}:{:02}:{:02}.{millis:03}000Z",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

pub(crate) fn diagnosed(requests: &[Request]) -> Summary {
    let line = |(n, one): (usize, &Request)| {
        format!(
            "https {} app/shop/50dc6c495c0c9188 203.0.113.{}:50000 {} {} {} 150 277 \
             \"GET https://www.example.com:443{} HTTP/1.1\" \"{}\" - - \
             arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
             \"Root=1-6921c0de-{n:024x}\" \"-\" \"-\" 1 {} \"forward\" \"-\" \"{}\"\n",
            clock(one.end),
            n % 250,
            one.target,
            one.times,
            one.statuses,
            one.path,
            one.agent,
            clock(one.end - one.elapsed),
            one.reason,
        )
    };
    analysed(requests.iter().enumerate().map(line).collect())
}

/// Applies `fault` to every request between two minutes.
pub(crate) fn with(from: i64, to: i64, fault: impl Fn(usize, &mut Request)) -> Vec<Request> {
    let mut requests = traffic();
    let within = |one: &&mut Request| (from * 60_000..to * 60_000).contains(&one.end);
    requests.iter_mut().filter(within).enumerate().for_each(|(n, one)| fault(n, one));
    requests
}

fn refuse(one: &mut Request) {
    (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".to_owned(), "502 -", 2);
}

pub(crate) fn reset(one: &mut Request, milliseconds: i64) {
    one.times = format!("0.001 {}.{:03} -1", milliseconds / 1_000, milliseconds % 1_000);
    (one.statuses, one.elapsed) = ("502 -", milliseconds + 1);
}

#[track_caller]
fn expect(requests: &[Request], cause: &str) -> Summary {
    let found = diagnosed(requests);
    let first = found.findings.first().unwrap_or_else(|| panic!("nothing found, want {cause}"));
    assert_eq!(first.cause, cause, "{:#?}", found.findings);
    assert!(!first.background && first.confidence >= 0.5, "{first:#?}");
    assert_eq!(found.incidents.len(), 1, "{:#?}", found.incidents);
    let failed: u64 = found.incidents.iter().map(|incident| incident.failed).sum();
    assert_eq!(failed, requests.iter().filter(|one| one.statuses != "200 200").count() as u64);
    found
}

#[test]
fn even_traffic_has_no_finding() {
    let found = diagnosed(&traffic());
    assert!(found.findings.is_empty() && found.incidents.is_empty());
}

#[test]
fn what_no_access_log_shows_is_named_with_the_values_of_these_logs() {
    let found = diagnosed(&traffic());
    let command = |statement: &str| {
        let thing = found.not_visible.iter().find(|one| one.statement.as_str() == statement);
        thing.unwrap_or_else(|| panic!("{statement}: {:#?}", found.not_visible)).command.clone()
    };
    assert!(command("health-check settings").contains(
        "--region eu-west-1 --target-group-arns \
         arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff"
    ));
    assert!(
        command("contents of security groups").contains(":loadbalancer/app/shop/50dc6c495c0c9188")
    );
    assert_eq!(command("DNS records and their TTL"), "dig www.example.com");
    assert!(command("who deployed or changed settings").contains("--start-time 2026-11-22T13:5"));
    // Nothing of a distribution or an API was read.
    assert!(!found.not_visible.iter().any(|one| one.command.contains("cloudfront")));
}

#[test]
fn one_target_of_four_that_refuses_is_down_and_all_four_are_all() {
    let one = with(20, 26, |_, one| {
        if one.target == "10.0.0.2:8080" {
            refuse(one)
        }
    });
    assert_eq!(expect(&one, "target-down").findings[0].scope.targets, ["10.0.0.2:8080"]);
    let all = with(20, 26, |_, one| refuse(one));
    assert_eq!(expect(&all, "all-targets-refusing").findings[0].scope.targets.len(), 4);
}

#[test]
fn a_whole_group_behind_tls_that_never_answers_is_a_handshake() {
    let mut requests = with(20, 40, |_, one| refuse(one));
    requests.iter_mut().for_each(|one| one.target = one.target.replace(":8080", ":8443"));
    expect(&requests, "target-tls-handshake");
}

#[test]
fn a_target_that_refuses_only_when_it_is_new_does_not_listen_yet() {
    let requests = with(30, 60, |_, one| {
        if one.target == "10.0.0.3:8080" {
            one.target = "10.0.0.9:8080".to_owned();
            if one.end < 31 * 60_000 {
                refuse(one);
            }
        }
    });
    let found = expect(&requests, "target-not-listening-yet");
    assert_eq!(found.findings[0].scope.targets, ["10.0.0.9:8080"]);
}

#[test]
fn requests_of_one_target_that_end_together_died_with_it() {
    let crash = 30 * 60_000;
    let requests = with(29, 31, |n, one| {
        if one.target == "10.0.0.1:8080" && one.end <= crash && one.end > crash - 20_000 {
            let ran = crash - one.end + 40;
            (one.end, one.elapsed) = (crash + n as i64, ran);
            one.times = format!("0.001 {}.{:03} -1", ran / 1_000, ran % 1_000);
            one.statuses = "502 -";
        }
    });
    assert_eq!(expect(&requests, "target-crash").findings[0].scope.targets, ["10.0.0.1:8080"]);
}

#[test]
fn a_crash_stays_one_however_long_the_target_refuses_afterwards() {
    let crash = 30 * 60_000;
    let requests = with(29, 40, |n, one| {
        if one.target != "10.0.0.1:8080" {
            return;
        }
        if one.end <= crash && one.end > crash - 5_000 {
            let ran = crash - one.end + 40;
            (one.end, one.elapsed) = (crash + n as i64 % 100, ran);
            one.times = format!("0.001 {}.{:03} -1", ran / 1_000, ran % 1_000);
            one.statuses = "502 -";
        } else if one.end > crash {
            (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".to_owned(), "502 -", 2);
        }
    });
    assert_eq!(expect(&requests, "target-crash").findings[0].scope.targets, ["10.0.0.1:8080"]);
}

#[test]
fn two_targets_that_refuse_one_after_the_other_were_restarted() {
    let restarted = [("10.0.0.1:8080", 30 * 60_000), ("10.0.0.2:8080", 32 * 60_000)];
    let requests: Vec<_> = with(29, 40, |_, one| {
        let down = restarted
            .iter()
            .any(|&(target, at)| one.target == target && (at..at + 30_000).contains(&one.end));
        if down {
            (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".to_owned(), "502 -", 2);
        }
    })
    .into_iter()
    .filter(|one| restarted.iter().any(|(target, _)| one.target == *target))
    .collect();
    expect(&requests, "rolling-deploy");
}

#[test]
fn answers_that_the_load_balancer_did_not_take_are_a_case_of_their_own() {
    let requests = with(20, 40, |n, one| {
        if one.path == "/login" && n % 2 == 0 {
            reset(one, 38);
            one.statuses = "502 302";
        }
    });
    expect(&requests, "malformed-response");
}

#[test]
fn a_path_that_fails_on_every_target_is_malformed_even_all_day() {
    let part = with(20, 40, |_, one| {
        if one.path == "/feed" {
            reset(one, 38)
        }
    });
    assert_eq!(expect(&part, "malformed-response").findings[0].scope.paths, ["/feed"]);
    let all = with(0, 61, |_, one| {
        if one.path == "/feed" {
            reset(one, 38)
        }
    });
    expect(&all, "malformed-response");
}

#[test]
fn one_agent_that_is_dropped_on_one_path_is_about_its_requests() {
    let requests = with(0, 61, |n, one| {
        if n % 9 == 0 {
            (one.agent, one.path) = ("AcmeSync/2.1", "/search");
            reset(one, 3);
        }
    });
    expect(&requests, "request-dependent-reset");
}

#[test]
fn slow_requests_that_end_at_one_value_were_killed() {
    let requests = with(20, 40, |n, one| {
        if one.path == "/search" && n % 2 == 0 {
            reset(one, 30_000 + n as i64 % 90);
        }
    });
    assert_eq!(expect(&requests, "worker-timeout").findings[0].scope.paths, ["/search"]);
}

#[test]
fn time_outs_of_connecting_and_answering_are_told_apart() {
    let connecting = with(20, 30, |_, one| {
        (one.times, one.statuses, one.elapsed) = ("-1 -1 -1".to_owned(), "504 -", 10_001);
    });
    expect(&connecting, "connect-timeout");
    let answering = with(20, 30, |_, one| {
        if one.path == "/search" {
            (one.times, one.statuses, one.elapsed) = ("0.001 -1 -1".to_owned(), "504 -", 60_002);
        }
    });
    expect(&answering, "response-timeout");
    let unreachable = with(20, 30, |n, one| {
        if one.target == "10.0.0.4:8080" {
            (one.times, one.statuses) = ("-1 -1 -1".to_owned(), "502 -");
            one.elapsed = 3_000 + n as i64 % 70;
        }
    });
    expect(&unreachable, "host-unreachable");
}

#[test]
fn a_function_that_ends_at_its_ceiling_timed_out_and_otherwise_failed() {
    let fails = |ran: fn(usize) -> i64| {
        with(20, 30, move |n, one| {
            if n % 3 == 0 {
                reset(one, ran(n));
                (one.target, one.reason) = ("-".to_owned(), "LambdaUnhandled");
            }
        })
    };
    expect(&fails(|n| 3_000 + n as i64 % 7), "lambda-timeout");
    expect(&fails(|n| 50 + n as i64 * 37 % 2_900), "lambda-error");
}

#[test]
fn a_thin_trickle_on_all_targets_is_background() {
    let requests = with(0, 61, |n, one| {
        if n % 400 == 7 {
            reset(one, 4)
        }
    });
    let found = diagnosed(&requests);
    assert!(found.incidents.is_empty(), "{:#?}", found.incidents);
    assert_eq!(found.findings.len(), 1);
    let only = &found.findings[0];
    assert!(
        only.background && only.confidence < 0.5 && only.cause == "keepalive-race",
        "{only:#?}"
    );
}

#[test]
fn a_log_that_does_not_name_its_distribution_is_judged_too() {
    let header =
        "#Fields: date time sc-status x-edge-result-type x-edge-detailed-result-type time-taken\n";
    let line = |n: i64| {
        let at = clock(n * 500);
        let outcome = if (2_400..3_000).contains(&n) {
            "504\tError\tOriginCommError\t30.02"
        } else {
            "200\tMiss\tMiss\t0.1"
        };
        format!("{}\t{}\t{outcome}\n", &at[..10], &at[11..19])
    };
    let found = analysed(header.to_owned() + &(0..7_200).map(line).collect::<String>());
    assert_eq!((found.requests, found.failed), (7_200, 600));
    assert_eq!((found.findings[0].cause, found.findings[0].requests), ("origin-timeout", 600));
}
