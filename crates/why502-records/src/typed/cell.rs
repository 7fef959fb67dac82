//! A typed row as bytes, and back.

use why502_parse::{Format, Timestamp};

/// A value of a typed row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'r> {
    /// Of every kind of column that holds text.
    Text(&'r str),
    /// Of whole numbers, status codes and instants.
    Integer(i64),
    /// Of other numbers.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

const TEXT: u8 = 0;
const INTEGER: u8 = 1;
const FLOAT: u8 = 2;
const FALSE: u8 = 3;
const TRUE: u8 = 4;

/// Bytes before the cells of a row: its length behind them, its format, its time.
const HEAD_BYTES: usize = 4 + 1 + 8;

/// Appends a row; `write_cells` appends its cells.
pub(super) fn put_row(
    out: &mut Vec<u8>,
    format: Format,
    time: Timestamp,
    write_cells: impl FnOnce(&mut Vec<u8>),
) {
    let begin = out.len();
    let format = Format::ALL.iter().position(|known| *known == format).unwrap_or_default();
    out.extend_from_slice(&[0; 4]);
    out.push(u8::try_from(format).expect("there are less than 256 formats"));
    out.extend_from_slice(&time.micros().to_le_bytes());
    write_cells(out);
    let size = u32::try_from(out.len() - begin - 4).expect("a record has less than 4 GiB");
    out[begin..begin + 4].copy_from_slice(&size.to_le_bytes());
}

/// Appends the place of a column whose text `write_text` appends: valid UTF-8.
pub(super) fn put_text(out: &mut Vec<u8>, place: usize, write_text: impl FnOnce(&mut Vec<u8>)) {
    put_place(out, place);
    out.push(TEXT);
    let begin = out.len();
    out.extend_from_slice(&[0; 4]);
    write_text(out);
    let size = u32::try_from(out.len() - begin - 4).expect("a value has less than 4 GiB");
    out[begin..begin + 4].copy_from_slice(&size.to_le_bytes());
}

pub(super) fn put_integer(out: &mut Vec<u8>, place: usize, integer: i64) {
    put_place(out, place);
    out.push(INTEGER);
    out.extend_from_slice(&integer.to_le_bytes());
}

pub(super) fn put_float(out: &mut Vec<u8>, place: usize, float: f64) {
    put_place(out, place);
    out.push(FLOAT);
    out.extend_from_slice(&float.to_le_bytes());
}

pub(super) fn put_bool(out: &mut Vec<u8>, place: usize, truth: bool) {
    put_place(out, place);
    out.push(if truth { TRUE } else { FALSE });
}

fn put_place(out: &mut Vec<u8>, place: usize) {
    let place = u16::try_from(place).expect("a table has less than 65,536 columns");
    out.extend_from_slice(&place.to_le_bytes());
}

/// One record with typed values.
#[derive(Debug, Clone, Copy)]
pub struct TypedRow<'r> {
    /// The record's format.
    pub format: Format,
    /// The record's time.
    pub time: Timestamp,
    cells: &'r [u8],
}

impl<'r> TypedRow<'r> {
    /// The values that the record has, each with the place of its column. Of two at the same place
    /// the first one counts.
    pub fn cells(&self) -> impl Iterator<Item = (usize, Cell<'r>)> + use<'r> {
        let mut rest = self.cells;
        std::iter::from_fn(move || {
            let (place, after) = rest.split_first_chunk::<2>()?;
            let (tag, after) = after.split_first()?;
            let (cell, after) = take_cell(*tag, after)?;
            rest = after;
            Some((usize::from(u16::from_le_bytes(*place)), cell))
        })
    }
}

fn take_cell(tag: u8, rest: &[u8]) -> Option<(Cell<'_>, &[u8])> {
    Some(match tag {
        TEXT => {
            let (size, rest) = rest.split_first_chunk::<4>()?;
            let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*size) as usize)?;
            (Cell::Text(std::str::from_utf8(text).unwrap_or_default()), rest)
        }
        INTEGER => {
            let (integer, rest) = rest.split_first_chunk()?;
            (Cell::Integer(i64::from_le_bytes(*integer)), rest)
        }
        FLOAT => {
            let (float, rest) = rest.split_first_chunk()?;
            (Cell::Float(f64::from_le_bytes(*float)), rest)
        }
        FALSE => (Cell::Bool(false), rest),
        _ => (Cell::Bool(true), rest),
    })
}

/// The rows in these bytes, which are what [`Records`](crate::Records) writes in the layout
/// [`Typed`](crate::Layout::Typed): always whole rows at a time.
pub fn typed_rows(bytes: &[u8]) -> impl Iterator<Item = TypedRow<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let size = u32::from_le_bytes(*rest.first_chunk::<4>()?) as usize;
        let (row, after) = rest.split_at_checked(4 + size)?;
        rest = after;
        let time = i64::from_le_bytes(*row.get(5..HEAD_BYTES)?.first_chunk()?);
        Some(TypedRow {
            format: *Format::ALL.get(usize::from(row[4]))?,
            time: Timestamp::from_micros(time),
            cells: &row[HEAD_BYTES..],
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let mut out = Vec::new();
        for micros in [-1, 1_795_356_131_000_123] {
            put_row(&mut out, Format::Nlb, Timestamp::from_micros(micros), |out| {
                put_text(out, 1, |out| out.extend_from_slice("é".as_bytes()));
                put_integer(out, 400, i64::MIN);
                put_float(out, 2, 0.036);
                put_bool(out, 3, true);
                put_bool(out, 4, false);
            });
        }
        let rows: Vec<_> = typed_rows(&out).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].format, rows[0].time.micros()), (Format::Nlb, -1));
        let cells: Vec<_> = rows[1].cells().collect();
        assert_eq!(
            cells,
            [
                (1, Cell::Text("é")),
                (400, Cell::Integer(i64::MIN)),
                (2, Cell::Float(0.036)),
                (3, Cell::Bool(true)),
                (4, Cell::Bool(false)),
            ]
        );
    }
}
