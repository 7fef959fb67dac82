//! What a hostile line may cost, and which keys its members may have.

use why502_parse::{Format, Line, Parsed, Parser, Record, View};

/// Beginnings of objects that are records of each log that has objects.
const OBJECTS: [(Format, &str); 11] = [
    (
        Format::Alb,
        r#"{"type":"http","time":"2026-11-22T14:02:11.000123Z","elb":"app/a/1","elb_status_code":502,"target_processing_time":-1"#,
    ),
    (Format::Nlb, r#"{"time":"2026-11-22T14:02:11","listener":1,"destination_port":2"#),
    (
        Format::AlbConnection,
        r#"{"time":"2026-11-22T14:02:11Z","listener_port":443,"tls_handshake_latency":1"#,
    ),
    (
        Format::AlbHealthCheck,
        r#"{"time":"2026-11-22T14:02:11Z","target_addr":"10.0.3.17:80","target_group_id":"a""#,
    ),
    (Format::CloudFront, r#"{"timestamp(ms)":"1795356131421","sc-status":"502""#),
    (Format::CloudFrontConnection, r#"{"eventTimestamp":"1795356131421","connectionId":"Q""#),
    (
        Format::ApiGateway,
        r#"{"requestId":"x","requestTime":"22/Nov/2026:14:02:11 +0000","httpMethod":"GET""#,
    ),
    (Format::Lambda, r#"{"timestamp":"2026-11-22T14:00:03Z","level":"INFO","message":"x""#),
    (Format::Lambda, r#"{"time":"2026-11-22T14:00:03Z","type":"platform.start""#),
    (Format::Waf, r#"{"timestamp":1795356005500,"webaclId":"w""#),
    (
        Format::NginxAccess,
        r#"{"remote_addr":"203.0.113.9","time_local":"22/Nov/2026:14:02:11 +0000","request":"x","status":"502""#,
    ),
];

/// Reads the line, which is a record.
fn with_record(format: Format, line: &str, see: impl FnOnce(&Record<'_>)) {
    let mut parser = Parser::new(Some(format));
    match parser.parse(Line::Complete(line.as_bytes())) {
        Parsed::Record(record) => see(&record),
        other => panic!("{other:?} of {format} {}", &line[..80]),
    }
}

#[test]
fn a_long_name_around_many_members_is_not_copied_without_end() {
    let inner: Vec<String> = (0..3_000).map(|number| format!("\"{number}\":1")).collect();
    let (name, inner) = ("a".repeat(30_000), inner.join(","));
    for (format, beginning) in OBJECTS {
        let line = format!("{beginning},\"{name}\":{{{inner}}}}}");
        with_record(format, &line, |record| {
            let mut bytes = 0;
            record.members(View::Meant, &mut |key, value| {
                bytes += key.len() + format!("{value:?}").len();
            });
            assert!(bytes < 100 * line.len(), "{format}: {bytes} of {}", line.len());
        });
    }
}

#[test]
fn no_member_has_a_key_that_every_record_has() {
    let common = [
        "format",
        "source",
        "line",
        "timestamp",
        "status",
        "signature",
        "failure_side",
        "start_timestamp",
    ];
    for (format, beginning) in OBJECTS {
        let members: Vec<String> = common
            .iter()
            .filter(|name| !beginning.contains(&format!("\"{name}\"")))
            .map(|name| format!("\"{name}\":\"1\",\".{name}\":\"2\""))
            .collect();
        with_record(format, &format!("{beginning},{}}}", members.join(",")), |record| {
            record.members(View::Meant, &mut |key, value| {
                assert!(!common.contains(&key), "{format}: {key} is {value:?}");
            });
        });
    }
}

#[test]
fn no_column_below_a_header_has_a_key_that_every_record_has() {
    for (format, names) in [
        (Format::Nlb, "time listener destination_port format source line status signature"),
        (
            Format::AlbConnection,
            "time listener_port tls_handshake_latency source line status format",
        ),
        (Format::AlbHealthCheck, "time target_addr target_group_id source line format timestamp"),
        (
            Format::CloudFrontConnection,
            "eventTimestamp connectionId tlsSni source line status format",
        ),
        (Format::CloudFront, "timestamp(ms) sc-status cs(Host) source line status format"),
    ] {
        let mut parser = Parser::new(Some(format));
        parser.parse(Line::Complete(format!("#Fields: {names}").as_bytes()));
        let time =
            if names.starts_with("time ") { "2026-11-22T14:02:11Z" } else { "1795356131421" };
        let line = format!("{time}\t200\tb\tc\td\te\tf\tg");
        let Parsed::Record(record) = parser.parse(Line::Complete(line.as_bytes())) else {
            panic!("{format} {line}");
        };
        let mut own = 0;
        record.members(View::Meant, &mut |key, _| {
            assert!(
                !["format", "source", "line", "timestamp", "status"].contains(&key),
                "{format} {key}"
            );
            own += u32::from(key == format!("{format}_source"));
        });
        assert_eq!(own, 1, "{format}");
    }
}

#[test]
fn surplus_fields_are_found_by_their_key() {
    let fields = crate::lines::FIELDS.join(" ");
    with_record(Format::Alb, &format!("{fields} one \"two words\""), |record| {
        for view in [View::Meant, View::Logged] {
            record.members(view, &mut |key, value| assert_eq!(record.value(key, view), value));
        }
        assert_ne!(record.value("extra", View::Meant), why502_parse::Value::Null);
    });
}
