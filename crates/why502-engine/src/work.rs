//! What the engine is given: settings, work items, and someone who watches the progress.

use std::io::{self, BufRead};

use why502_parse::{Format, Framer, Timestamp};

/// What is asked of one run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Records before this instant are left out.
    pub since: Option<Timestamp>,
    /// Records at or after this instant are left out.
    pub until: Option<Timestamp>,
    /// Number of worker threads; at least one is used.
    pub workers: usize,
    /// The format of every object; `None` detects it from content.
    pub log_format: Option<Format>,
    /// A longer line is one rejected line, in bytes.
    pub line_limit: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            since: None,
            until: None,
            workers: 1,
            log_format: None,
            line_limit: Framer::DEFAULT_LINE_LIMIT,
        }
    }
}

impl Settings {
    /// Is this instant inside the window?
    pub(crate) fn holds(&self, time: Timestamp) -> bool {
        self.since.is_none_or(|since| time >= since) && self.until.is_none_or(|until| time < until)
    }
}

/// A decoded byte stream. `fill_buf` hands out every byte before a damage, then the error.
pub trait Stream: BufRead + Send {
    /// Bytes taken from the file or the network so far.
    fn bytes_read(&self) -> u64;
    /// Is an unterminated last line before this error a whole line?
    fn ends_cleanly(&self, error: &io::Error) -> bool;
}

/// How a stream is opened, on the worker that reads it.
pub type Opener<'a> = Box<dyn FnOnce() -> io::Result<Box<dyn Stream>> + Send + 'a>;

/// One object, or one piece of a plain file.
pub struct WorkItem<'a> {
    /// Name of the object, for messages and reports.
    pub source: String,
    /// About how many bytes it has; the largest are started first.
    pub size: u64,
    /// Its format, where that is already known.
    pub format: Option<Format>,
    /// 0, 1, … in the order of the file where it was cut in pieces.
    pub piece: u32,
    /// Opens it.
    pub open: Opener<'a>,
}

/// Watches the progress of a run, from any worker.
pub trait Observer: Sync {
    /// So many more bytes were read and decoded.
    fn advanced(&self, read_bytes: u64, decoded_bytes: u64);
    /// One more work item is finished.
    fn object_done(&self);
}

impl Observer for () {
    fn advanced(&self, _read_bytes: u64, _decoded_bytes: u64) {}
    fn object_done(&self) {}
}
