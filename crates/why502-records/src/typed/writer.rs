//! Records into typed rows.

use std::sync::Arc;

use why502_engine::verdict;
use why502_parse::{COMMON_KEYS, Format, Number, Record, Value};

use crate::columns::own_key;
use crate::members::Members;
use crate::options::Layout;
use crate::write::{json_string, start, write_utf8, write_value};

use super::cell::{put_bool, put_float, put_integer, put_row, put_text};
use super::column::{CellKind, TypedColumns};

/// Writes records as typed rows, one after another; keeps what neighbours share.
#[derive(Debug)]
pub(crate) struct TypedWriter {
    /// The columns that were asked for.
    chosen: Option<Arc<TypedColumns>>,
    /// Those in use, and the format they are for.
    current: Option<(Format, Arc<TypedColumns>)>,
    /// By the number of the member: its key and column in the last record. Neighbouring records
    /// have the same keys in the same order.
    known: Vec<(String, Option<usize>)>,
    /// The last column of the record: its members, without the braces.
    other: Vec<u8>,
    /// For a key that has to be told apart.
    room: String,
    /// By chosen column: some record has the key.
    pub(crate) met: Vec<bool>,
}

impl TypedWriter {
    /// With columns for these keys, or those of each record's format.
    pub(crate) fn new(fields: Option<&[String]>) -> Self {
        let chosen = fields.map(|keys| Arc::new(TypedColumns::of_keys(keys)));
        let met = vec![false; fields.map_or(0, <[String]>::len)];
        Self {
            chosen,
            current: None,
            known: Vec::new(),
            other: Vec::new(),
            room: String::new(),
            met,
        }
    }

    /// Appends the record as a row.
    pub(crate) fn write(
        &mut self,
        out: &mut Vec<u8>,
        source: &[u8],
        record: &Record<'_>,
        line: u64,
        members: &mut Members,
    ) {
        let columns = self.columns(record.format());
        put_row(out, record.format(), record.time(), |out| {
            self.write_common(out, &columns, source, record, line);
            self.write_own(out, &columns, record, members);
        });
    }

    fn columns(&mut self, format: Format) -> Arc<TypedColumns> {
        if let Some((known, columns)) = &self.current
            && *known == format
        {
            return Arc::clone(columns);
        }
        let chosen = self.chosen.as_ref().map(Arc::clone);
        let columns = chosen.unwrap_or_else(|| Arc::new(TypedColumns::of_format(format)));
        self.known.clear();
        self.current = Some((format, Arc::clone(&columns)));
        columns
    }

    fn write_common(
        &mut self,
        out: &mut Vec<u8>,
        columns: &TypedColumns,
        source: &[u8],
        record: &Record<'_>,
        line: u64,
    ) {
        let verdict = verdict(record);
        let side = verdict.and_then(|verdict| verdict.side);
        let start = start(record);
        for (number, key) in COMMON_KEYS.into_iter().enumerate() {
            let Some(place) = columns.place(key) else { continue };
            self.meet(place);
            let mut text = |text: &[u8]| put_text(out, place, |out| write_utf8(out, text));
            match number {
                0 => text(record.format().name().as_bytes()),
                1 => text(source),
                2 => put_integer(out, place, i64::try_from(line).unwrap_or(i64::MAX)),
                3 => put_integer(out, place, record.time().micros()),
                4 => {
                    let status = record.status();
                    status.into_iter().for_each(|s| put_integer(out, place, i64::from(s)));
                }
                5 => verdict.into_iter().for_each(|verdict| text(verdict.id.as_bytes())),
                6 => side.into_iter().for_each(|side| text(side.name().as_bytes())),
                _ => start.into_iter().for_each(|at| put_integer(out, place, at.micros())),
            }
        }
    }

    fn write_own(
        &mut self,
        out: &mut Vec<u8>,
        columns: &TypedColumns,
        record: &Record<'_>,
        members: &mut Members,
    ) {
        let format = record.format();
        let (known, other, room, met) =
            (&mut self.known, &mut self.other, &mut self.room, &mut self.met);
        other.clear();
        let mut member = 0;
        members.each(record, &mut |key, value| {
            let place = place(known, member, columns, format, key, room);
            member += 1;
            if let Some(met) = place.and_then(|place| met.get_mut(place)) {
                *met = true;
            }
            let is_put = place.is_some_and(|place| put(out, place, columns.kind(place), &value));
            if !is_put && value != Value::Null && columns.other().is_some() {
                other.extend_from_slice(if other.is_empty() { b"{" } else { b"," });
                json_string(other, own_key(format, key, room).as_bytes());
                other.push(b':');
                write_value(other, &value, Layout::Ndjson);
            }
        });
        if let Some(place) = columns.other().filter(|_| !other.is_empty()) {
            other.push(b'}');
            put_text(out, place, |out| out.extend_from_slice(other));
        }
    }

    fn meet(&mut self, place: usize) {
        if let Some(met) = self.met.get_mut(place) {
            *met = true;
        }
    }
}

/// The column of the member of that number.
fn place(
    known: &mut Vec<(String, Option<usize>)>,
    member: usize,
    columns: &TypedColumns,
    format: Format,
    key: &str,
    room: &mut String,
) -> Option<usize> {
    match known.get(member) {
        Some((known, place)) if known == key => return *place,
        _ => {}
    }
    let place = columns.place(own_key(format, key, room));
    // What the log calls as the last column is called stands in it.
    let place = place.filter(|place| columns.other() != Some(*place));
    known.truncate(member);
    known.push((key.to_owned(), place));
    place
}

/// Appends the value if it is what the column holds.
fn put(out: &mut Vec<u8>, place: usize, kind: CellKind, value: &Value<'_>) -> bool {
    match (kind, value) {
        (_, Value::Null) => return false,
        (CellKind::Integer | CellKind::Status | CellKind::Instant, Value::Number(number)) => {
            let Some(integer) = whole(*number) else { return false };
            put_integer(out, place, integer);
        }
        (CellKind::Float, Value::Number(number)) => put_float(out, place, number.to_f64()),
        (CellKind::Bool, Value::Bool(truth)) => put_bool(out, place, *truth),
        (CellKind::Text, Value::Text(text)) => put_text(out, place, |out| write_utf8(out, text)),
        (CellKind::Text, value) => {
            put_text(out, place, |out| write_value(out, value, Layout::Ndjson));
        }
        _ => return false,
    }
    true
}

/// The number, if it is a whole one.
fn whole(number: Number<'_>) -> Option<i64> {
    match number {
        Number::Integer(integer) => Some(integer),
        Number::Micros(micros) => (micros % 1_000_000 == 0).then_some(micros / 1_000_000),
        Number::Literal(digits) => {
            let text = std::str::from_utf8(digits).ok()?;
            text.parse().ok().or_else(|| whole_float(text.parse().ok()?))
        }
    }
}

/// Of a number that is written with a fraction or an exponent.
fn whole_float(float: f64) -> Option<i64> {
    /// Up to here every whole number is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}
