//! Targets against time: which of them failed when.

use std::ops::RangeInclusive;

use crate::aggregate::{Aggregates, Entry};
use crate::observe::DimensionKind::Target;
use crate::summary::{HeatMap, HeatRow, Incident};

/// Columns that fit beside one another.
const MOST_COLUMNS: i64 = 120;
/// Targets that fit below one another.
const MOST_ROWS: usize = 40;
/// Where all incidents together would have fewer columns, only their surroundings are shown.
const FEWEST_COLUMNS: i64 = 4;
/// Widths of columns that a reader can count in, seconds.
const WIDTHS: [i64; 15] = [
    60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
    2_419_200,
];

/// The targets that failed most; `None` where none failed in the time that is shown.
pub(super) fn heat_map(aggregates: &Aggregates, incidents: &[Incident]) -> Option<HeatMap> {
    let level = aggregates.width(Target);
    let (first, last) = shown(aggregates, incidents)?;
    let table = aggregates.table(Target);
    // One target may stand in several scopes; its entries are neighbours.
    let failed_in_all = || {
        table
            .entries
            .chunk_by(|one, other| one.value == other.value)
            .filter(|scopes| scopes.iter().any(|entry| entry.failed > 0))
    };
    let mut rows: Vec<(u64, &[Entry])> = failed_in_all()
        .map(|scopes| {
            let failed = cells(scopes, first..=last).map(|cell| u64::from(cell.failed)).sum();
            (failed, scopes)
        })
        .filter(|(failed, _)| *failed > 0)
        .collect();
    // They are in the order of their names, and the sort is stable.
    rows.sort_by_key(|(failed, _)| std::cmp::Reverse(*failed));
    rows.truncate(MOST_ROWS);
    if rows.is_empty() {
        return None;
    }
    let columns = Columns::new(level.width_seconds(), first, last);
    Some(HeatMap {
        bucket_seconds: (columns.buckets * level.width_seconds()).unsigned_abs(),
        starts: (columns.first..=columns.last)
            .map(|column| level.start(column * columns.buckets))
            .collect(),
        targets_left_out: (failed_in_all().count() - rows.len()) as u64,
        rows: rows.iter().map(|(_, scopes)| row(scopes, first..=last, &columns)).collect(),
    })
}

fn row(scopes: &[Entry], shown: RangeInclusive<i64>, columns: &Columns) -> HeatRow {
    let count = (columns.last - columns.first + 1).unsigned_abs() as usize;
    let (mut requests, mut failed) = (vec![0; count], vec![0; count]);
    for cell in cells(scopes, shown) {
        let column = cell.bucket.div_euclid(columns.buckets) - columns.first;
        let column = column.unsigned_abs() as usize;
        requests[column] += u64::from(cell.requests);
        failed[column] += u64::from(cell.failed);
    }
    HeatRow { target: scopes[0].text(), requests, failed }
}

fn cells(
    scopes: &[Entry],
    shown: RangeInclusive<i64>,
) -> impl Iterator<Item = &crate::aggregate::Cell> {
    scopes.iter().flat_map(move |entry| {
        let from = entry.cells.partition_point(|cell| cell.bucket < *shown.start());
        let to = entry.cells.partition_point(|cell| cell.bucket <= *shown.end());
        &entry.cells[from..to]
    })
}

/// First and last bucket that are shown.
fn shown(aggregates: &Aggregates, incidents: &[Incident]) -> Option<(i64, i64)> {
    let whole = aggregates.reach()?;
    let level = aggregates.width(Target);
    let starts = incidents.iter().map(|incident| level.bucket(incident.start));
    let ends = incidents.iter().map(|incident| level.bucket(incident.end));
    let Some(focus) = starts.min().zip(ends.max()) else { return Some(whole) };
    let (span, length) = (whole.1 - whole.0 + 1, focus.1 - focus.0 + 1);
    let is_wide = length.saturating_mul(MOST_COLUMNS) / span >= FEWEST_COLUMNS;
    if span <= MOST_COLUMNS || is_wide {
        return Some(whole);
    }
    let margin = (MOST_COLUMNS - length).max(length.saturating_mul(10)) / 2;
    Some((
        whole.0.max(focus.0.saturating_sub(margin)).min(focus.0),
        whole.1.min(focus.1.saturating_add(margin)).max(focus.1),
    ))
}

/// Buckets of a table, so many together, each beginning at a multiple of its width.
#[derive(Debug)]
struct Columns {
    /// In one column.
    buckets: i64,
    first: i64,
    last: i64,
}

impl Columns {
    fn new(bucket_seconds: i64, first: i64, last: i64) -> Self {
        let of = |buckets: i64| Self {
            buckets,
            first: first.div_euclid(buckets),
            last: last.div_euclid(buckets),
        };
        let fits = |columns: &Self| columns.last - columns.first < MOST_COLUMNS;
        let readable = WIDTHS
            .into_iter()
            .filter(|width| width % bucket_seconds == 0)
            .map(|width| of(width / bucket_seconds))
            .find(fits);
        // Two columns may be begun and not filled.
        readable.unwrap_or_else(|| of((last - first) / (MOST_COLUMNS - 2) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_few_whatever_the_time_and_hold_it_all() {
        for bucket_seconds in [60, 300, 900, 3_600, 21_600, 86_400, 604_800, 31_449_600] {
            for length in [1, 2, 119, 120, 121, 1_440, 2_000, 70_000, 30_000_000] {
                for first in [29_000_001, -7, 0] {
                    let columns = Columns::new(bucket_seconds, first, first + length - 1);
                    let count = columns.last - columns.first + 1;
                    assert!((1..=MOST_COLUMNS).contains(&count), "{columns:?}");
                    assert!(columns.first * columns.buckets <= first);
                    assert!((columns.last + 1) * columns.buckets >= first + length);
                }
            }
        }
        assert_eq!(Columns::new(60, 0, 119).buckets, 1);
        assert_eq!(Columns::new(60, 0, 120).buckets, 2);
        assert_eq!(Columns::new(60, 0, 1_439).buckets, 15);
    }
}
