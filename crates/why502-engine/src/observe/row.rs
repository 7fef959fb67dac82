//! Requests of logs that are read as named columns: Classic and Network Load Balancers and
//! API Gateway.

use why502_parse::{Format, Record, RequestLine, Row, percent_decode_once, unescape};

use super::observation::{
    Failure, Observation, PathForm, Scratch, Source, UNNAMED, alb, client_part, cloudfront,
};
use super::path::shape;
use super::system::marked;
use super::text::{network_part, user_agent_family};
use super::verdict::row_signature;

/// Reads what is counted out of a record, classifies it if it may have failed, and hands it on;
/// `false` where the record is no request.
#[inline]
pub(crate) fn observe(
    record: &Record<'_>,
    scratch: &mut Scratch,
    each: impl FnOnce(&Observation<'_>),
) -> bool {
    // Built where it is used: copying one costs as much as counting it in a table.
    match record {
        Record::Alb(record) => each(&alb(record)),
        Record::CloudFront(record) => each(&cloudfront(record)),
        Record::Row(row) => match observe_row(*row, scratch) {
            Some(observation) => each(&observation),
            None => return false,
        },
    }
    true
}

/// As [`observe`], of a record that is read as named columns.
#[inline(never)]
pub(super) fn observe_row<'a>(row: Row<'a>, scratch: &'a mut Scratch) -> Option<Observation<'a>> {
    Some(match row.format() {
        Format::Clb => classic(row, scratch),
        Format::Nlb => network(row, scratch),
        Format::ApiGateway => gateway(row, scratch),
        _ => return None,
    })
}

/// How long the target had it, and the whole request, µs.
#[derive(Clone, Copy)]
struct Times {
    target_us: Option<i64>,
    elapsed_us: Option<i64>,
    latency_us: Option<u64>,
}

/// Values of a row, in the order of [`Observation`]'s.
#[derive(Default)]
struct Values<'a> {
    name: &'a [u8],
    target_status: Option<u16>,
    host: Option<&'a [u8]>,
    method: Option<&'a [u8]>,
    protocol: Option<&'a [u8]>,
    tls_version: Option<&'a [u8]>,
    target: Option<&'a [u8]>,
    path: Option<&'a [u8]>,
    client: Option<&'a [u8]>,
    user_agent: Option<&'a [u8]>,
}

fn classic<'a>(row: Row<'a>, scratch: &'a mut Scratch) -> Observation<'a> {
    let name = row.text("elb").unwrap_or(UNNAMED);
    let request = RequestLine::parse(row.text("request").unwrap_or(b"-"));
    let raw_path = request.path();
    let values = Values {
        name,
        host: request.host(),
        method: request.method,
        protocol: request.scheme(),
        tls_version: row.text("ssl_protocol"),
        target: row.text("backend_port"),
        target_status: status_in(row, "backend_status_code"),
        path: raw_path.map(|path| shape(path, &mut scratch.path)),
        client: row.text("client_port").map(client_part),
        user_agent: row.text("user_agent").map(user_agent_family),
    };
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
    let values = Values {
        name,
        host: row.text("domain_name"),
        protocol: row.text("type"),
        tls_version: row.text("tls_protocol_version"),
        client: row.text("client_port").map(client_part),
        ..Values::default()
    };
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
    let values = Values {
        name: api,
        host: row.text("domain_name"),
        method,
        protocol: row.text("protocol"),
        path: named.or_else(|| raw_path.map(|path| shape(path, &mut scratch.path))),
        client: row.text("identity_source_ip").map(network_part),
        user_agent: row.text("identity_user_agent").map(user_agent_family),
        target_status: status_in(row, "integration_status"),
        ..Values::default()
    };
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
    let or_none = |value: Option<&'a [u8]>| value.unwrap_or_default();
    Observation {
        format: row.format(),
        time: row.time(),
        start: row.start().unwrap_or_else(|| row.time()),
        status: row.status(),
        target_status: values.target_status,
        latency_us: times.latency_us,
        scope_parts: [values.name, &[]],
        together: [
            or_none(values.host),
            or_none(values.method),
            or_none(values.protocol),
            or_none(values.tls_version),
        ],
        alone: [
            or_none(values.target),
            or_none(values.path),
            or_none(values.client),
            or_none(values.user_agent),
            &[],
        ],
        path_form: PathForm::Shape,
        failure,
        source: Source::Parts { scope },
    }
}

fn status_in(row: Row<'_>, name: &str) -> Option<u16> {
    row.number(name).and_then(|status| u16::try_from(status).ok())
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
