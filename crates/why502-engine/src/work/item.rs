//! One piece of work: a named byte stream that is opened by the worker that reads it.

use std::io::{self, BufRead};

use why502_parse::Format;

/// A decoded byte stream. `fill_buf` hands out every byte before a damage, then the error.
pub trait Stream: BufRead + Send {
    /// Bytes taken from the file or the network so far.
    fn bytes_read(&self) -> u64;
    /// Is an unterminated last line before this error a whole line?
    fn ends_cleanly(&self, error: &io::Error) -> bool;
}

/// How a stream is opened, on the worker that reads it.
pub type Opener<'a> = Box<dyn FnOnce() -> io::Result<Box<dyn Stream>> + Send + 'a>;

/// By what an object is known again when an analysis is resumed: hashes that the caller makes,
/// the same in every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Of its name: where it lies.
    pub name: u64,
    /// Of its content's version: an ETag and a size.
    pub version: u64,
}

/// One object, or one piece of a plain file.
pub struct WorkItem<'a> {
    /// Name of the object, for messages and reports.
    pub source: String,
    /// About how many bytes it has; a [`WorkList`](crate::WorkList) goes by it.
    pub size: u64,
    /// Its format, where that is already known.
    pub format: Option<Format>,
    /// 0, 1, … in the order of the file where it was cut in pieces; `None` for a whole object,
    /// of which nothing but counts is kept once it is read.
    pub piece: Option<u32>,
    /// Set for objects that a resumed analysis is not to read again; not looked at for pieces.
    pub mark: Option<Mark>,
    /// Opens it.
    pub open: Opener<'a>,
}
