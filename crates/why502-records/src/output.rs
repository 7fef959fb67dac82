//! The one place where bytes leave: the frame around the records, their limit, and a reader that
//! goes away.

use std::io::{self, Write};

use crate::columns::Columns;
use crate::error::{RecordsError, RecordsErrorKind};
use crate::options::Layout;

/// Rows that were rendered together: each with what stands before or behind it in the layout.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub(crate) bytes: Vec<u8>,
    /// Where each row ends.
    pub(crate) ends: Vec<usize>,
}

impl Chunk {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Appends a row.
    #[inline]
    pub(crate) fn row(&mut self, layout: Layout, write: impl FnOnce(&mut Vec<u8>)) {
        if layout == Layout::Json {
            self.bytes.extend_from_slice(b",\n");
        }
        write(&mut self.bytes);
        if !matches!(layout, Layout::Json | Layout::Typed) {
            self.bytes.push(b'\n');
        }
        self.ends.push(self.bytes.len());
    }
}

/// How it stands with the output.
#[derive(Debug)]
enum State {
    Open,
    /// As many records as were wanted.
    Full,
    /// Nobody reads it any more, which is no error.
    Closed,
    Failed(RecordsError),
}

/// The output.
pub(crate) struct Output<'w> {
    out: Box<dyn Write + Send + 'w>,
    layout: Layout,
    limit: u64,
    written: u64,
    state: State,
}

/// What became of it.
pub(crate) struct Ended {
    pub(crate) written: u64,
    pub(crate) is_full: bool,
    pub(crate) reader_left: bool,
}

impl<'w> Output<'w> {
    pub(crate) fn new(out: Box<dyn Write + Send + 'w>, layout: Layout, limit: Option<u64>) -> Self {
        Self { out, layout, limit: limit.unwrap_or(u64::MAX), written: 0, state: State::Open }
    }

    /// Nothing more is written.
    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.state, State::Open)
    }

    /// As many records as were wanted are written.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self.state, State::Full)
    }

    /// Something that is needed for the records failed.
    pub(crate) fn fail(&mut self, error: RecordsError) {
        if matches!(self.state, State::Open | State::Full) {
            self.state = State::Failed(error);
        }
    }

    /// Writes the header row of a table.
    pub(crate) fn header(&mut self, columns: &Columns) {
        let mut row = Vec::new();
        columns.write_header(&mut row, self.layout);
        self.write(&row);
    }

    /// Writes the rows, as many of them as are still wanted.
    pub(crate) fn rows(&mut self, chunk: &Chunk) {
        if chunk.ends.is_empty() || self.is_over() {
            return;
        }
        let rows = usize::try_from(self.limit - self.written).unwrap_or(usize::MAX);
        let rows = rows.min(chunk.ends.len());
        let mut bytes = &chunk.bytes[..chunk.ends[rows - 1]];
        if self.written == 0 && self.layout == Layout::Json {
            // No comma before the first.
            bytes = &bytes[1..];
            self.write(b"[");
        }
        self.write(bytes);
        self.written += rows as u64;
        if self.written == self.limit && matches!(self.state, State::Open) {
            self.state = State::Full;
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Err(error) = self.out.write_all(bytes) {
            self.end_by(error);
        }
    }

    fn end_by(&mut self, error: io::Error) {
        self.state = if error.kind() == io::ErrorKind::BrokenPipe {
            State::Closed
        } else {
            State::Failed(RecordsError::new(RecordsErrorKind::Output, error))
        };
    }

    /// Closes the frame.
    pub(crate) fn finish(mut self) -> Result<Ended, RecordsError> {
        let is_full = self.is_full();
        if matches!(self.state, State::Open | State::Full) {
            if self.layout == Layout::Json {
                self.write(if self.written == 0 { b"[]\n" } else { b"\n]\n" });
            }
            if let Err(error) = self.out.flush() {
                self.end_by(error);
            }
        }
        let reader_left = matches!(self.state, State::Closed);
        match self.state {
            State::Failed(error) => Err(error),
            _ => Ok(Ended { written: self.written, is_full, reader_left }),
        }
    }
}
