//! Why a text is no filter.

use std::fmt;

/// Why a text is no filter, and where that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    at: usize,
    near: String,
    message: String,
}

/// So much of the text is shown behind the place.
const SHOWN_CHARACTERS: usize = 20;

impl FilterError {
    /// `at` is the byte of `text` at which something else was expected.
    pub(crate) fn new(text: &str, at: usize, message: impl Into<String>) -> Self {
        let near = text.get(at..).unwrap_or_default().chars().take(SHOWN_CHARACTERS).collect();
        Self { at, near, message: message.into() }
    }

    /// The byte of the text at which something else was expected.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.near.is_empty() {
            write!(out, "at its end: {}", self.message)
        } else {
            write!(out, "at byte {}, before `", self.at + 1)?;
            for character in self.near.chars() {
                match character {
                    // Shown as they were typed.
                    '"' | '\'' | '\\' => write!(out, "{character}")?,
                    other => write!(out, "{}", other.escape_debug())?,
                }
            }
            write!(out, "`: {}", self.message)
        }
    }
}

impl std::error::Error for FilterError {}
