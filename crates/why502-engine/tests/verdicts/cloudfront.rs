//! CloudFront standard log.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::signatures;

use crate::signature_of;

/// The signature; then status, the result types (edge, response, detailed) and the time taken.
const FAILURES: &str = "
cf-edge-function-error       503 LambdaExecutionError   LambdaExecutionError LambdaExecutionError       0.2
cf-edge-function-error       503 FunctionThrottledError Error                Error                      0.001
cf-503-edge-capacity         503 CapacityExceeded       CapacityExceeded     CapacityExceeded           0.01
cf-origin-dns-error          502 Error                  Error                OriginDnsError             0.1
cf-origin-dns-error          404 Error                  Error                OriginDnsError             0.1
cf-origin-connect-error      502 Error                  Error                OriginConnectError         0.2
cf-origin-comm-timeout       504 Error                  Error                OriginCommError            30.02
cf-origin-read-error         502 Error                  Error                OriginReadError            1.0
cf-origin-write-error        502 Error                  Error                OriginWriteError           1.0
cf-origin-header-too-big     502 Error                  Error                OriginHeaderTooBigError    0.3
cf-origin-invalid-response   502 Error                  Error                OriginInvalidResponseError 0.3
cf-viewer-abort              000 Error                  Error                ClientCommError            3.0
cf-viewer-abort              200 Error                  Miss                 ClientCommError            3.0
cf-aborted-origin            502 Error                  Error                AbortedOrigin              3.0
cf-cached-error              502 Error                  Error                Error                      0.001
cf-origin-status-passthrough 502 Error                  Error                Error                      0.120
cf-error-page-masked         200 Error                  Error                Error                      0.120
unattributed                 502 Error                  Error                -                          0.120
";

/// The same columns without a signature: served, and refused for what viewers did.
const NO_FAILURES: &str = "
200 Hit                     Hit                     Hit                     0.001
200 Miss                    Miss                    OriginShieldHit         0.05
301 Redirect                Redirect                Redirect                0.000
404 Error                   Error                   Error                   0.05
403 Error                   Error                   ClientGeoBlocked        0.001
200 LambdaGeneratedResponse LambdaGeneratedResponse LambdaGeneratedResponse 0.05
";

/// The log of one row.
fn log(row: &[&str]) -> String {
    let [status, result, response, detailed, taken] = row else {
        panic!("{row:?} has not five columns");
    };
    format!(
        "#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status \
         x-host-header x-edge-result-type x-edge-response-result-type x-edge-detailed-result-type time-taken\n\
         2026-11-22\t14:00:00\tFRA56-P2\t203.0.113.9\tGET\td111111abcdef8.cloudfront.net\t/cart\t{status}\t\
         www.example.com\t{result}\t{response}\t{detailed}\t{taken}\n"
    )
}

#[test]
fn every_signature_has_its_line() {
    let mut seen = BTreeSet::new();
    for row in FAILURES.lines().skip(1) {
        let columns: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(signature_of(log(&columns[1..])), Some(columns[0]), "{row}");
        seen.insert(columns[0]);
    }
    let all: BTreeSet<&str> = signatures::of(Format::CloudFront).iter().map(|one| one.id).collect();
    assert_eq!(seen, all, "a signature without a line, or a line without a signature");
}

#[test]
fn served_and_refused_viewers_have_none() {
    let rows: Vec<&str> = NO_FAILURES.lines().skip(1).collect();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let columns: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(signature_of(log(&columns)), None, "{row}");
    }
}
