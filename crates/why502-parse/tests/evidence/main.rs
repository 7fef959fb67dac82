//! Logs that tell what happened around a request: Lambda functions, VPC flows, AWS WAF.

mod lambda;
mod lambda_json;
mod network;
mod properties;
mod twin;

use twin::{Seen, tree};
use why502_parse::{Format, Line, Number, Options, Parsed, Parser, Record, Value, View};

/// What the parser made of a line: a record, or what else it is.
fn outcome(parsed: &Parsed<'_>) -> Result<Seen, String> {
    let record = match parsed {
        Parsed::Record(Record::Row(row)) => row,
        Parsed::Rejected(reason) => return Err(reason.to_string()),
        other => return Err(format!("{other:?}").to_lowercase()),
    };
    let mut members = Vec::new();
    record.members(View::Meant, &mut |key, value| {
        let text = match value {
            Value::Null => return,
            Value::Text(text) => format!("\"{}\"", text.escape_ascii()),
            Value::Number(Number::Literal(text)) => String::from_utf8_lossy(text).into_owned(),
            Value::Number(Number::Integer(integer)) => integer.to_string(),
            Value::Number(Number::Micros(micros)) => format!("{micros}us"),
            Value::Bool(bool) => bool.to_string(),
            Value::Json(array) => {
                assert!(!array.contains(&b'\n'), "a record stands in one line");
                String::from_utf8_lossy(&tree::compact(array)).into_owned()
            }
        };
        members.push((key.to_owned(), text));
    });
    members.sort();
    let start = record.start().map(|time| time.micros());
    Ok(Seen { time: Some(record.time().micros()), start, members })
}

/// The lines of one object of that format.
fn read(format: Format, fields: &[&str], lines: &[&[u8]]) -> Vec<Result<Seen, String>> {
    let fields = fields.iter().map(|&name| name.to_owned()).collect();
    let options = Options { fields, ..Options::default() };
    let mut parser = Parser::with_options(Some(format), options);
    lines.iter().map(|line| outcome(&parser.parse(Line::Complete(line)))).collect()
}

/// One record of an object of that format.
fn read_one(format: Format, line: &str) -> Seen {
    let mut seen = read(format, &[], &[line.as_bytes()]);
    seen.pop().expect("one line").unwrap_or_else(|reason| panic!("{reason}: {line}"))
}

/// The value under a key, as [`outcome`] shows it; empty where there is none.
fn value<'s>(seen: &'s Seen, key: &str) -> &'s str {
    seen.members.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
}

/// Asks for exactly these values, in any order; a key with an empty value must be absent.
fn assert_values(seen: &Seen, wanted: &[(&str, &str)]) {
    for (key, wanted) in wanted {
        assert_eq!(value(seen, key), *wanted, "{key} of {seen:?}");
    }
}
