//! The verb `compare`: its flags exactly as typed, with their help.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

#[cfg(feature = "s3")]
use super::bucket::BucketArguments;
use super::choice::{ColorWish, ComparisonFormat, Lang};
use super::logs::LogArguments;
use super::redact::RedactArguments;
use super::threads::threads;

pub(super) const COMPARE_HELP: &str = "\
Two windows of the same logs, two sources, or equal times around an instant:

  why502 compare logs/ --before 2026-11-21T14:00/2026-11-21T15:00 --after 2026-11-22T14:00/2026-11-22T15:00
  why502 compare logs/ --before yesterday --after today
  why502 compare --before old-logs/ --after new-logs/
  why502 compare logs/ --at 2026-11-22T14:02 --each 30m

Exit status:
  0  both sides were compared, whatever differs
  2  wrong usage, or the result could not be written
  3  some input could not be read or was cut short, or the run was ended; the rest is compared
  4  one side holds no record";

#[derive(Debug, clap::Args)]
pub(crate) struct CompareArguments {
    /// Logs that hold both sides, before all flags: files, folders, quoted glob patterns or
    /// s3://BUCKET/PREFIX. Left out where --before and --after name sources
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<OsString>,

    /// With a SOURCE: a window, as FROM/TO (times as for --since of analyze), or one date for the
    /// whole day. Without one: the sources of this side
    #[arg(long, value_name = "WINDOW|SOURCE", num_args = 1.., conflicts_with = "at")]
    pub(crate) before: Vec<OsString>,

    /// The other side, in the same way
    #[arg(long, value_name = "WINDOW|SOURCE", num_args = 1.., conflicts_with = "at")]
    pub(crate) after: Vec<OsString>,

    /// Compare what was before this time with what was from it on
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,

    /// How long each side of --at is; by default as long as the logs reach on both sides, an hour at
    /// most
    #[arg(long, value_name = "SPAN", requires = "at")]
    pub(crate) each: Option<String>,

    /// How to write the result; by default text, or what FILE of -o ends in: .json, .md, .html
    #[arg(long, value_enum)]
    pub(crate) format: Option<ComparisonFormat>,

    /// Zone of times without one, and of all times shown as text
    #[arg(long, value_name = "ZONE", default_value = "UTC", allow_hyphen_values = true)]
    pub(crate) tz: String,

    /// Format of all logs: auto, or one of the names in docs/FORMATS.md
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: String,

    #[command(flatten)]
    pub(crate) logs: LogArguments,

    /// Leave out records for which EXPR does not hold, on both sides (docs/WHERE.md)
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,

    #[command(flatten)]
    pub(crate) redact: RedactArguments,

    /// Worker threads; by default one per core. The result is the same for any number
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroU16>,

    /// Show what is within noise too
    #[arg(long)]
    pub(crate) details: bool,

    /// Language of the report and of the sentences in JSON
    #[arg(long, value_enum, value_name = "LANG", default_value = "en")]
    pub(crate) lang: Lang,

    /// Write the result to FILE instead of stdout; it appears only when complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Colour the text; auto: on a terminal, unless NO_COLOR is set or TERM is dumb
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWish,

    #[cfg(feature = "s3")]
    #[command(flatten)]
    pub(crate) bucket: BucketArguments,
}
