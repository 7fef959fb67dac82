//! Values whose names say that they are secrets.

use std::ops::Range;

use super::class::{COLON, EQUALS, How, PERCENT};
use super::escape::{escaped, unescaped};
use super::words::named_secret;
use crate::kind::Kind;

/// Quotes and spaces between a name and its `=` take no more bytes.
const MOST_OPENING: usize = 8;

/// The value that the word's name says is a secret: `token=…`, `"password": "…"`,
/// `Authorization: Bearer …`.
pub(super) fn named_value(
    text: &[u8],
    word: &Range<usize>,
    end: usize,
    classes: u8,
    how: How<'_>,
) -> Option<(Range<usize>, Kind)> {
    let inside = &text[word.clone()];
    // A path's parameter goes no further than its segment.
    let end_of_segment = || {
        let slash = how.parameters.then(|| memchr::memchr(b'/', &text[word.end..end])).flatten();
        slash.map_or(end, |length| word.end + length)
    };
    if classes & (EQUALS | COLON | PERCENT) != 0 {
        let (mut name, mut at) = (0, 0);
        while at < inside.len() {
            let length = sign(text, word.start + at, word.end, how);
            if length > 0 {
                let is_parameter = how.parameters && inside[at] != b':';
                let kind = named_secret(&inside[name..at]);
                if let Some(kind) = kind.or(is_parameter.then_some(Kind::Query)) {
                    return value(text, word.start + at + length, end_of_segment(), kind);
                }
                name = at + length;
            }
            at += length.max(1);
        }
    }
    // `"token": "…"`, `token = …`: the separator stands behind quotes or a space.
    let mut at = word.end;
    while at < end && at < word.end + MOST_OPENING {
        match opening(text, at) {
            0 => break,
            length => at += length,
        }
    }
    if at == word.end || at >= end {
        return None;
    }
    match sign(text, at, end, how) {
        0 => None,
        length => value(text, at + length, end_of_segment(), named_secret(inside)?),
    }
}

/// The length of the `=` (or `:`) there, escaped or not.
fn sign(text: &[u8], at: usize, end: usize, how: How<'_>) -> usize {
    let length = match text[at] {
        b'=' => 1,
        b':' => usize::from(how.colons),
        b'%' if how.colons => escaped(text, at, *b"3d").max(escaped(text, at, *b"3a")),
        b'%' => escaped(text, at, *b"3d"),
        _ => 0,
    };
    if at + length <= end { length } else { 0 }
}

/// The length of a quote, backslash or space there, escaped or not.
fn opening(text: &[u8], at: usize) -> usize {
    let byte = match text[at] {
        b'%' => unescaped(text, at),
        byte => Some((byte, 1)),
    };
    byte.filter(|(byte, _)| matches!(byte, b'"' | b'\'' | b' ' | b'\\'))
        .map_or(0, |(_, length)| length)
}

/// Where the value ends that begins there, behind spaces and an opening quote.
fn value(text: &[u8], from: usize, end: usize, kind: Kind) -> Option<(Range<usize>, Kind)> {
    let opening =
        text[from..end].iter().position(|byte| !matches!(byte, b' ' | b'"' | b'\'' | b'\\'))?;
    let start = from + opening;
    let is_quoted = text[from..start].iter().any(|byte| matches!(byte, b'"' | b'\''));
    let stop = if is_quoted || kind == Kind::Cookie {
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\n' | b'\r' | b'\\');
        text[start..end].iter().position(is_end).map_or(end, |length| start + length)
    } else {
        let first = word_end(text, start, end);
        match &text[start..first] {
            scheme if is_scheme(scheme) && text.get(first) == Some(&b' ') && first < end => {
                word_end(text, first + 1, end)
            }
            _ => first,
        }
    };
    (start < stop).then_some((start..stop, kind))
}

/// What may stand before a credential.
fn is_scheme(word: &[u8]) -> bool {
    [&b"bearer"[..], b"basic", b"digest", b"token", b"negotiate", b"apikey"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Where what begins there ends: at a space, a quote, or what separates parameters.
pub(super) fn word_end(text: &[u8], start: usize, end: usize) -> usize {
    let is_end = |byte: &u8| {
        *byte <= b' '
            || matches!(
                byte,
                b'"' | b'\'' | b'&' | b';' | b',' | b'<' | b'>' | b')' | b']' | b'}' | b'`'
            )
    };
    text[start..end].iter().position(is_end).map_or(end, |length| start + length)
}
