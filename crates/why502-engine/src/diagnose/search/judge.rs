//! A stream cut at its excesses, and the cases of each.

use std::collections::BTreeMap;

use why502_parse::Timestamp;
use why502_rulebook::Class;
use why502_rulebook::causes::{lambda, load_balancer, target};

use super::super::case::{Case, Rows, by_value, split, window_of};
use super::super::context::Context;
use super::super::rules;
use super::super::statistics::{Search, segments};
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind;

/// The ceiling for one path, host or kind of request by itself, as for what targets answer.
pub(super) const ANSWER_CEILING: f64 = 0.02;

/// Which failures are looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// Refusals, resets and time-outs between load balancer and targets.
    Targets,
    /// CloudFront could not connect.
    OriginConnection,
    /// CloudFront served failures from cache.
    Cached,
    /// By the cause of the signature, and its class: some causes have a noisy and a rare side.
    Named(&'static str, Class),
}

/// Failing requests in which one event would show up.
pub(super) struct Stream<'a> {
    pub(super) family: Family,
    pub(super) rows: Rows<'a>,
    pub(super) scopes: Vec<u64>,
    /// A background rate above this is an incident even where it never changes.
    pub(super) ceiling: f64,
}

fn times(rows: &[&FailedRequest]) -> Vec<Timestamp> {
    rows.iter().map(|row| row.time).collect()
}

/// Cuts a stream at its excesses: one event each, and what is left as background.
pub(super) fn judge<'a>(
    context: &Context<'a>,
    mut stream: Stream<'a>,
    streams: usize,
) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    if stream.family == Family::Targets {
        cases = killed_workers(context, &mut stream, streams);
    }
    let Stream { family, rows, scopes, ceiling } = stream;
    let mut left: Rows<'a> = Vec::new();
    // What is left of an excess is its edges, and stands out against what is further off.
    let mut search = Search::Contrast;
    for event in events(context, &rows, &scopes, ceiling, streams) {
        if matches!(event, Event::Excess(..)) {
            search = Search::Usual;
        }
        match event {
            Event::Excess(excess, rows) if matters(context, &rows, &scopes) => {
                let (decided, strays) = decide(context, family, rows, &scopes);
                left.extend(strays);
                cases.extend(decided.into_iter().map(|case| Case { excess: Some(excess), ..case }));
            }
            Event::Excess(_, rows) | Event::Background(rows) => left.extend(rows),
        }
    }
    left.sort();
    let (localised, left) = localised(context, family, left, &scopes, (streams, search));
    cases.extend(localised);
    if !left.is_empty() {
        cases.extend(match family {
            Family::Targets => rules::background(context, left, &scopes),
            _ => decide(context, family, left, &scopes).0,
        });
    }
    cases
}

enum Event<'a> {
    Excess(f64, Rows<'a>),
    Background(Rows<'a>),
}

/// The rows, cut at the excesses.
fn events<'a>(
    context: &Context<'a>,
    rows: &[&'a FailedRequest],
    scopes: &[u64],
    ceiling: f64,
    streams: usize,
) -> Vec<Event<'a>> {
    let exposure = context.exposure(scopes, rows);
    let mut events = Vec::new();
    let mut next = 0;
    for segment in segments(&times(rows), &exposure, ceiling, streams, Search::Contrast) {
        events.push(Event::Background(rows[next..segment.first].to_vec()));
        events.push(Event::Excess(segment.excess, rows[segment.first..=segment.last].to_vec()));
        next = segment.last + 1;
    }
    events.push(Event::Background(rows[next..].to_vec()));
    events
}

/// Takes requests killed by a worker time-out out of a stream, event by event; what else failed
/// meanwhile has to be an excess by itself.
fn killed_workers<'a>(
    context: &Context<'a>,
    stream: &mut Stream<'a>,
    streams: usize,
) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    let mut left: Rows<'a> = Vec::new();
    let rows = std::mem::take(&mut stream.rows);
    for event in events(context, &rows, &stream.scopes, stream.ceiling, streams) {
        match event {
            Event::Excess(excess, rows) => {
                let (killed, rest) = rules::worker_timeouts(context, rows, &stream.scopes);
                cases.extend(killed.map(|case| Case { excess: Some(excess), ..case }));
                left.extend(rest);
            }
            Event::Background(rows) => left.extend(rows),
        }
    }
    left.sort();
    stream.rows = left;
    cases
}

/// The cases of one event, and failures that belong to none of them.
fn decide<'a>(
    context: &Context<'a>,
    family: Family,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Vec<Case<'a>>, Rows<'a>) {
    let cases = match family {
        Family::Targets => return rules::target_event(context, rows, scopes),
        Family::OriginConnection => vec![rules::origin_connection(context, rows, scopes)],
        Family::Named(name, _) if name == lambda::ERROR.name => {
            rules::lambda_unhandled(rows, scopes)
        }
        _ => rules::by_signature(context, rows, scopes),
    };
    (cases, Vec::new())
}

/// What clients do is an incident only where it touches many: leaving and scanning come in
/// bursts on every healthy day. So do an application's own 500s, which are no gateway failure.
fn matters(context: &Context<'_>, event: &Rows<'_>, scopes: &[u64]) -> bool {
    let window = window_of(event);
    let exposure = context.exposure(scopes, event);
    let requests = exposure.between(window.start.micros(), window.end.micros() + 1).max(1.0);
    let share = event.len() as f64 / requests;
    match context.class(event[0]) {
        Class::TargetAnswer => {
            let gateway = event.iter().filter(|row| matches!(row.status, Some(502..=504))).count();
            gateway * 2 >= event.len() || (event.len() >= 20 && share >= 0.02)
        }
        Class::Client
            if context.signature(event[0]).cause.name == load_balancer::CLIENT_REJECTED.name =>
        {
            event.len() >= 50
                && share >= 0.10
                && window.length_us() >= 120_000_000
                && !is_a_few_clients(context, event)
        }
        Class::Client => event.len() >= 30 && share >= 0.02,
        _ => true,
    }
}

/// Scanners: up to three networks hold most of it.
fn is_a_few_clients(context: &Context<'_>, event: &Rows<'_>) -> bool {
    let most: usize = by_value(context, event, DimensionKind::Client)
        .iter()
        .take(3)
        .map(|(_, count)| count)
        .sum();
    most * 10 >= event.len() * 7
}

/// A fault that is steady in time but confined to one path, host or target stands out there,
/// though it drowns in the scope's traffic.
fn localised<'a>(
    context: &Context<'a>,
    family: Family,
    rows: Rows<'a>,
    scopes: &[u64],
    (streams, search): (usize, Search),
) -> (Vec<Case<'a>>, Rows<'a>) {
    if rows.first().is_none_or(|row| context.class(row) == Class::Client) {
        return (Vec::new(), rows);
    }
    for kind in [DimensionKind::Path, DimensionKind::Host, DimensionKind::Target] {
        let Some(id) = predominant(&rows, kind) else { continue };
        let (mine, others) = split(rows.clone(), |row| row.value(kind) == id);
        let exposure = context.exposure_of_value(kind, id, &mine);
        let found = segments(&times(&mine), &exposure, ANSWER_CEILING, streams, search);
        if let Some(best) = found.iter().max_by(|a, b| a.excess.total_cmp(&b.excess)) {
            let event = mine[best.first..=best.last].to_vec();
            let mut left: Rows<'a> =
                mine[..best.first].iter().chain(&mine[best.last + 1..]).copied().collect();
            left.extend(others);
            let (mut cases, strays) = decide(context, family, event, scopes);
            left.extend(strays);
            left.sort();
            cases.iter_mut().for_each(|case| case.excess = Some(best.excess));
            return (cases, left);
        }
    }
    (Vec::new(), rows)
}

/// The value that holds 60 % of the rows, and five at least.
fn predominant(rows: &[&FailedRequest], kind: DimensionKind) -> Option<u32> {
    let mut counts = BTreeMap::<u32, usize>::new();
    for id in rows.iter().map(|row| row.value(kind)).filter(|id| *id != NO_VALUE) {
        *counts.entry(id).or_default() += 1;
    }
    let (id, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 5 && count * 10 >= rows.len() * 6).then_some(id)
}

/// A kind of request that fails by itself is an incident against that kind's own requests.
pub(super) fn place_in_time<'a>(
    context: &Context<'a>,
    mut case: Case<'a>,
    streams: usize,
) -> Case<'a> {
    let by_path = [target::MALFORMED_RESPONSE.name, target::RESPONSE_HEADER_TOO_LARGE.name];
    let kind = if by_path.contains(&case.cause.name) {
        DimensionKind::Path
    } else {
        DimensionKind::UserAgent
    };
    let exposure = context.exposure_of_value(kind, case.rows[0].value(kind), &case.rows);
    let found = segments(&times(&case.rows), &exposure, ANSWER_CEILING, streams, Search::Contrast);
    case.excess = found.iter().map(|segment| segment.excess).max_by(f64::total_cmp);
    case
}
