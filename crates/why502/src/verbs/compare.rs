//! `compare`: two sides, each read as `analyze` reads, and what differs between them.

use why502_engine::compare::{Comparison, Side, compare};
use why502_engine::{Analysis, note_duplicates};
use why502_input::discover;
use why502_parse::Timestamp;
use why502_report::comparison::{html, json, markdown, text};

use crate::command_line::choice::ComparisonFormat;
use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::reading::{Progress, read};
use crate::settings::Settings;
use crate::settings::compare::CompareSettings;
use crate::sources::Queue;
use crate::sources::local::{self, Large};
use crate::sources::twins::{count, without_twins};
use crate::{interrupt, outcome, output};

use super::answer::unwritable;
use super::spared::spare_the_logs;

/// Shorter sides are not made.
const SHORTEST_US: i64 = 60_000_000;
/// Sides whose lengths differ by less are alike, in parts of a hundred.
const ALIKE: i64 = 3;

/// Runs the verb.
///
/// # Errors
///
/// When something that was asked for cannot be had: a result that cannot be written.
pub(crate) fn run(
    mut settings: CompareSettings,
    messages: Messages,
) -> Result<ExitStatus, UsageError> {
    interrupt::watch();
    let [before, after] = &settings.sides;
    let mut sides = [side(before, messages)?, side(after, messages)?];
    if let Some(at) = settings.fitted_at {
        fit(&mut settings, &mut sides, at, messages)?;
    }
    let [before, after] = &sides;
    let mut comparison = compare(before, after);
    if let Some(redactor) = &settings.sides[0].redactor {
        redactor.comparison(&mut comparison);
    }
    let inputs = [&comparison.before.input, &comparison.after.input];
    let statuses = inputs.map(outcome::status);
    for (name, (input, one)) in ["before", "after"].iter().zip(inputs.iter().zip(&settings.sides)) {
        if outcome::status(input) == ExitStatus::Nothing {
            let why = outcome::why_nothing(input, one);
            messages.error(&format!("the side {name} holds no record: {why}"));
            continue;
        }
        if !input.failed_objects.is_empty() {
            messages.error(&format!("{name}: {}", outcome::failures(input)));
        }
        for text in [outcome::many_rejected(input), outcome::skipped(input)].into_iter().flatten() {
            messages.warning(&format!("{name}: {text}"));
        }
    }
    let one = &settings.sides[0];
    comparison.speak(one.text.language);
    let status = worst(statuses);
    let rendered = rendered(&comparison, &settings, status);
    match output::write(&one.destination, &rendered) {
        Ok(_) => Ok(status),
        Err(error) => Err(unwritable(&one.destination, &error)),
    }
}

fn rendered(comparison: &Comparison, settings: &CompareSettings, status: ExitStatus) -> String {
    let options = &settings.sides[0].text;
    match settings.format {
        ComparisonFormat::Json => json(comparison),
        // Nothing to say still replaces what an earlier run said.
        _ if status == ExitStatus::Nothing => String::new(),
        ComparisonFormat::Text => text(comparison, options),
        ComparisonFormat::Markdown => markdown(comparison, options),
        ComparisonFormat::Html => html(comparison, options),
    }
}

fn worst(statuses: [ExitStatus; 2]) -> ExitStatus {
    let any = |status| statuses.contains(&status);
    if any(ExitStatus::Nothing) {
        ExitStatus::Nothing
    } else if any(ExitStatus::Incomplete) {
        ExitStatus::Incomplete
    } else {
        ExitStatus::Done
    }
}

/// Reads one side.
fn side(settings: &Settings, messages: Messages) -> Result<Side, UsageError> {
    if let Some(window) = settings.window.text() {
        messages.note(&format!("Window: {window}."));
    }
    if settings.waits_for_typing {
        messages.note("Reading standard input; end it with Ctrl-D.");
    }
    let found = discover(&settings.places);
    spare_the_logs(&found.objects, &settings.destination)?;
    let (objects, twins) = without_twins(found.objects);
    let queue =
        Queue::of_files(local::work_items(objects, settings.log_format, Large::Whole), None);
    #[cfg(feature = "s3")]
    let (queue, s3) = super::buckets::joined(queue, settings, None)?;
    let mut analysis = Analysis::new(settings.engine());
    let progress = Progress::start(&queue, settings.shows_progress);
    let is_whole = read(&mut analysis, &queue, None, &progress, messages);
    progress.finish();
    let (left, warnings) = queue.into_remarks();
    #[cfg(feature = "s3")]
    drop(s3);
    warnings.iter().for_each(|warning| messages.warning(warning));
    let mut side = analysis.into_side();
    let summary = &mut side.summary;
    summary.input.interrupted |= !is_whole;
    let skipped = [found.skipped, twins, left].concat();
    note_duplicates(summary, count(&skipped));
    outcome::account_for(&mut summary.input, found.failed, skipped);
    Ok(side)
}

/// Makes both sides as long as the shorter one reaches from `at`; what was longer is read anew.
fn fit(
    settings: &mut CompareSettings,
    sides: &mut [Side; 2],
    at: Timestamp,
    messages: Messages,
) -> Result<(), UsageError> {
    let reach = |place: usize| {
        let (from, to) = sides[place].span()?;
        Some(if place == 0 { at.saturating_since(from) } else { to.saturating_since(at) })
    };
    let (Some(back), Some(ahead)) = (reach(0), reach(1)) else { return Ok(()) };
    let length = back.min(ahead).max(SHORTEST_US);
    sides.iter_mut().for_each(Side::take_as_asked);
    for (place, reach) in [(0, back), (1, ahead)] {
        if (reach - length).saturating_mul(100) <= length.saturating_mul(ALIKE) {
            continue;
        }
        let window = &mut settings.sides[place].window;
        if place == 0 {
            window.since = Some(Timestamp::from_micros(at.micros().saturating_sub(length)));
        } else {
            window.until = Some(Timestamp::from_micros(at.micros().saturating_add(length)));
        }
        sides[place] = side(&settings.sides[place], messages)?;
    }
    Ok(())
}
