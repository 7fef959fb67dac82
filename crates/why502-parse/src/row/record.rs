//! One record of named columns.

use super::cells::Cells;
use super::column::Column;
use crate::format::Format;
use crate::key::own_key;
use crate::member::{Number, Value, View};
use crate::value::{ProcessingTime, Timestamp};
use std::collections::HashSet;

/// What every record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// When the response was sent, or the closest the format has.
    pub(crate) time: Timestamp,
    /// When the request came, where that is known.
    pub(crate) start: Option<Timestamp>,
    /// The status the client got.
    pub(crate) status: Option<u16>,
}

/// A record of named columns. Its time is valid; every getter answers "absent" for what it cannot
/// read.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    format: Format,
    columns: &'static [Column],
    cells: &'a Cells,
    line: &'a [u8],
    head: Head,
}

impl<'a> Row<'a> {
    pub(crate) fn new(
        format: Format,
        columns: &'static [Column],
        cells: &'a Cells,
        line: &'a [u8],
        head: Head,
    ) -> Self {
        Self { format, columns, cells, line, head }
    }

    /// The format of the line.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// When the response was sent, or the closest the format has.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.head.time
    }

    /// When the request came, where that is known.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        self.head.start
    }

    /// The status the client got; `000` is 0.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.head.status
    }

    /// The line, as it was given to the parser; of an envelope, the message.
    #[must_use]
    pub fn line(&self) -> &'a [u8] {
        self.line
    }

    /// What the log wrote under that key of a documented column; `None` for `-`, for nothing, and
    /// for a key that is none of the format's.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a [u8]> {
        let place = self.columns.iter().position(|column| column.key == key)?;
        self.cells.get(self.line, place).filter(|value| !matches!(*value, b"" | b"-"))
    }

    /// Whether the log has the documented column and wrote nothing in it, or `-`: the column was
    /// delivered, and there was no value.
    #[must_use]
    pub fn is_blank(&self, key: &str) -> bool {
        let place = self.columns.iter().position(|column| column.key == key);
        let logged = place.and_then(|place| self.cells.get(self.line, place));
        matches!(logged, Some(b"" | b"-"))
    }

    /// The value under that key, of any column, documented or not.
    #[must_use]
    pub fn value(&self, key: &str, view: View) -> Value<'a> {
        if let Some(place) = self.columns.iter().position(|column| column.key == key) {
            let logged = self.cells.get(self.line, place);
            return logged
                .map_or(Value::Null, |logged| self.columns[place].kind.value(logged, view));
        }
        let mut extra = self.cells.extra(self.line);
        extra
            .find(|(name, _, _)| self.extra_key(name) == key)
            .map_or(Value::Null, |(_, logged, kind)| kind.value(logged, view))
    }

    /// The whole number under that key; `None` where there is none.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.value(key, View::Logged) {
            Value::Number(Number::Integer(integer)) => Some(integer),
            Value::Number(Number::Literal(text)) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// The duration under that key.
    #[must_use]
    pub fn duration(&self, key: &str) -> ProcessingTime {
        let micros = match (self.value(key, View::Logged), self.value(key, View::Meant)) {
            (Value::Null, _) => return ProcessingTime::Absent,
            (_, Value::Null) => return ProcessingTime::NotMeasured,
            (_, Value::Number(Number::Micros(micros))) => u64::try_from(micros).ok(),
            (_, Value::Number(Number::Literal(text))) => crate::value::duration_micros(text),
            _ => None,
        };
        micros.map_or(ProcessingTime::Absent, ProcessingTime::Micros)
    }

    /// Every member in a fixed order: documented columns in the order of their documentation, then
    /// what else the line has, in its order. An extra name that gives no key, the key of a column,
    /// or one that stood before, is left out.
    pub fn members(&self, view: View, each: &mut dyn FnMut(&str, Value<'_>)) {
        for (place, column) in self.columns.iter().enumerate() {
            match self.cells.get(self.line, place) {
                Some(logged) => each(column.key, column.kind.value(logged, view)),
                None if column.always => each(column.key, Value::Null),
                None => {}
            }
        }
        let mut seen = HashSet::new();
        for (name, logged, kind) in self.cells.extra(self.line) {
            let key = self.extra_key(name);
            let is_column = || self.columns.iter().any(|column| column.key == key);
            if !key.is_empty() && !seen.contains(&key) && !is_column() {
                each(&key, kind.value(logged, view));
                seen.insert(key);
            }
        }
    }

    /// The key of a name that is no column's.
    fn extra_key(&self, name: &[u8]) -> String {
        own_key(self.format.name(), name)
    }
}
