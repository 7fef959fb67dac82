//! What lines that are no requests give evidence of: beside the findings, never part of them.

use why502_engine::summary::{EvidenceCount, Summary};

use crate::clock::Clock;
use crate::page::{Page, Tone};
use crate::phrases::{OtherLog, Phrases};

/// How many kinds the short form names.
const NAMED: usize = 5;

/// The section; nothing where there is no evidence.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    clock: &Clock,
    (details, tight): (bool, usize),
    phrases: &dyn Phrases,
) {
    if summary.evidence.is_empty() {
        return;
    }
    page.blank();
    page.line(Tone::Strong, phrases.other_logs());
    let mut kinds: Vec<&EvidenceCount> = summary.evidence.iter().collect();
    kinds.sort_by_key(|one| (std::cmp::Reverse(one.records), one.format, one.id));
    let shown = if details { kinds.len() } else { (NAMED >> tight).max(1) };
    for one in kinds.iter().take(shown) {
        let text = phrases.other_log(&OtherLog {
            format: one.format,
            records: one.records,
            id: one.id,
            range: clock.range(one.first_seen.micros(), one.last_seen.micros()),
            meaning: one.meaning.as_str(),
            supports: one.supports,
        });
        page.paragraph(Tone::Plain, "  ", &text);
    }
    if kinds.len() > shown {
        page.line(Tone::Quiet, &format!("  {}", phrases.more_kinds(kinds.len() - shown)));
    }
}
