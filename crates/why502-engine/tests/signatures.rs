//! One line for each row signature, and what it must be called.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Cursor};

use why502_engine::{Settings, Stream, WorkItem, analyze};
use why502_rulebook::signatures;

struct Text(BufReader<Cursor<String>>);

impl io::Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl io::BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for Text {
    fn bytes_read(&self) -> u64 {
        0
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        true
    }
}

/// The signature of the one record in `text`; `None` where it has none.
fn signature_of(text: String) -> Option<&'static str> {
    let open = move || Ok(Box::new(Text(BufReader::new(Cursor::new(text)))) as Box<dyn Stream>);
    let item =
        WorkItem { source: "line".into(), size: 0, format: None, piece: 0, open: Box::new(open) };
    let found = analyze(&Settings::default(), vec![item], &());
    assert_eq!(found.input.records, 1, "{:?}", found.input);
    found.signatures.first().map(|one| one.id)
}

const TARGET: &str = "10.0.0.7:8080";

/// An ALB line: type, seconds from request to response, target, the three times, both statuses,
/// size and method of the request, actions, error reason.
struct Alb(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

impl Alb {
    fn line(&self) -> String {
        let Self(kind, elapsed, target, times, statuses, request, actions, reason) = self;
        let (received, method) = request.split_once(' ').unwrap();
        let (seconds, millis) = elapsed.split_once('.').unwrap();
        let seconds: u32 = seconds.parse().unwrap();
        format!(
            "{kind} 2026-11-22T14:{:02}:{:02}.{millis}000Z app/shop/50dc6c495c0c9188 203.0.113.9:50000 {target} \
             {times} {statuses} {received} 277 \"{method} https://www.example.com:443/cart HTTP/1.1\" \"curl/8.5.0\" \
             - - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff \
             \"Root=1-6921c0de-0123456789abcdef01234567\" \"-\" \"-\" 1 2026-11-22T14:00:00.000000Z \"{actions}\" \"-\" \
             \"{reason}\" \"-\" \"-\" \"-\" \"-\" TID_0123456789abcdef\n",
            seconds / 60,
            seconds % 60
        )
    }
}

#[test]
fn every_alb_signature_has_its_line() {
    let get = "150 GET";
    let cases = [
        (
            "alb-fixed-response-5xx",
            Alb("https", "0.001", "-", "-1 -1 -1", "503 -", get, "fixed-response", "-"),
        ),
        (
            "alb-waf-call-failed",
            Alb(
                "https",
                "0.900",
                "-",
                "-1 -1 -1",
                "500 -",
                get,
                "waf-failed",
                "WAFConnectionTimeout",
            ),
        ),
        (
            "alb-561-idp-returned-error",
            Alb(
                "https",
                "0.900",
                "-",
                "-1 -1 -1",
                "561 -",
                get,
                "authenticate",
                "AuthTokenEpRequestFailed",
            ),
        ),
        (
            "alb-auth-idp-error",
            Alb(
                "https",
                "5.100",
                "-",
                "-1 -1 -1",
                "500 -",
                get,
                "authenticate",
                "AuthTokenEpRequestTimeout",
            ),
        ),
        (
            "alb-weighted-target-group-cookie",
            Alb(
                "https",
                "0.001",
                "-",
                "-1 -1 -1",
                "500 -",
                get,
                "forward",
                "AWSALBTGCookieInvalid",
            ),
        ),
        (
            "alb-lambda-response-too-large",
            Alb(
                "https",
                "0.300",
                "-",
                "0.001 0.299 0.000",
                "502 -",
                get,
                "forward",
                "LambdaResponseTooLarge",
            ),
        ),
        (
            "alb-lambda-invalid-response",
            Alb(
                "https",
                "0.300",
                "-",
                "0.001 0.299 0.000",
                "502 -",
                get,
                "forward",
                "LambdaInvalidResponse",
            ),
        ),
        (
            "alb-lambda-unhandled",
            Alb(
                "https",
                "3.000",
                "-",
                "0.001 2.999 0.000",
                "502 -",
                get,
                "forward",
                "LambdaUnhandled",
            ),
        ),
        (
            "alb-lambda-throttled",
            Alb(
                "https",
                "0.010",
                "-",
                "0.001 0.009 0.000",
                "502 -",
                get,
                "forward",
                "LambdaThrottling",
            ),
        ),
        (
            "alb-lambda-config-error",
            Alb(
                "https",
                "0.010",
                "-",
                "0.001 0.009 0.000",
                "502 -",
                get,
                "forward",
                "LambdaAccessDenied",
            ),
        ),
        (
            "alb-lambda-service-error",
            Alb(
                "https",
                "0.010",
                "-",
                "0.001 0.009 0.000",
                "504 -",
                get,
                "forward",
                "LambdaConnectionTimeout",
            ),
        ),
        (
            "alb-lambda-bad-request",
            Alb(
                "https",
                "0.010",
                "-",
                "-1 -1 -1",
                "413 -",
                get,
                "forward",
                "LambdaRequestTooLarge",
            ),
        ),
        (
            "alb-target-generated-5xx",
            Alb("https", "0.010", TARGET, "0.001 0.008 0.000", "502 502", get, "forward", "-"),
        ),
        (
            "alb-504-body-short-of-content-length",
            Alb("https", "60.010", TARGET, "0.001 0.008 0.000", "504 200", get, "forward", "-"),
        ),
        (
            "alb-response-rewritten",
            Alb("https", "0.010", TARGET, "0.001 0.008 -1", "502 200", get, "forward", "-"),
        ),
        (
            "alb-460-client-closed",
            Alb("https", "2.500", TARGET, "0.000 -1 -1", "460 -", get, "forward", "-"),
        ),
        ("alb-463-xff-too-long", Alb("https", "0.001", "-", "-1 -1 -1", "463 -", get, "-", "-")),
        (
            "alb-464-protocol-version-mismatch",
            Alb("h2", "0.001", "-", "-1 -1 -1", "464 -", get, "forward", "-"),
        ),
        ("alb-400-408-client-side", Alb("http", "0.001", "-", "-1 -1 -1", "400 -", get, "-", "-")),
        (
            "alb-503-no-registered-targets",
            Alb("https", "0.001", "-", "-1 -1 -1", "503 -", get, "forward", "-"),
        ),
        (
            "alb-504-connect-timeout",
            Alb("https", "10.001", TARGET, "-1 -1 -1", "504 -", get, "forward", "-"),
        ),
        (
            "alb-504-connect-timeout",
            Alb("https", "10.001", TARGET, "-1 -1 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-504-response-timeout",
            Alb("https", "60.002", TARGET, "0.001 -1 -1", "504 -", get, "forward", "-"),
        ),
        (
            "alb-504-response-timeout",
            Alb("https", "60.002", TARGET, "-1 -1 -1", "504 -", get, "forward", "-"),
        ),
        (
            "alb-host-unreachable",
            Alb("https", "3.050", TARGET, "-1 -1 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-connection-refused",
            Alb("https", "0.002", TARGET, "-1 -1 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-h2-grpc-stream-reset",
            Alb("grpcs", "0.900", TARGET, "0.001 0.890 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-target-408-close",
            Alb("https", "60.010", TARGET, "0.001 60.002 -1", "502 -", "900 POST", "forward", "-"),
        ),
        (
            "alb-target-closed-mid-request",
            Alb(
                "https",
                "60.010",
                TARGET,
                "0.001 60.002 -1",
                "502 -",
                "9000000 POST",
                "forward",
                "-",
            ),
        ),
        (
            "alb-keepalive-race",
            Alb("https", "0.004", TARGET, "0.001 0.003 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-keepalive-race",
            Alb("https", "0.004", TARGET, "0.001 -1 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-target-closed-mid-request",
            Alb("https", "4.210", TARGET, "0.001 4.205 -1", "502 -", get, "forward", "-"),
        ),
        (
            "alb-target-closed-mid-request",
            Alb("https", "4.210", TARGET, "0.001 -1 -1", "502 -", get, "forward", "-"),
        ),
        ("alb-000-no-response", Alb("h2", "0.004", "-", "-1 -1 -1", "000 -", get, "-", "-")),
        ("unattributed", Alb("https", "0.001", "-", "-1 -1 -1", "502 -", get, "waf,forward", "-")),
    ];
    let mut seen = BTreeSet::new();
    for (expected, line) in cases {
        let text = line.line();
        assert_eq!(signature_of(text.clone()), Some(expected), "{text}");
        seen.insert(expected);
    }
    let all: BTreeSet<&str> =
        signatures::of(why502_parse::Format::Alb).iter().map(|one| one.id).collect();
    assert_eq!(seen, all, "a signature without a line, or a line without a signature");
}

#[test]
fn successes_redirects_and_refusals_by_rule_have_no_signature() {
    let get = "150 GET";
    for line in [
        Alb("https", "0.010", TARGET, "0.001 0.008 0.000", "200 200", get, "forward", "-"),
        Alb("https", "0.010", TARGET, "0.001 0.008 0.000", "404 404", get, "forward", "-"),
        Alb("http", "0.000", "-", "-1 -1 -1", "301 -", get, "redirect", "-"),
        Alb("https", "0.000", "-", "-1 -1 -1", "404 -", get, "fixed-response", "-"),
        Alb("https", "0.000", "-", "-1 -1 -1", "403 -", get, "waf", "-"),
        Alb("wss", "9.000", TARGET, "0.001 0.008 0.000", "101 101", get, "forward", "-"),
        Alb("https", "0.300", "-", "0.001 0.299 0.000", "200 200", get, "forward", "-"),
    ] {
        let text = line.line();
        assert_eq!(signature_of(text.clone()), None, "{text}");
    }
}

/// A CloudFront line: status, the three result types (edge, response, detailed), time taken.
fn cloudfront(status: &str, result: &str, response: &str, detailed: &str, taken: &str) -> String {
    format!(
        "#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status \
         x-host-header x-edge-result-type x-edge-response-result-type x-edge-detailed-result-type time-taken\n\
         2026-11-22\t14:00:00\tFRA56-P2\t203.0.113.9\tGET\td111111abcdef8.cloudfront.net\t/cart\t{status}\t\
         www.example.com\t{result}\t{response}\t{detailed}\t{taken}\n"
    )
}

#[test]
fn every_cloudfront_signature_has_its_line() {
    let cases = [
        (
            "cf-edge-function-error",
            cloudfront(
                "503",
                "LambdaExecutionError",
                "LambdaExecutionError",
                "LambdaExecutionError",
                "0.2",
            ),
        ),
        (
            "cf-edge-function-error",
            cloudfront("503", "FunctionThrottledError", "Error", "Error", "0.001"),
        ),
        (
            "cf-503-edge-capacity",
            cloudfront("503", "CapacityExceeded", "CapacityExceeded", "CapacityExceeded", "0.01"),
        ),
        ("cf-origin-dns-error", cloudfront("502", "Error", "Error", "OriginDnsError", "0.1")),
        ("cf-origin-dns-error", cloudfront("404", "Error", "Error", "OriginDnsError", "0.1")),
        (
            "cf-origin-connect-error",
            cloudfront("502", "Error", "Error", "OriginConnectError", "0.2"),
        ),
        ("cf-origin-comm-timeout", cloudfront("504", "Error", "Error", "OriginCommError", "30.02")),
        ("cf-origin-read-error", cloudfront("502", "Error", "Error", "OriginReadError", "1.0")),
        ("cf-origin-write-error", cloudfront("502", "Error", "Error", "OriginWriteError", "1.0")),
        (
            "cf-origin-header-too-big",
            cloudfront("502", "Error", "Error", "OriginHeaderTooBigError", "0.3"),
        ),
        (
            "cf-origin-invalid-response",
            cloudfront("502", "Error", "Error", "OriginInvalidResponseError", "0.3"),
        ),
        ("cf-viewer-abort", cloudfront("000", "Error", "Error", "ClientCommError", "3.0")),
        ("cf-viewer-abort", cloudfront("200", "Error", "Miss", "ClientCommError", "3.0")),
        ("cf-aborted-origin", cloudfront("502", "Error", "Error", "AbortedOrigin", "3.0")),
        ("cf-cached-error", cloudfront("502", "Error", "Error", "Error", "0.001")),
        ("cf-origin-status-passthrough", cloudfront("502", "Error", "Error", "Error", "0.120")),
        ("cf-error-page-masked", cloudfront("200", "Error", "Error", "Error", "0.120")),
        ("unattributed", cloudfront("502", "Error", "Error", "-", "0.120")),
    ];
    let mut seen = BTreeSet::new();
    for (expected, text) in cases {
        assert_eq!(signature_of(text.clone()), Some(expected), "{text}");
        seen.insert(expected);
    }
    let all: BTreeSet<&str> =
        signatures::of(why502_parse::Format::CloudFront).iter().map(|one| one.id).collect();
    assert_eq!(seen, all);
}

#[test]
fn served_and_refused_viewers_have_no_signature() {
    for text in [
        cloudfront("200", "Hit", "Hit", "Hit", "0.001"),
        cloudfront("200", "Miss", "Miss", "OriginShieldHit", "0.05"),
        cloudfront("301", "Redirect", "Redirect", "Redirect", "0.000"),
        cloudfront("404", "Error", "Error", "Error", "0.05"),
        cloudfront("403", "Error", "Error", "ClientGeoBlocked", "0.001"),
        cloudfront(
            "200",
            "LambdaGeneratedResponse",
            "LambdaGeneratedResponse",
            "LambdaGeneratedResponse",
            "0.05",
        ),
    ] {
        assert_eq!(signature_of(text.clone()), None, "{text}");
    }
}
