//! Lines of an Application Load Balancer's other logs, and other forms of its access log.

use crate::sample_logs::alb::row::{AlbRow, Balancer};
use crate::sample_logs::clock::{Civil, Moment};
use crate::sample_logs::neighbours::log::Log;

/// Names of the access log's fields in the delivery through CloudWatch Logs.
const NAMES: [&str; 34] = [
    "type",
    "time",
    "elb",
    "client_port",
    "target_port",
    "request_processing_time",
    "target_processing_time",
    "response_processing_time",
    "elb_status_code",
    "target_status_code",
    "received_bytes",
    "sent_bytes",
    "request_line",
    "user_agent",
    "ssl_cipher",
    "ssl_protocol",
    "target_group_arn",
    "trace_id",
    "domain_name",
    "chosen_cert_arn",
    "matched_rule_priority",
    "request_creation_time",
    "actions_executed",
    "redirect_url",
    "error_reason",
    "target_port_list",
    "target_status_code_list",
    "classification",
    "classification_reason",
    "conn_trace_id",
    "transformed_host",
    "transformed_uri",
    "request_transform_status",
    "ip_address",
];

/// One health check of a target: when it began, of which target, the target's answer.
pub fn write_health_check(
    at: Moment,
    balancer: &Balancer,
    (target, status): (&str, u16),
    latency_ns: u64,
    log: &mut Log,
) {
    let (verdict, reason) = match status {
        200 => ("PASS", "-"),
        500..=599 => ("FAIL", "TargetError"),
        _ => ("FAIL", "ResponseCodeMismatch"),
    };
    log.record(&format!(
        "http {} {}.{:09} {target} web {verdict} {status} {reason} app/{}/{} {}",
        Civil::of(at),
        latency_ns / 1_000_000_000,
        latency_ns % 1_000_000_000,
        balancer.name,
        balancer.id,
        balancer.nodes[0],
    ));
}

/// The connection that a request of the access log came on.
pub fn write_connection(row: &AlbRow, balancer: &Balancer, log: &mut Log) {
    let (address, port) = row.client.rsplit_once(':').unwrap_or((&row.client, "0"));
    let (listener, protocol, cipher, latency, exchange) = match row.tls {
        Some(tls) => (443, tls.protocol, tls.cipher, "0.031", "x25519"),
        None => (80, "-", "-", "-", "-"),
    };
    log.record(&format!(
        "{} {address} {port} {listener} {protocol} {cipher} {latency} \"-\" - - - {} {exchange} app/{}/{} {}",
        Civil::of(row.received_at - 40_000),
        row.connection,
        balancer.name,
        balancer.id,
        balancer.nodes[row.node],
    ));
}

/// The values of a line of the access log, without quotes.
fn values(row: &AlbRow, balancer: &Balancer) -> Vec<String> {
    let mut line = String::new();
    row.write(balancer, &mut line);
    let mut found = Vec::new();
    let mut rest = line.trim_end();
    while !rest.is_empty() {
        let (value, after) = match rest.strip_prefix('"') {
            Some(inside) => inside.split_once('"').unwrap_or((inside, "")),
            None => rest.split_once(' ').map_or((rest, ""), |(value, after)| (value, after)),
        };
        found.push(value.to_owned());
        rest = after.trim_start();
    }
    found
}

/// The access log's record as delivered JSON.
pub fn write_json(row: &AlbRow, balancer: &Balancer, log: &mut Log) {
    let members = NAMES.iter().zip(values(row, balancer));
    let object: serde_json::Map<_, _> =
        members.map(|(name, value)| ((*name).to_owned(), value.into())).collect();
    log.request(
        &serde_json::Value::Object(object).to_string(),
        (row.sent_at, row.tag, row.elb_status),
    );
}

/// Header of the W3C form: a few of the names come first.
#[must_use]
pub fn w3c_header() -> String {
    format!("#Fields: {}\n", NAMES.join("\t"))
}

/// The access log's record in W3C form, between tabs.
pub fn write_w3c(row: &AlbRow, balancer: &Balancer, log: &mut Log) {
    log.request(&values(row, balancer).join("\t"), (row.sent_at, row.tag, row.elb_status));
}

/// The first fields of a line, as older logs have them.
pub fn write_old(row: &AlbRow, balancer: &Balancer, fields: usize, log: &mut Log) {
    let quoted = [13, 14, 18, 19, 20, 23, 24, 25, 26, 27, 28, 29];
    let values = values(row, balancer).into_iter().take(fields).enumerate();
    let line: Vec<String> = values
        .map(
            |(place, value)| {
                if quoted.contains(&(place + 1)) { format!("\"{value}\"") } else { value }
            },
        )
        .collect();
    log.request(&line.join(" "), (row.sent_at, row.tag, row.elb_status));
}
