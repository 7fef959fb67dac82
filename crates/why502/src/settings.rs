//! Flags and environment to settings that hold together, or one sentence why they do not.
//!
//! Modules, each using only those to its left: `environment → window → logs → quantity → slo → destination → tables → conditions → config → redact → bucket → records → alarms → compare`

pub(crate) mod alarms;
#[cfg(feature = "s3")]
pub(crate) mod bucket;
pub(crate) mod compare;
mod conditions;
pub(crate) mod config;
mod destination;
mod environment;
mod logs;
mod quantity;
pub(crate) mod records;
mod redact;
pub(crate) mod slo;
pub(crate) mod tables;
mod window;

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use why502_account::Facts;
use why502_engine::Filter;
use why502_parse::{Format, Options, Timestamp};
use why502_redact::Redactor;
use why502_report::alarms::AlarmOptions;
use why502_report::text::TextOptions;

use crate::command_line::args::AnalyzeArguments;
use crate::command_line::choice::ReportFormat;
use crate::command_line::usage::{UsageError, nearest};
#[cfg(feature = "s3")]
use bucket::{BucketSettings, Follow};

pub(crate) use conditions::Conditions;
pub(crate) use destination::Destination;
pub(crate) use environment::Environment;
pub(crate) use tables::SummaryTables;
pub(crate) use window::Window;

/// Everything an analysis depends on.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Files, folders, patterns, pipes.
    pub(crate) places: Vec<OsString>,
    #[cfg(feature = "s3")]
    pub(crate) bucket: BucketSettings,
    #[cfg(feature = "s3")]
    pub(crate) follow: Option<Follow>,
    pub(crate) window: Window,
    pub(crate) log_format: Option<Format>,
    /// What is known of the logs beside their bytes.
    pub(crate) options: Options,
    pub(crate) filter: Option<Filter>,
    /// Where facts from the account are.
    pub(crate) aws_context: Option<PathBuf>,
    /// Those facts, once they are read.
    pub(crate) facts: Option<Arc<Facts>>,
    /// Counts, and no causes.
    pub(crate) is_summary: bool,
    pub(crate) workers: usize,
    pub(crate) format: ReportFormat,
    pub(crate) destination: Destination,
    /// Where the tables of the result go.
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "refused where it is resolved")
    )]
    pub(crate) tables: Option<SummaryTables>,
    pub(crate) checkpoint: Option<PathBuf>,
    /// What was typed and changes the result: a checkpoint is good for the same only.
    pub(crate) typed: Vec<String>,
    pub(crate) text: TextOptions,
    /// What is hidden in whatever is written or said.
    pub(crate) redactor: Option<Arc<Redactor>>,
    pub(crate) conditions: Conditions,
    /// Alarms are asked for instead of a report.
    pub(crate) alarms: Option<AlarmOptions>,
    pub(crate) shows_progress: bool,
    /// Standard input is a keyboard, and is to be read.
    pub(crate) waits_for_typing: bool,
}

impl Settings {
    pub(crate) fn resolve(
        arguments: AnalyzeArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let mut window = Window::read(&arguments.window, environment.now)?;
        if arguments.checkpoint.is_some() && window.since.is_some() && window.until.is_none() {
            // A run that goes on tomorrow is to give what it would have given today.
            window.until = Some(Timestamp::from_micros(environment.now.as_microsecond()));
        }
        let destination = destination::destination(&arguments)?;
        let to_terminal = environment.stdout_is_terminal && destination == Destination::Stdout;
        let typed = typed(&arguments);
        #[cfg(feature = "s3")]
        let follow = Follow::read(&arguments)?;
        #[cfg(feature = "s3")]
        let (bucket, places) = BucketSettings::read(arguments.bucket, arguments.sources)?;
        #[cfg(not(feature = "s3"))]
        let places = arguments.sources;
        let conditions = Conditions::read(arguments.conditions, arguments.summary, &destination)?;
        #[cfg(feature = "s3")]
        if bucket.dry_run && conditions.are_asked_for() {
            return Err(UsageError::new(
                "--dry-run reads nothing, so there is no result for --fail-on or --junit. Leave one \
                 of them out.",
            ));
        }
        let reads_stdin = places.iter().any(|place| place == "-");
        Ok(Self {
            #[cfg(feature = "s3")]
            bucket,
            #[cfg(feature = "s3")]
            follow,
            log_format: log_format(&arguments.log_format)?,
            options: Options {
                fields: logs::fields(&arguments.logs),
                apigw_map: logs::apigw_map(&arguments.logs)?,
            },
            filter: logs::filter(arguments.filter.as_deref(), environment.now, &window.zone)?,
            aws_context: arguments.aws_context,
            facts: None,
            is_summary: arguments.summary,
            workers: arguments.jobs.map_or(environment.cores, |jobs| usize::from(jobs.get())),
            format: report_format(arguments.format, &destination),
            text: TextOptions {
                zone: window.zone.clone(),
                width: environment.text_width(to_terminal),
                color: environment.wants_color(arguments.color, to_terminal),
                details: arguments.details,
                slo: objective(arguments.slo.as_deref())?,
                language: arguments.lang.into(),
            },
            redactor: redact::redactor(&arguments.redact)?,
            window,
            conditions,
            alarms: None,
            tables: tables::of_summary(arguments.tables, arguments.tables_format)?,
            checkpoint: destination::checkpoint(arguments.checkpoint, &places, &destination)?,
            typed,
            destination,
            shows_progress: environment.stderr_is_terminal && !arguments.quiet,
            waits_for_typing: reads_stdin && environment.stdin_is_terminal,
            places,
        })
    }

    /// The result is told more than once, so that JSON has one line each time.
    pub(crate) fn is_repeated(&self) -> bool {
        #[cfg(feature = "s3")]
        return self.follow.is_some();
        #[cfg(not(feature = "s3"))]
        return false;
    }

    /// What the engine is asked for.
    pub(crate) fn engine(&self) -> why502_engine::Settings {
        why502_engine::Settings {
            since: self.window.since,
            until: self.window.until,
            workers: self.workers,
            log_format: self.log_format,
            options: self.options.clone(),
            filter: self.filter.clone(),
            facts: self.facts.clone(),
            is_summary: self.is_summary,
            ..why502_engine::Settings::default()
        }
    }
}

fn typed(arguments: &AnalyzeArguments) -> Vec<String> {
    let window = &arguments.window;
    let mut typed: Vec<String> =
        arguments.sources.iter().map(|source| source.to_string_lossy().into_owned()).collect();
    typed.sort();
    typed.dedup();
    typed.extend([
        format!("--since {}", window.since.as_deref().unwrap_or("the beginning")),
        format!("--until {}", window.until.as_deref().unwrap_or("the end")),
        format!("--tz {}", window.tz),
        format!("--log-format {}", arguments.log_format),
        format!("--log-fields {}", arguments.logs.log_fields.join(",")),
        format!("--apigw-map {}", arguments.logs.apigw_map.join(",")),
        format!("--where {}", arguments.filter.as_deref().unwrap_or("everything")),
        if arguments.summary { "--summary" } else { "no --summary" }.to_owned(),
    ]);
    #[cfg(feature = "s3")]
    typed.push(format!("--late {}", arguments.bucket.late));
    // Where relative paths and buckets are looked for; an endpoint may hold what is secret.
    let variables = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"].map(std::env::var_os);
    let mut place = DefaultHasher::new();
    (std::env::current_dir().ok(), variables).hash(&mut place);
    #[cfg(feature = "s3")]
    arguments.bucket.endpoint_url.hash(&mut place);
    typed.push(format!("from this folder and endpoint ({:016x})", place.finish()));
    typed
}

fn log_format(name: &str) -> Result<Option<Format>, UsageError> {
    if name == "auto" {
        return Ok(None);
    }
    if let Some(format) = Format::from_name(name) {
        return Ok(Some(format));
    }
    let names: Vec<&str> =
        ["auto"].into_iter().chain(Format::ALL.iter().map(|format| format.name())).collect();
    let nearest = nearest(name, &names).unwrap_or("auto");
    Err(UsageError::new(format!(
        "--log-format: `{name}` is no log format. Did you mean {nearest}? Known are {}.",
        names.join(", ")
    )))
}

fn report_format(wish: Option<ReportFormat>, destination: &Destination) -> ReportFormat {
    let by_name = match destination {
        Destination::File(path) => by_extension(path),
        Destination::Stdout => ReportFormat::Text,
    };
    wish.unwrap_or(by_name)
}

fn by_extension(path: &Path) -> ReportFormat {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("json") => ReportFormat::Json,
        Some("md" | "markdown") => ReportFormat::Markdown,
        Some("html" | "htm") => ReportFormat::Html,
        _ => ReportFormat::Text,
    }
}

fn objective(wish: Option<&str>) -> Result<Option<f64>, UsageError> {
    let objective = wish.map(slo::slo).transpose();
    objective.map_err(|error| UsageError::new(format!("--slo: {error}")))
}

#[cfg(test)]
mod tests;
