//! Events in which targets had the request and gave no valid answer.

use why502_rulebook::causes::target;
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, by_value, gathering, window_of};
use super::super::context::Context;
use super::super::targets::Targets;
use super::super::wording::response as said;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind::Target;

/// An answer that fails within this time was never worked on, µs.
const AT_ONCE_US: i64 = 100_000;

/// 504 at the idle time-out, and answers that stop short of their length.
pub(super) fn timeouts<'a>(context: &Context<'_>, rows: Rows<'a>, scopes: &[u64]) -> Case<'a> {
    let cause = context.signature(rows[rows.len() / 2]).cause;
    let elapsed: Vec<i64> = rows.iter().filter_map(|row| row.elapsed_us).collect();
    let count = rows.len();
    let case = Case::new(cause, Grade::Strong, rows, scopes.to_vec());
    match gathering(&elapsed).filter(|(ceiling, _)| *ceiling >= 1_000_000) {
        Some((ceiling, near)) => {
            let seconds = ceiling as f64 / 1e6;
            case.supported(1.5, said::ended_at_idle_timeout(near, count, seconds), seconds)
        }
        None => case.doubted(0.5, said::no_common_duration(), count as f64),
    }
}

/// Connections closed after the request was sent.
pub(super) fn resets<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: &[u64],
    targets: &Targets,
) -> Case<'a> {
    let scopes = scopes.to_vec();
    if context.signature(rows[0]).cause.name == target::MALFORMED_RESPONSE.name
        && rows
            .iter()
            .all(|row| context.signature(row).cause.name == target::MALFORMED_RESPONSE.name)
    {
        return Case::new(&target::MALFORMED_RESPONSE, Grade::Strong, rows, scopes);
    }
    if let Some((ended, bursts)) = crash(context, &rows) {
        return Case::new(&target::TARGET_CRASH, Grade::Strong, rows, scopes).supported(
            2.0,
            said::ended_together(ended, bursts),
            ended as f64,
        );
    }
    let at_once =
        rows.iter().filter(|row| row.target_time_us.is_some_and(|time| time <= AT_ONCE_US)).count();
    if at_once * 10 >= rows.len() * 7 && is_thin(context, &rows, &scopes, targets) {
        let spread = targets.failing().len();
        return Case::new(&target::KEEPALIVE_RACE, Grade::Strong, rows, scopes)
            .supported(1.0, said::ended_at_once(at_once, spread), at_once as f64)
            .doubted(0.0, said::reload_looks_the_same(), 0.0);
    }
    let count = rows.len();
    Case::new(&target::TARGET_CLOSED_CONNECTION, Grade::Strong, rows, scopes).doubted(
        0.5,
        said::nothing_in_common(),
        count as f64,
    )
}

/// True where the resets of one target end together, and refusals do not dwarf them.
pub(super) fn is_crash(context: &Context<'_>, rows: &Rows<'_>, targets: &Targets) -> bool {
    let refused = rows.iter().filter(|row| context.class(row) == Class::Connection).count();
    let one_target = targets.holding(0.9).len() == 1;
    one_target && crash(context, rows).is_some_and(|(ended, _)| refused <= ended * 5)
}

/// Pattern `alb-target-crash`: requests of the fullest burst, and how many bursts there are.
/// Bursts must hold half of the resets.
fn crash(context: &Context<'_>, rows: &Rows<'_>) -> Option<(usize, usize)> {
    let resets: Vec<&FailedRequest> =
        rows.iter().copied().filter(|row| context.class(row) == Class::Response).collect();
    let (mut fullest, mut bursts, mut held) = (0, 0, 0);
    for (target, count) in by_value(context, &resets, Target) {
        if count < 3 {
            continue;
        }
        let mine: Vec<&FailedRequest> = resets
            .iter()
            .copied()
            .filter(|row| context.value(Target, row) == Some(target))
            .collect();
        let mut at = 0;
        while at < mine.len() {
            let end = mine[at].time.micros() + 1_000_000;
            let size = mine[at..].partition_point(|row| row.time.micros() <= end);
            let starts = mine[at..at + size].iter().map(|row| row.start.micros());
            let spread = starts.clone().max().unwrap_or(0) - starts.min().unwrap_or(0);
            if size >= 3 && spread > 3_000_000 {
                (fullest, bursts, held) = (fullest.max(size), bursts + 1, held + size);
            }
            at += size.max(1);
        }
    }
    (bursts > 0 && held * 2 >= resets.len()).then_some((fullest, bursts))
}

/// Pattern `alb-thin`: under 1 % of the scope's requests, and no target with more than twice
/// its fair share (as far as chance allows).
fn is_thin(context: &Context<'_>, rows: &Rows<'_>, scopes: &[u64], targets: &Targets) -> bool {
    let window = window_of(rows);
    let requests = context
        .exposure(scopes, rows)
        .between(window.start.micros() - 30_000_000, window.end.micros() + 30_000_000);
    let seen: f64 = targets.all.iter().map(|target| target.requests).sum();
    let failed = rows.len() as f64;
    let fair = targets.all.iter().all(|target| {
        let expected = failed * target.requests / seen.max(1.0);
        target.failed as f64 <= 2.0 * expected + 3.0 * expected.sqrt().max(1.0)
    });
    failed <= 0.01 * requests.max(1.0) && fair
}
