//! Wishes for tables: of records as Parquet or Arrow, and of a summary.

use std::path::{Path, PathBuf};

use crate::command_line::choice::{RecordsFormat, TablesFormat};
use crate::command_line::records::RecordsArguments;
use crate::command_line::usage::UsageError;

use super::Environment;

/// Records as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableWish {
    pub(crate) is_arrow: bool,
    /// A folder that appears with all files; else one file, or standard output.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) by_day: bool,
}

/// The tables of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SummaryTables {
    pub(crate) folder: PathBuf,
    pub(crate) is_parquet: bool,
}

/// The wish for a table, if there is one. What is left in `output` is the name of a file.
pub(super) fn table(
    arguments: &mut RecordsArguments,
    environment: &Environment,
) -> Result<Option<TableWish>, UsageError> {
    let Some((name, is_arrow)) = kind(arguments)? else { return Ok(None) };
    if !cfg!(feature = "tables") {
        return Err(without_tables(name, "write csv or ndjson"));
    }
    let by_day = arguments.partition_by.is_some();
    let is_folder =
        |path: &Path| by_day || path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/');
    let folder = match arguments.output.take_if(|path| is_folder(path)) {
        Some(path) => Some(new_folder(path)?),
        None if by_day => {
            return Err(UsageError::new(
                "--partition-by writes folders: name the one they go to, as in `-o tables/`.",
            ));
        }
        None => None,
    };
    let to_stdout = arguments.output.as_deref().is_none_or(|path| path == Path::new("-"));
    if folder.is_none() && to_stdout && environment.stdout_is_terminal {
        return Err(UsageError::new(format!(
            "{name} is not for a terminal to show. Name a file, as in `-o records.{}`.",
            if is_arrow { "arrow" } else { "parquet" }
        )));
    }
    Ok(Some(TableWish { is_arrow, folder, by_day }))
}

/// What asks for a table, and whether as Arrow.
fn kind(arguments: &RecordsArguments) -> Result<Option<(&'static str, bool)>, UsageError> {
    let output = arguments.output.as_deref();
    let extension = output.and_then(Path::extension).and_then(|extension| extension.to_str());
    Ok(match (arguments.format, extension) {
        (Some(RecordsFormat::Parquet), _) => Some(("--format parquet", false)),
        (Some(RecordsFormat::Arrow), _) => Some(("--format arrow", true)),
        (Some(_), _) if arguments.partition_by.is_some() => {
            return Err(UsageError::new(
                "--partition-by is for --format parquet and arrow. Leave one of them out.",
            ));
        }
        (None, Some("parquet")) => Some(("A file .parquet", false)),
        (None, Some("arrow")) => Some(("A file .arrow", true)),
        (None, _) if arguments.partition_by.is_some() => Some(("--partition-by", false)),
        _ => None,
    })
}

/// A folder that is not there yet, or has nothing in it: what it holds later is one table, and
/// nothing of an earlier run.
fn new_folder(path: PathBuf) -> Result<PathBuf, UsageError> {
    let shown = path.display();
    if path.exists() {
        #[expect(clippy::disallowed_methods, reason = "the place of the output, no log")]
        let is_empty = std::fs::read_dir(&path).is_ok_and(|mut found| found.next().is_none());
        if !is_empty {
            return Err(UsageError::new(format!(
                "-o {shown}: the files would be mixed with what is there. Give a new folder, or \
                 an empty one."
            )));
        }
    }
    // Without a `/` at the end, so that it has a parent and a name.
    let path: PathBuf = path.components().collect();
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.is_dir() || path.file_name().is_none() {
        return Err(UsageError::new(format!(
            "-o {}: there is no folder {} to make it in. Create that first.",
            path.display(),
            parent.display()
        )));
    }
    Ok(path)
}

/// Where the tables of a summary go.
pub(super) fn of_summary(
    folder: Option<PathBuf>,
    format: TablesFormat,
) -> Result<Option<SummaryTables>, UsageError> {
    let Some(folder) = folder else { return Ok(None) };
    if !cfg!(feature = "tables") {
        return Err(without_tables("--tables", "take the same from --format json"));
    }
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.exists() && !folder.is_dir() || !folder.exists() && !parent.is_dir() {
        return Err(UsageError::new(format!(
            "--tables {}: give a folder, or the name of a new one in a folder that exists.",
            folder.display()
        )));
    }
    Ok(Some(SummaryTables { folder, is_parquet: format == TablesFormat::Parquet }))
}

fn without_tables(wish: &str, instead: &str) -> UsageError {
    UsageError::new(format!(
        "{wish}: this program was built without tables. Build it with them (`cargo build --release \
         -p why502 --features tables`), or {instead}."
    ))
}
