//! End to end: `analyze` over compressed objects in memory. Baselines: decompressing alone, and
//! decompressing, splitting byte by byte and counting statuses.

use divan::Bencher;
use why502_engine::{Settings, analyze};

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::{count_by_splitting, measure};
use crate::memory::{expected, inflated, items};

fn analyzed(bencher: Bencher<'_, '_>, logs: &[&'static Log], compressed: bool, workers: usize) {
    let (bytes, records, bad_gateways) = expected(logs);
    let settings = Settings { workers, ..Settings::default() };
    measure(bencher, bytes, &(records as u64, bad_gateways as u64), || {
        let summary = analyze(&settings, items(logs, compressed), &());
        assert_eq!(summary.input.rejected_lines, 0);
        (summary.requests, summary.bad_gateways)
    });
}

#[divan::bench(name = "alb/gzip")]
fn alb_gzip(bencher: Bencher<'_, '_>) {
    analyzed(bencher, &[&ALB], true, 1);
}

#[divan::bench(name = "alb/plain")]
fn alb_plain(bencher: Bencher<'_, '_>) {
    analyzed(bencher, &[&ALB], false, 1);
}

#[divan::bench(name = "cloudfront/gzip")]
fn cloudfront_gzip(bencher: Bencher<'_, '_>) {
    analyzed(bencher, &[&CLOUDFRONT], true, 1);
}

/// What more workers cost in merging shows where there are more of them than cores.
#[divan::bench(name = "mixed/workers", args = [1, 2, 8])]
fn mixed_workers(bencher: Bencher<'_, '_>, workers: usize) {
    analyzed(bencher, &[&ALB, &CLOUDFRONT], true, workers);
}

fn decompressed(bencher: Bencher<'_, '_>, log: &Log) {
    measure(bencher, log.bytes.len(), &log.bytes.len(), || {
        log.objects.iter().map(|object| inflated(object).len()).sum()
    });
}

fn split(bencher: Bencher<'_, '_>, log: &Log, separator: u8) {
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || {
        let counts =
            log.objects.iter().map(|object| count_by_splitting(&inflated(object), separator));
        counts.fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1))
    });
}

#[divan::bench(name = "alb/baseline_decompress")]
fn alb_decompressed(bencher: Bencher<'_, '_>) {
    decompressed(bencher, &ALB);
}

#[divan::bench(name = "alb/baseline_split")]
fn alb_split(bencher: Bencher<'_, '_>) {
    split(bencher, &ALB, b' ');
}

#[divan::bench(name = "cloudfront/baseline_decompress")]
fn cloudfront_decompressed(bencher: Bencher<'_, '_>) {
    decompressed(bencher, &CLOUDFRONT);
}

#[divan::bench(name = "cloudfront/baseline_split")]
fn cloudfront_split(bencher: Bencher<'_, '_>) {
    split(bencher, &CLOUDFRONT, b'\t');
}
