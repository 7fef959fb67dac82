//! The Classic Load Balancer's log.

use crate::{lines, on_the_day, parser, read, reason, record};
use why502_parse::{Format, Line, Parsed, Parser, RejectReason, Released};

#[test]
fn a_line_is_read_to_its_last_field() {
    let seen = record("clb", lines::CLB[0]);
    let expected = [
        ("clb_timestamp", "\"2026-11-22T14:02:11.000123Z\""),
        ("elb", "\"shop-elb\""),
        ("client_port", "\"192.0.2.7:40312\""),
        ("backend_port", "\"10.0.3.17:8080\""),
        ("request_processing_time", "0.000061"),
        ("backend_processing_time", "0.0402"),
        ("response_processing_time", "0.00001"),
        ("elb_status_code", "200"),
        ("backend_status_code", "200"),
        ("received_bytes", "17"),
        ("sent_bytes", "5120"),
        ("request", "\"GET https://www.example.com:443/cart?id=7 HTTP/1.1\""),
        ("user_agent", "\"curl/8.5.0\""),
        ("ssl_cipher", "\"ECDHE-RSA-AES128-GCM-SHA256\""),
        ("ssl_protocol", "\"TLSv1.2\""),
    ];
    let members: Vec<_> = seen.members.iter().map(|(key, value)| (&key[..], &value[..])).collect();
    assert_eq!(members, expected);
    assert_eq!(seen.status, Some(200));
}

#[test]
fn the_time_is_that_of_receiving_and_the_response_came_the_three_times_later() {
    let seen = record("clb", lines::CLB[0]);
    assert_eq!(seen.start, Some(on_the_day("14:02:11.000123")));
    assert_eq!(seen.time, on_the_day("14:02:11.040394"));
}

#[test]
fn without_all_three_times_the_record_is_of_when_the_request_came() {
    for (line, clock) in [(2, "14:02:12"), (3, "14:02:13"), (7, "14:02:17")] {
        let seen = record("clb", lines::CLB[line]);
        assert_eq!((seen.time, seen.start), (on_the_day(clock), Some(on_the_day(clock))));
    }
    assert_eq!(record("clb", lines::CLB[2]).value("backend_processing_time"), "null");
}

#[test]
fn a_line_of_twelve_fields_has_no_user_agent() {
    let seen = record("clb", lines::CLB[1]);
    assert_eq!(seen.value("request"), "\"GET http://www.example.com:80/ HTTP/1.1\"");
    assert_eq!((seen.value("user_agent"), seen.value("ssl_protocol")), ("null", "null"));
    assert_eq!(seen.members.len(), 15);
}

#[test]
fn a_listener_without_http_has_no_status() {
    let seen = record("clb", lines::CLB[4]);
    assert_eq!((seen.status, seen.value("elb_status_code")), (None, "null"));
    assert_eq!(seen.value("request"), "\"- - - \"");
    assert_eq!(seen.value("user_agent"), "null");
}

#[test]
fn a_blank_status_is_none_and_three_zeros_are_zero() {
    let blank = record("clb", lines::CLB[5]);
    assert_eq!((blank.status, blank.value("elb_status_code")), (None, "null"));
    assert_eq!(blank.value("backend_status_code"), "null");
    assert_eq!(blank.value("received_bytes"), "0");
    let zeros = record("clb", lines::CLB[6]);
    assert_eq!((zeros.status, zeros.value("elb_status_code")), (Some(0), "0"));
}

#[test]
fn escapes_are_undone_and_surplus_fields_kept() {
    let seen = record("clb", lines::CLB[6]);
    assert_eq!(seen.value("user_agent"), "\"\"quoted\" and \"hex\" \\ \\q\"");
    assert_eq!(seen.value("extra"), "\"new two words last\"");
    assert_eq!(record("clb", lines::CLB[7]).value("user_agent"), "\"joined\"");
}

#[test]
fn every_line_is_recognised() {
    for line in lines::CLB {
        assert_eq!(why502_parse::detect(line.as_bytes()), Some(Format::Clb), "{line}");
        // What stands of an over-long line is enough.
        let beginning = line.split(" \"").next().unwrap();
        assert_eq!(why502_parse::detect(beginning.as_bytes()), Some(Format::Clb), "{line}");
    }
}

#[test]
fn a_line_that_is_no_record_has_a_reason() {
    let line = lines::CLB[2];
    let fields: Vec<&str> = line.split(' ').collect();
    assert_eq!(reason("clb", &fields[..11].join(" ")), "too_few_fields");
    assert_eq!(reason("clb", &line.replace("11-22", "11-32")), "bad_timestamp");
    assert_eq!(reason("clb", &line.replace(" 504 ", " 5x4 ")), "bad_field_value");
    assert_eq!(reason("clb", &line.replace(" 504 ", " 1504 ")), "bad_field_value");
    assert_eq!(reason("clb", "free text"), "unrecognised_line");
    assert_eq!(reason("clb", lines::CONNECTION[2]), "unrecognised_line");
    assert_eq!(reason("clb", r#"{"listener":"a","destination_port":"b"}"#), "unrecognised_line");
}

/// A record whose user agent has two line feeds, cut at them.
const PIECES: [&str; 3] = [
    r#"2026-11-22T14:02:11.000123Z shop 192.0.2.7:40312 10.0.3.17:80 0.1 0.2 0.3 200 200 0 5 "GET http://a:80/ HTTP/1.1" "first"#,
    "",
    r#"third" - -"#,
];

#[test]
fn a_damaged_field_that_needs_not_be_read_loses_no_record() {
    let line = lines::CLB[0].replace(" 10.0.3.17:8080 0.000061 0.0402 ", " ? x y ");
    let seen = record("clb", &line.replace(" 17 5120 ", " many - "));
    assert_eq!((seen.status, seen.value("backend_port")), (Some(200), "\"?\""));
    assert_eq!((seen.value("received_bytes"), seen.value("sent_bytes")), ("\"many\"", "null"));
    assert_eq!(Some(seen.time), seen.start);
}

#[test]
fn a_user_agent_with_line_feeds_is_one_record() {
    let mut parser = Parser::new(None);
    for piece in &PIECES[..2] {
        assert_eq!(read(&mut parser, piece.as_bytes()), Some(Err("open")));
        assert_eq!(parser.take_released(), None);
    }
    let seen = read(&mut parser, PIECES[2].as_bytes()).unwrap().unwrap();
    assert_eq!(seen.value("user_agent"), "\"first\n\nthird\"");
    assert_eq!(parser.take_released(), Some(Released { control_lines: 2, rejected: None }));
}

#[test]
fn a_record_that_never_ends_is_one_rejected_line() {
    let mut parser = Parser::new(None);
    assert_eq!(read(&mut parser, PIECES[0].as_bytes()), Some(Err("open")));
    assert!(read(&mut parser, lines::CLB[0].as_bytes()).unwrap().is_ok());
    let rejected = Some(RejectReason::UnterminatedQuote);
    assert_eq!(parser.take_released(), Some(Released { control_lines: 0, rejected }));
}

#[test]
fn a_line_that_is_no_record_so_far_does_not_wait_for_its_quote() {
    for (from, to) in [("2026-11-22", "2026-11-32"), (" 200 200 ", " 2xx 200 "), ("\"GET", "GET")] {
        let line = PIECES[0].replace(from, to);
        assert_eq!(reason("clb", &line), "unterminated_quote", "{line}");
    }
}

#[test]
fn lines_of_other_logs_in_between_change_the_format_and_back() {
    let mut parser = Parser::new(None);
    let pairs = [lines::CLB[0], lines::CONNECTION[2], lines::CLB[4], lines::HEALTH_CHECK[0]];
    for line in pairs.into_iter().chain([lines::NLB[0], lines::CLB[5]]) {
        assert!(read(&mut parser, line.as_bytes()).unwrap().is_ok(), "{line}");
        assert_eq!(parser.format(), why502_parse::detect(line.as_bytes()));
    }
}

#[test]
fn the_line_itself_is_kept_as_it_was() {
    let mut parser = parser("clb");
    let line = lines::CLB[6].as_bytes();
    let Parsed::Record(record) = parser.parse(Line::Complete(line)) else { panic!() };
    assert_eq!(record.line(), line);
}
