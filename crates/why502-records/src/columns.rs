//! Keys of records, and the columns of a table.

use std::collections::HashMap;

use why502_parse::COMMON_KEYS;
use why502_parse::{Format, columns_of};

use crate::options::Layout;
use crate::write::write_text;

/// A record's own key as it is written: one that is also a common key is told apart by the format.
#[inline]
pub(crate) fn own_key<'k>(format: Format, key: &'k str, room: &'k mut String) -> &'k str {
    if !COMMON_KEYS.contains(&key) {
        return key;
    }
    room.clear();
    room.push_str(format.name());
    room.push('_');
    room.push_str(key);
    room
}

/// The keys of all rows, in order.
#[derive(Debug)]
pub(crate) struct Columns {
    keys: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    /// These and no others, each once.
    pub(crate) fn new(wanted: impl IntoIterator<Item = String>) -> Self {
        let mut columns = Self { keys: Vec::new(), places: HashMap::new() };
        wanted.into_iter().for_each(|key| columns.add(key));
        columns
    }

    /// Those of a table whose first record is of that format and has these keys: the common keys,
    /// the documented ones of the format, what else the record has.
    pub(crate) fn of_first(format: &[u8], keys: &[&str]) -> Self {
        let format = std::str::from_utf8(format).ok().and_then(Format::from_name);
        let documented = format.map_or(&[][..], columns_of).iter().map(|column| column.key);
        let all = COMMON_KEYS.into_iter().chain(documented).chain(keys.iter().copied());
        Self::new(all.map(str::to_owned))
    }

    fn add(&mut self, key: String) {
        if !self.places.contains_key(&key) {
            self.places.insert(key.clone(), self.keys.len());
            self.keys.push(key);
        }
    }

    pub(crate) fn keys(&self) -> &[String] {
        &self.keys
    }

    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Appends the header row.
    pub(crate) fn write_header(&self, out: &mut Vec<u8>, layout: Layout) {
        for (place, key) in self.keys.iter().enumerate() {
            if place > 0 {
                out.push(separator(layout));
            }
            write_text(out, key.as_bytes(), layout);
        }
        out.push(b'\n');
    }
}

/// What stands between two cells.
pub(crate) fn separator(layout: Layout) -> u8 {
    if layout == Layout::Tsv { b'\t' } else { b',' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_key_that_is_a_common_one_is_told_apart() {
        let mut room = String::new();
        assert_eq!(own_key(Format::Clb, "timestamp", &mut room), "clb_timestamp");
        assert_eq!(own_key(Format::Clb, "elb", &mut room), "elb");
    }

    #[test]
    fn columns_are_named_once() {
        let columns = Columns::of_first(b"alb", &["status", "elb", "elb"]);
        assert_eq!(columns.keys().len(), COMMON_KEYS.len() + 1);
        assert_eq!(columns.place("elb"), Some(8));
    }
}
