//! CloudFront: columns follow the latest header.

use crate::lines::{self, COLUMNS, VALUES};
use crate::read_both;
use crate::reference::{Reference, Seen};
use why502_parse::{CloudFrontField, CloudFrontRecord, Line, Parsed, Parser, Record, RejectReason};

fn read<'a>(parser: &'a mut Parser, line: &'a str) -> CloudFrontRecord<'a> {
    match parser.parse(Line::Complete(line.as_bytes())) {
        Parsed::Record(Record::CloudFront(record)) => record,
        other => panic!("{other:?} of {line}"),
    }
}

fn control(parser: &mut Parser, line: &str) {
    assert!(matches!(parser.parse(Line::Complete(line.as_bytes())), Parsed::Control));
}

fn rejected(parser: &mut Parser, line: &str) -> RejectReason {
    match parser.parse(Line::Complete(line.as_bytes())) {
        Parsed::Rejected(reason) => reason,
        other => panic!("{other:?} of {line}"),
    }
}

#[test]
fn every_sample_is_a_record_with_a_header_and_without() {
    for header in [None, Some(format!("#Fields: {COLUMNS}"))] {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        if let Some(header) = header {
            read_both(&mut parser, &mut reference, header.as_bytes());
        }
        for line in lines::cloudfront() {
            let seen = read_both(&mut parser, &mut reference, &line);
            assert!(matches!(seen, Seen::CloudFront { .. }), "{seen:?}");
        }
    }
}

#[test]
fn headers_of_every_age_place_their_columns() {
    let names: Vec<&str> = COLUMNS.split(' ').collect();
    for age in [19, 23, 24, 26, 33] {
        let mut parser = Parser::new(None);
        control(&mut parser, &format!("#Fields: {}", names[..age].join(" ")));
        let line = VALUES[..age].join("\t");
        let record = read(&mut parser, &line);
        for (place, field) in CloudFrontField::STANDARD.into_iter().enumerate() {
            let expected = VALUES.get(place).filter(|_| place < age).map(|value| value.as_bytes());
            assert_eq!(record.raw(field), expected, "{field:?} of {age}");
        }
        assert_eq!(record.surplus().count(), 0);
    }
}

#[test]
fn thirty_five_columns_are_read_with_their_header_and_surplus_without() {
    let line = format!("{}\ttenant-1\tconnection-1", VALUES.join("\t"));
    let mut parser = Parser::new(None);
    let record = read(&mut parser, &line);
    assert_eq!(Record::CloudFront(record).surplus_fields(), 2);
    let surplus = [(None, &b"tenant-1"[..]), (None, b"connection-1")];
    assert!(record.unknown().eq(surplus));
    control(&mut parser, &format!("#Fields: {COLUMNS} distribution-tenant-id connection-id"));
    let record = read(&mut parser, &line);
    assert_eq!(record.distribution_tenant_id(), Some(&b"tenant-1"[..]));
    assert_eq!(record.connection_id(), Some(&b"connection-1"[..]));
    assert_eq!(Record::CloudFront(record).surplus_fields(), 0);
}

#[test]
fn columns_follow_a_header_that_changes_in_the_middle_of_the_file() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Version: 1.0");
    control(&mut parser, "#Fields: sc-status time cs-uri-stem date");
    assert_eq!(read(&mut parser, "502\t14:02:11\t/a\t2026-11-22").path(), Some(&b"/a"[..]));
    control(&mut parser, "#Version: 1.0");
    control(&mut parser, "#Fields: date time cs-uri-stem x-new sc-status");
    let record = read(&mut parser, "2026-11-22\t14:02:11\t/b\tvalue\t504");
    assert_eq!((record.path(), record.sc_status()), (Some(&b"/b"[..]), Some(504)));
    assert!(record.unknown().eq([(Some(&b"x-new"[..]), &b"value"[..])]));
}

#[test]
fn a_repeated_header_changes_nothing_and_names_ignore_case() {
    let mut parser = Parser::new(None);
    for header in
        ["#Fields: date time sc-status cs(Host)", "#Fields:DATE\tTime SC-Status CS(host) "]
    {
        control(&mut parser, header);
        let record = read(&mut parser, "2026-11-22\t14:02:11\t502\td111111abcdef8.cloudfront.net");
        assert_eq!(record.distribution(), Some(&b"d111111abcdef8.cloudfront.net"[..]));
    }
}

#[test]
fn a_name_that_stands_twice_means_its_first_column() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc-status c-ip c-ip");
    let record = read(&mut parser, "2026-11-22\t14:02:11\t502\t192.0.2.1\t192.0.2.2");
    assert_eq!(record.c_ip(), Some(&b"192.0.2.1"[..]));
    assert!(record.unknown().eq([(Some(&b"c-ip"[..]), &b"192.0.2.2"[..])]));
}

#[test]
fn a_line_must_reach_through_its_time_and_status() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc-status cs-uri-stem");
    assert_eq!(read(&mut parser, "2026-11-22\t14:02:11\t502").path(), None);
    assert_eq!(rejected(&mut parser, "2026-11-22\t14:02:11"), RejectReason::TooFewFields);
    assert_eq!(rejected(&mut parser, "2026-11-22"), RejectReason::UnrecognisedLine);
    control(&mut parser, "#Fields: sc-status cs-uri-stem date time");
    assert_eq!(rejected(&mut parser, "502\t/a\t2026-11-22"), RejectReason::TooFewFields);
}

#[test]
fn a_bad_time_or_status_is_rejected() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc-status");
    for line in ["2026-02-30\t14:02:11\t502", "2026-11-22\t24:00:00\t502", "-\t-\t502", "\t\t502"] {
        assert_eq!(rejected(&mut parser, line), RejectReason::BadTimestamp, "{line}");
    }
    for status in ["abc", "-1", "5 02", "1000", "99999"] {
        let line = format!("2026-11-22\t14:02:11\t{status}");
        assert_eq!(rejected(&mut parser, &line), RejectReason::BadFieldValue, "{line}");
    }
    assert_eq!(read(&mut parser, "2026-11-22\t14:02:11\t000").sc_status(), Some(0));
    assert_eq!(read(&mut parser, "2026-11-22\t14:02:11\t-").sc_status(), None);
}

#[test]
fn a_header_without_status_leaves_it_absent() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time x-edge-location asn timestamp(ms)");
    let record = read(&mut parser, "2026-11-22\t14:02:11\tSOF50-P2\t64496\t1795356131421");
    assert_eq!((record.sc_status(), record.asn()), (None, Some(64496)));
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
}

#[test]
fn milliseconds_are_preferred_where_the_line_has_them() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc-status timestamp(ms)");
    let begin = "2026-11-22\t14:02:11\t502";
    for (end, micros) in [
        ("\t1795356131421", 1_795_356_131_421_000),
        ("\t-", 1_795_356_131_000_000),
        ("", 1_795_356_131_000_000),
        ("\t253402300800000", 1_795_356_131_000_000),
    ] {
        let line = format!("{begin}{end}");
        assert_eq!(read(&mut parser, &line).time().micros(), micros, "{end}");
    }
}

#[test]
fn a_time_after_the_year_9999_is_rejected() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: timestamp(ms) sc-status");
    assert_eq!(read(&mut parser, "253402300799999\t502").time().micros(), 253_402_300_799_999_000);
    for millis in ["253402300800000", "9223372036854775", "9223372036854775807"] {
        let line = format!("{millis}\t502");
        assert_eq!(rejected(&mut parser, &line), RejectReason::BadTimestamp, "{millis}");
    }
    control(&mut parser, "#Fields: timestamp sc-status");
    assert_eq!(rejected(&mut parser, "253402300800.0\t502"), RejectReason::BadTimestamp);
    control(&mut parser, "#Fields: date time sc-status");
    let line = "0000-11-22\t14:02:11\t502";
    assert_eq!(rejected(&mut parser, line), RejectReason::BadTimestamp);
}

#[test]
fn the_time_comes_from_an_epoch_column_where_date_or_time_is_not_named() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: timestamp date timestamp(ms) sc-status");
    let record = read(&mut parser, "1795356131\t2026-11-22\t1795356131421\t502");
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
    control(&mut parser, "#Fields: sc-status timestamp");
    assert_eq!(read(&mut parser, "502\t1795356131.5").time().micros(), 1_795_356_131_500_000);
    assert_eq!(rejected(&mut parser, "502\t18446744073709551615"), RejectReason::BadTimestamp);
    control(&mut parser, "#Fields: sc-status date");
    assert_eq!(rejected(&mut parser, "502\t2026-11-22"), RejectReason::BadTimestamp);
}

#[test]
fn without_a_usable_header_only_the_standard_order_is_read() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Version: 1.0");
    assert_eq!(rejected(&mut parser, "502\t/a"), RejectReason::NoFieldsHeader);
    assert_eq!(read(&mut parser, &VALUES.join("\t")).sc_status(), Some(502));
    control(&mut parser, "#Fields:");
    assert_eq!(rejected(&mut parser, &VALUES.join("\t")), RejectReason::NoFieldsHeader);
    control(&mut parser, "#Fields: date time sc-status");
    assert_eq!(read(&mut parser, "2026-11-22\t14:02:11\t502").sc_status(), Some(502));
    let parsed = parser.parse(Line::TooLong(b"#Fields: date"));
    assert!(matches!(parsed, Parsed::Rejected(RejectReason::LineTooLong)));
    let reason = rejected(&mut parser, "2026-11-22\t14:02:11\t502");
    assert_eq!(reason, RejectReason::NoFieldsHeader);
}

#[test]
fn getters_decode_the_columns() {
    let mut parser = Parser::new(None);
    let line = VALUES.join("\t");
    let record = read(&mut parser, &line);
    let text = |value: &'static str| Some(value.as_bytes());
    assert_eq!(record.time().micros(), 1_795_356_131_000_000);
    assert_eq!(record.sc_status(), Some(502));
    assert_eq!((record.sc_bytes(), record.cs_bytes()), (Some(1277), Some(214)));
    assert_eq!(record.time_taken(), Some(48_000));
    assert_eq!(record.time_to_first_byte(), Some(47_000));
    assert_eq!(record.sc_content_len(), Some(919));
    assert_eq!((record.sc_range_start(), record.sc_range_end()), (Some(10), Some(928)));
    assert_eq!((record.c_port(), record.fle_encrypted_fields()), (Some(40312), Some(2)));
    assert_eq!(record.host(), text("www.example.com"));
    assert_eq!(record.distribution(), text("d111111abcdef8.cloudfront.net"));
    assert_eq!(record.path(), text("/cart/7"));
    let found = [
        record.x_edge_location(),
        record.c_ip(),
        record.cs_method(),
        record.cs_referer(),
        record.cs_user_agent(),
        record.cs_uri_query(),
        record.cs_cookie(),
        record.x_edge_result_type(),
        record.x_edge_request_id(),
        record.x_host_header(),
        record.cs_protocol(),
        record.x_forwarded_for(),
        record.ssl_protocol(),
        record.ssl_cipher(),
        record.x_edge_response_result_type(),
        record.cs_protocol_version(),
        record.fle_status(),
        record.x_edge_detailed_result_type(),
        record.sc_content_type(),
    ];
    let places = [2, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 24, 28, 29];
    assert_eq!(found, places.map(|place: usize| text(VALUES[place])));
}

#[test]
fn getters_are_absent_for_dashes_and_beyond_the_line() {
    let mut parser = Parser::new(None);
    let mut values = ["-"; 20];
    values[0] = VALUES[0];
    values[1] = VALUES[1];
    let line = values.join("\t");
    let record = read(&mut parser, &line);
    assert_eq!(record.sc_status(), None);
    assert_eq!((record.sc_bytes(), record.cs_bytes()), (None, None));
    assert_eq!((record.time_taken(), record.time_to_first_byte()), (None, None));
    assert_eq!((record.host(), record.path(), record.c_port()), (None, None, None));
    assert_eq!(record.raw(CloudFrontField::CsUriStem), Some(&b"-"[..]));
    assert_eq!(record.raw(CloudFrontField::ScRangeEnd), None);
}

#[test]
fn the_host_is_the_distribution_where_the_viewers_is_not_logged() {
    let mut parser = Parser::new(None);
    control(&mut parser, "#Fields: date time sc-status cs(Host) x-host-header");
    let record = read(&mut parser, "2026-11-22\t14:02:11\t502\td1.cloudfront.net\t-");
    assert_eq!(record.host(), Some(&b"d1.cloudfront.net"[..]));
}

/// `target:port` → `target_port`, `cs(User-Agent)` → `cs_user_agent`.
pub(crate) fn key_of(aws_name: &str) -> String {
    let mut key = String::new();
    for character in aws_name.to_ascii_lowercase().chars() {
        if character.is_ascii_alphanumeric() {
            key.push(character);
        } else if !key.ends_with('_') {
            key.push('_');
        }
    }
    key.trim_matches('_').to_owned()
}

#[test]
fn field_names_follow_from_awss_names() {
    for field in CloudFrontField::ALL {
        let is_common = field == CloudFrontField::Timestamp;
        let prefix = if is_common { "cloudfront_" } else { "" };
        assert_eq!(field.name(), format!("{prefix}{}", key_of(field.aws_name())));
        assert_eq!(CloudFrontField::from_name(field.name()), Some(field));
        assert_eq!(CloudFrontField::from_aws_name(field.aws_name().as_bytes()), Some(field));
        assert!(!field.since().is_empty());
    }
    assert_eq!(CloudFrontField::from_name("timestamp"), None);
    let standard: Vec<&str> = CloudFrontField::STANDARD.iter().map(|f| f.aws_name()).collect();
    assert_eq!(standard.join(" "), COLUMNS);
}
