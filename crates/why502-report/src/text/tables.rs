//! What only the detailed form shows: statuses, response times, and who failed more than others.

use why502_engine::summary::{Dimension, Summary};

use crate::figures::{ratio, thousands};
use crate::page::{Page, Tone};

/// As many as the engine lists.
const VALUES_PER_DIMENSION: usize = 20;

/// `By target`, and where not all values are listed how many of them.
fn heading(dimension: &Dimension, listed: u64) -> String {
    let name = dimension.name.replace('_', " ");
    if listed < dimension.distinct {
        format!("By {name} ({} of {} values)", thousands(listed), thousands(dimension.distinct))
    } else {
        format!("By {name}")
    }
}

/// The tables, each after a blank line.
pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.blank();
    let statuses = summary.status_counts.iter();
    let statuses: Vec<_> = statuses.map(|(s, n)| format!("{s}: {}", thousands(*n))).collect();
    page.parts(Tone::Plain, "Status   ", &statuses);
    if let Some(latency) = summary.latency {
        let figures = [
            ("median", latency.p50),
            ("p90", latency.p90),
            ("p95", latency.p95),
            ("p99", latency.p99),
            ("longest", latency.max),
        ];
        let figures = figures.map(|(name, seconds)| format!("{name} {seconds:.3} s"));
        page.parts(Tone::Plain, "Latency  ", &figures);
    }
    // A single value has nothing to be compared with.
    let tells = |d: &&Dimension| d.values.len() > 1 && d.values.iter().any(|v| v.failed > 0);
    for dimension in summary.dimensions.iter().filter(tells) {
        page.blank();
        let values = dimension.values.iter().filter(|v| v.failed > 0);
        let values: Vec<_> = values.take(VALUES_PER_DIMENSION).collect();
        page.line(Tone::Strong, &heading(dimension, values.len() as u64));
        for value in values {
            let risk = value
                .risk_ratio
                .zip(value.risk_ratio_low)
                .map(|(risk, low)| format!(", risk × {} (at least {})", ratio(risk), ratio(low)));
            let figures = format!(
                "{} of {} failed{}",
                thousands(value.failed),
                thousands(value.requests),
                risk.unwrap_or_default()
            );
            page.row(Tone::Plain, &format!("  {}", value.value), &figures);
        }
    }
}
