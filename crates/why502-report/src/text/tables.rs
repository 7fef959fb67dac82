//! What only the detailed form and a summary show: statuses, response times, and who failed more than others.

use why502_engine::summary::{Dimension, StatusPair, Summary};

use crate::figures::thousands;
use crate::page::{Page, Tone};
use crate::phrases::Phrases;

/// As many as the engine lists.
const VALUES_PER_DIMENSION: usize = 20;

/// Pairs of statuses named; JSON has all.
const MOST_PAIRS: usize = 20;

/// The tables, each after a blank line.
pub(super) fn write(page: &mut Page, summary: &Summary, phrases: &dyn Phrases) {
    page.blank();
    let statuses = summary.status_counts.iter();
    let statuses: Vec<_> = statuses.map(|(s, n)| format!("{s}: {}", thousands(*n))).collect();
    page.parts(Tone::Plain, phrases.status_label(), &statuses);
    if summary.is_summary {
        let pairs: Vec<_> = summary.status_pairs.iter().take(MOST_PAIRS).map(pair).collect();
        page.parts(Tone::Plain, phrases.pairs_label(), &pairs);
    }
    if let Some(latency) = summary.latency {
        let figures = [latency.p50, latency.p90, latency.p95, latency.p99, latency.max];
        let figures: Vec<_> = std::iter::zip(phrases.latency_names(), figures)
            .map(|(name, seconds)| format!("{name} {seconds:.3} s"))
            .collect();
        page.parts(Tone::Plain, phrases.latency_label(), &figures);
    }
    if summary.is_summary && !summary.signatures.is_empty() {
        let status =
            |status: Option<u16>| status.map_or(String::new(), |code| format!("{code:03} "));
        let signatures = summary.signatures.iter();
        let signatures: Vec<_> = signatures
            .map(|one| format!("{}{}: {}", status(one.status), one.id, thousands(one.requests)))
            .collect();
        page.parts(Tone::Plain, phrases.signatures_label(), &signatures);
    }
    // A single value has nothing to be compared with.
    let tells = |d: &&Dimension| d.values.len() > 1 && d.values.iter().any(|v| v.failed > 0);
    for dimension in summary.dimensions.iter().filter(tells) {
        page.blank();
        let values = dimension.values.iter().filter(|v| v.failed > 0);
        let values: Vec<_> = values.take(VALUES_PER_DIMENSION).collect();
        page.line(
            Tone::Strong,
            &phrases.by_dimension(dimension.name, values.len() as u64, dimension.distinct),
        );
        for value in values {
            let risk = value.risk_ratio.zip(value.risk_ratio_low);
            let figures = phrases.value_failed(value.failed, value.requests, risk);
            page.row(Tone::Plain, &format!("  {}", value.value), &figures);
        }
    }
}

/// As both statuses are logged.
fn pair(pair: &StatusPair) -> String {
    let code = |status: Option<u16>| status.map_or("-".to_owned(), |code| format!("{code:03}"));
    let requests = thousands(pair.requests);
    format!("{} {}: {requests}", code(pair.elb_status), code(pair.target_status))
}
