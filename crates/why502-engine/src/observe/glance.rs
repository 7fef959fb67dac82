//! What a summary counts of a request: nothing is read that it does not need.

use why502_parse::{AlbField, AlbRecord, CloudFrontRecord, Format, Record, Row, Timestamp};
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

/// Of any record; `None` where it is no request.
#[inline]
pub(crate) fn glance<'a>(record: &Record<'a>, scratch: &mut Scratch) -> Option<Glance<'a>> {
    match record {
        Record::Alb(record) => Some(alb(record)),
        Record::CloudFront(record) => Some(cloudfront(record)),
        Record::Row(row) => any_row(*row, scratch),
    }
}

#[inline]
pub(super) fn alb<'a>(record: &AlbRecord<'a>) -> Glance<'a> {
    Glance {
        format: Format::Alb,
        time: record.time(),
        status: record.elb_status_code(),
        target_status: record.target_status_code(),
        latency_us: record.target_processing_time().micros(),
        target: record.value(AlbField::TargetPort).unwrap_or_default(),
        signature: alb_signature(record).map(|(_, signature)| signature),
    }
}

#[inline]
pub(super) fn cloudfront<'a>(record: &CloudFrontRecord<'a>) -> Glance<'a> {
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
