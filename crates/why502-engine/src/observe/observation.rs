//! One record as the aggregates see it.

use std::borrow::Cow;

use why502_parse::{
    AlbField, AlbRecord, CloudFrontField, CloudFrontRecord, Endpoint, Format, Timestamp,
    percent_decode_once, unescape,
};
use why502_rulebook::Signature;

use super::dimension::{ALONE, DimensionKind};
use super::facts::target_time;
use super::path::{Bitmaps, each_piece, shape_by};
use super::request::RequestParts;
use super::testimony::trace_root;
use super::text::{lower_case, network_of, network_part, user_agent_family};
use super::verdict::{alb_failure, cloudfront_signature};

/// The load balancer or distribution of a line that names none, as CloudFront's does where
/// `cs(Host)` was not selected: its requests are still compared with each other.
pub(super) const UNNAMED: &[u8] = b"-";

/// Buffers for values that are not in the line as they are counted; one set per worker.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) path: Vec<u8>,
    pub(super) scope: Vec<u8>,
}

/// What is counted of every request. Values that tables are asked for only now and then are read
/// when they are.
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
    /// What the target gave, where the log says that.
    pub(crate) target_status: Option<u16>,
    /// Response time of the target or origin, µs.
    pub(crate) latency_us: Option<u64>,
    /// Parts of the line: requests that agree in them agree in the scope, target group and load
    /// balancer.
    pub(crate) scope_parts: [&'a [u8]; 2],
    /// Parts of the line: requests that agree in these too agree in the values of all dimensions
    /// [`TOGETHER`](super::dimension::TOGETHER).
    pub(crate) together: [&'a [u8]; 4],
    /// What tells the values of the dimensions [`ALONE`]; empty where there is none.
    pub(crate) alone: [&'a [u8]; ALONE.len()],
    pub(super) path_form: PathForm,
    /// Set where the request has a signature.
    pub(crate) failure: Option<Failure<'a>>,
    pub(super) source: Source<'a>,
}

/// What the path among the values [`ALONE`] is.
#[derive(Debug, Clone, Copy)]
pub(super) enum PathForm {
    /// As it is counted.
    Shape,
    /// As it was logged, with what is known of it.
    Logged(Option<Bitmaps>),
}

/// What the parts together are where each is one value; the first part of the scope is the load
/// balancer then.
const PARTS: [DimensionKind; 4] = [
    DimensionKind::Host,
    DimensionKind::Method,
    DimensionKind::Protocol,
    DimensionKind::TlsVersion,
];

/// Where values are read from.
#[derive(Debug)]
pub(super) enum Source<'a> {
    Alb(&'a AlbRecord<'a>),
    /// The parts are values: see [`PARTS`].
    Parts {
        scope: &'a [u8],
    },
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

#[cfg(test)]
impl<'a> Observation<'a> {
    /// A request that did not fail.
    pub(crate) fn of_values(time: Timestamp, alone: [&'a [u8]; ALONE.len()]) -> Self {
        Self {
            format: Format::Alb,
            time,
            start: time,
            status: Some(200),
            target_status: Some(200),
            latency_us: Some(1_000),
            scope_parts: [&[]; 2],
            together: [&[]; 4],
            alone,
            path_form: PathForm::Shape,
            failure: None,
            source: Source::Parts { scope: b"" },
        }
    }

    /// A request of that path, as it was logged.
    pub(crate) fn of_logged_path(path: &'a [u8]) -> Self {
        let mut seen = Self::of_values(Timestamp::from_micros(0), [b"", path, b"", b"", b""]);
        seen.path_form = PathForm::Logged(Bitmaps::of(path));
        seen
    }
}

impl Observation<'_> {
    /// What concurrent requests it is compared with: the target group's, or the load balancer's
    /// where nothing was forwarded, or the distribution's.
    pub(crate) fn scope(&self) -> &[u8] {
        match &self.source {
            Source::Alb(record) => record
                .value(AlbField::TargetGroupArn)
                .or_else(|| record.value(AlbField::Elb))
                .unwrap_or(UNNAMED),
            Source::Parts { scope } => scope,
        }
    }

    /// Hands on pieces of the path that all paths of its shape have, and only those.
    #[inline]
    pub(crate) fn each_piece_of_path(&self, mut each: impl FnMut(&[u8])) {
        let [_, path, ..] = self.alone;
        match self.path_form {
            PathForm::Shape => each(path),
            PathForm::Logged(known) => each_piece(path, known, each),
        }
    }

    /// A value as it is counted: a host in lower case, a path's shape, a client's network.
    pub(crate) fn value<'b>(
        &'b self,
        kind: DimensionKind,
        buffer: &'b mut Vec<u8>,
    ) -> Option<&'b [u8]> {
        if let Some(place) = ALONE.iter().position(|&alone| alone == kind) {
            let value = Some(self.alone[place]).filter(|value| !value.is_empty())?;
            return Some(match (kind, self.path_form) {
                (DimensionKind::Client, _) => network_of(value, buffer),
                (DimensionKind::Path, PathForm::Logged(known)) => shape_by(value, known, buffer),
                _ => value,
            });
        }
        let value = match &self.source {
            Source::Alb(record) => alb_value(record, kind),
            Source::Parts { .. } => {
                let parts = PARTS.iter().zip(self.together);
                let mut all = parts.chain([(&DimensionKind::LoadBalancer, self.scope_parts[0])]);
                all.find(|(part, _)| **part == kind)
                    .map(|(_, value)| value)
                    .filter(|value| !value.is_empty())
            }
        };
        value.map(|value| match kind {
            DimensionKind::Host => lower_case(value, buffer),
            _ => value,
        })
    }
}

fn alb_value<'a>(record: &AlbRecord<'a>, kind: DimensionKind) -> Option<&'a [u8]> {
    match kind {
        DimensionKind::TargetGroup => record.value(AlbField::TargetGroupArn),
        DimensionKind::LoadBalancer => Some(record.value(AlbField::Elb).unwrap_or(UNNAMED)),
        DimensionKind::Node => record.value(AlbField::IpAddress),
        DimensionKind::Host => record.request().host(),
        DimensionKind::Method => record.request().method,
        DimensionKind::Protocol => record.value(AlbField::Type),
        DimensionKind::TlsVersion => record.value(AlbField::SslProtocol),
        _ => None,
    }
}

/// What tells the network of a client that is written with its port.
#[inline]
pub(super) fn client_part(client_port: &[u8]) -> &[u8] {
    let part = network_part(client_port);
    if part.len() < client_port.len() { part } else { Endpoint::parse(client_port).address }
}

#[inline(always)]
pub(super) fn alb<'r>(record: &'r AlbRecord<'_>) -> Observation<'r> {
    use AlbField::{ClientPort, Elb, IpAddress, SslProtocol, TargetGroupArn, TargetPort, Type};
    let (request, onward) = record.raw_onward(AlbField::Request).unwrap_or_default();
    let RequestParts { head, path: raw_path, bitmaps } = RequestParts::of(request, onward);
    let failure = alb_failure(record).map(|(signature, numbers)| Failure {
        signature,
        target_time_us: numbers.map_or_else(|| target_time(*record), |all| all.target_time_us()),
        elapsed_us: numbers.map_or_else(|| record.elapsed(), |all| all.elapsed_us()),
        received_bytes: record.received_bytes(),
        rule_priority: record.matched_rule_priority(),
        invocation: record.trace_id().and_then(trace_root),
        raw_path: raw_path.map(unescape),
        line: record.line(),
    });
    let raw = |field| record.raw(field).unwrap_or_default();
    let value = |field| record.value(field).unwrap_or_default();
    Observation {
        format: Format::Alb,
        time: record.time(),
        start: record.request_creation_time().unwrap_or_else(|| record.time()),
        status: record.elb_status_code(),
        target_status: record.target_status_code(),
        latency_us: record.target_processing_time().micros(),
        scope_parts: [raw(Elb), raw(TargetGroupArn)],
        together: [raw(Type), head, raw(SslProtocol), raw(IpAddress)],
        alone: [
            value(TargetPort),
            raw_path.unwrap_or_default(),
            client_part(value(ClientPort)),
            user_agent_family(value(AlbField::UserAgent)),
            &[],
        ],
        path_form: PathForm::Logged(bitmaps),
        failure,
        source: Source::Alb(record),
    }
}

#[inline(always)]
pub(super) fn cloudfront<'r>(record: &'r CloudFrontRecord<'_>) -> Observation<'r> {
    use CloudFrontField::{CIp, CsMethod, CsProtocol, CsUserAgent, SslProtocol, XEdgeLocation};
    let raw_path = record.path();
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
    let distribution = record.distribution().unwrap_or(UNNAMED);
    let value = |field| record.value(field).unwrap_or_default();
    let time = record.time();
    Observation {
        format: record.format(),
        time,
        start: Timestamp::from_micros(time.micros().saturating_sub(taken_us.unwrap_or(0))),
        status: record.sc_status(),
        target_status: None,
        latency_us: record.time_to_first_byte().or(taken),
        scope_parts: [distribution, &[]],
        together: [
            record.host().unwrap_or_default(),
            value(CsMethod),
            value(CsProtocol),
            value(SslProtocol),
        ],
        alone: [
            &[],
            raw_path.unwrap_or_default(),
            network_part(value(CIp)),
            user_agent_family(value(CsUserAgent)),
            value(XEdgeLocation),
        ],
        path_form: PathForm::Logged(raw_path.and_then(Bitmaps::of)),
        failure,
        source: Source::Parts { scope: distribution },
    }
}
