//! Aggregate: plain objects into one worker's counts, with all that comes before it and nothing of
//! what comes after. Baseline: the counts of a summary alone.

use divan::Bencher;
use why502_engine::{Analysis, Settings, WorkList};

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::measure;
use crate::memory::{Seen, expected, items};

/// In rounds of so many objects; a round ends in a merge.
fn counted(logs: &[&'static Log], is_summary: bool, round: usize) -> (Analysis, Seen) {
    let mut analysis = Analysis::new(Settings { workers: 1, is_summary, ..Settings::default() });
    let seen = Seen::default();
    let mut rest = items(logs, false);
    while !rest.is_empty() {
        let later = rest.split_off(round.min(rest.len()));
        analysis.run(&WorkList::new(rest), &(), &seen);
        rest = later;
    }
    (analysis, seen)
}

/// What was counted is looked at once, outside of what is measured: it takes a diagnosis.
pub(crate) fn measured(
    bencher: Bencher<'_, '_>,
    logs: &[&'static Log],
    is_summary: bool,
    round: usize,
) {
    let (bytes, records, bad_gateways) = expected(logs);
    let summary = counted(logs, is_summary, round).0.into_summary();
    let found = (summary.requests, summary.bad_gateways);
    assert_eq!(found, (records as u64, bad_gateways as u64));
    measure(bencher, bytes, &bytes, || counted(logs, is_summary, round).1.bytes());
}

fn aggregate(bencher: Bencher<'_, '_>, logs: &[&'static Log], is_summary: bool) {
    measured(bencher, logs, is_summary, usize::MAX);
}

#[divan::bench(name = "alb/all")]
fn alb(bencher: Bencher<'_, '_>) {
    aggregate(bencher, &[&ALB], false);
}

#[divan::bench(name = "alb/baseline_summary")]
fn alb_summary(bencher: Bencher<'_, '_>) {
    aggregate(bencher, &[&ALB], true);
}

#[divan::bench(name = "cloudfront/all")]
fn cloudfront(bencher: Bencher<'_, '_>) {
    aggregate(bencher, &[&CLOUDFRONT], false);
}

#[divan::bench(name = "cloudfront/baseline_summary")]
fn cloudfront_summary(bencher: Bencher<'_, '_>) {
    aggregate(bencher, &[&CLOUDFRONT], true);
}
