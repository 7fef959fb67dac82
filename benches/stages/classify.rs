//! Classify: records into signatures. Baseline: parsing alone, up to the status.

use divan::Bencher;
use why502_engine::verdict;
use why502_parse::{Format, Framer, Parsed, Parser, Record};

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::measure;

/// Records, and those that `wanted` picks.
fn counted(bytes: &[u8], format: Format, wanted: fn(&Record<'_>) -> bool) -> (usize, usize) {
    let mut parser = Parser::new(Some(format));
    let mut counted = (0, 0);
    Framer::default().push(bytes, &mut |line| {
        if let Parsed::Record(record) = parser.parse(line) {
            counted.0 += 1;
            counted.1 += usize::from(wanted(&record));
        }
    });
    counted
}

fn is_bad_gateway(record: &Record<'_>) -> bool {
    record.status() == Some(502)
}

/// Every record is classified; what is counted are the 502s, each of which has a signature.
fn has_verdict(record: &Record<'_>) -> bool {
    verdict(record).is_some() && is_bad_gateway(record)
}

fn run(bencher: Bencher<'_, '_>, log: &Log, format: Format, wanted: fn(&Record<'_>) -> bool) {
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || counted(&log.bytes, format, wanted));
}

#[divan::bench(name = "alb/verdict")]
fn alb(bencher: Bencher<'_, '_>) {
    run(bencher, &ALB, Format::Alb, has_verdict);
}

#[divan::bench(name = "alb/baseline_status")]
fn alb_status(bencher: Bencher<'_, '_>) {
    run(bencher, &ALB, Format::Alb, is_bad_gateway);
}

#[divan::bench(name = "cloudfront/verdict")]
fn cloudfront(bencher: Bencher<'_, '_>) {
    run(bencher, &CLOUDFRONT, Format::CloudFront, has_verdict);
}

#[divan::bench(name = "cloudfront/baseline_status")]
fn cloudfront_status(bencher: Bencher<'_, '_>) {
    run(bencher, &CLOUDFRONT, Format::CloudFront, is_bad_gateway);
}
