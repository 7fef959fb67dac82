//! Streams of failing requests, their excesses over background, and the case of each.
//!
//! A stream is what one event would show up in: the connection troubles of one target group
//! together, every other cause by itself.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};
use why502_rulebook::causes::{cloudfront, lambda, load_balancer, target};
use why502_rulebook::{Cause, Class};

use super::case::{Case, Rows, by_value, split, window_of};
use super::context::Context;
use super::rules;
use super::statistics::segments;
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind;

/// Background rates above these are incidents even where they never change: gateway failures
/// have no business being usual, an application's own 5xx are in many places, and clients leave
/// and scan all the time.
const GATEWAY_CEILING: f64 = 0.004;
const ANSWER_CEILING: f64 = 0.02;
const CLIENT_CEILING: f64 = 0.05;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// Refusals, resets and time-outs between load balancer and targets.
    Targets,
    /// CloudFront could not connect.
    OriginConnection,
    /// CloudFront served failures from cache.
    Cached,
    /// By the cause of the signature, and its class: some causes have a noisy and a rare side.
    Named(&'static str, Class),
}

struct Stream<'a> {
    family: Family,
    rows: Rows<'a>,
    scopes: Vec<u64>,
    ceiling: f64,
}

/// All cases: incidents and background.
pub(super) fn cases<'a>(context: &Context<'a>) -> Vec<Case<'a>> {
    let (streams, mut cases) = gather(context);
    // Each stream is searched as a whole, and by path, host and target.
    let count = 4 * (streams.len() + cases.len());
    cases = cases.into_iter().map(|case| place_in_time(context, case, count)).collect();
    let (cached, streams): (Vec<_>, Vec<_>) =
        streams.into_iter().partition(|stream| stream.family == Family::Cached);
    for stream in streams {
        cases.extend(judge(context, stream, count));
    }
    for stream in cached {
        let rest = absorb_cached(&mut cases, stream);
        cases.extend(judge(context, rest, count));
    }
    cases
}

/// Sorts failing requests into streams; paths that fail by themselves are cases already.
fn gather<'a>(context: &Context<'a>) -> (Vec<Stream<'a>>, Vec<Case<'a>>) {
    let mut groups: BTreeMap<(Vec<u64>, Family), Rows<'a>> = BTreeMap::new();
    let mut neighbours: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let known = context.known_scopes();
    // Without the requests of its scope nothing can be said of a failure; the summary's limits
    // tell that scopes were left out.
    for row in context.aggregates.failures.iter().filter(|row| known.contains(&row.scope)) {
        let family = family(context, row);
        let wide = family != Family::Targets && !context.is_target_group(row.scope)
            || context.class(row) == Class::Client;
        let scopes = if wide {
            neighbours.entry(row.scope).or_insert_with(|| context.neighbours(row.scope)).clone()
        } else {
            vec![row.scope]
        };
        groups.entry((scopes, family)).or_default().push(row);
    }
    let (mut streams, mut cases) = (Vec::new(), Vec::new());
    for ((scopes, family), mut rows) in groups {
        let ceiling = ceiling(context, rows[0]);
        if family == Family::Targets {
            let (broken, rest) = rules::broken_kinds(context, rows, &scopes);
            cases.extend(broken);
            rows = rest;
        }
        if !rows.is_empty() {
            streams.push(Stream { family, rows, scopes, ceiling });
        }
    }
    (streams, cases)
}

fn family(context: &Context<'_>, row: &FailedRequest) -> Family {
    let signature = context.signature(row);
    match signature.class {
        Class::Connection | Class::Response | Class::ConnectTimeout | Class::ResponseTimeout => {
            Family::Targets
        }
        Class::OriginConnection => Family::OriginConnection,
        Class::Cached => Family::Cached,
        class => Family::Named(signature.cause.name, class),
    }
}

fn ceiling(context: &Context<'_>, row: &FailedRequest) -> f64 {
    match context.class(row) {
        Class::Client => CLIENT_CEILING,
        Class::TargetAnswer => ANSWER_CEILING,
        _ => GATEWAY_CEILING,
    }
}

fn times(rows: &[&FailedRequest]) -> Vec<Timestamp> {
    rows.iter().map(|row| row.time).collect()
}

/// Cuts a stream at its excesses: one event each, and what is left as background.
fn judge<'a>(context: &Context<'a>, mut stream: Stream<'a>, streams: usize) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    if stream.family == Family::Targets {
        cases = killed_workers(context, &mut stream, streams);
    }
    let Stream { family, rows, scopes, ceiling } = stream;
    let mut left: Rows<'a> = Vec::new();
    for event in events(context, &rows, &scopes, ceiling, streams) {
        match event {
            Event::Excess(excess, rows) if matters(context, &rows, &scopes) => {
                let (decided, strays) = decide(context, family, rows, &scopes);
                left.extend(strays);
                cases.extend(decided.into_iter().map(|case| Case { excess: Some(excess), ..case }));
            }
            Event::Excess(_, rows) | Event::Background(rows) => left.extend(rows),
        }
    }
    left.sort_unstable();
    let (localised, left) = localised(context, family, left, &scopes, streams);
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
    for segment in segments(&times(rows), &exposure, ceiling, streams) {
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
    left.sort_unstable();
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
    streams: usize,
) -> (Vec<Case<'a>>, Rows<'a>) {
    if rows.first().is_none_or(|row| context.class(row) == Class::Client) {
        return (Vec::new(), rows);
    }
    for kind in [DimensionKind::Path, DimensionKind::Host, DimensionKind::Target] {
        let Some(id) = predominant(&rows, kind) else { continue };
        let (mine, others) = split(rows.clone(), |row| row.value(kind) == id);
        let exposure = context.exposure_of_value(kind, id, &mine);
        let found = segments(&times(&mine), &exposure, ANSWER_CEILING, streams);
        if let Some(best) = found.iter().max_by(|a, b| a.excess.total_cmp(&b.excess)) {
            let event = mine[best.first..=best.last].to_vec();
            let mut left: Rows<'a> =
                mine[..best.first].iter().chain(&mine[best.last + 1..]).copied().collect();
            left.extend(others);
            let (mut cases, strays) = decide(context, family, event, scopes);
            left.extend(strays);
            left.sort_unstable();
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
fn place_in_time<'a>(context: &Context<'a>, mut case: Case<'a>, streams: usize) -> Case<'a> {
    let kind = if case.cause.name == target::MALFORMED_RESPONSE.name {
        DimensionKind::Path
    } else {
        DimensionKind::UserAgent
    };
    let exposure = context.exposure_of_value(kind, case.rows[0].value(kind), &case.rows);
    let found = segments(&times(&case.rows), &exposure, ANSWER_CEILING, streams);
    case.excess = found.iter().map(|segment| segment.excess).max_by(f64::total_cmp);
    case
}

/// Cached failures that follow an event of the same distribution are symptoms of it, unless
/// they are most of it.
fn absorb_cached<'a>(cases: &mut [Case<'a>], mut stream: Stream<'a>) -> Stream<'a> {
    const CACHED_FOR_US: i64 = 60_000_000;
    for case in cases.iter_mut() {
        if case.excess.is_none()
            || case.scopes != stream.scopes
            || case.rows[0].format != Format::CloudFront
        {
            continue;
        }
        let window = case.window();
        let (mine, others) = split(std::mem::take(&mut stream.rows), |row| {
            row.time >= window.start && row.time.saturating_since(window.end) <= CACHED_FOR_US
        });
        let amplification = mine.len() as f64 / case.rows.len() as f64;
        if mine.is_empty() || amplification >= 3.0 {
            stream.rows = mine.into_iter().chain(others).collect();
            stream.rows.sort_unstable();
            continue;
        }
        stream.rows = others;
        let count = mine.len();
        case.rows.extend(mine);
        case.rows.sort_unstable();
        case.evidence.push(crate::summary::Evidence {
            kind: "for",
            statement: format!(
                "{count} more of them are the same failure served again from the edge's cache"
            ),
            value: amplification,
        });
    }
    stream
}

/// Causes whose background is worth a line: something is to be mended even without an incident.
pub(super) fn worth_mentioning(cause: &Cause) -> bool {
    ![
        load_balancer::CLIENT_CLOSED.name,
        load_balancer::CLIENT_REJECTED.name,
        load_balancer::AUTH_PROVIDER_ERROR.name,
        cloudfront::VIEWER_ABORT.name,
        cloudfront::ORIGIN_PASSTHROUGH.name,
        cloudfront::ERROR_CACHED.name,
        target::TARGET_GENERATED_5XX.name,
    ]
    .contains(&cause.name)
}
