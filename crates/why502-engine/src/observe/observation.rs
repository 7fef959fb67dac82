//! One record as the aggregates see it.

use std::borrow::Cow;

use why502_parse::{
    AlbField, AlbRecord, CloudFrontField, CloudFrontRecord, Format, Timestamp, percent_decode_once,
    unescape,
};
use why502_rulebook::Signature;

use super::dimension::{DIMENSIONS, DimensionKind};
use super::facts::target_time;
use super::path::shape;
use super::testimony::trace_root;
use super::text::{client_network, lower_case, user_agent_family};
use super::verdict::{alb_signature, cloudfront_signature};

/// The load balancer or distribution of a line that names none, as CloudFront's does where
/// `cs(Host)` was not selected: its requests are still compared with each other.
pub(super) const UNNAMED: &[u8] = b"-";

/// Buffers for values that are not in the line as they are counted; one set per worker.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) host: Vec<u8>,
    pub(super) path: Vec<u8>,
    pub(super) client: Vec<u8>,
    pub(super) scope: Vec<u8>,
}

/// What is counted of every request.
#[derive(Debug)]
pub(crate) struct Observation<'a> {
    /// The log it stands in.
    pub(crate) format: Format,
    /// When the response was sent.
    pub(crate) time: Timestamp,
    /// When the request came, as far as it is known.
    pub(crate) start: Timestamp,
    /// What the client saw.
    pub(crate) status: Option<u16>,
    /// Response time of the target or origin, µs.
    pub(crate) latency_us: Option<u64>,
    /// What concurrent requests it is compared with: the target group's, or the load
    /// balancer's where nothing was forwarded, or the distribution's.
    pub(crate) scope: &'a [u8],
    /// Its values, by [`DimensionKind::index`].
    pub(crate) values: [Option<&'a [u8]>; DIMENSIONS.len()],
    /// Set where the request has a signature.
    pub(crate) failure: Option<Failure<'a>>,
}

/// What is kept of a failing request beside its values.
#[derive(Debug)]
pub(crate) struct Failure<'a> {
    /// Its signature, and that signature's place in the table of the format.
    pub(crate) signature: (usize, &'static Signature),
    /// How long the target or origin had it, µs.
    pub(crate) target_time_us: Option<i64>,
    /// From request to response, µs.
    pub(crate) elapsed_us: Option<i64>,
    /// ALB `received_bytes`.
    pub(crate) received_bytes: Option<u64>,
    /// ALB `matched_rule_priority`.
    pub(crate) rule_priority: Option<i32>,
    /// What the invocation of a function behind it logs too: its request id, or the root of the
    /// trace.
    pub(crate) invocation: Option<&'a [u8]>,
    /// The path as the client sent it, for an example.
    pub(crate) raw_path: Option<Cow<'a, [u8]>>,
    /// The whole line, for sampling.
    pub(crate) line: &'a [u8],
}

#[inline]
pub(super) fn alb<'a>(record: AlbRecord<'a>, scratch: &'a mut Scratch) -> Observation<'a> {
    let request = record.request();
    let raw_path = request.path();
    let load_balancer = record.value(AlbField::Elb).unwrap_or(UNNAMED);
    let target_group = record.value(AlbField::TargetGroupArn);
    let mut values = [None; DIMENSIONS.len()];
    let mut set = |kind: DimensionKind, value: Option<&'a [u8]>| values[kind.index()] = value;
    set(DimensionKind::Target, record.value(AlbField::TargetPort));
    set(DimensionKind::TargetGroup, target_group);
    set(DimensionKind::LoadBalancer, Some(load_balancer));
    set(DimensionKind::Node, record.value(AlbField::IpAddress));
    set(DimensionKind::Host, request.host().map(|host| lower_case(host, &mut scratch.host)));
    set(DimensionKind::Method, request.method);
    set(DimensionKind::Path, raw_path.map(|path| shape(path, &mut scratch.path)));
    set(
        DimensionKind::Client,
        record.client().map(|client| client_network(client.address, &mut scratch.client)),
    );
    set(DimensionKind::UserAgent, record.value(AlbField::UserAgent).map(user_agent_family));
    set(DimensionKind::Protocol, record.value(AlbField::Type));
    set(DimensionKind::TlsVersion, record.value(AlbField::SslProtocol));
    let status = record.elb_status_code();
    let failure = alb_signature(record).map(|signature| Failure {
        signature,
        target_time_us: target_time(record),
        elapsed_us: record.elapsed(),
        received_bytes: record.received_bytes(),
        rule_priority: record.matched_rule_priority(),
        invocation: record.trace_id().and_then(trace_root),
        raw_path: raw_path.map(unescape),
        line: record.line(),
    });
    Observation {
        format: Format::Alb,
        time: record.time(),
        start: record.request_creation_time().unwrap_or_else(|| record.time()),
        status,
        latency_us: record.target_processing_time().micros(),
        scope: target_group.unwrap_or(load_balancer),
        values,
        failure,
    }
}

pub(super) fn cloudfront<'a>(
    record: CloudFrontRecord<'a>,
    scratch: &'a mut Scratch,
) -> Observation<'a> {
    let distribution = record.distribution().unwrap_or(UNNAMED);
    let raw_path = record.path();
    let mut values = [None; DIMENSIONS.len()];
    let mut set = |kind: DimensionKind, value: Option<&'a [u8]>| values[kind.index()] = value;
    set(DimensionKind::LoadBalancer, Some(distribution));
    set(DimensionKind::Host, record.host().map(|host| lower_case(host, &mut scratch.host)));
    set(DimensionKind::Method, record.value(CloudFrontField::CsMethod));
    set(DimensionKind::Path, raw_path.map(|path| shape(path, &mut scratch.path)));
    set(
        DimensionKind::Client,
        record
            .value(CloudFrontField::CIp)
            .map(|client| client_network(client, &mut scratch.client)),
    );
    set(
        DimensionKind::UserAgent,
        record.value(CloudFrontField::CsUserAgent).map(user_agent_family),
    );
    set(DimensionKind::Protocol, record.value(CloudFrontField::CsProtocol));
    set(DimensionKind::TlsVersion, record.value(CloudFrontField::SslProtocol));
    set(DimensionKind::EdgeLocation, record.value(CloudFrontField::XEdgeLocation));
    let taken = record.time_taken();
    let taken_us = taken.and_then(|micros| i64::try_from(micros).ok());
    let failure = cloudfront_signature(record).map(|signature| Failure {
        signature,
        target_time_us: taken_us,
        elapsed_us: taken_us,
        received_bytes: None,
        rule_priority: None,
        invocation: None,
        // CloudFront encodes what it logs once more.
        raw_path: raw_path.map(percent_decode_once),
        line: record.line(),
    });
    let time = record.time();
    Observation {
        format: record.format(),
        time,
        start: Timestamp::from_micros(time.micros().saturating_sub(taken_us.unwrap_or(0))),
        status: record.sc_status(),
        latency_us: record.time_to_first_byte().or(taken),
        scope: distribution,
        values,
        failure,
    }
}
