//! A load balancer's fields, getter by getter; and the values they are made of.

use crate::cloudfront::key_of;
use crate::lines::{self, FIELDS};
use std::borrow::Cow;
use why502_parse::{
    AlbField, AlbRecord, CivilDate, Endpoint, Line, Parsed, Parser, ProcessingTime, Record,
    RequestLine, Timestamp, percent_decode_once, unescape,
};

fn with_record(line: &[u8], check: impl FnOnce(AlbRecord<'_>)) {
    let mut parser = Parser::new(None);
    match parser.parse(Line::Complete(line)) {
        Parsed::Record(Record::Alb(record)) => check(record),
        other => panic!("{other:?}"),
    }
}

fn text(place: usize) -> Option<&'static [u8]> {
    Some(FIELDS[place].trim_matches('"').as_bytes())
}

#[test]
fn text_getters_give_their_field() {
    with_record(FIELDS.join(" ").as_bytes(), |record| {
        let found = [
            (0, record.connection_type()),
            (2, record.elb()),
            (13, record.user_agent()),
            (14, record.ssl_cipher()),
            (15, record.ssl_protocol()),
            (16, record.target_group_arn()),
            (17, record.trace_id()),
            (18, record.domain_name()),
            (19, record.chosen_cert_arn()),
            (23, record.redirect_url()),
            (24, record.error_reason()),
            (25, record.target_port_list()),
            (26, record.target_status_code_list()),
            (27, record.classification()),
            (28, record.classification_reason()),
            (29, record.conn_trace_id()),
            (30, record.transformed_host()),
            (31, record.transformed_uri()),
            (32, record.request_transform_status()),
            (33, record.ip_address()),
        ];
        for (place, value) in found {
            assert_eq!(value, text(place), "{place}");
        }
    });
}

#[test]
fn typed_getters_decode_their_field() {
    with_record(FIELDS.join(" ").as_bytes(), |record| {
        assert_eq!(record.time().micros(), 1_795_356_131_000_123);
        let created = record.request_creation_time().map(Timestamp::micros);
        assert_eq!(created, Some(1_795_356_130_914_000));
        assert_eq!(record.elapsed(), Some(86_123));
        assert_eq!(record.client(), Some(Endpoint { address: b"192.0.2.7", port: Some(40312) }));
        assert_eq!(record.target(), Some(Endpoint { address: b"10.0.3.17", port: Some(8080) }));
        assert_eq!(record.request_processing_time(), ProcessingTime::Micros(1_000));
        assert_eq!(record.target_processing_time(), ProcessingTime::Micros(48_000));
        assert_eq!(record.response_processing_time(), ProcessingTime::Micros(37_000));
        assert_eq!(record.elb_status_code(), Some(502));
        assert_eq!(record.target_status_code(), Some(200));
        assert_eq!((record.received_bytes(), record.sent_bytes()), (Some(214), Some(1277)));
        assert_eq!(record.matched_rule_priority(), Some(12));
        assert!(record.actions().eq([&b"waf"[..], b"authenticate", b"forward"]));
        let request = record.request();
        assert_eq!((request.method, request.version), (Some(&b"GET"[..]), Some(&b"HTTP/2.0"[..])));
        assert_eq!(request.path(), Some(&b"/cart/7"[..]));
        assert_eq!((record.field_count(), record.surplus().count()), (34, 0));
    });
}

#[test]
fn fields_beyond_an_old_lines_end_are_absent() {
    with_record(FIELDS[..12].join(" ").as_bytes(), |record| {
        assert_eq!(record.field_count(), 12);
        for field in &AlbField::ALL[12..] {
            assert_eq!((record.raw(*field), record.value(*field)), (None, None));
        }
        assert_eq!((record.request_creation_time(), record.elapsed()), (None, None));
        assert_eq!(record.matched_rule_priority(), None);
        assert_eq!(record.actions().count(), 0);
        let request = record.request();
        assert_eq!((request.method, request.url, request.version), (None, &b"-"[..], None));
        assert_eq!((request.host(), request.path()), (None, None));
    });
}

#[test]
fn dashes_and_nothing_are_absent_but_stay_in_the_raw_field() {
    let dashes: Vec<(usize, &[u8])> =
        (3..34).map(|place| (place, if place % 2 == 0 { &b"-"[..] } else { b"\"-\"" })).collect();
    with_record(&lines::alb_with(&dashes), |record| {
        for field in &AlbField::ALL[3..] {
            assert_eq!(record.raw(*field), Some(&b"-"[..]));
            assert_eq!(record.value(*field), None);
        }
        assert_eq!((record.client(), record.target()), (None, None));
        assert_eq!(record.request_processing_time(), ProcessingTime::Absent);
        assert_eq!((record.elb_status_code(), record.target_status_code()), (None, None));
        assert_eq!((record.received_bytes(), record.sent_bytes()), (None, None));
        assert_eq!((record.matched_rule_priority(), record.actions().count()), (None, 0));
    });
    with_record(&lines::alb_with(&[(8, b""), (9, b""), (22, b"\"\"")]), |record| {
        assert_eq!((record.elb_status_code(), record.target_status_code()), (None, None));
        assert_eq!(record.raw(AlbField::ElbStatusCode), Some(&b""[..]));
        assert_eq!((record.sent_bytes(), record.actions().count()), (Some(1277), 0));
    });
}

#[test]
fn sentinels_are_no_values() {
    let line = lines::alb_with(&[(5, b"-1"), (6, b"-1"), (7, b"-1"), (8, b"000"), (20, b"-1")]);
    with_record(&line, |record| {
        assert_eq!(record.request_processing_time(), ProcessingTime::NotMeasured);
        assert_eq!(record.target_processing_time().micros(), None);
        assert_eq!(record.response_processing_time(), ProcessingTime::NotMeasured);
        assert_eq!(record.elb_status_code(), Some(0));
        assert_eq!(record.matched_rule_priority(), Some(-1));
    });
}

#[test]
fn durations_are_exact_and_nonsense_is_absent() {
    for (written, expected) in [
        ("0.000", ProcessingTime::Micros(0)),
        ("0", ProcessingTime::Micros(0)),
        ("12", ProcessingTime::Micros(12_000_000)),
        ("10.001", ProcessingTime::Micros(10_001_000)),
        ("0.0195840119", ProcessingTime::Micros(19_584)),
        ("-1", ProcessingTime::NotMeasured),
        ("-1.000", ProcessingTime::NotMeasured),
        ("-2", ProcessingTime::Absent),
        ("-0.5", ProcessingTime::Absent),
        ("1e3", ProcessingTime::Absent),
        (".5", ProcessingTime::Absent),
        ("5.", ProcessingTime::Absent),
        ("1.2.3", ProcessingTime::Absent),
        ("99999999999999999999", ProcessingTime::Absent),
        ("31536000.000", ProcessingTime::Micros(31_536_000_000_000)),
        ("31536000.001", ProcessingTime::Absent),
        ("9223372036854.775", ProcessingTime::Absent),
        ("18446744073710", ProcessingTime::Absent),
    ] {
        with_record(&lines::alb_with(&[(6, written.as_bytes())]), |record| {
            assert_eq!(record.target_processing_time(), expected, "{written}");
        });
    }
}

#[test]
fn surplus_fields_are_kept_and_counted() {
    let line = format!("{} - \"a new field\" 7", FIELDS.join(" "));
    with_record(line.as_bytes(), |record| {
        assert_eq!(record.field_count(), 37);
        assert!(record.surplus().eq([&b"-"[..], b"a new field", b"7"]));
        assert_eq!(Record::Alb(record).surplus_fields(), 3);
        assert_eq!(record.ip_address(), text(33));
    });
}

#[test]
fn the_field_table_names_every_field_once() {
    for (place, field) in AlbField::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, place);
        assert_eq!(field.name(), key_of(field.aws_name()));
        assert_eq!(AlbField::from_name(field.name()), Some(field));
        assert_eq!(field.quoted(), FIELDS[place].starts_with('"'), "{field:?}");
        assert!(!field.since().is_empty());
    }
    assert_eq!(AlbField::from_name("target:port"), None);
}

#[test]
fn endpoints_split_at_the_last_colon() {
    for (written, address, port) in [
        ("192.0.2.7:80", "192.0.2.7", Some(80)),
        ("192.0.2.7", "192.0.2.7", None),
        ("192.0.2.7:", "192.0.2.7:", None),
        ("192.0.2.7:65536", "192.0.2.7:65536", None),
        ("2001:db8:1:2:3:4:5:6:50718", "2001:db8:1:2:3:4:5:6", Some(50718)),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", None),
        ("2001:db8::7:443", "2001:db8::7", Some(443)),
        ("2001:db8:::443", "2001:db8::", Some(443)),
        ("2001:db8::1", "2001:db8::1", None),
        ("[2001:db8::7]:443", "2001:db8::7", Some(443)),
        ("[2001:db8::7]", "2001:db8::7", None),
        ("[2001:db8::7]x", "[2001:db8::7]x", None),
        ("[2001:db8::7", "[2001:db8::7", None),
        ("", "", None),
    ] {
        let expected = Endpoint { address: address.as_bytes(), port };
        assert_eq!(Endpoint::parse(written.as_bytes()), expected, "{written}");
    }
}

#[test]
fn request_lines_of_every_form_are_split() {
    for (line, method, url, version) in [
        ("GET http://a:80/ HTTP/1.1", Some("GET"), "http://a:80/", Some("HTTP/1.1")),
        ("GET http://a:80/b c  d HTTP/1.1", Some("GET"), "http://a:80/b c  d", Some("HTTP/1.1")),
        ("- http://a:80- -", None, "http://a:80-", None),
        ("- - -", None, "-", None),
        ("- - - ", None, "-", None),
        ("- http://a:80-/ ", None, "http://a:80-/", None),
        ("- http://a:80- ", None, "http://a:80-", None),
        ("GET http://a:80/ HTTP/1.1 ", Some("GET"), "http://a:80/", Some("HTTP/1.1")),
        ("GET http://a:80/", Some("GET"), "http://a:80/", None),
        ("GET", None, "GET", None),
        ("-", None, "-", None),
        ("", None, "", None),
        (" ", None, "", None),
    ] {
        let expected = RequestLine {
            method: method.map(str::as_bytes),
            url: url.as_bytes(),
            version: version.map(str::as_bytes),
        };
        assert_eq!(RequestLine::parse(line.as_bytes()), expected, "{line:?}");
    }
}

#[test]
fn urls_of_every_form_are_split() {
    // URL, scheme, host, port, path, query.
    type Parts = [Option<&'static str>; 5];
    let cases: [(&str, Parts); 16] = [
        (
            "https://a.example.com:443/b/c?d=e?f",
            [Some("https"), Some("a.example.com"), Some("443"), Some("/b/c"), Some("d=e?f")],
        ),
        ("http://a:80-", [Some("http"), Some("a"), Some("80"), None, None]),
        ("http://a:80-/", [Some("http"), Some("a"), Some("80"), Some("/"), None]),
        ("http://a:80", [Some("http"), Some("a"), Some("80"), None, None]),
        ("http://a:80?q", [Some("http"), Some("a"), Some("80"), None, Some("q")]),
        ("http://a/", [Some("http"), Some("a"), None, Some("/"), None]),
        ("http://a-b-:80/?", [Some("http"), Some("a-b-"), Some("80"), Some("/"), Some("")]),
        ("http://user:pw@a:80/x@y", [Some("http"), Some("a"), Some("80"), Some("/x@y"), None]),
        (
            "https://[2001:db8::1]:443/",
            [Some("https"), Some("2001:db8::1"), Some("443"), Some("/"), None],
        ),
        (
            "https://192.0.2.1:443/http://b:1/",
            [Some("https"), Some("192.0.2.1"), Some("443"), Some("/http://b:1/"), None],
        ),
        ("/path?back=http://b:1/", [None, None, None, Some("/path"), Some("back=http://b:1/")]),
        ("*", [None, None, None, Some("*"), None]),
        ("-", [None, None, None, None, None]),
        ("", [None, None, None, None, None]),
        ("http://:80/", [Some("http"), None, Some("80"), Some("/"), None]),
        ("http://a:port/", [Some("http"), Some("a"), None, Some("/"), None]),
    ];
    for (url, expected) in cases {
        let line = RequestLine { method: None, url: url.as_bytes(), version: None };
        let found = [line.scheme(), line.host(), line.port(), line.path(), line.query()];
        assert_eq!(found, expected.map(|part| part.map(str::as_bytes)), "{url}");
    }
}

#[test]
fn escapes_are_undone_once() {
    for (raw, plain) in [
        (&br"/\x22a\x22"[..], &br#"/"a""#[..]),
        (br#"\"a\""#, br#""a""#),
        (br"a\\b", br"a\b"),
        (br"\\x22", br"\x22"),
        (br"\x5c\x0A\xfF", b"\\\n\xff"),
        (br"\x2", br"\x2"),
        (br"\xg0 \n \", br"\xg0 \n \"),
        (b"\xff%22", b"\xff%22"),
    ] {
        assert_eq!(unescape(raw), plain, "{}", raw.escape_ascii());
    }
    assert!(matches!(unescape(b"plain"), Cow::Borrowed(_)));
    for (raw, plain) in
        [("%2520", "%20"), ("a%20b%", "a b%"), ("%2", "%2"), ("%zz%41", "%zzA"), ("\\x22", "\\x22")]
    {
        assert_eq!(percent_decode_once(raw.as_bytes()), plain.as_bytes(), "{raw}");
    }
    assert!(matches!(percent_decode_once(b"plain"), Cow::Borrowed(_)));
}

#[test]
fn dates_follow_the_calendar() {
    let day = |text: &str| Timestamp::parse(format!("{text}T00:00:00Z").as_bytes());
    assert_eq!(day("1970-01-01"), Some(Timestamp::from_micros(0)));
    assert_eq!(day("1969-12-31"), Some(Timestamp::from_micros(-86_400_000_000)));
    for valid in ["2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01", "9999-12-31"] {
        assert!(day(valid).is_some(), "{valid}");
    }
    for invalid in [
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-01-00",
        "2026-1-01",
        "26-01-01",
        "0000-12-31",
    ] {
        assert_eq!(day(invalid), None, "{invalid}");
    }
    let time = Timestamp::from_micros(-1);
    assert_eq!(time.civil_date(), CivilDate { year: 1969, month: 12, day: 31 });
    assert_eq!(time.micros_of_day(), 86_399_999_999);
    assert_eq!(time.saturating_since(Timestamp::from_micros(4)), -5);
    let (least, most) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    assert_eq!(most.saturating_since(least), i64::MAX);
    assert!(least.civil_date().year < 0 && most.civil_date().year > 294_000);
}

#[test]
fn only_times_that_four_digits_of_a_year_can_write_are_read() {
    assert_eq!(Timestamp::parse(b"0001-01-01T00:00:00Z"), Some(Timestamp::MIN));
    assert_eq!(Timestamp::parse(b"9999-12-31T23:59:59.999999Z"), Some(Timestamp::MAX));
    assert_eq!(Timestamp::parse(b"0000-12-31T23:59:59.999999Z"), None);
    let line =
        |second: &str| lines::alb_with(&[(1, format!("9999-12-31T23:59:{second}Z").as_bytes())]);
    let mut parser = Parser::new(None);
    for (second, is_read) in [("60", false), ("59", true), ("60", false), ("59.9999999", true)] {
        let line = line(second);
        let parsed = parser.parse(Line::Complete(&line));
        assert_eq!(matches!(parsed, Parsed::Record(_)), is_read, "{second}");
    }
}

#[test]
fn fractions_of_a_second_have_one_to_nine_digits() {
    let micros = |text: &str| Timestamp::parse(text.as_bytes()).map(Timestamp::micros);
    assert_eq!(micros("1970-01-01T00:00:01Z"), Some(1_000_000));
    assert_eq!(micros("1970-01-01T00:00:01.5Z"), Some(1_500_000));
    assert_eq!(micros("1970-01-01T00:00:01.000001Z"), Some(1_000_001));
    assert_eq!(micros("1970-01-01T00:00:01.000001999Z"), Some(1_000_001));
    assert_eq!(micros("1970-01-01T00:00:60Z"), Some(60_000_000));
    for bad in ["01.", "01.1234567890", "1", "61", "01,5", "0a", "01.5x", "\0\0"] {
        assert_eq!(micros(&format!("1970-01-01T00:00:{bad}Z")), None, "{bad}");
    }
}

#[test]
fn lines_of_one_minute_after_another_keep_their_own_times() {
    let mut parser = Parser::new(None);
    let times = ["14:02:11.5", "14:02:59", "14:03:00.000001", "14:02:12", "14:02:61", "14:02:13"];
    for time in times {
        let time = format!("2026-11-22T{time}Z");
        let line = lines::alb_with(&[(1, time.as_bytes())]);
        let found = match parser.parse(Line::Complete(&line)) {
            Parsed::Record(record) => Some(record.time()),
            _ => None,
        };
        assert_eq!(found, Timestamp::parse(time.as_bytes()), "{time}");
    }
    let line = lines::alb_with(&[(1, b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0005Z")]);
    assert!(matches!(Parser::new(None).parse(Line::Complete(&line)), Parsed::Unknown));
}
