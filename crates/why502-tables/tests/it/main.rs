//! Logs through the parser into tables, and Parquet back into lines.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod log;
mod sink;
mod written;
