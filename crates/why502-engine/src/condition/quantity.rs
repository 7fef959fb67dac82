//! What is compared: figures of a summary, each with its unit.

use crate::summary::{Latency, Summary, thousands};

use super::selector::Selector;

/// What a figure is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Whole things.
    Count,
    /// From 0 to 1.
    Ratio,
    Seconds,
}

/// A figure that has a name of its own.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) unit: Unit,
    /// It is there only where causes were looked for.
    pub(super) needs_causes: bool,
    of: fn(&Summary) -> Option<f64>,
}

const fn count(name: &'static str, of: fn(&Summary) -> Option<f64>) -> Figure {
    Figure { name, unit: Unit::Count, needs_causes: false, of }
}

const fn seconds(name: &'static str, of: fn(&Summary) -> Option<f64>) -> Figure {
    Figure { name, unit: Unit::Seconds, needs_causes: false, of }
}

const fn diagnosed(name: &'static str, unit: Unit, of: fn(&Summary) -> Option<f64>) -> Figure {
    Figure { name, unit, needs_causes: true, of }
}

fn status(summary: &Summary, status: &str) -> Option<f64> {
    Some(summary.status_counts.get(status).copied().unwrap_or_default() as f64)
}

fn time(summary: &Summary, which: fn(&Latency) -> f64) -> Option<f64> {
    summary.latency.as_ref().map(which)
}

fn part(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// All that have a name.
pub(super) static FIGURES: &[Figure] = &[
    count("requests", |summary| Some(summary.requests as f64)),
    count("failed", |summary| Some(summary.failed as f64)),
    count("bad_gateways", |summary| Some(summary.bad_gateways as f64)),
    count("gateway_timeouts", |summary| status(summary, "504")),
    count("unavailable", |summary| status(summary, "503")),
    diagnosed("incidents", Unit::Count, |summary| Some(summary.incidents.len() as f64)),
    diagnosed("findings", Unit::Count, |summary| Some(summary.findings.len() as f64)),
    diagnosed("confidence", Unit::Ratio, |summary| confidence(summary, None)),
    Figure {
        name: "share",
        unit: Unit::Ratio,
        needs_causes: false,
        of: |summary| part(summary.failed, summary.requests),
    },
    seconds("p50", |summary| time(summary, |latency| latency.p50)),
    seconds("p90", |summary| time(summary, |latency| latency.p90)),
    seconds("p95", |summary| time(summary, |latency| latency.p95)),
    seconds("p99", |summary| time(summary, |latency| latency.p99)),
    seconds("max", |summary| time(summary, |latency| latency.max)),
    count("records", |summary| Some(summary.input.records as f64)),
    count("rejected_lines", |summary| Some(summary.input.rejected_lines as f64)),
    count("failed_objects", |summary| Some(summary.input.failed_objects.len() as f64)),
];

/// Figures of some of the requests.
pub(super) const FUNCTIONS: [&str; 3] = ["count", "rate", "confidence"];

/// What is compared.
#[derive(Debug, Clone)]
pub(super) enum Quantity {
    Figure(&'static Figure),
    /// How many requests.
    Count(Selector),
    /// Their part of all requests.
    Rate(Selector),
    /// The largest of the findings of a cause.
    Confidence(&'static str),
}

impl Quantity {
    pub(super) fn unit(&self) -> Unit {
        match self {
            Self::Figure(figure) => figure.unit,
            Self::Count(_) => Unit::Count,
            Self::Rate(_) | Self::Confidence(_) => Unit::Ratio,
        }
    }

    /// Is it there only where causes were looked for?
    pub(super) fn needs_causes(&self) -> bool {
        match self {
            Self::Figure(figure) => figure.needs_causes,
            Self::Count(selector) | Self::Rate(selector) => matches!(selector, Selector::Cause(_)),
            Self::Confidence(_) => true,
        }
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Figure(figure) => figure.name.to_owned(),
            Self::Count(selector) => format!("count({})", selector.text()),
            Self::Rate(selector) => format!("rate({})", selector.text()),
            Self::Confidence(cause) => format!("confidence(cause={cause})"),
        }
    }

    /// `None` where the summary does not have it.
    pub(super) fn value(&self, summary: &Summary) -> Option<f64> {
        match self {
            Self::Figure(figure) => (figure.of)(summary),
            Self::Count(selector) => Some(selector.requests(summary) as f64),
            Self::Rate(selector) => part(selector.requests(summary), summary.requests),
            Self::Confidence(cause) => confidence(summary, Some(cause)),
        }
    }

    /// `13 of 10,342 requests`, for a part of them.
    pub(super) fn parts(&self, summary: &Summary) -> Option<String> {
        let part = match self {
            Self::Rate(selector) => selector.requests(summary),
            Self::Figure(figure) if figure.name == "share" => summary.failed,
            _ => return None,
        };
        Some(format!("{} of {} requests", thousands(part), thousands(summary.requests)))
    }
}

/// The largest of the findings, or of those of one cause; 0 where there is none.
fn confidence(summary: &Summary, cause: Option<&str>) -> Option<f64> {
    let meant = summary.findings.iter().filter(|one| cause.is_none_or(|name| one.cause == name));
    Some(meant.map(|finding| finding.confidence).fold(0.0, f64::max))
}

/// A value as a person reads it.
pub(super) fn shown(value: f64, unit: Unit, in_percent: bool) -> String {
    match unit {
        Unit::Count => thousands(value as u64),
        Unit::Ratio if in_percent => format!("{} %", significant(value * 100.0)),
        Unit::Ratio => significant(value),
        Unit::Seconds => format!("{} s", significant(value)),
    }
}

/// Four digits that say something, without noughts behind them.
fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let decimals = (3 - value.abs().log10().floor() as i64).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
