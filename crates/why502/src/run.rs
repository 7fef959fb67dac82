//! The pipeline on one screen.

use std::ffi::OsString;
use std::path::Path;

use clap::Parser;
use why502_engine::analyze;
use why502_input::{Object, discover};
use why502_report::{json, text};

use crate::args::{AnalyzeArguments, Arguments, ReportFormat, Verb};
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::progress::Progress;
use crate::settings::{Destination, Environment, Settings};
use crate::usage::UsageError;
use crate::{outcome, output, plan, verb};

/// The whole program, from the command line (with the program's own name first) to the exit
/// status. Data go to stdout, everything else to stderr.
pub fn run(line: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let messages = Messages { quiet: false };
    let line = match verb::written_out(line.into_iter().collect()) {
        Ok(line) => line,
        Err(error) => return refuse(messages, &error),
    };
    match Arguments::try_parse_from(line) {
        Ok(Arguments { verb: Verb::Analyze(arguments) }) => run_analyze(arguments),
        Err(answer) => {
            // Help and version come this way too; a closed stream must not turn into a panic.
            let _ = answer.print();
            if answer.use_stderr() { ExitStatus::Usage } else { ExitStatus::Done }
        }
    }
}

fn run_analyze(arguments: AnalyzeArguments) -> ExitStatus {
    let messages = Messages { quiet: arguments.quiet };
    match Settings::resolve(arguments, &Environment::of_process()) {
        Ok(settings) => pipeline(&settings, messages),
        Err(error) => refuse(messages, &error),
    }
}

fn pipeline(settings: &Settings, messages: Messages) -> ExitStatus {
    if let Some(window) = settings.window_text() {
        messages.note(&format!("Window: {window}."));
    }
    if settings.waits_for_typing {
        messages.note("Reading standard input; end it with Ctrl-D.");
    }
    let found = discover(&settings.sources);
    if let Err(error) = spare_the_logs(&found.objects, &settings.destination) {
        return refuse(messages, &error);
    }
    let items = plan::work_items(found.objects, settings.engine.log_format);
    let progress = Progress::start(&items, settings.shows_progress);
    let mut summary = analyze(&settings.engine, items, &progress);
    progress.finish();
    outcome::account_for(&mut summary.input, found.failed, found.skipped);

    let status = outcome::status(&summary.input);
    let shows_text = settings.format == ReportFormat::Text;
    if status == ExitStatus::Nothing {
        messages.error(&outcome::why_nothing(&summary.input, settings));
        if shows_text {
            return status;
        }
    } else if status == ExitStatus::Incomplete
        && (!shows_text || settings.destination != Destination::Stdout)
    {
        messages.error(&outcome::failures(&summary.input));
    }
    let rendered = match settings.format {
        ReportFormat::Json => json::render(&summary),
        ReportFormat::Text => text::render(&summary, &settings.text),
    };
    match output::write(&settings.destination, &rendered) {
        Ok(()) => status,
        Err(error) => refuse(messages, &unwritable(&settings.destination, &error)),
    }
}

/// The result never replaces a log that it was made from.
fn spare_the_logs(objects: &[Object], destination: &Destination) -> Result<(), UsageError> {
    let Destination::File(path) = destination else { return Ok(()) };
    let (Ok(written), Some(name)) = (path.canonicalize(), path.file_name()) else { return Ok(()) };
    let replaced = objects.iter().find(|object| {
        let path = Path::new(object.name());
        path.file_name() == Some(name)
            && path.canonicalize().is_ok_and(|at| at == written)
            && plan::looks_like_log(object)
    });
    replaced.map_or(Ok(()), |object| {
        Err(UsageError::new(format!(
            "-o {} is one of the logs: the result would replace it. Give another name.",
            object.name()
        )))
    })
}

fn unwritable(destination: &Destination, error: &std::io::Error) -> UsageError {
    let place = match destination {
        Destination::Stdout => "standard output".to_owned(),
        Destination::File(path) => path.display().to_string(),
    };
    UsageError::new(format!(
        "the result could not be written to {place}: {error}. Check the space and the rights \
         there, or name another file with -o."
    ))
}

fn refuse(messages: Messages, error: &UsageError) -> ExitStatus {
    messages.error(&error.to_string());
    ExitStatus::Usage
}
