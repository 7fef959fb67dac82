//! An access log of nginx whose lines are JSON objects of its variables.

use super::surplus::Places;
use crate::json::{NameRoom, Token, decode, members};
use crate::key::key_of;
use crate::row::{Cells, Kind};
use memchr::memchr;
use std::borrow::Cow;

/// A line is recognised by what its first bytes hold.
const LOOKED_AT_BYTES: usize = 8 << 10;

/// What must be there for an object to be a request that nginx logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    address: bool,
    request: bool,
    status: bool,
    /// A time under the name of one of nginx's variables.
    time: bool,
    /// A time under a name that others use too.
    other_time: bool,
}

impl Seen {
    fn note(&mut self, name: &[u8]) {
        match name {
            b"remote_addr" => self.address = true,
            b"request" | b"request_uri" => self.request = true,
            b"status" => self.status = true,
            b"time_iso8601" | b"time_local" | b"msec" => self.time = true,
            b"time" | b"timestamp" | b"@timestamp" => self.other_time = true,
            _ => {}
        }
    }

    fn is_request(self) -> bool {
        let is_timed = self.time || self.address && self.other_time;
        self.status && is_timed && (self.address || self.request)
    }
}

/// Whether an object, or the beginning of one, has nginx's variables for names.
pub(super) fn is_typical(line: &[u8]) -> bool {
    if !line.starts_with(b"{") {
        return false;
    }
    let mut seen = Seen::default();
    // Malformed where it was cut: what stands before is enough.
    let _ = members(&line[..line.len().min(LOOKED_AT_BYTES)], &mut |name, _| seen.note(name));
    seen.is_request()
}

/// Sets every member's cell. `None` where the object is none of nginx's, or is cut short.
///
/// An unquoted variable without a value (`"upstream_response_time":,`) breaks the object: what
/// stands before it is kept.
pub(super) fn read(line: &[u8], places: &Places, cells: &mut Cells) -> Option<()> {
    let mut seen = Seen::default();
    let mut room = NameRoom::of_line(line.len());
    let end = members(line, &mut |name, token| {
        if room.take(name) {
            seen.note(name);
            set(line, name, token, places, cells);
        }
    });
    let is_cut = match end {
        Ok(end) => !line[end..].trim_ascii().is_empty(),
        Err(_) => !line.trim_ascii_end().ends_with(b"}"),
    };
    (seen.is_request() && !is_cut).then_some(())
}

fn set(line: &[u8], name: &[u8], token: Token<'_>, places: &Places, cells: &mut Cells) {
    let (value, kind) = match token {
        Token::Text(inside) => (decode(inside), Kind::Text),
        Token::Number(number) => (Cow::Borrowed(number), Kind::Number),
        Token::Bool(word) => (Cow::Borrowed(word), Kind::Bool),
        Token::Array(array) => (Cow::Borrowed(array), Kind::Json),
        Token::Null => return,
    };
    match places.column(name).or_else(|| places.column_of_key(&key_of(name))) {
        Some(column) if cells.is_set(column) => {}
        // The column's backslashes are escapes, those of a decoded string are not.
        Some(column) if places.columns[column].kind == Kind::Escaped => {
            cells.set_text(column, &escaped(&value));
        }
        Some(column) => cells.set_text(column, &value),
        None => {
            places.add(line, name, &value, kind, cells);
        }
    }
}

fn escaped(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = Vec::with_capacity(text.len() + 8);
    for &byte in text {
        escaped.extend_from_slice(if byte == b'\\' {
            b"\\\\"
        } else {
            std::slice::from_ref(&byte)
        });
    }
    Cow::Owned(escaped)
}
