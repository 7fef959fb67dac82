//! A comparison as sections of lines, before any layout.

use why502_engine::compare::{
    Comparison, Group, Measure, Presence, SideSummary, Unit, ValueChange, Verdict,
};
use why502_rulebook::Language;

use super::phrases::Phrases;
use crate::clock::Clock;
use crate::figures::thousands;
use crate::story;

/// Changed values shown of a group in the short form.
const MOST_SHOWN: usize = 5;

/// Lines under a heading.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) lines: Vec<Line>,
    /// What is not shown.
    pub(super) rest: Vec<String>,
}

/// One quantity.
pub(super) struct Line {
    /// Of a log where `is_logged`.
    pub(super) name: String,
    pub(super) is_logged: bool,
    /// Stands behind the name.
    pub(super) aspect: &'static str,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) times: String,
    pub(super) verdict: &'static str,
    pub(super) is_changed: bool,
    /// After over before, with the ends of its interval; missing where it was not tested.
    pub(super) ratio: Option<Ratio>,
}

/// How many times as much; `value` and `high` are missing where there was nothing before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ratio {
    pub(super) low: f64,
    pub(super) value: Option<f64>,
    pub(super) high: Option<f64>,
}

/// Everything, the sides as a whole first.
pub(super) fn sections(
    comparison: &Comparison,
    details: bool,
    phrases: &'static Phrases,
) -> (Vec<Section>, Vec<String>) {
    let figures = comparison.figures.iter().chain(&comparison.latency);
    let is_shown = |measure: &Measure| details || measure.verdict != Verdict::TooFew;
    let lines = figures
        .filter(|figure| figure.name == "requests" || is_shown(&figure.measure))
        .map(|figure| line(phrases.figure(figure.name), "", None, &figure.measure, phrases));
    let mut sections = vec![Section {
        heading: phrases.as_a_whole.to_owned(),
        lines: lines.collect(),
        rest: vec![],
    }];
    let groups = || comparison.groups.iter().chain(&comparison.dimensions);
    let stands_out = |group: &&Group| group.values.iter().any(|value| value.stands_out);
    let is_told = |group: &&Group| stands_out(group) || (details && !group.values.is_empty());
    sections.extend(groups().filter(is_told).map(|group| section(group, details, phrases)));
    let others = |is_changed: bool| -> Vec<String> {
        groups()
            .filter(|group| !is_told(group) && group.distinct > 0)
            .filter(|group| (group.changed > 0) == is_changed)
            .map(|group| {
                let count = if is_changed { group.changed } else { group.distinct };
                format!("{} ({})", phrases.group(group.name), thousands(count))
            })
            .collect()
    };
    let alike = Some(others(true)).filter(|names| !names.is_empty());
    let quiet = Some(others(false)).filter(|names| !names.is_empty());
    let said = alike.map(|names| phrases.all_alike(&names)).into_iter();
    (sections, said.chain(quiet.map(|names| phrases.unchanged(&names))).collect())
}

fn section(group: &Group, details: bool, phrases: &'static Phrases) -> Section {
    let changed = group.values.iter().filter(|value| value.is_changed());
    let told = changed.clone().filter(|value| details || value.stands_out);
    let most = if details { usize::MAX } else { MOST_SHOWN };
    let mut lines: Vec<Line> =
        told.clone().take(most).flat_map(|value| of_value(value, false, phrases)).collect();
    let mut rest = Vec::new();
    let alike = (changed.count() - told.clone().count()) as u64;
    let left_out = told.count().saturating_sub(most) as u64 + group.changed_left_out;
    if left_out > 0 {
        rest.push(phrases.more_changed(&thousands(left_out)));
    }
    if alike > 0 {
        rest.push(phrases.alike(&thousands(alike)));
    }
    let others = group.values.iter().filter(|value| !value.is_changed());
    if details {
        lines.extend(others.flat_map(|value| of_value(value, true, phrases)));
    }
    let within = group.distinct - group.changed - group.too_few;
    if within + group.too_few > 0 {
        rest.push(phrases.others(&thousands(within), &thousands(group.too_few)));
    }
    Section {
        heading: phrases.heading(group.name, &thousands(group.changed), &thousands(group.distinct)),
        lines,
        rest,
    }
}

/// The lines of a value: what changed of it, or all.
fn of_value(value: &ValueChange, all: bool, phrases: &'static Phrases) -> Vec<Line> {
    let mut lines = Vec::new();
    let is_rate = value.traffic.unit == Unit::PerSecond;
    if all || value.traffic.is_changed() {
        let aspect = if is_rate { phrases.traffic } else { "" };
        lines.push(line(&value.value, aspect, Some(value.presence), &value.traffic, phrases));
    }
    if let Some(failures) = &value.failures
        && (failures.is_changed() || (all && failures.verdict != Verdict::TooFew))
    {
        lines.push(line(&value.value, phrases.failing, None, failures, phrases));
    }
    for line in &mut lines {
        line.is_logged = true;
    }
    lines
}

fn line(
    name: &str,
    aspect: &'static str,
    presence: Option<Presence>,
    measure: &Measure,
    phrases: &'static Phrases,
) -> Line {
    let is_changed = measure.is_changed();
    let verdict = match (measure.verdict, presence) {
        (Verdict::Higher, Some(Presence::New)) => phrases.new,
        (Verdict::Lower, Some(Presence::Gone)) => phrases.gone,
        (Verdict::Higher, _) => phrases.higher,
        (Verdict::Lower, _) => phrases.lower,
        (Verdict::WithinNoise, _) => phrases.within_noise,
        (Verdict::TooFew, _) => phrases.too_few,
    };
    Line {
        name: name.to_owned(),
        is_logged: false,
        aspect,
        before: amount(measure, measure.before.value),
        after: amount(measure, measure.after.value),
        times: times(measure),
        verdict,
        is_changed,
        ratio: (measure.verdict != Verdict::TooFew).then_some(Ratio {
            low: measure.ratio_low,
            value: measure.ratio,
            high: measure.ratio_high,
        }),
    }
}

/// `× 2.1 (1.5–2.9)`, or what is known of it where there was nothing before.
fn times(measure: &Measure) -> String {
    if measure.verdict == Verdict::TooFew {
        return String::new();
    }
    let low = factor(measure.ratio_low);
    match (measure.ratio, measure.ratio_high) {
        (Some(ratio), Some(high)) => format!("× {} ({low}–{})", factor(ratio), factor(high)),
        _ => format!("(≥ × {low})"),
    }
}

fn factor(value: f64) -> String {
    match value {
        100.0.. => thousands(value.round() as u64),
        10.0..100.0 => format!("{value:.0}"),
        2.0..10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// In the unit that suits the larger side, so that both have one.
fn amount(measure: &Measure, value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let larger = measure.before.value.max(measure.after.value);
    match (measure.unit, larger) {
        (Unit::PerSecond, 1.0..) if value >= 10.0 => {
            format!("{}/s", thousands(value.round() as u64))
        }
        (Unit::PerSecond, 1.0..) => format!("{value:.2}/s"),
        (Unit::PerSecond, 0.01..) => format!("{:.1}/min", value * 60.0),
        (Unit::PerSecond, _) => format!("{:.1}/h", value * 3_600.0),
        (Unit::PerRequest, 0.01..) if value >= 0.01 => format!("{:.1} %", value * 100.0),
        (Unit::PerRequest, 0.000_1..) if value >= 0.000_1 => format!("{:.2} %", value * 100.0),
        (Unit::PerRequest, _) => format!("{:.4} %", value * 100.0),
        (Unit::Seconds, _) => format!("{value:.3} s"),
    }
}

/// When a side was, and how much it holds.
pub(super) fn side(side: &SideSummary, clock: &Clock, phrases: &Phrases) -> Vec<String> {
    let when = match (side.from, side.to) {
        (Some(from), Some(to)) => clock.range(from.micros(), to.micros()),
        _ => phrases.no_record.to_owned(),
    };
    vec![when, phrases.requests(&thousands(side.requests), &thousands(side.failed))]
}

/// What was read of a side.
pub(super) fn read(side: &SideSummary, phrases: &Phrases) -> String {
    let input = &side.input;
    let [objects, records, rejected] =
        [input.objects, input.records, input.rejected_lines].map(thousands);
    phrases.read(&objects, &records, &rejected)
}

/// How much was hidden, where something was to be.
pub(super) fn redacted(comparison: &Comparison, language: Language) -> Option<String> {
    story::redacted(comparison.redacted.as_ref(), crate::phrases::phrases(language))
}
