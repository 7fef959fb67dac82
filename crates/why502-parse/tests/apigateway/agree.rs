//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin;
use why502_parse::{Line, Number, Parsed, Parser, Record, Value, View};

/// The value in the twin's terms.
pub(crate) fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("'{}'", text.escape_ascii()),
        Value::Number(Number::Literal(text)) => text.escape_ascii().to_string(),
        Value::Number(Number::Integer(integer)) => integer.to_string(),
        Value::Number(Number::Micros(micros)) => format!("{micros} us"),
        Value::Bool(value) => value.to_string(),
        Value::Json(text) => text.escape_ascii().to_string(),
    }
}

/// The fast reading, in the twin's terms.
pub(crate) fn read_with(parser: &mut Parser, line: &[u8]) -> twin::Outcome {
    match parser.parse(Line::Complete(line)) {
        Parsed::Record(Record::Row(row)) => {
            let mut members = Vec::new();
            row.members(View::Meant, &mut |key, value| {
                members.push((key.to_owned(), shown(&value)))
            });
            members.sort();
            assert!(members.windows(2).all(|pair| pair[0].0 != pair[1].0), "{members:?}");
            Ok(twin::Reading {
                time: row.time().micros(),
                start: row.start().map(|start| start.micros()),
                status: row.status(),
                members,
            })
        }
        Parsed::Rejected(reason) => Err(reason.name()),
        other => panic!("{other:?}"),
    }
}

/// Reads the line with both and demands the same of both.
pub(crate) fn assert_same(parser: &mut Parser, line: &[u8]) {
    // Blank lines and comments are the parser's, whatever the format.
    if line.trim_ascii().is_empty() || matches!(line.first(), Some(b'#')) {
        return;
    }
    let shown = line.escape_ascii().to_string();
    assert_eq!(read_with(parser, line), twin::read(line), "{shown}");
}
