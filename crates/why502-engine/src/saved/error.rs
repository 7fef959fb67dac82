//! Why a saved analysis cannot be gone on with.

use std::fmt;

/// What is wrong with a saved analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadErrorKind {
    /// It could not be read.
    Io,
    /// It is something else.
    NotSaved,
    /// It ends before its end.
    Truncated,
    /// Another version or build of the program wrote it.
    OtherVersion,
    /// It was made with settings that give other results.
    OtherSettings,
    /// Its bytes are not those that were written.
    Damaged,
}

/// Why a saved analysis cannot be gone on with, and where that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    kind: LoadErrorKind,
    at: u64,
    message: String,
}

impl LoadError {
    pub(crate) fn new(kind: LoadErrorKind, at: u64, message: impl Into<String>) -> Self {
        Self { kind, at, message: message.into() }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> LoadErrorKind {
        self.kind
    }

    /// How many bytes stood before what is wrong; the beginning of a block, not the very byte.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.at
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            LoadErrorKind::Io | LoadErrorKind::Truncated | LoadErrorKind::Damaged => {
                write!(out, "{} (at byte {})", self.message, self.at)
            }
            _ => out.write_str(&self.message),
        }
    }
}

impl std::error::Error for LoadError {}
