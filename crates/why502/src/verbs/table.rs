//! Tables of records and of summaries as files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use why502_engine::Summary;
use why502_input::Object;
use why502_tables::{
    Create, FileKind, Layout, Limits, TableOptions, TableReport, TableSink, TableWriting,
    summary_table_names, summary_tables,
};

use crate::command_line::usage::UsageError;
use crate::output::{Draft, FolderDraft, Out};
use crate::settings::tables::TableWish;
use crate::settings::{Destination, Settings, SummaryTables};
use crate::sources::local;

const WRITE_BYTES: usize = 256 << 10;

/// A table of records that is being written.
pub(super) struct TableDraft {
    place: Place,
    sink: Shared,
}

enum Place {
    Stdout,
    File(Draft),
    Folder(FolderDraft),
}

/// The sink, in two hands: who writes the records, and who ends it.
#[derive(Clone)]
struct Shared(Arc<Mutex<Option<TableSink>>>);

impl Write for Shared {
    fn write(&mut self, rows: &[u8]) -> io::Result<usize> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(sink) => sink.write(rows),
            None => Ok(rows.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins a table; the rows are written to what is handed out with it.
pub(super) fn begin(
    wish: &TableWish,
    settings: &Settings,
    fields: Option<Vec<String>>,
) -> io::Result<(TableDraft, Out)> {
    let (place, create, layout) = match (&wish.folder, &settings.destination) {
        (Some(path), _) => {
            let draft = FolderDraft::begin(path)?;
            let layout = if wish.by_day { Layout::FolderByDay } else { Layout::Folder };
            let create = in_folder(&draft);
            (Place::Folder(draft), create, layout)
        }
        (None, Destination::File(path)) => {
            let draft = Draft::begin(path)?;
            let mut writer = Some(draft.writer()?);
            let create: Create = Box::new(move |_| {
                let file = writer.take().ok_or_else(|| io::Error::other("it is one file"))?;
                Ok(buffered(file))
            });
            (Place::File(draft), create, Layout::OneFile)
        }
        (None, Destination::Stdout) => (
            Place::Stdout,
            Box::new(|_: &str| Ok(Box::new(io::stdout()) as Out)) as Create,
            Layout::OneFile,
        ),
    };
    let kind = if wish.is_arrow { FileKind::Arrow } else { FileKind::Parquet };
    let (limits, empty_as) = (Limits::of(kind), settings.log_format);
    let options = TableOptions { kind, layout, fields, limits, empty_as };
    let sink = Shared(Arc::new(Mutex::new(Some(TableSink::new(options, create)))));
    Ok((TableDraft { place, sink: sink.clone() }, Box::new(sink)))
}

fn in_folder(draft: &FolderDraft) -> Create {
    let root = draft.root();
    Box::new(move |name| {
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        File::create(path).map(buffered)
    })
}

fn buffered(file: File) -> Out {
    Box::new(BufWriter::with_capacity(WRITE_BYTES, file))
}

impl TableDraft {
    /// Writes what waits, and lets it appear; a table without columns does not.
    pub(super) fn complete(self) -> io::Result<()> {
        let sink = self.sink.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let finished = sink.map_or_else(|| Ok(TableReport::default()), TableSink::finish);
        let report = match finished.map_err(io::Error::from) {
            // Nobody reads standard output any more: whoever did has what it wanted.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            finished => finished?,
        };
        if report.files == 0 {
            return Ok(());
        }
        match self.place {
            Place::Stdout => Ok(()),
            Place::File(draft) => draft.complete(),
            Place::Folder(draft) => {
                let mut tables = report.tables.keys();
                let only = tables.next().filter(|_| tables.next().is_none());
                draft.complete(only.copied())
            }
        }
    }
}

/// No table of a summary replaces a log that it is made from.
///
/// # Errors
///
/// When one would.
pub(super) fn spare_the_logs(objects: &[Object], wish: &SummaryTables) -> Result<(), UsageError> {
    let Ok(folder) = wish.folder.canonicalize() else { return Ok(()) };
    let extension = writing(wish).extension();
    let written: Vec<_> =
        summary_table_names().map(|name| folder.join(format!("{name}.{extension}"))).collect();
    let is_replaced = |object: &&Object| {
        object.canonical_path().is_some_and(|at| written.contains(&at)) && local::is_log(object)
    };
    match objects.iter().find(is_replaced) {
        None => Ok(()),
        Some(object) => Err(UsageError::new(format!(
            "--tables {} would replace {}, which is one of the logs to be read. Give another \
             folder.",
            wish.folder.display(),
            object.name()
        ))),
    }
}

fn writing(wish: &SummaryTables) -> TableWriting {
    if wish.is_parquet { TableWriting::Parquet } else { TableWriting::Csv }
}

/// Writes every table of a summary to a file of its own.
///
/// # Errors
///
/// When one cannot be written.
pub(super) fn write_summary(summary: &Summary, wish: &SummaryTables) -> Result<(), UsageError> {
    let writing = writing(wish);
    let folder = &wish.folder;
    let unwritable = |error: &dyn std::error::Error| {
        UsageError::new(format!(
            "the tables could not be written to {}: {error}. Check the space and the rights there, \
             or name another folder with --tables.",
            folder.display()
        ))
    };
    let summary: Value = serde_json::to_value(summary).map_err(|error| unwritable(&error))?;
    if !folder.is_dir() {
        std::fs::create_dir(folder).map_err(|error| unwritable(&error))?;
    }
    for table in summary_tables(&summary) {
        let path = folder.join(format!("{}.{}", table.name, writing.extension()));
        let bytes = table.to_bytes(writing).map_err(|error| unwritable(&error))?;
        let draft = Draft::begin(&path).map_err(|error| unwritable(&error))?;
        let written = draft.writer().and_then(|mut file| file.write_all(&bytes));
        written.and_then(|()| draft.complete()).map_err(|error| unwritable(&error))?;
    }
    Ok(())
}
