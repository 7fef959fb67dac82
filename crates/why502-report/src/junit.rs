//! The outcome of conditions as JUnit XML, which most build servers show as tests.
//!
//! A condition that holds is a test that failed. Without conditions every cause of the closed list is
//! a test, which an incident of that cause fails: the names stay the same from run to run, so that a
//! server can show their history. Input that could not be read is an error, never a test passed.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use why502_engine::Judgement;
use why502_engine::summary::{Finding, InputSummary, Summary, rfc3339};
use why502_rulebook::causes;

use crate::escape::visible;

/// One test.
struct Case {
    group: &'static str,
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    /// What was tested for is the case: in a sentence, and all that is known of it.
    Failed(String, String),
    /// It could not be told.
    Error(String),
}

/// The whole document, and a final newline. No clock is in it: every `time` is 0.
///
/// # Panics
///
/// Never: memory takes every byte.
#[must_use]
pub fn render(summary: &Summary, judgements: &[Judgement]) -> String {
    let mut cases = vec![input(&summary.input)];
    if judgements.is_empty() {
        cases.extend(causes::ALL.iter().map(|cause| no_incident(summary, cause.name)));
    } else {
        cases.extend(judgements.iter().map(|judgement| condition(summary, judgement)));
    }
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut out, summary, &cases).expect("memory takes every byte");
    let mut text = String::from_utf8(out.into_inner()).expect("only text was written");
    text.push('\n');
    text
}

/// Everything that was named was read.
fn input(input: &InputSummary) -> Case {
    let failed: Vec<String> =
        input.failed_objects.iter().map(|one| format!("{}: {}", one.source, one.error)).collect();
    let outcome = if input.records == 0 {
        Outcome::Error("no record was read, or none lies in the window".to_owned())
    } else if !failed.is_empty() {
        Outcome::Error(format!("not read, or not to the end: {}", failed.join("; ")))
    } else if input.interrupted {
        Outcome::Error("the run was ended before everything was read".to_owned())
    } else {
        Outcome::Passed
    };
    Case { group: "why502.input", name: "everything was read".to_owned(), outcome }
}

fn condition(summary: &Summary, judgement: &Judgement) -> Case {
    let outcome = match judgement.held {
        _ if summary.input.records == 0 => Outcome::Error("there is no record".to_owned()),
        false => Outcome::Passed,
        true => {
            let found: Vec<_> = summary.findings.iter().map(lines).collect();
            Outcome::Failed(format!("it holds: {}", judgement.figures()), found.join("\n"))
        }
    };
    Case { group: "why502.fail-on", name: judgement.condition.clone(), outcome }
}

fn no_incident(summary: &Summary, cause: &str) -> Case {
    let found: Vec<&Finding> =
        summary.findings.iter().filter(|one| one.cause == cause && !one.background).collect();
    let outcome = match found.first() {
        _ if summary.input.records == 0 => Outcome::Error("there is no record".to_owned()),
        _ if summary.is_summary => Outcome::Error("causes were not looked for".to_owned()),
        None => Outcome::Passed,
        Some(first) => {
            let told: Vec<_> = found.iter().map(|one| lines(one)).collect();
            Outcome::Failed(first.title.to_string(), told.join("\n"))
        }
    };
    Case { group: "why502.causes", name: format!("no incident of {cause}"), outcome }
}

/// A finding in a few lines.
fn lines(finding: &Finding) -> String {
    let mut lines = vec![
        visible(finding.title.as_str()).into_owned(),
        format!(
            "  {}, {} failing requests, {} to {}, confidence {:.2}",
            finding.cause,
            finding.requests,
            rfc3339(finding.first_seen),
            rfc3339(finding.last_seen),
            finding.confidence
        ),
    ];
    let evidence = finding.evidence.iter();
    lines
        .extend(evidence.map(|one| format!("  {}: {}", one.kind, visible(one.statement.as_str()))));
    lines.join("\n")
}

type Result = io::Result<()>;

fn write(out: &mut Writer<Vec<u8>>, summary: &Summary, cases: &[Case]) -> Result {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |is: fn(&Outcome) -> bool| {
        cases.iter().filter(|case| is(&case.outcome)).count().to_string()
    };
    let failures = count(|outcome| matches!(outcome, Outcome::Failed(..)));
    let errors = count(|outcome| matches!(outcome, Outcome::Error(_)));
    let tests = cases.len().to_string();
    let counts = [
        ("name", "why502"),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("time", "0"),
    ];
    out.create_element("testsuites").with_attributes(counts).write_inner_content(|out| {
        let suite = out.create_element("testsuite").with_attributes(counts);
        suite.with_attribute(("skipped", "0")).write_inner_content(|out| {
            properties(out, summary)?;
            cases.iter().try_for_each(|case| case.write(out))
        })?;
        Ok(())
    })?;
    Ok(())
}

fn properties(out: &mut Writer<Vec<u8>>, summary: &Summary) -> Result {
    let instant = |at: Option<_>| at.map(rfc3339).unwrap_or_default();
    let values = [
        ("from", instant(summary.input.from)),
        ("to", instant(summary.input.to)),
        ("records", summary.input.records.to_string()),
        ("requests", summary.requests.to_string()),
        ("failed", summary.failed.to_string()),
        ("bad_gateways", summary.bad_gateways.to_string()),
    ];
    out.create_element("properties").write_inner_content(|out| {
        for (name, value) in &values {
            out.create_element("property")
                .with_attributes([("name", *name), ("value", value.as_str())])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

impl Case {
    fn write(&self, out: &mut Writer<Vec<u8>>) -> Result {
        let name = line(&self.name);
        let element = out.create_element("testcase").with_attributes([
            ("name", name.as_ref()),
            ("classname", self.group),
            ("time", "0"),
        ]);
        match &self.outcome {
            Outcome::Passed => element.write_empty()?,
            Outcome::Failed(message, body) => element.write_inner_content(|out| {
                let attributes = [("message", line(message)), ("type", "condition".into())];
                out.create_element("failure")
                    .with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_ref())))
                    .write_text_content(BytesText::new(&body_text(body)))?;
                Ok(())
            })?,
            Outcome::Error(message) => element.write_inner_content(|out| {
                let attributes = [("message", line(message)), ("type", "input".into())];
                out.create_element("error")
                    .with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_ref())))
                    .write_empty()?;
                Ok(())
            })?,
        };
        Ok(())
    }
}

/// One line that XML can hold: what it cannot is written out, as on a terminal.
fn line(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    // XML 1.0 has no way to write these two, and they are no control characters.
    if shown.contains(['\u{fffe}', '\u{ffff}']) {
        shown.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}").into()
    } else {
        shown
    }
}

/// The same of several lines; their texts from outside are one line each already.
fn body_text(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
