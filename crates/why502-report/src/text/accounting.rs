//! What was read and what was not: the last lines, so that silence is never taken for health.

use why502_engine::summary::{InputSummary, Summary};

use crate::clock::Clock;
use crate::figures::{counted, size, thousands};
use crate::page::{Page, Tone};

/// How many objects the short form names.
const NAMED: usize = 5;
/// What no access log shows, whatever the cause.
const NOT_VISIBLE: &str = "Not visible in access logs: CPU, memory and restarts of servers, \
    results of health checks, who deployed or changed settings.";

/// Said right below what was read.
const INTERRUPTED: &str = "The run was ended early: every figure above covers what was read until \
    then, and not all there is.";

/// The closing lines.
pub(super) fn write(page: &mut Page, summary: &Summary, clock: &Clock, details: bool) {
    let input = &summary.input;
    write_not_visible(page, summary, details);
    page.paragraph(Tone::Quiet, "", &read(input, clock));
    if input.interrupted {
        page.paragraph(Tone::Alarm, "! ", INTERRUPTED);
    }
    write_rejected(page, input);
    if input.records_outside_window > 0 {
        let outside = counted(input.records_outside_window, "record", "records");
        let text = format!("{outside} outside the window, counted nowhere else.");
        page.paragraph(Tone::Quiet, "", &text);
    }
    if input.records_filtered_out > 0 {
        let left_out = counted(input.records_filtered_out, "record", "records");
        let text = format!("{left_out} left out by --where, counted nowhere else.");
        page.paragraph(Tone::Quiet, "", &text);
    }
    for limit in &input.limits {
        page.paragraph(Tone::Quiet, "", &format!("{}: {}", limit.table, limit.note));
    }
    write_failed(page, input, details);
    write_skipped(page, input, details);
}

/// The findings say what would decide their own cause; this is true of every one.
fn write_not_visible(page: &mut Page, summary: &Summary, details: bool) {
    if summary.findings.iter().all(|finding| finding.background) {
        return;
    }
    page.paragraph(Tone::Quiet, "", NOT_VISIBLE);
    if !details {
        let more = ["--details for everything", "--format json for programs"];
        page.parts(Tone::Quiet, "  ", &more.map(str::to_owned));
    }
}

fn read(input: &InputSummary, clock: &Clock) -> String {
    let unpacked = if input.bytes == input.bytes_read {
        String::new()
    } else {
        format!(" ({} unpacked)", size(input.bytes))
    };
    let formats: Vec<_> =
        input.formats.iter().map(|(name, n)| format!("{name} {}", thousands(*n))).collect();
    let formats =
        if formats.is_empty() { String::new() } else { format!(" ({})", formats.join(", ")) };
    let span = match (input.from, input.to) {
        (Some(from), Some(to)) => format!(", {}", clock.range(from.micros(), to.micros())),
        _ => String::new(),
    };
    format!(
        "Read {}, {}{unpacked}, {}: {}{formats}, {} rejected, {} control{span}.",
        counted(input.objects, "object", "objects"),
        size(input.bytes_read),
        counted(input.lines, "line", "lines"),
        counted(input.records, "record", "records"),
        thousands(input.rejected_lines),
        thousands(input.control_lines),
    )
}

fn write_rejected(page: &mut Page, input: &InputSummary) {
    if input.rejected.is_empty() {
        return;
    }
    let reasons: Vec<_> = input
        .rejected
        .iter()
        .map(|(reason, lines)| {
            let place = input.rejected_places.iter().find(|place| &place.reason == reason);
            let first = place.map(|p| format!(", first at {}:{}", p.source, p.line));
            format!("{} {reason}{}", thousands(*lines), first.unwrap_or_default())
        })
        .collect();
    let text = format!("Rejected lines: {}.", reasons.join("; "));
    page.paragraph(Tone::Caution, "", &text);
}

fn write_failed(page: &mut Page, input: &InputSummary, details: bool) {
    let failed = &input.failed_objects;
    if failed.is_empty() {
        return;
    }
    let count = counted(failed.len() as u64, "source was", "sources were");
    let text = format!(
        "{count} not read, or not to the end: what lies there is missing from every figure above. \
         Fetch it again and repeat."
    );
    page.paragraph(Tone::Alarm, "! ", &text);
    let shown = if details { failed.len() } else { NAMED };
    for object in failed.iter().take(shown) {
        let before = match object.records_before_failure {
            0 => String::new(),
            n => format!(" ({} before it counted)", counted(n, "record", "records")),
        };
        page.paragraph(Tone::Plain, "  ", &format!("{}: {}{before}", object.source, object.error));
    }
    write_more(page, failed.len(), shown);
}

fn write_skipped(page: &mut Page, input: &InputSummary, details: bool) {
    let skipped = &input.skipped_objects;
    if skipped.is_empty() {
        return;
    }
    let count = counted(skipped.len() as u64, "other file was", "other files were");
    page.line(Tone::Quiet, &format!("{count} skipped:"));
    let shown = if details { skipped.len() } else { NAMED };
    for object in skipped.iter().take(shown) {
        page.paragraph(Tone::Quiet, "  ", &format!("{}: {}", object.source, object.reason));
    }
    write_more(page, skipped.len(), shown);
}

fn write_more(page: &mut Page, all: usize, shown: usize) {
    if all > shown {
        let more = thousands((all - shown) as u64);
        page.line(Tone::Quiet, &format!("  and {more} more (--details names all)"));
    }
}
