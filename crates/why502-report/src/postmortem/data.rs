//! What the figures rest on: totals, what was read and what was not, what no log can show.

use why502_engine::summary::{CoverageGap, Dimension};

use super::content::{Column, Command, Sentences, Shown, Table, prose};
use super::course::meaning;
use super::frame::Frame;
use super::words;
use crate::figures::ratio;
use crate::phrases::OtherLog;
use crate::story;

/// Objects, gaps and notes of each kind that are named.
const MOST_NAMED: usize = 20;
/// Values of each dimension.
const MOST_VALUES: usize = 10;

/// Counts of everything.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresPart {
    /// Its heading.
    pub heading: &'static str,
    /// Statuses, signatures, then one for each dimension.
    pub tables: Vec<Table>,
}

/// Commands under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandsPart {
    /// Its heading.
    pub heading: &'static str,
    /// In order.
    pub commands: Vec<Command>,
}

/// The ladder of time-outs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeoutsPart {
    /// Its heading.
    pub heading: &'static str,
    /// What durations gave away.
    pub rungs: Vec<String>,
    /// What stands in the wrong order, with the command that shows or changes it.
    pub violations: Vec<Command>,
}

pub(super) fn figures(frame: &Frame<'_>) -> FiguresPart {
    let summary = frame.summary;
    let column = |heading, is_number| Column { heading: frame.say(heading), is_number };
    let status = |(status, requests): (&String, &u64)| {
        let share = *requests as f64 / summary.requests.max(1) as f64;
        vec![
            Shown::value(status),
            Shown::count(*requests),
            Shown::number(frame.percent(*requests, summary.requests), share),
        ]
    };
    let mut tables = vec![Table {
        caption: frame.say(words::STATUS).to_owned(),
        columns: vec![
            column(words::STATUS, false),
            column(words::REQUESTS, true),
            column(words::SHARE, true),
        ],
        rows: summary.status_counts.iter().take(60).map(status).collect(),
    }];
    if !summary.signatures.is_empty() {
        let rows = summary.signatures.iter().take(60).map(|one| {
            let status = one.status.map_or("-".to_owned(), |code| format!("{code:03}"));
            let meaning = Shown::Prose(meaning(frame, one.id));
            vec![Shown::value(one.id), Shown::value(status), meaning, Shown::count(one.requests)]
        });
        tables.push(Table {
            caption: frame.say(words::SIGNATURES).to_owned(),
            columns: vec![
                column(words::SIGNATURE, false),
                column(words::STATUS, false),
                column(words::MEANING, false),
                column(words::REQUESTS, true),
            ],
            rows: rows.collect(),
        });
    }
    // A single value has nothing to be compared with.
    let tells = |d: &&Dimension| d.values.len() > 1 && d.values.iter().any(|v| v.failed > 0);
    tables.extend(summary.dimensions.iter().filter(tells).map(|one| dimension(frame, one)));
    FiguresPart { heading: frame.say(words::FIGURES), tables }
}

fn dimension(frame: &Frame<'_>, dimension: &Dimension) -> Table {
    let failing = dimension.values.iter().filter(|value| value.failed > 0);
    let rows: Vec<Vec<Shown>> = failing
        .take(MOST_VALUES)
        .map(|one| {
            let share = one.failed as f64 / one.requests.max(1) as f64;
            let risk = one
                .risk_ratio
                .map_or(Shown::Empty, |risk| Shown::number(format!("{} ×", ratio(risk)), risk));
            vec![
                Shown::value(&one.value),
                Shown::count(one.requests),
                Shown::count(one.failed),
                Shown::number(frame.percent(one.failed, one.requests), share),
                risk,
            ]
        })
        .collect();
    let column = |heading, is_number| Column { heading: frame.say(heading), is_number };
    Table {
        caption: prose(frame.phrases.by_dimension(
            dimension.name,
            rows.len() as u64,
            dimension.distinct,
        )),
        columns: vec![
            column(words::VALUE, false),
            column(words::REQUESTS, true),
            column(words::FAILED, true),
            column(words::SHARE, true),
            column(words::RISK, true),
        ],
        rows,
    }
}

pub(super) fn timeouts(frame: &Frame<'_>) -> Option<TimeoutsPart> {
    let timeouts = &frame.summary.timeouts;
    if timeouts.rungs.is_empty() && timeouts.violations.is_empty() {
        return None;
    }
    let violations = timeouts.violations.iter().take(MOST_NAMED).map(|one| {
        let order = frame.phrases.should_be_longer(one.longer, one.shorter);
        let statement = format!("{order}: {} [{}]", one.statement, one.setting);
        Command::new(&statement.into(), &one.command)
    });
    Some(TimeoutsPart {
        heading: frame.phrases.timeouts(),
        rungs: timeouts.rungs.iter().take(MOST_NAMED).map(|one| prose(story::rung(one))).collect(),
        violations: violations.collect(),
    })
}

pub(super) fn other_logs(frame: &Frame<'_>) -> Option<Sentences> {
    let evidence = &frame.summary.evidence;
    let sentence = |one: &why502_engine::summary::EvidenceCount| {
        prose(frame.phrases.other_log(&OtherLog {
            format: one.format,
            records: one.records,
            id: one.id,
            range: frame.clock.range(one.first_seen.micros(), one.last_seen.micros()),
            meaning: one.meaning.as_str(),
            supports: one.supports,
        }))
    };
    (!evidence.is_empty()).then(|| Sentences {
        heading: frame.phrases.other_logs(),
        sentences: evidence.iter().map(sentence).collect(),
    })
}

/// Triggers, each once; a sentence where there is none though there is an incident.
pub(super) fn triggers(frame: &Frame<'_>) -> Option<Sentences> {
    let summary = frame.summary;
    if summary.incidents.is_empty() {
        return None;
    }
    let mut sentences: Vec<String> = Vec::new();
    for trigger in summary.findings.iter().filter_map(|finding| finding.trigger.as_ref()) {
        let at = frame.clock.instant(trigger.at.micros());
        let sentence = prose(format!("{at}: {}", trigger.what));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    let closing =
        if sentences.is_empty() { words::NO_TRIGGER } else { words::TRIGGER_IS_NOT_CAUSE };
    sentences.push(frame.say(closing).to_owned());
    Some(Sentences { heading: frame.say(words::TRIGGER), sentences })
}

/// What was read, what was not, and what that means for every figure.
pub(super) fn coverage(frame: &Frame<'_>) -> Sentences {
    let (input, coverage) = (&frame.summary.input, &frame.summary.coverage);
    let phrases = frame.phrases;
    let span = input.from.zip(input.to);
    let span = span.map(|(from, to)| frame.clock.range(from.micros(), to.micros()));
    let mut said = vec![phrases.read(input, span)];
    said.extend(Some(coverage.statement.as_str().to_owned()).filter(|text| !text.is_empty()));
    let hides = |gap: &&CoverageGap| {
        matches!(gap.kind, "unread" | "no_object" | "no_request" | "node_not_seen")
    };
    let gaps = coverage.gaps.iter().filter(hides).map(|gap| gap.statement.as_str().to_owned());
    said.extend(named(frame, gaps.collect()));
    if input.interrupted {
        said.push(phrases.interrupted().to_owned());
    }
    if !input.rejected.is_empty() {
        said.push(phrases.rejected(input));
    }
    if input.records_outside_window > 0 {
        said.push(phrases.outside_window(input.records_outside_window));
    }
    if input.records_filtered_out > 0 {
        said.push(phrases.filtered_out(input.records_filtered_out));
    }
    said.extend(input.limits.iter().map(|limit| format!("{}: {}", limit.table, limit.note)));
    if !input.failed_objects.is_empty() {
        said.push(phrases.unread(input.failed_objects.len() as u64));
        let failed = input.failed_objects.iter();
        let failed = failed.map(|object| format!("{}: {}", object.source, object.error));
        said.extend(named(frame, failed.collect()));
    }
    if !input.skipped_objects.is_empty() {
        said.push(phrases.skipped(input.skipped_objects.len() as u64));
        let skipped = input.skipped_objects.iter();
        let skipped = skipped.map(|object| format!("{}: {}", object.source, object.reason));
        said.extend(named(frame, skipped.collect()));
    }
    said.extend(frame.summary.account.notes.iter().map(|note| note.as_str().to_owned()));
    said.extend(story::redacted(frame.summary.redacted.as_ref(), phrases));
    said.push(frame.say(words::BEST_EFFORT).to_owned());
    let sentences = said.into_iter().map(prose).collect();
    Sentences { heading: frame.say(words::COVERAGE), sentences }
}

/// The first of them, and how many more there are.
fn named(frame: &Frame<'_>, mut all: Vec<String>) -> Vec<String> {
    let more = all.len().saturating_sub(MOST_NAMED) as u64;
    all.truncate(MOST_NAMED);
    all.extend((more > 0).then(|| frame.and_more(more)));
    all
}

pub(super) fn not_visible(frame: &Frame<'_>) -> Option<CommandsPart> {
    let all = &frame.summary.not_visible;
    (!all.is_empty()).then(|| CommandsPart {
        heading: frame.say(words::NOT_VISIBLE),
        commands: all.iter().map(|one| Command::new(&one.statement, &one.command)).collect(),
    })
}

/// What collects the facts of the account that the logs do not show.
pub(super) fn collect(frame: &Frame<'_>) -> Option<CommandsPart> {
    let account = &frame.summary.account;
    let nothing = why502_engine::summary::Said::default();
    let commands = account.collect.iter().enumerate().map(|(place, command)| {
        Command::new(if place == 0 { &account.offer } else { &nothing }, command)
    });
    (!account.collect.is_empty())
        .then(|| CommandsPart { heading: frame.say(words::COLLECT), commands: commands.collect() })
}
