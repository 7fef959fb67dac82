//! Classic and Network Load Balancers, API Gateway, CloudFront in real time, and logs that are
//! evidence.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::{evidence, signatures};

use crate::{analysed, signature_of};

/// Every row of a table has the signature named first; together they are all of the format.
fn each_has_its_line(format: Format, table: &str, log: impl Fn(&str) -> String) {
    let mut seen = BTreeSet::new();
    for row in table.lines().filter(|row| !row.is_empty()) {
        let (id, rest) = row.split_once(' ').expect("an id and the rest");
        let found = signature_of(log(rest.trim()));
        assert_eq!(found, (id != "none").then_some(id), "{row}");
        seen.insert(id);
    }
    let ids = signatures::of(format).iter().map(|one| one.id);
    let all: BTreeSet<&str> = ids.chain(["none"]).collect();
    assert_eq!(seen, all, "a signature without a line, or a line without a signature");
}

/// The signature; then backend, three times and both statuses.
const CLASSIC: &str = "
clb-502-backend-generated          10.0.3.9:80 0.000054 0.012 0.00004 502 502
clb-backend-generated-5xx          10.0.3.9:80 0.000054 0.012 0.00004 503 503
clb-backend-generated-5xx          10.0.3.9:80 0.000054 0.012 0.00004 500 500
clb-502-malformed-response         - -1 -1 -1 502 -
clb-502-malformed-response         10.0.3.9:80 0.000054 0.012 0.00004 502 200
clb-503-no-capacity                - -1 -1 -1 503 -
clb-503-no-capacity                - -1 -1 -1 503 0
clb-504-timeout-or-keepalive-race  - -1 -1 -1 504 -
clb-504-timeout-or-keepalive-race  - -1 -1 -1 504 0
unattributed                       10.0.3.9:80 0.1 0.1 0.1 503 200
unattributed                       - -1 -1 -1 505 -
none                               10.0.3.9:80 0.000054 0.012 0.00004 200 200
none                               10.0.3.9:80 0.000054 0.012 0.00004 404 404
none                               - -1 -1 -1 400 -
";

fn classic(row: &str) -> String {
    format!(
        "2026-11-22T14:00:00.500000Z shop-classic 203.0.113.9:40312 {row} 0 0 \
         \"GET http://www.example.com:80/cart HTTP/1.1\" \"curl/8.5.0\" - -\n"
    )
}

#[test]
fn classic_load_balancer() {
    each_has_its_line(Format::Clb, CLASSIC, classic);
}

#[test]
fn a_tcp_listener_of_a_classic_load_balancer_has_no_status_and_no_signature() {
    let line = "2026-11-22T14:00:00.500000Z shop-classic 203.0.113.9:40312 10.0.3.9:443 0.001 0.00003 \
        0.00004 - - 82 305 \"- - - \" \"-\" - -\n";
    let found = analysed(line.to_owned());
    assert_eq!((found.requests, found.failed, found.status_counts["-"]), (1, 0, 1));
}

/// The signature; then the milliseconds of the handshake, both sizes, the alert, and cipher and
/// version.
const NETWORK: &str = "
nlb-tls-handshake-failed  - 240 7 40 - -
nlb-tls-handshake-failed  3 240 246 46 ECDHE-RSA-AES128-SHA tlsv12
nlb-zero-byte-connection  3 240 0 - ECDHE-RSA-AES128-SHA tlsv12
none                      3 98 246 - ECDHE-RSA-AES128-SHA tlsv12
";

fn network(row: &str) -> String {
    let columns: Vec<&str> = row.split_whitespace().collect();
    let [handshake, received, sent, alert, cipher, version] = columns[..] else { panic!("{row}") };
    format!(
        "tls 2.0 2026-11-22T14:00:00 net/shop-network/c6e77e28c25b2234 g3d4b5e8bb8464cd \
         203.0.113.9:51341 10.0.100.5:443 5 {handshake} {received} {sent} {alert} \
         arn:aws:acm:eu-west-1:123456789012:certificate/2a108f19 - {cipher} {version} - \
         www.example.com - - - 2026-11-22T13:59:59\n"
    )
}

#[test]
fn network_load_balancer() {
    let mut seen = BTreeSet::new();
    for row in NETWORK.lines().filter(|row| !row.is_empty()) {
        let (id, rest) = row.split_once(' ').expect("an id and the rest");
        assert_eq!(signature_of(network(rest)), (id != "none").then_some(id), "{row}");
        seen.insert(id);
    }
    assert_eq!(seen.len(), signatures::of(Format::Nlb).len() + 1);
    let found = analysed(network("3 98 246 - ECDHE-RSA-AES128-SHA tlsv12"));
    assert_eq!((found.requests, found.status_counts["-"]), (1, 1), "a connection is a request");
    let hosts = found.dimensions.iter().find(|one| one.name == "host").expect("hosts");
    assert_eq!(hosts.values[0].value, "www.example.com");
}

/// The signature; then status, integration status, the function's status, integration latency, the
/// response type, and the integration's error.
const GATEWAY: &str = "
apigw-authorizer-error             500|-|-|-|AUTHORIZER_CONFIGURATION_ERROR|-
apigw-integration-timeout          504|-|-|29003|INTEGRATION_TIMEOUT|-
apigw-integration-timeout          504|-|-|29003|-|-
apigw-integration-timeout          503|-|-|-|-|Execution failed due to a timeout error
apigw-integration-timeout          504|504|-|29003|-|-
apigw-backend-status-passthrough   504|504|-|10003|-|-
apigw-backend-status-passthrough   504|-|504|29003|-|-
apigw-integration-failure          503|-|-|10|-|Service Unavailable: Error during HTTP connection establishment
apigw-lambda-function-error        500|429|-|10|-|The Lambda function was throttled: Rate Exceeded.
apigw-vpclink-config-error         500|-|-|12|-|Invalid VpcLink status
apigw-integration-failure          504|-|-|10|INTEGRATION_FAILURE|-
apigw-integration-failure          500|-|-|10|-|Network error communicating with endpoint
apigw-lambda-function-error        502|200|-|300|-|Lambda execution failed with status 200 due to customer function error: boom
apigw-config-error                 500|-|-|-|API_CONFIGURATION_ERROR|-
apigw-config-error                 500|-|-|4|-|The IAM role configured on the integration has no permissions
apigw-backend-status-passthrough   502|502|-|40|-|-
apigw-backend-status-passthrough   503|200|503|40|-|-
apigw-malformed-proxy-response     502|200|-|40|-|-
apigw-malformed-proxy-response     502|-|-|40|-|Execution failed due to configuration error: Malformed Lambda proxy response
apigw-http-api-bad-lambda-response 500|200|-|40|-|The response from the Lambda function does not match the format
apigw-out-of-order-heavy-load      502|-|-|40|-|-|/pets/{id}
unattributed                       502|-|-|40|-|-
unattributed                       500|-|-|40|DEFAULT_5XX|-
none                               200|200|200|40|-|-
none                               403|-|-|-|WAF_FILTERED|-
none                               429|-|-|-|THROTTLED|-
";

fn gateway(row: &str) -> String {
    let columns: Vec<&str> = row.split('|').collect();
    let [status, service, function, latency, kind, error, ..] = columns[..] else {
        panic!("{row}")
    };
    let resource = columns.get(6).unwrap_or(&"-");
    format!(
        "{{\"requestId\":\"6921c0de-0000-4000-8000-000000000001\",\"ip\":\"203.0.113.9\",\
         \"requestTime\":\"22/Nov/2026:14:00:00 +0000\",\"requestTimeEpoch\":\"1795356000123\",\
         \"httpMethod\":\"GET\",\"resourcePath\":\"{resource}\",\"routeKey\":\"GET /pets/{{id}}\",\
         \"status\":\"{status}\",\"protocol\":\"HTTP/1.1\",\"responseLength\":\"36\",\"responseLatency\":\"50\",\
         \"integrationLatency\":\"{latency}\",\"integrationStatus\":\"{service}\",\
         \"integration.status\":\"{function}\",\"integrationErrorMessage\":\"{error}\",\
         \"error.responseType\":\"{kind}\",\"apiId\":\"a1b2c3d4e5\",\"stage\":\"prod\"}}\n"
    )
}

#[test]
fn api_gateway() {
    each_has_its_line(Format::ApiGateway, GATEWAY, gateway);
}

#[test]
fn a_web_socket_is_no_http_api() {
    let line = gateway("500|200|-|40|-|The response does not fit");
    assert_eq!(signature_of(line.clone()), Some("apigw-http-api-bad-lambda-response"));
    let socket = line.replace("\"stage\"", "\"eventType\":\"MESSAGE\",\"stage\"");
    assert_eq!(signature_of(socket), Some("unattributed"));
}

#[test]
fn what_nothing_explains_is_looked_up_in_the_product_that_logged_it() {
    let of_this = |log: String, products: &[&str]| {
        let found = analysed(log.repeat(40));
        let finding = found.findings.first().expect("a finding");
        assert_eq!(finding.cause, "unattributed");
        for check in &finding.next_checks {
            let fits = |product: &&str| check.command.starts_with(product);
            assert!(products.iter().any(fits), "{}", check.command);
        }
        assert!(!finding.next_checks.is_empty() && !finding.references.is_empty());
    };
    of_this(classic("- -1 -1 -1 505 -"), &["aws elb ", "aws cloudwatch "]);
    of_this(gateway("502|-|-|40|-|-"), &["aws logs ", "aws apigateway ", "aws apigatewayv2 "]);
}

#[test]
fn the_braces_of_a_route_are_kept_and_name_the_path() {
    let found = analysed(gateway("502|200|-|40|-|-"));
    let values = |name| {
        let dimension = found.dimensions.iter().find(|one| one.name == name).expect("a dimension");
        dimension.values[0].value.clone()
    };
    assert_eq!(values("path"), "/pets/{id}");
    assert_eq!(values("method"), "GET");
    assert_eq!(values("load_balancer"), "a1b2c3d4e5");
}

#[test]
fn an_incident_of_an_api_names_its_route_and_its_commands_the_api() {
    let log: String = (0..400)
        .map(|n| {
            let row = if n >= 200 && n % 2 == 0 {
                "502|200|-|40|-|-|/cart"
            } else {
                "200|200|200|40|-|-|/"
            };
            let at = 1_795_356_000_123_i64 + n * 3_000;
            gateway(row).replace("1795356000123", &at.to_string()).replace("GET /pets/{id}", "-")
        })
        .collect();
    let found = analysed(log);
    let first = &found.findings[0];
    assert_eq!((first.cause, first.background), ("apigw-malformed-proxy-response", false));
    assert_eq!(first.scope.paths, ["/cart"]);
    let commands: Vec<&str> = first.next_checks.iter().map(|one| one.command.as_str()).collect();
    assert!(commands[0].contains("API-Gateway-Execution-Logs_a1b2c3d4e5/STAGE"), "{commands:?}");
}

#[test]
fn two_systems_of_one_name_are_compared_with_their_own_requests() {
    let mut log: String = (0..50)
        .map(|_| classic("- -1 -1 -1 502 -").replace("shop-classic", "a1b2c3d4e5"))
        .collect();
    log.extend((0..200).map(|_| gateway("200|200|200|40|-|-")));
    let found = analysed(log);
    assert_eq!((found.requests, found.bad_gateways), (250, 50));
    assert_eq!(found.findings[0].cause, "clb-malformed-response");
}

/// The evidence; then the line.
const EVIDENCE: &str = r#"
nginx-connect-refused|2026/11/22 14:02:11 [error] 31#31: *1729 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://127.0.0.1:3000/cart", host: "www.example.com"
nginx-upstream-unreachable|2026/11/22 14:02:11 [error] 31#31: *1729 connect() failed (113: No route to host) while connecting to upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://10.0.9.9:3000/cart", host: "www.example.com"
nginx-upstream-closed|2026/11/22 14:02:11 [error] 31#31: *1729 upstream prematurely closed connection while reading response header from upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://127.0.0.1:3000/cart", host: "www.example.com"
nginx-upstream-closed|2026/11/22 14:02:11 [error] 31#31: *1729 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://127.0.0.1:3000/cart", host: "www.example.com"
nginx-no-live-upstreams|2026/11/22 14:02:11 [error] 31#31: *1729 no live upstreams while connecting to upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://app/cart", host: "www.example.com"
nginx-upstream-timeout|2026/11/22 14:02:11 [error] 31#31: *1729 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.9, server: www.example.com, request: "GET /cart HTTP/1.1", upstream: "http://127.0.0.1:3000/cart", host: "www.example.com"
nginx-upstream-header-too-big|2026/11/22 14:02:11 [error] 31#31: *1729 upstream sent too big header while reading response header from upstream, client: 203.0.113.9, server: www.example.com, request: "GET /login HTTP/1.1", upstream: "http://127.0.0.1:3000/login", host: "www.example.com"
nginx-worker-connections|2026/11/22 14:02:11 [alert] 31#31: 1024 worker_connections are not enough
nginx-answered-5xx|203.0.113.9 - - [22/Nov/2026:14:02:11 +0000] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.5.0"
nginx-client-closed|203.0.113.9 - - [22/Nov/2026:14:02:11 +0000] "GET /cart HTTP/1.1" 499 0 "-" "curl/8.5.0"
apache-connect-refused|[Sun Nov 22 14:02:11.123456 2026] [proxy_http:error] [pid 7:tid 139] (111)Connection refused: [client 203.0.113.9:4242] AH01114: HTTP: failed to make connection to backend: 127.0.0.1
apache-upstream-closed|[Sun Nov 22 14:02:11.123456 2026] [proxy_http:error] [pid 7:tid 139] (104)Connection reset by peer: [client 203.0.113.9:4242] AH01102: error reading status line from remote server 127.0.0.1:3000
lambda-timeout|2026-11-22T14:02:11.000Z 6921c0de-0000-4000-8000-000000000001 Task timed out after 3.03 seconds
lambda-out-of-memory|{"time":"2026-11-22T14:02:11.000Z","type":"platform.report","record":{"requestId":"6921c0de-0000-4000-8000-000000000001","status":"error","errorType":"Runtime.OutOfMemory","metrics":{"durationMs":12.5,"billedDurationMs":13,"memorySizeMB":128,"maxMemoryUsedMB":128}}}
lambda-timeout|{"time":"2026-11-22T14:02:11.000Z","type":"platform.report","record":{"requestId":"6921c0de-0000-4000-8000-000000000001","status":"timeout","metrics":{"durationMs":3000.0,"billedDurationMs":3000,"memorySizeMB":128,"maxMemoryUsedMB":60}}}
lambda-function-error|{"time":"2026-11-22T14:02:11.000Z","type":"platform.report","record":{"requestId":"6921c0de-0000-4000-8000-000000000001","status":"error","metrics":{"durationMs":12.5,"billedDurationMs":13,"memorySizeMB":128,"maxMemoryUsedMB":60}}}
alb-health-check-timeout|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - TimedOut
alb-health-check-timeout|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - RequestTimedOut
alb-health-check-timeout|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - ConnectionTimedOut
alb-health-check-reset|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - ConnectionReset
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL 503 ResponseCodeMismatch
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL 200 ResponseStringMismatch
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL 500 TargetError
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - GRPCStatusHeaderEmpty
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL 12 GRPCUnexpectedStatus
alb-health-check-internal-error|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - InternalError
alb-health-check-failed|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - SomethingNew
alb-health-check-timeout|http 2026-11-22T14:02:11.000000Z 5.000123456 10.0.3.17:8080 web FAIL - Target.Timeout
alb-health-check-mismatch|http 2026-11-22T14:02:11.000000Z 0.000123456 10.0.3.17:8080 web FAIL 503 Target.ResponseCodeMismatch
vpc-flow-reject|2 123456789012 eni-0a1b2c3d 10.0.1.9 10.0.3.17 40312 8080 6 4 240 1795356131 1795356190 REJECT OK
waf-block|{"timestamp":1795356131000,"formatVersion":1,"webaclId":"arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop/1","terminatingRuleId":"bots","terminatingRuleType":"REGULAR","action":"BLOCK","httpSourceName":"ALB","httpSourceId":"123456789012-app/shop/50dc6c495c0c9188","httpRequest":{"clientIp":"203.0.113.9","country":"DE","uri":"/cart","httpMethod":"GET"}}
"#;

#[test]
fn evidence_is_tallied_and_is_no_request() {
    for row in EVIDENCE.lines().filter(|row| !row.is_empty()) {
        let (id, line) = row.split_once('|').expect("an id and the line");
        let found = analysed(format!("{line}\n"));
        let ids: Vec<&str> = found.evidence.iter().map(|one| one.id).collect();
        assert_eq!(ids, [id], "{line}");
        let one = &found.evidence[0];
        assert_eq!(found.input.formats[one.format], 1, "{line}");
        assert_eq!((found.requests, found.failed, found.input.records), (0, 0, 1), "{line}");
        assert!(found.status_counts.is_empty() && found.signatures.is_empty(), "{line}");
        assert_eq!(found.input.from, Some(one.first_seen), "{line}");
        assert!(evidence::all().any(|rule| rule.id == id && rule.supports == one.supports));
    }
}

#[test]
fn a_healthy_neighbour_gives_no_evidence() {
    for line in [
        "203.0.113.9 - - [22/Nov/2026:14:02:11 +0000] \"GET /cart HTTP/1.1\" 200 157 \"-\" \"curl/8.5.0\"",
        "http 2026-11-22T14:02:11.000000Z 0.000123456 10.0.3.17:8080 web PASS 200 -",
        "2 123456789012 eni-0a1b2c3d 10.0.1.9 10.0.3.17 40312 8080 6 4 240 1795356131 1795356190 ACCEPT OK",
        "2026/11/22 14:02:11 [notice] 31#31: signal process started",
    ] {
        let found = analysed(format!("{line}\n"));
        assert_eq!((found.input.records, found.evidence.len()), (1, 0), "{line}");
    }
}

#[test]
fn a_line_that_spans_lines_is_one_record_and_control_lines() {
    let agent = "\"curl\n/8.5.0\"";
    let text =
        classic("10.0.3.9:80 0.000054 0.012 0.00004 200 200").replace("\"curl/8.5.0\"", agent);
    let found = analysed(text.clone() + &classic("- -1 -1 -1 502 -"));
    assert_eq!((found.input.records, found.input.control_lines, found.input.lines), (2, 1, 3));
    let cut = text.split_once('\n').expect("two lines").0.to_owned() + "\n";
    let found = analysed(classic("- -1 -1 -1 502 -") + &cut);
    assert_eq!((found.input.records, found.input.rejected_lines, found.input.lines), (1, 1, 2));
    assert_eq!(found.input.rejected_places[0].line, 2);
    let found = analysed(cut + &classic("- -1 -1 -1 502 -"));
    assert_eq!((found.input.records, found.input.rejected_lines, found.input.lines), (1, 1, 2));
    assert_eq!(found.input.rejected_places[0].line, 1);
}

#[test]
fn a_column_that_was_not_delivered_says_nothing() {
    let without_tls = r#"{"listener":"x","destination_port":"10.0.0.1:443","time":"2026-11-22T14:02:11","connection_time":"100","sent_bytes":"9"}"#;
    assert_eq!(signature_of(format!("{without_tls}\n")), None);
    let template = |status: &str| {
        format!(
            r#"{{"requestId":"5c1d7e90-27ab-4b3f-9d42-6a8e0f1b2c3d","requestTime":"22/Nov/2026:14:02:11 +0000","resourcePath":"/cart","httpMethod":"GET","status":"502"{status}}}"#
        ) + "\n"
    };
    assert_eq!(signature_of(template("")), Some("unattributed"));
    let delivered = template(r#","integrationStatus":"-""#);
    assert_eq!(signature_of(delivered), Some("apigw-out-of-order-heavy-load"));
}
