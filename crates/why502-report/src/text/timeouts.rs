//! The ladder of time-outs: what durations gave away, and which rungs stand in the wrong order.

use why502_engine::summary::Summary;

use super::TIGHTEST;
use crate::command;
use crate::escape::visible;
use crate::page::{Page, Tone};
use crate::phrases::Phrases;
use crate::story;

/// How many of each list the short form shows.
const RUNGS: usize = 5;
const VIOLATIONS: usize = 2;
const INDENT: &str = "    ";

/// The section; nothing where no time-out was seen, or where it concerns no incident.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    (details, tight): (bool, usize),
    phrases: &dyn Phrases,
) {
    let timeouts = &summary.timeouts;
    let matters = !timeouts.violations.is_empty() || !summary.incidents.is_empty();
    if !matters || (timeouts.rungs.is_empty() && timeouts.violations.is_empty()) {
        return;
    }
    // A whole paragraph less, where it is not even said in short.
    if tight == TIGHTEST && !details {
        let all = timeouts.rungs.len() + timeouts.violations.len();
        return page.line(
            Tone::Quiet,
            &format!("{}:{}", phrases.timeouts(), phrases.and_more(all as u64)),
        );
    }
    page.blank();
    page.line(Tone::Strong, phrases.timeouts());
    let most = |short: usize, all: usize| {
        if details { all } else { (short >> tight).max(1).min(all) }
    };
    for rung in timeouts.rungs.iter().take(most(RUNGS, timeouts.rungs.len())) {
        page.paragraph(Tone::Plain, "  ", &story::rung(rung));
    }
    let violations = &timeouts.violations;
    for violation in violations.iter().take(most(VIOLATIONS, violations.len())) {
        let order = phrases.should_be_longer(violation.longer, violation.shorter);
        let text = format!("! {order}: {} [{}]", violation.statement, violation.setting);
        page.paragraph(Tone::Caution, "  ", &text);
        let shown = visible(&violation.command);
        if !shown.is_empty() && tight == 0 {
            for line in command::wrapped(&shown, page.width().saturating_sub(INDENT.len())) {
                page.line(Tone::Strong, &format!("{INDENT}{line}"));
            }
        }
    }
    let left_out = timeouts.rungs.len() + violations.len()
        - most(RUNGS, timeouts.rungs.len())
        - most(VIOLATIONS, violations.len());
    if left_out > 0 {
        page.line(Tone::Quiet, &phrases.and_more(left_out as u64));
    }
    if details && !timeouts.not_inferred.is_empty() {
        let names = timeouts.not_inferred.join(", ");
        page.paragraph(Tone::Quiet, "  ", &phrases.not_inferred(&names));
    }
}
