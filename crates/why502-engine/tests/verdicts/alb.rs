//! ALB access log.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::signatures;

use crate::signature_of;

/// The signature; then type, seconds from request to response, target, the three times, both
/// statuses, size and method of the request, actions, error reason.
const FAILURES: &str = "
alb-fixed-response-5xx               https 0.001  -             -1,-1,-1          503,-   150,GET      fixed-response -
alb-waf-call-failed                  https 0.900  -             -1,-1,-1          500,-   150,GET      waf-failed     WAFConnectionTimeout
alb-561-idp-returned-error           https 0.900  -             -1,-1,-1          561,-   150,GET      authenticate   AuthTokenEpRequestFailed
alb-auth-idp-error                   https 5.100  -             -1,-1,-1          500,-   150,GET      authenticate   AuthTokenEpRequestTimeout
alb-weighted-target-group-cookie     https 0.001  -             -1,-1,-1          500,-   150,GET      forward        AWSALBTGCookieInvalid
alb-lambda-response-too-large        https 0.300  -             0.001,0.299,0.000 502,-   150,GET      forward        LambdaResponseTooLarge
alb-lambda-invalid-response          https 0.300  -             0.001,0.299,0.000 502,-   150,GET      forward        LambdaInvalidResponse
alb-lambda-unhandled                 https 3.000  -             0.001,2.999,0.000 502,-   150,GET      forward        LambdaUnhandled
alb-lambda-throttled                 https 0.010  -             0.001,0.009,0.000 502,-   150,GET      forward        LambdaThrottling
alb-lambda-config-error              https 0.010  -             0.001,0.009,0.000 502,-   150,GET      forward        LambdaAccessDenied
alb-lambda-service-error             https 0.010  -             0.001,0.009,0.000 504,-   150,GET      forward        LambdaConnectionTimeout
alb-lambda-bad-request               https 0.010  -             -1,-1,-1          413,-   150,GET      forward        LambdaRequestTooLarge
alb-target-generated-5xx             https 0.010  10.0.0.7:8080 0.001,0.008,0.000 502,502 150,GET      forward        -
alb-504-body-short-of-content-length https 60.010 10.0.0.7:8080 0.001,0.008,0.000 504,200 150,GET      forward        -
alb-response-rewritten               https 0.010  10.0.0.7:8080 0.001,0.008,-1    502,200 150,GET      forward        -
alb-460-client-closed                https 2.500  10.0.0.7:8080 0.000,-1,-1       460,-   150,GET      forward        -
alb-463-xff-too-long                 https 0.001  -             -1,-1,-1          463,-   150,GET      -              -
alb-464-protocol-version-mismatch    h2    0.001  -             -1,-1,-1          464,-   150,GET      forward        -
alb-400-408-client-side              http  0.001  -             -1,-1,-1          400,-   150,GET      -              -
alb-503-no-registered-targets        https 0.001  -             -1,-1,-1          503,-   150,GET      forward        -
alb-504-connect-timeout              https 10.001 10.0.0.7:8080 -1,-1,-1          504,-   150,GET      forward        -
alb-504-connect-timeout              https 10.001 10.0.0.7:8080 -1,-1,-1          502,-   150,GET      forward        -
alb-504-response-timeout             https 60.002 10.0.0.7:8080 0.001,-1,-1       504,-   150,GET      forward        -
alb-504-response-timeout             https 60.002 10.0.0.7:8080 -1,-1,-1          504,-   150,GET      forward        -
alb-host-unreachable                 https 3.050  10.0.0.7:8080 -1,-1,-1          502,-   150,GET      forward        -
alb-connection-refused               https 0.002  10.0.0.7:8080 -1,-1,-1          502,-   150,GET      forward        -
alb-h2-grpc-stream-reset             grpcs 0.900  10.0.0.7:8080 0.001,0.890,-1    502,-   150,GET      forward        -
alb-target-408-close                 https 60.010 10.0.0.7:8080 0.001,60.002,-1   502,-   900,POST     forward        -
alb-target-closed-mid-request        https 60.010 10.0.0.7:8080 0.001,60.002,-1   502,-   9000000,POST forward        -
alb-keepalive-race                   https 0.004  10.0.0.7:8080 0.001,0.003,-1    502,-   150,GET      forward        -
alb-keepalive-race                   https 0.004  10.0.0.7:8080 0.001,-1,-1       502,-   150,GET      forward        -
alb-target-closed-mid-request        https 4.210  10.0.0.7:8080 0.001,4.205,-1    502,-   150,GET      forward        -
alb-target-closed-mid-request        https 4.210  10.0.0.7:8080 0.001,-1,-1       502,-   150,GET      forward        -
alb-000-no-response                  h2    0.004  -             -1,-1,-1          000,-   150,GET      -              -
unattributed                         https 0.001  -             -1,-1,-1          502,-   150,GET      waf,forward    -
";

/// The same columns without a signature: successes, redirects, and refusals by a rule.
const NO_FAILURES: &str = "
https 0.010 10.0.0.7:8080 0.001,0.008,0.000 200,200 150,GET forward        -
https 0.010 10.0.0.7:8080 0.001,0.008,0.000 404,404 150,GET forward        -
http  0.000 -             -1,-1,-1          301,-   150,GET redirect       -
https 0.000 -             -1,-1,-1          404,-   150,GET fixed-response -
https 0.000 -             -1,-1,-1          403,-   150,GET waf            -
wss   9.000 10.0.0.7:8080 0.001,0.008,0.000 101,101 150,GET forward        -
https 0.300 -             0.001,0.299,0.000 200,200 150,GET forward        -
";

/// The log line of one row.
fn log_line(row: &[&str]) -> String {
    let [kind, elapsed, target, times, statuses, request, actions, reason] = row else {
        panic!("{row:?} has not eight columns");
    };
    let elapsed_ms: u32 = elapsed.replace('.', "").parse().expect("seconds with three decimals");
    let (received, method) = request.split_once(',').expect("size,method");
    let (times, statuses) = (times.replace(',', " "), statuses.replace(',', " "));
    format!(
        "{kind} 2026-11-22T14:{:02}:{:02}.{:03}000Z app/shop/50dc6c495c0c9188 203.0.113.9:50000 {target} \
         {times} {statuses} {received} 277 \"{method} https://www.example.com:443/cart HTTP/1.1\" \"curl/8.5.0\" \
         - - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
         \"Root=1-6921c0de-0123456789abcdef01234567\" \"-\" \"-\" 1 2026-11-22T14:00:00.000000Z \"{actions}\" \"-\" \
         \"{reason}\" \"-\" \"-\" \"-\" \"-\" TID_0123456789abcdef\n",
        elapsed_ms / 60_000,
        elapsed_ms / 1000 % 60,
        elapsed_ms % 1000
    )
}

#[test]
fn every_signature_has_its_line() {
    let mut seen = BTreeSet::new();
    for row in FAILURES.lines().skip(1) {
        let columns: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(signature_of(log_line(&columns[1..])), Some(columns[0]), "{row}");
        seen.insert(columns[0]);
    }
    let all: BTreeSet<&str> = signatures::of(Format::Alb).iter().map(|one| one.id).collect();
    assert_eq!(seen, all, "a signature without a line, or a line without a signature");
}

#[test]
fn successes_redirects_and_refusals_by_rule_have_none() {
    let rows: Vec<&str> = NO_FAILURES.lines().skip(1).collect();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let columns: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(signature_of(log_line(&columns)), None, "{row}");
    }
}
