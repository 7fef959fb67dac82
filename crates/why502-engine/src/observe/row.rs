//! Requests of logs that are read as named columns: Classic and Network Load Balancers and
//! API Gateway.

use why502_parse::{Endpoint, Format, Record, RequestLine, Row, percent_decode_once, unescape};

use super::dimension::{ALONE, DIMENSIONS, DimensionKind};
use super::observation::{
    Failure, Observation, Scratch, Source, TOGETHER_IN_ROWS, UNNAMED, Values, alb, cloudfront,
};
use super::path::shape;
use super::system::marked;
use super::text::{client_network, lower_case, user_agent_family};
use super::verdict::row_signature;

/// Reads what is counted out of a record, and classifies it if it may have failed; `None` where
/// the record is no request.
#[inline]
pub(crate) fn observe<'a>(
    record: &Record<'a>,
    scratch: &'a mut Scratch,
) -> Option<Observation<'a>> {
    match *record {
        Record::Alb(record) => Some(alb(record, scratch)),
        Record::CloudFront(record) => Some(cloudfront(record, scratch)),
        Record::Row(row) => match row.format() {
            Format::Clb => Some(classic(row, scratch)),
            Format::Nlb => Some(network(row, scratch)),
            Format::ApiGateway => Some(gateway(row, scratch)),
            _ => None,
        },
    }
}

/// How long the target had it, and the whole request, µs.
#[derive(Clone, Copy)]
struct Times {
    target_us: Option<i64>,
    elapsed_us: Option<i64>,
    latency_us: Option<u64>,
}

fn set<'a>(values: &mut Values<'a>, kind: DimensionKind, value: Option<&'a [u8]>) {
    values[kind.index()] = value;
}

fn classic<'a>(row: Row<'a>, scratch: &'a mut Scratch) -> Observation<'a> {
    let name = row.text("elb").unwrap_or(UNNAMED);
    let request = RequestLine::parse(row.text("request").unwrap_or(b"-"));
    let raw_path = request.path();
    let client = row.text("client_port").map(|text| Endpoint::parse(text).address);
    let mut values: Values<'a> = [None; DIMENSIONS.len()];
    set(&mut values, DimensionKind::Target, row.text("backend_port"));
    set(&mut values, DimensionKind::LoadBalancer, Some(name));
    set(
        &mut values,
        DimensionKind::Host,
        request.host().map(|host| lower_case(host, &mut scratch.host)),
    );
    set(&mut values, DimensionKind::Method, request.method);
    set(&mut values, DimensionKind::Path, raw_path.map(|path| shape(path, &mut scratch.path)));
    set(
        &mut values,
        DimensionKind::Client,
        client.map(|client| client_network(client, &mut scratch.client)),
    );
    set(&mut values, DimensionKind::UserAgent, row.text("user_agent").map(user_agent_family));
    set(&mut values, DimensionKind::Protocol, request.scheme());
    set(&mut values, DimensionKind::TlsVersion, row.text("ssl_protocol"));
    let latency_us = row.duration("backend_processing_time").micros();
    let elapsed_us = row
        .start()
        .map(|start| row.time().saturating_since(start))
        .filter(|_| latency_us.is_some());
    let times = Times { target_us: latency_us.and_then(signed), elapsed_us, latency_us };
    let scope = marked(Format::Clb, name, &mut scratch.scope);
    observation(row, scope, values, times, raw_path.map(unescape))
}

/// One TLS connection: it has no status, and its latency is that of the handshake.
fn network<'a>(row: Row<'a>, scratch: &'a mut Scratch) -> Observation<'a> {
    let name = row.text("elb").unwrap_or(UNNAMED);
    let client = row.text("client_port").map(|text| Endpoint::parse(text).address);
    let mut values: Values<'a> = [None; DIMENSIONS.len()];
    set(&mut values, DimensionKind::LoadBalancer, Some(name));
    set(
        &mut values,
        DimensionKind::Host,
        row.text("domain_name").map(|host| lower_case(host, &mut scratch.host)),
    );
    set(
        &mut values,
        DimensionKind::Client,
        client.map(|client| client_network(client, &mut scratch.client)),
    );
    set(&mut values, DimensionKind::Protocol, row.text("type"));
    set(&mut values, DimensionKind::TlsVersion, row.text("tls_protocol_version"));
    let times = Times {
        target_us: None,
        elapsed_us: row.duration("connection_time").micros().and_then(signed),
        latency_us: row.duration("tls_handshake_time").micros(),
    };
    let scope = marked(Format::Nlb, name, &mut scratch.scope);
    observation(row, scope, values, times, None)
}

fn gateway<'a>(row: Row<'a>, scratch: &'a mut Scratch) -> Observation<'a> {
    let api = row.text("api_id").or_else(|| row.text("domain_name")).unwrap_or(UNNAMED);
    let route = row.text("route_key").and_then(split_route);
    let method = row
        .text("http_method")
        .or_else(|| route.map(|(method, _)| method).filter(|method| *method != b"ANY"));
    let raw_path = row.text("path").map(|path| without_stage(path, row.text("stage")));
    // Braces of a resource or route stand for what varies already.
    let named = row.text("resource_path").or_else(|| route.map(|(_, path)| path));
    let path = named.or_else(|| raw_path.map(|path| shape(path, &mut scratch.path)));
    let mut values: Values<'a> = [None; DIMENSIONS.len()];
    set(&mut values, DimensionKind::LoadBalancer, Some(api));
    set(
        &mut values,
        DimensionKind::Host,
        row.text("domain_name").map(|host| lower_case(host, &mut scratch.host)),
    );
    set(&mut values, DimensionKind::Method, method);
    set(&mut values, DimensionKind::Path, path);
    set(
        &mut values,
        DimensionKind::Client,
        row.text("identity_source_ip").map(|client| client_network(client, &mut scratch.client)),
    );
    set(
        &mut values,
        DimensionKind::UserAgent,
        row.text("identity_user_agent").map(user_agent_family),
    );
    set(&mut values, DimensionKind::Protocol, row.text("protocol"));
    let integration_us = row.duration("integration_latency").micros();
    let response_us = row.duration("response_latency").micros();
    let times = Times {
        target_us: integration_us.or(response_us).and_then(signed),
        elapsed_us: response_us.and_then(signed),
        latency_us: integration_us.or(response_us),
    };
    let scope = marked(Format::ApiGateway, api, &mut scratch.scope);
    observation(row, scope, values, times, raw_path.map(percent_decode_once))
}

fn observation<'a>(
    row: Row<'a>,
    scope: &'a [u8],
    values: Values<'a>,
    times: Times,
    raw_path: Option<std::borrow::Cow<'a, [u8]>>,
) -> Observation<'a> {
    let failure = row_signature(row).map(|signature| Failure {
        signature,
        target_time_us: times.target_us,
        elapsed_us: times.elapsed_us,
        received_bytes: None,
        rule_priority: None,
        // Only API Gateway's log has these.
        invocation: row.text("aws_endpoint_request_id").or_else(|| row.text("xray_trace_id")),
        raw_path,
        line: row.line(),
    });
    Observation {
        format: row.format(),
        time: row.time(),
        start: row.start().unwrap_or_else(|| row.time()),
        status: row.status(),
        latency_us: times.latency_us,
        together: TOGETHER_IN_ROWS.map(|kind| values[kind.index()].unwrap_or_default()),
        alone: ALONE.map(|kind| values[kind.index()].unwrap_or_default()),
        failure,
        source: Source::Row { scope, values },
    }
}

fn signed(micros: u64) -> Option<i64> {
    i64::try_from(micros).ok()
}

/// `GET /pets/{id}` in method and path; `$default` and the routes of WebSockets have none.
fn split_route(route: &[u8]) -> Option<(&[u8], &[u8])> {
    let space = memchr::memchr(b' ', route)?;
    let path = route.get(space + 1..)?;
    path.starts_with(b"/").then(|| (&route[..space], path))
}

/// REST APIs log the path with the stage before it.
fn without_stage<'a>(path: &'a [u8], stage: Option<&[u8]>) -> &'a [u8] {
    let rest =
        stage.and_then(|stage| path.strip_prefix(b"/").and_then(|path| path.strip_prefix(stage)));
    match rest {
        Some(b"") => b"/",
        Some(rest) if rest.starts_with(b"/") => rest,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_have_a_method_and_a_path_or_neither() {
        assert_eq!(split_route(b"GET /pets/{id}"), Some((&b"GET"[..], &b"/pets/{id}"[..])));
        for route in [&b"$default"[..], b"$connect", b"GET", b"send message"] {
            assert_eq!(split_route(route), None);
        }
    }

    #[test]
    fn the_stage_is_no_part_of_the_path() {
        assert_eq!(without_stage(b"/prod/pets/7", Some(b"prod")), b"/pets/7");
        assert_eq!(without_stage(b"/prod", Some(b"prod")), b"/");
        assert_eq!(without_stage(b"/production/pets", Some(b"prod")), b"/production/pets");
        assert_eq!(without_stage(b"/pets", None), b"/pets");
    }
}
