//! Failing requests over time, by signature.

use std::collections::BTreeMap;

use why502_parse::Timestamp;
use why502_rulebook::signatures;

use crate::aggregate::{Aggregates, FailedRequest};
use crate::summary::SignatureCourse;

/// Rarer signatures have no course: their totals are in the summary all the same.
const MOST_COURSES: usize = 40;

/// A signature with one status.
type Kind = (&'static str, Option<u16>);

/// One course for each signature, the most frequent first. Each adds up to the exact total of its
/// signature: where every failing request was kept each number is exact, else in proportion to
/// those that were.
pub(super) fn courses(aggregates: &Aggregates) -> Vec<SignatureCourse> {
    let kept = kept(aggregates);
    let mut sums: BTreeMap<&'static str, (u64, Vec<u64>)> = BTreeMap::new();
    for (kind, tally) in &aggregates.counts.signatures {
        let spread;
        let weights = match kept.get(kind) {
            Some(weights) => weights,
            None => {
                spread = between(aggregates, tally.first_seen, tally.last_seen);
                &spread
            }
        };
        let (total, course) =
            sums.entry(kind.0).or_insert_with(|| (0, vec![0; aggregates.timeline.len()]));
        *total += tally.requests;
        for (sum, part) in course.iter_mut().zip(apportioned(tally.requests, weights)) {
            *sum += part;
        }
    }
    let mut courses: Vec<(u64, SignatureCourse)> = sums
        .into_iter()
        .map(|(id, (total, requests))| (total, SignatureCourse { id, requests }))
        .collect();
    // They are in the order of their ids, and the sort is stable.
    courses.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
    courses.truncate(MOST_COURSES);
    courses.into_iter().map(|(_, course)| course).collect()
}

/// Kept failing requests of each kind in each bucket.
fn kept(aggregates: &Aggregates) -> BTreeMap<Kind, Vec<u64>> {
    let is_same = |one: &FailedRequest, other: &FailedRequest| {
        (one.format, one.signature, one.status) == (other.format, other.signature, other.status)
    };
    let (level, buckets) = (aggregates.level, &aggregates.timeline);
    let mut kept = BTreeMap::<Kind, Vec<u64>>::new();
    let mut at = 0;
    // Both are in order of time.
    for alike in aggregates.failures.chunk_by(is_same) {
        let first = &alike[0];
        let table = signatures::of(first.format);
        let Some(signature) = table.get(usize::from(first.signature)) else { continue };
        let counts =
            kept.entry((signature.id, first.status)).or_insert_with(|| vec![0; buckets.len()]);
        for request in alike {
            let number = level.bucket(request.time);
            while buckets.get(at).is_some_and(|(bucket, _)| *bucket < number) {
                at += 1;
            }
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
    }
    kept
}

/// The failing requests of the buckets in which a kind may have been: what is known of one of
/// which the sample kept no request.
fn between(aggregates: &Aggregates, first: Timestamp, last: Timestamp) -> Vec<u64> {
    let within = aggregates.level.bucket(first)..=aggregates.level.bucket(last);
    let weight = |(number, bucket): &(i64, crate::aggregate::Bucket)| {
        if within.contains(number) { bucket.failed } else { 0 }
    };
    aggregates.timeline.iter().map(weight).collect()
}

/// `total` in parts that are in proportion to `weights`, each to the whole number below or above,
/// and add up to it.
fn apportioned(total: u64, weights: &[u64]) -> impl Iterator<Item = u64> {
    let sum = weights.iter().map(|&weight| u128::from(weight)).sum::<u128>().max(1);
    let mut weight_so_far = 0;
    let mut given = 0;
    weights.iter().map(move |&weight| {
        weight_so_far += u128::from(weight);
        let until = u128::from(total) * weight_so_far / sum;
        let part = until - given;
        given = until;
        u64::try_from(part).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(total: u64, weights: &[u64]) -> Vec<u64> {
        apportioned(total, weights).collect()
    }

    #[test]
    fn parts_add_up_and_are_exact_where_nothing_is_to_be_estimated() {
        assert_eq!(parts(9, &[0, 2, 0, 7]), [0, 2, 0, 7]);
        for total in [0, 1, 7, 1_000, u64::MAX] {
            let weights = [3, 0, 1, 1, 90, 5];
            let parts = parts(total, &weights);
            assert_eq!(parts.iter().map(|&part| u128::from(part)).sum::<u128>(), total.into());
            for (part, weight) in parts.iter().zip(weights) {
                let apart = i128::from(*part) * 100 - i128::from(total) * i128::from(weight);
                assert!(apart.abs() < 100, "{part} of {total} for {weight} in 100");
            }
        }
    }
}
