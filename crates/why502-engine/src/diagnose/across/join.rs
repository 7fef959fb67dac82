//! The join itself, and what it takes out of streams.

use std::collections::{BTreeMap, BTreeSet};

use super::super::case::{Case, Rows};
use super::super::context::{Context, Window};
use super::lines::{Line, Lines, Role, System};
use super::pairs::{Best, Pairs};
use super::shift::{Edge, Link, links};
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind;

/// A line just outside of an event belongs to it, µs.
const AROUND_US: i64 = 60_000_000;
/// So long after a failure it may still be served from the edge's cache, µs.
const CACHED_FOR_US: i64 = 60_000_000;
/// More repetitions than this per failure are an event of their own.
const MOST_AMPLIFIED: usize = 3;
/// CloudFront waits a second at least before it gives up, µs.
const SHORTEST_WAIT_US: i64 = 1_000_000;

/// Which failing requests are which failing lines behind them.
#[derive(Debug, Default)]
pub(in super::super) struct Join<'a> {
    pub(super) lines: Lines<'a>,
    pub(super) links: BTreeMap<Edge, Link>,
    /// Requests at the front, by place: the line behind that explains them.
    pub(super) explained: BTreeMap<usize, Explained>,
    /// Lines behind that only show that the front went away, and which request that was.
    pub(super) departures: BTreeMap<usize, usize>,
    /// How many layers stand behind a scope's system.
    depths: BTreeMap<u64, usize>,
    /// The scopes of linked systems.
    together: Vec<Vec<u64>>,
}

/// The line behind that explains a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Explained {
    /// Its place.
    behind: usize,
    /// Another line fits about as well.
    pub(super) ambiguous: bool,
    pub(super) edge: Edge,
}

impl<'a> Join<'a> {
    /// Joins all failing requests that can be.
    pub(in super::super) fn of(context: &Context<'a>) -> Self {
        let mut join = Self { lines: Lines::of(context), ..Self::default() };
        let pairs = Pairs::new(&join.lines);
        let links = links(&pairs);
        let (mut explained, mut departures) = (BTreeMap::new(), BTreeMap::new());
        if !links.is_empty() {
            for front in join.lines.all.iter().filter(|line| line.is_front()) {
                explain(&pairs, &links, front, &mut explained, &mut departures);
            }
        }
        (join.links, join.explained, join.departures) = (links, explained, departures);
        join.arrange(context);
        join
    }

    /// The scopes of systems that stand behind one another, each group sorted.
    pub(in super::super) fn together(&self) -> &[Vec<u64>] {
        &self.together
    }

    /// True where the line only shows that CloudFront went away.
    pub(in super::super) fn is_departure(
        &self,
        context: &Context<'_>,
        row: &FailedRequest,
    ) -> bool {
        !self.departures.is_empty() && self.departures.contains_key(&place(context, row))
    }

    /// How many layers stand behind: what is deeper is judged first.
    pub(in super::super) fn depth(&self, scope: u64) -> usize {
        self.depths.get(&scope).copied().unwrap_or(0)
    }

    /// Moves rows that a line of an incident explains into that incident's case, where they are
    /// mentioned and not counted; returns the others.
    pub(in super::super) fn absorb(
        &self,
        context: &Context<'a>,
        cases: &mut [Case<'a>],
        rows: Rows<'a>,
    ) -> Rows<'a> {
        if self.explained.is_empty() {
            return rows;
        }
        let held = self.held(context, cases);
        let (mut left, mut moved) = (Vec::new(), Vec::new());
        for row in rows {
            match self.blamed(place(context, row), &held) {
                Some(case) => moved.push((case, row)),
                None => left.push(row),
            }
        }
        for (case, row) in moved {
            cases[case].front.push(row);
        }
        left
    }

    /// Moves failures served from the edge's cache to the incident that was cached.
    pub(in super::super) fn absorb_cached(
        &self,
        cases: &mut [Case<'a>],
        rows: Rows<'a>,
    ) -> Rows<'a> {
        let mut first: BTreeMap<(u64, u64), Vec<(i64, usize)>> = BTreeMap::new();
        for (number, case) in cases.iter().enumerate() {
            for row in case.front.iter().filter(|row| row.path_hash != 0) {
                let of_path = first.entry((row.scope, row.path_hash)).or_default();
                of_path.push((row.time.micros(), number));
            }
        }
        first.values_mut().for_each(|failures| failures.sort_unstable());
        let cached_from = |row: &FailedRequest| {
            let failures = first.get(&(row.scope, row.path_hash))?;
            let before = failures.partition_point(|(at, _)| *at <= row.time.micros());
            let (at, case) = *failures.get(before.checked_sub(1)?)?;
            (row.time.micros() - at <= CACHED_FOR_US).then_some(case)
        };
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for case in rows.iter().filter_map(|row| cached_from(row)) {
            *counts.entry(case).or_default() += 1;
        }
        counts.retain(|case, count| *count < MOST_AMPLIFIED * cases[*case].front.len());
        let (mut left, mut moved) = (Vec::new(), Vec::new());
        for row in rows {
            match cached_from(row).filter(|case| counts.contains_key(case)) {
                Some(case) => moved.push((case, row)),
                None => left.push(row),
            }
        }
        for (case, row) in moved {
            cases[case].echoes.push(row);
        }
        left
    }

    /// Which incident's case holds which line behind.
    fn held(&self, context: &Context<'_>, cases: &[Case<'a>]) -> Held {
        let behind: BTreeSet<usize> = self.explained.values().map(|one| one.behind).collect();
        let mut held = Held::default();
        for (number, case) in cases.iter().enumerate().filter(|(_, case)| case.excess.is_some()) {
            let places = case.rows.iter().map(|row| place(context, row));
            held.of_line
                .extend(places.filter(|place| behind.contains(place)).map(|place| (place, number)));
        }
        for place in behind {
            let row = &context.aggregates.failures[place];
            let around = |case: &Case<'_>| {
                let Window { start, end } = case.window();
                case.excess.is_some()
                    && case.scopes.contains(&row.scope)
                    && row.time.micros() >= start.micros() - AROUND_US
                    && row.time.micros() <= end.micros() + AROUND_US
            };
            if !held.of_line.contains_key(&place)
                && let Some(number) = cases.iter().position(around)
            {
                held.of_line.insert(place, number);
            }
        }
        held
    }

    /// The case of the deepest line that explains the request at `front`.
    fn blamed(&self, front: usize, held: &Held) -> Option<usize> {
        let mut at = front;
        let mut found = None;
        // A chain has as many links as there are layers.
        for _ in 0..3 {
            let Some(one) = self.explained.get(&at) else { break };
            at = one.behind;
            found = held.of_line.get(&at).copied().or(found);
        }
        found
    }

    fn arrange(&mut self, context: &Context<'_>) {
        if self.links.is_empty() {
            return;
        }
        let systems = self.lines.systems.len();
        let mut depths = vec![0; systems];
        let mut groups: Vec<usize> = (0..systems).collect();
        for _ in 0..3 {
            for &(front, back, _) in self.links.keys() {
                depths[front] = depths[front].max(depths[back] + 1);
                let (one, other) = (groups[front], groups[back]);
                groups.iter_mut().for_each(|group| {
                    if *group == one.max(other) {
                        *group = one.min(other);
                    }
                });
            }
        }
        let mut together: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        let linked: BTreeSet<usize> =
            self.links.keys().flat_map(|&(front, back, _)| [front, back]).collect();
        for system in linked {
            let scopes = scopes_of(context, &self.lines.systems[system]);
            self.depths.extend(scopes.iter().map(|&scope| (scope, depths[system])));
            together.entry(groups[system]).or_default().extend(scopes);
        }
        self.together = together.into_values().collect();
        self.together.iter_mut().for_each(|scopes| scopes.sort_unstable());
    }
}

/// Which case holds a line, by its place.
#[derive(Default)]
struct Held {
    of_line: BTreeMap<usize, usize>,
}

fn explain(
    pairs: &Pairs<'_, '_>,
    links: &BTreeMap<Edge, Link>,
    front: &Line,
    explained: &mut BTreeMap<usize, Explained>,
    departures: &mut BTreeMap<usize, usize>,
) {
    let is_linked =
        |back: &Line, prefixed: bool| links.contains_key(&(front.system, back.system, prefixed));
    let failed = |back: &Line, prefixed: bool| !back.is_departure() && is_linked(back, prefixed);
    if let Some(Best { candidate, ambiguous }) = pairs.best(front, failed) {
        let back = &pairs.lines.all[candidate.at];
        let edge = (front.system, back.system, candidate.prefixed);
        explained.insert(front.place, Explained { behind: back.place, ambiguous, edge });
        return;
    }
    for candidate in pairs.candidates(front, 0) {
        let back = &pairs.lines.all[candidate.at];
        let waited = back.end_us.unwrap_or(back.start_us) - back.start_us;
        let long_enough = front.role == Role::Left || waited >= SHORTEST_WAIT_US;
        if back.is_departure() && is_linked(back, candidate.prefixed) && long_enough {
            departures.entry(back.place).or_insert(front.place);
        }
    }
}

/// The place of a row in the aggregates; rows alike share the first one's.
pub(super) fn place(context: &Context<'_>, row: &FailedRequest) -> usize {
    context.aggregates.failures.partition_point(|other| other < row)
}

/// The scopes of a load balancer, a distribution or an API.
pub(super) fn scopes_of(context: &Context<'_>, system: &System<'_>) -> Vec<u64> {
    let entries = &context.aggregates.table(DimensionKind::LoadBalancer).entries;
    let mut scopes: Vec<u64> = entries
        .iter()
        .filter(|entry| {
            *entry.value == *system.name && context.system(entry.scope) == system.format
        })
        .map(|entry| entry.scope)
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
