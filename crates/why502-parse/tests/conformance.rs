//! Lines of other programs are no log of ours, and no key stands twice in a record.

use std::collections::HashSet;
use why502_parse::{Format, Line, Parsed, Parser, Record, View, detect};

/// The keys of the last line's record.
fn keys(lines: &[&str]) -> Vec<String> {
    let mut parser = Parser::new(None);
    let mut keys = Vec::new();
    for line in lines {
        keys.clear();
        match parser.parse(Line::Complete(line.as_bytes())) {
            Parsed::Record(Record::Row(row)) => {
                row.members(View::Meant, &mut |key, _| keys.push(key.to_owned()));
            }
            Parsed::Record(Record::CloudFront(record)) => {
                record.members(View::Meant, &mut |key, _| keys.push(key.to_owned()));
            }
            _ => {}
        }
    }
    keys
}

#[test]
fn requests_that_a_program_logs_are_no_access_log_of_api_gateway() {
    for line in [
        r#"{"method":"GET","path":"/","format":"html","status":200,"duration":5.1,"request_id":"k1","time":"2026-11-22T14:02:11Z"}"#,
        r#"{"request_id":"k1","method":"GET","uri":"/","status":200,"latency":123,"time":"2026-11-22T14:02:11Z","remote_ip":"192.0.2.7"}"#,
        r#"{"timestamp":"2026-11-22T14:02:11Z","method":"GET","path":"/","status":200,"requestId":"k1","ip":"192.0.2.7"}"#,
    ] {
        assert_eq!(detect(line.as_bytes()), None, "{line}");
    }
}

#[test]
fn templates_with_usual_names_are_access_logs_of_api_gateway() {
    for line in [
        r#"{"time":"22/Nov/2026:14:02:11 +0000","request_id":"k1=","method":"GET","path":"/","status":"200"}"#,
        r#"{"requestId":"k1=","epoch":"1795356131123","method":"GET","path":"/","status":"200"}"#,
        r#"{"@timestamp":"2026-11-22T14:02:11Z","requestId":"k1","status":504,"httpMethod":"GET"}"#,
    ] {
        assert_eq!(detect(line.as_bytes()), Some(Format::ApiGateway), "{line}");
    }
}

#[test]
fn a_request_time_that_is_a_duration_is_nginxs() {
    let line = r#"{"time":"2026-11-22T14:02:11+00:00","remote_addr":"192.0.2.7","request_id":"k1","request_time":0.005,"status":200,"path":"/","method":"GET"}"#;
    assert_eq!(detect(line.as_bytes()), Some(Format::NginxAccess));
}

#[test]
fn an_id_that_is_no_invocations_makes_no_log_of_a_function() {
    let line =
        r#"{"timestamp":"2026-11-22T14:02:11Z","level":"info","requestId":"k1","message":"x"}"#;
    assert_eq!(detect(line.as_bytes()), None);
    let line = line.replace("k1", "5c1d7e90-27ab-4b3f-9d42-6a8e0f1b2c3d");
    assert_eq!(detect(line.as_bytes()), Some(Format::Lambda));
}

#[test]
fn the_log_of_a_web_server_with_the_same_headers_is_not_cloudfronts() {
    let mut parser = Parser::new(None);
    for line in ["#Software: x", "#Version: 1.0", "#Fields: date time s-port cs-username sc-status"]
    {
        assert!(matches!(parser.parse(Line::Complete(line.as_bytes())), Parsed::Control));
    }
    assert_eq!(parser.format(), None);
    let line = b"2026-11-22 14:02:11 80 - 200";
    assert!(matches!(parser.parse(Line::Complete(line)), Parsed::Unknown));
}

#[test]
fn no_key_stands_twice_in_a_record() {
    for lines in [
        &[
            r#"{"timestamp":1795356131123,"webaclId":"w","action":"ALLOW","foo":1,"Foo":2,"line":3}"#,
        ][..],
        &[
            "srcaddr dstaddr action line foo foo start end",
            "192.0.2.7 192.0.2.8 REJECT x y z 1795356131 1795356191",
        ],
        &["#Fields: date time sc-status foo Foo line", "2026-11-22\t14:02:11\t502\ta\tb\tc"],
        &[
            r#"{"listener":"l","destination_port":"192.0.2.7:5","time":"2026-11-22T14:02:11","foo":1,"Foo":2,"source":3}"#,
        ],
    ] {
        let keys = keys(lines);
        let different: HashSet<&String> = keys.iter().collect();
        assert_eq!(keys.len(), different.len(), "{keys:?}");
        assert_eq!(keys.iter().filter(|key| *key == "foo").count(), 1, "{keys:?}");
        assert!(!keys.iter().any(|key| key == "line" || key == "source"), "{keys:?}");
    }
}
