//! For which times there were logs: a sentence, and the gaps that may hide something.

use why502_engine::summary::{CoverageGap, Summary};

use crate::page::{Page, Tone};
use crate::phrases::Phrases;

/// How many gaps the short form names.
const NAMED: usize = 5;

/// Nothing where no name told its time and nothing is missing.
pub(super) fn write(page: &mut Page, summary: &Summary, details: bool, phrases: &dyn Phrases) {
    let coverage = &summary.coverage;
    let hides = |gap: &CoverageGap| matches!(gap.kind, "unread" | "no_object" | "no_request");
    let is_told =
        !coverage.nodes.is_empty() || !coverage.gaps.is_empty() || coverage.duplicates > 0;
    if !is_told {
        return;
    }
    let is_missed = coverage.gaps.iter().any(hides);
    let (tone, lead) = if is_missed { (Tone::Alarm, "! ") } else { (Tone::Quiet, "") };
    page.paragraph(tone, lead, coverage.statement.as_str());
    let worth = |gap: &&CoverageGap| details || hides(gap) || gap.kind == "node_not_seen";
    let mut gaps: Vec<&CoverageGap> = coverage.gaps.iter().filter(worth).collect();
    // What hides requests before what one node may not have had.
    gaps.sort_by_key(|gap| !hides(gap));
    let shown = if details { gaps.len() } else { NAMED };
    for gap in gaps.iter().take(shown) {
        page.paragraph(Tone::Quiet, "  ", gap.statement.as_str());
    }
    let left = gaps.len().saturating_sub(shown) as u64;
    if left > 0 {
        page.line(Tone::Quiet, &phrases.and_more(left));
    }
}
