//! Where the values of one record stand: in its line, or in text that was copied to decode it.

use super::column::Kind;
use std::ops::Range;

/// The values of one record, in buffers that are used for every line.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// What had to be decoded or put together.
    text: Vec<u8>,
    cells: Vec<Cell>,
    extra: Vec<Extra>,
}

/// A value's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Absent,
    /// A range of the line.
    Line(u32, u32),
    /// A range of the copied text.
    Text(u32, u32),
}

/// A value whose name is no column of the format.
#[derive(Debug, Clone, Copy)]
struct Extra {
    name: Cell,
    value: Cell,
    kind: Kind,
}

/// Lines have at most 1 GiB, and what is copied of one is no longer than the line.
fn place(range: Range<usize>) -> (u32, u32) {
    let end = |place: usize| u32::try_from(place).expect("a line has less than 4 GiB");
    (end(range.start), end(range.end))
}

impl Cells {
    /// Forgets the last record; the next has that many columns, all of them absent so far.
    pub(crate) fn begin(&mut self, columns: usize) {
        self.text.clear();
        self.extra.clear();
        self.cells.clear();
        self.cells.resize(columns, Cell::Absent);
    }

    /// The column's value is this range of the line.
    pub(crate) fn set(&mut self, column: usize, range: Range<usize>) {
        let (start, end) = place(range);
        self.cells[column] = Cell::Line(start, end);
    }

    /// The column's value is this text.
    pub(crate) fn set_text(&mut self, column: usize, text: &[u8]) {
        self.cells[column] = self.copy(text);
    }

    /// Whether the column has a value yet.
    pub(crate) fn is_set(&self, column: usize) -> bool {
        self.cells[column] != Cell::Absent
    }

    /// A value whose name is no column: name and value as the log has them.
    pub(crate) fn add(&mut self, name: &[u8], value: &[u8], kind: Kind) {
        let extra = Extra { name: self.copy(name), value: self.copy(value), kind };
        self.extra.push(extra);
    }

    /// What the log wrote in the column, empty and `-` included.
    pub(crate) fn get<'a>(&'a self, line: &'a [u8], column: usize) -> Option<&'a [u8]> {
        self.read(line, *self.cells.get(column)?)
    }

    /// Names, values and kinds of what is no column, in the order of the line.
    pub(crate) fn extra<'a>(
        &'a self,
        line: &'a [u8],
    ) -> impl Iterator<Item = (&'a [u8], &'a [u8], Kind)> {
        self.extra.iter().filter_map(move |extra| {
            Some((self.read(line, extra.name)?, self.read(line, extra.value)?, extra.kind))
        })
    }

    fn copy(&mut self, text: &[u8]) -> Cell {
        let start = self.text.len();
        self.text.extend_from_slice(text);
        let (start, end) = place(start..self.text.len());
        Cell::Text(start, end)
    }

    fn read<'a>(&'a self, line: &'a [u8], cell: Cell) -> Option<&'a [u8]> {
        match cell {
            Cell::Absent => None,
            Cell::Line(start, end) => Some(&line[start as usize..end as usize]),
            Cell::Text(start, end) => Some(&self.text[start as usize..end as usize]),
        }
    }
}
