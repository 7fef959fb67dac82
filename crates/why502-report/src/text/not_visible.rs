//! What the logs that were read cannot show: in short, or all of it with what shows it.

use why502_engine::summary::Summary;
use why502_rulebook::{Language, Words};

use crate::command;
use crate::escape::visible;
use crate::page::{Page, Tone};

/// How many things the short form names.
const NAMED: usize = 5;
const NOT_VISIBLE: Words =
    Words::new("Not visible in these logs: ", "これらのログからは分からないもの: ");
const HEADING: Words = Words::new("Not visible in these logs", "これらのログからは分からないもの");
const DETAILS: Words = Words::new("--details for all", "すべて: --details");
const POSTMORTEM: Words =
    Words::new("-o incident.html for a postmortem", "ポストモーテム: -o incident.html");
const JSON: Words = Words::new("--format json for jq", "jq: --format json");

/// The findings say what would decide their own cause; this is true of every one.
pub(super) fn write(
    page: &mut Page,
    summary: &Summary,
    language: Language,
    (details, tight): (bool, usize),
) {
    if summary.not_visible.is_empty() {
        return;
    }
    if details {
        write_all(page, summary, language);
    } else if summary.findings.iter().any(|finding| !finding.background) {
        page.paragraph(Tone::Quiet, "", &short(summary, language, (NAMED >> tight).max(2)));
        let more = [DETAILS, POSTMORTEM, JSON].map(|words| words.text(language).to_owned());
        page.parts(Tone::Quiet, "  ", &more);
    }
}

fn short(summary: &Summary, language: Language, most: usize) -> String {
    let shown = summary.not_visible.iter().take(most);
    let names: Vec<&str> = shown.map(|thing| thing.statement.as_str()).collect();
    let (between, end) = match language {
        Language::English => ("; ", "."),
        Language::Japanese => ("、", "。"),
    };
    let more = match (summary.not_visible.len() - names.len(), language) {
        (0, _) => String::new(),
        (more, Language::English) => format!("; {more} more"),
        (more, Language::Japanese) => format!("、ほか{more}件"),
    };
    format!("{}{}{more}{end}", NOT_VISIBLE.text(language), names.join(between))
}

fn write_all(page: &mut Page, summary: &Summary, language: Language) {
    page.line(Tone::Strong, HEADING.text(language));
    for thing in &summary.not_visible {
        page.paragraph(Tone::Plain, "  ", thing.statement.as_str());
        // Escaped before it is cut up, as the checks of a finding are.
        let shown = visible(&thing.command);
        for line in command::wrapped(&shown, page.width().saturating_sub(4)) {
            page.line(Tone::Strong, &format!("    {line}"));
        }
    }
    page.blank();
}
