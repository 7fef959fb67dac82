//! What may be concluded from the ledger and from the times of requests.
//!
//! A node without requests writes no object, nodes come and go, several objects per interval are
//! normal: so an interval is missed only between two that were met, and never is anything called
//! complete.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};

use super::gap::{Gap, GapKind};
use super::hours::{Hours, Run, between, cell, without};
use super::ledger::{Key, Ledger, Node};
use super::name::CELL_SECONDS;
use super::silence::{UNLIKELY, silences};

/// What was asked of the analysis, as far as it changes what may be concluded.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    /// The window.
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// A filter left records out, so their times tell nothing of the logs.
    pub(crate) is_filtered: bool,
    /// Not everything was read: what was not met may be there.
    pub(crate) is_interrupted: bool,
}

/// Whether logs of a time were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covered {
    /// Every node that is known was met in each of its intervals: a line would have been seen.
    Yes,
    /// Logs of this time are missing.
    Gap,
    /// Nothing is known.
    Unknown,
}

/// One node, or the whole of a balancer or distribution whose names tell no node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NodeCoverage {
    pub(crate) format: Format,
    pub(crate) owner: String,
    pub(crate) node: Option<String>,
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    pub(crate) objects: u64,
    /// Five-minute intervals (CloudFront: hours) between the first and the last without an object.
    pub(crate) missing: u64,
    seen: Vec<Run>,
}

/// What is there, and what is not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    /// In order of time.
    pub(crate) gaps: Vec<Gap>,
    pub(crate) nodes: Vec<NodeCoverage>,
    pub(crate) late: u64,
    /// There were more nodes than are kept.
    pub(crate) is_cut: bool,
    /// Nothing was concluded, since not everything was read.
    pub(crate) is_interrupted: bool,
    /// Objects whose name claims no time were read.
    pub(crate) has_unnamed: bool,
}

/// All nodes of one log of one balancer.
type Group<'l> = Vec<(&'l Key, &'l Node, Hours)>;

impl Coverage {
    /// Concludes. `ticks`: all requests over time, as [`silences`] takes them.
    pub(crate) fn new(ledger: &Ledger, ticks: &[(i64, i64, f64)], asked: Asked) -> Self {
        let mut coverage = Self {
            late: ledger.late,
            is_cut: ledger.end.is_some(),
            is_interrupted: asked.is_interrupted,
            has_unnamed: ledger.unnamed > 0,
            ..Self::default()
        };
        let groups = groups(ledger);
        for group in &groups {
            coverage.nodes.extend(group.iter().filter_map(node_coverage));
        }
        if asked.is_interrupted {
            return coverage;
        }
        for group in &groups {
            coverage.gaps.extend(gaps(group));
        }
        let newest = coverage.nodes.iter().map(|node| node.last).max();
        coverage.gaps.extend(groups.iter().filter_map(|group| undelivered(group, newest, asked)));
        if coverage.has_unnamed && !asked.is_filtered {
            coverage.gaps.extend(silences(ticks).into_iter().map(silent));
        }
        clip(&mut coverage.gaps, asked);
        coverage.gaps.sort_by(|a, b| {
            let key = |gap: &Gap| (gap.from, gap.to, gap.kind, gap.format);
            (key(a), &a.owner, &a.node).cmp(&(key(b), &b.owner, &b.node))
        });
        coverage
    }

    /// Would a line of this log of `owner` have been seen, had it been written in this time?
    pub(crate) fn covers(
        &self,
        format: Format,
        owner: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Covered {
        let is_of_it = |gap: &&Gap| {
            gap.owner.as_deref().is_none_or(|other| other == owner)
                && gap.format.is_none_or(|other| other == format)
        };
        let mut gaps = self.gaps.iter().filter(is_of_it);
        if gaps.any(|gap| gap.kind.hides_requests() && gap.from <= to && from < gap.to) {
            return Covered::Gap;
        }
        let mut nodes = self
            .nodes
            .iter()
            .filter(|node| node.format == format && node.owner == owner)
            .peekable();
        if nodes.peek().is_none() || self.is_interrupted {
            return Covered::Unknown;
        }
        let cells = (cell(seconds(from)), cell(seconds(to)) + 1);
        let nodes: Vec<&NodeCoverage> = nodes.collect();
        // A node counts from its first object to its last; some node has to be there throughout.
        let is_whole = |node: &&NodeCoverage| without(&[cells], &node.seen).is_empty();
        let is_there = |node: &&&NodeCoverage| {
            cell(seconds(node.first)) < cells.1 && cells.0 < cell(seconds(node.last))
        };
        let there: Vec<&NodeCoverage> = nodes.iter().filter(is_there).copied().collect();
        let lives = |node: &NodeCoverage| (cell(seconds(node.first)), cell(seconds(node.last)));
        let all_seen = there.iter().all(|node| {
            let (first, last) = lives(node);
            let mine = (cells.0.max(first), cells.1.min(last));
            without(&[mine], &node.seen).is_empty()
        });
        if all_seen && there.iter().any(is_whole) { Covered::Yes } else { Covered::Unknown }
    }
}

fn groups(ledger: &Ledger) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(Format, &str), Vec<(&Key, &Node)>> = BTreeMap::new();
    for (key, node) in &ledger.nodes {
        groups.entry((key.format, &key.owner)).or_default().push((key, node));
    }
    groups
        .into_iter()
        .map(|((format, _), nodes)| {
            let is_hourly =
                format == Format::Clb && nodes.iter().all(|(_, node)| node.hours.is_hourly());
            let hours = |node: &Node| {
                if is_hourly { node.hours.widened() } else { node.hours.clone() }
            };
            nodes.into_iter().map(|(key, node)| (key, node, hours(node))).collect()
        })
        .collect()
}

fn node_coverage((key, node, hours): &(&Key, &Node, Hours)) -> Option<NodeCoverage> {
    let seen = hours.seen();
    let (first, last) = (seen.first()?.0, seen.last()?.1);
    let missing: i64 = between(&seen).iter().map(|run| run.1 - run.0).sum();
    let cells = match key.format {
        Format::CloudFront | Format::CloudFrontConnection => 12,
        _ => 1,
    };
    Some(NodeCoverage {
        format: key.format,
        owner: key.owner.clone(),
        node: key.node.clone(),
        first: start(first),
        last: start(last),
        objects: node.objects,
        missing: (missing / cells).unsigned_abs(),
        seen,
    })
}

/// The gaps of all nodes of a balancer, and of each by itself.
fn gaps(group: &Group<'_>) -> Vec<Gap> {
    let Some((key, ..)) = group.first() else { return Vec::new() };
    let mut whole = Hours::default();
    for (_, _, hours) in group {
        whole.merge(hours);
    }
    let gap = |kind, run: Run, node: Option<String>, expected: Option<f64>| Gap {
        kind,
        from: start(run.0),
        to: start(run.1),
        format: Some(key.format),
        owner: Some(key.owner.clone()),
        node,
        expected: expected.map(|records| records as u64),
    };
    let mut found = Vec::new();
    for (key, _, hours) in group {
        let failed = hours.failed();
        found.extend(failed.iter().map(|&run| gap(GapKind::Unread, run, key.node.clone(), None)));
    }
    let failed = whole.failed();
    let nobody = without(&between(&whole.seen()), &failed);
    for &run in &nobody {
        let expected = whole.expected(run);
        let is_missed = expected.is_some_and(|records| records >= UNLIKELY);
        let kind = if is_missed { GapKind::NoObject } else { GapKind::Quiet };
        found.push(gap(kind, run, None, expected));
    }
    if group.len() > 1 {
        for (key, _, hours) in group {
            let mine = without(&without(&between(&hours.seen()), &nobody), &failed);
            for run in mine {
                let expected = hours.expected(run);
                if expected.is_some_and(|records| records >= UNLIKELY) {
                    found.push(gap(GapKind::NodeNotSeen, run, key.node.clone(), expected));
                }
            }
        }
    }
    found
}

/// What lies between the last object of a balancer and the end of the window, or the newest object
/// of another.
fn undelivered(group: &Group<'_>, newest: Option<Timestamp>, asked: Asked) -> Option<Gap> {
    let (key, ..) = group.first()?;
    let last = group
        .iter()
        .filter_map(|(_, _, hours)| hours.seen().last().copied())
        .max_by_key(|run| run.1)?;
    let (from, to) = (start(last.1), asked.until.or(newest)?);
    (from < to).then(|| Gap {
        kind: GapKind::NotDelivered,
        from,
        to,
        format: Some(key.format),
        owner: Some(key.owner.clone()),
        node: None,
        expected: None,
    })
}

fn silent((from, to, _): (i64, i64, f64)) -> Gap {
    Gap {
        kind: GapKind::NoRequest,
        from: Timestamp::from_micros(from),
        to: Timestamp::from_micros(to),
        format: None,
        owner: None,
        node: None,
        expected: None,
    }
}

/// Leaves what lies in the window.
fn clip(gaps: &mut Vec<Gap>, asked: Asked) {
    for gap in gaps.iter_mut() {
        gap.from = asked.since.map_or(gap.from, |since| gap.from.max(since));
        gap.to = asked.until.map_or(gap.to, |until| gap.to.min(until));
    }
    gaps.retain(|gap| gap.from < gap.to);
}

fn seconds(at: Timestamp) -> i64 {
    at.micros().div_euclid(1_000_000)
}

/// The first instant of a cell.
fn start(cell: i64) -> Timestamp {
    Timestamp::from_micros(cell * CELL_SECONDS * 1_000_000)
}

#[cfg(test)]
mod tests;
