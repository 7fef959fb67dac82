//! The answer in two sentences: what broke, then when, how many and how sure.

use why502_rulebook::Words;

use super::content::prose;
use super::frame::Frame;
use super::words;
use crate::story;

/// How bad it is; never the only sign of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// There is an incident.
    Alarm,
    /// There is none, yet something is not in order, or not known.
    Caution,
    /// There is none.
    Well,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How bad it is.
    pub mood: Mood,
    /// One or two sentences.
    pub sentences: Vec<String>,
}

pub(super) fn answer(frame: &Frame<'_>) -> Answer {
    let summary = frame.summary;
    let main = story::main_finding(summary);
    let Some(main) = main.filter(|_| !summary.incidents.is_empty()) else {
        let mut sentences = vec![prose(story::without_incident(summary, frame.phrases))];
        if summary.is_summary {
            sentences.push(frame.phrases.without_causes().to_owned());
        } else if let Some(finding) = summary.findings.first() {
            sentences.push(prose(finding.title.as_str()));
        }
        let is_whole = summary.input.failed_objects.is_empty()
            && summary.coverage.missing.is_none()
            && !summary.input.interrupted;
        let is_well = is_whole && summary.requests > 0 && summary.incidents.is_empty();
        let mood = if is_well && !summary.is_summary { Mood::Well } else { Mood::Caution };
        return Answer { mood, sentences };
    };
    let incident = story::incident_of(summary, main);
    let mut facts = match incident {
        Some(incident) => story::incident_facts(incident, &frame.clock, frame.phrases),
        None => vec![frame.clock.range(main.first_seen.micros(), main.last_seen.micros())],
    };
    facts.push(frame.phrases.confidence(main.confidence));
    let when = facts.remove(0);
    let second = format!("{when}: {}", words::ended(&facts, frame.language));
    Answer { mood: Mood::Alarm, sentences: vec![prose(main.title.as_str()), prose(second)] }
}

/// `Postmortem (draft): rolling-deploy, 2026-11-12`
pub(super) fn title(frame: &Frame<'_>) -> String {
    let summary = frame.summary;
    let main = story::main_finding(summary).filter(|_| !summary.incidents.is_empty());
    let (kind, what, at) = match main {
        Some(main) => {
            let incident = story::incident_of(summary, main);
            let at = incident.map_or(main.first_seen, |incident| incident.start);
            (words::TITLE, main.cause, Some(at))
        }
        None => (words::TITLE_WELL, frame.say(NOTHING), summary.input.from),
    };
    let date = at.map(|at| format!(", {}", frame.clock.date(at.micros()))).unwrap_or_default();
    format!("{}: {what}{date}", frame.say(kind))
}

const NOTHING: Words = Words::new("no incident", "インシデントなし");
