//! The rulebook's own sentences, as they stand in a finding: the one place that knows in which
//! languages it has them.

use why502_rulebook::{Cause, Signature};

use crate::summary::{Said, thousands};

/// What to do, each with its label.
pub(in super::super) fn remedies(cause: &Cause) -> Vec<Said> {
    cause.remedies.iter().map(|&remedy| remedy.into()).collect()
}

/// What the logs cannot show about the cause.
pub(in super::super) fn not_visible_of(cause: &Cause) -> Said {
    let what = cause.not_visible;
    Said::new(
        format!("not visible in these logs: {what}"),
        format!("これらのログからはわからないこと: {what}"),
    )
}

/// What most of the failing lines say by themselves.
pub(in super::super) fn lines_say(requests: u64, signature: Option<&Signature>) -> Said {
    let meaning = signature.map_or("", |signature| signature.meaning);
    let lines = thousands(requests);
    Said::new(
        format!("{lines} lines say: {meaning}"),
        format!("{lines} 行のログが示す内容: {meaning}"),
    )
}
