//! Merge: the counts of every object by itself into one, as if each had had a worker of its own.
//! Baseline: the same objects counted by one worker, which leaves nothing to merge.

use divan::Bencher;

use crate::aggregate::measured;
use crate::corpus::{ALB, CLOUDFRONT};

#[divan::bench(name = "mixed/each_object")]
fn each_object(bencher: Bencher<'_, '_>) {
    measured(bencher, &[&ALB, &CLOUDFRONT], false, 1);
}

#[divan::bench(name = "mixed/baseline_nothing_to_merge")]
fn nothing_to_merge(bencher: Bencher<'_, '_>) {
    measured(bencher, &[&ALB, &CLOUDFRONT], false, usize::MAX);
}
