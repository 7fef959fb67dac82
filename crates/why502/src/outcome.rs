//! How the run ended: what the discovery adds to the accounting, the exit status, and, where
//! there is nothing to show, why and what to do.

use why502_engine::summary::{FailedObject, InputSummary, SkippedObject};
use why502_input::{Failed, Skipped, discover};
use why502_parse::Format;

use crate::exit_code::ExitStatus;
use crate::settings::Settings;
use crate::sources::local::HEAD_BYTES;

/// How many objects a message names.
const NAMED: usize = 5;
/// Rejected lines are worth a warning where they are more than one in so many.
const WORTH_A_WARNING: u64 = 100;
/// How much of a line that is no log line is shown.
const SHOWN_CHARACTERS: usize = 60;

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

/// No record weighs more than a source that failed, or was not come to. Rejected lines change
/// nothing.
pub(crate) fn status(input: &InputSummary) -> ExitStatus {
    if input.records == 0 {
        ExitStatus::Nothing
    } else if input.failed_objects.is_empty() && !input.interrupted {
        ExitStatus::Done
    } else {
        ExitStatus::Incomplete
    }
}

/// One paragraph for a run without a record.
pub(crate) fn why_nothing(input: &InputSummary, settings: &Settings) -> String {
    let outside = input.records_outside_window;
    let mut text = match (outside, input.objects) {
        _ if input.records_filtered_out > 0 => filtered_out(input, settings),
        (1.., _) => outside_window(input, settings),
        (0, 0) if input.interrupted => "the run was ended before anything was read.".to_owned(),
        (0, 0) => no_log(input, settings),
        _ if input.rejected_lines > 0 => all_rejected(input, settings),
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

/// One sentence where so many lines were rejected that the figures may mislead.
pub(crate) fn many_rejected(input: &InputSummary) -> Option<String> {
    let share = 100.0 * input.rejected_lines as f64 / input.lines.max(1) as f64;
    (input.rejected_lines * WORTH_A_WARNING > input.lines).then(|| {
        format!(
            "{} of {} ({share:.1} %) were rejected and are missing from every figure: {}.",
            input.rejected_lines,
            counted(input.lines, "line"),
            reasons(input)
        )
    })
}

/// One sentence where lines were rejected.
pub(crate) fn rejected(input: &InputSummary) -> Option<String> {
    (input.rejected_lines > 0)
        .then(|| format!("{} rejected: {}.", counted(input.rejected_lines, "line"), reasons(input)))
}

/// One sentence that names what was left out because it is no log.
pub(crate) fn skipped(input: &InputSummary) -> Option<String> {
    let named = input.skipped_objects.iter().map(|s| format!("{} ({})", s.source, s.reason));
    let count = counted(input.skipped_objects.len() as u64, "source");
    let verb = if input.skipped_objects.len() == 1 { "was" } else { "were" };
    (!input.skipped_objects.is_empty()).then(|| format!("{count} {verb} skipped: {}.", some(named)))
}

/// Each reason with its count and its first place.
fn reasons(input: &InputSummary) -> String {
    let one = |(reason, lines): (&String, &u64)| {
        let first = input.rejected_places.iter().find(|place| place.reason == *reason);
        let first = first.map(|at| format!(", first at {}:{}", at.source, at.line));
        format!("{lines} {reason}{}", first.unwrap_or_default())
    };
    input.rejected.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn all_rejected(input: &InputSummary, settings: &Settings) -> String {
    let most = input.rejected.iter().max_by_key(|(_, lines)| **lines);
    let most = most.map_or("", |(reason, _)| reason.as_str());
    let help = match (most, settings.log_format) {
        ("no_fields_header", Some(Format::CloudFrontRealtime)) => {
            "Real-time logs of CloudFront do \
            not name their columns: name those that were chosen with --log-fields."
                .to_owned()
        }
        ("unrecognised_line" | "no_fields_header", Some(format)) => format!(
            "--log-format {format} does not fit them: leave it out, so that each file's own format \
             is recognised."
        ),
        ("no_fields_header", None) => "CloudFront's columns are named by a `#Fields:` line: give \
            the files with their first lines. Where there is none, as in real-time logs, name the \
            columns that were chosen with --log-fields."
            .to_owned(),
        ("line_too_long", _) => "A line over 1 MiB is no log line: the line feeds of the file may \
            have been lost. Fetch the log again as AWS delivered it."
            .to_owned(),
        _ => "The lines are damaged or were changed: fetch the logs again as AWS delivered them; \
            docs/FORMATS.md says what each reason means."
            .to_owned(),
    };
    let all = match input.rejected_lines {
        1 => "the only line that is no header was".to_owned(),
        lines => format!("all {lines} lines that are no header were"),
    };
    format!("no record could be read: {all} rejected: {}. {help}", reasons(input))
}

fn outside_window(input: &InputSummary, settings: &Settings) -> String {
    let window = settings.window.text().unwrap_or_default();
    let seen = match (input.outside_from, input.outside_to) {
        (Some(from), Some(to)) => {
            format!(
                " (they run from {} to {})",
                settings.window.shown(from),
                settings.window.shown(to)
            )
        }
        _ => String::new(),
    };
    format!(
        "no record lies in the window {window}: all {} read lie outside it{seen}. Widen --since \
         and --until, mind --tz, or leave them out.",
        counted(input.records_outside_window, "record")
    )
}

fn filtered_out(input: &InputSummary, settings: &Settings) -> String {
    let window = settings.window.text().map(|window| format!(" in the window {window}"));
    let filter = settings.filter.as_ref().map_or("", |filter| filter.text());
    format!(
        "no record passes --where: it holds for none of {}{}. The filter is `{filter}`; a comparison \
         with a field that a record does not have is false (docs/WHERE.md).",
        counted(input.records_filtered_out, "record"),
        window.unwrap_or_default(),
    )
}

fn no_log(input: &InputSummary, settings: &Settings) -> String {
    if input.skipped_objects.is_empty() {
        return if input.failed_objects.is_empty() {
            "there is no file in what was given. Give a folder, file or glob pattern that holds \
             logs; docs/FORMATS.md names those that are read."
        } else {
            "Nothing was read."
        }
        .to_owned();
    }
    let named = input.skipped_objects.iter().map(|s| format!("{} ({})", s.source, s.reason));
    let first = input.skipped_objects.iter().find_map(|skipped| beginning(&skipped.source));
    let first = first.map(|text| match &settings.redactor {
        Some(redactor) => redactor.line(&text),
        None => text,
    });
    format!(
        "no log of a known format was found; skipped: {}. {}docs/FORMATS.md names the logs that \
         are read; say --log-format, as in --log-format apigateway, to have a file read as one.",
        some(named),
        first.unwrap_or_default()
    )
}

/// What a file that is no log begins with, so that a mistaken one is seen at once.
fn beginning(source: &str) -> Option<String> {
    let object = discover(&[source.into()]).objects.into_iter().next()?;
    let bytes = object.head(HEAD_BYTES).ok()?.bytes;
    let line = match bytes.iter().position(|&byte| byte == b'\n') {
        None if bytes.len() == HEAD_BYTES => {
            return Some(format!(
                "{source} begins with a line of more than {} KiB: its line feeds may have been \
                 lost. ",
                HEAD_BYTES >> 10
            ));
        }
        end => String::from_utf8_lossy(&bytes[..end.unwrap_or(bytes.len())]).into_owned(),
    };
    let shown: String = line.trim().chars().take(SHOWN_CHARACTERS).collect();
    (!shown.is_empty()).then(|| format!("{source} begins with `{shown}`. "))
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
