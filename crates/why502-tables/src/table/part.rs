//! The rows of one table that belong together, those of a day for one: a batch that fills, and the
//! file that full batches go to.

use std::sync::Arc;

use polars::prelude::Schema;
use why502_records::TypedRow;

use crate::error::TableError;

use super::batch::Batch;
use super::file::{FileKind, Out, TableFile};
use super::limits::Limits;
use super::watched::Fault;

/// Rows that belong together.
pub(super) struct Part {
    schema: Arc<Schema>,
    /// There while rows wait, or the file is open.
    batch: Option<Batch>,
    file: Option<TableFile>,
    /// Of what the file is written to.
    fault: Fault,
    /// How many files were begun.
    files: u32,
    /// Row groups of the file that is open.
    groups: u32,
    /// Rows that were written.
    written: u64,
    /// The row that was put last, by the sink's count.
    pub(super) last_row: u64,
}

impl Part {
    pub(super) fn new(schema: Arc<Schema>) -> Self {
        Self {
            schema,
            batch: None,
            file: None,
            fault: Fault::default(),
            files: 0,
            groups: 0,
            written: 0,
            last_row: 0,
        }
    }

    /// Takes a row; says whether the batch is full.
    pub(super) fn put(&mut self, row: &TypedRow<'_>, limits: &Limits) -> bool {
        let batch = self.batch.get_or_insert_with(|| Batch::new(&self.schema));
        row.cells().for_each(|(place, cell)| batch.put(place, cell));
        batch.end_row();
        batch.rows() >= limits.group_rows || batch.size_bytes() >= limits.group_bytes
    }

    pub(super) fn size_bytes(&self) -> usize {
        self.batch.as_ref().map_or(0, Batch::size_bytes)
    }

    pub(super) fn is_open(&self) -> bool {
        self.file.is_some()
    }

    /// How many row groups the file has that is open.
    pub(super) fn groups(&self) -> u32 {
        self.groups
    }

    /// Rows that were written, and those that wait.
    pub(super) fn rows(&self) -> u64 {
        self.written + self.batch.as_ref().map_or(0, Batch::rows) as u64
    }

    /// How many files it has.
    pub(super) fn files(&self) -> u32 {
        self.files
    }

    /// Writes what waits. `create` is given the number of the file, where one is begun.
    pub(super) fn flush(
        &mut self,
        kind: FileKind,
        create: impl FnOnce(u32) -> Result<Out, TableError>,
    ) -> Result<(), TableError> {
        let waiting = self.batch.as_ref().map_or(0, Batch::rows);
        if waiting == 0 && self.files > 0 {
            return Ok(());
        }
        let mut file = match self.file.take() {
            Some(file) => file,
            None => {
                let out = create(self.files)?;
                self.files += 1;
                self.groups = 0;
                let out = self.fault.watch(out);
                TableFile::begin(kind, out, &self.schema).map_err(|error| self.fault.why(error))?
            }
        };
        if let Some(batch) = self.batch.as_mut().filter(|_| waiting > 0) {
            let rows = batch.take().map_err(TableError::writing)?;
            file.write(&rows).map_err(|error| self.fault.why(error))?;
            self.groups += 1;
            self.written += waiting as u64;
        }
        self.file = Some(file);
        Ok(())
    }

    /// Ends the file; rows that come later go to the next one.
    pub(super) fn close(&mut self) -> Result<(), TableError> {
        if self.size_bytes() == 0 {
            self.batch = None;
        }
        match self.file.take() {
            Some(file) => file.finish().map_err(|error| self.fault.why(error)),
            None => Ok(()),
        }
    }
}
