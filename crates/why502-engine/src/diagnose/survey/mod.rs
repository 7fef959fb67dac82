//! Everything that failing requests have more often than concurrent ones, with its statistics.
//!
//! [`contrast`](super::contrast) names the scope of a finding by one dimension. This looks at every
//! attribute of a request, also at derived ones and at pairs, and says how sure each difference
//! is: risk ratio with its interval, support, and the rate of false discoveries among all that
//! was tried (relative risk and support as in MacroBase's DIFF).
//!
//! Modules, each using only those to its left: `attribute → column → single → pair`

mod attribute;
mod column;
mod pair;
mod single;

use super::case::{Case, Census};
use super::context::Context;
use super::statistics::{RiskRatio, false_discovery_rates};
use crate::summary::{ContrastPart, FindingContrast};

pub(super) use attribute::Attribute;
use attribute::Targets;
use column::Column;

/// A difference counts where at most so many of such differences are expected to be chance.
const MOST_FALSE: f64 = 0.05;
/// Differences listed for one finding.
const MOST_LISTED: usize = 12;

/// Something that failing requests have, and concurrent requests have far less.
#[derive(Debug, Clone)]
pub(super) struct Difference {
    pub(super) attribute: Attribute,
    /// The most frequent among the failing requests first.
    pub(super) values: Vec<String>,
    /// The other attribute of a pair, and its values: requests have both.
    pub(super) pair_with: Option<(Attribute, Vec<String>)>,
    /// Concurrent requests that have it, failing ones included; of a pair estimated where only a
    /// sample of the requests was kept.
    pub(super) requests: f64,
    /// Failing requests of the finding that have it.
    pub(super) failed: f64,
    /// Part of the finding's failing requests that have it.
    pub(super) support: f64,
    /// Part of the concurrent requests that have it.
    pub(super) exposure: f64,
    pub(super) risk: RiskRatio,
    /// Of a pair: what either part still adds within the other, at least.
    pub(super) added: Option<f64>,
    /// Rate of false discoveries at which it would still be listed.
    pub(super) q_value: f64,
    /// True for values that together hold nearly all of the failing requests, and for pairs.
    pub(super) explains: bool,
}

impl Difference {
    /// True where targets that are new hold nearly all failures.
    pub(super) fn is_new_targets(&self) -> bool {
        self.attribute == Attribute::TargetAge
            && self.pair_with.is_none()
            && self.explains
            && self.values == [attribute::NEW]
    }

    /// True where the scope of a finding has no place for it, and no contrast tells it.
    pub(super) fn is_unnamed(&self) -> bool {
        use crate::observe::DimensionKind::{Node, Protocol, TlsVersion};
        match self.attribute {
            Attribute::Dimension(kind) => matches!(kind, Node | Protocol | TlsVersion),
            Attribute::Subnet => true,
            Attribute::TargetAge => false,
        }
    }
}

/// As it stands in the summary.
pub(super) fn described(one: &Difference) -> FindingContrast {
    let decimals = |value: f64| (value * 1e4).round() / 1e4;
    FindingContrast {
        dimension: one.attribute.name(),
        values: one.values.clone(),
        pair_with: one.pair_with.as_ref().map(|(attribute, values)| ContrastPart {
            dimension: attribute.name(),
            values: values.clone(),
        }),
        requests: one.requests.round() as u64,
        failed: one.failed.round() as u64,
        support: decimals(one.support),
        exposure: decimals(one.exposure),
        risk_ratio: decimals(one.risk.ratio),
        low: decimals(one.risk.low),
        high: decimals(one.risk.high),
        // Further digits would be those of an approximation.
        q_value: to_three_digits(one.q_value),
    }
}

/// What was tried: how often chance alone does as much, and what would be said.
struct Tried {
    chance: f64,
    column: usize,
    label: usize,
}

/// Every difference between the rows of a case and the concurrent requests of its scopes, the most
/// telling first.
pub(super) fn survey<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    census: &Census<'a>,
) -> Vec<Difference> {
    let (rows, window) = (&case.rows, case.window());
    let mut scopes = case.scopes.clone();
    scopes.sort_unstable();
    let targets = Targets::new(context, &scopes, window);
    let columns: Vec<Column> = Attribute::ALL
        .iter()
        .filter_map(|&one| Column::new(context, one, &targets, census))
        .collect();
    let (tried, tests) = single::tried(&columns);
    let pairs = pair::pairs(context, &columns, rows, &scopes, window);
    let mut chances: Vec<f64> = tried.iter().map(|one| one.chance).collect();
    chances.extend(pairs.tried.iter().map(|(chance, _)| *chance));
    let rates = false_discovery_rates(&chances, tests + pairs.tests);
    let (of_values, of_pairs) = rates.split_at(tried.len());
    let mut found = single::differences(context, &columns, rows.len(), &tried, of_values);
    for ((_, difference), &q_value) in pairs.tried.into_iter().zip(of_pairs) {
        found.push(Difference { q_value, ..difference });
    }
    found.retain(|one| one.q_value <= MOST_FALSE);
    let weight = |one: &Difference| one.risk.low.ln() * one.support;
    // Stable: equal ones stay in the order of the attributes.
    found.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    found.truncate(MOST_LISTED);
    found
}

/// Three significant digits: strong ones are far below any fixed number of places.
fn to_three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
