//! Verbs, the one that may be left out, and words that were meant to be one.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::command_line::usage::{UsageError, nearest};

#[cfg(feature = "s3")]
pub(super) const VERBS: [&str; 9] =
    ["analyze", "records", "explain", "compare", "alarms", "completions", "man", "fetch", "help"];
#[cfg(not(feature = "s3"))]
pub(super) const VERBS: [&str; 8] =
    ["analyze", "records", "explain", "compare", "alarms", "completions", "man", "help"];
/// What is meant where the first argument is no verb.
const DEFAULT: &str = "analyze";
/// Flags that are about the program, not about an analysis.
const ABOUT: [&str; 4] = ["-h", "--help", "-V", "--version"];

/// The AWS CLI's spelling, where ours would take the word for a SOURCE.
const SEPARATE_VALUE: (&str, &str) = ("--request-payer", "requester");

/// The command line with its verb written out.
///
/// # Errors
///
/// When the first argument was meant as a verb and is none: it looks like a word, not like a
/// place, and no file has that name.
pub(crate) fn written_out(mut line: Vec<OsString>) -> Result<Vec<OsString>, UsageError> {
    join_value(&mut line);
    let config = leading_config(&mut line);
    let mut line = with_verb(line)?;
    let behind_verb = line.len().min(2);
    line.splice(behind_verb..behind_verb, config);
    Ok(line)
}

/// Takes `--config FILE` out from before the verb.
fn leading_config(line: &mut Vec<OsString>) -> Vec<OsString> {
    let mut words = 0;
    while let Some(word) = line.get(words + 1) {
        let is_joined = word.to_str().is_some_and(|word| word.starts_with("--config="));
        words += match () {
            () if is_joined => 1,
            () if word == "--config" => 2,
            () => break,
        };
    }
    let end = line.len().min(words + 1);
    line.drain(1.min(end)..end).collect()
}

fn with_verb(mut line: Vec<OsString>) -> Result<Vec<OsString>, UsageError> {
    let Some(first) = line.get(1) else { return Ok(line) };
    if VERBS.iter().chain(&ABOUT).any(|known| first == known) {
        return Ok(line);
    }
    if is_word(first) && !Path::new(first).exists() {
        let word = first.to_string_lossy();
        let verb =
            nearest(&word, &VERBS).filter(|verb| word.starts_with(&verb[..1])).unwrap_or(DEFAULT);
        return Err(UsageError::new(format!(
            "`{word}`: no such file or folder, and no verb; the nearest verb is `{verb}`. Logs are \
             given as `why502 analyze SOURCE...`, where a SOURCE is a file, a folder, a quoted glob \
             pattern, or - for standard input."
        )));
    }
    line.insert(1, DEFAULT.into());
    Ok(line)
}

/// `--request-payer requester` as `--request-payer=requester`.
fn join_value(line: &mut Vec<OsString>) {
    let (flag, value) = SEPARATE_VALUE;
    if let Some(at) = line.windows(2).position(|pair| pair[0] == flag && pair[1] == value) {
        line[at] = format!("{flag}={value}").into();
        line.remove(at + 1);
    }
}

/// Holds nothing that paths, patterns, URLs or flags hold.
fn is_word(argument: &OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    !bytes.is_empty()
        && !bytes.starts_with(b"-")
        // An alias of the configuration file.
        && !bytes.starts_with(b"@")
        && !bytes.iter().any(|byte| b"/\\.*:".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(arguments: &[&str]) -> Result<String, UsageError> {
        let line = ["why502"].iter().chain(arguments).map(OsString::from).collect();
        written_out(line).map(|line| line.join(OsStr::new(" ")).into_string().unwrap())
    }

    #[test]
    fn a_verb_and_a_flag_about_the_program_stay_as_they_are() {
        for arguments in [&["analyze", "x"][..], &["help"], &["--version"], &[]] {
            assert_eq!(line(arguments).unwrap(), [&["why502"], arguments].concat().join(" "));
        }
    }

    #[test]
    fn a_place_or_a_flag_means_analyze() {
        for first in ["./x", "a.log", "*", "s3://bucket", "-", "--quiet", "src"] {
            assert_eq!(line(&[first]).unwrap(), format!("why502 analyze {first}"));
        }
    }

    #[test]
    fn a_value_of_its_own_word_is_joined_to_its_flag() {
        let joined = line(&["s3://b", "--request-payer", "requester", "-q"]).unwrap();
        assert_eq!(joined, "why502 analyze s3://b --request-payer=requester -q");
        assert_eq!(line(&["x/", "--request-payer"]).unwrap(), "why502 analyze x/ --request-payer");
    }

    #[test]
    fn the_configuration_may_be_named_before_the_verb() {
        for (typed, meant) in [
            (&["--config", "c", "records", "x"][..], "why502 records --config c x"),
            (&["--config=c", "x/"], "why502 analyze --config=c x/"),
            (&["x/", "--config", "c"], "why502 analyze x/ --config c"),
            (&["--config", "c", "@prod"], "why502 analyze --config c @prod"),
            (&["--config"], "why502 --config"),
            (&["--config", "c", "--version"], "why502 --version --config c"),
        ] {
            assert_eq!(line(typed).unwrap(), meant);
        }
    }

    #[test]
    fn a_misspelt_verb_names_the_nearest() {
        let error = line(&["anlyse", "logs/"]).unwrap_err().to_string();
        assert!(error.starts_with("`anlyse`: no such file or folder, and no verb; "), "{error}");
        assert!(error.contains("the nearest verb is `analyze`."), "{error}");
        let error = line(&["hlep"]).unwrap_err().to_string();
        assert!(error.contains("the nearest verb is `help`."), "{error}");
    }
}
