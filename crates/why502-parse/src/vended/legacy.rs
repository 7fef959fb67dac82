//! A line of the legacy log, put together field by field in any order.

use crate::alb::AlbField;
use std::ops::Range;

/// The field of that name: as in the legacy log, as in its documentation, or as delivered now.
pub(super) fn field_of(name: &[u8]) -> Option<AlbField> {
    let name = std::str::from_utf8(name).ok()?;
    if name == "request_line" {
        return Some(AlbField::Request);
    }
    let documented = || AlbField::ALL.into_iter().find(|field| field.aws_name() == name);
    AlbField::from_name(name).or_else(documented)
}

/// Which escapes a value has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `\xHH` alone: the value was taken out of JSON.
    Hexadecimal,
    /// All that the legacy log has.
    Legacy,
}

/// The values of one line.
#[derive(Debug)]
pub(super) struct Draft {
    values: Vec<u8>,
    places: [Option<(usize, usize)>; AlbField::ALL.len()],
    /// Fields that are unknown here, each with a space before it.
    surplus: Vec<u8>,
    line: Vec<u8>,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            values: Vec::new(),
            places: [None; AlbField::ALL.len()],
            surplus: Vec::new(),
            line: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self) {
        self.values.clear();
        self.places.fill(None);
        self.surplus.clear();
    }

    /// The field's value. The first one counts.
    pub(super) fn set(&mut self, field: AlbField, value: &[u8], escapes: Escapes) {
        let place = &mut self.places[field as usize];
        if place.is_none() {
            let start = self.values.len();
            escape(value, escapes, &mut self.values);
            *place = Some((start, self.values.len()));
        }
    }

    /// A value that stands behind the known fields.
    pub(super) fn add(&mut self, name: &[u8], value: &[u8], escapes: Escapes) {
        self.surplus.extend_from_slice(b" \"");
        if !name.is_empty() {
            escape(name, escapes, &mut self.surplus);
            self.surplus.push(b'=');
        }
        escape(value, escapes, &mut self.surplus);
        self.surplus.push(b'"');
    }

    /// The whole line: `-` for what was not set.
    pub(super) fn finish(&mut self) {
        self.line.clear();
        for field in AlbField::ALL {
            if field != AlbField::Type {
                self.line.push(b' ');
            }
            let value = self.places[field as usize].map(|(start, end)| Range { start, end });
            let value = value.map_or(&b"-"[..], |range| &self.values[range]);
            let value = if value.is_empty() { b"-" } else { value };
            let is_quoted = field.quoted() || value.iter().any(|byte| matches!(byte, b' ' | b'\\'));
            if is_quoted {
                self.line.push(b'"');
            }
            self.line.extend_from_slice(value);
            if is_quoted {
                self.line.push(b'"');
            }
        }
        self.line.extend_from_slice(&self.surplus);
    }

    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }
}

/// Writes what may stand between quotes: a quote, a control character and a backslash that begins
/// no escape become `\xHH`.
fn escape(value: &[u8], escapes: Escapes, into: &mut Vec<u8>) {
    let mut rest = value;
    while let Some((&byte, after)) = rest.split_first() {
        let kept = match (byte, after) {
            (b'\\', [b'x' | b'X', high, low, ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                4
            }
            (b'\\', [b'"' | b'\\', ..]) if escapes == Escapes::Legacy => 2,
            (b'\\' | b'"' | 0x7f, _) | (..0x20, _) => 0,
            _ => 1,
        };
        if kept == 0 {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            let digit = |value: u8| DIGITS[usize::from(value)];
            into.extend_from_slice(&[b'\\', b'x', digit(byte >> 4), digit(byte & 15)]);
        } else {
            into.extend_from_slice(&rest[..kept]);
        }
        rest = &rest[kept.max(1)..];
    }
}
