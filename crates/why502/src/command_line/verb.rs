//! Verbs, the one that may be left out, and words that were meant to be one.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::command_line::usage::{UsageError, nearest};

#[cfg(feature = "s3")]
pub(super) const VERBS: [&str; 6] = ["analyze", "records", "explain", "compare", "fetch", "help"];
#[cfg(not(feature = "s3"))]
pub(super) const VERBS: [&str; 5] = ["analyze", "records", "explain", "compare", "help"];
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
    fn a_misspelt_verb_names_the_nearest() {
        let error = line(&["anlyse", "logs/"]).unwrap_err().to_string();
        assert!(error.starts_with("`anlyse`: no such file or folder, and no verb; "), "{error}");
        assert!(error.contains("the nearest verb is `analyze`."), "{error}");
        let error = line(&["hlep"]).unwrap_err().to_string();
        assert!(error.contains("the nearest verb is `help`."), "{error}");
    }
}
