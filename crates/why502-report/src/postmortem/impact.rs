//! What the incidents did: when, how long, to whom; and the time around them.

use why502_engine::summary::{Impact, Incident, Phase, PhaseName};
use why502_rulebook::{Language, Words};

use super::content::{Column, Fact, Shown, Table, prose};
use super::frame::Frame;
use super::words;
use crate::figures::thousands;

/// Incidents that are told at length; more are counted.
const MOST: usize = 20;

/// What the incidents did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactPart {
    /// Its heading.
    pub heading: &'static str,
    /// In order of time.
    pub incidents: Vec<IncidentImpact>,
    /// How many more there are, in words.
    pub more: Option<String>,
}

/// What one incident did.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentImpact {
    /// When, and what it was.
    pub name: String,
    /// What is known.
    pub facts: Vec<Fact>,
}

/// How the time before, during and after the incidents compares.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasePart {
    /// Its heading.
    pub heading: &'static str,
    /// One table for each incident.
    pub tables: Vec<Table>,
}

pub(super) fn impact(frame: &Frame<'_>) -> Option<ImpactPart> {
    let all = &frame.summary.incidents;
    let incidents = all
        .iter()
        .take(MOST)
        .map(|one| IncidentImpact { name: prose(frame.name(one)), facts: facts(frame, one) });
    let more = all.len().saturating_sub(MOST) as u64;
    (!all.is_empty()).then(|| ImpactPart {
        heading: frame.say(words::IMPACT),
        incidents: incidents.collect(),
        more: (more > 0).then(|| frame.and_more(more)),
    })
}

fn facts(frame: &Frame<'_>, incident: &Incident) -> Vec<Fact> {
    let (start, end) = (incident.start.micros(), incident.end.micros());
    let mut facts = Vec::new();
    let mut fact = |label: Words, shown| {
        facts.push(Fact { label: frame.say(label).to_owned(), shown });
    };
    fact(words::WHEN, Shown::prose(frame.clock.range(start, end)));
    fact(words::DURATION, Shown::prose(words::duration(end.saturating_sub(start), frame.language)));
    fact(words::STATE, Shown::prose(frame.phrases.course(incident.ongoing)));
    fact(
        words::REQUESTS,
        Shown::prose(frame.phrases.failed_of(incident.failed, incident.requests)),
    );
    let all = frame.summary.requests;
    fact(words::OF_ALL, Shown::prose(frame.percent(incident.failed, all)));
    fact(words::PEAK, Shown::prose(frame.clock.instant(incident.peak_at.micros())));
    let causes = frame.causes(incident);
    if !causes.is_empty() {
        fact(words::CAUSES, Shown::values(&causes, 0, |left| frame.and_more(left)));
    }
    facts.extend(whom(frame, &incident.impact));
    facts
}

/// Whom it hit, as far as that was counted.
fn whom(frame: &Frame<'_>, impact: &Impact) -> Vec<Fact> {
    let count = |label: Words, number: u64| {
        (number > 0)
            .then(|| Fact { label: frame.say(label).to_owned(), shown: Shown::count(number) })
    };
    let list = |label: Words, values: &[String], distinct: u64| {
        (!values.is_empty()).then(|| Fact {
            label: match distinct {
                0 | 1 => frame.say(label).to_owned(),
                _ => format!("{} ({})", frame.say(label), thousands(distinct)),
            },
            shown: Shown::values(values, distinct, |left| frame.and_more(left)),
        })
    };
    let masked = (impact.masked > 0).then(|| Fact {
        label: frame.say(words::MASKED).to_owned(),
        shown: Shown::prose(masked(impact.masked, frame.language)),
    });
    [
        count(words::CLIENTS, impact.client_networks),
        list(words::HOSTS, &impact.hosts, impact.distinct_hosts),
        list(words::PATHS, &impact.paths, impact.distinct_paths),
        count(words::TARGETS, impact.distinct_targets),
        masked,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn masked(count: u64, language: Language) -> String {
    let count = thousands(count);
    match language {
        Language::English => {
            format!(
                "{count} failures of the origin did not reach users: CloudFront answered them otherwise"
            )
        }
        Language::Japanese => {
            format!(
                "オリジンの失敗 {count} 件は、CloudFront が別の形で応答したため利用者には見えていません"
            )
        }
    }
}

pub(super) fn phases(frame: &Frame<'_>) -> Option<PhasePart> {
    let incidents = frame.summary.incidents.iter().filter(|one| !one.phases.is_empty());
    let tables: Vec<Table> = incidents.take(MOST).map(|one| table(frame, one)).collect();
    (!tables.is_empty()).then(|| PhasePart { heading: frame.say(words::PHASES), tables })
}

/// A row for each measure, a column for each phase.
fn table(frame: &Frame<'_>, incident: &Incident) -> Table {
    let mut columns = vec![Column { heading: frame.say(words::MEASURE), is_number: false }];
    columns.extend(incident.phases.iter().map(|phase| {
        let name = match phase.name {
            PhaseName::Before => words::BEFORE,
            PhaseName::During => words::DURING,
            PhaseName::After => words::AFTER,
        };
        Column { heading: frame.say(name), is_number: true }
    }));
    let row = |label: Words, shown: &dyn Fn(&Phase) -> Shown| {
        let cells = incident.phases.iter().map(shown);
        std::iter::once(Shown::prose(frame.say(label))).chain(cells).collect::<Vec<_>>()
    };
    let range = |phase: &Phase| frame.clock.range(phase.from.micros(), phase.to.micros());
    Table {
        caption: prose(frame.name(incident)),
        columns,
        rows: vec![
            row(words::WHEN, &|phase| Shown::prose(range(phase))),
            row(words::REQUESTS, &|phase| Shown::count(phase.requests)),
            row(words::PER_SECOND, &|phase| {
                let rate = phase.requests_per_second;
                Shown::number(format!("{rate:.1}"), rate)
            }),
            row(words::FAILED, &|phase| Shown::count(phase.failed)),
            row(words::SHARE, &|phase| {
                let share = phase.failed as f64 / phase.requests.max(1) as f64;
                Shown::number(frame.percent(phase.failed, phase.requests), share)
            }),
            row(words::CLIENT_ERRORS, &|phase| Shown::count(phase.client_errors)),
            row(words::MEDIAN, &|phase| Shown::seconds(phase.p50)),
            row(words::P95, &|phase| Shown::seconds(phase.p95)),
            row(words::P99, &|phase| Shown::seconds(phase.p99)),
            row(words::ACTIVE_TARGETS, &|phase| Shown::count(phase.active_targets)),
        ],
    }
}
