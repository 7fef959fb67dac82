//! What a reader of a format is, and what it is told of each line.

use super::cells::Cells;
use super::column::Column;
use super::record::Head;
use crate::error::RejectReason;
use crate::scan::{Ends, Kernel};
use crate::value::Timestamp;

/// What is known of a line beside its bytes.
pub(crate) struct Context<'c> {
    /// When the envelope around the line says it was written.
    pub(crate) event_time: Option<Timestamp>,
    pub(crate) kernel: Kernel,
    /// Scratch for the positions of separators.
    pub(crate) ends: &'c mut Ends,
}

/// What a reader made of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A record; its values are in the cells.
    Record(Head),
    /// A line that is never a record, as a header row.
    Control,
    /// The record may go on in the next line: a quoted field is open.
    Open,
}

/// Reads the lines of one format of one object, in order.
pub(crate) trait RowReader: std::fmt::Debug {
    /// The format's columns: the cells that [`read`](Self::read) sets.
    fn columns(&self) -> &'static [Column];

    /// Reads a line that is no blank line, no `#` line and no longer than the limit. The cells are
    /// as after [`Cells::begin`] with one cell a column.
    fn read(
        &mut self,
        line: &[u8],
        context: &mut Context<'_>,
        cells: &mut Cells,
    ) -> Result<Reading, RejectReason>;

    /// Takes the names behind `#Fields:`, where the lines that follow are of this format.
    fn header(&mut self, _names: &[u8]) {}
}
