//! The picture: failures over time, with its ends and its peak named.

use why502_engine::summary::Summary;

use crate::clock::Clock;
use crate::page::{Page, Tone, columns};
use crate::phrases::{Drawn, Phrases};
use crate::sparkline::{Sparkline, draw};
use crate::story::drawn_failures;

/// Fewer columns than this beside the labels: the labels get a line of their own.
const LEAST_COLUMNS: usize = 24;

/// One or two lines, or none where nothing failed.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock, phrases: &dyn Phrases) {
    let timeline = &summary.timeline;
    let first = summary.incidents.iter().map(|i| i.start.micros()).min();
    let focus = first.zip(summary.incidents.iter().map(|i| i.end.micros()).max());
    let (status, value) = drawn_failures(summary);
    let label = phrases.drawn(Drawn { status, seconds: timeline.bucket_seconds });

    // The labels depend on what is drawn, and what is drawn on the room they leave.
    let Some(widest) = draw(timeline, value, focus, page.width()) else { return };
    let (from, to, peak) = labels(&widest, clock, phrases);
    let taken = [&label, &from, &to, &peak].iter().map(|l| columns(l)).sum::<usize>() + 9;
    let room = page.width().saturating_sub(taken);
    let one_line = room >= LEAST_COLUMNS;
    let room = if one_line {
        room
    } else {
        page.width().saturating_sub(columns(&from) + columns(&to) + 4).max(1)
    };
    let Some(drawn) = draw(timeline, value, focus, room) else { return };
    let (from, to, peak) = labels(&drawn, clock, phrases);
    page.blank();
    if one_line {
        page.line(Tone::Plain, &format!("  {label}  {from} {} {to}   {peak}", drawn.bars));
    } else {
        page.paragraph(Tone::Plain, "  ", &phrases.drawn_with_peak(&label, &peak));
        page.line(Tone::Plain, &format!("  {from} {} {to}", drawn.bars));
    }
    if drawn.has_gaps {
        page.paragraph(Tone::Quiet, "  ", phrases.gap());
    }
}

fn labels(drawn: &Sparkline, clock: &Clock, phrases: &dyn Phrases) -> (String, String, String) {
    let axis_us = drawn.to_us.saturating_sub(drawn.from_us);
    let tick = |at_us| clock.tick(at_us, axis_us);
    let peak = phrases.peak(drawn.peak, &tick(drawn.peak_at_us));
    (tick(drawn.from_us), tick(drawn.to_us), peak)
}
