//! ECS tasks that ended on the failing targets at the time.

use std::collections::BTreeMap;

use why502_account::{Facts, TaskStop};
use why502_parse::Timestamp;
use why502_rulebook::causes::target;

use super::super::case::Case;
use super::super::context::{Context, Window};
use super::subject::Subject;
use super::wording as words;
use crate::observe::DimensionKind;
use crate::summary::Trigger;

/// A task ends this long before the first failure or after the last at most, µs.
const AROUND_US: i64 = 60_000_000;

pub(super) fn weigh<'a>(
    context: &Context<'_>,
    facts: &Facts,
    subject: &Subject,
    case: Case<'a>,
) -> Case<'a> {
    if facts.task_stops.is_empty() || subject.targets.is_empty() || case.excess.is_none() {
        return case;
    }
    let failing = failing(context, &case);
    let at_the_time = |stop: &&TaskStop| {
        stop.addresses.iter().filter_map(|address| failing.get(address.as_str())).any(|window| {
            stop.at.saturating_since(window.end) <= AROUND_US
                && window.start.saturating_since(stop.at) <= AROUND_US
        })
    };
    let (crashed, stopped): (Vec<&TaskStop>, Vec<&TaskStop>) =
        facts.task_stops.iter().filter(at_the_time).partition(|stop| stop.is_crash());
    judged(case, &crashed, &stopped)
}

/// From the first to the last failure of each address.
fn failing<'c>(context: &Context<'c>, case: &Case<'_>) -> BTreeMap<&'c str, Window> {
    let mut failing: BTreeMap<&str, Window> = BTreeMap::new();
    for row in &case.rows {
        let Some(target) = context.value(DimensionKind::Target, row) else { continue };
        let Ok(target) = std::str::from_utf8(target) else { continue };
        let address = target.rsplit_once(':').map_or(target, |(address, _)| address);
        let window = failing.entry(address).or_insert(Window { start: row.time, end: row.time });
        window.end = window.end.max(row.time);
    }
    failing
}

fn judged<'a>(mut case: Case<'a>, crashed: &[&TaskStop], stopped: &[&TaskStop]) -> Case<'a> {
    let name = case.cause.name;
    let dies = [
        target::TARGET_CRASH.name,
        target::TARGET_DOWN.name,
        target::ALL_TARGETS_REFUSING.name,
        target::TARGET_CLOSED_CONNECTION.name,
    ];
    let deploy = name == target::ROLLING_DEPLOY.name;
    if let Some(first) = crashed.first() {
        let statement = words::tasks(crashed);
        let value = f64::from(first.exit_code.unwrap_or(0));
        if name == target::TARGET_CRASH.name {
            case = case.supported(2.0, statement, value);
        } else if dies.contains(&name) {
            case = case.supported(1.0, statement, value);
        } else if deploy {
            case = case.doubted(1.0, statement, value);
        }
        if dies.contains(&name) && precedes(first.at, &case) {
            case.trigger = Some(Trigger { at: first.at, what: words::task(first) });
        }
    }
    if !stopped.is_empty() {
        let (statement, count) = (words::tasks(stopped), stopped.len() as f64);
        if deploy {
            case = case.supported(1.0, statement, count);
        } else if name == target::TARGET_CRASH.name && crashed.is_empty() {
            case = case.doubted(1.0, statement, count);
        }
    }
    case
}

/// Some seconds of the orchestrator's noticing are allowed for.
fn precedes(at: Timestamp, case: &Case<'_>) -> bool {
    at.saturating_since(case.window().start) <= 15_000_000
}
