//! `fetch`: the objects of a window, copied from S3 to a folder.

use indicatif::{DecimalBytes, ProgressBar};
use why502_s3::{CopyReport, CopyWatch, Found, Wish};

use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::interrupt;
use crate::messages::Messages;
use crate::reading::line;
use crate::settings::bucket::FetchSettings;

use super::buckets;

/// How many objects that failed, or were left out, are named.
const NAMED: usize = 10;

/// Runs the verb.
///
/// # Errors
///
/// When the settings of S3 make no sense.
pub(crate) fn run(
    settings: &FetchSettings,
    wish: Wish,
    messages: Messages,
) -> Result<ExitStatus, UsageError> {
    interrupt::watch();
    let s3 = buckets::connected(&settings.bucket)?;
    let watch = Watch { line: line(settings.shows_progress) };
    let report = s3.copy(wish, &settings.folder, &watch);
    watch.line.finish_and_clear();

    for failure in report.failed.iter().take(NAMED) {
        let others = match failure.objects {
            0 | 1 => String::new(),
            objects => format!(" (and {} more objects)", objects - 1),
        };
        messages.error(&format!("{}: {}{others}.", failure.source, failure.error));
    }
    if report.failed.len() > NAMED {
        messages.error(&format!("{} more could not be copied.", report.failed.len() - NAMED));
    }
    for (source, reason) in report.left.iter().take(NAMED) {
        messages.note(&format!("Left out: {source} ({reason})."));
    }
    messages.note(&told(&report, &settings.folder.display().to_string()));
    Ok(status(&report))
}

fn told(report: &CopyReport, folder: &str) -> String {
    let there = match report.already_there {
        0 => String::new(),
        objects => format!(" {objects} were there already."),
    };
    let stopped = if report.was_stopped {
        " It was ended before all was copied: the same command goes on from here."
    } else {
        ""
    };
    let bytes = DecimalBytes(report.bytes);
    let objects = if report.copied == 1 { "object" } else { "objects" };
    format!("Copied {} {objects} ({bytes}) to {folder}.{there}{stopped}", report.copied)
}

fn status(report: &CopyReport) -> ExitStatus {
    let there = report.copied + report.already_there;
    match (there, report.failed.is_empty() && !report.was_stopped) {
        (0, _) => ExitStatus::Nothing,
        (_, true) => ExitStatus::Done,
        (_, false) => ExitStatus::Incomplete,
    }
}

struct Watch {
    line: ProgressBar,
}

impl CopyWatch for Watch {
    fn goes_on(&self) -> bool {
        !interrupt::is_asked()
    }

    fn progress(&self, report: &CopyReport, found: Found) {
        let more = if found.is_complete { "" } else { " and more" };
        let done = report.copied + report.already_there;
        self.line.set_position(report.bytes);
        self.line.set_message(format!("{done} of {} objects{more}", found.objects));
    }
}
