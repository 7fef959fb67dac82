//! Time-outs as they are set, held against the durations that failing requests gather at.

use why502_account::Facts;
use why502_rulebook::Class;
use why502_rulebook::causes::{cloudfront, elastic, lambda, load_balancer, target};

use super::super::case::{Case, gathering};
use super::super::context::Context;
use super::subject::Subject;
use super::wording as words;

pub(super) fn weigh<'a>(
    context: &Context<'_>,
    facts: &Facts,
    subject: &Subject,
    case: Case<'a>,
) -> Case<'a> {
    let idle = subject.balancers.iter().filter_map(|one| facts.idle_timeout(one)).min();
    let name = case.cause.name;
    if name == target::ROLLING_DEPLOY.name {
        return deregistration(context, facts, subject, case);
    }
    if name == lambda::TIMEOUT.name {
        let functions = subject.functions.iter().filter_map(|name| facts.function(name));
        let set = functions.filter_map(|function| function.timeout_seconds).min();
        return against(case, set, words::function_timeout);
    }
    if name == cloudfront::ORIGIN_TIMEOUT.name {
        let names = subject.balancers.iter().chain(&subject.hosts);
        let set = names.filter_map(|name| facts.origin_read_timeout(name)).max();
        return against(case, set, words::origin_timeout);
    }
    let Some(idle) = idle else { return case };
    if name == load_balancer::RESPONSE_TIMEOUT.name
        || name == elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE.name
    {
        return against(case, Some(idle), words::idle_timeout);
    }
    if name == target::KEEPALIVE_RACE.name {
        return case.supported(0.3, words::keepalive(idle), f64::from(idle));
    }
    if name == target::WORKER_TIMEOUT.name
        && let Some(ceiling) = ceiling(&case)
    {
        let statement = words::worker(idle, ceiling);
        return if ceiling + 1.0 <= f64::from(idle) {
            case.supported(0.5, statement, f64::from(idle))
        } else {
            case.doubted(1.0, statement, f64::from(idle))
        };
    }
    case
}

/// Where durations gather, in seconds: the target's own, or from request to response.
fn ceiling(case: &Case<'_>) -> Option<f64> {
    let own: Vec<i64> = case.rows.iter().filter_map(|row| row.target_time_us()).collect();
    let elapsed: Vec<i64> = case.rows.iter().filter_map(|row| row.elapsed_us()).collect();
    let times = if own.len() * 2 > case.rows.len() { own } else { elapsed };
    let found = gathering(&times).filter(|(ceiling, _)| *ceiling >= 900_000);
    found.map(|(ceiling, _)| ceiling as f64 / 1e6)
}

/// The same within a second or 3 %: what the load balancer does itself is measured too.
fn against<'a>(
    case: Case<'a>,
    set: Option<u32>,
    say: fn(u32, f64) -> crate::summary::Said,
) -> Case<'a> {
    let (Some(set), Some(ceiling)) = (set, ceiling(&case)) else { return case };
    let seconds = f64::from(set);
    if (ceiling - seconds).abs() <= (seconds * 0.03).max(1.0) {
        case.supported(1.0, say(set, ceiling), seconds)
    } else {
        case.doubted(0.5, say(set, ceiling), seconds)
    }
}

/// The group's delay against the longest request that was cut off.
fn deregistration<'a>(
    context: &Context<'_>,
    facts: &Facts,
    subject: &Subject,
    case: Case<'a>,
) -> Case<'a> {
    let delays = subject.groups.iter().filter_map(|group| facts.deregistration_delay(group));
    // Only those that a target was working on.
    let in_flight = case.rows.iter().filter(|row| context.class(row) == Class::Response);
    let longest = in_flight.filter_map(|row| row.elapsed_us()).max();
    let (Some(delay), Some(longest)) = (delays.min(), longest) else { return case };
    let longest = longest as f64 / 1e6;
    let statement = words::deregistration(delay, longest);
    if longest >= f64::from(delay) {
        case.supported(0.5, statement, f64::from(delay))
    } else {
        case.supported(0.0, statement, f64::from(delay))
    }
}
