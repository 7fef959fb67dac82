//! Lines made at random, and known lines with a few bytes changed, read by both readers.

use crate::agree::assert_same;
use crate::connection::{COLUMNS, NAMES, OBJECT};
use crate::realtime::{LINE, line_of_2023, whole_line};
use crate::twin::Form;
use proptest::prelude::*;
use why502_parse::{Format, Line, Parsed, Parser};

fn value() -> impl Strategy<Value = String> {
    let samples = [
        "2026-11-22",
        "14:02:11",
        "502",
        "000",
        "-",
        "",
        "1795356131",
        "1795356131421",
        "1795356131.421",
        "0.048",
        "-1",
        "007",
        "1e3",
        "a%20b",
        "a%2520b",
        "%zz",
        "GET",
        "https",
        "192.0.2.7",
        "2001:db8::7",
        "/a?b=%25",
        "C=SE, O=a b",
        "2026-11-22T14:02:11Z",
        "é",
        "a\"b\\",
    ];
    prop_oneof![8 => prop::sample::select(samples.to_vec()).prop_map(str::to_owned), 1 => "[ -~]{0,12}"]
}

const ACCESS_NAMES: [&str; 24] = [
    "date",
    "time",
    "timestamp",
    "timestamp(ms)",
    "sc-status",
    "cs(Host)",
    "cs(User-Agent)",
    "cs(Cookie)",
    "cs-uri-stem",
    "time-taken",
    "origin-fbl",
    "asn",
    "c-country",
    "c-ip",
    "x-new",
    "status",
    "line",
    "cmcd-version",
    "cs-headers-count",
    "x-host-header",
    "xNewName",
    "x_NEW",
    "--",
    "connection-id",
];
const CONNECTION_NAMES: [&str; 12] = [
    "eventTimestamp",
    "timestamp",
    "distributionId",
    "connectionId",
    "connectionStatus",
    "clientPort",
    "tlsHandshakeDuration",
    "clientLeafCertSubject",
    "connectionLogCustomData",
    "x-new",
    "xNew",
    "tlsSni",
];

fn pairs(names: &'static [&'static str]) -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let names = prop::sample::subsequence(names, 1..=names.len()).prop_shuffle();
    (names, prop::collection::vec(value(), ACCESS_NAMES.len())).prop_map(|(names, values)| {
        let values = values.into_iter().map(|value| value.replace('\t', " "));
        names.into_iter().zip(values).collect()
    })
}

fn split(pairs: &[(&str, String)]) -> (String, String) {
    let names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
    (names.join(" "), values.join("\t"))
}

fn object(pairs: &[(&str, String)], loose: bool) -> String {
    let is_number = |value: &str| serde_json::from_str::<serde_json::Number>(value).is_ok();
    let members: Vec<String> = pairs
        .iter()
        .map(|(name, value)| {
            let text = serde_json::to_string(value).expect("text");
            let value = if loose && is_number(value) { value } else { &text };
            format!("\"{name}\":{value}")
        })
        .collect();
    format!("{{{}}}", members.join(","))
}

fn mutated(samples: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"\"\" \\\t-0129TZ:.x%,{}\0\xff"[..]);
    let change = (any::<prop::sample::Index>(), byte, 0..3);
    (prop::sample::select(samples), prop::collection::vec(change, 0..4)).prop_map(
        |(line, changes)| {
            let mut line = line.into_bytes();
            for (place, byte, kind) in changes {
                let place = place.index(line.len());
                match kind {
                    0 => line[place] = byte,
                    1 => line.insert(place, byte),
                    _ => drop(line.remove(place)),
                }
            }
            line
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn chosen_columns_are_read_alike(pairs in pairs(&ACCESS_NAMES)) {
        let (names, line) = split(&pairs);
        let has = |name: &str| names.split(' ').any(|other| other == name);
        let has_time = has("timestamp(ms)") || has("date") && has("time");
        // The twin knows columns between tabs only, and no line that has but a timestamp.
        if has_time && line.contains('\t') && !line.starts_with(['{', '#']) {
            assert_same(Form::Columns(&names), line.as_bytes());
        }
    }

    #[test]
    fn objects_are_read_alike(pairs in pairs(&ACCESS_NAMES), loose in any::<bool>()) {
        assert_same(Form::Json, object(&pairs, loose).as_bytes());
    }

    #[test]
    fn connections_are_read_alike(pairs in pairs(&CONNECTION_NAMES), loose in any::<bool>()) {
        assert_same(Form::ConnectionJson, object(&pairs, loose).as_bytes());
        let (names, line) = split(&pairs);
        // Every log names this column, and its header is recognised by it.
        let is_header = names.split(' ').any(|name| name == "eventTimestamp");
        let begin = line.trim_start();
        if is_header && line.contains('\t') && !begin.is_empty() && !begin.starts_with(['{', '#']) {
            assert_same(Form::ConnectionColumns(&names), line.as_bytes());
        }
    }

    #[test]
    fn changed_real_time_lines_are_read_alike(
        line in mutated(vec![LINE.to_owned(), line_of_2023(), whole_line()])
    ) {
        if !line.starts_with(b"{") {
            assert_same(Form::Realtime, &line);
        }
    }

    #[test]
    fn changed_objects_are_read_alike(line in mutated(vec![OBJECT.to_owned()])) {
        assert_same(Form::ConnectionJson, &line);
    }

    #[test]
    fn changed_columns_of_connections_are_read_alike(
        // A time of day and a space would be what an exported log puts before a line.
        line in mutated(vec![COLUMNS.replacen("2026-11-22T14:02:11.421Z", "1795356131421", 1)])
    ) {
        if !line.starts_with(b"{") {
            assert_same(Form::ConnectionColumns(NAMES), &line);
        }
    }

    #[test]
    fn hostile_bytes_are_survived(line in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in [Format::CloudFront, Format::CloudFrontRealtime, Format::CloudFrontConnection] {
            for begin in [&b""[..], b"{", b"{\"cs(", b"1795356131.421\t192.0.2.7\t"] {
                let line = [begin, &line].concat();
                let mut parser = Parser::new(Some(format));
                if let Parsed::Record(record) = parser.parse(Line::Complete(&line)) {
                    prop_assert_eq!(record.line(), &line[..]);
                }
            }
        }
    }
}
