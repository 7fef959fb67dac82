//! Both readings of a line, held against each other. Fuzz targets take this file as a module too.

use crate::twin;
use why502_parse::{Format, Line, Number, Parsed, Parser, Record, Row, Value, View};

/// Reads one line of that format, or of the one recognised.
pub(crate) fn with_row<T>(
    format: Option<Format>,
    line: &[u8],
    see: impl FnOnce(&Row<'_>) -> T,
) -> Option<T> {
    match Parser::new(format).parse(Line::Complete(line)) {
        Parsed::Record(Record::Row(row)) => Some(see(&row)),
        _ => None,
    }
}

/// The value in the twin's terms.
pub(crate) fn shown(value: &Value<'_>) -> Option<String> {
    let text = |bytes: &[u8]| bytes.iter().map(|&byte| char::from(byte)).collect();
    Some(match value {
        Value::Null => return None,
        Value::Text(bytes) => text(bytes),
        Value::Number(Number::Literal(bytes)) | Value::Json(bytes) => text(bytes),
        other => format!("{other:?}"),
    })
}

/// Members as text, without those that are null, and what every record has.
pub(crate) fn members(row: &Row<'_>, view: View) -> Vec<(String, String)> {
    let mut members = Vec::new();
    row.members(view, &mut |key, value| {
        members.extend(shown(&value).map(|value| (key.to_owned(), value)));
    });
    members.push(("@time".to_owned(), row.time().micros().to_string()));
    members.extend(row.status().map(|status| ("@status".to_owned(), status.to_string())));
    members.sort();
    members
}

/// Numbers lose leading zeros in one reading only.
fn plain(members: Vec<(String, String)>) -> Vec<(String, String)> {
    let plain = |value: String| {
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
        let trimmed = value.trim_start_matches('0');
        if is_number { trimmed.to_owned() } else { value }
    };
    members.into_iter().map(|(key, value)| (key, plain(value))).collect()
}

/// The fast reading, as logged.
pub(crate) fn fast(format: Format, line: &[u8]) -> twin::Reading {
    with_row(Some(format), line, |row| members(row, View::Logged))
}

/// Demands the same of the fast reading.
pub(crate) fn assert_alike(format: Format, line: &[u8], slow: twin::Reading) {
    // Lines that only an envelope could hold, and those that are never a record.
    let is_control = line.iter().all(u8::is_ascii_whitespace) || line.starts_with(b"#");
    if !is_control {
        assert_eq!(fast(format, line).map(plain), slow.map(plain), "{}", line.escape_ascii());
    }
}
