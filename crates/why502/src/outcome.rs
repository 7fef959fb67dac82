//! How the run ended: what the discovery adds to the accounting, the exit status, and, where
//! there is nothing to show, why and what to do.

use why502_engine::summary::{FailedObject, InputSummary, SkippedObject};
use why502_input::{Failed, Skipped};

use crate::exit_code::ExitStatus;
use crate::settings::Settings;

/// How many objects a message names.
const NAMED: usize = 5;

/// Adds the sources that never became an object, sorted in among the others.
pub(crate) fn account_for(input: &mut InputSummary, failed: Vec<Failed>, skipped: Vec<Skipped>) {
    input.failed_objects.extend(failed.into_iter().map(|failed| FailedObject {
        source: failed.source,
        error: failed.error,
        records_before_failure: 0,
    }));
    input.skipped_objects.extend(
        skipped
            .into_iter()
            .map(|skipped| SkippedObject { source: skipped.source, reason: skipped.reason }),
    );
    input.failed_objects.sort_by(|a, b| (&a.source, &a.error).cmp(&(&b.source, &b.error)));
    input.skipped_objects.sort_by(|a, b| (&a.source, &a.reason).cmp(&(&b.source, &b.reason)));
}

/// No record weighs more than a source that failed. Rejected lines change nothing.
pub(crate) fn status(input: &InputSummary) -> ExitStatus {
    if input.records == 0 {
        ExitStatus::Nothing
    } else if input.failed_objects.is_empty() {
        ExitStatus::Done
    } else {
        ExitStatus::Incomplete
    }
}

/// One paragraph for a run without a record.
pub(crate) fn why_nothing(input: &InputSummary, settings: &Settings) -> String {
    let outside = input.records_outside_window;
    let mut text = match (outside, input.objects) {
        (1.., _) => outside_window(input, settings),
        (0, 0) => no_log(input),
        _ if input.rejected_lines > 0 => format!(
            "no record could be read: all {} lines that are no header were rejected ({}). Give the \
             format with --log-format if it was mistaken.",
            input.rejected_lines,
            input.rejected.keys().cloned().collect::<Vec<_>>().join(", ")
        ),
        _ => format!(
            "the logs hold no record: {} of headers and blank lines in {}. Check that the right \
             folder and hours were given; a load balancer or distribution without traffic \
             writes nothing.",
            counted(input.control_lines, "line"),
            counted(input.objects, "object")
        ),
    };
    if !input.failed_objects.is_empty() {
        text = format!("{} {}", failures(input), text);
    }
    text
}

/// One paragraph that names what could not be read.
pub(crate) fn failures(input: &InputSummary) -> String {
    let named = input.failed_objects.iter().map(|f| format!("{}: {}", f.source, f.error));
    let count = counted(input.failed_objects.len() as u64, "source");
    format!("{count} could not be read, or not to the end: {}.", some(named))
}

fn outside_window(input: &InputSummary, settings: &Settings) -> String {
    let window = settings.window_text().unwrap_or_default();
    let seen = match (input.outside_from, input.outside_to) {
        (Some(from), Some(to)) => {
            format!(" (they run from {} to {})", settings.shown(from), settings.shown(to))
        }
        _ => String::new(),
    };
    format!(
        "no record lies in the window {window}: all {} read lie outside it{seen}. Widen --since \
         and --until, mind --tz, or leave them out.",
        counted(input.records_outside_window, "record")
    )
}

fn no_log(input: &InputSummary) -> String {
    if input.skipped_objects.is_empty() {
        return if input.failed_objects.is_empty() {
            "there is no file in what was given. Give a folder, file or glob pattern that holds \
             access logs of an Application Load Balancer or a CloudFront distribution."
        } else {
            "Nothing was read."
        }
        .to_owned();
    }
    let named = input.skipped_objects.iter().map(|s| format!("{} ({})", s.source, s.reason));
    format!(
        "no access log was found; skipped: {}. This version reads ALB access logs and \
         CloudFront standard logs, plain or gzip; say --log-format alb or cloudfront to have a \
         file read as one of them.",
        some(named)
    )
}

fn some(mut named: impl ExactSizeIterator<Item = String>) -> String {
    let mut shown: Vec<_> = named.by_ref().take(NAMED).collect();
    if named.len() > 0 {
        shown.push(format!("and {} more", named.len()));
    }
    shown.join("; ")
}

fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
