//! From the command line to the exit status.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};
#[cfg(feature = "s3")]
use why502_s3::Wish;

use crate::command_line::alarms::AlarmsArguments;
use crate::command_line::args::{AnalyzeArguments, Arguments, Verb};
#[cfg(feature = "s3")]
use crate::command_line::bucket::FetchArguments;
use crate::command_line::compare::CompareArguments;
use crate::command_line::records::RecordsArguments;
use crate::command_line::usage::UsageError;
use crate::command_line::{flags, verb};
use crate::exit_code::ExitStatus;
use crate::messages::{self, Messages};
#[cfg(feature = "s3")]
use crate::settings::Destination;
#[cfg(feature = "s3")]
use crate::settings::bucket::FetchSettings;
use crate::settings::compare::CompareSettings;
use crate::settings::config::{Aliases, Config};
use crate::settings::records::RecordsSettings;
use crate::settings::{Environment, Settings};
#[cfg(feature = "s3")]
use crate::sources::bucket::wish;
use crate::sources::context;
use crate::verbs;

/// The whole program, from the command line (with the program's own name first) to the exit
/// status. Data go to stdout, everything else to stderr.
pub fn run(line: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let messages = Messages { quiet: false };
    let line = match verb::written_out(line.into_iter().collect()) {
        Ok(line) => line,
        Err(error) => return refuse(messages, &error),
    };
    let verb = line.get(1).map(|verb| verb.to_string_lossy().into_owned()).unwrap_or_default();
    let config = Config::of_process(&line).and_then(|one| one.applied(Arguments::command()));
    let (command, aliases) = match config {
        Ok(config) => config,
        Err(error) => return refuse(messages, &error),
    };
    let typed = command.try_get_matches_from(line);
    let ended = match typed.and_then(|typed| Arguments::from_arg_matches(&typed)) {
        Ok(arguments) => obey(arguments.verb, &aliases),
        Err(answer) => match flags::explained(&answer, &verb) {
            Some(error) => Err(error),
            None => {
                // Help and version; a closed stream must not turn into a panic.
                let _ = answer.print();
                Ok(if answer.use_stderr() { ExitStatus::Usage } else { ExitStatus::Done })
            }
        },
    };
    ended.unwrap_or_else(|error| refuse(messages, &error))
}

fn obey(verb: Verb, aliases: &Aliases) -> Result<ExitStatus, UsageError> {
    match verb {
        Verb::Analyze(mut arguments) => {
            arguments.sources = aliases.places(arguments.sources)?;
            analyze(arguments)
        }
        Verb::Records(mut arguments) => {
            arguments.sources = aliases.places(arguments.sources)?;
            records(arguments)
        }
        Verb::Compare(mut arguments) => {
            for places in [&mut arguments.sources, &mut arguments.before, &mut arguments.after] {
                *places = aliases.places(std::mem::take(places))?;
            }
            compare(arguments)
        }
        Verb::Explain(arguments) => verbs::explain::run(&arguments, &Environment::of_process()),
        Verb::Alarms(mut arguments) => {
            arguments.sources = aliases.places(arguments.sources)?;
            alarms(arguments)
        }
        Verb::Completions(arguments) => verbs::pages::completions(&arguments),
        Verb::Man(arguments) => verbs::pages::man(&arguments),
        #[cfg(feature = "s3")]
        Verb::Fetch(mut arguments) => {
            arguments.sources = aliases.places(arguments.sources)?;
            fetch(arguments)
        }
    }
}

fn alarms(arguments: AlarmsArguments) -> Result<ExitStatus, UsageError> {
    let messages = Messages { quiet: arguments.quiet };
    let settings = Settings::of_alarms(arguments, &Environment::of_process())?;
    #[cfg(feature = "s3")]
    if settings.bucket.dry_run {
        let wish = wish(&settings.bucket, &settings.window, None);
        let destination = &settings.destination;
        return verbs::dry_run::run(&settings.bucket, wish, settings.format, destination, messages);
    }
    verbs::analyze::run(settings, messages)
}

fn analyze(arguments: AnalyzeArguments) -> Result<ExitStatus, UsageError> {
    let messages = Messages { quiet: arguments.quiet };
    let mut settings = Settings::resolve(arguments, &Environment::of_process())?;
    messages::redact(settings.redactor.as_ref());
    #[cfg(feature = "s3")]
    if settings.bucket.dry_run {
        let wish = wish(&settings.bucket, &settings.window, None);
        let (format, destination) = (settings.format, &settings.destination);
        return verbs::dry_run::run(&settings.bucket, wish, format, destination, messages);
    }
    context::read(&mut settings, messages)?;
    #[cfg(feature = "s3")]
    if let Some(follow) = settings.follow {
        return verbs::follow::run(&settings, follow, messages);
    }
    verbs::analyze::run(settings, messages)
}

fn records(arguments: RecordsArguments) -> Result<ExitStatus, UsageError> {
    let settings = RecordsSettings::resolve(arguments, &Environment::of_process())?;
    let messages = Messages { quiet: settings.quiet };
    messages::redact(settings.input.redactor.as_ref());
    #[cfg(feature = "s3")]
    if settings.input.bucket.dry_run {
        let input = &settings.input;
        let wish = wish(&input.bucket, &input.window, None);
        let destination = &Destination::Stdout;
        return verbs::dry_run::run(&input.bucket, wish, input.format, destination, messages);
    }
    verbs::records::run(settings, messages)
}

fn compare(arguments: CompareArguments) -> Result<ExitStatus, UsageError> {
    let messages = Messages { quiet: arguments.quiet };
    let settings = CompareSettings::resolve(arguments, &Environment::of_process())?;
    messages::redact(settings.sides[0].redactor.as_ref());
    verbs::compare::run(settings, messages)
}

#[cfg(feature = "s3")]
fn fetch(arguments: FetchArguments) -> Result<ExitStatus, UsageError> {
    let settings = FetchSettings::resolve(arguments, &Environment::of_process())?;
    let messages = Messages { quiet: settings.quiet };
    // Whatever the log: it is copied, not read.
    let wish =
        Wish::new(settings.bucket.locations.clone(), settings.bucket.window(&settings.window));
    if settings.bucket.dry_run {
        let (format, destination) = (settings.format, &Destination::Stdout);
        return verbs::dry_run::run(&settings.bucket, wish, format, destination, messages);
    }
    verbs::fetch::run(&settings, wish, messages)
}

fn refuse(messages: Messages, error: &UsageError) -> ExitStatus {
    messages.error(&error.to_string());
    ExitStatus::Usage
}
