//! Parse, ALB: lines into records, with no field read beyond the status and with the fields the
//! analysis reads. Baselines: counting line feeds, and splitting byte by byte.

use divan::{Bencher, black_box};
use why502_parse::{AlbField, AlbRecord, Format, Framer, Parsed, Parser, Record};

use crate::corpus::ALB;
use crate::measure::{count_by_splitting, measure};

fn parsed(bytes: &[u8], each: fn(&AlbRecord<'_>)) -> (usize, usize) {
    let mut parser = Parser::new(Some(Format::Alb));
    let mut counted = (0, 0);
    Framer::default().push(bytes, &mut |line| {
        if let Parsed::Record(Record::Alb(record)) = parser.parse(line) {
            counted.0 += 1;
            counted.1 += usize::from(record.elb_status_code() == Some(502));
            each(&record);
        }
    });
    counted
}

fn parse(bencher: Bencher<'_, '_>, each: fn(&AlbRecord<'_>)) {
    let log = &*ALB;
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || parsed(&log.bytes, each));
}

#[divan::bench(name = "alb/status")]
fn status(bencher: Bencher<'_, '_>) {
    parse(bencher, |_| {});
}

#[divan::bench(name = "alb/fields_of_analysis")]
fn fields_of_analysis(bencher: Bencher<'_, '_>) {
    parse(bencher, |record| {
        let request = record.request();
        black_box((request.method, request.host(), request.path()));
        black_box((record.time(), record.client(), record.target_processing_time()));
        for field in [
            AlbField::Type,
            AlbField::Elb,
            AlbField::TargetPort,
            AlbField::UserAgent,
            AlbField::SslProtocol,
            AlbField::TargetGroupArn,
            AlbField::ErrorReason,
            AlbField::IpAddress,
        ] {
            black_box(record.value(field));
        }
    });
}

#[divan::bench(name = "alb/all_fields")]
fn all_fields(bencher: Bencher<'_, '_>) {
    parse(bencher, |record| {
        for field in AlbField::ALL {
            black_box(record.raw(field));
        }
    });
}

#[divan::bench(name = "alb/baseline_newlines")]
fn newlines(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let count = || memchr::memchr_iter(b'\n', &log.bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, count);
}

#[divan::bench(name = "alb/baseline_split")]
fn split(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let expected = (log.records, log.bad_gateways);
    measure(bencher, log.bytes.len(), &expected, || count_by_splitting(&log.bytes, b' '));
}
