//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin::{NAMES, Read};
use why502_parse::{AlbField, AlbRecord, Format, Line, Parsed, Parser, Record, unescape};

pub(crate) fn legacy() -> String {
    let words = "https 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef 192.0.2.7:40312 \
        10.0.3.17:8080 0.001 0.250 0.000 502 - 214 277 \"GET https://www.example.com:443/a?b=c \
        HTTP/1.1\" \"agent \\x22one\\x22\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:tg \
        \"Root=1-67891233-abcdef012345678912345678\" \"www.example.com\" \"arn:cert\" 3 \
        2026-11-22T14:02:10.749000Z \"forward\" \"-\" \"-\" \"10.0.3.17:8080\" \"-\" \"-\" \"-\" \
        TID_1234abcd5678ef90 \"-\" \"-\" \"-\" 10.0.1.9";
    words.to_owned()
}

/// The values of the legacy line, under the names of the delivery.
pub(crate) fn values() -> Vec<(String, String)> {
    let line = legacy();
    let mut parser = Parser::new(None);
    let Parsed::Record(Record::Alb(record)) = parser.parse(Line::Complete(line.as_bytes())) else {
        panic!("the legacy line is a record");
    };
    let names = NAMES.split_whitespace().map(str::to_owned);
    let texts =
        AlbField::ALL.into_iter().map(|field| record.raw(field).expect("the line has every field"));
    names.zip(texts.map(|text| String::from_utf8_lossy(text).into_owned())).collect()
}

pub(crate) fn object(values: &[(String, String)]) -> String {
    let member = |(name, text): &(String, String)| {
        format!("{}:{}", serde_json::json!(name), serde_json::json!(text))
    };
    let members: Vec<String> = values.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

fn read(record: &AlbRecord<'_>) -> Read {
    let text = |field| Some(unescape(record.value(field)?).into_owned());
    let field = |field: AlbField| Some((field.name().to_owned(), text(field)?));
    let others = record.surplus().map(|text| unescape(text).into_owned());
    Read { fields: AlbField::ALL.into_iter().filter_map(field).collect(), others: others.collect() }
}

/// What the parser makes of the line; the twin must see the same.
pub(crate) fn assert_same(parsed: &Parsed<'_>, expected: Option<Read>, line: &str) {
    match (parsed, expected) {
        (Parsed::Record(Record::Alb(record)), Some(mut expected)) => {
            assert_eq!(record.line(), line.as_bytes());
            let place = |name: &str| AlbField::ALL.iter().position(|field| field.name() == name);
            expected.fields.sort_by_key(|(name, _)| place(name));
            assert_eq!(read(record), expected, "{line}");
        }
        (Parsed::Rejected(_), None) => {}
        (parsed, expected) => panic!("{parsed:?} and {expected:?} of {line}"),
    }
}

pub(crate) fn parse(header: Option<&str>, line: &str, check: impl FnOnce(&Parsed<'_>)) {
    let mut parser = Parser::new(Some(Format::Alb));
    if let Some(header) = header {
        let header = format!("#Fields: {header}");
        assert!(matches!(parser.parse(Line::Complete(header.as_bytes())), Parsed::Control));
    }
    check(&parser.parse(Line::Complete(line.as_bytes())));
}
