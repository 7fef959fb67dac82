//! Connection logs.

use crate::{control, member, members, read, rejected, with_fields};
use why502_parse::{Format, Parser, RejectReason, columns_of, detect, key_of};

pub(crate) const OBJECT: &str = r#"{"eventTimestamp":1795356131421,"connectionId":"Q09O","connectionStatus":"Failed:ClientCertExpired","clientIp":"192.0.2.7","clientPort":"40312","serverIp":"198.51.100.4","distributionId":"E1EXAMPLE12345","tlsProtocol":"TLSv1.3","tlsCipher":"TLS_AES_128_GCM_SHA256","tlsHandshakeDuration":"153","tlsSni":"www.example.com","clientLeafCertSerialNumber":"00:b1:43","clientLeafCertSubject":"C=SE, O=Example, CN=client.example.com","clientLeafCertIssuer":"C=SE, CN=Example%20CA","clientLeafCertValidity":"NotBefore=2025-06-05T23:28:21Z;NotAfter=2026-06-05T23:28:21Z","connectionLogCustomData":"-"}"#;

pub(crate) const NAMES: &str = "eventTimestamp distributionId connectionId connectionStatus clientIp \
    tlsHandshakeDuration x-new clientLeafCertSubject timestamp";
pub(crate) const COLUMNS: &str = "2026-11-22T14:02:11.421Z\tE1EXAMPLE12345\tQ09O\tSuccess\t\
    2001:db8::7\t12.5\tvalue\tCN=client%20a\t1795356131";

#[test]
fn an_object_is_recognised_and_read() {
    let mut parser = Parser::new(None);
    let record = read(&mut parser, OBJECT.as_bytes());
    assert_eq!(record.format(), Format::CloudFrontConnection);
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
    assert_eq!((record.start(), record.status()), (None, None));
    for (key, value) in [
        ("event_timestamp", "n:1795356131421"),
        ("connection_id", "t:Q09O"),
        ("cloudfront_connection_timestamp", "null"),
        ("connection_status", "t:Failed:ClientCertExpired"),
        ("client_port", "n:40312"),
        ("tls_handshake_duration", "u:153000"),
        ("client_leaf_cert_subject", "t:C=SE, O=Example, CN=client.example.com"),
        ("client_leaf_cert_issuer", "t:C=SE, CN=Example CA"),
        ("connection_log_custom_data", "null"),
    ] {
        assert_eq!(member(&record, key).as_deref(), Some(value), "{key}");
    }
    assert_eq!(members(&record).len(), 18);
}

#[test]
fn columns_follow_the_header() {
    let mut parser = Parser::new(Some(Format::CloudFrontConnection));
    control(&mut parser, &format!("#Fields: {NAMES}"));
    let record = read(&mut parser, COLUMNS.as_bytes());
    assert_eq!(record.time().micros(), 1_795_356_131_421_000);
    for (key, value) in [
        ("event_timestamp", "t:2026-11-22T14:02:11.421Z"),
        ("tls_handshake_duration", "u:12500"),
        ("x_new", "t:value"),
        ("client_leaf_cert_subject", "t:CN=client a"),
        ("cloudfront_connection_timestamp", "n:1795356131"),
        ("tls_sni", "null"),
    ] {
        assert_eq!(member(&record, key).as_deref(), Some(value), "{key}");
    }
}

#[test]
fn columns_without_header_are_the_documented_ones_or_those_given() {
    let line = b"1795356131421\tE1EXAMPLE12345\tQ09O\t-\tSuccess\t192.0.2.7\t40312";
    assert_eq!(detect(line), Some(Format::CloudFrontConnection));
    let record = read(&mut Parser::new(None), line).time();
    assert_eq!(record.micros(), 1_795_356_131_421_000);
    let mut parser =
        with_fields(Some(Format::CloudFrontConnection), "connection_status eventTimestamp");
    let record = read(&mut parser, b"Success\t1795356131.5");
    assert_eq!(record.time().micros(), 1_795_356_131_500_000);
    assert_eq!(member(&record, "connection_status").as_deref(), Some("t:Success"));
}

#[test]
fn another_time_serves_where_the_first_cannot_be_read() {
    let mut parser = Parser::new(Some(Format::CloudFrontConnection));
    for (line, micros) in [
        (
            r#"{"eventTimestamp":"-","timestamp":"1795356131","connectionId":"a"}"#,
            1_795_356_131_000_000,
        ),
        (r#"{"eventTimestamp":"bad","timestamp":1795356131421}"#, 1_795_356_131_421_000),
    ] {
        assert_eq!(read(&mut parser, line.as_bytes()).time().micros(), micros);
    }
    for (line, reason) in [
        (r#"{"connectionId":"a"}"#, RejectReason::BadTimestamp),
        (
            r#"{"eventTimestamp":"2026-02-30T00:00:00Z","connectionId":"a"}"#,
            RejectReason::BadTimestamp,
        ),
        (r#"{"x-edge-location":"a"}"#, RejectReason::UnrecognisedLine),
        (r#"{"eventTimestamp":1795356131421,"connectionId""#, RejectReason::UnrecognisedLine),
        ("free text", RejectReason::UnrecognisedLine),
    ] {
        assert_eq!(rejected(&mut parser, line), reason, "{line}");
    }
}

#[test]
fn the_access_log_is_not_taken_for_it_nor_it_for_the_access_log() {
    let access = r#"{"timestamp(ms)":"1795356131421","connection-id":"Q09O","sc-status":"502"}"#;
    assert_eq!(detect(access.as_bytes()), Some(Format::CloudFront));
    assert_eq!(detect(OBJECT.as_bytes()), Some(Format::CloudFrontConnection));
    for line in [
        r#"{"eventTimestamp":1795356131421,"requestId":"a"}"#,
        "1795356131421\te1example12345\tQ09O\t-",
        "1795356131421\tE1EXAMPLE12345\t",
        "1795356131\tE1EXAMPLE12345\tQ09O\t",
    ] {
        assert_ne!(detect(line.as_bytes()), Some(Format::CloudFrontConnection), "{line}");
    }
}

#[test]
fn keys_follow_from_the_names() {
    for column in columns_of(Format::CloudFrontConnection) {
        let key = key_of(column.name.as_bytes());
        let is_common = key == "timestamp";
        let prefix = if is_common { "cloudfront_connection_" } else { "" };
        assert_eq!(column.key, format!("{prefix}{key}"));
    }
}
