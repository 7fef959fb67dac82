//! The picture: failures over time, with its ends and its peak named.

use why502_engine::summary::{Summary, TimelineBucket};

use crate::clock::Clock;
use crate::figures::thousands;
use crate::page::{Page, Tone};
use crate::sparkline::{Sparkline, draw};

/// Fewer columns than this beside the labels: the labels get a line of their own.
const LEAST_COLUMNS: usize = 24;

/// One or two lines, or none where nothing failed.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock) {
    let timeline = &summary.timeline;
    let first = summary.incidents.iter().map(|i| i.start.micros()).min();
    let focus = first.zip(summary.incidents.iter().map(|i| i.end.micros()).max());
    let (unit, value) = drawn_failures(summary);
    let label = format!("{unit} per {}", period(timeline.bucket_seconds));

    // The labels depend on what is drawn, and what is drawn on the room they leave.
    let Some(widest) = draw(timeline, value, focus, page.width()) else { return };
    let (from, to, peak) = labels(&widest, clock);
    let taken = [&label, &from, &to, &peak].iter().map(|l| l.chars().count()).sum::<usize>() + 9;
    let room = page.width().saturating_sub(taken);
    let one_line = room >= LEAST_COLUMNS;
    let columns = if one_line {
        room
    } else {
        page.width().saturating_sub(from.chars().count() + to.chars().count() + 4).max(1)
    };
    let Some(drawn) = draw(timeline, value, focus, columns) else { return };
    let (from, to, peak) = labels(&drawn, clock);
    page.blank();
    if one_line {
        page.line(Tone::Plain, &format!("  {label}  {from} {} {to}   {peak}", drawn.bars));
    } else {
        page.paragraph(Tone::Plain, "  ", &format!("{label}, {peak}"));
        page.line(Tone::Plain, &format!("  {from} {} {to}", drawn.bars));
    }
    if drawn.has_gaps {
        page.line(Tone::Quiet, "  · marks time without any request in these logs");
    }
}

/// What is drawn: the failures with the status that most requests of the first finding have.
/// Without a finding that is 502.
fn drawn_failures(summary: &Summary) -> (&'static str, fn(&TimelineBucket) -> u64) {
    let statuses = summary.findings.first().map(|finding| &finding.statuses);
    let main = statuses.and_then(|all| all.iter().max_by_key(|(_, requests)| **requests));
    match main.map_or("502", |(status, _)| status.as_str()) {
        "502" => ("502s", |bucket| bucket.bad_gateways),
        "503" => ("503s", |bucket| bucket.unavailable),
        "504" => ("504s", |bucket| bucket.gateway_timeouts),
        _ => ("failures", |bucket| bucket.failed),
    }
}

fn labels(drawn: &Sparkline, clock: &Clock) -> (String, String, String) {
    let axis_us = drawn.to_us.saturating_sub(drawn.from_us);
    let tick = |at_us| clock.tick(at_us, axis_us);
    let peak = format!("peak {} at {}", thousands(drawn.peak), tick(drawn.peak_at_us));
    (tick(drawn.from_us), tick(drawn.to_us), peak)
}

fn period(seconds: u64) -> String {
    match seconds {
        0 | 1 => "second".to_owned(),
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        s if s.is_multiple_of(86_400) => format!("{} days", s / 86_400),
        s if s.is_multiple_of(3600) => format!("{} hours", s / 3600),
        s if s.is_multiple_of(60) => format!("{} minutes", s / 60),
        s => format!("{s} seconds"),
    }
}
