//! Which findings come first, which incidents they belong to, and what is too little to report.

use why502_rulebook::causes::{cloudfront, load_balancer, target};
use why502_rulebook::{Cause, Class};

use super::Diagnosis;
use super::account;
use super::case::{Case, Census, kinds_of_all};
use super::context::{Context, Window, alike};
use super::finding::finding;
use super::impact::{impact, phases};
use super::timeouts;
use super::wording;
use crate::aggregate::FailedRequest;
use crate::crew::Crew;
use crate::summary::{Finding, Incident};

/// Fewer background failures than this are not worth a line.
const FEWEST_BACKGROUND: usize = 8;
/// Unless they are this part of the scope's requests.
const LARGE_SHARE: f64 = 0.05;
/// Cached failures that begin this soon after an incident belong to it, µs.
const FOLLOWS_US: i64 = 60_000_000;
/// An incident that ends this close to the end of the logs may be going on, µs.
const STILL_GOING_US: i64 = 120_000_000;

/// Findings and incidents of all cases.
pub(super) fn conclude<'a>(context: &Context<'a>, cases: Vec<Case<'a>>, crew: &Crew) -> Diagnosis {
    let mut cases: Vec<Case<'a>> =
        cases.into_iter().filter(|case| is_reported(context, case)).collect();
    cases.sort_by_cached_key(|case| order(context, case));
    let concluded = crew.map(cases.iter().collect(), |case: &Case<'a>| {
        let census = Census::of(context, &case.rows, &case.scopes);
        let finding = finding(context, case, &census);
        (census, finding)
    });
    let (censuses, mut findings): (Vec<Census<'a>>, Vec<Finding>) = concluded.into_iter().unzip();
    for (place, finding) in findings.iter_mut().enumerate() {
        finding.rank = place + 1;
    }
    let facts = context.facts;
    let idle = |name: &str| Some(i64::from(facts?.idle_timeout(name)?) * 1_000_000);
    Diagnosis {
        incidents: incidents(context, &cases, &censuses),
        not_visible: wording::not_visible(context, cases.first().zip(censuses.first())),
        timeouts: timeouts::infer(context, &findings, Some(&idle)),
        collect: account::commands(context, &cases, &censuses),
        findings,
    }
}

/// Incidents before background, then by weight, then by time and name.
fn order(
    context: &Context<'_>,
    case: &Case<'_>,
) -> (bool, std::cmp::Reverse<u64>, Window, &'static str) {
    (
        case.excess.is_none(),
        std::cmp::Reverse(weight(context, case)),
        case.window(),
        case.cause.name,
    )
}

/// Requests, less where others than the operator's systems are concerned: what clients do, and
/// an application's plain 500s, which are no gateway failure.
fn weight(context: &Context<'_>, case: &Case<'_>) -> u64 {
    let all = case.rows.len() as u64;
    let kinds = alike(case.rows.iter().copied());
    let sum_of = |is_one: &dyn Fn(&FailedRequest) -> bool| {
        kinds.iter().filter(|(row, _)| is_one(row)).map(|(_, count)| count).sum::<u64>()
    };
    let clients = sum_of(&|row| context.class(row) == Class::Client);
    if clients * 2 > all {
        return all * 100 / 20;
    }
    let gateway = sum_of(&|row| matches!(row.status, Some(502..=504) | None | Some(0..400)));
    if gateway * 2 < all { all * 100 / 4 } else { all * 100 }
}

fn is_reported(context: &Context<'_>, case: &Case<'_>) -> bool {
    if case.excess.is_some() {
        return true;
    }
    if case.is_client_side(context) || !worth_mentioning(case.cause) {
        return false;
    }
    let requests = context.exposure(&case.scopes, &case.rows).total().max(1.0);
    case.rows.len() >= FEWEST_BACKGROUND || case.rows.len() as f64 / requests >= LARGE_SHARE
}

/// Cases of one system that overlap in time are one incident with several findings.
fn incidents<'a>(
    context: &Context<'a>,
    cases: &[Case<'a>],
    censuses: &[Census<'a>],
) -> Vec<Incident> {
    let mut groups: Vec<(Vec<u64>, Window, Vec<usize>)> = Vec::new();
    let mut in_time: Vec<(usize, &Case<'a>)> =
        cases.iter().enumerate().filter(|(_, case)| case.excess.is_some()).collect();
    in_time.sort_by_key(|(place, case)| (case.window(), *place));
    for (place, case) in in_time {
        let (window, system) = (case.window(), context.together(case.rows[0].scope));
        // Cached failures follow the blip that they repeat.
        let cached = case.cause.name == cloudfront::ERROR_CACHED.name;
        let same = groups.iter_mut().find(|(other, existing, places)| {
            let shorter = window.length_us().min(existing.length_us()).max(1);
            let overlap = window.overlap_us(*existing);
            let repeats = cached || cases[places[0]].cause.name == cloudfront::ERROR_CACHED.name;
            *other == system && (overlap * 2 >= shorter || (repeats && overlap >= -FOLLOWS_US))
        });
        match same {
            Some((_, existing, places)) => {
                existing.start = existing.start.min(window.start);
                existing.end = existing.end.max(window.end);
                places.push(place);
            }
            None => groups.push((system, window, vec![place])),
        }
    }
    let mut incidents: Vec<Incident> =
        groups.iter().map(|group| incident(context, (cases, censuses), group)).collect();
    incidents.sort_by_key(|incident| (incident.start, incident.end, incident.findings.clone()));
    incidents
}

fn incident<'a>(
    context: &Context<'a>,
    (cases, censuses): (&[Case<'a>], &[Census<'a>]),
    group: &(Vec<u64>, Window, Vec<usize>),
) -> Incident {
    let (system, window, places) = group;
    let of_it = || places.iter().map(|&place| &censuses[place]);
    let failed = context.requests_of(kinds_of_all(of_it()));
    let all = context.exposure_of_all().between(window.start.micros(), window.end.micros() + 1);
    let requests = (all.round() as u64).max(failed);
    let mut minutes = std::collections::BTreeMap::<i64, usize>::new();
    let minute = |row: &FailedRequest| row.time.micros().div_euclid(60_000_000);
    for case in places.iter().map(|&place| &cases[place]) {
        for rows in case.rows.chunk_by(|one, other| minute(one) == minute(other)) {
            *minutes.entry(minute(rows[0])).or_default() += rows.len();
        }
    }
    let peak = minutes
        .iter()
        .max_by_key(|(minute, count)| (**count, std::cmp::Reverse(**minute)))
        .map_or(0, |(minute, _)| *minute);
    let mut findings: Vec<usize> = places.iter().map(|place| place + 1).collect();
    findings.sort_unstable();
    let logs_end = context.last_seen(system).unwrap_or(window.end);
    Incident {
        start: window.start,
        end: window.end,
        peak_at: why502_parse::Timestamp::from_micros(
            (peak * 60_000_000).max(window.start.micros()),
        ),
        ongoing: logs_end.saturating_since(window.end) <= STILL_GOING_US,
        requests,
        failed,
        share: failed as f64 / requests.max(1) as f64,
        findings,
        impact: impact(context, places.iter().map(|&place| (&cases[place], &censuses[place]))),
        phases: phases(context, *window),
    }
}

/// Causes whose background is worth a line: something is to be mended even without an incident.
fn worth_mentioning(cause: &Cause) -> bool {
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
