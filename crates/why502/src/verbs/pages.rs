//! `why502 completions` and `why502 man`: scripts and pages made from the flags themselves.

use std::path::Path;

use clap::builder::Resettable;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::command_line::args::Arguments;
use crate::command_line::pages::{CompletionsArguments, ManArguments};
use crate::command_line::usage::{UsageError, nearest};
use crate::exit_code::ExitStatus;
use crate::output;
use crate::settings::Destination;

const NAME: &str = "why502";

/// Prints the script of a shell.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn completions(arguments: &CompletionsArguments) -> Result<ExitStatus, UsageError> {
    let script = script(arguments.shell);
    output::write(&Destination::Stdout, &script)
        .map_err(|error| unwritable("standard output", &error))?;
    Ok(ExitStatus::Done)
}

fn script(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Prints a manual page, or writes all of them.
///
/// # Errors
///
/// When there is no verb of that name, or a page cannot be written.
pub(crate) fn man(arguments: &ManArguments) -> Result<ExitStatus, UsageError> {
    let pages = pages();
    if let Some(folder) = &arguments.dir {
        pages.iter().try_for_each(|(name, page)| write_into(folder, name, page))?;
        return Ok(ExitStatus::Done);
    }
    let name = arguments.verb.as_ref().map_or(NAME.to_owned(), |verb| format!("{NAME}-{verb}"));
    let Some((_, page)) = pages.iter().find(|(one, _)| *one == name) else {
        let verbs: Vec<&str> =
            pages.iter().filter_map(|(name, _)| name.strip_prefix("why502-")).collect();
        let verb = arguments.verb.as_deref().unwrap_or_default();
        let near = nearest(verb, &verbs).unwrap_or_default();
        return Err(UsageError::new(format!(
            "`{verb}` is no verb; the nearest is `{near}`. There are {}.",
            verbs.join(", ")
        )));
    };
    output::write(&Destination::Stdout, page)
        .map_err(|error| unwritable("standard output", &error))?;
    Ok(ExitStatus::Done)
}

/// Name and text of the program's page and of one for each verb.
fn pages() -> Vec<(String, String)> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut pages = vec![(NAME.to_owned(), page(program.clone()))];
    for verb in program.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let name = format!("{NAME}-{}", verb.get_name());
        pages.push((name, page(verb.clone())));
    }
    pages
}

/// No date is on it, so that the same program gives the same bytes.
fn page(command: Command) -> String {
    let below = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut bytes = Vec::new();
    let command = command.after_help(Resettable::Reset);
    Man::new(command).render(&mut bytes).expect("memory takes every byte");
    let page = String::from_utf8_lossy(&bytes).into_owned();
    let (head, version) = page.split_at(page.find(".SH VERSION").unwrap_or(page.len()));
    format!("{head}{}{version}", sections(&below))
}

/// What stands below the flags in a help text: examples, then exit statuses, each a line that begins
/// with its number.
fn sections(below: &str) -> String {
    let (examples, statuses) = below.split_once("Exit status:").unwrap_or((below, ""));
    let mut out = String::new();
    if !examples.trim().is_empty() {
        out.push_str(".SH EXAMPLES\n.nf\n");
        examples.trim_matches('\n').lines().for_each(|line| out += &(literal(line) + "\n"));
        out.push_str(".fi\n");
    }
    let statuses = statuses.lines().filter_map(|line| line.trim().split_once("  "));
    for (place, (status, meaning)) in statuses.enumerate() {
        if place == 0 {
            out.push_str(".SH \"EXIT STATUS\"\n");
        }
        out.push_str(&format!(".TP\n{}\n{}\n", literal(status), literal(meaning)));
    }
    out
}

/// A line in which nothing is a request.
fn literal(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

fn write_into(folder: &Path, name: &str, page: &str) -> Result<(), UsageError> {
    let path = folder.join(format!("{name}.1"));
    if !folder.is_dir() {
        return Err(UsageError::new(format!(
            "--dir {}: there is no such folder. Create it first.",
            folder.display()
        )));
    }
    let shown = path.display().to_string();
    output::write(&Destination::File(path), page).map_err(|error| unwritable(&shown, &error))?;
    Ok(())
}

fn unwritable(place: &str, error: &std::io::Error) -> UsageError {
    UsageError::new(format!("{place} could not be written: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_a_page_with_its_flags() {
        let pages = pages();
        let verbs = Arguments::command().get_subcommands().count();
        assert_eq!(pages.len(), verbs + 1);
        for (name, page) in &pages {
            assert!(page.contains(".TH"), "{name}");
            assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}");
            // A line of text that began with a point would be taken for a request.
            let requests = page.lines().filter(|line| line.starts_with('.'));
            for request in requests {
                let word = request.split(' ').next().unwrap();
                let known = [
                    ".ie", ".el", ".TH", ".SH", ".SS", ".TP", ".br", ".PP", ".RS", ".RE", ".nf",
                    ".fi", ".IP", ".B", ".I",
                ];
                assert!(known.contains(&word), "{name}: {request}");
            }
        }
        let (_, analyze) = pages.iter().find(|(name, _)| name == "why502-analyze").unwrap();
        assert!(analyze.contains("fail\\-on"), "{analyze}");
        let status = ".SH \"EXIT STATUS\"\n.TP\n0\nthe analysis ran, whatever it found\n.TP\n1\n";
        assert!(analyze.contains(status), "{analyze}");
        let program = &pages[0].1;
        assert!(program.contains(".SH EXAMPLES\n.nf\n"), "{program}");
        assert!(program.contains("\\(aqlogs/**/*.gz\\(aq \\-\\-format json"), "{program}");
    }

    #[test]
    fn every_shell_has_a_script_with_every_verb() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let script = script(shell);
            for verb in Arguments::command().get_subcommands() {
                assert!(script.contains(verb.get_name()), "{shell}: {}", verb.get_name());
            }
        }
    }
}
