//! The ladder of time-outs: what durations gave away, and which rungs stand in the wrong order.

use why502_engine::summary::{Rung, Summary};

use super::phrases::Phrases;
use crate::command;
use crate::escape::visible;
use crate::page::{Page, Tone};

/// How many of each list the short form shows.
const RUNGS: usize = 5;
const VIOLATIONS: usize = 2;
const INDENT: &str = "    ";

/// The section; nothing where no time-out was seen, or where it concerns no incident.
pub(super) fn write(page: &mut Page, summary: &Summary, details: bool, phrases: &dyn Phrases) {
    let timeouts = &summary.timeouts;
    let matters = !timeouts.violations.is_empty() || !summary.incidents.is_empty();
    if !matters || (timeouts.rungs.is_empty() && timeouts.violations.is_empty()) {
        return;
    }
    page.blank();
    page.line(Tone::Strong, phrases.timeouts());
    let most = |short: usize, all: usize| if details { all } else { short.min(all) };
    for rung in timeouts.rungs.iter().take(most(RUNGS, timeouts.rungs.len())) {
        page.paragraph(Tone::Plain, "  ", &sentence(rung));
    }
    let violations = &timeouts.violations;
    for violation in violations.iter().take(most(VIOLATIONS, violations.len())) {
        let order = phrases.should_be_longer(violation.longer, violation.shorter);
        let text = format!("! {order}: {} [{}]", violation.statement, violation.setting);
        page.paragraph(Tone::Caution, "  ", &text);
        let shown = visible(&violation.command);
        if !shown.is_empty() {
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

/// `load_balancer_idle 60 s (app/web/…): … 60 s is the default idle time-out.`
fn sentence(rung: &Rung) -> String {
    let of = if rung.of.is_empty() { String::new() } else { format!(" ({})", rung.of) };
    let known = rung.known_as.as_ref().map(|known| format!("; {known}")).unwrap_or_default();
    format!("{} {} s{of}: {}{known}", rung.rung, rung.seconds, rung.inferred_from)
}
