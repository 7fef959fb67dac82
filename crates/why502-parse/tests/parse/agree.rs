//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::reference::{Reference, Seen};
use why502_parse::{AlbField, CloudFrontField, Line, Parsed, Parser, Record};

/// Reads the line with both parsers and demands the same of both.
pub(crate) fn read_both(parser: &mut Parser, reference: &mut Reference, line: &[u8]) -> Seen {
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
