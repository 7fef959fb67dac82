//! Where and when the requests of a case failed, as other logs name it.

use std::collections::{BTreeMap, BTreeSet};

use why502_parse::{Format, Timestamp};

use super::super::case::{Case, by_value};
use super::super::context::{Context, Window, group_name};
use crate::aggregate::Level;
use crate::observe::DimensionKind::{Host, LoadBalancer, Target};
use crate::observe::IN_GROUP;

/// Lines so long before and after the failing requests belong to them, µs: the clocks of logs
/// differ, checks come at intervals, and flows are written a minute late.
const MARGIN_US: i64 = 120_000_000;

/// How a line is tied to the failing requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// It names who failed.
    Named,
    /// It names nobody; it is only the time that agrees.
    TimeOnly,
}

/// Names and times of one case.
pub(super) struct Scene<'a, 'w> {
    pub(super) window: Window,
    /// The windows of all incidents, none of which overlap, and how much of the logs lies in none of them, µs.
    incidents: &'w [Window],
    quiet_us: i64,
    /// Failing requests by `ip:port`.
    pub(super) targets: BTreeMap<&'a [u8], usize>,
    groups: BTreeSet<String>,
    hosts: BTreeSet<&'a [u8]>,
    load_balancers: BTreeSet<&'a [u8]>,
}

/// A window with the margin around it.
pub(super) fn widened(window: Window) -> Window {
    Window {
        start: Timestamp::from_micros(window.start.micros().saturating_sub(MARGIN_US)),
        end: Timestamp::from_micros(window.end.micros().saturating_add(MARGIN_US)),
    }
}

impl<'a, 'w> Scene<'a, 'w> {
    pub(super) fn of(context: &Context<'a>, case: &Case<'a>, incidents: &'w [Window]) -> Self {
        let values = |kind| {
            by_value(context, &case.rows, kind).into_iter().map(|(value, _)| value).collect()
        };
        let groups = case.scopes.iter().filter(|&&scope| context.is_target_group(scope));
        Self {
            window: widened(case.window()),
            incidents,
            quiet_us: quiet_us(context, incidents),
            targets: by_value(context, &case.rows, Target).into_iter().collect(),
            groups: groups.map(|&scope| group_name(context.aggregates.scope_key(scope))).collect(),
            hosts: values(Host),
            load_balancers: values(LoadBalancer),
        }
    }

    /// How a line with this subject is tied to the case; `None` where it is about others.
    pub(super) fn tie(&self, format: Format, subject: &[u8]) -> Option<Tie> {
        if subject.is_empty() {
            return Some(Tie::TimeOnly);
        }
        let agrees = match format {
            Format::AlbHealthCheck => {
                let (group, target) = health_check_parts(subject);
                let is_group = self.groups.contains(&*String::from_utf8_lossy(group));
                is_group && (self.targets.contains_key(target) || target.starts_with(b"arn:"))
            }
            Format::VpcFlow => self.targets.contains_key(subject),
            Format::NginxError => self.hosts.contains(subject),
            Format::AlbConnection => self.load_balancers.contains(subject),
            Format::Waf => self.load_balancers.iter().any(|name| subject.ends_with(name)),
            // A function's name is no part of a request's line: what ties them is the request id.
            Format::Lambda => return Some(Tie::TimeOnly),
            _ => false,
        };
        agrees.then_some(Tie::Named)
    }

    /// Does a bucket touch the case's window?
    pub(super) fn touches(&self, level: Level, bucket: i64) -> bool {
        overlaps(self.window, level, bucket)
    }

    /// Does a bucket touch no incident at all?
    pub(super) fn is_quiet(&self, level: Level, bucket: i64) -> bool {
        !self.incidents.iter().any(|window| overlaps(*window, level, bucket))
    }

    /// How much more often than in quiet times something happens in the window; infinite where
    /// there is no quiet time, or nothing happens in it.
    pub(super) fn concentration(&self, inside: u64, quiet: u64) -> f64 {
        let rate = |count: u64, length_us: i64| count as f64 / length_us.max(1) as f64;
        if self.quiet_us <= 0 || quiet == 0 {
            return f64::INFINITY;
        }
        rate(inside, self.window.length_us()) / rate(quiet, self.quiet_us)
    }

    /// Part of the failing requests that went to these targets.
    pub(super) fn part_of<'s>(&self, targets: impl Iterator<Item = &'s [u8]>) -> f64 {
        let all: usize = self.targets.values().sum();
        let mine: usize = targets.filter_map(|target| self.targets.get(target)).sum();
        mine as f64 / all.max(1) as f64
    }

    /// Is it a group whose requests fail?
    pub(super) fn has_group(&self, group: &[u8]) -> bool {
        self.groups.contains(&*String::from_utf8_lossy(group))
    }
}

/// Group and target of a health check's subject.
pub(super) fn health_check_parts(subject: &[u8]) -> (&[u8], &[u8]) {
    let at = memchr::memchr(IN_GROUP, subject).unwrap_or(subject.len());
    (&subject[..at], subject.get(at + 1..).unwrap_or_default())
}

fn overlaps(window: Window, level: Level, bucket: i64) -> bool {
    level.start(bucket) <= window.end && level.start(bucket + 1) > window.start
}

/// The windows are in order of their start.
fn quiet_us(context: &Context<'_>, incidents: &[Window]) -> i64 {
    let Some((first, last)) = context.aggregates.span() else { return 0 };
    let (mut quiet, mut from) = (0_i64, first);
    for window in incidents {
        quiet = quiet.saturating_add(window.start.saturating_since(from).max(0));
        from = from.max(window.end);
    }
    quiet.saturating_add(last.saturating_since(from).max(0))
}
