//! Settings of the verb `compare`: those of one analysis for each side.

use std::ffi::OsString;
use std::time::Duration;

use jiff::tz::TimeZone;
use why502_parse::Timestamp;

use crate::command_line::args::AnalyzeArguments;
use crate::command_line::choice::ComparisonFormat;
use crate::command_line::compare::CompareArguments;
use crate::command_line::logs::LogArguments;
use crate::command_line::usage::UsageError;
use crate::command_line::window::WindowArguments;
use crate::instant;

use super::{Destination, Environment, Settings, quantity, window};

/// The longest side of `--at` where none was asked for.
const USUAL_SIDE: Duration = Duration::from_secs(3_600);

/// Everything the verb depends on.
#[derive(Debug)]
pub(crate) struct CompareSettings {
    /// Before, and after.
    pub(crate) sides: [Settings; 2],
    /// The instant of `--at`, where both sides are to be as long as the shorter one reaches.
    pub(crate) fitted_at: Option<Timestamp>,
    pub(crate) format: ComparisonFormat,
}

/// From, to just before.
type Window = (Timestamp, Timestamp);

impl CompareSettings {
    pub(crate) fn resolve(
        mut arguments: CompareArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let zone = window::zone(&arguments.tz)?;
        let now = environment.now;
        if arguments.at.is_none() {
            for (flag, values) in [("--before", &arguments.before), ("--after", &arguments.after)] {
                refuse_nothing(flag, values)?;
            }
        }
        let windows = match (&arguments.at, arguments.sources.is_empty()) {
            (Some(_), true) => return Err(no_source("--at")),
            (Some(at), false) => {
                let at = instant::parse(at, now, &zone)
                    .map_err(|error| UsageError::new(format!("--at: {error}")))?;
                Some(around(at, arguments.each.as_deref())?)
            }
            (None, false) => Some([
                read("--before", &arguments.before, now, &zone)?,
                read("--after", &arguments.after, now, &zone)?,
            ]),
            (None, true) => {
                let both = [("--before", &arguments.before), ("--after", &arguments.after)];
                for (flag, values) in both {
                    refuse_windows(flag, values, now, &zone)?;
                }
                None
            }
        };
        if let Some(windows) = windows {
            refuse_what_is_read_twice(&arguments.sources)?;
            refuse_overlap(windows)?;
        }
        let fitted_at =
            windows.filter(|_| arguments.at.is_some() && arguments.each.is_none()).map(|w| w[1].0);
        let places = match windows {
            Some(_) => [arguments.sources.clone(), std::mem::take(&mut arguments.sources)],
            None => [std::mem::take(&mut arguments.before), std::mem::take(&mut arguments.after)],
        };
        let wish = arguments.format;
        let settle = |places: Vec<OsString>| -> Result<Settings, UsageError> {
            Settings::resolve(as_analysis(&arguments, places)?, environment)
        };
        let [before, after] = places;
        let mut sides = [settle(before)?, settle(after)?];
        for (side, window) in sides.iter_mut().zip(windows.into_iter().flatten()) {
            side.window.since = Some(window.0);
            side.window.until = Some(window.1);
        }
        #[cfg(feature = "s3")]
        if sides.iter().any(|side| side.bucket.dry_run) {
            return Err(UsageError::new(
                "--dry-run is not for compare. `why502 analyze SOURCE --since … --until … --dry-run` says \
                 what a window would fetch.",
            ));
        }
        let format = format(wish, &sides[0].destination);
        Ok(Self { sides, fitted_at, format })
    }
}

/// The analysis of one side.
fn as_analysis(
    arguments: &CompareArguments,
    places: Vec<OsString>,
) -> Result<AnalyzeArguments, UsageError> {
    let LogArguments { log_fields, apigw_map } = &arguments.logs;
    let plain = AnalyzeArguments::plain(places)?;
    Ok(AnalyzeArguments {
        window: WindowArguments { tz: arguments.tz.clone(), ..plain.window },
        log_format: arguments.log_format.clone(),
        logs: LogArguments { log_fields: log_fields.clone(), apigw_map: apigw_map.clone() },
        filter: arguments.filter.clone(),
        redact: arguments.redact.clone(),
        jobs: arguments.jobs,
        details: arguments.details,
        lang: arguments.lang,
        output: arguments.output.clone(),
        quiet: arguments.quiet,
        color: arguments.color,
        #[cfg(feature = "s3")]
        bucket: arguments.bucket.clone(),
        ..plain
    })
}

fn around(at: Timestamp, each: Option<&str>) -> Result<[Window; 2], UsageError> {
    let each = each.map_or(Ok(USUAL_SIDE), |each| quantity::span("--each", each))?;
    if each < Duration::from_secs(1) {
        return Err(UsageError::new("--each: a second is the least; minutes tell more."));
    }
    let length = i64::try_from(each.as_micros()).unwrap_or(i64::MAX);
    let shifted = |by: i64| Timestamp::from_micros(at.micros().saturating_add(by));
    Ok([(shifted(-length), at), (at, shifted(length))])
}

/// One window: `FROM/TO`, `FROM..TO`, or a day.
fn read(
    flag: &str,
    values: &[OsString],
    now: jiff::Timestamp,
    zone: &TimeZone,
) -> Result<Window, UsageError> {
    let [value] = values else {
        return Err(UsageError::new(format!(
            "{flag}: several values were given. With a SOURCE it takes one window, as in \
             `why502 compare logs/ --before FROM/TO --after FROM/TO`; every SOURCE stands before the flags."
        )));
    };
    let text = value.to_string_lossy();
    let refused = |error: UsageError| {
        UsageError::new(format!(
            "{flag}: {error} With a SOURCE it takes a window, FROM/TO, or one date for the whole day; to \
             compare two sources, leave SOURCE out."
        ))
    };
    let Some((from, to)) = text.split_once("..").or_else(|| text.split_once('/')) else {
        return day(text.trim(), now, zone).map_err(refused);
    };
    let at = |text| instant::parse(text, now, zone).map_err(refused);
    let (from, to) = (at(from)?, at(to)?);
    if from >= to {
        return Err(UsageError::new(format!(
            "{flag}: the window {text} is empty: its first time is not before its second."
        )));
    }
    Ok((from, to))
}

/// From its midnight to the next.
fn day(text: &str, now: jiff::Timestamp, zone: &TimeZone) -> Result<Window, UsageError> {
    let from = instant::parse(text, now, zone)?;
    let is_day = text.len() == 10 || text == "today" || text == "yesterday";
    let next = || {
        let date = jiff::Timestamp::from_microsecond(from.micros()).ok()?;
        let date = date.to_zoned(zone.clone()).date().tomorrow().ok()?;
        Some(date.to_zoned(zone.clone()).ok()?.timestamp())
    };
    match next().filter(|_| is_day) {
        Some(to) => Ok((from, Timestamp::from_micros(to.as_microsecond()))),
        None => Err(UsageError::new(format!("`{text}` is an instant, and no window."))),
    }
}

fn refuse_overlap([before, after]: [Window; 2]) -> Result<(), UsageError> {
    if before.0.max(after.0) < before.1.min(after.1) {
        return Err(UsageError::new(
            "--before and --after overlap: a request would be on both sides. Give windows that do not; \
             each ends just before its second time.",
        ));
    }
    Ok(())
}

/// A window where a source is expected: SOURCE was forgotten, or stands behind a flag that took it.
fn refuse_windows(
    flag: &str,
    values: &[OsString],
    now: jiff::Timestamp,
    zone: &TimeZone,
) -> Result<(), UsageError> {
    let is_window = |value: &&OsString| {
        !std::path::Path::new(value).exists()
            && read(flag, std::slice::from_ref(value), now, zone).is_ok()
    };
    match values.iter().find(is_window) {
        Some(value) => Err(UsageError::new(format!(
            "{flag} {}: a window of which logs? Every SOURCE stands before the flags, as in `why502 \
             compare logs/ --before FROM/TO --after FROM/TO`.",
            value.to_string_lossy()
        ))),
        None => Ok(()),
    }
}

fn refuse_nothing(flag: &str, values: &[OsString]) -> Result<(), UsageError> {
    if values.is_empty() {
        return Err(UsageError::new(format!(
            "{flag} is missing: a comparison has two sides. Give windows, as in `why502 compare logs/ \
             --before FROM/TO --after FROM/TO`, sources, as in `why502 compare --before SOURCE --after \
             SOURCE`, or an instant, as in `why502 compare logs/ --at TIME`."
        )));
    }
    Ok(())
}

fn refuse_what_is_read_twice(sources: &[OsString]) -> Result<(), UsageError> {
    if sources.iter().any(|source| source == "-") {
        return Err(UsageError::new(
            "-: standard input comes only once, and two windows of it would be read. Give files, or \
             --before and --after as sources.",
        ));
    }
    Ok(())
}

fn no_source(flag: &str) -> UsageError {
    UsageError::new(format!(
        "{flag}: no logs were named. Give them first, as in `why502 compare logs/ --at TIME`, or as \
         `why502 compare --before SOURCE --after SOURCE`."
    ))
}

fn format(wish: Option<ComparisonFormat>, destination: &Destination) -> ComparisonFormat {
    let extension = match destination {
        Destination::File(path) => path.extension().and_then(|extension| extension.to_str()),
        Destination::Stdout => None,
    };
    wish.unwrap_or(match extension {
        Some("json") => ComparisonFormat::Json,
        Some("md" | "markdown") => ComparisonFormat::Markdown,
        Some("html" | "htm") => ComparisonFormat::Html,
        _ => ComparisonFormat::Text,
    })
}

#[cfg(test)]
mod tests;
