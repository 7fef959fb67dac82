//! What is asked of the output.

use std::sync::Arc;

use why502_parse::View;
use why502_redact::Redactor;

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// One JSON object a line.
    #[default]
    Ndjson,
    /// One JSON array, an object a line.
    Json,
    /// A header row and a row for each record, cells between commas.
    Csv,
    /// A header row and a row for each record, cells between tabs.
    Tsv,
    /// Rows of typed values, for [`typed_rows`](crate::typed_rows): no text for anybody to read.
    Typed,
}

impl Layout {
    /// Has it columns that hold for all rows?
    pub(crate) const fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv)
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Objects as the work hands them out, records as their lines. Nothing is held back but what
    /// threads are ahead of each other.
    #[default]
    AsGiven,
    /// The first so many objects as the work hands them out, those behind them by name: for
    /// objects that arrive in an order of their own. Written when all is read.
    ByName {
        /// How many are in order.
        listed: u64,
    },
    /// By time; at the same time as in `ByName`. Written when all is read.
    ByTime {
        /// How many objects are in order.
        listed: u64,
    },
}

/// Everything the output depends on beside the records.
#[derive(Debug, Clone)]
pub struct Options {
    /// How records are written.
    pub layout: Layout,
    /// The keys of each record, in order; `None`: all it has.
    pub fields: Option<Vec<String>>,
    /// Values as the log means them, or as it wrote them.
    pub view: View,
    /// What is hidden of them.
    pub redactor: Option<Arc<Redactor>>,
    /// At most so many records; at least 1.
    pub limit: Option<u64>,
    /// In which order.
    pub order: Order,
    /// Bytes that may be held in memory for the sake of order, over all threads: beyond that,
    /// threads wait, or records go to temporary files.
    pub memory_bytes: usize,
    /// How many threads there will be, for their share of the memory.
    pub workers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            layout: Layout::Ndjson,
            fields: None,
            view: View::Meant,
            redactor: None,
            limit: None,
            order: Order::AsGiven,
            memory_bytes: 256 << 20,
            workers: 1,
        }
    }
}
