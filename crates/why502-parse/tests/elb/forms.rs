//! What CloudWatch delivers: JSON objects, and columns under a header.

use crate::{lines, on_the_day, read, read_both, reason, record};
use why502_parse::{Format, Line, Parsed, Parser, detect};

#[test]
fn objects_are_recognised_and_read() {
    for (format, line) in lines::OBJECTS {
        assert_eq!(detect(line.as_bytes()).map(Format::name), Some(*format), "{line}");
        record(format, line);
    }
    let beginning = &lines::OBJECTS[0].1[..300];
    assert_eq!(detect(beginning.as_bytes()), Some(Format::Nlb));
}

#[test]
fn an_object_has_the_members_of_the_plain_line() {
    let (plain, object) = (record("nlb", lines::NLB[0]), record("nlb", lines::OBJECTS[0].1));
    assert_eq!((plain.time, plain.start), (object.time, object.start));
    for key in ["connection_time", "tls_handshake_time", "received_bytes", "incoming_tls_alert"] {
        assert_eq!(plain.value(key), object.value(key), "{key}");
    }
    assert_eq!(object.value("alpn_client_preference_list"), "\"\"h2\",\"http/1.1\"\"");
    assert_eq!(object.value("chosen_cert_arn"), "null");
    let check = record("alb_health_check", lines::OBJECTS[2].1);
    assert_eq!(check.value("alb_health_check_status"), "\"FAIL\"");
    assert_eq!((check.value("latency"), check.value("status_code")), ("0.019584011", "502"));
    assert_eq!(check.time - check.start.unwrap(), 19_584);
}

#[test]
fn a_connections_time_goes_by_either_name_and_unknown_members_are_kept() {
    let seen = record("alb_connection", lines::OBJECTS[1].1);
    assert_eq!(seen.time, on_the_day("14:02:11.514108"));
    assert_eq!(seen.value("alb_connection_timestamp"), "\"2026-11-22T14:02:11.514108Z\"");
    assert_eq!(seen.value("client_port"), "36280");
    assert_eq!(seen.value("new_a"), "[1, {\"b\": \"]\"}]");
    assert_eq!(seen.value("new_is_old"), "false");
    assert_eq!(seen.value("tls_verify_status"), "null");
}

#[test]
fn objects_of_other_logs_are_not_taken() {
    let access = r#"{"type":"https","time":"2026-11-22T14:02:11Z","elb":"app/web/0","client_port":"192.0.2.7:1","target_port":"-","elb_status_code":"502","conn_trace_id":"TID_0"}"#;
    for format in ["nlb", "alb_connection", "alb_health_check"] {
        assert_eq!(reason(format, access), "unrecognised_line");
        assert_ne!(detect(access.as_bytes()).map(Format::name), Some(format));
        // The names inside a value are no members.
        let inside = lines::OBJECTS.iter().find(|(name, _)| *name == format).unwrap().1;
        let nested = format!("{{\"message\":{inside}}}");
        assert_eq!(detect(nested.as_bytes()), None, "{nested}");
    }
}

#[test]
fn a_damaged_object_is_rejected() {
    for (format, line) in lines::OBJECTS {
        let line = line.trim_end();
        assert_eq!(reason(format, &line[..line.len() - 1]), "unrecognised_line");
        assert_eq!(reason(format, &format!("{line}]")), "unrecognised_line");
        let untimed = line.replace("2026-11-22T", "2026-11-32T");
        assert_eq!(reason(format, &untimed), "bad_timestamp");
    }
}

#[test]
fn a_header_tells_the_format_and_the_columns() {
    for (format, names) in lines::HEADERS {
        let of_format = |(name, _): &&(&str, &str)| name == format;
        for (_, line) in lines::UNDER_HEADERS.iter().filter(of_format) {
            read_both(format, Some(names), line.as_bytes()).unwrap().unwrap();
            let mut parser = Parser::new(None);
            parser.parse(Line::Complete(format!("#Fields: {names}").as_bytes()));
            assert_eq!(parser.format().map(Format::name), Some(*format));
            assert!(read(&mut parser, line.as_bytes()).unwrap().is_ok(), "{line}");
        }
    }
}

fn under_header(at: usize) -> crate::Seen {
    let (format, line) = lines::UNDER_HEADERS[at];
    let names = lines::HEADERS.iter().find(|(name, _)| *name == format).unwrap().1;
    read_both(format, Some(names), line.as_bytes()).unwrap().unwrap()
}

#[test]
fn values_stand_where_the_header_says_between_spaces_or_tabs() {
    let spaced = under_header(0);
    assert_eq!(spaced.value("destination_port"), "\"10.0.0.5:443\"");
    assert_eq!(spaced.value("alpn_client_preference_list"), "\"\"h2\",\"http/1.1\"\"");
    assert_eq!((spaced.value("x_new"), spaced.value("type")), ("\"new\"", "null"));
    assert_eq!(spaced.start, Some(on_the_day("14:02:09.5")));
    let tabbed = under_header(1);
    assert_eq!(tabbed.time, on_the_day("14:02:11.5"));
    assert_eq!((tabbed.value("connection_time"), tabbed.value("extra")), ("null", "\"surplus\""));
    for quoted in [under_header(2), under_header(3)] {
        assert_eq!(quoted.value("leaf_client_cert_subject"), "\"CN=a b\"");
        assert_eq!(quoted.time, on_the_day("14:02:11"));
    }
    let check = under_header(4);
    assert_eq!(check.value("alb_health_check_status"), "\"PASS\"");
    assert_eq!(check.value("target_addr"), "\"10.0.3.17:80\"");
}

#[test]
fn cloudfronts_header_stays_cloudfronts() {
    let mut parser = Parser::new(None);
    parser.parse(Line::Complete(b"#Fields: date time sc-status cs-uri-stem"));
    assert_eq!(parser.format(), Some(Format::CloudFront));
}

#[test]
fn below_a_header_plain_lines_and_those_of_other_logs_still_count() {
    let mut parser = Parser::new(None);
    parser.parse(Line::Complete(format!("#Fields: {}", lines::HEADERS[0].1).as_bytes()));
    for line in [lines::UNDER_HEADERS[0].1, lines::HEALTH_CHECK[0], lines::NLB[0], lines::NLB[2]] {
        assert!(read(&mut parser, line.as_bytes()).unwrap().is_ok(), "{line}");
    }
    // The plain ones end what the header said.
    let last = read(&mut parser, lines::UNDER_HEADERS[0].1.as_bytes());
    assert_eq!(last, Some(Err("unrecognised_line")));
}

#[test]
fn plain_lines_between_tabs_are_read() {
    for (format, line) in [("alb_health_check", lines::HEALTH_CHECK[0]), ("nlb", lines::NLB[0])] {
        let tabbed = line.replace(' ', "\t");
        assert_eq!(detect(tabbed.as_bytes()).map(Format::name), Some(format));
        assert_eq!(record(format, &tabbed), record(format, line));
    }
}

#[test]
fn an_object_nested_deep_or_endless_is_rejected_at_once() {
    let deep = format!("{{\"listener\":\"a\",\"x\":{}", "[".repeat(100_000));
    let mut parser = Parser::new(Some(Format::Nlb));
    assert!(matches!(parser.parse(Line::Complete(deep.as_bytes())), Parsed::Rejected(_)));
}
