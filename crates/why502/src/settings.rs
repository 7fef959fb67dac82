//! Flags and environment to settings that hold together, or one sentence why they do not.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::tz::{Offset, TimeZone};
use why502_parse::{Format, Timestamp};
use why502_report::text::TextOptions;

use crate::command_line::args::{AnalyzeArguments, ColorWish, ReportFormat};
use crate::command_line::usage::{UsageError, nearest};
use crate::instant;

/// Format names of the contract that later versions read.
const NOT_YET_READ: [&str; 14] = [
    "alb_connection",
    "alb_health_check",
    "clb",
    "nlb",
    "cloudfront_realtime",
    "cloudfront_connection",
    "apigateway",
    "lambda",
    "vpc_flow",
    "waf",
    "nginx_access",
    "nginx_error",
    "apache_access",
    "apache_error",
];
const READ: [&str; 3] = ["auto", "alb", "cloudfront"];
/// A line of text: never wider, though the terminal may be, and never narrower.
const WIDTHS: (u16, u16) = (40, 100);
const DEFAULT_WIDTH: u16 = 80;

/// What the flags do not say.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) now: jiff::Timestamp,
    /// `NO_COLOR` is set and not empty, or `TERM` is `dumb`.
    pub(crate) plain_wanted: bool,
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    pub(crate) stdout_width: Option<u16>,
    pub(crate) cores: usize,
}

impl Environment {
    pub(crate) fn of_process() -> Self {
        let is = |name: &str, test: fn(&str) -> bool| {
            std::env::var_os(name).is_some_and(|value| test(&value.to_string_lossy()))
        };
        let stdout = std::io::stdout();
        Self {
            now: jiff::Timestamp::now(),
            plain_wanted: is("NO_COLOR", |v| !v.is_empty()) || is("TERM", |v| v == "dumb"),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal: stdout.is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            stdout_width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        }
    }
}

/// Where the result goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

/// Everything a run depends on.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) sources: Vec<OsString>,
    pub(crate) engine: why502_engine::Settings,
    pub(crate) format: ReportFormat,
    pub(crate) destination: Destination,
    pub(crate) text: TextOptions,
    pub(crate) zone: TimeZone,
    pub(crate) shows_progress: bool,
    /// Standard input is a keyboard, and is to be read.
    pub(crate) waits_for_typing: bool,
}

impl Settings {
    pub(crate) fn resolve(
        arguments: AnalyzeArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let zone = zone(&arguments.tz)?;
        let (since, until) = window(&arguments, environment, &zone)?;
        let destination = destination(&arguments)?;
        let to_terminal = environment.stdout_is_terminal && destination == Destination::Stdout;
        let color = match arguments.color {
            ColorWish::Always => true,
            ColorWish::Never => false,
            ColorWish::Auto => to_terminal && !environment.plain_wanted,
        };
        let width = environment.stdout_width.filter(|_| to_terminal).unwrap_or(DEFAULT_WIDTH);
        let workers = arguments.jobs.map_or(environment.cores, |jobs| usize::from(jobs.get()));
        let reads_stdin = arguments.sources.iter().any(|source| source == "-");
        Ok(Self {
            engine: why502_engine::Settings {
                since,
                until,
                workers,
                log_format: log_format(&arguments.log_format)?,
                ..why502_engine::Settings::default()
            },
            format: report_format(arguments.format, &destination),
            text: TextOptions {
                zone: zone.clone(),
                width: usize::from(width.clamp(WIDTHS.0, WIDTHS.1)),
                color,
                details: arguments.details,
            },
            destination,
            zone,
            shows_progress: environment.stderr_is_terminal && !arguments.quiet,
            waits_for_typing: reads_stdin && environment.stdin_is_terminal,
            sources: arguments.sources,
        })
    }

    /// The window in words, or nothing where none was asked for.
    pub(crate) fn window_text(&self) -> Option<String> {
        let shown = |at: Timestamp| self.shown(at);
        match (self.engine.since, self.engine.until) {
            (None, None) => None,
            (Some(since), None) => Some(format!("from {} on", shown(since))),
            (None, Some(until)) => Some(format!("before {}", shown(until))),
            (Some(since), Some(until)) => {
                Some(format!("from {} until before {}", shown(since), shown(until)))
            }
        }
    }

    /// An instant in the zone of the settings.
    pub(crate) fn shown(&self, at: Timestamp) -> String {
        jiff::Timestamp::from_microsecond(at.micros()).map_or_else(
            |_| format!("{} µs", at.micros()),
            |at| at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        )
    }
}

fn zone(name: &str) -> Result<TimeZone, UsageError> {
    let found = match name {
        "local" => TimeZone::try_system().ok(),
        "Z" | "z" => Some(TimeZone::UTC),
        _ => offset(name).map(TimeZone::fixed).or_else(|| TimeZone::get(name).ok()),
    };
    found.ok_or_else(|| {
        UsageError::new(format!(
            "--tz: `{name}` is no time zone that is known here. Give a name of the IANA database \
             such as Europe/Berlin, Asia/Tokyo or UTC, an offset such as +02:00, or `local`."
        ))
    })
}

/// `+02:00`, `-0530`, `+2`: hours, and minutes of two digits, ahead of UTC.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2).unwrap_or((digits, "")),
    };
    let number = |text: &str, most: i32| {
        let is_number = matches!(text.len(), 1..=2) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|number| is_number && *number <= most)
    };
    let minutes = match minutes {
        "" if !digits.contains(':') => 0,
        minutes => number(minutes, 59).filter(|_| minutes.len() == 2)?,
    };
    Offset::from_seconds(sign * (number(hours, 23)? * 3600 + minutes * 60)).ok()
}

fn window(
    arguments: &AnalyzeArguments,
    environment: &Environment,
    zone: &TimeZone,
) -> Result<(Option<Timestamp>, Option<Timestamp>), UsageError> {
    let read = |flag: &str, text: &Option<String>| {
        let text = text.as_deref();
        text.map(|text| instant::parse(text, environment.now, zone))
            .transpose()
            .map_err(|error| UsageError::new(format!("{flag}: {error}")))
    };
    let since = read("--since", &arguments.since)?;
    let until = read("--until", &arguments.until)?;
    match (since, until) {
        (Some(from), Some(to)) if from >= to => Err(UsageError::new(format!(
            "the window is empty: --since {} is not before --until {}. The window runs from \
             --since to just before --until; a date stands for its midnight at the start.",
            arguments.since.as_deref().unwrap_or_default(),
            arguments.until.as_deref().unwrap_or_default(),
        ))),
        window => Ok(window),
    }
}

fn log_format(name: &str) -> Result<Option<Format>, UsageError> {
    if name == "auto" {
        return Ok(None);
    }
    if let Some(format) = Format::from_name(name) {
        return Ok(Some(format));
    }
    if NOT_YET_READ.contains(&name) {
        return Err(UsageError::new(format!(
            "--log-format: logs of the format {name} are not read by this version. It reads alb \
             and cloudfront; with auto, other files are skipped and named."
        )));
    }
    let nearest = nearest(name, &READ).unwrap_or("auto");
    Err(UsageError::new(format!(
        "--log-format: `{name}` is no log format. Did you mean {nearest}? Known are auto, alb and \
         cloudfront."
    )))
}

fn report_format(wish: Option<ReportFormat>, destination: &Destination) -> ReportFormat {
    let by_name = match destination {
        Destination::File(path) if path.extension().is_some_and(|e| e == "json") => {
            ReportFormat::Json
        }
        _ => ReportFormat::Text,
    };
    wish.unwrap_or(by_name)
}

/// Refuses, before the work is done, what could not be written after it.
fn destination(arguments: &AnalyzeArguments) -> Result<Destination, UsageError> {
    let Some(path) = arguments.output.as_deref().filter(|path| *path != Path::new("-")) else {
        return Ok(Destination::Stdout);
    };
    let shown = path.display();
    if path.is_dir() {
        return Err(UsageError::new(format!(
            "-o {shown} is a folder. Give the name of a file, such as {}.",
            path.join("incident.json").display()
        )));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() || path.file_name().is_none() {
        return Err(UsageError::new(format!(
            "-o {shown}: there is no folder {} to write to. Create it first.",
            folder.display()
        )));
    }
    let written = path.canonicalize().ok();
    let is_source = |source: &OsString| {
        Path::new(source).canonicalize().ok().is_some_and(|s| Some(s) == written)
    };
    if written.is_some() && arguments.sources.iter().any(is_source) {
        return Err(UsageError::new(format!(
            "-o {shown} is also a SOURCE: the result would replace the log. Give another name."
        )));
    }
    Ok(Destination::File(path.to_owned()))
}

#[cfg(test)]
mod tests;
