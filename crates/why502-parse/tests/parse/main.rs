//! The parser as a whole, through its public interface.

mod chunks;
mod cloudfront;
mod getters;
mod lines;
mod properties;
mod reference;
mod table;

use reference::{Reference, Seen};
use why502_parse::{AlbField, CloudFrontField, Framer, Line, Parsed, Parser, Record, View};

/// Reads the line with both parsers and demands the same of both.
fn read_both(parser: &mut Parser, reference: &mut Reference, line: &[u8]) -> Seen {
    let expected = reference.read(line);
    let parsed = parser.parse(Line::Complete(line));
    assert_same(&parsed, &expected, line);
    expected
}

fn assert_same(parsed: &Parsed<'_>, expected: &Seen, line: &[u8]) {
    let shown = line.escape_ascii().to_string();
    match (parsed, expected) {
        (Parsed::Control, Seen::Control) | (Parsed::Unknown, Seen::Unknown) => {}
        (Parsed::Rejected(reason), Seen::Rejected(expected)) => {
            assert_eq!(reason.name(), *expected, "{shown}");
        }
        (Parsed::Record(Record::Alb(record)), Seen::Alb { time, status, fields }) => {
            assert_eq!(record.time().micros(), *time, "{shown}");
            assert_eq!(record.elb_status_code(), *status, "{shown}");
            assert_eq!(record.field_count(), fields.len(), "{shown}");
            assert_eq!(record.line(), line);
            let known = AlbField::ALL.into_iter().map_while(|field| record.raw(field));
            let found: Vec<&[u8]> = known.chain(record.surplus()).collect();
            assert_eq!(found, *fields, "{shown}");
        }
        (
            Parsed::Record(Record::CloudFront(record)),
            Seen::CloudFront { time, status, columns },
        ) => {
            assert_eq!(record.time().micros(), *time, "{shown}");
            assert_eq!(record.sc_status(), *status, "{shown}");
            assert_eq!(record.field_count(), columns.len(), "{shown}");
            assert_eq!(record.line(), line);
            assert_same_columns(record, columns, &shown);
        }
        _ => panic!("{parsed:?} and {expected:?} of {shown}"),
    }
}

fn assert_same_columns(
    record: &why502_parse::CloudFrontRecord<'_>,
    columns: &[(Option<String>, Vec<u8>)],
    shown: &str,
) {
    let mut met = Vec::new();
    let mut unknown = record.unknown();
    for (name, value) in columns {
        let text = name.as_deref().map(str::as_bytes);
        match text.and_then(CloudFrontField::from_aws_name) {
            Some(field) if !met.contains(&field) => {
                assert_eq!(record.raw(field), Some(&value[..]), "{shown}");
                met.push(field);
            }
            _ => assert_eq!(unknown.next(), Some((text, &value[..])), "{shown}"),
        }
    }
    assert_eq!(unknown.next(), None, "{shown}");
    for field in CloudFrontField::ALL {
        assert_eq!(record.raw(field).is_some(), met.contains(&field), "{shown}");
    }
}

/// All that a file's lines are, one text for each line, however the file is cut into chunks.
fn outcomes(chunks: &[&[u8]], limit: usize) -> Vec<String> {
    let mut framer = Framer::new(limit);
    let mut parser = Parser::new(None);
    let mut outcomes = Vec::new();
    let mut each = |line: Line<'_>| outcomes.push(describe(&parser.parse(line)));
    for chunk in chunks {
        framer.push(chunk, &mut each);
    }
    framer.finish(&mut each);
    outcomes
}

/// Everything in a result that a caller can see.
fn describe(parsed: &Parsed<'_>) -> String {
    let show = |value: &[u8]| value.escape_ascii().to_string();
    match parsed {
        Parsed::Record(record @ Record::Alb(alb)) => {
            let fields: Vec<String> =
                AlbField::ALL.iter().filter_map(|&field| alb.raw(field).map(show)).collect();
            let surplus: Vec<String> = alb.surplus().map(show).collect();
            format!("{:?} {:?} {fields:?} {surplus:?}", record.time(), record.status())
        }
        Parsed::Record(record @ Record::CloudFront(cloudfront)) => {
            let fields: Vec<String> = CloudFrontField::ALL
                .iter()
                .filter_map(|&field| Some(format!("{field:?}={}", show(cloudfront.raw(field)?))))
                .collect();
            let unknown: Vec<String> =
                cloudfront.unknown().map(|(name, value)| format!("{name:?}={value:?}")).collect();
            format!("{:?} {:?} {fields:?} {unknown:?}", record.time(), record.status())
        }
        Parsed::Record(record @ Record::Row(row)) => {
            let mut members = Vec::new();
            row.members(View::Logged, &mut |key, value| members.push(format!("{key}={value:?}")));
            format!("{:?} {:?} {members:?}", record.time(), record.status())
        }
        Parsed::Held => "held".to_owned(),
        Parsed::Control => "control".to_owned(),
        Parsed::Rejected(reason) => reason.to_string(),
        Parsed::Unknown => "unknown".to_owned(),
    }
}
