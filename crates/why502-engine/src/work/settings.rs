//! What is asked of one analysis.

use std::sync::Arc;

use why502_account::Facts;
use why502_parse::{Format, Framer, Options, Timestamp};

use crate::filter::Filter;

/// What is asked of one analysis.
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
    /// What is known of the logs beside their bytes.
    pub options: Options,
    /// Records for which it does not hold are left out.
    pub filter: Option<Filter>,
    /// What is known of the account: evidence beside the logs, in no count. Not saved.
    pub facts: Option<Arc<Facts>>,
    /// Only counts are wanted, and no causes: see [`Summary::is_summary`](crate::Summary::is_summary).
    pub is_summary: bool,
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
            options: Options::default(),
            filter: None,
            facts: None,
            is_summary: false,
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
