//! The values of a dimension that failed most.

use std::borrow::Cow;

use crate::aggregate::{Aggregates, Entry};
use crate::diagnose::{RiskRatio, TwoByTwo, group_name};
use crate::observe::DimensionKind;
use crate::summary::{Dimension, DimensionValue};

/// Values shown per dimension.
const MOST_VALUES: usize = 20;

/// One dimension as it stands in the summary.
pub(super) fn dimension(aggregates: &Aggregates, kind: DimensionKind) -> Dimension {
    let table = aggregates.table(kind);
    let mut values = sums(table.entries.iter().map(counted), kind);
    let distinct = values.len() as u64;
    if table.other.0 > 0 {
        // A client may call itself so too.
        match values.iter_mut().find(|(value, _)| value == "(other)") {
            Some((_, sum)) => *sum = (sum.0 + table.other.0, sum.1 + table.other.1),
            None => values.push(("(other)".into(), table.other)),
        }
    }
    let (requests, failed) =
        values.iter().fold((0, 0), |sum, (_, value)| (sum.0 + value.0, sum.1 + value.1));
    let most_first = |a: &Sums<'_>, b: &Sums<'_>| (b.1.1, b.1.0, &a.0).cmp(&(a.1.1, a.1.0, &b.0));
    if values.len() > MOST_VALUES {
        // Of thousands a handful is shown: the others need no order.
        values.select_nth_unstable_by(MOST_VALUES, most_first);
        values.truncate(MOST_VALUES);
    }
    values.sort_by(most_first);
    let value = |(value, (requests_with, failed_with)): Sums<'_>| {
        let RiskRatio { ratio, low, .. } = TwoByTwo {
            failed_with: failed_with as f64,
            requests_with: requests_with as f64,
            failed_without: (failed - failed_with) as f64,
            requests_without: (requests - requests_with) as f64,
        }
        .risk_ratio();
        let comparable = requests_with < requests;
        DimensionValue {
            value: value.into_owned(),
            requests: requests_with,
            failed: failed_with,
            share_of_failed: share(failed_with, aggregates.counts.failed),
            risk_ratio: comparable.then(|| round(ratio)),
            risk_ratio_low: comparable.then(|| round(low)),
        }
    };
    Dimension { name: kind.name(), distinct, values: values.into_iter().map(value).collect() }
}

fn counted(entry: &Entry) -> (&[u8], (u64, u64)) {
    (&entry.value, (entry.requests, entry.failed))
}

/// A value, its requests and how many of them failed.
type Sums<'a> = (Cow<'a, str>, (u64, u64));

/// What is counted of each value, whatever the scope.
fn sums<'a>(
    entries: impl Iterator<Item = (&'a [u8], (u64, u64))>,
    kind: DimensionKind,
) -> Vec<Sums<'a>> {
    let mut sums: Vec<Sums<'_>> = Vec::new();
    // Entries are in the order of their values, but not of what is shown instead of them.
    let mut is_in_order = true;
    for (value, (requests, failed)) in entries {
        let value = if kind == DimensionKind::TargetGroup {
            group_name(value).into()
        } else {
            String::from_utf8_lossy(value)
        };
        match sums.last_mut() {
            Some((last, sum)) if *last == value => {
                *sum = (sum.0 + requests, sum.1 + failed);
                continue;
            }
            Some((last, _)) => is_in_order &= *last < value,
            None => {}
        }
        sums.push((value, (requests, failed)));
    }
    if !is_in_order {
        sums.sort_by(|one, other| one.0.cmp(&other.0));
        sums.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                kept.1 = (kept.1.0 + later.1.0, kept.1.1 + later.1.1);
            }
            is_same
        });
    }
    sums
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Four decimals: more would be noise.
fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: &[&'static [u8]], kind: DimensionKind) -> Vec<(String, u64)> {
        let entries = values.iter().map(|&value| (value, (1, 0)));
        let sums = sums(entries, kind).into_iter();
        sums.map(|(value, (requests, _))| (value.into_owned(), requests)).collect()
    }

    fn own(values: &[(&str, u64)]) -> Vec<(String, u64)> {
        values.iter().map(|(value, requests)| ((*value).to_owned(), *requests)).collect()
    }

    #[test]
    fn values_that_are_shown_alike_are_one() {
        let host = DimensionKind::Host;
        assert_eq!(found(&[b"a", b"b", b"b", b"c"], host), own(&[("a", 1), ("b", 2), ("c", 1)]));
        // Bytes that are no text, with others between them.
        let values: [&[u8]; 3] = [b"\xf5", b"\xf6\xf6", b"\xf7"];
        assert_eq!(found(&values, host), own(&[("\u{fffd}", 2), ("\u{fffd}\u{fffd}", 1)]));
        let arns: [&[u8]; 3] =
            [b"a:targetgroup/one/1", b"b:targetgroup/two/2", b"c:targetgroup/one/3"];
        assert_eq!(found(&arns, DimensionKind::TargetGroup), own(&[("one", 2), ("two", 1)]));
    }
}
