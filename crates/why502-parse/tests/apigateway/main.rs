//! Access logs of API Gateway, through the parser's public interface.

mod against_twin;
mod agree;
mod lines;

pub mod twin;

use agree::{read_with, shown};
use why502_parse::{Format, Line, Options, Parsed, Parser, Record, View, detect};

fn read(line: &str) -> twin::Outcome {
    read_with(&mut Parser::new(Some(Format::ApiGateway)), line.as_bytes())
}

fn value(line: &str, key: &str) -> String {
    let reading = read(line).unwrap_or_else(|reason| panic!("{reason}: {line}"));
    let found = reading.members.into_iter().find(|(known, _)| known == key);
    found.map_or("absent".to_owned(), |(_, value)| value)
}

fn assert_values(line: &str, expected: &[(&str, &str)]) {
    for (key, expected) in expected {
        assert_eq!(value(line, key), *expected, "{key} of {line}");
    }
}

#[test]
fn every_form_is_recognised_and_read() {
    for line in lines::records() {
        assert_eq!(detect(line.as_bytes()), Some(Format::ApiGateway), "{line}");
        let mut parser = Parser::new(None);
        assert!(read_with(&mut parser, line.as_bytes()).is_ok(), "{line}");
        assert_eq!(parser.format(), Some(Format::ApiGateway));
    }
}

#[test]
fn the_beginning_of_an_object_is_recognised() {
    for line in [lines::UNESCAPED_AGENT, lines::NESTED_JSON, lines::HTTP_JSON] {
        let line = line.as_bytes();
        assert_eq!(detect(&line[..line.len() - 40]), Some(Format::ApiGateway));
        assert_eq!(detect(&line[..60]), None);
    }
}

#[test]
fn lines_of_others_are_not_recognised() {
    for line in [
        r#"198.51.100.1 - - [22/Nov/2026:14:02:11 +0000] "GET / HTTP/1.1" 502 552 "-" "curl/8.5""#,
        r#"198.51.100.1 - bob [22/Nov/2026:14:02:11 +0000] "GET / HTTP/1.1" 200 12"#,
        r#"198.51.100.1 - - [22/Nov/2026:14:02:11 +0000] "GET / HTTP/1.1" 200 12 0.004 up:8080"#,
        r#"{"timestamp":"2026-11-22T14:02:11Z","level":"ERROR","requestId":"x","message":"failed"}"#,
        r#"{"level":"INFO","message":"done","requestId":"x","status":200,"path":"/"}"#,
        r#"{"time":"2026-11-22T14:02:11Z","type":"platform.report","record":{"requestId":"x","status":"success"}}"#,
        r#"{"timestamp":1795356131000,"httpRequest":{"httpMethod":"GET","requestId":"x"},"action":"ALLOW"}"#,
        r#"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":"{\"requestId\":\"x\",\"status\":\"502\"}"}]}"#,
        r#"{"logType":"RequestSummary","requestId":"x","statusCode":200,"latency":4}"#,
        r#"{"a":1}"#,
        "a,b,c,d,e,f,g,h,i",
        "<html><body id=\"x\"></body></html>",
        "Error: requestId missing, status: unknown",
        "{",
        "plain text",
    ] {
        assert_ne!(detect(line.as_bytes()), Some(Format::ApiGateway), "{line}");
    }
}

#[test]
fn the_time_is_arrival_and_latency() {
    let reading = read(lines::BARE_VALUES).unwrap();
    assert_eq!(reading.start, Some(1_795_356_139_120_000));
    assert_eq!(reading.time, 1_795_356_139_197_000);
    assert_eq!(reading.status, Some(502));
    let reading = read(lines::REST_CLF_OLD).unwrap();
    assert_eq!(reading.start, Some(1_795_356_143_000_000));
    assert_eq!(reading.time, 1_795_356_143_000_000);
}

#[test]
fn a_latency_is_logged_in_milliseconds_and_meant_in_seconds() {
    let mut parser = Parser::new(Some(Format::ApiGateway));
    let line = Line::Complete(lines::REST_JSON_WITHOUT_EXTENDED_ID.as_bytes());
    let Parsed::Record(Record::Row(row)) = parser.parse(line) else { panic!() };
    for (key, logged, meant) in [
        ("response_latency", "29012", "29012000 us"),
        ("integration_latency", "-1", "null"),
        ("integration_status", "null", "null"),
    ] {
        assert_eq!(shown(&row.value(key, View::Logged)), logged);
        assert_eq!(shown(&row.value(key, View::Meant)), meant);
    }
    assert_eq!(row.duration("response_latency").micros(), Some(29_012_000));
}

#[test]
fn the_epoch_is_taken_before_the_coarser_time() {
    let line = r#"{"requestId":"x","requestTime":"22/Nov/2026:14:02:11 +0000","requestTimeEpoch":"1795356131987","status":"200"}"#;
    assert_eq!(read(line).unwrap().start, Some(1_795_356_131_987_000));
}

#[test]
fn a_record_needs_a_time_and_a_status_that_is_one() {
    let without = r#"{"requestId":"x","status":"502"}"#;
    assert_eq!(read(without).err(), Some("bad_timestamp"));
    let damaged = r#"{"requestId":"x","status":"5o2","requestTime":"22/Nov/2026:14:02:11 +0000"}"#;
    assert_eq!(read(damaged).err(), Some("bad_field_value"));
}

#[test]
fn names_mean_the_same_however_they_are_spelt() {
    assert_values(
        lines::NESTED_JSON,
        &[
            ("request_id", "'2f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e'"),
            ("http_method", "'PUT'"),
            ("path", "'/v1/orders/7'"),
            ("identity_source_ip", "'198.51.100.26'"),
            ("identity_user_agent", "'curl/8.5 \\\"x\\\"'"),
            ("apigateway_status", "502"),
            ("response_latency", "5012500 us"),
            ("response_length", "36"),
            ("integration_status", "200"),
            ("apigateway_integration_status", "null"),
            ("integration_latency", "5003000 us"),
            ("aws_endpoint_request_id", "'3f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e'"),
            ("tags", "[\\\"a\\\",{\\\"b\\\":1}]"),
            ("is_canary_request", "false"),
            ("note", "null"),
        ],
    );
    assert_values(
        lines::KEBAB_JSON,
        &[
            ("apigateway_integration_status", "null"),
            ("integration_status", "200"),
            ("waf_latency", "8000 us"),
            ("authorizer_latency", "12000 us"),
            ("response_latency", "3030000 us"),
            ("aws_endpoint_request_id", "'5f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e'"),
        ],
    );
}

#[test]
fn of_names_for_one_variable_the_surest_that_has_a_value_gives_it() {
    assert_values(
        lines::OWN_NAMES_JSON,
        &[
            ("response_latency", "120000 us"),
            ("identity_source_ip", "'198.51.100.27'"),
            ("apigateway_status", "204"),
            ("status_code", "500"),
            ("request_time", "'2026-11-22T14:02:17.250Z'"),
            ("level", "'info'"),
            ("apigateway_source", "'edge'"),
            ("apigateway_line", "7"),
        ],
    );
    let line = r#"{"latency":"7","responseLatency":"9","requestId":"x","status":"200","requestTime":"22/Nov/2026:14:02:11 +0000","timestamp":"1"}"#;
    assert_values(
        line,
        &[("response_latency", "9000 us"), ("latency", "'7'"), ("request_time_epoch", "1")],
    );
}

#[test]
fn what_the_user_says_of_a_name_wins() {
    let map = |name: &str, variable: &str| (name.to_owned(), variable.to_owned());
    let apigw_map = vec![
        map("rid", "$context.requestId"),
        map("fn", "integration.status"),
        map("status", "integrationStatus"),
        map("answer", "status"),
        map("host", "identity.sourceIp"),
        map("extra_info", "authorizer.tenant"),
    ];
    let options = Options { apigw_map, ..Options::default() };
    let mut parser = Parser::with_options(Some(Format::ApiGateway), options);
    let line = br#"{"rid":"x","fn":"-","status":"200","answer":"502","integrationStatus":"201","Extra-Info":"t1","host":"-","ip":"192.0.2.1","time":1795356131}"#;
    let reading = read_with(&mut parser, line).unwrap();
    assert_eq!(reading.status, Some(502));
    for (key, expected) in [
        ("request_id", "'x'"),
        ("apigateway_integration_status", "null"),
        ("integration_status", "200"),
        ("authorizer_tenant", "'t1'"),
        ("identity_source_ip", "null"),
        ("ip", "'192.0.2.1'"),
        ("request_time_epoch", "1795356131"),
    ] {
        let found = reading.members.iter().find(|(known, _)| known == key);
        assert_eq!(found.map(|(_, value)| value.as_str()), Some(expected), "{key}");
    }
}

#[test]
fn quotes_and_backslashes_that_nobody_escaped_lose_nothing() {
    assert_values(
        lines::UNESCAPED_AGENT,
        &[
            ("identity_user_agent", r#"'Mozilla \"quoted\", and \\ more'"#),
            ("path", r"'/a\\'"),
            ("http_method", "'GET'"),
            ("apigateway_status", "400"),
        ],
    );
    assert_values(
        lines::BARE_VALUES,
        &[
            ("integration_status", "null"),
            ("error_message_string", "null"),
            ("integration_error", "'two words'"),
        ],
    );
    assert_values(
        lines::DOUBLY_QUOTED,
        &[
            ("error_message_string", "'Internal server error'"),
            ("error_message", "'Internal server error'"),
        ],
    );
    assert_values(
        lines::CLAIMS,
        &[("claims", r#"'{\"sub\":\"u1\",\"status\":\"active\"}'"#), ("apigateway_status", "403")],
    );
    assert_values(
        lines::UNESCAPED_NESTED,
        &[
            ("identity_user_agent", r#"'a \"b\" {c}'"#),
            ("identity_source_ip", "'198.51.100.28'"),
            ("apigateway_status", "200"),
        ],
    );
}

#[test]
fn the_common_log_format_is_read_with_every_template() {
    assert_values(
        lines::REST_CLF,
        &[
            ("resource_path", "'/orders/{id}'"),
            ("protocol", "'HTTP/1.1'"),
            ("response_length", "36"),
            ("request_id", "'bf6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e'"),
            ("extended_request_id", "'QxYzAbCdEfGhIjL='"),
        ],
    );
    assert_values(
        lines::REST_CLF_OLD,
        &[
            ("identity_caller", "'AROAEXAMPLE'"),
            ("identity_user", "'AIDAEXAMPLE'"),
            ("response_length", "null"),
            ("extended_request_id", "null"),
        ],
    );
    assert_values(lines::HTTP_CLF, &[("route_key", "'GET /pets'"), ("resource_path", "null")]);
    assert_values(
        lines::WEBSOCKET_CLF,
        &[
            ("event_type", "'CONNECT'"),
            ("route_key", "'$connect'"),
            ("connection_id", "'ZyXwVuTsRqPoNm='"),
            ("request_id", "'NoPqRsTuVwXyZaB='"),
            ("http_method", "null"),
        ],
    );
    assert_values(
        lines::CLF_WITH_MORE,
        &[
            ("resource_path", "'/a\\\"b'"),
            ("extended_request_id", "null"),
            ("extra", "'29003 \\\"curl/8.5 x\\\"'"),
        ],
    );
}

#[test]
fn an_event_of_a_websocket_may_have_no_status() {
    let line = r#"198.51.100.1 - - [22/Nov/2026:14:02:11 +0000] "MESSAGE $default ZyXwVuTsRqPoNm=" NoPqRsTuVwXyZaB="#;
    assert_eq!(read(line).unwrap().status, None);
    assert_values(line, &[("request_id", "'NoPqRsTuVwXyZaB='"), ("event_type", "'MESSAGE'")]);
    assert_eq!(detect(line.as_bytes()), Some(Format::ApiGateway));
}

#[test]
fn xml_is_read_with_references_and_elements_inside_elements() {
    assert_values(
        lines::REST_XML,
        &[
            ("request_id", "'ef6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e'"),
            ("resource_path", "'/a&b'"),
            ("apigateway_status", "502"),
            ("identity_caller", "null"),
        ],
    );
    assert_values(
        lines::NESTED_XML,
        &[
            ("identity_source_ip", "'198.51.100.35'"),
            ("identity_user_agent", "'<b>old & <i>'"),
            ("empty", "null"),
        ],
    );
}

#[test]
fn values_between_commas_are_read_with_every_template() {
    assert_values(
        lines::REST_CSV,
        &[
            ("resource_path", "'/a,b/{id}'"),
            ("identity_user", "null"),
            ("extended_request_id", "'QxYzAbCdEfGhIjN='"),
        ],
    );
    assert_values(lines::HTTP_CSV, &[("route_key", "'GET /pets'"), ("response_length", "33")]);
    assert_values(
        lines::WEBSOCKET_CSV,
        &[("event_type", "'DISCONNECT'"), ("request_id", "'PqRsTuVwXyZaBcD='")],
    );
    assert_values(
        lines::CSV_WITH_MORE,
        &[("route_key", "'$default'"), ("extra", "'120,curl/8.5'")],
    );
}

#[test]
fn pairs_are_read_with_commas_in_values() {
    assert_values(
        lines::PAIRS,
        &[("resource_path", "'/a, b'"), ("apigateway_status", "502"), ("response_length", "36")],
    );
}

#[test]
fn a_line_of_another_log_changes_the_format() {
    let mut parser = Parser::new(None);
    assert!(read_with(&mut parser, lines::REST_JSON.as_bytes()).is_ok());
    assert_eq!(read_with(&mut parser, b"nothing known").err(), Some("unrecognised_line"));
    assert!(read_with(&mut parser, lines::REST_CLF.as_bytes()).is_ok());
}
