//! Streams of failing requests, their excesses over background, and the case of each.
//!
//! A stream is what one event would show up in: the connection troubles of one target group
//! together, every other cause by itself.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use why502_parse::Format;
use why502_rulebook::Class;

use super::super::across::Join;
use super::super::case::{Case, Rows, split};
use super::super::context::Context;
use super::super::{rules, wording};
use super::judge::{ANSWER_CEILING, Family, Stream, judge, place_in_time};
use super::symptoms;
use crate::aggregate::FailedRequest;

/// Background rates above these are incidents even where they never change: gateway failures
/// have no business being usual, an application's own 5xx are in many places ([`ANSWER_CEILING`]),
/// and clients leave and scan all the time.
const GATEWAY_CEILING: f64 = 0.004;
const CLIENT_CEILING: f64 = 0.05;

/// All cases: incidents and background.
pub(in super::super) fn cases<'a>(context: &Context<'a>, join: &Join<'a>) -> Vec<Case<'a>> {
    let (mut streams, mut cases) = gather(context, join);
    // Each stream is searched as a whole, and by path, host and target.
    let count = 4 * (streams.len() + cases.len());
    cases = cases.into_iter().map(|case| place_in_time(context, case, count)).collect();
    // What stands behind first: what it explains is not looked for again in front.
    streams.sort_by_key(|stream| join.depth(stream.scopes[0]));
    let (cached, streams): (Vec<_>, Vec<_>) =
        streams.into_iter().partition(|stream| stream.family == Family::Cached);
    for mut stream in streams {
        stream.rows = join.absorb(context, &mut cases, stream.rows);
        if !stream.rows.is_empty() {
            cases.extend(judge(context, stream, count));
        }
    }
    for mut stream in cached {
        stream.rows = join.absorb_cached(&mut cases, stream.rows);
        let rest = absorb_cached(context, &mut cases, stream);
        if !rest.rows.is_empty() {
            cases.extend(judge(context, rest, count));
        }
    }
    symptoms::gathered(cases)
}

/// Sorts failing requests into streams; paths that fail by themselves are cases already.
fn gather<'a>(context: &Context<'a>, join: &Join<'a>) -> (Vec<Stream<'a>>, Vec<Case<'a>>) {
    let mut places: BTreeMap<(Vec<u64>, Family), usize> = BTreeMap::new();
    let mut groups: Vec<Rows<'a>> = Vec::new();
    let known = context.known_scopes();
    // Scope and signature decide, so each pair of them is looked at once.
    let mut of_kind: HashMap<(u64, Format, u16), Option<usize>, FixedState> = HashMap::default();
    for row in &context.aggregates.failures {
        let place = *of_kind.entry((row.scope, row.format, row.signature)).or_insert_with(|| {
            // Without the requests of its scope nothing can be said of a failure; the summary's
            // limits tell that scopes were left out.
            known.contains(&row.scope).then(|| {
                *places.entry(stream_of(context, row)).or_insert_with(|| {
                    groups.push(Rows::new());
                    groups.len() - 1
                })
            })
        });
        if let Some(place) = place
            && !join.is_departure(context, row)
        {
            groups[place].push(row);
        }
    }
    let (mut streams, mut cases) = (Vec::new(), Vec::new());
    for ((scopes, family), place) in places {
        let mut rows = std::mem::take(&mut groups[place]);
        if rows.is_empty() {
            continue;
        }
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

/// Which stream a failing request is of: its scopes and its family.
fn stream_of(context: &Context<'_>, row: &FailedRequest) -> (Vec<u64>, Family) {
    let family = family(context, row);
    let wide = family != Family::Targets && !context.is_target_group(row.scope)
        || context.class(row) == Class::Client;
    let scopes = if wide { context.neighbours(row.scope) } else { vec![row.scope] };
    (scopes, family)
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

/// Cached failures that follow an event of the same distribution are symptoms of it, unless
/// they are most of it.
fn absorb_cached<'a>(
    context: &Context<'_>,
    cases: &mut [Case<'a>],
    mut stream: Stream<'a>,
) -> Stream<'a> {
    const CACHED_FOR_US: i64 = 60_000_000;
    for case in cases.iter_mut() {
        if case.excess.is_none()
            || case.scopes != stream.scopes
            || context.system(case.rows[0].scope) != Format::CloudFront
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
            stream.rows.sort();
            continue;
        }
        stream.rows = others;
        let count = mine.len();
        case.rows.extend(mine);
        case.rows.sort();
        case.evidence.push(crate::summary::Evidence {
            kind: "for",
            statement: wording::general::served_from_cache(count),
            value: amplification,
        });
    }
    stream
}
