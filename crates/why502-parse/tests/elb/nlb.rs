//! The Network Load Balancer's log.

use crate::{lines, on_the_day, reason, record};
use why502_parse::{Format, detect};

#[test]
fn a_line_is_read_to_its_last_field() {
    let seen = record("nlb", lines::NLB[0]);
    let expected = [
        ("type", "\"tls\""),
        ("version", "\"2.0\""),
        ("time", "\"2026-11-22T14:02:11\""),
        ("elb", "\"net/edge/0123456789abcdef\""),
        ("listener", "\"89abcdef01234567\""),
        ("client_port", "\"192.0.2.7:40312\""),
        ("destination_port", "\"10.0.0.5:443\""),
        ("connection_time", "1520000 us"),
        ("tls_handshake_time", "21000 us"),
        ("received_bytes", "980"),
        ("sent_bytes", "2460"),
        ("incoming_tls_alert", "null"),
        ("chosen_cert_arn", "\"arn:aws:acm:eu-west-1:123456789012:certificate/1\""),
        ("chosen_cert_serial", "null"),
        ("tls_cipher", "\"ECDHE-RSA-AES128-GCM-SHA256\""),
        ("tls_protocol_version", "\"tlsv12\""),
        ("tls_keyexchange", "null"),
        ("domain_name", "\"www.example.com\""),
        ("alpn_fe_protocol", "\"h2\""),
        ("alpn_be_protocol", "\"h2\""),
        ("alpn_client_preference_list", "\"\"h2\",\"http/1.1\"\""),
        ("tls_connection_creation_time", "\"2026-11-22T14:02:09\""),
    ];
    let members: Vec<_> = seen.members.iter().map(|(key, value)| (&key[..], &value[..])).collect();
    assert_eq!(members, expected);
    assert_eq!(seen.status, None);
}

#[test]
fn the_time_is_the_end_and_the_start_is_logged_or_counted_back() {
    let seen = record("nlb", lines::NLB[0]);
    assert_eq!(seen.time, on_the_day("14:02:11"));
    assert_eq!(seen.start, Some(on_the_day("14:02:09")));
    // Five milliseconds, and a day and a millisecond, before the end.
    for (line, length) in [(1, 5_000), (2, 86_400_001_000)] {
        let seen = record("nlb", lines::NLB[line]);
        assert_eq!(seen.start, Some(seen.time - length));
    }
    assert_eq!(record("nlb", lines::NLB[6]).start, None);
}

#[test]
fn lines_of_every_age_are_records() {
    for (line, last) in [(0, "tls_connection_creation_time"), (2, "domain_name")] {
        assert_ne!(record("nlb", lines::NLB[line]).value(last), "null");
    }
    let oldest = record("nlb", lines::NLB[2]);
    assert_eq!(oldest.value("alpn_client_preference_list"), "null");
    assert_eq!(oldest.value("incoming_tls_alert"), "48");
    assert_eq!(oldest.value("tls_handshake_time"), "null");
}

#[test]
fn quotes_are_part_of_the_list_of_protocols() {
    assert_eq!(
        record("nlb", lines::NLB[4]).value("alpn_client_preference_list"),
        r#""\"http/1.1\"""#
    );
    let surplus = record("nlb", lines::NLB[5]);
    assert_eq!(surplus.value("alpn_client_preference_list"), "\"\"h2\",\"x y\"\"");
    assert_eq!(surplus.value("extra"), "\"new newer\"");
    // An odd quote hides nothing behind it.
    let odd = record("nlb", lines::NLB[6]);
    assert_eq!(odd.value("domain_name"), "\"\"half\"");
    assert_eq!(odd.value("alpn_client_preference_list"), "\"\"h2\"\"");
}

#[test]
fn an_encoded_name_is_decoded() {
    let name = record("nlb", lines::NLB[4]).value("domain_name").to_owned();
    let bytes: Vec<u8> = name.chars().map(|letter| letter as u8).collect();
    assert_eq!(bytes, "\"bücher.example\"".as_bytes());
}

#[test]
fn every_line_is_recognised() {
    for line in lines::NLB {
        assert_eq!(detect(line.as_bytes()), Some(Format::Nlb), "{line}");
        assert_eq!(detect(&line.as_bytes()[..60]), Some(Format::Nlb), "{line}");
    }
    assert_eq!(detect(b"info 2.0 2026-11-22T14:02:11 started"), None);
}

#[test]
fn a_line_that_is_no_record_has_a_reason() {
    let line = lines::NLB[0];
    let fields: Vec<&str> = line.split(' ').collect();
    assert_eq!(reason("nlb", &fields[..17].join(" ")), "too_few_fields");
    assert_eq!(reason("nlb", &line.replace("T14:02:11", "T24:02:11")), "bad_timestamp");
    assert_eq!(reason("nlb", &line.replace("tls 2.0", "tls two")), "unrecognised_line");
}
