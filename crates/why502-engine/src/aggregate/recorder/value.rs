//! Requests that agree in one value of one dimension.

use super::super::table::{Cell, Seen, Sum, Table};
use super::ABSENT;

/// Added up where it is kept when requests came: a value, and the sum of one bucket.
#[derive(Debug, Clone)]
pub(super) struct Lived {
    /// The value's id.
    pub(super) id: u32,
    sum: Sum,
}

/// Added up where only their numbers are kept: a value, and its last buckets. So many fill a line
/// of the processor's cache, and a value of a long tail reaches its table only once for all.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The value's id.
    pub(super) id: u32,
    /// So many cells are in use, the last one for the bucket in hand.
    used: u32,
    cells: [Cell; 3],
}

impl Lived {
    pub(super) const NONE: Self = Self::new(ABSENT);

    pub(super) const fn new(id: u32) -> Self {
        Self { id, sum: Sum::NOTHING }
    }

    #[inline]
    pub(super) fn add(&mut self, bucket: i64, seen: Seen, table: &mut Table) {
        if self.sum.bucket != bucket {
            self.settle(table);
            self.sum = Sum::new(bucket);
        }
        self.sum.add(seen);
    }

    /// Adds the sum to the table, and begins anew.
    pub(super) fn settle(&mut self, table: &mut Table) {
        if !self.sum.is_empty() {
            table.add(self.id, self.sum.bucket, &self.sum);
            self.sum = Sum::NOTHING;
        }
    }
}

impl Run {
    pub(super) const NONE: Self = Self::new(ABSENT);

    pub(super) const fn new(id: u32) -> Self {
        // No bucket has this number.
        let nothing = Cell { bucket: i64::MIN, requests: 0, failed: 0 };
        Self { id, used: 0, cells: [nothing; 3] }
    }

    #[inline]
    pub(super) fn add(&mut self, bucket: i64, seen: Seen, late: &mut Late) {
        let last = self.used.saturating_sub(1) as usize;
        let cell = &mut self.cells[last];
        if cell.bucket == bucket && cell.requests < u32::MAX {
            cell.requests += 1;
            cell.failed += u32::from(seen.failed);
        } else {
            self.begin(Cell { bucket, requests: 1, failed: seen.failed.into() }, late);
        }
    }

    #[inline(never)]
    fn begin(&mut self, cell: Cell, late: &mut Late) {
        if self.used as usize == self.cells.len() {
            self.settle(late);
        }
        self.cells[self.used as usize] = cell;
        self.used += 1;
    }

    /// Hands over the cells, and begins anew.
    pub(super) fn settle(&mut self, late: &mut Late) {
        late.cells.extend(self.cells[..self.used as usize].iter().map(|cell| (self.id, *cell)));
        *self = Self::new(self.id);
    }
}

/// Cells on their way to a table: many at once, since fetching one entry takes as long as fetching
/// many.
#[derive(Debug, Default)]
pub(super) struct Late {
    cells: Vec<(u32, Cell)>,
}

impl Late {
    /// So many are worth the way.
    const MANY: usize = 128;

    /// Takes the cells to the table, if they are many.
    #[inline]
    pub(super) fn keep_bounded(&mut self, table: &mut Table) {
        if self.cells.len() >= Self::MANY {
            self.settle(table);
        }
    }

    /// Takes the cells to the table.
    pub(super) fn settle(&mut self, table: &mut Table) {
        table.fetch(self.cells.iter().map(|(id, _)| *id));
        for (id, cell) in self.cells.drain(..) {
            table.add(id, cell.bucket, &Sum::of_cell(cell));
        }
    }
}
