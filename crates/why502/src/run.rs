//! The pipeline on one screen.

use std::ffi::OsString;

use clap::Parser;
use why502_engine::analyze;
use why502_engine::summary::InputSummary;
use why502_input::{Object, discover};
use why502_report::{json, text};

use crate::command_line::args::{AnalyzeArguments, Arguments, ReportFormat, Verb};
use crate::command_line::usage::UsageError;
use crate::command_line::{flags, verb};
use crate::exit_code::ExitStatus;
use crate::messages::Messages;
use crate::progress::Progress;
use crate::settings::{Destination, Environment, Settings};
use crate::{outcome, output, plan};

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
        Err(answer) => match flags::explained(&answer) {
            Some(error) => refuse(messages, &error),
            None => {
                // Help and version; a closed stream must not turn into a panic.
                let _ = answer.print();
                if answer.use_stderr() { ExitStatus::Usage } else { ExitStatus::Done }
            }
        },
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
    if status == ExitStatus::Nothing {
        messages.error(&outcome::why_nothing(&summary.input, settings));
    } else {
        say_what_is_missing(&summary.input, settings, messages);
    }
    let rendered = match settings.format {
        ReportFormat::Json => json::render(&summary),
        // Nothing to say still replaces what an earlier run said.
        ReportFormat::Text if status == ExitStatus::Nothing => String::new(),
        ReportFormat::Text => text::render(&summary, &settings.text),
    };
    match output::write(&settings.destination, &rendered) {
        Ok(()) => status,
        Err(error) => refuse(messages, &unwritable(&settings.destination, &error)),
    }
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

/// The result never replaces a file that it is made from, whatever that holds and however it is
/// named.
fn spare_the_logs(objects: &[Object], destination: &Destination) -> Result<(), UsageError> {
    let Destination::File(path) = destination else { return Ok(()) };
    let Ok(written) = path.canonicalize() else { return Ok(()) };
    let is_replaced = |object: &&Object| object.canonical_path().is_some_and(|at| at == written);
    if let Some(object) = objects.iter().find(is_replaced) {
        return Err(UsageError::new(format!(
            "-o {} would replace {}, which is one of the files to be read. Give another name, \
             best outside the folder of the logs; an earlier result has to be removed first.",
            path.display(),
            object.name()
        )));
    }
    // `-o logs/*.gz`: a shell makes a log of what was to be the name of the result.
    if discover(&[written.into_os_string()]).objects.iter().any(plan::is_log) {
        return Err(UsageError::new(format!(
            "-o {} is a log, and would be replaced. Give another name; a pattern after -o may \
             have been expanded by the shell.",
            path.display()
        )));
    }
    Ok(())
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
