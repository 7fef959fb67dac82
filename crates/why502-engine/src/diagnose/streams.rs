//! Streams of failing requests, their excesses over background, and the case of each.
//!
//! A stream is what one event would show up in: the connection troubles of one target group
//! together, every other cause by itself.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};
use why502_rulebook::causes::{cloudfront, lambda, load_balancer};
use why502_rulebook::{Cause, Class};

use super::case::{Case, Rows, by_value, split, window_of};
use super::context::Context;
use super::rules;
use super::segment::{Exposure, segments};
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
    /// By the cause of the signature.
    Named(&'static str),
}

struct Stream<'a> {
    family: Family,
    rows: Rows<'a>,
    scopes: Vec<u64>,
    exposure: Exposure,
    ceiling: f64,
}

/// All cases: incidents and background.
pub(super) fn cases<'a>(context: &Context<'a>) -> Vec<Case<'a>> {
    let (streams, mut cases) = gather(context);
    let count = streams.len() + cases.len();
    cases = cases.into_iter().flat_map(|case| place_in_time(context, case, count)).collect();
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
    for row in &context.aggregates.failures {
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
            let (broken, rest) = rules::malformed_paths(context, rows, &scopes);
            cases.extend(broken);
            rows = rest;
        }
        if !rows.is_empty() {
            let exposure = context.exposure(&scopes);
            streams.push(Stream { family, rows, scopes, exposure, ceiling });
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
        _ => Family::Named(signature.cause.name),
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
fn judge<'a>(context: &Context<'a>, stream: Stream<'a>, streams: usize) -> Vec<Case<'a>> {
    let Stream { family, rows, scopes, exposure, ceiling } = stream;
    if rows.is_empty() {
        return Vec::new();
    }
    let found = segments(&times(&rows), &exposure, ceiling, streams);
    let mut cases = Vec::new();
    let mut left: Rows<'a> = Vec::new();
    let mut next = 0;
    for segment in found {
        left.extend(&rows[next..segment.first]);
        let event: Rows<'a> = rows[segment.first..=segment.last].to_vec();
        next = segment.last + 1;
        if !matters(context, &event, &exposure) {
            left.extend(event);
            continue;
        }
        let (decided, strays) = decide(context, family, event, &scopes);
        left.extend(strays);
        cases.extend(decided.into_iter().map(|case| Case { excess: Some(segment.excess), ..case }));
    }
    left.extend(&rows[next..]);
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
        Family::Named(name) if name == lambda::ERROR.name => rules::lambda_unhandled(rows, scopes),
        _ => rules::by_signature(context, rows, scopes),
    };
    (cases, Vec::new())
}

/// What clients do is an incident only where it touches many: leaving and scanning come in
/// bursts on every healthy day.
fn matters(context: &Context<'_>, event: &Rows<'_>, exposure: &Exposure) -> bool {
    if context.class(event[0]) != Class::Client {
        return true;
    }
    let window = window_of(event);
    let requests = exposure.between(window.start.micros(), window.end.micros() + 1).max(1.0);
    let share = event.len() as f64 / requests;
    if context.signature(event[0]).cause.name == load_balancer::CLIENT_REJECTED.name {
        return event.len() >= 50 && share >= 0.10 && window.length_us() >= 120_000_000;
    }
    event.len() >= 30 && share >= 0.02
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
        let Some(&(id, count)) = by_value(&rows, kind).first() else { continue };
        if id == NO_VALUE || count < 5 || count * 10 < rows.len() * 6 {
            continue;
        }
        let (mine, others) = split(rows.clone(), |row| row.value(kind) == id);
        let exposure = context.exposure_of_value(kind, id);
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

/// A path that fails by itself is an incident against the path's own requests.
fn place_in_time<'a>(context: &Context<'a>, mut case: Case<'a>, streams: usize) -> Vec<Case<'a>> {
    let exposure =
        context.exposure_of_value(DimensionKind::Path, case.rows[0].value(DimensionKind::Path));
    let found = segments(&times(&case.rows), &exposure, ANSWER_CEILING, streams);
    case.excess = found.iter().map(|segment| segment.excess).max_by(f64::total_cmp);
    vec![case]
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
        why502_rulebook::causes::target::TARGET_GENERATED_5XX.name,
    ]
    .contains(&cause.name)
}
