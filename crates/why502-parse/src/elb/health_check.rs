//! Health-check log of an Application Load Balancer: plain, JSON, and under a header.
//!
//! One record is one check of one target by one node; its logged time is the start.

use super::layout::{Layout, column, never};
use super::shape::{is_number, is_present, is_time, is_type, is_verdict};
use crate::error::RejectReason;
use crate::format::Format;
use crate::row::{Cells, Column, Head, Kind};
use crate::value::{Timestamp, duration_micros};

/// Its lines begin with a type, a time, a latency, a target and its group, `PASS` or `FAIL`; its
/// objects have a target and its group.
pub(crate) static LAYOUT: Layout = Layout {
    format: Format::AlbHealthCheck,
    columns: COLUMNS,
    alias: None,
    has_quotes: true,
    // Through `reason_code`: the lines of 2025 end there.
    least: 8,
    time: 1,
    shape: &[is_type, is_time, is_number, is_present, is_present, is_verdict],
    surely: 3,
    marks: Some([TARGET_ADDR, TARGET_GROUP_ID]),
    head,
    may_go_on: never,
};

const LATENCY: usize = 2;
const TARGET_ADDR: usize = 3;
const TARGET_GROUP_ID: usize = 4;

/// The documented columns, in their order.
static COLUMNS: &[Column] = &[
    column("type", "type", Kind::Text),
    column("time", "time", Kind::Text),
    column("latency", "latency", Kind::Seconds),
    column("target_addr", "target_addr", Kind::Text),
    column("target_group_id", "target_group_id", Kind::Text),
    column("alb_health_check_status", "status", Kind::Text),
    column("status_code", "status_code", Kind::Number),
    column("reason_code", "reason_code", Kind::Text),
    column("elb", "elb", Kind::Text),
    column("ip_address", "ip_address", Kind::Text),
];

/// The time is the end of the check: its latency after the start.
fn head(start: Timestamp, line: &[u8], cells: &Cells) -> Result<Head, RejectReason> {
    let latency = cells.get(line, LATENCY).and_then(duration_micros);
    let end = latency
        .and_then(|micros| start.micros().checked_add_unsigned(micros))
        .and_then(Timestamp::of_micros);
    Ok(Head { time: end.unwrap_or(start), start: Some(start), status: None })
}
