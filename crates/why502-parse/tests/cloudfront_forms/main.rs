//! The forms of CloudFront's logs beside the legacy one: JSON, chosen columns, real-time logs,
//! connection logs.

mod agree;
mod connection;
mod json;
mod properties;
mod realtime;
mod standard;
mod twin;

use agree::{control, members};
use why502_parse::{CloudFrontRecord, Format, Line, Options, Parsed, Parser, Record, RejectReason};

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

fn rejected(parser: &mut Parser, line: &str) -> RejectReason {
    match parser.parse(Line::Complete(line.as_bytes())) {
        Parsed::Rejected(reason) => reason,
        other => panic!("{other:?} of {line}"),
    }
}

fn member(record: &Record<'_>, key: &str) -> Option<String> {
    members(record).into_iter().find(|(other, _)| other == key).map(|(_, value)| value)
}
