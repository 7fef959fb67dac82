//! What there is to know of one of these logs to read its lines: columns, names, quotes, shape, and
//! what makes a record of its values.

use super::shape::{Test, is_shaped};
use crate::error::RejectReason;
use crate::format::Format;
use crate::json::members;
use crate::key::key_of;
use crate::row::{Cells, Column, Head, Kind};
use crate::value::Timestamp;

/// How the lines of one log are laid out.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) format: Format,
    /// The columns, in the order of their documentation, which is that of the lines.
    pub(crate) columns: &'static [Column],
    /// A name that deliveries through CloudWatch use for a column that is called otherwise here.
    pub(crate) alias: Option<(&'static [u8], usize)>,
    /// Some fields stand in double quotes; else a quote is a byte like any other.
    pub(crate) has_quotes: bool,
    /// So many fields are in lines of every age.
    pub(crate) least: usize,
    /// The column of the time that every record must have.
    pub(crate) time: usize,
    /// What the first fields look like in a line that tells the format.
    pub(crate) shape: &'static [Test],
    /// So many of them look so in every line: a line of another log is known by them.
    pub(crate) surely: usize,
    /// Two columns that no other log names both; none where CloudWatch does not deliver the log.
    pub(crate) marks: Option<[usize; 2]>,
    /// What every record has, of the time that was read, the line and its values.
    pub(crate) head: fn(Timestamp, &[u8], &Cells) -> Result<Head, RejectReason>,
    /// Whether a line whose quote is open is a record as far as it goes, and may go on in the next.
    pub(crate) may_go_on: fn(&[u8]) -> bool,
}

/// No line goes on in the next.
pub(crate) fn never(_line: &[u8]) -> bool {
    false
}

/// A column that every record has.
pub(crate) const fn column(key: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { key, name, kind, always: true }
}

/// A JSON object's first members, more than enough to know it by, stand in so many bytes.
const BEGINNING_BYTES: usize = 4096;

impl Layout {
    /// Whether the line, or its beginning, is typical of the log, plain or JSON.
    pub(crate) fn is_typical(&self, line: &[u8]) -> bool {
        match line.first() {
            Some(b'{') => self.is_typical_object(line),
            _ => is_shaped(line, self.shape),
        }
    }

    fn is_typical_object(&self, line: &[u8]) -> bool {
        let Some(marks) = self.marks else { return false };
        let mut met = [false; 2];
        let beginning = &line[..line.len().min(BEGINNING_BYTES)];
        // Members before a malformed place, or before the cut, count.
        let _ = members(beginning, &mut |name, _| {
            for (met, mark) in met.iter_mut().zip(marks) {
                *met |= name == self.columns[mark].key.as_bytes();
            }
        });
        met == [true; 2]
    }

    /// Whether these names, between blanks, are columns of this log and of no other.
    pub(crate) fn is_named_by(&self, names: &[u8]) -> bool {
        let Some(marks) = self.marks else { return false };
        let is_named = |mark| split_names(names).any(|name| self.column_of(name, 0) == Some(mark));
        marks.into_iter().all(is_named)
    }

    /// The column of that name, however it is written; `likely` is looked at first.
    pub(crate) fn column_of(&self, name: &[u8], likely: usize) -> Option<usize> {
        let is_likely = |column: &Column| column.key.as_bytes() == name;
        if self.columns.get(likely).is_some_and(is_likely) {
            return Some(likely);
        }
        let has_name = |column: &Column| is_likely(column) || column.name.as_bytes() == name;
        let alias = self.alias.filter(|(alias, _)| *alias == name);
        let same = || self.columns.iter().position(has_name);
        let alike = || {
            let key = key_of(name);
            self.columns.iter().position(|column| column.key == key)
        };
        alias.map(|(_, column)| column).or_else(same).or_else(alike)
    }
}

/// The names of a header.
pub(crate) fn split_names(names: &[u8]) -> impl Iterator<Item = &[u8]> {
    names.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty())
}
