//! What the parser makes of lines.

use crate::error::RejectReason;
use crate::record::Record;

/// What a line is.
#[derive(Debug, Clone, Copy)]
pub enum Parsed<'a> {
    /// A record.
    Record(Record<'a>),
    /// Never a record: blank, a header, an envelope's own line, or the sentence a load balancer
    /// writes when its log is enabled.
    Control,
    /// A line that should be a record and cannot be read.
    Rejected(RejectReason),
    /// The beginning of a record that may go on in the next line: what it counts as is told by
    /// [`Parser::take_released`](crate::Parser::take_released) behind one of the next lines, or
    /// behind [`Parser::finish`](crate::Parser::finish).
    Held,
    /// The format is not known yet, and this line does not tell it.
    Unknown,
}

/// What lines that were held turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Released {
    /// So many of them are control lines: parts of a record that spans lines, which is counted as
    /// the line that ended it.
    pub control_lines: u32,
    /// The first of them is a rejected line, for this reason: the record never ended.
    pub rejected: Option<RejectReason>,
}

/// What the reader makes of one unit of a log, with all that there is to know of it.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    /// What the unit is.
    pub parsed: Parsed<'a>,
    /// It is longer than the limit.
    pub is_too_long: bool,
    /// A format is known, now that it was read.
    pub is_format_known: bool,
    /// What units held before turned out to be, where this one told it.
    pub released: Option<Released>,
}

impl<'a> Unit<'a> {
    /// A plain record, of a format that is known.
    #[inline]
    pub(crate) fn of_record(record: Record<'a>) -> Self {
        Self {
            parsed: Parsed::Record(record),
            is_too_long: false,
            is_format_known: true,
            released: None,
        }
    }
}
