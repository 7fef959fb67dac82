//! Why the records could not all be written.

use std::fmt;
use std::io;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordsErrorKind {
    /// The output could not be written.
    Output,
    /// A temporary file could not be made, written or read.
    Temporary,
}

/// Why the records could not all be written.
#[derive(Debug)]
pub struct RecordsError {
    kind: RecordsErrorKind,
    error: io::Error,
}

impl RecordsError {
    pub(crate) fn new(kind: RecordsErrorKind, error: io::Error) -> Self {
        Self { kind, error }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> RecordsErrorKind {
        self.kind
    }
}

impl fmt::Display for RecordsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, error } = self;
        match kind {
            RecordsErrorKind::Output => write!(out, "the records could not be written: {error}"),
            RecordsErrorKind::Temporary => write!(
                out,
                "a temporary file in {} could not be used: {error}",
                std::env::temp_dir().display()
            ),
        }
    }
}

impl std::error::Error for RecordsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
