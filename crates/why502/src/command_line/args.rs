//! The flags exactly as typed, with their help.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::alarms::{ALARMS_EXIT_STATUS, AlarmsArguments};
#[cfg(feature = "s3")]
use super::bucket::{BucketArguments, FETCH_EXIT_STATUS, FetchArguments};
use super::choice::{ColorWish, Lang, ReportFormat, TablesFormat};
use super::compare::{COMPARE_HELP, CompareArguments};
use super::conditions::ConditionArguments;
use super::explain::{EXPLAIN_EXIT_STATUS, ExplainArguments};
use super::logs::LogArguments;
use super::pages::{CompletionsArguments, ManArguments, PAGES_EXIT_STATUS};
use super::records::{RECORDS_EXIT_STATUS, RecordsArguments};
use super::redact::RedactArguments;
use super::threads::threads;
use super::usage::UsageError;
use super::window::WindowArguments;

const EXIT_STATUS: &str = "\
Exit status:
  0  the analysis ran, whatever it found
  1  it ran and read all there is, and a condition of --fail-on held
  2  wrong usage, or the result could not be written
  3  some input could not be read or was cut short, or the run was ended; the rest is complete
  4  nothing could be read, or no record lies in the window and passes --where";

const EXAMPLES: &str = "\
`why502 SOURCE...` is short for `why502 analyze SOURCE...`.
All flags: `why502 analyze --help`.

  why502 logs/
  why502 --since 2026-11-22T13:00 --until 2026-11-22T15:00 logs/
  why502 'logs/**/*.gz' --format json | jq '.findings[0].cause'
  zcat access.log.gz | why502 -
  why502 logs/ --summary
  why502 explain rolling-deploy
  why502 records logs/ | jq -c 'select(.status == 502)'
  why502 s3://my-logs/AWSLogs/123456789012/elasticloadbalancing/eu-west-1/ --since 2h
";

/// Why did my users get a 502, and what do I do now? Answers from AWS access logs.
#[derive(Debug, Parser)]
#[command(name = "why502", version, arg_required_else_help = true, max_term_width = 90)]
#[command(after_help = format!("{EXAMPLES}\n{EXIT_STATUS}"))]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// Defaults of flags, and names of places (docs/CONFIG.md); otherwise WHY502_CONFIG, then
    /// why502/config.toml in XDG_CONFIG_HOME or ~/.config
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Find out what broke, since when, for whom and why (the default verb)
    #[command(after_help = EXIT_STATUS)]
    Analyze(AnalyzeArguments),

    /// Write every record as data: NDJSON, JSON, CSV, TSV, Parquet or Arrow
    #[command(after_help = RECORDS_EXIT_STATUS)]
    Records(RecordsArguments),

    /// Show what a cause or signature is, how it looks and what to do; needs no logs
    #[command(after_help = EXPLAIN_EXIT_STATUS)]
    Explain(ExplainArguments),

    /// Say what differs between two windows or two sources, and what is within noise
    #[command(after_help = COMPARE_HELP)]
    Compare(CompareArguments),

    /// Print CloudWatch alarms that would have caught this incident, and burn rates of an SLO
    #[command(after_help = ALARMS_EXIT_STATUS)]
    Alarms(AlarmsArguments),

    /// Print a script that completes verbs and flags in a shell
    #[command(after_help = PAGES_EXIT_STATUS)]
    Completions(CompletionsArguments),

    /// Print the manual page, or that of a verb
    #[command(after_help = PAGES_EXIT_STATUS)]
    Man(ManArguments),

    /// Copy the objects of a window from S3 to a folder
    #[cfg(feature = "s3")]
    #[command(after_help = FETCH_EXIT_STATUS)]
    Fetch(FetchArguments),
}

#[derive(Debug, clap::Args)]
pub(crate) struct AnalyzeArguments {
    /// Logs: a file, a folder (all of it), a quoted glob pattern, a pipe, - for standard input,
    /// or s3://BUCKET/PREFIX; plain, gzip or zstd
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<OsString>,

    /// How to write the result; by default what the name of -o says (.json, .md, .html, .txt), else text
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,

    #[command(flatten)]
    pub(crate) window: WindowArguments,

    /// Format of all logs: auto, or one of the names in docs/FORMATS.md
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: String,

    #[command(flatten)]
    pub(crate) logs: LogArguments,

    /// Leave out records for which EXPR does not hold, as in 'elb_status_code >= 500 and client_port
    /// in 10.0.0.0/8' (docs/WHERE.md)
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,

    /// Facts from the AWS account: a folder with the JSON that the AWS CLI prints, used as evidence and
    /// for what set it off. --details shows the commands that fill it (docs/AWS_CONTEXT.md)
    #[arg(long, value_name = "DIR")]
    pub(crate) aws_context: Option<PathBuf>,

    /// Counts only, in little more time than decompressing takes: statuses, timeline, response
    /// times, targets, signatures. Causes are not looked for
    #[arg(long, conflicts_with = "aws_context")]
    pub(crate) summary: bool,

    /// Worker threads; by default one per core. The result is the same for any number
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroU16>,

    /// Show everything: all evidence, checks, names and figures
    #[arg(long)]
    pub(crate) details: bool,

    /// Objective of the service in per cent, such as 99.9: the report tells how much of the error
    /// budget of the period was used
    #[arg(long, value_name = "PERCENT")]
    pub(crate) slo: Option<String>,

    /// Language of the report and of the sentences in JSON
    #[arg(long, value_enum, value_name = "LANG", default_value = "en")]
    pub(crate) lang: Lang,

    /// Write the result to FILE instead of stdout; it appears only when complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Also write every table of the result to a file of its own in the folder DIR
    #[arg(long, value_name = "DIR")]
    pub(crate) tables: Option<PathBuf>,

    /// As which files --tables are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "csv", requires = "tables")]
    pub(crate) tables_format: TablesFormat,

    #[command(flatten)]
    pub(crate) redact: RedactArguments,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Colour the text; auto: on a terminal, unless NO_COLOR is set or TERM is dumb
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWish,

    /// Note in FILE what is read, every few seconds: the same command goes on from there after an
    /// interruption. The file is removed once everything was read
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,

    /// Keep watching S3 and tell the diagnosis again as objects arrive; Ctrl-C ends it
    #[cfg(feature = "s3")]
    #[arg(long, conflicts_with_all = ["until", "checkpoint", "dry_run", "tables"])]
    pub(crate) follow: bool,

    /// How often --follow looks for new objects
    #[cfg(feature = "s3")]
    #[arg(long, value_name = "SPAN", default_value = "30s", requires = "follow")]
    pub(crate) every: String,

    #[command(flatten)]
    pub(crate) conditions: ConditionArguments,

    #[cfg(feature = "s3")]
    #[command(flatten)]
    pub(crate) bucket: BucketArguments,
}

impl AnalyzeArguments {
    /// An analysis of these sources as if no flag was typed, for verbs that read as it does.
    ///
    /// # Errors
    ///
    /// Never: a verb and a source are a command line.
    pub(crate) fn plain(sources: Vec<OsString>) -> Result<Self, UsageError> {
        match Arguments::try_parse_from(["why502", "analyze", "-"]) {
            Ok(Arguments { verb: Verb::Analyze(plain), .. }) => Ok(Self { sources, ..plain }),
            _ => Err(UsageError::new("the flags of an analysis could not be understood.")),
        }
    }
}
