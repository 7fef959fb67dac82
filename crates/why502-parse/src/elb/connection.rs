//! Connection log of an Application Load Balancer: plain, JSON, and under a header.
//!
//! One record is one attempt to connect; its time is when the connection was made or failed.

use super::layout::{Layout, column, never};
use super::shape::{is_address, is_integer, is_time};
use crate::error::RejectReason;
use crate::format::Format;
use crate::row::{Cells, Column, Head, Kind};
use crate::value::Timestamp;

/// Its lines begin with a time, an address and two ports; its objects have a listener's port and a
/// handshake's latency.
pub(crate) static LAYOUT: Layout = Layout {
    format: Format::AlbConnection,
    columns: COLUMNS,
    alias: Some((b"time", 0)),
    has_quotes: true,
    // Through `tls_verify_status`: the first lines, of 2023, end there.
    least: 11,
    time: 0,
    shape: &[is_time, is_address, is_integer, is_integer],
    surely: 2,
    marks: Some([LISTENER_PORT, TLS_HANDSHAKE_LATENCY]),
    head,
    may_go_on: never,
};

const LISTENER_PORT: usize = 3;
const TLS_HANDSHAKE_LATENCY: usize = 6;

/// The documented columns, in their order.
static COLUMNS: &[Column] = &[
    column("alb_connection_timestamp", "timestamp", Kind::Text),
    column("client_ip", "client_ip", Kind::Text),
    column("client_port", "client_port", Kind::Number),
    column("listener_port", "listener_port", Kind::Number),
    column("tls_protocol", "tls_protocol", Kind::Text),
    column("tls_cipher", "tls_cipher", Kind::Text),
    column("tls_handshake_latency", "tls_handshake_latency", Kind::Seconds),
    column("leaf_client_cert_subject", "leaf_client_cert_subject", Kind::Escaped),
    column("leaf_client_cert_validity", "leaf_client_cert_validity", Kind::Text),
    column("leaf_client_cert_serial_number", "leaf_client_cert_serial_number", Kind::Text),
    column("tls_verify_status", "tls_verify_status", Kind::Text),
    column("conn_trace_id", "conn_trace_id", Kind::Text),
    column("tls_keyexchange", "tls_keyexchange", Kind::Text),
    column("elb", "elb", Kind::Text),
    column("ip_address", "ip_address", Kind::Text),
];

/// The time is when the connection was made, or failed.
fn head(time: Timestamp, _line: &[u8], _cells: &Cells) -> Result<Head, RejectReason> {
    Ok(Head { time, start: None, status: None })
}
