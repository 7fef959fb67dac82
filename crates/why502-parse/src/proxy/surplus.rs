//! What stands behind the fields that every access log has: values that name themselves
//! (`rt=0.001`, `urt="0.001"`), those of the ingress controller for Kubernetes, and others, which
//! are kept together.

use super::clf::quoted;
use crate::error::RejectReason;
use crate::key::own_key;
use crate::row::{Cells, Column, Kind};
use memchr::memchr;
use std::ops::Range;

/// Values that name themselves beyond the known ones; further ones are left where they stand.
const MOST_NAMED: usize = 64;
const LONGEST_NAME_BYTES: usize = 64;

/// Short names in use for nginx's variables.
const SHORT: [(&str, &str); 10] = [
    ("rt", "request_time"),
    ("uct", "upstream_connect_time"),
    ("uht", "upstream_header_time"),
    ("urt", "upstream_response_time"),
    ("ut", "upstream_response_time"),
    ("ua", "upstream_addr"),
    ("us", "upstream_status"),
    ("ul", "upstream_response_length"),
    ("cs", "upstream_cache_status"),
    ("sn", "server_name"),
];

/// Names of the nine fields that the ingress controller writes behind the user agent.
const INGRESS: [&str; 9] = [
    "request_length",
    "request_time",
    "proxy_upstream_name",
    "proxy_alternative_upstream_name",
    "upstream_addr",
    "upstream_response_length",
    "upstream_response_time",
    "upstream_status",
    "req_id",
];

/// One field: all of it, and its value without quotes or brackets.
#[derive(Debug, Clone, Default)]
struct Field {
    whole: Range<usize>,
    name: Option<Range<usize>>,
    value: Range<usize>,
}

/// Where the surplus fields of a format go.
pub(super) struct Places {
    pub(super) format: &'static str,
    pub(super) columns: &'static [Column],
    /// The column of a first field that is nothing but quoted.
    pub(super) first_quoted: Option<usize>,
    /// The column of what has no name.
    pub(super) rest: usize,
}

impl Places {
    /// Reads the fields from `at`, where a space stands, to the end of the line.
    pub(super) fn read(
        &self,
        line: &[u8],
        at: usize,
        cells: &mut Cells,
    ) -> Result<(), RejectReason> {
        if self.read_ingress(line, at, cells) {
            return Ok(());
        }
        let (mut at, mut is_first) = (at, true);
        let mut rest: Option<Range<usize>> = None;
        let mut joined = Vec::new();
        while let Some(field) = field(line, at)? {
            at = field.whole.end;
            let is_quoted = line[field.whole.start] == b'"';
            match self.first_quoted {
                Some(column) if is_first && is_quoted && !cells.is_set(column) => {
                    cells.set(column, field.value);
                }
                _ if self.is_named(line, &field, cells) => {}
                _ => match &mut rest {
                    None => rest = Some(field.whole),
                    Some(rest) if joined.is_empty() && rest.end + 1 == field.whole.start => {
                        rest.end = field.whole.end;
                    }
                    Some(rest) => {
                        if joined.is_empty() {
                            joined.extend_from_slice(&line[rest.clone()]);
                        }
                        joined.push(b' ');
                        joined.extend_from_slice(&line[field.whole]);
                    }
                },
            }
            is_first = false;
        }
        match rest {
            Some(rest) if joined.is_empty() => cells.set(self.rest, rest),
            Some(_) => cells.set_text(self.rest, &joined),
            None => {}
        }
        Ok(())
    }

    pub(super) fn column(&self, name: &[u8]) -> Option<usize> {
        self.columns.iter().position(|column| column.name.as_bytes() == name)
    }

    pub(super) fn column_of_key(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Keeps a value that names itself, unless its name is taken.
    fn is_named(&self, line: &[u8], field: &Field, cells: &mut Cells) -> bool {
        let Some(name) = field.name.clone() else { return false };
        let name = &line[name];
        let short = SHORT.iter().find(|(short, _)| short.as_bytes() == name);
        let name = short.map_or(name, |(_, name)| name.as_bytes());
        match self.column(name) {
            Some(column) if cells.is_set(column) || column == self.rest => false,
            Some(column) => {
                cells.set(column, field.value.clone());
                true
            }
            None => self.add(line, name, &line[field.value.clone()], Kind::Escaped, cells),
        }
    }

    /// Adds a value that has no column, under a key that no other has; `false` where it is taken,
    /// or there are too many.
    pub(super) fn add(
        &self,
        line: &[u8],
        name: &[u8],
        value: &[u8],
        kind: Kind,
        cells: &mut Cells,
    ) -> bool {
        let key = own_key(self.format, name);
        let is_taken = key.is_empty()
            || self.column_of_key(&key).is_some()
            || cells.extra(line).any(|(other, _, _)| other == key.as_bytes())
            || cells.extra(line).count() >= MOST_NAMED;
        if !is_taken {
            cells.add(key.as_bytes(), value, kind);
        }
        !is_taken
    }

    fn read_ingress(&self, line: &[u8], at: usize, cells: &mut Cells) -> bool {
        let Some(fields) = ingress(line, at) else { return false };
        for (name, field) in INGRESS.iter().zip(fields) {
            match self.column(name.as_bytes()) {
                Some(column) => cells.set(column, field.value),
                None => cells.add(name.as_bytes(), &line[field.value], Kind::Text),
            }
        }
        true
    }
}

/// The nine fields of the ingress controller, the third and fourth in brackets, and no other.
fn ingress(line: &[u8], mut at: usize) -> Option<[Field; 9]> {
    let mut fields: [Field; 9] = Default::default();
    for (place, slot) in fields.iter_mut().enumerate() {
        *slot = field(line, at).ok()??;
        at = slot.whole.end;
        let is_bracketed = line[slot.whole.start] == b'[';
        if is_bracketed != matches!(place, 2 | 3) || slot.name.is_some() {
            return None;
        }
    }
    matches!(field(line, at), Ok(None)).then_some(fields)
}

/// The next field behind spaces; a list goes on behind `, `.
fn field(line: &[u8], at: usize) -> Result<Option<Field>, RejectReason> {
    let spaces = line[at..].iter().take_while(|byte| **byte == b' ').count();
    let start = at + spaces;
    if start == line.len() {
        return Ok(None);
    }
    let name = name(line, start);
    let value = name.as_ref().map_or(start, |name| name.end + 1);
    if line.get(value) == Some(&b'"') {
        let inside = quoted(line, value)?;
        let whole = start..inside.end + 1;
        return Ok(Some(Field { whole, name, value: inside }));
    }
    let mut end = value;
    loop {
        end += memchr(b' ', &line[end..]).unwrap_or(line.len() - end);
        if end == line.len() || !line[value..end].ends_with(b",") {
            break;
        }
        end += 1;
    }
    let is_bracketed = end - value >= 2 && line[value] == b'[' && line[end - 1] == b']';
    let value = if is_bracketed { value + 1..end - 1 } else { value..end };
    Ok(Some(Field { whole: start..end, name, value }))
}

/// A name before `=`.
fn name(line: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = &line[start..line.len().min(start + LONGEST_NAME_BYTES)];
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let length = rest.iter().take_while(|byte| is_part(byte)).count();
    let begins = rest.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_');
    (begins && rest.get(length) == Some(&b'=')).then_some(start..start + length)
}
