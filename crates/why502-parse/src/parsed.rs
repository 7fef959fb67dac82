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
