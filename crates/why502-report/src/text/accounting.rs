//! What was read and what was not: the last lines, so that silence is never taken for health.

use why502_engine::summary::{InputSummary, Summary};

use super::coverage;
use crate::clock::Clock;
use crate::page::{Page, Tone};
use crate::phrases::Phrases;
use crate::story;

/// How many objects the short form names.
const NAMED: usize = 5;

/// The closing lines.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    clock: &Clock,
    details: bool,
    phrases: &dyn Phrases,
) {
    let input = &summary.input;
    let span = input.from.zip(input.to);
    let span = span.map(|(from, to)| clock.range(from.micros(), to.micros()));
    page.paragraph(Tone::Quiet, "", &phrases.read(input, span));
    coverage::write(page, summary, details, phrases);
    if input.interrupted {
        page.paragraph(Tone::Alarm, "! ", phrases.interrupted());
    }
    if !input.rejected.is_empty() {
        page.paragraph(Tone::Caution, "", &phrases.rejected(input));
    }
    if input.records_outside_window > 0 {
        page.paragraph(Tone::Quiet, "", &phrases.outside_window(input.records_outside_window));
    }
    if input.records_filtered_out > 0 {
        page.paragraph(Tone::Quiet, "", &phrases.filtered_out(input.records_filtered_out));
    }
    for limit in &input.limits {
        page.paragraph(Tone::Quiet, "", &format!("{}: {}", limit.table, limit.note));
    }
    write_failed(page, input, details, phrases);
    write_skipped(page, input, details, phrases);
}

fn write_failed(page: &mut Page, input: &InputSummary, details: bool, phrases: &dyn Phrases) {
    let failed = &input.failed_objects;
    if failed.is_empty() {
        return;
    }
    page.paragraph(Tone::Alarm, "! ", &phrases.unread(failed.len() as u64));
    let shown = if details { failed.len() } else { NAMED };
    for object in failed.iter().take(shown) {
        let before = match object.records_before_failure {
            0 => String::new(),
            records => phrases.read_before(records),
        };
        page.paragraph(Tone::Plain, "  ", &format!("{}: {}{before}", object.source, object.error));
    }
    write_more(page, failed.len(), shown, phrases);
}

fn write_skipped(page: &mut Page, input: &InputSummary, details: bool, phrases: &dyn Phrases) {
    let skipped = &input.skipped_objects;
    if skipped.is_empty() {
        return;
    }
    page.line(Tone::Quiet, &phrases.skipped(skipped.len() as u64));
    let shown = if details { skipped.len() } else { NAMED };
    for object in skipped.iter().take(shown) {
        page.paragraph(Tone::Quiet, "  ", &format!("{}: {}", object.source, object.reason));
    }
    write_more(page, skipped.len(), shown, phrases);
}

fn write_more(page: &mut Page, all: usize, shown: usize, phrases: &dyn Phrases) {
    if all > shown {
        page.line(Tone::Quiet, &format!("  {}", phrases.more((all - shown) as u64)));
    }
}

/// How much was hidden, by kind: the last line.
pub(super) fn write_redacted(page: &mut Page, summary: &Summary, phrases: &dyn Phrases) {
    if let Some(redacted) = story::redacted(summary.redacted.as_ref(), phrases) {
        page.paragraph(Tone::Quiet, "", &redacted);
    }
}
