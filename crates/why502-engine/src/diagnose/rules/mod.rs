//! Group rules: the cause of one event, decided from the requests around it.
//!
//! Modules, each using only those to its left: `response → peel → deploy → connection → overload → origin`
//!
//! Named after the patterns of the rulebook (`why502_rulebook::PATTERNS`).

mod connection;
mod deploy;
mod origin;
mod overload;
mod peel;
mod response;

use why502_rulebook::causes::target;
use why502_rulebook::{Cause, Class};

use super::case::{Case, Rows, split, window_of};
use super::context::Context;
use super::targets::Targets;
use crate::observe::DimensionKind;

pub(super) use origin::origin_connection;
pub(super) use peel::{broken_kinds, lambda_unhandled, worker_timeouts};

/// Fewer failures than this decide nothing.
const FEWEST: usize = 5;

/// Scattered resets happen on every day: a few more at a time are chance.
const FEWEST_SCATTERED: usize = 10;

fn fewest(cause: &Cause) -> usize {
    let scattered = [target::KEEPALIVE_RACE.name, target::TARGET_CLOSED_CONNECTION.name];
    if scattered.contains(&cause.name) { FEWEST_SCATTERED } else { FEWEST }
}

/// Decides an event on the targets of one group: refusals, resets and time-outs together, for
/// they are symptoms of one thing. Slow requests killed at a ceiling have been taken out.
/// Returns the cases, and failures that happened meanwhile without belonging to any.
pub(super) fn target_event<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Vec<Case<'a>>, Rows<'a>) {
    if rows.len() >= FEWEST
        && let Some(case) = overload::overload(context, &rows, scopes)
    {
        return (vec![case], Vec::new());
    }
    let mut cases = Vec::new();
    let mut strays = Vec::new();
    // Their rows say by themselves what happened; whatever else failed meanwhile does not.
    let (refused, others) = split(rows, |row| response::is_refused_answer(context, row));
    let rows = if refused.len() >= FEWEST {
        cases.push(response::answers_not_taken(context, refused, scopes.to_vec()));
        others
    } else {
        let mut rows: Rows<'a> = refused.into_iter().chain(others).collect();
        rows.sort();
        rows
    };
    let (timeouts, rest) = separate_timeouts(context, rows);
    if !timeouts.is_empty() {
        cases.push(response::timeouts(context, timeouts, scopes));
    }
    if !rest.is_empty() {
        let (case, left) = connection_event(context, rest, scopes);
        cases.extend(case);
        strays.extend(left);
    }
    cases.retain_mut(|case| {
        let large = case.rows.len() >= fewest(case.cause);
        if !large {
            strays.append(&mut case.rows);
        }
        large
    });
    (cases, strays)
}

/// What remains outside of every event: thin, and judged by shape alone.
pub(super) fn background<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    let (killed, rest) = worker_timeouts(context, rows, scopes);
    cases.extend(killed);
    let (resets, rest) = split(rest, |row| context.class(row) == Class::Response);
    if !resets.is_empty() {
        let targets = Targets::during(context, &resets, scopes, window_of(&resets));
        cases.push(response::resets(context, resets, scopes, &targets));
    }
    cases.extend(by_signature(context, rest, scopes));
    cases
}

/// One case per signature's own cause.
pub(super) fn by_signature<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> Vec<Case<'a>> {
    let mut groups: std::collections::BTreeMap<&str, Rows<'a>> = std::collections::BTreeMap::new();
    for row in rows {
        groups.entry(context.signature(row).cause.name).or_default().push(row);
    }
    groups
        .into_values()
        .map(|rows| {
            let signature = context.signature(rows[0]);
            Case::new(signature.cause, signature.grade, rows, scopes.to_vec())
        })
        .collect()
}

/// Response time-outs are an event of their own unless the same targets refuse and reset more
/// often than they time out.
fn separate_timeouts<'a>(context: &Context<'_>, rows: Rows<'a>) -> (Rows<'a>, Rows<'a>) {
    use DimensionKind::Target;
    let (timeouts, rest) = split(rows, |row| context.class(row) == Class::ResponseTimeout);
    let targets: std::collections::BTreeSet<u32> =
        rest.iter().map(|row| row.value(Target)).collect();
    let shared = timeouts.iter().filter(|row| targets.contains(&row.value(Target))).count();
    if timeouts.len() < rest.len() && shared * 10 >= timeouts.len() * 8 {
        let mut all: Rows<'a> = timeouts.into_iter().chain(rest).collect();
        all.sort();
        return (Vec::new(), all);
    }
    (timeouts, rest)
}

/// Failures on targets that only happened meanwhile are set aside before anything is decided.
fn connection_event<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Option<Case<'a>>, Rows<'a>) {
    let strays = Targets::during(context, &rows, scopes, window_of(&rows)).strays();
    let (left, rows) = split(rows, |row| strays.contains(&row.value(DimensionKind::Target)));
    if rows.is_empty() {
        return (None, left);
    }
    let targets = Targets::during(context, &rows, scopes, window_of(&rows));
    let count = |class| rows.iter().filter(|row| context.class(row) == class).count();
    let (refused, reset, unconnected) =
        (count(Class::Connection), count(Class::Response), count(Class::ConnectTimeout));
    let rolling = deploy::rolling(context, &rows, scopes, &targets);
    // What is cut off as its replacement already serves did not crash.
    let replaced = rolling.as_ref().is_some_and(deploy::Rolling::is_replacement);
    let case = if !replaced && response::is_crash(context, &rows, &targets) {
        response::resets(context, rows, scopes, &targets)
    } else if let Some(rule) = rolling {
        rule.case(rows, scopes)
    } else if unconnected > refused + reset {
        connection::timeouts(context, rows, scopes, &targets)
    } else if reset > refused {
        response::resets(context, rows, scopes, &targets)
    } else {
        connection::refused(context, rows, scopes, &targets)
    };
    (Some(case), left)
}
