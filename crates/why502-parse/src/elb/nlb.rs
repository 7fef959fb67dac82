//! Log of the TLS listeners of a Network Load Balancer: plain, JSON, and under a header.
//!
//! One record is one connection; its time is the end. No field is quoted: the quotes in the list
//! of protocols that the client offered are part of it.

use super::layout::{Layout, column, never};
use super::reader::time_of;
use super::shape::{is_path, is_time, is_type, is_version};
use crate::error::RejectReason;
use crate::format::Format;
use crate::row::{Cells, Column, Head, Kind};
use crate::value::{Timestamp, millis_to_micros};

/// Its lines begin with a type, a version, a time and the name of the load balancer; its objects
/// have a listener and a destination.
pub(crate) static LAYOUT: Layout = Layout {
    format: Format::Nlb,
    columns: COLUMNS,
    alias: None,
    has_quotes: false,
    // Through `domain_name`: lines of before 2020 end there.
    least: 18,
    time: 2,
    shape: &[is_type, is_version, is_time, is_path],
    surely: 3,
    marks: Some([LISTENER, DESTINATION_PORT]),
    head,
    may_go_on: never,
};

const LISTENER: usize = 4;
const DESTINATION_PORT: usize = 6;
const CONNECTION_TIME: usize = 7;
const TLS_CONNECTION_CREATION_TIME: usize = 21;

/// The documented columns, in their order.
static COLUMNS: &[Column] = &[
    column("type", "type", Kind::Text),
    column("version", "version", Kind::Text),
    column("time", "time", Kind::Text),
    column("elb", "elb", Kind::Text),
    column("listener", "listener", Kind::Text),
    column("client_port", "client:port", Kind::Text),
    column("destination_port", "destination:port", Kind::Text),
    column("connection_time", "connection_time", Kind::Millis),
    column("tls_handshake_time", "tls_handshake_time", Kind::Millis),
    column("received_bytes", "received_bytes", Kind::Number),
    column("sent_bytes", "sent_bytes", Kind::Number),
    column("incoming_tls_alert", "incoming_tls_alert", Kind::Number),
    column("chosen_cert_arn", "chosen_cert_arn", Kind::Text),
    column("chosen_cert_serial", "chosen_cert_serial", Kind::Text),
    column("tls_cipher", "tls_cipher", Kind::Text),
    column("tls_protocol_version", "tls_protocol_version", Kind::Text),
    column("tls_keyexchange", "tls_keyexchange", Kind::Text),
    column("domain_name", "domain_name", Kind::Percent),
    column("alpn_fe_protocol", "alpn_fe_protocol", Kind::Text),
    column("alpn_be_protocol", "alpn_be_protocol", Kind::Text),
    column("alpn_client_preference_list", "alpn_client_preference_list", Kind::Percent),
    column("tls_connection_creation_time", "tls_connection_creation_time", Kind::Text),
];

/// The time is the end of the connection.
fn head(time: Timestamp, line: &[u8], cells: &Cells) -> Result<Head, RejectReason> {
    Ok(Head { time, start: start(time, line, cells), status: None })
}

/// When the connection was made, as logged, or its length before its end.
fn start(end: Timestamp, line: &[u8], cells: &Cells) -> Option<Timestamp> {
    let created = cells.get(line, TLS_CONNECTION_CREATION_TIME).and_then(time_of);
    created.or_else(|| {
        let length = millis_to_micros(cells.get(line, CONNECTION_TIME)?)?;
        Timestamp::of_micros(end.micros().checked_sub_unsigned(length)?)
    })
}
