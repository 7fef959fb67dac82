//! Lines of the newer delivery that are JSON objects, a member for each column.
//!
//! The values are copied, decoded, one behind the other, so that a record of columns serves; which
//! member is which column is settled by the names, mostly those of the line before.

use super::header::Columns;
use super::record::CloudFrontRecord;
use crate::error::RejectReason;
use crate::json::{Token, decode, members};
use crate::scan::Ends;
use crate::split::Fields;
use crate::value::Timestamp;

/// Reads such lines, in buffers that are used for every line.
#[derive(Debug, Default)]
pub(crate) struct JsonReader {
    /// The names of this line, each with a line feed behind it: a name has none inside.
    names: Vec<u8>,
    /// The values of this line, each with a tab behind it, then the line.
    text: Vec<u8>,
    /// The columns that `known_names` stand for.
    known: Option<Columns>,
    known_names: Vec<u8>,
}

impl JsonReader {
    /// Reads a line that is an object. What stands behind the object is left alone.
    pub(crate) fn read<'a>(
        &'a mut self,
        line: &[u8],
        event_time: Option<Timestamp>,
        ends: &'a mut Ends,
    ) -> Result<CloudFrontRecord<'a>, RejectReason> {
        let Self { names, text, .. } = self;
        names.clear();
        text.clear();
        ends.clear();
        let read = members(line, &mut |name, value| {
            // Objects inside repeat the name of theirs for each member: not without end.
            if names.len() + name.len() > line.len() {
                return;
            }
            names.extend_from_slice(name);
            names.push(b'\n');
            match value {
                Token::Text(inside) => text.extend_from_slice(&decode(inside)),
                Token::Number(text_of) | Token::Bool(text_of) | Token::Array(text_of) => {
                    text.extend_from_slice(text_of);
                }
                Token::Null => {}
            }
            ends.push(text.len());
            text.push(b'\t');
        });
        read.map_err(|_| RejectReason::UnrecognisedLine)?;
        if self.known.is_none() || self.names != self.known_names {
            self.settle();
        }
        let columns = self.known.as_mut().ok_or(RejectReason::UnrecognisedLine)?;
        columns.set_line_bytes(line.len());
        self.text.extend_from_slice(line);
        let fields = Fields::new(&self.text, ends.as_slice(), b'\t');
        CloudFrontRecord::of_event(fields, columns, event_time)
    }

    /// Settles the columns by this line's names; none where no name is CloudFront's.
    fn settle(&mut self) {
        let names = self.names.strip_suffix(b"\n").unwrap_or_default();
        let names: Vec<_> = names.split(|&byte| byte == b'\n').map(decode).collect();
        let columns = Columns::of_object(names.iter().map(AsRef::as_ref));
        self.known = columns.has_known().then_some(columns);
        self.known_names.clone_from(&self.names);
    }
}

/// How much of a line is looked at to tell whose JSON it is.
const BEGINNING_BYTES: usize = 1024;
/// Names, or beginnings of names, that only CloudFront's access logs use.
const TYPICAL: [&[u8]; 10] = [
    b"x-edge-",
    b"cs(",
    b"cs-uri-",
    b"cs-method",
    b"cs-protocol",
    b"sc-",
    b"c-ip",
    b"timestamp(ms)",
    b"origin-fbl",
    b"time-to-first-byte",
];

/// Names that other logs use too.
const COMMON: [&[u8]; 3] = [b"date", b"time", b"timestamp"];

/// Whether this is the beginning of an object among whose first names are two of CloudFront's
/// access log, one at least that no other log uses.
pub(crate) fn is_typical_json(line: &[u8]) -> bool {
    let (mut typical, mut common) = (0, 0);
    for name in names(line) {
        typical += u32::from(TYPICAL.iter().any(|typical| name.starts_with(typical)));
        common += u32::from(COMMON.contains(&name));
        if typical > 0 && typical + common > 1 {
            return true;
        }
    }
    false
}

/// The names near the beginning of an object, of objects inside it too; no strings of arrays or
/// values. None for what begins like no object.
pub(crate) fn names(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let beginning = &line[..line.len().min(BEGINNING_BYTES)];
    let beginning = beginning.trim_ascii_start();
    let mut rest = beginning.strip_prefix(b"{").unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            let opening = memchr::memchr(b'"', rest)?;
            let inside = &rest[opening + 1..];
            let end = closing_quote(inside)?;
            rest = &inside[end + 1..];
            if rest.trim_ascii_start().starts_with(b":") {
                return Some(&inside[..end]);
            }
        }
    })
}

fn closing_quote(inside: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let found = from + memchr::memchr2(b'"', b'\\', inside.get(from..)?)?;
        if inside[found] == b'"' {
            return Some(found);
        }
        from = found + 2;
    }
}
