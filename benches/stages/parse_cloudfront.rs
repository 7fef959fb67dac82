//! Parse, CloudFront: lines into records, with no field read beyond the status and with the
//! fields the analysis reads. Baselines: counting line feeds, and splitting byte by byte.

use divan::{Bencher, black_box};
use why502_parse::{CloudFrontField, CloudFrontRecord, Framer, Parsed, Parser, Record};

use crate::corpus::CLOUDFRONT;
use crate::measure::{count_by_splitting, measure};

fn parsed(bytes: &[u8], each: fn(&CloudFrontRecord<'_>)) -> (usize, usize) {
    let mut parser = Parser::new(None);
    let mut counted = (0, 0);
    Framer::default().push(bytes, &mut |line| {
        if let Parsed::Record(Record::CloudFront(record)) = parser.parse(line) {
            counted.0 += 1;
            counted.1 += usize::from(record.sc_status() == Some(502));
            each(&record);
        }
    });
    counted
}

fn parse(bencher: Bencher<'_, '_>, each: fn(&CloudFrontRecord<'_>)) {
    let log = &*CLOUDFRONT;
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || parsed(&log.bytes, each));
}

#[divan::bench(name = "cloudfront/status")]
fn status(bencher: Bencher<'_, '_>) {
    parse(bencher, |_| {});
}

#[divan::bench(name = "cloudfront/fields_of_analysis")]
fn fields_of_analysis(bencher: Bencher<'_, '_>) {
    parse(bencher, |record| {
        black_box((record.time(), record.time_taken(), record.time_to_first_byte()));
        black_box((record.host(), record.distribution(), record.path()));
        for field in [
            CloudFrontField::CIp,
            CloudFrontField::CsMethod,
            CloudFrontField::CsUserAgent,
            CloudFrontField::CsProtocol,
            CloudFrontField::SslProtocol,
            CloudFrontField::XEdgeLocation,
            CloudFrontField::XEdgeResultType,
        ] {
            black_box(record.value(field));
        }
    });
}

#[divan::bench(name = "cloudfront/baseline_newlines")]
fn newlines(bencher: Bencher<'_, '_>) {
    let log = &*CLOUDFRONT;
    let count = || memchr::memchr_iter(b'\n', &log.bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}

#[divan::bench(name = "cloudfront/baseline_split")]
fn split(bencher: Bencher<'_, '_>) {
    let log = &*CLOUDFRONT;
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || count_by_splitting(&log.bytes, b'\t'));
}
