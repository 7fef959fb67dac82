//! End to end: `analyze` over compressed objects in memory. Baselines: decompressing alone, and
//! decompressing, splitting byte by byte and counting statuses.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};

use divan::Bencher;
use libdeflater::Decompressor;
use why502_engine::{Settings, Stream, WorkItem, analyze};

use crate::corpus::{ALB, CLOUDFRONT, Log, Object};
use crate::measure::{count_by_splitting, measure};

/// Decoded bytes as the engine's stream.
struct Memory<B> {
    bytes: B,
    position: usize,
}

impl<B: AsRef<[u8]>> Memory<B> {
    fn new(bytes: B) -> Self {
        Self { bytes, position: 0 }
    }
}

impl<B: AsRef<[u8]>> Read for Memory<B> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<B: AsRef<[u8]>> BufRead for Memory<B> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.bytes.as_ref()[self.position..])
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount;
    }
}

impl<B: AsRef<[u8]> + Send> Stream for Memory<B> {
    fn bytes_read(&self) -> u64 {
        self.position as u64
    }

    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        false
    }
}

thread_local! {
    static DECOMPRESSOR: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

fn inflated(object: &Object) -> Vec<u8> {
    let mut bytes = vec![0; object.bytes.len()];
    let length = DECOMPRESSOR
        .with_borrow_mut(|decompressor| decompressor.gzip_decompress(&object.gzip, &mut bytes))
        .expect("the generator writes good gzip");
    assert_eq!(length, bytes.len());
    bytes
}

fn items(logs: &[&'static Log], compressed: bool) -> Vec<WorkItem<'static>> {
    let objects = logs.iter().flat_map(|log| &log.objects);
    let item = |(index, object): (usize, &'static Object)| WorkItem {
        source: index.to_string(),
        size: object.gzip.len() as u64,
        format: None,
        piece: None,
        mark: None,
        open: if compressed {
            Box::new(|| Ok(Box::new(Memory::new(inflated(object))) as Box<dyn Stream>))
        } else {
            Box::new(|| Ok(Box::new(Memory::new(object.bytes.as_slice())) as Box<dyn Stream>))
        },
    };
    objects.enumerate().map(item).collect()
}

fn expected(logs: &[&Log]) -> (usize, usize, usize) {
    let bytes = logs.iter().map(|log| log.bytes.len()).sum();
    let records = logs.iter().map(|log| log.records).sum();
    (bytes, records, logs.iter().map(|log| log.bad_gateways).sum())
}

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
