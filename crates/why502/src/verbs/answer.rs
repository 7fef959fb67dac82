//! What the user gets of a summary: the result where it was asked for, and on stderr what must not
//! be overlooked.

use why502_engine::summary::InputSummary;
use why502_engine::{Judgement, Summary};
use why502_report::postmortem::PostmortemOptions;
use why502_report::{alarms, html, json, junit, markdown, text};

use crate::command_line::choice::ReportFormat;
use crate::command_line::usage::UsageError;
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::outcome;
use crate::output::{self, Written};
use crate::settings::{Destination, Settings};

/// What came of giving it.
pub(super) struct Given {
    pub(super) status: ExitStatus,
    /// Nobody reads standard output any more.
    #[cfg_attr(not(feature = "s3"), expect(dead_code, reason = "only who tells more asks"))]
    pub(super) reader_left: bool,
}

/// Writes the result, in the language that was asked for, and says what is missing from it.
///
/// # Errors
///
/// When the result could not be written.
pub(super) fn give(
    summary: &mut Summary,
    settings: &Settings,
    messages: Messages,
) -> Result<Given, UsageError> {
    // Before anything is made of it: whatever it becomes has nothing to hide.
    if let Some(redactor) = &settings.redactor {
        redactor.summary(summary);
    }
    let status = outcome::status(&summary.input);
    if status == ExitStatus::Nothing {
        messages.error(&outcome::why_nothing(&summary.input, settings));
    } else {
        say_what_is_missing(&summary.input, settings, messages);
    }
    summary.speak(settings.text.language);
    let rendered = match settings.format {
        _ if settings.alarms.is_some() => alarms_of(summary, settings, status),
        ReportFormat::Json if settings.is_repeated() => json::render_line(summary),
        ReportFormat::Json => json::render(summary),
        // Nothing to say still replaces what an earlier run said.
        _ if status == ExitStatus::Nothing => String::new(),
        ReportFormat::Text => text::render(summary, &settings.text),
        ReportFormat::Markdown => markdown::render(summary, &postmortem_options(settings)),
        ReportFormat::Html => html::render(summary, &postmortem_options(settings)),
    };
    let written = output::write(&settings.destination, &rendered)
        .map_err(|error| unwritable(&settings.destination, &error))?;
    #[cfg(feature = "tables")]
    if let Some(tables) = &settings.tables {
        super::table::write_summary(summary, tables)?;
    }
    let status = judge(summary, settings, status, messages)?;
    Ok(Given { status, reader_left: written == Written::ReaderLeft })
}

/// Alarms for what was read; none where nothing was.
fn alarms_of(summary: &Summary, settings: &Settings, status: ExitStatus) -> String {
    let options = settings.alarms.as_ref().filter(|_| status != ExitStatus::Nothing);
    options.map_or_else(String::new, |options| alarms::render(summary, options))
}

/// Says which conditions hold, and what that makes of the status. Input that was not read weighs
/// more: a condition on a part of the records says little of all of them.
fn judge(
    summary: &Summary,
    settings: &Settings,
    status: ExitStatus,
    messages: Messages,
) -> Result<ExitStatus, UsageError> {
    let conditions = &settings.conditions;
    let judgements: Vec<Judgement> =
        conditions.fail_on.iter().map(|condition| condition.judge(summary)).collect();
    let are_judged = status != ExitStatus::Nothing;
    let held: Vec<_> = judgements.iter().filter(|one| one.held && are_judged).collect();
    for one in &held {
        messages.error(&format!("--fail-on '{}' holds: {}.", one.condition, one.figures()));
    }
    if let Some(path) = &conditions.junit {
        let file = Destination::File(path.clone());
        output::write(&file, &junit::render(summary, &judgements))
            .map_err(|error| unwritable(&file, &error))?;
    }
    Ok(if status == ExitStatus::Done && !held.is_empty() { ExitStatus::Held } else { status })
}

fn postmortem_options(settings: &Settings) -> PostmortemOptions {
    let text = &settings.text;
    PostmortemOptions { zone: text.zone.clone(), language: text.language, slo: text.slo }
}

/// What a reader of the result alone could overlook.
fn say_what_is_missing(input: &InputSummary, settings: &Settings, messages: Messages) {
    let is_text = settings.format == ReportFormat::Text && settings.alarms.is_none();
    let shown = is_text && settings.destination == Destination::Stdout;
    if !input.failed_objects.is_empty() {
        let text = outcome::failures(input);
        // The text on stdout names them too; elsewhere not even a wish for quiet hides them.
        if shown { messages.warning(&text) } else { messages.error(&text) }
    }
    for text in [outcome::many_rejected(input), outcome::skipped(input)].into_iter().flatten() {
        messages.warning(&text);
    }
}

pub(super) fn unwritable(destination: &Destination, error: &std::io::Error) -> UsageError {
    let place = match destination {
        Destination::Stdout => "standard output".to_owned(),
        Destination::File(path) => path.display().to_string(),
    };
    UsageError::new(format!(
        "the result could not be written to {place}: {error}. Check the space and the rights \
         there, or name another file with -o."
    ))
}
