//! A Parquet file as a stream of lines.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once};

use polars::prelude::{Column, FileMetadata, ParallelStrategy, ParquetReader, SerReader};
use polars_buffer::Buffer;

use crate::error::{TableError, TableErrorKind};

use super::checked::check;
use super::names::member_names;
use super::text::write_rows;

/// So many rows are decoded at once; what claims to be a short file may hold very many.
const ROWS: usize = 32 << 10;

/// Rows that are decoded at once.
struct Slice {
    /// The row group, where they are the first of one.
    begins: Option<usize>,
    first: usize,
    rows: usize,
}

/// A log that was delivered as Parquet, as lines: one JSON object for each row.
///
/// Damage is an error of the stream, after the rows before it. What a file claims is not trusted:
/// rows are decoded a few at a time, and a panic of the decoder is an error like any other.
pub struct ParquetLog {
    stored: Buffer<u8>,
    metadata: Arc<FileMetadata>,
    names: Vec<String>,
    ahead: VecDeque<Slice>,
    text: Vec<u8>,
    /// So much of the text is consumed.
    start: usize,
}

impl ParquetLog {
    /// Of all bytes of the file.
    ///
    /// # Errors
    /// When they are no Parquet file, or one without a column that can be read.
    pub fn open(stored: Vec<u8>) -> Result<Self, TableError> {
        let stored = Buffer::from_vec(stored);
        let (metadata, columns) = guarded(|| {
            let mut reader = ParquetReader::new(Cursor::new(&stored[..]));
            let metadata = reader.get_metadata().map_err(|error| TableError::reading(&error))?;
            let metadata = Arc::clone(metadata);
            let schema = reader.schema().map_err(|error| TableError::reading(&error))?;
            let columns: Vec<String> = schema.iter_names().map(ToString::to_string).collect();
            Ok((metadata, columns))
        })?;
        if columns.is_empty() {
            return Err(TableError::new(
                TableErrorKind::NoColumns,
                "the Parquet file has no column",
            ));
        }
        let (mut ahead, mut first) = (VecDeque::new(), 0_usize);
        for (number, group) in metadata.row_groups.iter().enumerate() {
            let mut begins = Some(number);
            let end = first.saturating_add(group.num_rows());
            while first < end {
                let rows = ROWS.min(end - first);
                ahead.push_back(Slice { begins: begins.take(), first, rows });
                first += rows;
            }
        }
        let names = member_names(&columns);
        Ok(Self { stored, metadata, names, ahead, text: Vec::new(), start: 0 })
    }

    /// Bytes of the file.
    #[must_use]
    pub fn stored_bytes(&self) -> u64 {
        self.stored.len() as u64
    }

    fn decode(&mut self, slice: &Slice) -> Result<(), TableError> {
        let Self { stored, metadata, names, text, .. } = self;
        guarded(|| {
            if let Some(group) = slice.begins.and_then(|number| metadata.row_groups.get(number)) {
                check(stored, group)?;
            }
            let mut reader = ParquetReader::new(Cursor::new(&stored[..]))
                .with_slice(Some((slice.first, slice.rows)))
                .read_parallel(ParallelStrategy::None)
                .set_rechunk(true);
            reader.set_metadata(Arc::clone(metadata));
            let rows = reader.finish().map_err(|error| TableError::reading(&error))?;
            let is_whole = |column: &Column| column.len() == slice.rows;
            if rows.height() != slice.rows || !rows.columns().iter().all(is_whole) {
                let text = "the Parquet file is damaged: it has fewer rows than it says";
                return Err(TableError::new(TableErrorKind::Damaged, text));
            }
            write_rows(&rows, names, text)
        })
    }
}

thread_local! {
    /// A panic of this thread is caught, and told as damage.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What is done to bytes that may have been made to harm: polars panics on some of them.
fn guarded<T>(act: impl FnOnce() -> Result<T, TableError>) -> Result<T, TableError> {
    static HUSHED: Once = Once::new();
    HUSHED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                before(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let caught = catch_unwind(AssertUnwindSafe(act));
    IS_GUARDED.set(false);
    caught.unwrap_or_else(|_| {
        let text = "the Parquet file is damaged: it cannot be decoded";
        Err(TableError::new(TableErrorKind::Damaged, text))
    })
}

impl BufRead for ParquetLog {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.text.len() {
            let Some(slice) = self.ahead.pop_front() else { break };
            self.text.clear();
            self.start = 0;
            if let Err(error) = self.decode(&slice) {
                self.text.clear();
                self.ahead.clear();
                return Err(error.into());
            }
        }
        Ok(&self.text[self.start..])
    }

    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.text.len());
    }
}

impl Read for ParquetLog {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}
