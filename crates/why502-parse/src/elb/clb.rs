//! Access log of a Classic Load Balancer: plain only.
//!
//! Its time is that of receiving the request. A user agent may hold line feeds, so that a line
//! whose quote is open may go on in the next one.

use super::layout::{Layout, column};
use super::shape::{is_endpoint, is_name, is_number, is_shaped, is_time};
use crate::error::RejectReason;
use crate::format::Format;
use crate::row::{Cells, Column, Head, Kind};
use crate::value::{ProcessingTime, Status, Timestamp, status};

/// Its lines begin with a time, a name, two endpoints and a number.
pub(crate) static LAYOUT: Layout = Layout {
    format: Format::Clb,
    columns: COLUMNS,
    alias: None,
    has_quotes: true,
    // Through `request`: lines of before 2015 end there.
    least: REQUEST + 1,
    time: TIMESTAMP,
    shape: &[is_time, is_name, is_endpoint, is_endpoint, is_number],
    surely: 3,
    marks: None,
    head,
    may_go_on,
};

const TIMESTAMP: usize = 0;
const REQUEST_PROCESSING_TIME: usize = 4;
const RESPONSE_PROCESSING_TIME: usize = 6;
const ELB_STATUS_CODE: usize = 7;
const REQUEST: usize = 11;

/// The documented columns, in their order.
static COLUMNS: &[Column] = &[
    column("clb_timestamp", "timestamp", Kind::Text),
    column("elb", "elb", Kind::Text),
    column("client_port", "client:port", Kind::Text),
    column("backend_port", "backend:port", Kind::Text),
    column("request_processing_time", "request_processing_time", Kind::Seconds),
    column("backend_processing_time", "backend_processing_time", Kind::Seconds),
    column("response_processing_time", "response_processing_time", Kind::Seconds),
    column("elb_status_code", "elb_status_code", Kind::Number),
    column("backend_status_code", "backend_status_code", Kind::Number),
    column("received_bytes", "received_bytes", Kind::Number),
    column("sent_bytes", "sent_bytes", Kind::Number),
    column("request", "request", Kind::Escaped),
    column("user_agent", "user_agent", Kind::Escaped),
    column("ssl_cipher", "ssl_cipher", Kind::Text),
    column("ssl_protocol", "ssl_protocol", Kind::Text),
];

/// The time is when the response was sent.
fn head(received: Timestamp, line: &[u8], cells: &Cells) -> Result<Head, RejectReason> {
    let status = match status(cells.get(line, ELB_STATUS_CODE).unwrap_or_default()) {
        Status::Code(code) => Some(code),
        Status::Absent => None,
        Status::Invalid => return Err(RejectReason::BadFieldValue),
    };
    Ok(Head { time: sent(received, line, cells), start: Some(received), status })
}

/// When the response was sent: the three times later, where all were measured.
fn sent(received: Timestamp, line: &[u8], cells: &Cells) -> Timestamp {
    let mut times = REQUEST_PROCESSING_TIME..=RESPONSE_PROCESSING_TIME;
    let elapsed = times.try_fold(0, |sum: u64, column| {
        Some(sum + ProcessingTime::parse(cells.get(line, column)).micros()?)
    });
    elapsed
        .and_then(|micros| received.micros().checked_add_unsigned(micros))
        .and_then(Timestamp::of_micros)
        .unwrap_or(received)
}

/// Whether a line whose quote is open is a record as far as it goes.
fn may_go_on(line: &[u8]) -> bool {
    let fields: Vec<&[u8]> = line.splitn(REQUEST + 1, |&byte| byte == b' ').collect();
    let quoted = fields.get(REQUEST).is_some_and(|rest| rest.starts_with(b"\""));
    quoted
        && is_shaped(line, LAYOUT.shape)
        && Timestamp::parse(fields[TIMESTAMP]).is_some()
        && status(fields[ELB_STATUS_CODE]) != Status::Invalid
}
