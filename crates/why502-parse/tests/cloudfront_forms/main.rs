//! The forms of CloudFront's logs beside the legacy one: JSON, chosen columns, real-time logs,
//! connection logs.

mod connection;
mod json;
mod properties;
mod realtime;
mod standard;
mod twin;

use why502_parse::{
    CloudFrontRecord, Format, Line, Number, Options, Parsed, Parser, Record, RejectReason, Value,
    View,
};

/// A parser for a format, with the names of columns given beside the log.
fn with_fields(format: Option<Format>, names: &str) -> Parser {
    let fields = names.split_whitespace().map(str::to_owned).collect();
    Parser::with_options(format, Options { fields, ..Options::default() })
}

fn read<'a>(parser: &'a mut Parser, line: &'a [u8]) -> Record<'a> {
    match parser.parse(Line::Complete(line)) {
        Parsed::Record(record) => record,
        other => panic!("{other:?} of {}", line.escape_ascii()),
    }
}

fn request<'a>(parser: &'a mut Parser, line: &'a str) -> CloudFrontRecord<'a> {
    match read(parser, line.as_bytes()) {
        Record::CloudFront(record) => record,
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

/// The members as text, in their order: see the twin.
fn members(record: &Record<'_>) -> Vec<(String, String)> {
    let mut members = Vec::new();
    record.members(View::Meant, &mut |key, value| members.push((key.to_owned(), shown(&value))));
    members
}

fn member(record: &Record<'_>, key: &str) -> Option<String> {
    members(record).into_iter().find(|(other, _)| other == key).map(|(_, value)| value)
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
