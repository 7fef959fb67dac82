//! A postmortem as far as logs can write one, before it has a form.
//!
//! A pure function of the summary: every decision about what is told, in which order, in which
//! words and how much of it, is taken here, so that Markdown and HTML only set it. The order is
//! that of a blameless postmortem: answer, impact, course, causes, what is not known, what is to
//! be done, and empty places for what only people know.
//!
//! Every string is safe to show and may still hold markup: see [`content`].
//!
//! Modules, each using only those to its left: `words → content → plot → frame → answer → impact → course → findings → budget → data → actions`

use jiff::tz::TimeZone;
use why502_engine::summary::Summary;
use why502_rulebook::Language;

use crate::clock::Clock;
use frame::Frame;

mod actions;
mod answer;
mod budget;
pub mod content;
mod course;
mod data;
mod findings;
mod frame;
mod impact;
pub mod plot;
mod words;

pub use actions::{ActionsPart, Blank};
pub use answer::{Answer, Mood};
pub use budget::BudgetPart;
pub use course::{HeatPart, LatencyPart, TimelinePart};
pub use data::{CommandsPart, FiguresPart, TimeoutsPart};
pub use findings::{
    ContrastGroup, ContrastPart, ContrastRow, ContrastValues, FindingPart, FindingsPart, Remedy,
    RemedyKind,
};
pub use impact::{ImpactPart, IncidentImpact, PhasePart};

use content::Sentences;

/// In which words a postmortem is told, and against which objective.
#[derive(Debug, Clone)]
pub struct PostmortemOptions {
    /// The zone of all clock times.
    pub zone: TimeZone,
    /// The language. Sentences of the summary are in the one it speaks ([`Summary::speak`]).
    pub language: Language,
    /// The part of requests that has to succeed, as `0.999`; more than 0 and less than 1.
    pub slo: Option<f64>,
}

/// The whole of it, in its order. A part that has nothing to say is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Postmortem {
    /// The language of all texts.
    pub language: Language,
    /// `Postmortem (draft): rolling-deploy, 2026-11-12`
    pub title: String,
    /// Who wrote it, and what is left to do.
    pub note: &'static str,
    /// What broke, and how badly.
    pub answer: Answer,
    /// When, how long, how many, for whom.
    pub impact: Option<ImpactPart>,
    /// What happened when.
    pub timeline: TimelinePart,
    /// Response times.
    pub latency: Option<LatencyPart>,
    /// Targets over time.
    pub heat_map: Option<HeatPart>,
    /// The time around the incidents.
    pub phases: Option<PhasePart>,
    /// Causes.
    pub findings: Option<FindingsPart>,
    /// What sets their requests apart.
    pub contrasts: Option<ContrastPart>,
    /// What set it off.
    pub trigger: Option<Sentences>,
    /// Time-outs as durations show them.
    pub timeouts: Option<TimeoutsPart>,
    /// What logs that hold no requests say.
    pub other_logs: Option<Sentences>,
    /// Totals.
    pub figures: FiguresPart,
    /// What was read and what was not.
    pub coverage: Sentences,
    /// What no log can show, and what shows it.
    pub not_visible: Option<CommandsPart>,
    /// Commands that collect facts of the account.
    pub collect: Option<CommandsPart>,
    /// The error budget, where an objective was given.
    pub budget: Option<BudgetPart>,
    /// What is to be done.
    pub actions: Option<ActionsPart>,
    /// What people write.
    pub blanks: Vec<Blank>,
}

/// The postmortem of a summary.
///
/// Where there is no incident, it is a short report without the parts that people write.
#[must_use]
pub fn postmortem(summary: &Summary, options: &PostmortemOptions) -> Postmortem {
    let clock = Clock::new(options.zone.clone());
    let frame = &Frame::new(summary, clock, options.language);
    let is_incident = !summary.incidents.is_empty();
    Postmortem {
        language: options.language,
        title: answer::title(frame),
        note: frame.say(words::LOGS_ONLY),
        answer: answer::answer(frame),
        impact: impact::impact(frame),
        timeline: course::timeline(frame),
        latency: course::latency(frame),
        heat_map: course::heat_map(frame),
        phases: impact::phases(frame),
        trigger: data::triggers(frame),
        findings: findings::findings(frame),
        contrasts: findings::contrasts(frame),
        timeouts: data::timeouts(frame),
        other_logs: data::other_logs(frame),
        budget: options.slo.and_then(|objective| budget::budget(frame, objective)),
        actions: actions::actions(frame),
        blanks: if is_incident { actions::blanks(frame) } else { Vec::new() },
        figures: data::figures(frame),
        coverage: data::coverage(frame),
        not_visible: data::not_visible(frame),
        collect: data::collect(frame),
    }
}
