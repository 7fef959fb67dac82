//! Members of JSON objects as cells: those that are columns, and all others under their own names.

use super::cells::Cells;
use super::column::{Column, Kind};
use crate::json::{NameRoom, Token, decode};
use crate::key::{is_common, key_of};
use memchr::memchr2;
use std::borrow::Cow;

/// The column's value is this text, which may be a part of the line.
pub(crate) fn place(cells: &mut Cells, line: &[u8], column: usize, part: &[u8]) {
    let (whole, inner) = (line.as_ptr_range(), part.as_ptr_range());
    if whole.start <= inner.start && inner.end <= whole.end {
        let start = inner.start as usize - whole.start as usize;
        cells.set(column, start..start + part.len());
    } else {
        cells.set_text(column, part);
    }
}

/// The column's value is this member's: text without its escapes, an array in one line.
pub(crate) fn set_token(cells: &mut Cells, line: &[u8], column: usize, token: Token<'_>) {
    let (text, _) = meaning(token);
    place(cells, line, column, &text);
}

/// What the member says, and what it is.
fn meaning(token: Token<'_>) -> (Cow<'_, [u8]>, Kind) {
    match token {
        Token::Text(inside) => (decode(inside), Kind::Text),
        Token::Number(number) => (Cow::Borrowed(number), Kind::Number),
        Token::Bool(word) => (Cow::Borrowed(word), Kind::Bool),
        Token::Null => (Cow::Borrowed(b""), Kind::Text),
        Token::Array(array) => (one_line(array), Kind::Json),
    }
}

/// Takes members that are no column of the format.
#[derive(Debug)]
pub(crate) struct Others {
    format: &'static str,
    columns: &'static [Column],
    room: NameRoom,
}

impl Others {
    /// For one line of that many bytes, of the format of that name and those columns.
    pub(crate) fn new(format: &'static str, columns: &'static [Column], line_bytes: usize) -> Self {
        Self { format, columns, room: NameRoom::of_line(line_bytes) }
    }

    /// A member of an object, under the names from the outermost to its own. Nothing is looked at
    /// where the line has used up what its names may take.
    pub(crate) fn add(&mut self, cells: &mut Cells, name: &[u8], token: Token<'_>) {
        if self.room.has(name) {
            let (text, kind) = meaning(token);
            self.add_text(cells, &decode(name), &text, kind);
        }
    }

    /// A name and a value. Left out where the line has used up what its names may take.
    pub(crate) fn add_text(&mut self, cells: &mut Cells, name: &[u8], value: &[u8], kind: Kind) {
        if !self.room.take(name) {
            return;
        }
        if self.is_taken(name) {
            let name = [self.format.as_bytes(), b"_", name].concat();
            cells.add(&name, value, kind);
        } else {
            cells.add(name, value, kind);
        }
    }

    /// Whether the name's key is one that every record has, or one of the columns'.
    fn is_taken(&self, name: &[u8]) -> bool {
        let key = key_of(name);
        is_common(&key) || self.columns.iter().any(|column| column.key == key)
    }
}

/// The array without line ends, so that a record in one line can hold it: blanks between its parts
/// go, line ends in strings are escaped. As it stands where it has no line end.
fn one_line(array: &[u8]) -> Cow<'_, [u8]> {
    if memchr2(b'\n', b'\r', array).is_none() {
        return Cow::Borrowed(array);
    }
    let mut plain = Vec::with_capacity(array.len());
    let (mut is_inside, mut is_escaped) = (false, false);
    for &byte in array {
        match byte {
            b'\n' | b'\r' | b'\t' | b' ' if !is_inside => continue,
            b'\n' => plain.extend_from_slice(br"\n"),
            b'\r' => plain.extend_from_slice(br"\r"),
            _ => plain.push(byte),
        }
        is_inside ^= byte == b'"' && !is_escaped;
        is_escaped = is_inside && byte == b'\\' && !is_escaped;
    }
    Cow::Owned(plain)
}
