//! Values of JSON, held against `serde_json`: as a member of a function's line, and of a firewall's.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;
use why502_parse::{Format, Number, Record, Value, View};
use why502_parse_fuzz::{stream, with_record};

const LOGS: [(Format, &str); 2] = [
    (Format::Lambda, "{\"time\":\"2026-11-22T14:00:05.5Z\",\"level\":\"INFO\",\"xValue\":"),
    (Format::Waf, "{\"timestamp\":1795356005500,\"webaclId\":\"w\",\"xValue\":"),
];

fuzz_target!(|data: &[u8]| {
    for (format, before) in LOGS {
        let line = [before.as_bytes(), data, b"}"].concat();
        stream(&line, format);
        let Ok(value) = serde_json::from_slice::<Json>(data) else { continue };
        if is_deep(&value, 28) {
            continue;
        }
        let mut is_read = false;
        with_record(format, &line, |record| {
            is_read = true;
            check(record, data.trim_ascii(), &value);
        });
        assert!(is_read, "what serde_json reads is read: {}", line.escape_ascii());
    }
});

fn is_deep(value: &Json, most: u32) -> bool {
    most == 0
        || match value {
            Json::Array(values) => values.iter().any(|value| is_deep(value, most - 1)),
            Json::Object(members) => members.values().any(|value| is_deep(value, most - 1)),
            _ => false,
        }
}

fn check(record: &Record<'_>, logged: &[u8], value: &Json) {
    let found = record.value("x_value", View::Meant);
    match (value, found) {
        (Json::Null, Value::Null) => {}
        (Json::String(text), Value::Null) => assert!(matches!(text.as_str(), "" | "-"), "{text}"),
        (Json::String(text), Value::Text(found)) => assert_eq!(text.as_bytes(), &found[..]),
        (Json::Bool(truth), Value::Bool(found)) => assert_eq!(*truth, found),
        (Json::Number(_), Value::Number(Number::Literal(found))) => assert_eq!(found, logged),
        (Json::Array(_), Value::Json(found)) => {
            assert!(!found.contains(&b'\n') && !found.contains(&b'\r'), "one line");
            assert_eq!(serde_json::from_slice::<Json>(found).ok().as_ref(), Some(value));
        }
        // A member without a name has the name of what it is in.
        (Json::Object(_), _) => {}
        (value, found) => panic!("{value} and {found:?}"),
    }
}
