//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin::{self, Seen};
use why502_parse::{Format, Line, Number, Parsed, Parser, Record, Value, View};

/// A parser of that format alone.
pub(crate) fn parser(format: &str) -> Parser {
    Parser::new(Some(Format::from_name(format).expect("a format")))
}

/// What the parser makes of the line, in the twin's words; control lines are none of its business.
pub(crate) fn read(parser: &mut Parser, line: &[u8]) -> Option<Result<Seen, &'static str>> {
    match parser.parse(Line::Complete(line)) {
        Parsed::Record(record) => Some(Ok(seen(&record))),
        Parsed::Rejected(reason) => Some(Err(reason.name())),
        Parsed::Held => Some(Err("open")),
        Parsed::Control => None,
        Parsed::Unknown => Some(Err("unknown")),
    }
}

fn seen(record: &Record<'_>) -> Seen {
    let mut members = Vec::new();
    record.members(View::Meant, &mut |key, value| members.push((key.to_owned(), shown(&value))));
    Seen {
        time: record.time().micros(),
        start: record.start().map(why502_parse::Timestamp::micros),
        status: record.status(),
        members,
    }
}

fn shown(value: &Value<'_>) -> String {
    let letters = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect::<String>();
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("\"{}\"", letters(text)),
        Value::Number(Number::Literal(text)) | Value::Json(text) => letters(text),
        Value::Number(Number::Integer(integer)) => integer.to_string(),
        Value::Number(Number::Micros(micros)) => format!("{micros} us"),
        Value::Bool(truth) => truth.to_string(),
    }
}

/// Reads the line with both, below that header, and demands the same of both.
pub(crate) fn read_both(
    format: &str,
    header: Option<&str>,
    line: &[u8],
) -> Option<Result<Seen, &'static str>> {
    let mut parser = parser(format);
    if let Some(names) = header {
        parser.parse(Line::Complete(format!("#Fields: {names}").as_bytes()));
    }
    let found = read(&mut parser, line);
    if found.is_some() {
        let expected = twin::read(format, &mut header.map(str::to_owned), line);
        assert_eq!(found, Some(expected), "{format} {}", line.escape_ascii());
    }
    found
}
