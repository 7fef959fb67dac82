//! What failing requests have that concurrent ones have far less.

use serde::Serialize;

/// One difference, with its statistics.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingContrast {
    /// A dimension of the summary, `subnet` (of the target), or `target_age`.
    pub dimension: &'static str,
    /// Its values, the most frequent among the failing requests first. A target is `new` where it
    /// was first seen from ten minutes before the failures on.
    pub values: Vec<String>,
    /// Where two attributes explain more than either: the other one. Requests have both.
    pub pair_with: Option<ContrastPart>,
    /// Concurrent requests that have it, in the buckets of time that the failures touch; of a pair
    /// an estimate.
    pub requests: u64,
    /// Failing requests of the finding that have it.
    pub failed: u64,
    /// Part of the finding's failing requests that have it.
    pub support: f64,
    /// Part of the concurrent requests that have it, failing ones included.
    pub exposure: f64,
    /// Risk with it over risk without it.
    pub risk_ratio: f64,
    /// Lower end of its 95 % confidence interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Benjamini and Hochberg's, over everything tested for the finding; at most 0.05.
    pub q_value: f64,
}

/// The other half of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContrastPart {
    /// As in [`FindingContrast::dimension`].
    pub dimension: &'static str,
    /// As in [`FindingContrast::values`].
    pub values: Vec<String>,
}
