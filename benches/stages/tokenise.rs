//! Tokenise: chunks into records whose fields are found and not read. Baselines: framing alone, and
//! counting line feeds.

use divan::Bencher;
use why502_parse::{Format, Framer, Options, Parsed, Reader, Unit};

use crate::corpus::{ALB, CLOUDFRONT, Log};
use crate::measure::measure;

const CHUNK_BYTES: usize = 256 << 10;

fn reader(format: Format) -> Reader {
    Reader::new(Framer::DEFAULT_LINE_LIMIT, Some(format), Options::default())
}

fn is_record(unit: &Unit<'_>) -> bool {
    matches!(unit.parsed, Parsed::Record(_))
}

fn records(bytes: &[u8], format: Format) -> usize {
    let mut reader = reader(format);
    let mut records = 0;
    for chunk in bytes.chunks(CHUNK_BYTES) {
        reader.push(chunk, &mut |unit: Unit<'_>| records += usize::from(is_record(&unit)));
    }
    reader.finish(&mut |unit: Unit<'_>| records += usize::from(is_record(&unit)));
    records
}

fn tokenise(bencher: Bencher<'_, '_>, log: &Log, format: Format) {
    measure(bencher, log.bytes.len(), &log.records, || records(&log.bytes, format));
}

#[divan::bench(name = "alb/fields")]
fn alb(bencher: Bencher<'_, '_>) {
    tokenise(bencher, &ALB, Format::Alb);
}

#[divan::bench(name = "cloudfront/fields")]
fn cloudfront(bencher: Bencher<'_, '_>) {
    tokenise(bencher, &CLOUDFRONT, Format::CloudFront);
}

#[divan::bench(name = "alb/baseline_frame")]
fn framed(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    measure(bencher, log.bytes.len(), &log.lines, || {
        let (mut framer, mut lines) = (Framer::default(), 0);
        for chunk in log.bytes.chunks(CHUNK_BYTES) {
            framer.push(chunk, &mut |_| lines += 1);
        }
        framer.finish(&mut |_| lines += 1);
        lines
    });
}

#[divan::bench(name = "alb/baseline_newlines")]
fn newlines(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let count = || memchr::memchr_iter(b'\n', &log.bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}
