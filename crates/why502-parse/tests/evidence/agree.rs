//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin::{self, Seen, tree};
use why502_parse::{Format, Line, Number, Options, Parsed, Parser, Record, Value, View};

const FIRST: &str = "2026-11-22T13:59:00.000Z\tundefined\tINFO\tready";
const FIRST_TIME: i64 = 1_795_355_940_000_000;

/// Names of columns of flows; two of them are of no documented field.
pub(crate) const FLOW_NAMES: [&str; 12] = [
    "end",
    "start",
    "srcaddr",
    "pkt-dstaddr",
    "dstport",
    "tcp-flags",
    "action",
    "flow-direction",
    "next-hop",
    "bytes",
    "version",
    "x9",
];

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
pub(crate) fn read(format: Format, fields: &[&str], lines: &[&[u8]]) -> Vec<Result<Seen, String>> {
    let fields = fields.iter().map(|&name| name.to_owned()).collect();
    let options = Options { fields, ..Options::default() };
    let mut parser = Parser::with_options(Some(format), options);
    lines.iter().map(|line| outcome(&parser.parse(Line::Complete(line)))).collect()
}

/// Reads the line with both, behind one that has a time, and demands the same of both.
pub(crate) fn assert_lambda(line: &[u8]) {
    let seen = read(Format::Lambda, &[], &[FIRST.as_bytes(), line]).pop().expect("two lines");
    if line.trim_ascii().is_empty() || line.first() == Some(&b'#') {
        assert_eq!(seen, Err("control".to_owned()));
        return;
    }
    let expected = twin::lambda(line);
    let mut expected = Seen { time: expected.time.or(Some(FIRST_TIME)), ..expected };
    // A time that an export put before the line is the event's, and none of the line's own.
    let is_own = |seen: &Seen| seen.members.iter().any(|(key, _)| key == "time");
    if line.get(23..25) == Some(b"Z ") && seen.as_ref().is_ok_and(|seen| !is_own(seen)) {
        expected.members.retain(|(key, _)| key != "time");
    }
    assert_eq!(seen, Ok(expected), "{}", line.escape_ascii());
}

/// Reads a line of those columns with both and demands the same of both.
pub(crate) fn assert_flow(names: &[&str], line: &[u8]) {
    let header = names.join(" ");
    let unknown = names.iter().filter(|name| ["next-hop", "x9"].contains(name)).count();
    let is_header = names.len() >= unknown + 3;
    let seen = if is_header {
        read(Format::VpcFlow, &[], &[header.as_bytes(), line])
    } else {
        read(Format::VpcFlow, names, &[b"", line])
    };
    let seen = seen.into_iter().next_back().expect("two lines");
    assert_eq!(seen.ok(), twin::vpc_flow(names, line), "{header} of {}", line.escape_ascii());
}

/// Reads a line of AWS WAF with both and demands the same of both.
pub(crate) fn assert_waf(line: &[u8]) {
    let seen = read(Format::Waf, &[], &[line]).pop().expect("one line");
    assert_eq!(seen.ok(), twin::waf(line), "{}", line.escape_ascii());
}
