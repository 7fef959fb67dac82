//! What lines that are no requests give evidence of: beside the findings, never part of them.

use why502_engine::summary::{EvidenceCount, Summary};

use crate::clock::Clock;
use crate::figures::counted;
use crate::page::{Page, Tone};

/// How many kinds the short form names.
const NAMED: usize = 5;

/// The section; nothing where there is no evidence.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock, details: bool) {
    if summary.evidence.is_empty() {
        return;
    }
    page.blank();
    page.line(Tone::Strong, "Evidence in other logs");
    let mut kinds: Vec<&EvidenceCount> = summary.evidence.iter().collect();
    kinds.sort_by_key(|one| (std::cmp::Reverse(one.records), one.format, one.id));
    let shown = if details { kinds.len() } else { NAMED };
    for one in kinds.iter().take(shown) {
        let records = counted(one.records, "record", "records");
        let supports = match one.supports {
            [] => String::new(),
            causes => format!(" Speaks for {}.", causes.join(", ")),
        };
        let text = format!(
            "{} {records} ({}), {}: {}{supports}",
            one.format,
            one.id,
            clock.range(one.first_seen.micros(), one.last_seen.micros()),
            one.meaning,
        );
        page.paragraph(Tone::Plain, "  ", &text);
    }
    if kinds.len() > shown {
        let more = kinds.len() - shown;
        page.line(Tone::Quiet, &format!("  and {more} more kinds (--details names all)"));
    }
}
