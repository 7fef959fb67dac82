//! What the user gets of a summary: the result where it was asked for, and on stderr what must not
//! be overlooked.

use why502_engine::Summary;
use why502_engine::summary::InputSummary;
use why502_report::postmortem::PostmortemOptions;
use why502_report::{json, markdown, text};

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
        ReportFormat::Json if settings.is_repeated() => json::render_line(summary),
        ReportFormat::Json => json::render(summary),
        // Nothing to say still replaces what an earlier run said.
        _ if status == ExitStatus::Nothing => String::new(),
        ReportFormat::Text => text::render(summary, &settings.text),
        ReportFormat::Markdown => markdown::render(summary, &postmortem_options(settings)),
    };
    match output::write(&settings.destination, &rendered) {
        Ok(written) => Ok(Given { status, reader_left: written == Written::ReaderLeft }),
        Err(error) => Err(unwritable(&settings.destination, &error)),
    }
}

fn postmortem_options(settings: &Settings) -> PostmortemOptions {
    let text = &settings.text;
    PostmortemOptions { zone: text.zone.clone(), language: text.language, slo: text.slo }
}

/// What a reader of the result alone could overlook.
fn say_what_is_missing(input: &InputSummary, settings: &Settings, messages: Messages) {
    let shown =
        settings.format == ReportFormat::Text && settings.destination == Destination::Stdout;
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
