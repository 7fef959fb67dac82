//! The Application Load Balancer's connection log.

use crate::{lines, on_the_day, reason, record};
use why502_parse::{Format, detect};

#[test]
fn a_line_is_read_to_its_last_field() {
    let seen = record("alb_connection", lines::CONNECTION[0]);
    let expected = [
        ("alb_connection_timestamp", "\"2026-11-22T14:02:11.514108Z\""),
        ("client_ip", "\"192.0.2.7\""),
        ("client_port", "36280"),
        ("listener_port", "443"),
        ("tls_protocol", "\"TLSv1.3\""),
        ("tls_cipher", "\"TLS_AES_128_GCM_SHA256\""),
        ("tls_handshake_latency", "0.036"),
        ("leaf_client_cert_subject", "\"CN=client.example.com,O=Example\\, Inc,C=DE\""),
        (
            "leaf_client_cert_validity",
            "\"NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z\"",
        ),
        ("leaf_client_cert_serial_number", "\"0A1B2C\""),
        ("tls_verify_status", "\"Success\""),
        ("conn_trace_id", "\"TID_0123456789abcdef\""),
        ("tls_keyexchange", "\"x25519\""),
        ("elb", "\"app/web/0123456789abcdef\""),
        ("ip_address", "\"10.0.0.9\""),
    ];
    let members: Vec<_> = seen.members.iter().map(|(key, value)| (&key[..], &value[..])).collect();
    assert_eq!(members, expected);
    assert_eq!((seen.time, seen.start), (on_the_day("14:02:11.514108"), None));
    assert_eq!(seen.status, None);
}

#[test]
fn lines_of_every_age_are_records() {
    let fields: Vec<&str> = lines::CONNECTION[2].split(' ').collect();
    for (line, newest) in [
        (lines::CONNECTION[1], "tls_verify_status"),
        (lines::CONNECTION[2], "conn_trace_id"),
        (&[&fields[..], &["x25519"]].concat().join(" "), "tls_keyexchange"),
        (lines::CONNECTION[0], "ip_address"),
    ] {
        let seen = record("alb_connection", line);
        assert_eq!(seen.members.len(), 15);
        assert_ne!(seen.value(newest), "null", "{line}");
        let known = seen.members.iter().position(|(key, _)| key == newest).unwrap();
        assert!(seen.members[known + 1..].iter().all(|(_, value)| value == "null"), "{line}");
    }
}

#[test]
fn quotes_may_stand_around_any_field_or_none() {
    let seen = record("alb_connection", lines::CONNECTION[3]);
    assert_eq!(seen.value("leaf_client_cert_subject"), "\"CN=unquoted\"");
    assert_eq!(seen.value("leaf_client_cert_validity"), "\"NotBefore=a;NotAfter=b\"");
    assert_eq!(seen.value("conn_trace_id"), "\"TID_0\"");
    let plain = record("alb_connection", lines::CONNECTION[2]);
    assert_eq!(plain.value("leaf_client_cert_subject"), "null");
}

#[test]
fn escapes_are_undone_a_minus_one_is_no_latency_and_surplus_fields_are_kept() {
    let seen = record("alb_connection", lines::CONNECTION[4]);
    assert_eq!(seen.value("leaf_client_cert_subject"), "\"CN=\"x\" A\"");
    assert_eq!(seen.value("tls_handshake_latency"), "null");
    assert_eq!(seen.value("extra"), "\"surplus and more\"");
}

#[test]
fn every_line_is_recognised() {
    for line in lines::CONNECTION {
        assert_eq!(detect(line.as_bytes()), Some(Format::AlbConnection), "{line}");
        assert_eq!(detect(&line.as_bytes()[..50]), Some(Format::AlbConnection), "{line}");
    }
    assert_eq!(detect(b"2026-11-22T14:02:11.514Z 192.0.2.7 connected to 443"), None);
}

#[test]
fn a_line_that_is_no_record_has_a_reason() {
    let line = lines::CONNECTION[1];
    assert_eq!(reason("alb_connection", &line[..line.len() - 30]), "too_few_fields");
    assert_eq!(reason("alb_connection", &line.replace("T00:", "T99:")), "bad_timestamp");
    assert_eq!(reason("alb_connection", &line[..line.find("CN=").unwrap()]), "unterminated_quote");
    assert_eq!(reason("alb_connection", lines::CLB[0]), "unrecognised_line");
}
