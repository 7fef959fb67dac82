//! Why a table could not be written or read.

use std::fmt;
use std::io;

use polars::prelude::PolarsError;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableErrorKind {
    /// Records of two formats were to go into one file.
    MixedFormats,
    /// The output could not be written.
    Output,
    /// The bytes are no Parquet file, or a damaged one.
    Damaged,
    /// A Parquet file with no column that can be read.
    NoColumns,
}

/// Why a table could not be written or read.
#[derive(Debug)]
pub struct TableError {
    kind: TableErrorKind,
    text: String,
    /// Of the output.
    io_kind: Option<io::ErrorKind>,
}

impl TableError {
    pub(crate) fn new(kind: TableErrorKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), io_kind: None }
    }

    /// Of polars while it wrote.
    pub(crate) fn writing(error: PolarsError) -> Self {
        match error {
            PolarsError::IO { error, .. } => Self::output(&error),
            other => Self::new(TableErrorKind::Output, one_line(&other)),
        }
    }

    pub(crate) fn output(error: &io::Error) -> Self {
        Self { kind: TableErrorKind::Output, text: error.to_string(), io_kind: Some(error.kind()) }
    }

    /// Of polars while it read.
    pub(crate) fn reading(error: &PolarsError) -> Self {
        Self::new(
            TableErrorKind::Damaged,
            format!("the Parquet file is damaged: {}", one_line(error)),
        )
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TableErrorKind {
        self.kind
    }
}

/// As an error of a stream; a reader that went away stays one.
impl From<TableError> for io::Error {
    fn from(error: TableError) -> Self {
        Self::new(error.io_kind.unwrap_or(io::ErrorKind::Other), error)
    }
}

/// The error's first line: it stands in tables and sentences.
fn one_line(error: &PolarsError) -> String {
    let text = error.to_string();
    let line: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
    line.trim_end_matches('.').to_owned()
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl std::error::Error for TableError {}
