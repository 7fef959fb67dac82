//! Diagnose: counts into a summary, and its copy of the counts, which the engine makes so that it
//! can go on counting.

use divan::Bencher;
use why502_engine::{Analysis, Settings, WorkList};

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::measure;
use crate::memory::{expected, items};

fn diagnose(bencher: Bencher<'_, '_>, logs: &[&'static Log]) {
    let (bytes, records, bad_gateways) = expected(logs);
    let mut analysis = Analysis::new(Settings { workers: 1, ..Settings::default() });
    analysis.run(&WorkList::new(items(logs, false)), &(), &());
    measure(bencher, bytes, &(records as u64, bad_gateways as u64), || {
        let summary = analysis.summary();
        (summary.requests, summary.bad_gateways)
    });
}

#[divan::bench(name = "alb")]
fn alb(bencher: Bencher<'_, '_>) {
    diagnose(bencher, &[&ALB]);
}

#[divan::bench(name = "mixed")]
fn mixed(bencher: Bencher<'_, '_>) {
    diagnose(bencher, &[&ALB, &CLOUDFRONT]);
}
