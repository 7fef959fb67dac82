//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin::{Form, Seen, read};
use std::collections::BTreeMap;
use why502_parse::{Format, Line, Number, Parsed, Parser, Record, Value, View};

/// Reads the line with both and demands the same of both.
pub(crate) fn assert_same(form: Form<'_>, line: &[u8]) {
    let (format, header) = match form {
        Form::Columns(names) => (Format::CloudFront, names),
        Form::Json => (Format::CloudFront, ""),
        Form::Realtime => (Format::CloudFrontRealtime, ""),
        Form::ConnectionColumns(names) => (Format::CloudFrontConnection, names),
        Form::ConnectionJson => (Format::CloudFrontConnection, ""),
    };
    let mut parser = Parser::new(Some(format));
    if !header.is_empty() {
        control(&mut parser, &format!("#Fields: {header}"));
    }
    let shown = line.escape_ascii().to_string();
    let parsed = parser.parse(Line::Complete(line));
    match (read(form, line), parsed) {
        (Seen::Beyond, _) | (Seen::Rejected, Parsed::Rejected(_)) => {}
        (Seen::Record { time, status, members: expected }, Parsed::Record(record)) => {
            assert_eq!(record.time().micros(), time, "{shown}");
            assert_eq!(record.status(), status, "{shown}");
            assert_eq!(record.format(), format);
            assert_eq!(record.line(), line);
            // Unknown names may give one key twice; the first counts.
            let mut found = BTreeMap::new();
            for (key, value) in members(&record) {
                found.entry(key).or_insert(value);
            }
            assert_eq!(found, expected, "{shown}");
        }
        (expected, found) => panic!("{expected:?} and {found:?} of {shown}"),
    }
}

/// Has a control line read.
pub(crate) fn control(parser: &mut Parser, line: &str) {
    assert!(matches!(parser.parse(Line::Complete(line.as_bytes())), Parsed::Control));
}

/// The members as text, in their order: see the twin.
pub(crate) fn members(record: &Record<'_>) -> Vec<(String, String)> {
    let mut members = Vec::new();
    record.members(View::Meant, &mut |key, value| members.push((key.to_owned(), shown(&value))));
    members
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("t:{}", text.escape_ascii()),
        Value::Number(Number::Literal(text)) => format!("n:{}", text.escape_ascii()),
        Value::Number(Number::Integer(integer)) => format!("n:{integer}"),
        Value::Number(Number::Micros(micros)) => format!("u:{micros}"),
        Value::Bool(truth) => format!("b:{truth}"),
        Value::Json(text) => format!("j:{}", text.escape_ascii()),
    }
}
