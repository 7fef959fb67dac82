//! Frame: chunks into lines. Baselines: counting line feeds, and splitting byte by byte.

use divan::Bencher;
use why502_parse::Framer;

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::measure;

fn framed(bytes: &[u8], chunk_bytes: usize) -> usize {
    let mut framer = Framer::default();
    let mut lines = 0;
    for chunk in bytes.chunks(chunk_bytes) {
        framer.push(chunk, &mut |_| lines += 1);
    }
    framer.finish(&mut |_| lines += 1);
    lines
}

fn frame(bencher: Bencher<'_, '_>, log: &Log, chunk_bytes: usize) {
    measure(bencher, log.bytes.len(), &log.lines, || framed(&log.bytes, chunk_bytes));
}

#[divan::bench(name = "alb/one_chunk")]
fn alb_one_chunk(bencher: Bencher<'_, '_>) {
    frame(bencher, &ALB, usize::MAX);
}

#[divan::bench(name = "alb/chunks_kib", args = [4, 256])]
fn alb_chunks(bencher: Bencher<'_, '_>, kib: usize) {
    frame(bencher, &ALB, kib << 10);
}

#[divan::bench(name = "alb/baseline_newlines")]
fn alb_newlines(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let count = || memchr::memchr_iter(b'\n', &log.bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}

#[divan::bench(name = "alb/baseline_split")]
fn alb_split(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let count = || log.bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}

#[divan::bench(name = "cloudfront/one_chunk")]
fn cloudfront_one_chunk(bencher: Bencher<'_, '_>) {
    frame(bencher, &CLOUDFRONT, usize::MAX);
}

#[divan::bench(name = "cloudfront/baseline_newlines")]
fn cloudfront_newlines(bencher: Bencher<'_, '_>) {
    let log = &*CLOUDFRONT;
    let count = || memchr::memchr_iter(b'\n', &log.bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}
