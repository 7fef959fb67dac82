//! Connection log of an Application Load Balancer: plain, JSON, and under a header.
//!
//! One record is one attempt to connect; its time is when the connection was made or failed.

use super::layout::{Layout, column};
use super::row::Lines;
use super::shape::{is_address, is_integer, is_time};
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};

pub(crate) static LAYOUT: Layout = Layout {
    format: "alb_connection",
    columns: COLUMNS,
    alias: Some((b"time", 0)),
    has_quotes: true,
    // Through `tls_verify_status`: the first lines, of 2023, end there.
    least: 11,
    time: 0,
    shape: &[is_time, is_address, is_integer, is_integer],
    surely: 2,
    marks: Some([LISTENER_PORT, TLS_HANDSHAKE_LATENCY]),
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

/// Whether a line is typical of the format: a time, an address, two ports; or an object with a
/// listener's port and a handshake's latency.
pub(crate) fn is_typical(line: &[u8]) -> bool {
    LAYOUT.is_typical(line)
}

/// Reads the lines of one log.
#[derive(Debug)]
pub(crate) struct Reader {
    lines: Lines,
}

impl Reader {
    pub(crate) fn new(_options: &Options) -> Self {
        Self { lines: Lines::new(&LAYOUT) }
    }
}

impl RowReader for Reader {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn read(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason> {
        let time = self.lines.read(line, context, cells)?;
        Ok(Reading::Record(Head { time, start: None, status: None }))
    }

    fn header(&mut self, names: &[u8]) {
        self.lines.header(names);
    }
}
