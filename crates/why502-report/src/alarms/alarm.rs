//! Alarms as CloudWatch knows them, whatever they are written in.

use std::borrow::Cow;

use crate::escape::visible;

/// CloudWatch takes no longer description.
const LONGEST_DESCRIPTION: usize = 1024;

/// A value that the logs name, or one that whoever deploys fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    Value(String),
    /// Name in CloudFormation, name in Terraform.
    Parameter(String, String),
}

/// One metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) namespace: &'static str,
    pub(super) name: &'static str,
    pub(super) dimensions: Vec<(&'static str, Known)>,
    /// `Sum`, `Average` or a percentile such as `p99`.
    pub(super) statistic: &'static str,
    pub(super) period_seconds: u64,
}

/// What is compared with the threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    Metric(Source),
    /// An expression over metrics by id, and what its value is called.
    Math(String, &'static str, Vec<(&'static str, Source)>),
}

/// One alarm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alarm {
    /// Words of its id in the template, letters and digits only.
    pub(super) key: Vec<String>,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) kind: Kind,
    /// Its metrics are in us-east-1 only.
    pub(super) is_global: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Metric {
        measure: Measure,
        /// It fires where the measure is greater, or as great where `or_equal`.
        threshold: f64,
        or_equal: bool,
        /// So many of so many periods.
        datapoints: (u64, u64),
        notifies: bool,
    },
    /// It fires while all alarms of these names do; the keys are theirs.
    All(Vec<(String, Vec<String>)>),
}

/// All alarms, and what there is to say beside them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// Lines above all.
    pub(super) remarks: Vec<String>,
    /// Name in CloudFormation, name in Terraform, what it is.
    pub(super) parameters: Vec<(String, String, String)>,
    pub(super) alarms: Vec<Alarm>,
}

/// Text for a template: nothing that an editor or a terminal acts on, and nothing that
/// CloudFormation would fetch from elsewhere (`{{resolve:…}}`).
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.contains("{{") {
        shown.replace("{{", "{ {").replace("{{", "{ {").into()
    } else {
        shown
    }
}

/// Sentences as a description that CloudWatch takes.
pub(super) fn description(sentences: &[String]) -> String {
    let text = sentences.join(" ");
    let text = harmless(&text);
    if text.chars().count() <= LONGEST_DESCRIPTION {
        return text.into_owned();
    }
    text.chars().take(LONGEST_DESCRIPTION - 1).chain(['…']).collect()
}

/// A number as a person writes it: no noise of binary fractions behind it.
pub(super) fn plain(number: f64) -> String {
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
