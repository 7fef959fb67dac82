//! The receivers of records: they render on the threads that read, and hand over what is rendered.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use why502_engine::filter::{is_documented_key, nearest_key};
use why502_engine::{Receiver, Receivers};
use why502_parse::Record;
use why502_redact::Tally;

use crate::columns::Columns;
use crate::error::{RecordsError, RecordsErrorKind};
use crate::options::{Layout, Options, Order};
use crate::output::{Chunk, Output};
use crate::report::Report;
use crate::row::{RowWriter, columns_of_named, named_cells};
use crate::sequence::Sequence;
use crate::slots::{Missing, Slots};
use crate::sort::{Buffer, Spool};

/// So much is rendered before it is handed over.
const CHUNK_BYTES: usize = 256 << 10;

/// Writes all records that the engine hands out.
///
/// The bytes depend on the objects and the options only, not on the number of threads.
pub struct Records<'w> {
    options: Options,
    /// The columns that were asked for.
    chosen: Option<Arc<Columns>>,
    sequence: Sequence<'w>,
    /// Where the order is known at the end only.
    spool: Option<Spool>,
    /// In nobody's hands.
    idle: Mutex<Vec<(RowWriter, Chunk)>>,
}

impl<'w> Records<'w> {
    /// Writes to `out`, in pieces of many records.
    #[must_use]
    pub fn new(options: Options, out: Box<dyn Write + Send + 'w>) -> Self {
        let chosen = options.fields.clone().map(|fields| Arc::new(Columns::new(fields)));
        let mut output = Output::new(out, options.layout, options.limit);
        if let Some(columns) = chosen.as_ref().filter(|_| options.layout.is_table()) {
            output.header(columns);
        }
        let share = options.memory_bytes / options.workers.max(1);
        let spool = (options.order != Order::AsGiven)
            .then(|| Spool::new(share, options.limit.unwrap_or(u64::MAX)));
        let sequence = Sequence::new(output, options.memory_bytes);
        Self { options, chosen, sequence, spool, idle: Mutex::default() }
    }

    /// Nothing more is wanted: the limit is reached, nobody reads the output, or it failed.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.sequence.is_over()
    }

    /// Writes what waits for the end.
    ///
    /// # Errors
    /// When the output or a temporary file failed, now or before.
    pub fn finish(self) -> Result<Report, RecordsError> {
        let (mut output, limit_place) = self.sequence.into_output();
        let mut missing = Missing::default();
        if let Some(spool) = self.spool
            && !output.is_over()
        {
            let named = self.options.layout.is_table() && self.chosen.is_none();
            let slots = pour(spool, &mut output, &self.options, named)?;
            missing.merge(slots.missing);
        }
        let mut hidden = Tally::default();
        for (writer, _) in self.idle.into_inner().unwrap_or_else(PoisonError::into_inner) {
            hidden.merge(&writer.hidden());
            missing.merge(writer.into_missing());
        }
        let ended = output.finish()?;
        let is_chosen = self.chosen.is_some();
        let unmet =
            self.chosen.filter(|_| ended.written > 0).map(|chosen| unmet(&chosen, &missing));
        Ok(Report {
            written: ended.written,
            limit_reached: ended.is_full,
            redacted: self.options.redactor.as_ref().map(|_| hidden.by_name()),
            limit_place,
            reader_left: ended.reader_left,
            left_out_records: if is_chosen { 0 } else { missing.records },
            left_out_keys: if is_chosen { Vec::new() } else { missing.keys.into_iter().collect() },
            unmet_fields: unmet.unwrap_or_default(),
        })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(RowWriter, Chunk)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unmet(chosen: &Columns, missing: &Missing) -> Vec<(String, &'static str)> {
    let is_met = |place: usize| missing.met.get(place).copied().unwrap_or(false);
    let keys = chosen.keys().iter().enumerate();
    keys.filter(|(place, key)| !is_met(*place) && !is_documented_key(key))
        .filter_map(|(_, key)| Some((key.clone(), nearest_key(key)?)))
        .collect()
}

/// Writes the rows of the spool. `named`: they name their cells, and the first settles the columns.
fn pour(
    spool: Spool,
    output: &mut Output<'_>,
    options: &Options,
    named: bool,
) -> Result<Slots, RecordsError> {
    let (mut chunk, mut slots) = (Chunk::default(), Slots::default());
    let mut columns = None;
    let drained = spool.drain(|row| {
        if named {
            let columns = columns.get_or_insert_with(|| {
                let columns = columns_of_named(row);
                output.header(&columns);
                columns
            });
            slots.begin(columns);
            named_cells(row).for_each(|(key, cell)| slots.put_written(columns, key, cell));
            chunk.row(options.layout, |out| slots.write_row(out, options.layout));
        } else {
            chunk.row(options.layout, |out| out.extend_from_slice(row));
        }
        if chunk.bytes.len() >= CHUNK_BYTES {
            output.rows(&chunk);
            chunk.clear();
        }
        !output.is_over()
    });
    output.rows(&chunk);
    drained.map_err(|error| RecordsError::new(RecordsErrorKind::Temporary, error))?;
    Ok(slots)
}

impl Receivers for Records<'_> {
    fn begin<'s>(&'s self, place: u64, source: &str) -> Box<dyn Receiver + 's> {
        let idle = self.idle().pop();
        let (mut writer, chunk) =
            idle.unwrap_or_else(|| (RowWriter::new(&self.options), Chunk::default()));
        writer.begin(source);
        let left = self.options.limit.unwrap_or(u64::MAX);
        match &self.spool {
            None => Box::new(Streaming {
                records: self,
                place,
                rendered: Some((writer, chunk)),
                columns: self.chosen.clone(),
                left,
            }),
            Some(spool) => Box::new(Spooling {
                records: self,
                spool,
                key: key(self.options.order, place, source),
                rendered: Some((writer, chunk)),
                buffer: spool.take(),
                left: if matches!(self.options.order, Order::ByTime { .. }) {
                    u64::MAX
                } else {
                    left
                },
            }),
        }
    }
}

/// Renders one object's records and gives them to the sequence.
struct Streaming<'s, 'w> {
    records: &'s Records<'w>,
    place: u64,
    /// There until this is dropped.
    rendered: Option<(RowWriter, Chunk)>,
    columns: Option<Arc<Columns>>,
    left: u64,
}

impl Receiver for Streaming<'_, '_> {
    fn take(&mut self, record: &Record<'_>, line: u64) -> bool {
        let Some((writer, chunk)) = &mut self.rendered else { return false };
        let (layout, sequence) = (self.records.options.layout, &self.records.sequence);
        if layout.is_table() && self.columns.is_none() {
            self.columns = sequence.columns(self.place, || writer.columns_of(record));
            if self.columns.is_none() {
                return false;
            }
        }
        match &self.columns {
            _ if layout == Layout::Typed => {
                let fields = self.records.options.fields.as_deref();
                chunk.row(layout, |out| writer.write_typed(out, record, line, fields));
            }
            Some(columns) => {
                chunk.row(layout, |out| writer.write_columns(out, record, line, columns));
            }
            None => chunk.row(layout, |out| writer.write_object(out, record, line)),
        }
        self.left -= 1;
        self.left > 0 && (chunk.bytes.len() < CHUNK_BYTES || sequence.give(self.place, chunk))
    }
}

impl Drop for Streaming<'_, '_> {
    fn drop(&mut self) {
        if let Some((writer, mut chunk)) = self.rendered.take() {
            if !chunk.ends.is_empty() {
                self.records.sequence.give(self.place, &mut chunk);
            }
            self.records.idle().push((writer, chunk));
        }
        self.records.sequence.end(self.place);
    }
}

/// Renders one object's records into the spool.
struct Spooling<'s, 'w> {
    records: &'s Records<'w>,
    spool: &'s Spool,
    /// By which a record is sorted: eight bytes of its time, the object, eight of its line.
    key: Vec<u8>,
    /// There until this is dropped.
    rendered: Option<(RowWriter, Chunk)>,
    buffer: Buffer,
    left: u64,
}

/// The key of the object's records but for time and line.
fn key(order: Order, place: u64, source: &str) -> Vec<u8> {
    let listed = match order {
        Order::AsGiven => u64::MAX,
        Order::ByName { listed } | Order::ByTime { listed } => listed,
    };
    let mut key = vec![0; 8];
    if place < listed {
        key.extend_from_slice(&place.to_be_bytes());
    } else {
        key.extend_from_slice(&u64::MAX.to_be_bytes());
        key.extend_from_slice(source.as_bytes());
        key.push(0);
    }
    key.extend_from_slice(&[0; 8]);
    key
}

impl Receiver for Spooling<'_, '_> {
    fn take(&mut self, record: &Record<'_>, line: u64) -> bool {
        let Some((writer, _)) = &mut self.rendered else { return false };
        let Options { order, layout, .. } = self.records.options;
        if matches!(order, Order::ByTime { .. }) {
            // As unsigned, with the order of signed numbers.
            let time = record.time().micros().cast_unsigned() ^ (1 << 63);
            self.key[..8].copy_from_slice(&time.to_be_bytes());
        }
        let end = self.key.len() - 8;
        self.key[end..].copy_from_slice(&line.to_be_bytes());
        self.buffer.push(&self.key, |out| match &self.records.chosen {
            _ if layout == Layout::Typed => {
                writer.write_typed(out, record, line, self.records.options.fields.as_deref());
            }
            Some(columns) => writer.write_columns(out, record, line, columns),
            None if layout.is_table() => writer.write_named(out, record, line),
            None => writer.write_object(out, record, line),
        });
        if let Err(error) = self.spool.relieve(&mut self.buffer) {
            let error = RecordsError::new(RecordsErrorKind::Temporary, error);
            self.records.sequence.with_output(|output| output.fail(error));
        }
        self.left -= 1;
        self.left > 0 && !self.records.is_over()
    }
}

impl Drop for Spooling<'_, '_> {
    fn drop(&mut self) {
        self.spool.give_back(std::mem::take(&mut self.buffer));
        self.records.idle().extend(self.rendered.take());
    }
}
