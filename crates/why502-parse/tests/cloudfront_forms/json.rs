//! Standard logs of the newer delivery as JSON.

use crate::{member, members, read, rejected, request};
use why502_parse::{Format, Line, Parsed, Parser, RejectReason, detect};

#[test]
fn an_object_is_a_record_of_its_members() {
    let mut parser = Parser::new(None);
    let line = r#"{"date":"2026-11-22","time":"14:02:11","x-edge-location":"SOF50-P2","asn":"64496","timestamp(ms)":"1795356131421","origin-fbl":"0.254","sc-status":"502","cs(Cookie)":"a=1;%20b=2","x-host-header":"www.example.com","cs(Host)":"d1.cloudfront.net"}"#;
    let record = request(&mut parser, line);
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
    assert_eq!((record.sc_status(), record.origin_fbl()), (Some(502), Some(254_000)));
    assert_eq!(record.host(), Some(&b"www.example.com"[..]));
    assert_eq!(record.distribution(), Some(&b"d1.cloudfront.net"[..]));
    let record = read(&mut parser, line.as_bytes());
    assert_eq!(record.format(), Format::CloudFront);
    for (key, value) in [
        ("cs_cookie", "t:a=1; b=2"),
        ("asn", "n:64496"),
        ("origin_fbl", "n:0.254"),
        ("cs_uri_stem", "null"),
    ] {
        assert_eq!(member(&record, key).as_deref(), Some(value), "{key}");
    }
    assert_eq!(member(&record, "origin_lbl"), None);
    let first: Vec<String> = members(&record).into_iter().take(3).map(|(key, _)| key).collect();
    assert_eq!(first, ["date", "time", "x_edge_location"]);
}

#[test]
fn names_may_change_from_line_to_line() {
    let mut parser = Parser::new(None);
    for (line, status, path) in [
        (r#"{"timestamp(ms)":"1795356131421","sc-status":"502","cs-uri-stem":"/a"}"#, 502, "/a"),
        (r#"{"timestamp(ms)":"1795356131421","sc-status":"503","cs-uri-stem":"/b"}"#, 503, "/b"),
        (r#"{"cs-uri-stem":"/c","sc-status":"504","timestamp(ms)":"1795356131421"}"#, 504, "/c"),
        (
            r#"{"cs-uri-stem":"/d","date":"2026-11-22","time":"14:02:11","sc-status":"200"}"#,
            200,
            "/d",
        ),
    ] {
        let record = request(&mut parser, line);
        assert_eq!(record.sc_status(), Some(status));
        assert_eq!(record.path(), Some(path.as_bytes()));
    }
}

#[test]
fn numbers_truth_values_nulls_arrays_and_objects_lose_no_record() {
    let mut parser = Parser::new(None);
    let line = r#"{"timestamp(ms)": 1795356131421, "sc-status": 502, "asn": null, "x-new": {"a": [1, "b"], "c": true}, "cs-uri-stem": "/a\tb\u00e9\\", "x-other": "", "cs-uri-stem": "/later"}"#;
    let record = read(&mut parser, line.as_bytes());
    assert_eq!(record.status(), Some(502));
    for (key, value) in [
        ("asn", "null"),
        ("x_new_a", r#"t:[1, \"b\"]"#),
        ("x_new_c", "t:true"),
        ("x_other", "null"),
        ("cs_uri_stem", r"t:/a\tb\xc3\xa9\\"),
    ] {
        assert_eq!(member(&record, key).as_deref(), Some(value), "{key}");
    }
}

#[test]
fn what_is_no_object_or_has_no_time_is_rejected() {
    let mut parser = Parser::new(Some(Format::CloudFront));
    for (line, reason) in [
        (
            r#"{"date":"2026-11-22","time":"14:02:11","sc-status":"50"#,
            RejectReason::UnrecognisedLine,
        ),
        (r#"{"webaclId":"a","action":"BLOCK"}"#, RejectReason::UnrecognisedLine),
        (r#"{}"#, RejectReason::UnrecognisedLine),
        (r#"{"sc-status":"502","c-ip":"192.0.2.7"}"#, RejectReason::BadTimestamp),
        (r#"{"date":"2026-11-32","time":"14:02:11"}"#, RejectReason::BadTimestamp),
        (
            r#"{"date":"2026-11-22","time":"14:02:11","sc-status":"bad"}"#,
            RejectReason::BadFieldValue,
        ),
    ] {
        assert_eq!(rejected(&mut parser, line), reason, "{line}");
    }
    let line = r#"{"date":"2026-11-22","time":"14:02:11"}"#;
    assert_eq!(request(&mut parser, line).sc_status(), None);
}

#[test]
fn only_names_of_cloudfront_tell_the_format() {
    for line in [
        r#"{"date":"2026-11-22","time":"14:02:11","x-edge-location":"SOF50-P2""#,
        r#" { "timestamp(ms)" : "1795356131421" , "sc-status" : "502" }"#,
        r#"{"timestamp":"1795356131","cs(Host)":"d1.cloudfront.net"}"#,
    ] {
        assert_eq!(detect(line.as_bytes()), Some(Format::CloudFront), "{line}");
    }
    for line in [
        r#"{"timestamp":1795356131421,"formatVersion":1,"httpRequest":{"headers":[{"name":"c-ip","value":"x-edge-location"}]}}"#,
        r#"{"time":"2026-11-22T14:02:11Z","type":"platform.report","record":{"requestId":"1"}}"#,
        r#"{"type":"https","time":"2026-11-22T14:02:11.000123Z","elb":"app/web/1","elb_status_code":"502"}"#,
        r#"{"message":"{\"x-edge-location\":\"SOF50\",\"c-ip\":\"192.0.2.7\"}"}"#,
        r#"{"x-edge-location":"SOF50-P2"}"#,
        r#"["x-edge-location":"c-ip":"c-ip":1]"#,
        r#"{"#,
        r#"{""#,
        r#"{"\"#,
    ] {
        assert_ne!(detect(line.as_bytes()), Some(Format::CloudFront), "{line}");
    }
}

#[test]
fn names_repeated_by_objects_inside_cost_no_more_than_the_line() {
    let outer = "a".repeat(10_000);
    let inner: Vec<String> = (0..20_000).map(|place| format!("\"{place}\":1")).collect();
    let line = format!(
        r#"{{"date":"2026-11-22","time":"14:02:11","sc-status":"502","{outer}":{{{}}}}}"#,
        inner.join(",")
    );
    let mut parser = Parser::new(Some(Format::CloudFront));
    let parsed = parser.parse(Line::Complete(line.as_bytes()));
    let Parsed::Record(record) = parsed else { panic!("{parsed:?}") };
    let names: usize = members(&record).iter().map(|(key, _)| key.len()).sum();
    assert!(names < 2 * line.len());
    assert_eq!(record.status(), Some(502));
}
