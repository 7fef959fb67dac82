//! What is left to people: action items, each with what shows that it helped, and empty places
//! for what no log knows.

use why502_engine::summary::Finding;
use why502_rulebook::Language;

use crate::metric;

use super::content::{Column, Shown, Table};
use super::findings::{RemedyKind, remedy};
use super::frame::Frame;
use super::words;

/// Findings whose remedies become action items.
const MOST_FINDINGS: usize = 5;

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionsPart {
    /// Its heading.
    pub heading: &'static str,
    /// Cause, type, action, what verifies it, and two empty columns: owner and date.
    pub table: Table,
}

/// A part that people write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// Its heading.
    pub heading: &'static str,
    /// What belongs there; empty where the heading says it.
    pub prompt: &'static str,
    /// Headings below it, each with an empty place.
    pub below: Vec<&'static str>,
}

pub(super) fn actions(frame: &Frame<'_>) -> Option<ActionsPart> {
    let incidents = frame.summary.findings.iter().filter(|finding| !finding.background);
    let rows: Vec<Vec<Shown>> = incidents
        .take(MOST_FINDINGS)
        .flat_map(|finding| finding.remedies.iter().map(move |said| (finding, said)))
        .map(|(finding, said)| {
            let remedy = remedy(frame, said);
            let verified = verified(frame.language, finding, remedy.kind);
            vec![
                Shown::Prose(remedy.label.to_owned()),
                Shown::Prose(remedy.text),
                Shown::Prose(verified),
                Shown::value(finding.cause),
                Shown::Empty,
                Shown::Empty,
            ]
        })
        .collect();
    let headings =
        [words::KIND, words::ACTION, words::VERIFY, words::CAUSES, words::OWNER, words::DUE];
    (!rows.is_empty()).then(|| ActionsPart {
        heading: frame.say(words::ACTIONS),
        table: Table {
            caption: frame.say(words::ACTIONS).to_owned(),
            columns: headings
                .map(|heading| Column { heading: frame.say(heading), is_number: false })
                .into(),
            rows,
        },
    })
}

/// What shows that an action helped.
fn verified(language: Language, finding: &Finding, kind: RemedyKind) -> String {
    let (metric, cause) = (&metric::of_cause(finding.cause)[0], finding.cause);
    match (language, kind) {
        (Language::English, RemedyKind::Now) => {
            format!("{metric} is back at its level from before")
        }
        (Language::English, RemedyKind::Fix) => {
            format!("why502 finds no {cause} in the logs of the week after the change")
        }
        (Language::English, RemedyKind::Prevent) => {
            format!("an alarm on {metric} was set off in a test")
        }
        (Language::Japanese, RemedyKind::Now) => {
            format!("{metric} が発生前の水準に戻っている")
        }
        (Language::Japanese, RemedyKind::Fix) => {
            format!("変更後 1 週間のログで why502 が {cause} を検出しない")
        }
        (Language::Japanese, RemedyKind::Prevent) => {
            format!("{metric} のアラームが試験で発報した")
        }
    }
}

pub(super) fn blanks(frame: &Frame<'_>) -> Vec<Blank> {
    let blank = |heading, prompt, below: &[_]| Blank {
        heading: frame.say(heading),
        prompt: frame.say(prompt),
        below: below.iter().map(|one| frame.say(*one)).collect(),
    };
    vec![
        blank(words::DETECTION, words::WHO_NOTICED, &[]),
        blank(words::RESPONSE, words::WHAT_HELPED, &[]),
        blank(words::BUSINESS, words::WHAT_IT_COST, &[]),
        blank(
            words::LESSONS,
            words::SYSTEMS_NOT_PEOPLE,
            &[words::WENT_WELL, words::WENT_WRONG, words::LUCKY],
        ),
        blank(words::PEOPLE, words::WHO_WROTE, &[]),
    ]
}
