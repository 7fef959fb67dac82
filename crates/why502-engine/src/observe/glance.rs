//! What a summary counts of a request: nothing is read that it does not need.

use why502_parse::{
    AlbField, AlbHead, AlbRecord, CloudFrontRecord, Format, Record, Row, Splitter, Timestamp,
};
use why502_rulebook::Signature;

use super::observation::Scratch;
use super::row::observe_row;
use super::verdict::{alb_signature, cloudfront_signature};

/// The few figures of one request.
#[derive(Debug)]
pub(crate) struct Glance<'a> {
    /// The log it stands in.
    pub(crate) format: Format,
    /// When the response was sent.
    pub(crate) time: Timestamp,
    /// What the client saw.
    pub(crate) status: Option<u16>,
    /// What the target gave.
    pub(crate) target_status: Option<u16>,
    /// Response time of the target or origin, µs.
    pub(crate) latency_us: Option<u64>,
    /// `ip:port`; empty where there was none.
    pub(crate) target: &'a [u8],
    /// Set where the request failed.
    pub(crate) signature: Option<&'static Signature>,
}

/// Of a line of an Application Load Balancer by its first fields. The further ones are looked for
/// where the status is none of success, so a reason to fail beside a good status is not seen:
/// [`glance`] looks away there too, for which of both a line comes to depends on how the bytes
/// arrive.
#[inline]
pub(crate) fn glance_at_head<'a>(head: &AlbHead<'a>, splitter: &mut Splitter) -> Glance<'a> {
    let status = head.elb_status_code();
    Glance {
        format: Format::Alb,
        time: head.time(),
        status,
        target_status: head.target_status_code(),
        latency_us: head.target_processing_time().micros(),
        target: head.value(AlbField::TargetPort).unwrap_or_default(),
        signature: match may_have_failed(status) {
            true => failure(head, splitter),
            false => None,
        },
    }
}

/// Of any record; `None` where it is no request.
#[inline]
pub(crate) fn glance<'a>(record: &Record<'a>, scratch: &mut Scratch) -> Option<Glance<'a>> {
    match *record {
        Record::Alb(record) => Some(alb(record)),
        Record::CloudFront(record) => Some(cloudfront(record)),
        Record::Row(row) => any_row(row, scratch),
    }
}

fn may_have_failed(status: Option<u16>) -> bool {
    !matches!(status, Some(100..=399))
}

#[inline(never)]
fn failure(head: &AlbHead<'_>, splitter: &mut Splitter) -> Option<&'static Signature> {
    alb_signature(head.record(splitter)).map(|(_, signature)| signature)
}

#[inline(never)]
fn alb(record: AlbRecord<'_>) -> Glance<'_> {
    let status = record.elb_status_code();
    let signature = if may_have_failed(status) { alb_signature(record) } else { None };
    Glance {
        format: Format::Alb,
        time: record.time(),
        status,
        target_status: record.target_status_code(),
        latency_us: record.target_processing_time().micros(),
        target: record.value(AlbField::TargetPort).unwrap_or_default(),
        signature: signature.map(|(_, signature)| signature),
    }
}

#[inline]
fn cloudfront(record: CloudFrontRecord<'_>) -> Glance<'_> {
    Glance {
        format: record.format(),
        time: record.time(),
        status: record.sc_status(),
        target_status: None,
        latency_us: record.time_to_first_byte().or_else(|| record.time_taken()),
        target: &[],
        signature: cloudfront_signature(record).map(|(_, signature)| signature),
    }
}

/// These logs are small: what everything asks of them is asked here too.
#[inline(never)]
fn any_row<'a>(row: Row<'a>, scratch: &mut Scratch) -> Option<Glance<'a>> {
    let target = if row.format() == Format::Clb { row.text("backend_port") } else { None };
    let seen = observe_row(row, scratch)?;
    Some(Glance {
        format: seen.format,
        time: seen.time,
        status: seen.status,
        target_status: seen.target_status,
        latency_us: seen.latency_us,
        target: target.unwrap_or_default(),
        signature: seen.failure.as_ref().map(|failure| failure.signature.1),
    })
}
