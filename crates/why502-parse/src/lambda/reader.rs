//! Every line of a Lambda log is a record: this finds its time, and which of the readers of lines
//! is to be asked.

use super::columns::{COLUMNS, Field, Sheet};
use super::{json, text, typical::is_typical};
use crate::alb::is_load_balancer_line;
use crate::cloudfront::begins_standard;
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Others, Reading, RowReader};
use crate::value::{Timestamp, millis_to_micros};
use crate::{apigateway, elb};
use memchr::memmem;

/// Reads the lines of one log.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// Of the last line that had one: lines without a time are as old as the one before.
    last: Option<Timestamp>,
}

impl Reader {
    pub(crate) fn new(_options: &Options) -> Self {
        Self::default()
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
        if is_of_another(line) {
            return Err(RejectReason::UnrecognisedLine);
        }
        let mut others = Others::new("lambda", COLUMNS, line.len());
        let mut sheet = Sheet { line, cells };
        let own = match json::shape(line) {
            Some(shape) => json::read(&mut sheet, &mut others, shape),
            None => text::read(&mut sheet, &mut others, line),
        };
        let known = own.or(context.event_time);
        let time = known.or(self.last).ok_or(RejectReason::BadTimestamp)?;
        self.last = Some(time);
        let start = known.and_then(|end| start(&sheet, end));
        Ok(Reading::Record(Head { time, start, status: None }))
    }
}

/// Whether the line begins another log in the same stream: one of requests. A function may print
/// what looks like a web server's log; that is its own affair.
fn is_of_another(line: &[u8]) -> bool {
    !is_typical(line)
        && (is_load_balancer_line(line)
            || begins_standard(line)
            || elb::clb::LAYOUT.is_typical(line)
            || elb::nlb::LAYOUT.is_typical(line)
            || elb::connection::LAYOUT.is_typical(line)
            || elb::health_check::LAYOUT.is_typical(line)
            || is_access_log(line))
}

/// API Gateway's access log as its console proposes it. Functions print the event that they got from
/// API Gateway, which has the same names but for these two, or a status and a request id.
fn is_access_log(line: &[u8]) -> bool {
    let has = |member: &str| memmem::find(line, member.as_bytes()).is_some();
    line.first() == Some(&b'{')
        && has("\"responseLength\"")
        && has("\"status\"")
        && apigateway::is_typical(line)
}

/// When the request of a report came: its duration before the end, and that of what was made ready
/// for it.
fn start(sheet: &Sheet<'_>, end: Timestamp) -> Option<Timestamp> {
    if sheet.get(Field::Event) != Some(b"report") {
        return None;
    }
    let micros = |field| i64::try_from(millis_to_micros(sheet.get(field)?)?).ok();
    let before = [Field::InitDuration, Field::RestoreDuration];
    let before: i64 = before.into_iter().filter_map(micros).sum();
    Timestamp::of_micros(end.micros() - micros(Field::Duration)? - before)
}
