//! Values of a dimension within some scopes, and what was asked of them in a window.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::{Context, Sums, Window};
use crate::aggregate::{Aggregates, Entry};
use crate::observe::{DIMENSIONS, DimensionKind};

/// Ids of the values by scope, in order. A case is about a scope or two: asking every value of a
/// fleet for its scope took longer than all that is asked of the few.
#[derive(Default)]
pub(super) struct Places {
    of_kind: [OnceLock<HashMap<u64, Vec<u32>, FixedState>>; DIMENSIONS.len()],
}

impl Places {
    /// Ids of all values in any of the scopes, in order.
    fn within(&self, aggregates: &Aggregates, kind: DimensionKind, scopes: &[u64]) -> Vec<u32> {
        let of_scope = self.of_kind[kind.index()].get_or_init(|| {
            let mut of_scope: HashMap<u64, Vec<u32>, FixedState> = HashMap::default();
            for (id, entry) in aggregates.table(kind).entries.iter().enumerate() {
                of_scope.entry(entry.scope).or_default().push(id as u32);
            }
            of_scope
        });
        let mut ids: Vec<u32> =
            scopes.iter().filter_map(|scope| of_scope.get(scope)).flatten().copied().collect();
        // Stable sorts take notice of runs that are in order already.
        ids.sort();
        ids.dedup();
        ids
    }
}

/// What was asked of the values of a dimension, in the buckets that a window touches.
pub(in super::super) struct Population<'a> {
    /// Ids of all values in the scopes, in order, and how many requests of each did not fail.
    pub(in super::super) passed: Vec<(u32, u64)>,
    /// Values that were asked for, in order, whatever the scope; in units of kept failures.
    values: Vec<(&'a [u8], Sums)>,
}

impl<'a> Population<'a> {
    /// The requests of one value; `None` where there are none.
    pub(in super::super) fn get(&self, value: &[u8]) -> Option<&Sums> {
        let at = self.values.binary_search_by(|(other, _)| (*other).cmp(value)).ok()?;
        Some(&self.values[at].1)
    }

    /// The requests of each value.
    pub(in super::super) fn sums(&self) -> impl Iterator<Item = &Sums> {
        self.values.iter().map(|(_, sums)| sums)
    }
}

impl<'a> Context<'a> {
    /// Ids of all values of a dimension in some scopes, in order.
    pub(in super::super) fn ids(&self, kind: DimensionKind, scopes: &[u64]) -> Vec<u32> {
        self.places.within(self.aggregates, kind, scopes)
    }

    /// Requests and failures of every value of a dimension in some scopes, in the buckets that
    /// a window touches.
    pub(in super::super) fn population(
        &self,
        kind: DimensionKind,
        scopes: &[u64],
        window: Window,
    ) -> Population<'a> {
        let (level, scale) = (self.aggregates.width(kind), self.aggregates.scale);
        let (first, last) = (level.bucket(window.start), level.bucket(window.end));
        let entries = &self.aggregates.table(kind).entries;
        let ids = self.ids(kind, scopes);
        let mut passed = Vec::with_capacity(ids.len());
        let mut values: Vec<(&[u8], Sums)> = Vec::new();
        for id in ids {
            let entry: &Entry = &entries[id as usize];
            let from = entry.cells.partition_point(|cell| cell.bucket < first);
            let cells = entry.cells[from..].iter().take_while(|cell| cell.bucket <= last);
            let mut served = 0;
            for (place, cell) in cells.enumerate() {
                // Values are in order, those of one text side by side.
                if place == 0 && values.last().is_none_or(|(value, _)| *value != &*entry.value) {
                    values.push((&entry.value, Sums::default()));
                }
                if let Some((_, sums)) = values.last_mut() {
                    sums.requests += f64::from(cell.requests) / scale;
                    sums.failed += f64::from(cell.failed) / scale;
                }
                served += u64::from(cell.requests.saturating_sub(cell.failed));
            }
            passed.push((id, served));
        }
        Population { passed, values }
    }
}
