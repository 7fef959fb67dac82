//! Reads the lines of a log, each in the form it has.

use super::columns::{COLUMNS, REQUEST_TIME, REQUEST_TIME_EPOCH, RESPONSE_LATENCY, STATUS};
use super::members::Members;
use super::time::{epoch, instant};
use super::{clf, csv, object, pairs, xml};
use crate::error::RejectReason;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Reading, RowReader};
use crate::value::{Status, Timestamp, millis_to_micros, status};

/// Reads the lines of one log.
#[derive(Debug)]
pub(crate) struct Reader {
    members: Members,
}

impl Reader {
    pub(crate) fn new(options: &Options) -> Self {
        Self { members: Members::new(options) }
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
        let text = line.trim_ascii();
        let has_names = match text.first() {
            Some(b'{') => object::read(text, &mut self.members),
            Some(b'<') => xml::read(text, &mut self.members),
            _ if csv::read(text, cells) || clf::read(text, cells) => {
                return head(line, cells, context.event_time);
            }
            _ => pairs::read(text, &mut self.members),
        };
        if has_names && self.members.finish(cells).is_possible() {
            head(line, cells, context.event_time)
        } else {
            Err(RejectReason::UnrecognisedLine)
        }
    }
}

/// The epoch is finer than the other time. An envelope's time is that of the line, which is written
/// when the answer was sent.
fn head(line: &[u8], cells: &Cells, event: Option<Timestamp>) -> Result<Reading, RejectReason> {
    let get = |column| cells.get(line, column).unwrap_or_default();
    let start = epoch(get(REQUEST_TIME_EPOCH))
        .or_else(|| instant(get(REQUEST_TIME)))
        .or_else(|| instant(get(REQUEST_TIME_EPOCH)));
    let time = match start {
        Some(start) => end(start, get(RESPONSE_LATENCY)),
        None => event.ok_or(RejectReason::BadTimestamp)?,
    };
    let status = match status(get(STATUS)) {
        Status::Code(code) => Some(code),
        Status::Absent => None,
        Status::Invalid => return Err(RejectReason::BadFieldValue),
    };
    Ok(Reading::Record(Head { time, start, status }))
}

/// When the answer was sent.
fn end(start: Timestamp, latency: &[u8]) -> Timestamp {
    let micros = millis_to_micros(latency).and_then(|micros| i64::try_from(micros).ok());
    let end = micros.and_then(|micros| start.micros().checked_add(micros));
    end.and_then(Timestamp::of_micros).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Cells, Context, Head, Options, Reader, Reading, RowReader, Timestamp};
    use crate::scan::{Ends, Kernel};

    #[test]
    fn the_time_of_the_envelope_is_that_of_a_line_without_one() {
        let line = br#"{"requestId":"x","responseLatency":"5","requestTime":"-","status":"502"}"#;
        let event = Timestamp::parse(b"2026-11-22T14:02:11.987Z");
        let (mut ends, mut cells) = (Ends::default(), Cells::default());
        cells.begin(COLUMNS.len());
        let mut context = Context { event_time: event, kernel: Kernel::detect(), ends: &mut ends };
        let read = Reader::new(&Options::default()).read(line, &mut context, &mut cells);
        let time = event.unwrap();
        let expected = Head { time, start: None, status: Some(502) };
        assert_eq!(read, Ok(Reading::Record(expected)));
    }
}
