//! The postmortem in its template.

use askama::Template;
use jiff::Timestamp;

use super::pictures::{Picture, Setting};
use super::shell::Shell;
use super::words::words;
use crate::command::wrapped;
use crate::phrases::phrases;
use crate::postmortem::content::Shown;
use crate::postmortem::{Mood, Postmortem, PostmortemOptions, RemedyKind};

/// Columns of a command.
const COMMAND_WIDTH: usize = 84;

#[derive(Template)]
#[template(path = "postmortem.html")]
struct Page<'a> {
    shell: Shell,
    pm: &'a Postmortem,
    mood: &'static str,
    /// Ids and headings of the parts.
    contents: Vec<(String, &'a str)>,
    timeline: Option<Picture>,
    latency: Option<Picture>,
    heat: Option<Picture>,
    is_shortened: bool,
}

/// The page of a postmortem; `is_shortened` where it is not the whole of it.
pub(super) fn html(pm: &Postmortem, options: &PostmortemOptions, is_shortened: bool) -> String {
    let words = words(pm.language);
    let setting = Setting { words, phrases: phrases(pm.language), ahead_us: ahead_us(pm, options) };
    let latency = pm.latency.as_ref().and_then(|part| part.plot.as_ref());
    let page = Page {
        shell: Shell::new(pm.language),
        pm,
        mood: match pm.answer.mood {
            Mood::Alarm => "alarm",
            Mood::Caution => "caution",
            Mood::Well => "well",
        },
        contents: contents(pm),
        timeline: pm.timeline.plot.as_ref().map(|plot| setting.timeline(plot)),
        latency: latency.map(|plot| setting.latency(plot)),
        heat: pm.heat_map.as_ref().map(|part| setting.heat_map(&part.plot)),
        is_shortened,
    };
    page.render().expect("a template writes into a string, and its values do not fail")
}

/// How far the reader's clock is ahead of UTC where the plots begin.
fn ahead_us(pm: &Postmortem, options: &PostmortemOptions) -> i64 {
    let from_us = pm.timeline.plot.as_ref().map(|plot| plot.axis.from_us);
    let from_us = from_us.or_else(|| Some(pm.latency.as_ref()?.plot.as_ref()?.axis.from_us));
    let from = Timestamp::from_microsecond(from_us.unwrap_or(0)).unwrap_or(Timestamp::UNIX_EPOCH);
    i64::from(options.zone.to_offset(from).seconds()) * 1_000_000
}

/// The parts that are there, in the order of the page.
fn contents(pm: &Postmortem) -> Vec<(String, &str)> {
    let parts = [
        ("impact", pm.impact.as_ref().map(|part| part.heading)),
        ("timeline", Some(pm.timeline.heading)),
        ("latency", pm.latency.as_ref().map(|part| part.heading)),
        ("heat-map", pm.heat_map.as_ref().map(|part| part.heading)),
        ("phases", pm.phases.as_ref().map(|part| part.heading)),
        ("causes", pm.findings.as_ref().map(|part| part.heading)),
        ("contrasts", pm.contrasts.as_ref().map(|part| part.heading)),
        ("trigger", pm.trigger.as_ref().map(|part| part.heading)),
        ("timeouts", pm.timeouts.as_ref().map(|part| part.heading)),
        ("other-logs", pm.other_logs.as_ref().map(|part| part.heading)),
        ("coverage", Some(pm.coverage.heading)),
        ("not-visible", pm.not_visible.as_ref().map(|part| part.heading)),
        ("collect", pm.collect.as_ref().map(|part| part.heading)),
        ("budget", pm.budget.as_ref().map(|part| part.heading)),
        ("actions", pm.actions.as_ref().map(|part| part.heading)),
    ];
    let parts = parts.into_iter().filter_map(|(id, heading)| Some((id.to_owned(), heading?)));
    let blanks =
        pm.blanks.iter().zip(1..).map(|(blank, at)| (format!("blank-{at}"), blank.heading));
    parts.chain(blanks).chain([("figures".to_owned(), pm.figures.heading)]).collect()
}

impl Page<'_> {
    /// In lines that a desk has room for; what is copied is the same command.
    fn lines(&self, command: &str) -> Vec<String> {
        wrapped(command, COMMAND_WIDTH)
    }

    /// The class of a remedy's label.
    fn kind(&self, kind: &RemedyKind) -> &'static str {
        match kind {
            RemedyKind::Now => "now",
            RemedyKind::Fix => "fix",
            RemedyKind::Prevent => "prevent",
        }
    }

    /// The length of a bar; what is more than nothing can be seen.
    fn width(&self, share: &f64) -> String {
        let least = if *share > 0.0 { 0.5 } else { 0.0 };
        format!("{:.1}%", (share * 100.0).clamp(least, 100.0))
    }
}
