//! Rows by the values of one dimension. They are counted by id: no text is compared for a row, and
//! nothing is hashed.

use super::super::context::Context;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind;

/// How many rows have which value: by id in the dimension's table, in order.
pub(super) type Counts = Vec<(u32, u32)>;

/// With fewer rows per value than one in so many, sorting their ids is quicker than a counter for
/// every value.
const SPARSE: usize = 16;

/// Counters for the values of one dimension.
pub(super) enum Counter {
    /// One for every value.
    Each(Vec<u32>),
    /// The ids as they come.
    Sorted(Vec<u32>),
}

impl Counter {
    /// For so many rows of a dimension of so many values.
    pub(super) fn new(rows: usize, values: usize) -> Self {
        if rows.saturating_mul(SPARSE) < values {
            Self::Sorted(Vec::with_capacity(rows))
        } else {
            Self::Each(vec![0; values])
        }
    }

    /// Counts a row; ids that stand for no value are left out.
    #[inline]
    pub(super) fn add(&mut self, id: u32) {
        match self {
            Self::Each(counts) => {
                if let Some(count) = counts.get_mut(id as usize) {
                    *count += 1;
                }
            }
            Self::Sorted(ids) => ids.push(id),
        }
    }

    /// What was counted.
    pub(super) fn finish(self, values: usize) -> Counts {
        match self {
            Self::Each(counts) => {
                let seen = (0..).zip(counts).filter(|(_, count)| *count > 0);
                seen.collect()
            }
            Self::Sorted(mut ids) => {
                ids.retain(|&id| (id as usize) < values);
                ids.sort_unstable();
                ids.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect()
            }
        }
    }
}

/// Rows by id of their value in one dimension.
pub(super) fn counts(
    context: &Context<'_>,
    rows: &[&FailedRequest],
    kind: DimensionKind,
) -> Counts {
    let values = context.aggregates.table(kind).entries.len();
    let mut counter = Counter::new(rows.len(), values);
    rows.iter().for_each(|row| counter.add(row.value(kind)));
    counter.finish(values)
}

/// Counts added up.
pub(super) fn added<'c>(parts: impl Iterator<Item = &'c Counts>) -> Counts {
    let mut all: Counts = parts.flatten().copied().collect();
    // Stable sorts take notice of runs that are in order already.
    all.sort_by_key(|(id, _)| *id);
    all.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        kept.1 += if is_same { later.1 } else { 0 };
        is_same
    });
    all
}

/// Counts by value, the most frequent first, then by value. A value has an id in each scope; they
/// are neighbours.
pub(super) fn ranked<'a>(
    context: &Context<'a>,
    kind: DimensionKind,
    counts: &Counts,
) -> Vec<(&'a [u8], usize)> {
    let mut values = distinct(context, kind, counts);
    // They are in order by value, and the sort is stable.
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values
}

/// Counts by value, in order.
pub(super) fn distinct<'a>(
    context: &Context<'a>,
    kind: DimensionKind,
    counts: &Counts,
) -> Vec<(&'a [u8], usize)> {
    let table = context.aggregates.table(kind);
    let mut values: Vec<(&[u8], usize)> = Vec::new();
    for &(id, count) in counts {
        let Some(entry) = table.entry(id) else { continue };
        match values.last_mut() {
            Some((last, sum)) if **last == *entry.value => *sum += count as usize,
            _ => values.push((&entry.value, count as usize)),
        }
    }
    values
}

/// Rows by the value of one dimension, the most frequent first; rows without a value are left
/// out.
pub(in super::super) fn by_value<'a>(
    context: &Context<'a>,
    rows: &[&FailedRequest],
    kind: DimensionKind,
) -> Vec<(&'a [u8], usize)> {
    ranked(context, kind, &counts(context, rows, kind))
}

/// Rows of each value of one dimension, values in order and rows in theirs; rows without a value
/// are left out.
pub(in super::super) fn grouped<'a, 'r>(
    context: &Context<'a>,
    rows: &[&'r FailedRequest],
    kind: DimensionKind,
) -> Vec<(&'a [u8], Vec<&'r FailedRequest>)> {
    let entries = &context.aggregates.table(kind).entries;
    let counts = counts(context, rows, kind);
    // By value: the place of its group.
    let mut groups: Vec<(&[u8], Vec<&FailedRequest>)> = distinct(context, kind, &counts)
        .into_iter()
        .map(|(value, count)| (value, Vec::with_capacity(count)))
        .collect();
    let mut places = vec![0_u32; counts.last().map_or(0, |(id, _)| *id as usize + 1)];
    let mut place = 0;
    for &(id, _) in &counts {
        if groups[place].0 != &*entries[id as usize].value {
            place += 1;
        }
        places[id as usize] = place as u32;
    }
    for &row in rows {
        if let Some(&place) = places.get(row.value(kind) as usize) {
            groups[place as usize].1.push(row);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::NO_VALUE;

    #[test]
    fn few_rows_and_many_are_counted_alike() {
        const VALUES: usize = 400;
        for rows in [0, 1, 10, 24, 25, 5_000] {
            let ids =
                || (0..rows).map(|row: u32| if row % 7 == 3 { NO_VALUE } else { row * row % 600 });
            let mut counter = Counter::new(rows as usize, VALUES);
            ids().for_each(|id| counter.add(id));
            let mut expected = std::collections::BTreeMap::new();
            for id in ids().filter(|id| (*id as usize) < VALUES) {
                *expected.entry(id).or_insert(0_u32) += 1;
            }
            assert!(counter.finish(VALUES).into_iter().eq(expected), "{rows}");
        }
        assert!(matches!(Counter::new(24, VALUES), Counter::Sorted(_)));
        assert!(matches!(Counter::new(25, VALUES), Counter::Each(_)));
    }

    #[test]
    fn counts_of_several_cases_add_up() {
        let parts = [vec![(1, 2), (5, 1)], vec![], vec![(0, 3), (5, 4)]];
        assert_eq!(added(parts.iter()), [(0, 3), (1, 2), (5, 5)]);
    }
}
