//! What was read about the account, and with all details the commands that collect it.

use why502_engine::summary::Summary;

use crate::command;
use crate::escape::visible;
use crate::page::{Page, Tone};

const INDENT: &str = "  ";

/// The lines below the accounting; none where nothing was given and nothing is asked for.
pub(super) fn write(page: &mut Page, summary: &Summary, details: bool) {
    for note in &summary.account.notes {
        page.paragraph(Tone::Quiet, "", note.as_str());
    }
    if !details || summary.account.collect.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(Tone::Strong, "", summary.account.offer.as_str());
    for command in &summary.account.collect {
        // Escaped before it is cut up, so that a hostile space or quote cannot hide in it.
        for line in command::wrapped(&visible(command), page.width().saturating_sub(INDENT.len())) {
            page.line(Tone::Plain, &format!("{INDENT}{line}"));
        }
    }
}
