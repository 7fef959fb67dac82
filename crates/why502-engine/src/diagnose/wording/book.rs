//! The rulebook's own sentences, as they stand in a finding.

use why502_rulebook::{Cause, Language, Signature, Words};

use crate::summary::{Said, thousands};

/// What to do, each with its label (`Now: `, `Fix: `, `Prevent: `), which is never translated.
pub(in super::super) fn remedies(cause: &Cause) -> Vec<Said> {
    let english = cause.remedies(Language::English);
    english
        .into_iter()
        .zip(cause.remedies(Language::Japanese))
        .map(|(english, japanese)| Said::new(english, japanese))
        .collect()
}

/// What the logs cannot show about the cause.
pub(in super::super) fn not_visible_of(cause: &Cause) -> Said {
    let Words { english, japanese } = cause.words(|texts| texts.not_visible);
    Said::new(
        format!("not visible in these logs: {english}"),
        format!("これらのログからは分からないもの: {japanese}"),
    )
}

/// What most of the failing lines say by themselves.
pub(in super::super) fn lines_say(requests: u64, signature: Option<&Signature>) -> Said {
    let Words { english, japanese } = signature.map_or(Words::new("", ""), Signature::words);
    let lines = thousands(requests);
    Said::new(format!("{lines} lines say: {english}"), format!("{lines}行が示す内容: {japanese}"))
}
