//! Standard logs: chosen columns, other separators, no header, what each age encoded.

use crate::{control, member, read, rejected, request, with_fields};
use why502_parse::{CloudFrontField, Format, Parser, Record, RejectReason, Value, View};

const FULL: &str = "2026-11-22\t14:02:11\tSOF50-P2\t1277\t192.0.2.7\tGET\t\
    d111111abcdef8.cloudfront.net\t/cart/7\t502\t-\tcurl/8.5.0\t-\t-\tError\tQkVHSU4=\t\
    www.example.com\thttps\t214\t0.048\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tError\tHTTP/2.0\t-\t-\t\
    40312\t0.047\tOriginConnectError\ttext/html\t919\t-\t-";

#[test]
fn any_choice_and_order_of_columns_is_read_with_a_header_and_no_version() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: asn c-country timestamp(ms) x-edge-detailed-result-type");
    let record = request(&mut parser, "64496\tSE\t1795356131421\tOriginDnsError");
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
    assert_eq!((record.sc_status(), record.asn()), (None, Some(64496)));
    assert_eq!(record.x_edge_detailed_result_type(), Some(&b"OriginDnsError"[..]));
}

#[test]
fn names_may_be_written_as_tables_write_them() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc_status cs_user_agent csUriStem");
    let record = request(&mut parser, "2026-11-22\t14:02:11\t502\tcurl\t/a");
    assert_eq!((record.sc_status(), record.path()), (Some(502), Some(&b"/a"[..])));
    assert_eq!(record.cs_user_agent(), Some(&b"curl"[..]));
}

#[test]
fn another_separator_is_taken_where_it_gives_the_columns_of_the_header() {
    for separator in [",", " ", ";", "|"] {
        for between in [",", " "] {
            let mut parser = Parser::new(None);
            let names = ["date", "time", "sc-status", "cs-uri-stem"].join(between);
            control(&mut parser, &format!("#Fields: {names}"));
            let line = ["2026-11-22", "14:02:11", "504", "/a"].join(separator);
            let record = request(&mut parser, &line);
            assert_eq!((record.sc_status(), record.path()), (Some(504), Some(&b"/a"[..])));
            let line = ["2026-11-22", "14:02:11", "504", "/a", "b"].join(separator);
            assert_eq!(rejected(&mut parser, &line), RejectReason::UnrecognisedLine);
            let line = ["2026-13-22", "14:02:11", "504", "/a"].join(separator);
            assert_eq!(rejected(&mut parser, &line), RejectReason::UnrecognisedLine);
        }
    }
}

#[test]
fn columns_given_beside_the_log_stand_for_a_missing_header() {
    let mut parser =
        with_fields(Some(Format::CloudFront), "timestamp(ms) sc-status x-edge-result-type");
    let record = request(&mut parser, "1795356131421\t503\tCapacityExceeded");
    assert_eq!(record.x_edge_result_type(), Some(&b"CapacityExceeded"[..]));
    // A line of the standard order is still one.
    assert_eq!(request(&mut parser, FULL).sc_status(), Some(502));
    control(&mut parser, "#Fields: sc-status timestamp(ms)");
    assert_eq!(request(&mut parser, "504\t1795356131421").sc_status(), Some(504));
}

#[test]
fn columns_given_in_the_standard_order_are_taken_for_lines_that_begin_so() {
    let mut parser = with_fields(Some(Format::CloudFront), "date time sc-status asn");
    let record = request(&mut parser, "2026-11-22\t14:02:11\t502\t64496");
    assert_eq!((record.sc_status(), record.asn()), (Some(502), Some(64496)));
}

#[test]
fn columns_given_for_another_log_change_nothing() {
    let mut parser = with_fields(None, "version account-id interface-id srcaddr dstaddr");
    let record = request(&mut parser, FULL);
    assert_eq!((record.sc_status(), record.c_port()), (Some(502), Some(40312)));
    assert_eq!(rejected(&mut parser, "2\t123456789012\teni-1"), RejectReason::NoFieldsHeader);
}

#[test]
fn a_country_behind_the_standard_columns_is_the_newer_deliverys() {
    let mut parser = Parser::new(None);
    let line = format!("{FULL}\tDE\t/images/*");
    let record = request(&mut parser, &line);
    assert_eq!(record.c_country(), Some(&b"DE"[..]));
    assert_eq!(record.cache_behavior_path_pattern(), Some(&b"/images/*"[..]));
    assert_eq!((record.surplus().count(), record.sc_status()), (0, Some(502)));
    for line in [format!("{FULL}\tdt_1\tQ09O"), format!("{FULL}\tDE"), format!("{FULL}\tDE\t/\t-")]
    {
        let record = request(&mut parser, &line);
        assert_eq!((record.c_country(), record.surplus().count() > 0), (None, true));
    }
}

#[test]
fn a_column_named_as_a_key_of_every_record_is_told_apart() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time timestamp status x-new sc-status timestamp");
    let line = b"2026-11-22\t14:02:11\t1795356131\tgood\ta%20b\t502\t7";
    let record = read(&mut parser, line);
    assert_eq!(member(&record, "cloudfront_timestamp").as_deref(), Some("n:1795356131"));
    assert_eq!(member(&record, "cloudfront_status").as_deref(), Some("t:good"));
    assert_eq!(member(&record, "x_new").as_deref(), Some("t:a b"));
    assert_eq!((member(&record, "timestamp"), member(&record, "status")), (None, None));
    assert_eq!(record.value("x_new", View::Logged), Value::Text(b"a%20b"[..].into()));
    assert_eq!(record.value("cloudfront_status", View::Meant), Value::Text(b"good"[..].into()));
    for key in ["timestamp", "status", "cloudfront_realtime_timestamp", ""] {
        assert_eq!(record.value(key, View::Meant), Value::Null, "{key}");
    }
}

#[test]
fn text_is_decoded_once_and_a_user_agent_of_old_logs_twice() {
    let mut parser = Parser::new(None);
    let names = "cs-uri-query cs(Cookie) cs(Referer) x-forwarded-for cs(User-Agent)";
    control(&mut parser, &format!("#Fields: date time {names}"));
    let decoded = |parser: &mut Parser, value: &str| {
        let line = format!("2026-11-22\t14:02:11{}", format!("\t{value}").repeat(5));
        let record = read(parser, line.as_bytes());
        let keys = ["cs_uri_query", "cs_cookie", "cs_referer", "x_forwarded_for", "cs_user_agent"];
        keys.map(|key| member(&record, key).unwrap_or_default())
    };
    for (value, once, agent) in [
        ("a%2520b", "t:a%20b", "t:a b"),
        ("a%20b", "t:a b", "t:a b"),
        ("100%25", "t:100%", "t:100%"),
        ("%2541", "t:%41", "t:%41"),
        ("%zz%4", "t:%zz%4", "t:%zz%4"),
    ] {
        assert_eq!(decoded(&mut parser, value), [once, once, once, once, agent], "{value}");
    }
}

#[test]
fn every_key_is_found_again() {
    for field in CloudFrontField::ALL {
        for format in [Format::CloudFront, Format::CloudFrontRealtime] {
            assert_eq!(CloudFrontField::from_name(field.key(format)), Some(field));
        }
    }
    for name in ["", "x", "date ", "x-edge-location", &"a".repeat(80)] {
        assert_eq!(CloudFrontField::from_name(name), None);
    }
    assert_eq!(CloudFrontField::from_aws_name("a-".repeat(80).as_bytes()), None);
}

#[test]
fn the_line_is_given_back_whatever_its_form() {
    let mut parser = Parser::new(None);
    let json = r#" {"date":"2026-11-22","time":"14:02:11","c-ip":"192.0.2.7"} "#;
    for line in [FULL, json] {
        assert_eq!(Record::CloudFront(request(&mut parser, line)).line(), line.as_bytes());
    }
}
