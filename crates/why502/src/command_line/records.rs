//! The verb `records`: its flags exactly as typed, with their help.

use std::ffi::OsString;
use std::num::{NonZeroU16, NonZeroU64};
use std::path::PathBuf;

#[cfg(feature = "s3")]
use super::bucket::BucketArguments;
use super::choice::{PartitionWish, RecordsFormat, SortWish};
use super::redact::RedactArguments;
use super::threads::threads;
use super::window::WindowArguments;

pub(super) const RECORDS_EXIT_STATUS: &str = "\
Exit status:
  0  every record that was asked for is written, or the reader of standard output went away
  2  wrong usage, or the records could not be written
  3  some input could not be read or was cut short, or the run was ended; the rest is complete
  4  nothing could be read, or no record lies in the window and passes --where";

/// The value of `--limit`.
fn records(text: &str) -> Result<NonZeroU64, &'static str> {
    text.parse().map_err(|_| "it takes a whole number from 1 on")
}

#[derive(Debug, clap::Args)]
pub(crate) struct RecordsArguments {
    /// Logs: a file, a folder (all of it), a quoted glob pattern, a pipe, - for standard input,
    /// or s3://BUCKET/PREFIX; plain, gzip or zstd
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<OsString>,

    /// How to write them; by default ndjson, or what FILE of -o ends in: .json, .csv, .tsv,
    /// .parquet, .arrow
    #[arg(long, value_enum)]
    pub(crate) format: Option<RecordsFormat>,

    /// Keys of the output, in this order; a record without one has null, or an empty cell
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub(crate) fields: Option<Vec<String>>,

    /// Values as the log wrote them: escapes kept, times in its own unit, -1 where it stands
    #[arg(long)]
    pub(crate) raw: bool,

    /// Parquet or Arrow files in a folder for each KEY, as in day=2026-11-22, below the folder of -o
    #[arg(long, value_enum, value_name = "KEY")]
    pub(crate) partition_by: Option<PartitionWish>,

    /// Only the first N records
    #[arg(long, value_name = "N", value_parser = records)]
    pub(crate) limit: Option<NonZeroU64>,

    /// Sort by time; otherwise objects are in the order of the sources, those of S3 by name
    #[arg(long, value_enum, value_name = "KEY")]
    pub(crate) sort: Option<SortWish>,

    /// Leave out records for which EXPR does not hold, as in 'elb_status_code >= 500 and client_port
    /// in 10.0.0.0/8' (docs/WHERE.md)
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,

    #[command(flatten)]
    pub(crate) window: WindowArguments,

    /// Format of all logs: auto, or one of the names in docs/FORMATS.md
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: String,

    /// Columns of logs that do not name them, in order, by AWS's names
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) log_fields: Vec<String>,

    /// What a key of your API Gateway log stands for: took=responseLatency; may be repeated
    #[arg(long, value_name = "KEY=VARIABLE", value_delimiter = ',')]
    pub(crate) apigw_map: Vec<String>,

    /// Worker threads; by default one per core. The output is the same for any number
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroU16>,

    /// Write to FILE instead of stdout; it appears only when complete. For parquet and arrow also a
    /// new folder, with / at the end: a table for each log format
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) redact: RedactArguments,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    #[cfg(feature = "s3")]
    #[command(flatten)]
    pub(crate) bucket: BucketArguments,
}
