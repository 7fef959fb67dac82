//! Other forms of CloudFront's access log, and its connection log.

use crate::sample_logs::clock::{Moment, SECOND_US};
use crate::sample_logs::cloudfront::row::EdgeRow;
use crate::sample_logs::neighbours::log::{Log, epoch};

/// Header of a v2 delivery with a selection of fields in an order of its own.
pub const W3C_HEADER: &str = "#Fields: timestamp(ms) x-edge-location sc-status cs-method cs-uri-stem x-host-header time-taken x-edge-detailed-result-type c-country asn cs(User-Agent)\n";

/// Names of a real-time log's fields, 2026: the first 35.
const REALTIME_FIELDS: usize = 35;

fn taken(row: &EdgeRow) -> String {
    format!("{}.{:03}", row.time_taken_ms / 1_000, row.time_taken_ms % 1_000)
}

/// A record of [`W3C_HEADER`].
pub fn write_w3c(row: &EdgeRow, log: &mut Log) {
    let line = [
        (row.ended_at / 1_000).to_string(),
        row.location.to_owned(),
        format!("{:03}", row.status),
        row.method.to_owned(),
        row.path.clone(),
        row.host.to_owned(),
        taken(row),
        row.detailed_result.to_owned(),
        "IE".to_owned(),
        "64496".to_owned(),
        row.agent.replace(' ', "%20"),
    ]
    .join("\t");
    log.request(&line, (to_millis(row.ended_at), row.tag, row.status));
}

/// A record as v2 JSON; with `apart`, a line feed behind it.
pub fn write_json(row: &EdgeRow, apart: bool, log: &mut Log) {
    let line = format!(
        "{{\"timestamp(ms)\":\"{}\",\"x-edge-location\":\"{}\",\"sc-status\":\"{:03}\",\"cs-method\":\"{}\",\"cs(Host)\":\"d111111abcdef8.cloudfront.net\",\"cs-uri-stem\":\"{}\",\"x-host-header\":\"{}\",\"time-taken\":\"{}\",\"x-edge-result-type\":\"{}\",\"x-edge-detailed-result-type\":\"{}\",\"cs(User-Agent)\":\"{}\"}}",
        row.ended_at / 1_000,
        row.location,
        row.status,
        row.method,
        row.path,
        row.host,
        taken(row),
        row.result,
        row.detailed_result,
        row.agent.replace(' ', "%20"),
    );
    log.request(&line, (to_millis(row.ended_at), row.tag, row.status));
    if !apart {
        log.text.pop();
    }
}

/// A record of a real-time log: no header, the catalogue's order.
pub fn write_realtime(row: &EdgeRow, log: &mut Log) {
    let status = format!("{:03}", row.status);
    let seconds =
        format!("{}.{:03}", epoch(row.ended_at), row.ended_at.rem_euclid(SECOND_US) / 1_000);
    let (taken, agent) = (taken(row), row.agent.replace(' ', "%20"));
    let sent = row.sent_bytes.to_string();
    let mut cells = vec!["-".to_owned(); REALTIME_FIELDS];
    let known = [
        (0, seconds.as_str()),
        (1, &row.address),
        (2, "192.0.2.200"),
        (3, &taken),
        (4, &status),
        (5, &sent),
        (6, row.method),
        (7, "https"),
        (8, row.host),
        (9, &row.path),
        (11, row.location),
        (12, &row.request_id),
        (13, "d111111abcdef8.cloudfront.net"),
        (14, &taken),
        (15, row.version),
        (16, "IPv4"),
        (17, &agent),
        (21, row.response_result),
        (23, "TLSv1.3"),
        (24, "TLS_AES_128_GCM_SHA256"),
        (25, row.result),
        (33, row.detailed_result),
        (34, "IE"),
    ];
    for (place, value) in known {
        value.clone_into(&mut cells[place]);
    }
    log.request(&cells.join("\t"), (to_millis(row.ended_at), row.tag, row.status));
}

/// A viewer's TLS connection with a client certificate.
pub fn write_connection(at: Moment, address: &str, accepted: bool, log: &mut Log) {
    let status = if accepted { "Success" } else { "Failed:ClientCertExpired" };
    log.record(&format!(
        "{{\"eventTimestamp\":\"{}\",\"distributionId\":\"E2EXAMPLE1ABCD\",\"connectionId\":\"Q2-{}\",\"connectionStatus\":\"{status}\",\"clientIp\":\"{address}\",\"clientPort\":\"52044\",\"tlsProtocol\":\"TLSv1.3\",\"tlsCipher\":\"TLS_AES_128_GCM_SHA256\",\"tlsHandshakeDuration\":\"23\",\"tlsSni\":\"partners.example.com\"}}",
        at / 1_000,
        at,
    ));
}

fn to_millis(at: Moment) -> Moment {
    at.div_euclid(1_000) * 1_000
}
