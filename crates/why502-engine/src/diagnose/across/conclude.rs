//! What the join has to say in each case, for it and against it.

use std::collections::{BTreeMap, BTreeSet};

use why502_parse::Format;
use why502_rulebook::causes::cloudfront;

use super::super::case::{Case, Rows, by_value, gathering, text};
use super::super::context::Context;
use super::covered::{Covered, covered};
use super::join::{Explained, Join, place, scopes_of};
use super::lines::{System, layer};
use super::pairs::Pairs;
use super::wording;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind;

/// Above this part of requests with more than one fitting line, a shared id is worth its trouble.
const TOO_AMBIGUOUS: f64 = 0.2;

/// Says in every case what the join adds to it.
pub(in super::super) fn conclude<'a>(
    context: &Context<'a>,
    join: &Join<'a>,
    mut cases: Vec<Case<'a>>,
) -> Vec<Case<'a>> {
    let pairs = Pairs::new(&join.lines);
    for case in &mut cases {
        case.front.sort();
        if !case.front.is_empty() {
            say_front(context, join, case);
        }
        if layer(case.rows[0].format) == Format::CloudFront {
            say_departures(context, join, case);
            say_nothing_behind(context, join, &pairs, case);
        }
    }
    cases
}

fn say_front<'a>(context: &Context<'a>, join: &Join<'a>, case: &mut Case<'a>) {
    let mut layers: BTreeMap<&'static str, Rows<'a>> = BTreeMap::new();
    for row in &case.front {
        layers.entry(layer(row.format).name()).or_default().push(row);
    }
    let (mut log_odds, mut evidence) = (0.3, Vec::new());
    for rows in layers.values() {
        let requests = context.requests(rows);
        let edges = by_value(context, rows, DimensionKind::EdgeLocation).len();
        let said = wording::front(layer(rows[0].format), requests, edges);
        evidence.push(("for", log_odds, said, requests as f64));
        log_odds = 0.0;
    }
    let masked: Rows<'a> = case.front.iter().filter(|row| row.is_masked()).copied().collect();
    if !masked.is_empty() {
        let requests = context.requests(&masked);
        evidence.push(("for", 0.0, wording::masked(requests), requests as f64));
    }
    if !case.echoes.is_empty() {
        let requests = context.requests(&case.echoes);
        evidence.push(("for", 0.0, wording::echoes(requests), requests as f64));
    }
    let joined: Vec<&Explained> =
        case.front.iter().filter_map(|row| join.explained.get(&place(context, row))).collect();
    if let Some(link) = joined.first().and_then(|one| join.links.get(&one.edge)) {
        let said = wording::how_joined(link.fitting, link.by_chance, join.lines.sampled);
        evidence.push(("for", 0.0, said, link.fitting));
    }
    let unsure = joined.iter().filter(|one| one.ambiguous).count();
    let share = unsure as f64 / joined.len().max(1) as f64;
    if unsure > 0 && !join.lines.sampled {
        evidence.push(("against", 0.0, wording::ambiguous(share), share));
        if share > TOO_AMBIGUOUS {
            case.remedies.push(wording::shared_id());
        }
    }
    for (kind, log_odds, statement, value) in evidence {
        case.add(kind, log_odds, statement, value);
    }
}

/// CloudFront gave up, or its viewer left: the load balancer's 460s are the same requests.
fn say_departures<'a>(context: &Context<'a>, join: &Join<'a>, case: &mut Case<'a>) {
    if join.departures.is_empty() {
        return;
    }
    let fronts: BTreeSet<usize> = case.rows.iter().map(|row| place(context, row)).collect();
    let behind: Rows<'a> = join
        .departures
        .iter()
        .filter(|(_, front)| fronts.contains(front))
        .map(|(&back, _)| &context.aggregates.failures[back])
        .collect();
    let Some(first) = behind.first() else { return };
    let balancer = context.value(DimensionKind::LoadBalancer, first).map_or_else(String::new, text);
    let requests = context.requests(&behind);
    let typical = |rows: &[&FailedRequest]| {
        let mut times: Vec<i64> = rows.iter().filter_map(|row| row.elapsed_us()).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied();
        gathering(&times).map(|(centre, _)| centre).or(middle)
    };
    let gave_up = case.cause.name == cloudfront::ORIGIN_TIMEOUT.name;
    match typical(&case.rows).zip(typical(&behind)).filter(|_| gave_up) {
        Some((taken, waited)) => {
            let said = wording::gave_up(requests, &balancer, taken, waited);
            case.add("for", 1.5, said, waited as f64 / 1e6);
        }
        None => case.add("for", 0.5, wording::left(requests, &balancer), requests as f64),
    }
}

/// No failing line behind, though the log of what stands there was read.
fn say_nothing_behind<'a>(
    context: &Context<'a>,
    join: &Join<'a>,
    pairs: &Pairs<'_, 'a>,
    case: &mut Case<'a>,
) {
    let name = case.cause.name;
    let about = [
        (cloudfront::ORIGIN_CONNECT.name, wording::Nothing::NoConnection, 0.5),
        (cloudfront::ORIGIN_TLS_OR_HOST.name, wording::Nothing::NoConnection, 0.5),
        (cloudfront::ORIGIN_TIMEOUT.name, wording::Nothing::NoAnswer, 0.3),
        (cloudfront::ORIGIN_CONNECTION_BROKEN.name, wording::Nothing::Served, 0.3),
        (cloudfront::ORIGIN_HEADER_TOO_BIG.name, wording::Nothing::Served, 0.3),
        (cloudfront::ORIGIN_INVALID_RESPONSE.name, wording::Nothing::Served, 0.3),
        (cloudfront::EDGE_FUNCTION_ERROR.name, wording::Nothing::Served, 0.3),
        (cloudfront::ORIGIN_PASSTHROUGH.name, wording::Nothing::Elsewhere, 0.5),
    ];
    let Some((_, nothing, log_odds)) = about.into_iter().find(|(cause, ..)| *cause == name) else {
        return;
    };
    let Some(behind) = stands_behind(context, join, case) else { return };
    let has_one = |row: &&&FailedRequest| {
        let line = join.lines.at(place(context, row));
        line.is_some_and(|line| pairs.has_any_behind(line, &behind))
    };
    if case.rows.iter().filter(has_one).count() * 10 > case.rows.len() {
        return;
    }
    let requests = context.requests(&case.rows);
    let balancer = text(behind.name);
    match covered(context, &scopes_of(context, &behind), case.window()) {
        Covered::Gap => {
            case.add("against", 0.0, wording::not_covered(&balancer), requests as f64);
        }
        Covered::Seen => {
            let kind = if nothing == wording::Nothing::Elsewhere { "against" } else { "for" };
            let said = wording::nothing_behind(nothing, &balancer);
            case.add(kind, log_odds, said, requests as f64);
        }
    }
}

/// The one system behind a distribution: linked to it, or the only one that CloudFront asks
/// where there is one distribution.
fn stands_behind<'a>(
    context: &Context<'a>,
    join: &Join<'a>,
    case: &Case<'a>,
) -> Option<System<'a>> {
    let name = context.value(DimensionKind::LoadBalancer, case.rows[0])?;
    let front = join
        .lines
        .systems
        .iter()
        .position(|system| system.format == Format::CloudFront && system.name == name);
    let linked: Vec<usize> =
        join.links.keys().filter(|edge| Some(edge.0) == front).map(|edge| edge.1).collect();
    if let [only] = linked[..] {
        return Some(join.lines.systems[only].clone());
    }
    let alone = context.load_balancers(case.rows[0].scope) == 1;
    let mut asked = asked_by_cloudfront(context).into_iter().filter(|_| alone);
    asked.next().filter(|_| asked.next().is_none() && linked.is_empty())
}

/// Systems most of whose requests come from something that calls itself CloudFront.
fn asked_by_cloudfront<'a>(context: &Context<'a>) -> Vec<System<'a>> {
    let mut from_cloudfront: BTreeMap<u64, u64> = BTreeMap::new();
    for entry in &context.aggregates.table(DimensionKind::UserAgent).entries {
        if *entry.value == *b"Amazon CloudFront" {
            *from_cloudfront.entry(entry.scope).or_default() += entry.requests;
        }
    }
    let mut systems: BTreeMap<System<'a>, (u64, u64)> = BTreeMap::new();
    for entry in &context.aggregates.table(DimensionKind::LoadBalancer).entries {
        let format = context.system(entry.scope);
        if matches!(format, Format::Alb | Format::Clb | Format::ApiGateway) {
            let counts = systems.entry(System { format, name: &entry.value }).or_default();
            counts.0 += from_cloudfront.get(&entry.scope).copied().unwrap_or(0);
            counts.1 += entry.requests;
        }
    }
    systems
        .into_iter()
        .filter(|(_, (asked, all))| asked * 2 >= *all)
        .map(|(system, _)| system)
        .collect()
}
