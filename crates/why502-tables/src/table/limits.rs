//! How large things may become before something is written, or a file is ended.

use super::file::FileKind;

/// Bounds on rows that wait, and on files. What is written depends on them, and on nothing else
/// than these and the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of a row group, or record batch.
    pub group_rows: usize,
    /// What they take in memory.
    pub group_bytes: usize,
    /// What rows take in memory that wait, over all files.
    pub waiting_bytes: usize,
    /// Files that are open at once.
    pub open_files: usize,
    /// Row groups of a file in a folder; behind them another file is begun.
    pub file_groups: u32,
}

impl Limits {
    /// Those of the program. With all else they make 270 MiB at the peak, measured with a load
    /// balancer's log; a writer of Parquet keeps about 0.3 MiB more of every row group of a file
    /// until its end.
    #[must_use]
    pub const fn of(kind: FileKind) -> Self {
        let group_bytes = match kind {
            FileKind::Parquet => 64 << 20,
            // A record batch is packed as a whole.
            FileKind::Arrow => 24 << 20,
        };
        Self {
            group_rows: 128 << 10,
            group_bytes,
            waiting_bytes: 80 << 20,
            open_files: 32,
            file_groups: 64,
        }
    }
}
