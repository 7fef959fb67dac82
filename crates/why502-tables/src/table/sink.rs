//! Rows in their order into the files of one or more tables, in bounded memory.
//!
//! The files and their bytes depend on the rows and the options only.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use polars::prelude::Schema;
use why502_parse::{Format, Timestamp};
use why502_records::{TypedColumns, TypedRow, typed_rows};

use crate::error::{TableError, TableErrorKind};

use super::file::FileKind;
use super::limits::Limits;
use super::part::Part;
use super::schema::schema;

const DAY_US: i64 = 86_400_000_000;

/// Makes what is written to, for a name: empty for the only file, else a path with `/` between its
/// parts, below the folder of the table.
pub type Create = Box<dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>> + Send>;

/// How files are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One file, and so one table.
    OneFile,
    /// A folder for each table, named by its format, with files in it.
    Folder,
    /// The same, with a folder for each day (UTC) in it: `day=2026-11-22`.
    FolderByDay,
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct TableOptions {
    /// Which files.
    pub kind: FileKind,
    /// Where rows go.
    pub layout: Layout,
    /// The columns, and so one table whatever the formats; `None`: those of each format.
    pub fields: Option<Vec<String>>,
    /// How much waits, and how large files become.
    pub limits: Limits,
    /// The format of a table that is written though no record came.
    pub empty_as: Option<Format>,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Rows by table: by the name of its folder, which is its format's or `records`.
    pub tables: BTreeMap<&'static str, u64>,
    /// Files.
    pub files: u64,
}

/// The name of a table of chosen columns.
const ANY_FORMAT: &str = "records";

/// By table and day, in the order of their names.
type Key = (&'static str, Option<i64>);

/// Takes rows as [`Records`](why502_records::Records) writes them, whole rows at a time.
pub struct TableSink {
    options: TableOptions,
    create: Create,
    schemas: BTreeMap<&'static str, Arc<Schema>>,
    parts: BTreeMap<Key, Part>,
    /// The parts with rows that wait, or an open file: few, however many parts there are.
    live: BTreeSet<Key>,
    /// What the rows of all parts take that wait.
    waiting_bytes: usize,
    rows: u64,
    is_broken: bool,
}

impl TableSink {
    /// Files are made by `create` when they are needed.
    #[must_use]
    pub fn new(options: TableOptions, create: Create) -> Self {
        Self {
            options,
            create,
            schemas: BTreeMap::new(),
            parts: BTreeMap::new(),
            live: BTreeSet::new(),
            waiting_bytes: 0,
            rows: 0,
            is_broken: false,
        }
    }

    fn put(&mut self, row: &TypedRow<'_>) -> Result<(), TableError> {
        let table = match self.options.fields {
            Some(_) => ANY_FORMAT,
            None => row.format.name(),
        };
        let by_day = self.options.layout == Layout::FolderByDay;
        let key = (table, by_day.then(|| row.time.micros().div_euclid(DAY_US)));
        if !self.parts.contains_key(&key) {
            self.begin(key, Some(row.format))?;
        }
        let Some(part) = self.parts.get_mut(&key) else { return Ok(()) };
        self.rows += 1;
        part.last_row = self.rows;
        let before = part.size_bytes();
        if before == 0 {
            self.live.insert(key);
        }
        let is_full = part.put(row, &self.options.limits);
        self.waiting_bytes += part.size_bytes() - before;
        if is_full {
            self.flush(key)?;
        }
        self.relieve()
    }

    fn begin(&mut self, key: Key, format: Option<Format>) -> Result<(), TableError> {
        let (table, _) = key;
        if self.options.layout == Layout::OneFile
            && let Some((other, _)) = self.parts.keys().next()
        {
            return Err(TableError::new(
                TableErrorKind::MixedFormats,
                format!(
                    "records of {other} and of {table} have other columns, and do not fit one \
                     file. Give a folder with -o, for a table of each; or keep one format with \
                     --where 'format = {other}', or the columns you want with --fields"
                ),
            ));
        }
        let schema = match self.schemas.get(table) {
            Some(schema) => Arc::clone(schema),
            None => {
                let columns = match (&self.options.fields, format) {
                    (Some(keys), _) => TypedColumns::of_keys(keys),
                    (None, Some(format)) => TypedColumns::of_format(format),
                    (None, None) => return Ok(()),
                };
                let schema = Arc::new(schema(&columns).map_err(TableError::writing)?);
                self.schemas.insert(table, Arc::clone(&schema));
                schema
            }
        };
        self.parts.insert(key, Part::new(schema));
        Ok(())
    }

    /// Writes what waits of a part, after closing a file where too many are open.
    fn flush(&mut self, key: Key) -> Result<(), TableError> {
        let is_open = |key: &Key| self.parts.get(key).is_some_and(Part::is_open);
        let open: Vec<Key> = self.live.iter().copied().filter(is_open).collect();
        if open.len() >= self.options.limits.open_files && !is_open(&key) {
            let last_row = |key: &Key| self.parts.get(key).map(|part| part.last_row);
            if let Some(oldest) = open.into_iter().min_by_key(last_row) {
                self.close(oldest)?;
            }
        }
        let Self { options, create, parts, .. } = self;
        let Some(part) = parts.get_mut(&key) else { return Ok(()) };
        self.waiting_bytes -= part.size_bytes();
        part.flush(options.kind, |number| {
            let name = name(options, key, number);
            create(&name).map_err(|error| TableError::output(&error))
        })?;
        // What a file's end says of its row groups is kept until then.
        let is_long = part.groups() >= self.options.limits.file_groups;
        if is_long && self.options.layout != Layout::OneFile { self.close(key) } else { Ok(()) }
    }

    fn close(&mut self, key: Key) -> Result<(), TableError> {
        let Some(part) = self.parts.get_mut(&key) else { return Ok(()) };
        part.close()?;
        if part.size_bytes() == 0 {
            self.live.remove(&key);
        }
        Ok(())
    }

    /// Writes the largest of the parts that wait, as long as they take too much memory: after every
    /// row, so that it does not matter in which pieces rows come.
    fn relieve(&mut self) -> Result<(), TableError> {
        while self.waiting_bytes > self.options.limits.waiting_bytes {
            let size = |key: &Key| self.parts.get(key).map(Part::size_bytes);
            let Some(largest) = self.live.iter().copied().max_by_key(size) else { break };
            self.flush(largest)?;
        }
        Ok(())
    }

    fn take(&mut self, rows: &[u8]) -> Result<(), TableError> {
        typed_rows(rows).try_for_each(|row| self.put(&row))
    }

    /// Writes what waits, and the end of every file. Says what was written; where no record came,
    /// and no columns are known, that is nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<TableReport, TableError> {
        if self.parts.is_empty() && self.options.layout == Layout::OneFile {
            let table = self.options.empty_as.map_or(ANY_FORMAT, Format::name);
            if self.options.fields.is_some() || self.options.empty_as.is_some() {
                self.begin((table, None), self.options.empty_as)?;
            }
        }
        let keys: Vec<Key> = self.parts.keys().copied().collect();
        let mut report = TableReport::default();
        for key in keys {
            self.flush(key)?;
            self.close(key)?;
            let Some(part) = self.parts.get(&key) else { continue };
            *report.tables.entry(key.0).or_default() += part.rows();
            report.files += u64::from(part.files());
        }
        Ok(report)
    }
}

/// The name of a file.
fn name(options: &TableOptions, (table, day): Key, number: u32) -> String {
    if options.layout == Layout::OneFile {
        return String::new();
    }
    let folder = day.map(|day| {
        let date = Timestamp::from_micros(day.saturating_mul(DAY_US)).civil_date();
        format!("day={:04}-{:02}-{:02}/", date.year, date.month, date.day)
    });
    let extension = options.kind.extension();
    format!("{table}/{}part-{number:05}.{extension}", folder.unwrap_or_default())
}

impl Write for TableSink {
    /// Takes all rows, or fails, and then for ever.
    fn write(&mut self, rows: &[u8]) -> io::Result<usize> {
        if self.is_broken {
            return Err(io::Error::other("the table could not be written"));
        }
        self.take(rows).map_err(|error| {
            self.is_broken = true;
            io::Error::from(error)
        })?;
        Ok(rows.len())
    }

    /// Nothing is flushed before its time: rows wait for a row group.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
