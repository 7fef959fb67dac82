//! What is said of the logs themselves: which times they hold, and what that means for a case.

use why502_parse::Format;

use super::case::{Case, Census};
use super::context::Context;
use super::wording::coverage as wording;
use crate::coverage::{Coverage, Gap, GapKind, NodeCoverage};
use crate::observe::DimensionKind;
use crate::summary::{CoverageGap, CoverageNode, CoverageSummary, Evidence, Said, Summary};

/// Gaps and nodes named; more are counted.
const MOST: usize = 200;
/// A gap this close to a failure borders on it, µs.
const NEAR_US: i64 = 180_000_000;

/// The ledger for the summary.
pub(crate) fn coverage_summary(coverage: &Coverage) -> CoverageSummary {
    let mut gaps: Vec<&Gap> = coverage.gaps.iter().collect();
    // By weight; the sort is stable, so the earlier of two alike stays.
    gaps.sort_by_key(|gap| (gap.kind, std::cmp::Reverse(gap.to.saturating_since(gap.from))));
    let hiding = |gap: &&&Gap| matches!(gap.kind, GapKind::NoObject | GapKind::NoRequest);
    let longest = gaps
        .iter()
        .filter(hiding)
        .max_by_key(|gap| (gap.to.saturating_since(gap.from), std::cmp::Reverse(gap.from)));
    let others = gaps.iter().filter(hiding).count().saturating_sub(1);
    let missing = longest.map(|gap| wording::missing(gap, others));
    gaps.truncate(MOST);
    gaps.sort_by_key(|gap| (gap.from, gap.to, gap.kind));
    CoverageSummary {
        statement: wording::statement(coverage),
        missing,
        gaps_left_out: (coverage.gaps.len() - gaps.len()) as u64,
        gaps: gaps.into_iter().map(gap).collect(),
        nodes: coverage.nodes.iter().take(MOST).map(node).collect(),
        nodes_left_out: coverage.nodes.len().saturating_sub(MOST) as u64,
        duplicates: 0,
        late: coverage.late,
    }
}

/// Adds objects that were met a second time and not read again, which the engine does not see.
pub fn note_duplicates(summary: &mut Summary, objects: u64) {
    if objects > 0 {
        let coverage = &mut summary.coverage;
        coverage.duplicates += objects;
        coverage.statement =
            wording::and_duplicates(std::mem::take(&mut coverage.statement), objects);
    }
}

fn gap(gap: &Gap) -> CoverageGap {
    CoverageGap {
        format: gap.format.map(Format::name),
        load_balancer: gap.owner.clone(),
        node: gap.node.clone(),
        from: gap.from,
        to: gap.to,
        kind: gap.kind.name(),
        expected_records: gap.expected,
        statement: wording::gap(gap),
    }
}

fn node(node: &NodeCoverage) -> CoverageNode {
    CoverageNode {
        format: node.format.name(),
        load_balancer: node.owner.clone(),
        node: node.node.clone(),
        first: node.first,
        last: node.last,
        objects: node.objects,
        missing_intervals: node.missing,
    }
}

/// What missing logs leave open of an incident: when it began, whether it went on.
pub(super) fn beside_gaps<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    census: &Census<'a>,
) -> Vec<Evidence> {
    if case.excess.is_none() {
        return Vec::new();
    }
    let owners = census.by_value(context, DimensionKind::LoadBalancer);
    let formats = |format: Format| case.rows.iter().any(|row| row.format == format);
    let is_of_it = |gap: &&Gap| match (gap.format, &gap.owner) {
        // Records do not always name their distribution as its objects do.
        (Some(Format::CloudFront), _) => formats(Format::CloudFront),
        (Some(format), Some(owner)) => {
            formats(format) && owners.iter().any(|(value, _)| *value == owner.as_bytes())
        }
        _ => true,
    };
    let window = case.window();
    let open = |gap: &Gap| -> Option<Said> {
        let apart = |a: why502_parse::Timestamp, b| a.saturating_since(b).abs();
        if apart(window.start, gap.to) <= NEAR_US {
            Some(wording::begins_at_a_gap(gap))
        } else if apart(window.end, gap.from) <= NEAR_US {
            Some(wording::ends_at_a_gap(gap))
        } else if window.start < gap.from && gap.to < window.end {
            Some(wording::holds_a_gap(gap))
        } else {
            None
        }
    };
    let gaps = &context.aggregates.coverage.gaps;
    gaps.iter()
        .filter(|gap| gap.kind.hides_requests())
        .filter(is_of_it)
        .filter_map(|gap| {
            let minutes = gap.to.saturating_since(gap.from) as f64 / 60e6;
            let statement = open(gap)?;
            Some(Evidence { kind: "against", statement, value: (minutes * 10.0).round() / 10.0 })
        })
        .take(3)
        .collect()
}
