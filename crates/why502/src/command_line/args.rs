//! The flags exactly as typed, with their help.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

const EXIT_STATUS: &str = "\
Exit status:
  0  the analysis ran, whatever it found
  2  wrong usage, or the result could not be written
  3  some input could not be read or was cut short; the rest is complete
  4  nothing could be read, or no record lies in the window";

const EXAMPLES: &str = "\
`why502 SOURCE...` is short for `why502 analyze SOURCE...`.
All flags: `why502 analyze --help`.

  why502 logs/
  why502 --since 2026-11-22T13:00 --until 2026-11-22T15:00 logs/
  why502 'logs/**/*.gz' --format json | jq '.findings[0].cause'
  zcat access.log.gz | why502 -
";

/// Why did my users get a 502, and what do I do now? Answers from AWS access logs.
#[derive(Debug, Parser)]
#[command(name = "why502", version, arg_required_else_help = true, max_term_width = 90)]
#[command(after_help = format!("{EXAMPLES}\n{EXIT_STATUS}"))]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Find out what broke, since when, for whom and why (the default verb)
    #[command(after_help = EXIT_STATUS)]
    Analyze(AnalyzeArguments),
}

#[derive(Debug, clap::Args)]
pub(crate) struct AnalyzeArguments {
    /// Logs: a file, a folder (all of it), a quoted glob pattern, a pipe, or - for standard input;
    /// plain or gzip
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<OsString>,

    /// How to write the result; by default text, or json where the file of -o ends in .json
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,

    /// Leave out what is before TIME: RFC 3339, a date or time in the zone of --tz
    /// (2026-11-22, 2026-11-22T14:00), a span before now (30m, 2h, 7d), or now, today, yesterday
    #[arg(long, value_name = "TIME", alias = "from", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// Leave out what is at TIME or later; a date means its midnight at the start, so
    /// `--since 2026-11-22 --until 2026-11-23` is one whole day
    #[arg(long, value_name = "TIME", alias = "to", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,

    /// Zone of times without one, and of all times shown as text: a name such as Europe/Berlin,
    /// an offset such as +02:00, or local
    #[arg(long, value_name = "ZONE", default_value = "UTC", allow_hyphen_values = true)]
    pub(crate) tz: String,

    /// Format of all logs: auto, alb or cloudfront
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) log_format: String,

    /// Worker threads; by default one per core. The result is the same for any number
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroU16>,

    /// Show everything: all evidence, checks, names and figures
    #[arg(long)]
    pub(crate) details: bool,

    /// Write the result to FILE instead of stdout; it appears only when complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Say nothing on stderr but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Colour the text; auto: on a terminal, unless NO_COLOR is set or TERM is dumb
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWish,
}

fn threads(text: &str) -> Result<NonZeroU16, &'static str> {
    text.parse().map_err(|_| "it takes a whole number from 1 to 65535")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a person
    Text,
    /// For a program, as docs/schema/analyze.v1.json says
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWish {
    Auto,
    Always,
    Never,
}
