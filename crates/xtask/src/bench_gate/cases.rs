//! What is counted, on which inputs, and that the program did it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::corpus::{self, Form, Kind, Written};
use crate::sample_logs::folder::SEED;

/// One figure.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) arguments: &'static [&'static str],
    /// One of [`INPUTS`].
    pub(super) input: &'static str,
    /// What it must have done to all of the input.
    done: Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// The report counts every record.
    Report,
    /// As many lines as records.
    EveryRecord,
    /// A header, and a line for one or more records but not for all.
    Some,
}

const JSON: &[&str] = &["analyze", "--format", "json"];
const SUMMARY: &[&str] = &["analyze", "--format", "json", "--summary"];

pub(super) const CASES: &[Case] = &[
    Case { name: "alb analyze", arguments: JSON, input: "alb", done: Done::Report },
    Case { name: "alb analyze --summary", arguments: SUMMARY, input: "alb", done: Done::Report },
    Case { name: "alb plain analyze", arguments: JSON, input: "alb.log", done: Done::Report },
    Case { name: "cloudfront analyze", arguments: JSON, input: "cloudfront", done: Done::Report },
    Case {
        name: "cloudfront analyze --summary",
        arguments: SUMMARY,
        input: "cloudfront",
        done: Done::Report,
    },
    Case { name: "storm analyze", arguments: JSON, input: "storm", done: Done::Report },
    Case {
        name: "alb records ndjson",
        arguments: &["records", "--format", "ndjson"],
        input: "alb",
        done: Done::EveryRecord,
    },
    Case {
        name: "alb records --where",
        arguments: &["records", "--format", "tsv", "--where", "elb_status_code = 502"],
        input: "alb",
        done: Done::Some,
    },
];

/// Large enough that what is done once weighs little, small enough for half a minute in all.
const INPUTS: [(&str, Kind, Form, u64); 4] = [
    ("alb", Kind::Alb, Form::Objects, 12 << 20),
    ("alb.log", Kind::Alb, Form::Plain, 12 << 20),
    ("cloudfront", Kind::Cloudfront, Form::Objects, 6 << 20),
    ("storm", Kind::Storm, Form::Objects, 6 << 20),
];
/// Header lines of a CloudFront object.
const HEADER_LINES: u64 = 2;

/// Records by input.
pub(super) type Inputs = Vec<(&'static str, u64)>;

pub(super) fn write_inputs(scratch: &Path) -> Result<Inputs> {
    let mut inputs = Inputs::new();
    for (name, kind, form, bytes) in INPUTS {
        let Written { objects, lines, .. } =
            corpus::write(kind, form, &scratch.join(name), bytes, SEED)?;
        let headers = if kind == Kind::Cloudfront { HEADER_LINES * objects } else { 0 };
        inputs.push((name, lines - headers));
    }
    Ok(inputs)
}

pub(super) fn knows_summary(program: &Path) -> Result<bool> {
    let help = Command::new(program).args(["analyze", "--help"]).output();
    let help = help.with_context(|| program.display().to_string())?;
    Ok(String::from_utf8_lossy(&help.stdout).contains("--summary"))
}

impl Case {
    /// Fails where the program did not do all of it: a count of nothing is no figure.
    pub(super) fn check(&self, inputs: &Inputs, printed: &[u8]) -> Result<()> {
        let input = inputs.iter().find(|&&(name, _)| name == self.input);
        let &(_, records) = input.context("an input that nobody writes")?;
        let lines = || printed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        match self.done {
            Done::Report => {
                let report: Value = serde_json::from_slice(printed)?;
                let counted = report["requests"].as_u64().context("no requests in the report")?;
                ensure!(counted == records, "{counted} of {records} records counted");
            }
            Done::EveryRecord => {
                ensure!(lines() == records, "{} of {records} records written", lines());
            }
            Done::Some => ensure!((2..records).contains(&lines()), "{} lines written", lines()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_done_is_no_figure() {
        let inputs: Inputs = vec![("alb", 3), ("storm", 3)];
        let case = |name| CASES.iter().find(|case: &&Case| case.name == name).unwrap();
        let report = case("storm analyze");
        report.check(&inputs, br#"{"requests": 3}"#).unwrap();
        assert!(report.check(&inputs, br#"{"requests": 2}"#).is_err());
        case("alb records ndjson").check(&inputs, b"{}\n{}\n{}\n").unwrap();
        assert!(case("alb records ndjson").check(&inputs, b"{}\n{}\n").is_err());
        case("alb records --where").check(&inputs, b"head\nrow\n").unwrap();
        assert!(case("alb records --where").check(&inputs, b"head\n").is_err());
    }

    #[test]
    fn every_case_has_an_input() {
        let known = |case: &&Case| INPUTS.iter().any(|&(name, ..)| name == case.input);
        assert_eq!(CASES.iter().filter(known).count(), CASES.len());
    }
}
