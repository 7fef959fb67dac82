//! Where the cells of known columns stand in a load balancer's record, found once for all records:
//! nothing is read that has no column, and nothing is brought into another order.

use std::sync::Arc;

use why502_parse::{AlbField, AlbRecord, COMMON_KEYS, Value, View};

use crate::columns::{Columns, separator};
use crate::heading::Heading;
use crate::options::Layout;
use crate::write::{json_string, write_value};

/// How to write records of a load balancer as rows or objects of these columns.
#[derive(Debug)]
pub(crate) struct Plan {
    columns: Arc<Columns>,
    layout: Layout,
    /// None where records have values that no column holds, which have to be counted.
    cells: Option<Vec<Cell>>,
}

#[derive(Debug)]
struct Cell {
    /// What stands before the value.
    before: Vec<u8>,
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// The place among the common keys.
    Heading(usize),
    Own(AlbField),
    /// No record of a load balancer has it.
    Nowhere,
}

impl Plan {
    /// For these columns. `are_chosen`: what has no column is not missed.
    pub(crate) fn new(columns: &Arc<Columns>, layout: Layout, are_chosen: bool) -> Self {
        let own = AlbField::ALL.iter().map(|field| field.name());
        let has_all = || COMMON_KEYS.into_iter().chain(own).all(|key| columns.place(key).is_some());
        let cells = (are_chosen || has_all()).then(|| {
            let keys = columns.keys().iter().enumerate();
            keys.map(|(place, key)| Cell::new(place, key, layout)).collect()
        });
        Self { columns: Arc::clone(columns), layout, cells }
    }

    pub(crate) fn is_for(&self, columns: &Arc<Columns>) -> bool {
        Arc::ptr_eq(&self.columns, columns)
    }

    /// Appends the record. `false`, and nothing is appended: it has values that no column holds.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        heading: &mut Heading<'_>,
        record: &AlbRecord<'_>,
        view: View,
    ) -> bool {
        let Some(cells) = self.cells.as_ref() else { return false };
        if record.field_count() > AlbField::ALL.len() {
            return false;
        }
        let begin = out.len();
        for cell in cells {
            out.extend_from_slice(&cell.before);
            let value = match cell.source {
                Source::Own(field) => record.member(field, view),
                Source::Heading(place) => heading.value(place),
                Source::Nowhere => Value::Null,
            };
            write_value(out, &value, self.layout);
        }
        if !self.layout.is_table() {
            out.push(b'}');
        } else if out.len() == begin && self.layout == Layout::Csv {
            // An empty line is no row to those who read CSV.
            out.extend_from_slice(b"\"\"");
        }
        true
    }
}

impl Cell {
    fn new(place: usize, key: &str, layout: Layout) -> Self {
        let mut before = Vec::new();
        if !layout.is_table() {
            before.push(if place == 0 { b'{' } else { b',' });
            json_string(&mut before, key.as_bytes());
            before.push(b':');
        } else if place > 0 {
            before.push(separator(layout));
        }
        let heading = COMMON_KEYS.iter().position(|common| *common == key);
        let source = match (heading, AlbField::from_name(key)) {
            (Some(place), _) => Source::Heading(place),
            (None, Some(field)) => Source::Own(field),
            (None, None) => Source::Nowhere,
        };
        Self { before, source }
    }
}
