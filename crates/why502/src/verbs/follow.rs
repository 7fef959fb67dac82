//! `analyze --follow`: the result again and again as objects arrive in S3.

use std::thread;
use std::time::{Duration, Instant};

use why502_engine::{Analysis, Summary, note_duplicates};
use why502_input::Skipped;
use why502_s3::S3;

use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::reading::{Progress, read};
use crate::settings::Settings;
use crate::settings::bucket::Follow;
use crate::sources::Queue;
use crate::sources::bucket::wish;
use crate::sources::twins::{Met, count};
use crate::{interrupt, outcome};

use super::{answer, buckets};

/// How soon a wish to end is noticed.
const NAP: Duration = Duration::from_millis(50);

/// Runs the verb until the user ends it.
///
/// # Errors
///
/// When something that was asked for cannot be had.
pub(crate) fn run(
    settings: &Settings,
    follow: Follow,
    messages: Messages,
) -> Result<ExitStatus, UsageError> {
    interrupt::watch();
    let every = follow.every.as_secs();
    messages.note(&format!("Looking for new objects every {every} s; Ctrl-C ends it."));
    let s3 = buckets::connected(&settings.bucket)?;
    let mut analysis = Analysis::new(settings.engine());
    let mut told = Told::default();
    let met = Met::default();
    let mut status = ExitStatus::Nothing;
    loop {
        let began = Instant::now();
        let look = look(&mut analysis, settings, &s3, &met, messages);
        look.warnings.iter().for_each(|warning| messages.warning(warning));
        let mut summary = analysis.summary();
        summary.input.interrupted |= !look.is_whole;
        note_duplicates(&mut summary, count(&look.left));
        outcome::account_for(&mut summary.input, Vec::new(), look.left);
        let now = Told::of(&summary);
        if now != told {
            let given = answer::give(&mut summary, settings, messages)?;
            if given.reader_left {
                return Ok(given.status);
            }
            status = given.status;
            told = now;
        } else if summary.input.records == 0 && summary.input.failed_objects.is_empty() {
            messages.note("No object lies in the window yet.");
        }
        if look.is_refused && summary.input.records == 0 {
            return Ok(status);
        }
        wait(follow.every.saturating_sub(began.elapsed()));
        if interrupt::is_asked() {
            return Ok(status);
        }
    }
}

/// What came of one look.
struct Look {
    is_whole: bool,
    /// Waiting will not help.
    is_refused: bool,
    left: Vec<Skipped>,
    warnings: Vec<String>,
}

/// Reads what came since the last time.
fn look(
    analysis: &mut Analysis,
    settings: &Settings,
    s3: &S3,
    met: &Met,
    messages: Messages,
) -> Look {
    // What could not be had is asked for again.
    analysis.forget_unread();
    let mut wish = wish(&settings.bucket, &settings.window, Some(analysis.marks()));
    wish.twin_of = met.rule();
    let queue = Queue::of_files(Vec::new(), None).and_objects(s3, wish, true);
    let progress = Progress::start(&queue, settings.shows_progress);
    let is_whole = read(analysis, &queue, None, &progress, messages);
    progress.finish();
    let is_refused = queue.is_refused();
    let (left, warnings) = queue.into_remarks();
    Look { is_whole, is_refused, left, warnings }
}

/// What the user knows already: only what differs is told again.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    lines: u64,
    failed: Vec<(String, String)>,
    interrupted: bool,
}

impl Told {
    fn of(summary: &Summary) -> Self {
        let failed = summary.input.failed_objects.iter();
        Self {
            lines: summary.input.lines,
            failed: failed
                .map(|failed| (failed.source.clone(), without_request(&failed.error)))
                .collect(),
            interrupted: summary.input.interrupted,
        }
    }
}

/// The same error of another request is no news.
fn without_request(error: &str) -> String {
    error.split(" (request id ").next().unwrap_or_default().to_owned()
}

fn wait(span: Duration) {
    let until = Instant::now() + span;
    while Instant::now() < until && !interrupt::is_asked() {
        thread::sleep(NAP.min(until.saturating_duration_since(Instant::now())));
    }
}
