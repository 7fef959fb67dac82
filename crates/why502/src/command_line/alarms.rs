//! The verb `alarms`: its flags exactly as typed, with their help.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::ValueEnum;

#[cfg(feature = "s3")]
use super::bucket::BucketArguments;
use super::logs::LogArguments;
use super::redact::RedactArguments;
use super::threads::threads;
use super::window::WindowArguments;

pub(super) const ALARMS_EXIT_STATUS: &str = "\
Exit status:
  0  the alarms were printed, whether there was an incident or not
  2  wrong usage, or they could not be written
  3  some input could not be read or was cut short, or the run was ended; the alarms stand on the rest
  4  nothing could be read, or no record lies in the window and passes --where; nothing is printed";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlarmsFormat {
    /// A template of CloudFormation, in YAML
    Cloudformation,
    /// Resources of Terraform (and OpenTofu), in HCL
    Terraform,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AlarmsArguments {
    /// Logs: a file, a folder (all of it), a quoted glob pattern, a pipe, - for standard input,
    /// or s3://BUCKET/PREFIX; plain, gzip or zstd. Quiet hours beside the incident give the baseline
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<OsString>,

    /// How to write them; by default cloudformation, or terraform where the file of -o ends in .tf
    #[arg(long, value_enum)]
    pub(crate) format: Option<AlarmsFormat>,

    /// Objective for the burn-rate alarms: per cent of requests that are not to fail with a 5xx
    #[arg(long, value_name = "PERCENT", default_value = "99.9")]
    pub(crate) slo: String,

    #[command(flatten)]
    pub(crate) window: WindowArguments,

    /// Format of all logs: auto, or one of the names in docs/FORMATS.md
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: String,

    #[command(flatten)]
    pub(crate) logs: LogArguments,

    /// Leave out records for which EXPR does not hold (docs/WHERE.md)
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,

    #[command(flatten)]
    pub(crate) redact: RedactArguments,

    /// Worker threads; by default one per core. The result is the same for any number
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroU16>,

    /// Write to FILE instead of stdout; it appears only when complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    #[cfg(feature = "s3")]
    #[command(flatten)]
    pub(crate) bucket: BucketArguments,
}
