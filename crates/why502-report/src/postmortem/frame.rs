//! What every part of the postmortem is built with.

use why502_engine::summary::{Incident, Summary};
use why502_rulebook::{Language, Words};

use super::words;
use crate::clock::Clock;
use crate::figures::percent;
use crate::phrases::{Phrases, phrases};

/// The summary, and how it is told.
pub(super) struct Frame<'s> {
    pub(super) summary: &'s Summary,
    pub(super) clock: Clock,
    pub(super) language: Language,
    pub(super) phrases: &'static dyn Phrases,
}

impl<'s> Frame<'s> {
    pub(super) fn new(summary: &'s Summary, clock: Clock, language: Language) -> Self {
        Self { summary, clock, language, phrases: phrases(language) }
    }

    pub(super) fn say(&self, words: Words) -> &'static str {
        words.text(self.language)
    }

    pub(super) fn and_more(&self, count: u64) -> String {
        words::and_more(count, self.language)
    }

    /// A part in per cent.
    pub(super) fn percent(&self, part: u64, whole: u64) -> String {
        percent(part, whole, self.say(Words::new("over 99.9 %", "99.9 % 超")))
    }

    /// A share in per cent, to the whole number where that says enough.
    pub(super) fn share(&self, share: f64) -> String {
        self.percent((share.clamp(0.0, 1.0) * 1e6).round() as u64, 1_000_000)
    }

    /// The causes of an incident by name.
    pub(super) fn causes(&self, incident: &Incident) -> Vec<String> {
        let mut causes: Vec<String> = Vec::new();
        for rank in &incident.findings {
            let finding = self.summary.findings.iter().find(|finding| finding.rank == *rank);
            causes.extend(finding.map(|finding| finding.cause.to_owned()));
        }
        causes.dedup();
        causes
    }

    /// When, and what: `2026-11-12 14:02:11–14:06:52 UTC: rolling-deploy`.
    pub(super) fn name(&self, incident: &Incident) -> String {
        let range = self.clock.range(incident.start.micros(), incident.end.micros());
        match self.causes(incident) {
            causes if causes.is_empty() => range,
            causes => format!("{range}: {}", self.phrases.list(&causes)),
        }
    }
}
