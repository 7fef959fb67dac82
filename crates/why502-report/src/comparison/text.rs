//! A comparison for a terminal.

use why502_engine::compare::Comparison;

use super::lines::{Line, read, redacted, sections, side};
use super::phrases::phrases;
use crate::clock::Clock;
use crate::page::{Page, Tone, columns};
use crate::text::TextOptions;

/// The whole comparison, ending in a newline.
///
/// Holds no control character but line feeds (and, with `color`, the escape sequences of this
/// crate), whatever the logs hold.
#[must_use]
pub fn text(comparison: &Comparison, options: &TextOptions) -> String {
    let clock = Clock::new(options.zone.clone());
    let phrases = phrases(options.language);
    let mut page = Page::new(options.width.max(40), options.color);
    let failures = comparison.figure("failed").is_some_and(|failed| failed.is_changed());
    let tone = if failures { Tone::Alarm } else { Tone::Strong };
    page.paragraph(tone, "", comparison.statement.as_str());
    let names = [phrases.before, phrases.after];
    let width = names.map(columns).into_iter().max().unwrap_or(0);
    let lead = |name: &str| format!("{name}{}  ", " ".repeat(width - columns(name)));
    for (name, one) in names.iter().zip([&comparison.before, &comparison.after]) {
        page.parts(Tone::Plain, &lead(name), &side(one, &clock, phrases));
    }
    let (sections, others) = sections(comparison, options.details, phrases);
    for section in &sections {
        page.blank();
        page.line(Tone::Strong, &section.heading);
        section.lines.iter().for_each(|line| write(&mut page, line));
        for rest in &section.rest {
            page.paragraph(Tone::Quiet, "  ", rest);
        }
    }
    page.blank();
    for other in others {
        page.paragraph(Tone::Plain, "", &format!("{other}."));
    }
    for note in &comparison.notes {
        page.paragraph(Tone::Caution, "! ", note.as_str());
    }
    page.paragraph(Tone::Quiet, "", phrases.method);
    for (name, one) in names.iter().zip([&comparison.before, &comparison.after]) {
        page.paragraph(Tone::Quiet, &lead(name), &read(one, phrases));
    }
    if let Some(redacted) = redacted(comparison, options.language) {
        page.paragraph(Tone::Quiet, "", &redacted);
    }
    page.finish()
}

fn write(page: &mut Page, line: &Line) {
    let tone = if line.is_changed { Tone::Plain } else { Tone::Quiet };
    let name = match line.aspect {
        "" => format!("  {}", line.name),
        aspect => format!("  {}, {aspect}", line.name),
    };
    let figures = [format!("{} → {}", line.before, line.after), line.times.clone()];
    let figures: Vec<String> = figures.into_iter().filter(|part| !part.is_empty()).collect();
    page.row(tone, &name, &format!("{}  {}", figures.join("  "), line.verdict));
}
