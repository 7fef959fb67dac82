//! `Name: value` pairs, as the platform writes them behind the first word of its text lines.

use super::columns::{Field, Sheet};
use crate::row::{Kind, Others};
use memchr::{memchr, memmem};

/// Puts every pair of the text in its place: columns, others under their own names.
pub(super) fn read(sheet: &mut Sheet<'_>, others: &mut Others, text: &[u8]) {
    let is_end = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r');
    for part in text.split(is_end) {
        let mut rest = part.trim_ascii();
        while let Some(colon) = memmem::find(rest, b": ") {
            let (name, behind) = (&rest[..colon], rest[colon + 2..].trim_ascii_start());
            let value = &behind[..value_length(behind)];
            put(sheet, others, name, value);
            rest = behind[value.len()..].trim_ascii_start();
        }
        if !rest.is_empty() {
            sheet.put(Field::Message, rest);
        }
    }
}

/// Up to the next pair where another one stands behind blanks, not tabs; else all of it.
fn value_length(text: &[u8]) -> usize {
    if memmem::find(text, b": ").is_none() {
        return text.len();
    }
    let word = memchr(b' ', text).unwrap_or(text.len());
    let unit = &text[word..];
    let has_unit = [&b" ms "[..], b" MB "].iter().any(|known| unit.starts_with(known));
    if has_unit { word + 3 } else { word }
}

fn put(sheet: &mut Sheet<'_>, others: &mut Others, name: &[u8], value: &[u8]) {
    let (value, kind) = without_unit(value);
    match field(name) {
        Some(field) => sheet.put(field, value),
        None => others.add_text(sheet.cells, name, value, kind),
    }
}

/// A number that has a unit is one; everything else is text.
fn without_unit(value: &[u8]) -> (&[u8], Kind) {
    let number = |unit: &[u8]| {
        let number = value.strip_suffix(unit)?;
        let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
        number.iter().all(is_part).then_some(number)
    };
    if let Some(number) = number(b" ms") {
        (number, Kind::Millis)
    } else if let Some(number) = number(b" MB") {
        (number, Kind::Number)
    } else {
        (value, Kind::Text)
    }
}

fn field(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"RequestId" => Field::RequestId,
        b"Version" => Field::Version,
        b"Duration" => Field::Duration,
        b"Billed Duration" => Field::BilledDuration,
        b"Memory Size" => Field::MemorySize,
        b"Max Memory Used" => Field::MaxMemoryUsed,
        b"Init Duration" => Field::InitDuration,
        b"Restore Duration" => Field::RestoreDuration,
        b"XRAY TraceId" => Field::XrayTraceId,
        b"SegmentId" => Field::SegmentId,
        b"Sampled" => Field::Sampled,
        b"Status" => Field::Status,
        b"Error Type" => Field::ErrorType,
        b"Runtime Version" => Field::RuntimeVersion,
        b"Runtime Version ARN" => Field::RuntimeVersionArn,
        b"Phase" => Field::Phase,
        _ => return None,
    })
}
