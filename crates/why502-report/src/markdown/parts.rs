//! The parts of the postmortem in their order.

use super::drawing;
use super::inline::{prose, value};
use super::writer::{Writer, listed};
use crate::postmortem::content::Sentences;
use crate::postmortem::{
    ContrastPart, ContrastRow, FindingPart, FindingsPart, HeatPart, ImpactPart, LatencyPart,
    Postmortem, TimelinePart,
};

pub(super) fn whole(told: &Postmortem) -> String {
    let mut to = Writer::default();
    to.heading(1, &told.title);
    for (place, sentence) in told.answer.sentences.iter().enumerate() {
        if place == 0 { to.strong(sentence) } else { to.paragraph(sentence) }
    }
    course(&mut to, told);
    causes(&mut to, told);
    rest(&mut to, told);
    to.aside(told.note);
    to.finish()
}

fn course(to: &mut Writer, told: &Postmortem) {
    if let Some(part) = &told.impact {
        impact(to, part);
    }
    timeline(to, &told.timeline, told);
    if let Some(part) = &told.latency {
        latency(to, part, told);
    }
    if let Some(part) = &told.heat_map {
        heat_map(to, part, told);
    }
    if let Some(part) = &told.phases {
        to.heading(2, part.heading);
        for table in &part.tables {
            to.paragraph(&table.caption);
            to.table(table);
        }
    }
}

fn causes(to: &mut Writer, told: &Postmortem) {
    if let Some(part) = &told.findings {
        to.heading(2, part.heading);
        part.findings.iter().for_each(|one| finding(to, part, one));
    }
    if let Some(part) = &told.contrasts {
        contrasts(to, part);
    }
    for part in [&told.trigger, &told.other_logs].into_iter().flatten() {
        sentences(to, part);
    }
    if let Some(part) = &told.timeouts {
        to.heading(2, part.heading);
        to.sentences(&part.rungs);
        part.violations.iter().for_each(|one| to.command(one));
    }
}

fn rest(to: &mut Writer, told: &Postmortem) {
    to.heading(2, told.figures.heading);
    for table in &told.figures.tables {
        to.strong(&table.caption);
        to.table(table);
    }
    sentences(to, &told.coverage);
    for part in [&told.not_visible, &told.collect].into_iter().flatten() {
        to.heading(2, part.heading);
        to.commands(&part.commands);
    }
    if let Some(part) = &told.budget {
        to.heading(2, part.heading);
        to.facts(&part.facts);
        to.table(&part.incidents);
        part.notes.iter().for_each(|note| to.paragraph(note));
    }
    if let Some(part) = &told.actions {
        to.heading(2, part.heading);
        to.table(&part.table);
    }
    for blank in &told.blanks {
        to.heading(2, blank.heading);
        if !blank.prompt.is_empty() {
            to.aside(blank.prompt);
        }
        for heading in &blank.below {
            to.heading(3, heading);
            to.list([String::new()]);
        }
    }
}

fn sentences(to: &mut Writer, part: &Sentences) {
    to.heading(2, part.heading);
    to.sentences(&part.sentences);
}

fn impact(to: &mut Writer, part: &ImpactPart) {
    to.heading(2, part.heading);
    for incident in &part.incidents {
        if part.incidents.len() > 1 {
            to.heading(3, &incident.name);
        }
        to.facts(&incident.facts);
    }
    if let Some(more) = &part.more {
        to.paragraph(more);
    }
}

fn timeline(to: &mut Writer, part: &TimelinePart, told: &Postmortem) {
    if part.events.rows.is_empty() && part.plot.is_none() {
        return;
    }
    to.heading(2, part.heading);
    to.table(&part.events);
    if let Some(plot) = &part.plot {
        to.drawing(&drawing::timeline(plot, told.language));
    }
}

fn latency(to: &mut Writer, part: &LatencyPart, told: &Postmortem) {
    to.heading(2, part.heading);
    if let Some(table) = &part.overall {
        to.table(table);
    }
    if let Some(plot) = &part.plot {
        to.drawing(&drawing::latency(plot, told.language));
        to.aside(part.note);
    }
}

fn heat_map(to: &mut Writer, part: &HeatPart, told: &Postmortem) {
    to.heading(2, part.heading);
    let (lines, left_out) = drawing::heat_map(&part.plot, told.language);
    to.drawing(&lines);
    if left_out > 0 {
        to.list(part.plot.rows.iter().rev().take(left_out).rev().map(|row| value(&row.target)));
    }
    if let Some(more) = &part.more {
        to.paragraph(more);
    }
}

fn finding(to: &mut Writer, part: &FindingsPart, one: &FindingPart) {
    to.heading(3, &one.heading);
    to.paragraph(&one.title);
    to.block(&format!("**{}** · {}", prose(&one.size), value(&one.explain)));
    to.facts(&one.facts);
    for (label, evidence) in
        [(part.for_label, &one.evidence_for), (part.against_label, &one.evidence_against)]
    {
        if !evidence.is_empty() {
            to.strong(label);
            to.sentences(evidence);
        }
    }
    if !one.checks.is_empty() {
        to.strong(part.checks_label);
        one.checks.iter().for_each(|check| to.command(check));
    }
    if !one.remedies.is_empty() {
        to.strong(part.remedies_label);
        to.list(
            one.remedies
                .iter()
                .map(|remedy| format!("**{}:** {}", prose(remedy.label), prose(&remedy.text))),
        );
    }
    if !one.signatures.rows.is_empty() {
        to.strong(part.signatures_label);
        to.table(&one.signatures);
    }
    if !one.references.is_empty() {
        to.strong(part.references_label);
        to.links(&one.references);
    }
}

fn contrasts(to: &mut Writer, part: &ContrastPart) {
    to.heading(2, part.heading);
    to.paragraph(part.explanation);
    for group in &part.groups {
        if part.groups.len() > 1 {
            to.strong(&group.name);
        }
        let headings =
            [part.value_label, part.failing_label, part.concurrent_label, part.risk_label];
        let headings = headings.map(prose).join(" | ");
        let mut lines = vec![format!("| {headings} |"), "| --- | ---: | ---: | ---: |".to_owned()];
        lines.extend(group.rows.iter().map(contrast));
        to.block(&lines.join("\n"));
    }
}

/// Both shares as bars and in per cent.
fn contrast(row: &ContrastRow) -> String {
    let has = row.has.iter().map(|one| {
        format!("{} {}", prose(&one.attribute), listed(&one.values, one.more.as_deref()))
    });
    let has: Vec<String> = has.collect();
    let bar = |share, text: &str| format!("`{}` {}", drawing::bar(share), prose(text));
    format!(
        "| {} | {} | {} | {} |",
        has.join(" + "),
        bar(row.failing, &row.failing_text),
        bar(row.concurrent, &row.concurrent_text),
        prose(&row.risk_text)
    )
}
