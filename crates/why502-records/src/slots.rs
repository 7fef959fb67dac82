//! The values of one record, brought into the order of the columns.

use std::collections::BTreeSet;
use std::ops::Range;

use why502_parse::Value;

use crate::columns::{Columns, separator};
use crate::options::Layout;
use crate::write::{json_string, write_value};

/// So many names of keys without a column are kept.
const MOST_NAMES: usize = 1_000;

/// What of the records has no column, or no record has.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    /// Records with a value that has no column.
    pub(crate) records: u64,
    /// The keys of such values.
    pub(crate) keys: BTreeSet<String>,
    /// By column: some record has the key.
    pub(crate) met: Vec<bool>,
}

impl Missing {
    pub(crate) fn merge(&mut self, other: Self) {
        self.records += other.records;
        for key in other.keys {
            if self.keys.len() < MOST_NAMES {
                self.keys.insert(key);
            }
        }
        if self.met.len() < other.met.len() {
            self.met.resize(other.met.len(), false);
        }
        for (mine, met) in self.met.iter_mut().zip(other.met) {
            *mine |= met;
        }
    }
}

/// The written values of one record, by column.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    text: Vec<u8>,
    cells: Vec<Range<usize>>,
    /// By the number of the member: its key and column in the last record. Neighbouring records
    /// have the same keys in the same order.
    known: Vec<(String, Option<usize>)>,
    member: usize,
    leaves_out: bool,
    pub(crate) missing: Missing,
}

impl Slots {
    /// Forgets the last record.
    pub(crate) fn begin(&mut self, columns: &Columns) {
        self.text.clear();
        self.cells.clear();
        self.cells.resize(columns.keys().len(), 0..0);
        self.missing.met.resize(columns.keys().len(), false);
        self.member = 0;
        self.leaves_out = false;
    }

    /// The next member. Of two with the same key the later one counts.
    #[inline]
    pub(crate) fn put(&mut self, columns: &Columns, key: &str, value: &Value<'_>, layout: Layout) {
        let place = self.place(columns, key);
        if let Some(place) = place {
            let begin = self.text.len();
            write_value(&mut self.text, value, layout);
            self.cells[place] = begin..self.text.len();
            self.missing.met[place] = true;
        } else if *value != Value::Null {
            self.leave_out(key);
        }
    }

    /// A value that is written already.
    pub(crate) fn put_written(&mut self, columns: &Columns, key: &str, written: &[u8]) {
        let place = self.place(columns, key);
        if let Some(place) = place {
            let begin = self.text.len();
            self.text.extend_from_slice(written);
            self.cells[place] = begin..self.text.len();
            self.missing.met[place] = true;
        } else if !written.is_empty() {
            self.leave_out(key);
        }
    }

    #[inline]
    fn place(&mut self, columns: &Columns, key: &str) -> Option<usize> {
        let member = self.member;
        self.member += 1;
        match self.known.get(member) {
            Some((known, place)) if known == key => return *place,
            _ => {}
        }
        let found = (key.to_owned(), columns.place(key));
        let place = found.1;
        match self.known.get_mut(member) {
            Some(known) => *known = found,
            None => self.known.push(found),
        }
        place
    }

    fn leave_out(&mut self, key: &str) {
        if !self.leaves_out {
            self.leaves_out = true;
            self.missing.records += 1;
        }
        let keys = &mut self.missing.keys;
        if keys.len() < MOST_NAMES && !keys.contains(key) {
            keys.insert(key.to_owned());
        }
    }

    /// Appends the record as a row of a table.
    pub(crate) fn write_row(&self, out: &mut Vec<u8>, layout: Layout) {
        if let ([cell], Layout::Csv) = (&self.cells[..], layout)
            && cell.is_empty()
        {
            // An empty line is no row to those who read CSV.
            return out.extend_from_slice(b"\"\"");
        }
        for (place, cell) in self.cells.iter().enumerate() {
            if place > 0 {
                out.push(separator(layout));
            }
            out.extend_from_slice(&self.text[cell.clone()]);
        }
    }

    /// Appends the record as a JSON object.
    pub(crate) fn write_object(&self, out: &mut Vec<u8>, columns: &Columns) {
        out.push(b'{');
        for (place, (cell, key)) in self.cells.iter().zip(columns.keys()).enumerate() {
            if place > 0 {
                out.push(b',');
            }
            json_string(out, key.as_bytes());
            out.push(b':');
            match &self.text[cell.clone()] {
                [] => out.extend_from_slice(b"null"),
                written => out.extend_from_slice(written),
            }
        }
        out.push(b'}');
    }
}
