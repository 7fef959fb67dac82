//! Health-check log of an Application Load Balancer: plain, JSON, and under a header.
//!
//! One record is one check of one target by one node; its logged time is the start.

use super::layout::{Layout, column};
use super::row::Lines;
use super::shape::{is_number, is_present, is_time, is_type, is_verdict};
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Kind, Reading, RowReader};
use crate::value::{Timestamp, duration_micros};

pub(crate) static LAYOUT: Layout = Layout {
    format: "alb_health_check",
    columns: COLUMNS,
    alias: None,
    has_quotes: true,
    // Through `reason_code`: the lines of 2025 end there.
    least: 8,
    time: 1,
    shape: &[is_type, is_time, is_number, is_present, is_present, is_verdict],
    surely: 3,
    marks: Some([TARGET_ADDR, TARGET_GROUP_ID]),
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

/// Whether a line is typical of the format: a type, a time, a latency, a target and its group,
/// `PASS` or `FAIL`; or an object with a target and its group.
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
        let start = self.lines.read(line, context, cells)?;
        let latency = cells.get(line, LATENCY).and_then(duration_micros);
        let end = latency
            .and_then(|micros| start.micros().checked_add_unsigned(micros))
            .and_then(Timestamp::of_micros);
        Ok(Reading::Record(Head { time: end.unwrap_or(start), start: Some(start), status: None }))
    }

    fn header(&mut self, names: &[u8]) {
        self.lines.header(names);
    }
}
