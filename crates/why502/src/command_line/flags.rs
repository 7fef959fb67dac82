//! What is wrong with a flag: the command-line parser's findings in one paragraph of our own.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::command_line::usage::UsageError;
use crate::command_line::verb;

/// The error in words, or nothing where the answer is no error but a help text. `verb`: the one
/// whose flags they are.
pub(crate) fn explained(answer: &clap::Error, verb: &str) -> Option<UsageError> {
    let more = format!("`why502 {verb} --help` explains all flags.");
    let flag = context(answer, ContextKind::InvalidArg);
    let value = context(answer, ContextKind::InvalidValue);
    let text = match answer.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => match context(answer, ContextKind::SuggestedArg) {
            nearest if nearest.is_empty() => format!("there is no flag `{flag}`. {more}"),
            nearest => format!("there is no flag `{flag}`; the nearest is `{nearest}`. {more}"),
        },
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{flag}: the value is missing.{} {more}", choice(answer))
        }
        ErrorKind::InvalidValue => {
            format!("{flag}: `{value}` is no value of it.{} {more}", choice(answer))
        }
        ErrorKind::ValueValidation => {
            let reason = answer.source().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{flag}: `{value}` is no value of it{reason}.")
        }
        // A single place of `fetch` may be taken for either of its two.
        ErrorKind::MissingRequiredArgument if answer.to_string().contains("why502 fetch ") => {
            "fetch needs a place in S3 and a folder: `why502 fetch s3://BUCKET/PREFIX DIR`."
                .to_owned()
        }
        ErrorKind::MissingRequiredArgument if flag.starts_with("--") => {
            format!("{flag} is needed for what else was given. {more}")
        }
        ErrorKind::MissingRequiredArgument if flag == "<SHELL>" => {
            format!("no shell was given, as in `why502 {verb} bash`. {more}")
        }
        ErrorKind::MissingRequiredArgument => format!(
            "no SOURCE was given. Name the logs: a file, a folder, a quoted glob pattern, or - for \
             standard input, as in `why502 {verb} logs/`."
        ),
        ErrorKind::ArgumentConflict => match context(answer, ContextKind::PriorArg) {
            other if other.is_empty() || other == flag => {
                format!("{flag} was given twice. Give it once.")
            }
            other => format!("{flag} cannot be used together with {other}. {more}"),
        },
        ErrorKind::InvalidSubcommand => {
            let verb = context(answer, ContextKind::InvalidSubcommand);
            let verbs = verb::VERBS.map(|verb| format!("`{verb}`")).join(", ");
            format!("`{verb}` is no verb. There are {verbs}.")
        }
        ErrorKind::InvalidUtf8 => {
            format!("a value is not valid UTF-8. Only file names may hold other bytes. {more}")
        }
        ErrorKind::TooManyValues if !value.is_empty() => {
            format!("{flag} takes no value, but `{value}` was given. {more}")
        }
        _ => format!("the flags do not fit together: {}. {more}", first_line(answer)),
    };
    Some(UsageError::new(text))
}

/// The parser's own word for `kind`, or nothing.
fn context(answer: &clap::Error, kind: ContextKind) -> String {
    match answer.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

fn choice(answer: &clap::Error) -> String {
    match context(answer, ContextKind::ValidValue) {
        values if values.is_empty() => String::new(),
        values => format!(" It takes one of: {values}."),
    }
}

fn first_line(answer: &clap::Error) -> String {
    let text = answer.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::command_line::args::Arguments;

    fn said(line: &str) -> Option<String> {
        let words = ["why502"].into_iter().chain(line.split(' '));
        explained(&Arguments::try_parse_from(words).unwrap_err(), "analyze")
            .map(|error| error.to_string())
    }

    #[test]
    fn every_mistake_has_one_paragraph_of_its_own() {
        for (line, words) in [
            ("analyze x --formt json", "there is no flag `--formt`; the nearest is `--format`."),
            ("analyze x --raw", "there is no flag `--raw`"),
            (
                "analyze x --format xml",
                "`xml` is no value of it. It takes one of: text, json, markdown, html.",
            ),
            (
                "analyze x --format",
                "--format <FORMAT>: the value is missing. It takes one of: text",
            ),
            ("analyze x --since", "--since <TIME>: the value is missing."),
            ("analyze x --jobs 0", "`0` is no value of it: it takes a whole number from 1 to"),
            ("analyze x --jobs -3", "there is no flag `-3`"),
            ("analyze x --quiet=yes", "--quiet takes no value, but `yes` was given."),
            ("analyze x --format json --format text", "--format <FORMAT> was given twice."),
            ("analyze --quiet", "no SOURCE was given. Name the logs"),
            ("completions", "no shell was given, as in `why502"),
            ("help nothing", "`nothing` is no verb."),
        ] {
            let said = said(line).unwrap();
            assert!(said.contains(words), "{line}: {said}");
            assert!(!said.contains("error:") && !said.contains('\n'), "{said}");
            assert!(!said.contains("tip") && !said.contains("'--"), "{said}");
        }
    }

    #[test]
    fn help_is_no_mistake() {
        for line in ["--help", "help analyze", "analyze -h", "--version"] {
            assert_eq!(said(line), None, "{line}");
        }
    }
}
