//! Groups that stand out by path or by duration, whatever their targets do.

use std::collections::BTreeMap;

use why502_rulebook::causes::{lambda, target};
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, gathering, split, window_of};
use super::super::context::{Context, Window};
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind::{Method, Path, Target};

/// A request killed by a worker time-out ran longer than this, µs.
const SLOW_US: i64 = 1_000_000;

/// Pattern `alb-worker-timeout-kill`: slow unanswered requests that end at one duration.
pub(in super::super) fn worker_timeouts<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Option<Case<'a>>, Rows<'a>) {
    let is_slow = |row: &FailedRequest| {
        context.class(row) == Class::Response
            && context.signature(row).cause.name != target::MALFORMED_RESPONSE.name
            && row.target_time_us.is_some_and(|time| time > SLOW_US)
    };
    let times: Vec<i64> =
        rows.iter().filter(|row| is_slow(row)).filter_map(|row| row.target_time_us).collect();
    let Some((ceiling, count)) = gathering(&times) else { return (None, rows) };
    let near = (ceiling / 100).max(250_000) * 2;
    let (killed, rest) = split(rows, |row| {
        is_slow(row) && row.target_time_us.is_some_and(|time| (time - ceiling).abs() <= near)
    });
    let seconds = ceiling as f64 / 1e6;
    let case = Case::new(&target::WORKER_TIMEOUT, Grade::Strong, killed, scopes.to_vec()).supported(
        2.0,
        format!("{count} of {} slow requests that got no answer ended {seconds:.1} s after being sent", times.len()),
        seconds,
    );
    (Some(case), rest)
}

/// Pattern `alb-lambda-timeout`: LambdaUnhandled at one duration is the function's time-out.
pub(in super::super) fn lambda_unhandled<'a>(rows: Rows<'a>, scopes: &[u64]) -> Vec<Case<'a>> {
    let times: Vec<i64> = rows.iter().filter_map(|row| row.target_time_us).collect();
    let error = |rows| Case::new(&lambda::ERROR, Grade::Deterministic, rows, scopes.to_vec());
    let Some((ceiling, count)) = gathering(&times).filter(|(ceiling, _)| *ceiling >= 900_000)
    else {
        return vec![error(rows)];
    };
    let near = (ceiling / 100).max(250_000) * 2;
    let total = rows.len();
    let (timed_out, rest) =
        split(rows, |row| row.target_time_us.is_some_and(|time| (time - ceiling).abs() <= near));
    let seconds = ceiling as f64 / 1e6;
    let timeout = Case::new(&lambda::TIMEOUT, Grade::Strong, timed_out, scopes.to_vec()).supported(
        2.0,
        format!("{count} of {total} failed invocations ended after {seconds:.1} s: the function's time-out"),
        seconds,
    );
    let mut cases = vec![timeout];
    if !rest.is_empty() {
        cases.push(error(rest));
    }
    cases
}

/// Pattern `alb-malformed-response`: paths of which (nearly) every request fails on every
/// target, while the group's other paths are served. One case per path.
pub(in super::super) fn malformed_paths<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Vec<Case<'a>>, Rows<'a>) {
    let mut groups: BTreeMap<(u32, u32), Vec<&FailedRequest>> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| context.class(row) == Class::Response && row.value(Path) != NO_VALUE)
    {
        groups.entry((row.value(Path), row.value(Method))).or_default().push(row);
    }
    let all_targets = distinct_targets(&rows);
    let mut broken: Vec<(u32, u32)> = Vec::new();
    for (key, group) in &groups {
        let spread = distinct_targets(group);
        if group.len() >= 5
            && (spread >= 2 || all_targets == 1)
            && fails_alone(context, key.0, group, scopes)
        {
            broken.push(*key);
        }
    }
    let mut cases = Vec::new();
    let mut rest = rows;
    for (path, method) in broken {
        let (mine, others) = split(rest, |row| {
            context.class(row) == Class::Response
                && row.value(Path) == path
                && row.value(Method) == method
        });
        rest = others;
        let (count, spread) = (mine.len(), distinct_targets(&mine));
        let name = context.text(Path, path).unwrap_or_default();
        cases.push(Case::new(&target::MALFORMED_RESPONSE, Grade::Strong, mine, scopes.to_vec()).supported(
            2.0,
            format!("(nearly) every request of {name} failed after being sent, {count} on {spread} targets, while other paths were served"),
            count as f64,
        ));
    }
    (cases, rest)
}

fn distinct_targets(rows: &[&FailedRequest]) -> usize {
    rows.iter().map(|row| row.value(Target)).collect::<std::collections::BTreeSet<_>>().len()
}

/// At least 90 % of the path's requests fail while the group's others mostly pass.
fn fails_alone(context: &Context<'_>, path: u32, rows: &[&FailedRequest], scopes: &[u64]) -> bool {
    let window = inner(context, window_of(rows));
    let values = context.values(Path, scopes, window);
    let failed =
        rows.iter().filter(|row| row.time >= window.start && row.time <= window.end).count() as f64;
    let mine = values.get(&path).copied().unwrap_or_default();
    let (requests, failures) =
        values.values().fold((0, 0), |sum, value| (sum.0 + value.requests, sum.1 + value.failed));
    let others = (requests - mine.requests) as f64;
    let others_failed = failures.saturating_sub(mine.failed) as f64;
    failed * context.aggregates.factor as f64 >= 0.9 * mine.requests as f64
        && others > 0.0
        && others_failed / others <= 0.45
}

/// The window without its first and last bucket, where it spans enough of them: those also hold
/// requests from before the onset and after the end.
fn inner(context: &Context<'_>, window: Window) -> Window {
    let level = context.aggregates.level;
    let (first, last) = (level.bucket(window.start), level.bucket(window.end));
    if last - first < 3 {
        return window;
    }
    let end = level.start(last).micros() - 1;
    Window { start: level.start(first + 1), end: why502_parse::Timestamp::from_micros(end) }
}
