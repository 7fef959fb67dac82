//! What only the detailed form shows: statuses, response times, and who failed more than others.

use why502_engine::summary::Summary;

use crate::figures::thousands;
use crate::page::{Page, Tone};

const VALUES_PER_DIMENSION: usize = 8;

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
    for dimension in summary.dimensions.iter().filter(|d| d.values.iter().any(|v| v.failed > 0)) {
        page.blank();
        page.line(Tone::Strong, &format!("By {}", dimension.name.replace('_', " ")));
        let values = dimension.values.iter().filter(|v| v.failed > 0);
        for value in values.take(VALUES_PER_DIMENSION) {
            let figures = format!(
                "{} of {} failed, risk × {:.1} (at least {:.1})",
                thousands(value.failed),
                thousands(value.requests),
                value.risk_ratio,
                value.risk_ratio_low
            );
            page.row(Tone::Plain, &format!("  {}", value.value), &figures);
        }
    }
}
