//! A postmortem that would make too large a page, with the ends of its lists left out.
//!
//! The model bounds what it shows of one cause; what is left is how many there are, and values that
//! grow when they are escaped.

use crate::postmortem::Postmortem;
use crate::postmortem::content::{Command, Shown};

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Causes, and the incidents that are told at length.
    causes: usize,
    /// Sentences and commands of each list, and rows of each table.
    entries: usize,
    /// Characters of a value or a sentence.
    characters: usize,
    /// Characters of a command; a longer one is left out, for half of one is worse than none.
    command: usize,
}

/// Tried in turn.
pub(super) const LIMITS: [Limits; 5] = [
    Limits { causes: 30, entries: 60, characters: 2_000, command: 8_000 },
    Limits { causes: 12, entries: 30, characters: 600, command: 4_000 },
    Limits { causes: 6, entries: 12, characters: 240, command: 1_500 },
    Limits { causes: 3, entries: 6, characters: 80, command: 600 },
    Limits { causes: 1, entries: 3, characters: 40, command: 0 },
];

/// `whole` within `limits`.
pub(super) fn shortened(mut whole: Postmortem, limits: &Limits) -> Postmortem {
    let Limits { causes, entries, .. } = *limits;
    let cut = |text: &mut String| cut(text, limits.characters);
    let all_cut = |texts: &mut Vec<String>| {
        texts.truncate(entries);
        texts.iter_mut().for_each(cut);
    };
    whole.answer.sentences.iter_mut().for_each(cut);
    if let Some(impact) = &mut whole.impact {
        impact.incidents.truncate(causes);
        for incident in &mut impact.incidents {
            cut(&mut incident.name);
            incident.facts.iter_mut().for_each(|fact| shorten(&mut fact.shown, limits));
        }
    }
    if let Some(findings) = &mut whole.findings {
        findings.findings.truncate(causes);
        for finding in &mut findings.findings {
            cut(&mut finding.title);
            finding.facts.iter_mut().for_each(|fact| shorten(&mut fact.shown, limits));
            all_cut(&mut finding.evidence_for);
            all_cut(&mut finding.evidence_against);
            shorten_all(&mut finding.checks, limits);
            finding.remedies.truncate(entries);
            finding.signatures.rows.truncate(entries);
        }
    }
    if let Some(contrasts) = &mut whole.contrasts {
        contrasts.groups.truncate(causes);
        for row in contrasts.groups.iter_mut().flat_map(|group| &mut group.rows) {
            row.has.iter_mut().for_each(|has| all_cut(&mut has.values));
        }
        contrasts.groups.iter_mut().for_each(|group| group.rows.truncate(entries));
    }
    for sentences in [&mut whole.trigger, &mut whole.other_logs].into_iter().flatten() {
        all_cut(&mut sentences.sentences);
    }
    all_cut(&mut whole.coverage.sentences);
    for commands in [&mut whole.not_visible, &mut whole.collect].into_iter().flatten() {
        shorten_all(&mut commands.commands, limits);
    }
    if let Some(timeouts) = &mut whole.timeouts {
        all_cut(&mut timeouts.rungs);
        shorten_all(&mut timeouts.violations, limits);
    }
    if let Some(phases) = &mut whole.phases {
        phases.tables.truncate(causes);
    }
    let tables = whole.figures.tables.iter_mut().chain([&mut whole.timeline.events]);
    let tables = tables.chain(whole.phases.iter_mut().flat_map(|part| &mut part.tables));
    let tables = tables.chain(whole.budget.iter_mut().map(|part| &mut part.incidents));
    for table in tables.chain(whole.actions.iter_mut().map(|part| &mut part.table)) {
        cut(&mut table.caption);
        table.rows.truncate(entries);
        table.rows.iter_mut().flatten().for_each(|cell| shorten(cell, limits));
    }
    if let Some(map) = &mut whole.heat_map {
        map.plot.rows.truncate(entries);
        map.plot.rows.iter_mut().for_each(|row| cut(&mut row.target));
    }
    let windows = [
        whole.timeline.plot.as_mut().map(|plot| &mut plot.windows),
        whole.latency.as_mut().and_then(|part| part.plot.as_mut()).map(|plot| &mut plot.windows),
        whole.heat_map.as_mut().map(|part| &mut part.plot.windows),
    ];
    windows.into_iter().flatten().flatten().for_each(|window| cut(&mut window.label));
    whole
}

fn shorten_all(commands: &mut Vec<Command>, limits: &Limits) {
    commands.truncate(limits.entries);
    for one in commands {
        cut(&mut one.statement, limits.characters);
        if one.command.chars().count() > limits.command {
            one.command.clear();
        }
    }
}

fn shorten(shown: &mut Shown, limits: &Limits) {
    match shown {
        Shown::Prose(text) | Shown::Value(text) => cut(text, limits.characters),
        Shown::Values { values, .. } => {
            values.truncate(limits.entries);
            values.iter_mut().for_each(|value| cut(value, limits.characters));
        }
        Shown::Number { .. } | Shown::Empty => {}
    }
}

fn cut(text: &mut String, most: usize) {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
}
