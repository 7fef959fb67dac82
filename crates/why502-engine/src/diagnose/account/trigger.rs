//! The change that set it off: the one nearest to the onset that plausibly could.

use why502_account::{Event, Facts};
use why502_rulebook::causes::target;

use super::super::case::Case;
use super::changes::sets_off;
use super::subject::{Subject, Touch};
use super::wording as words;
use crate::summary::Trigger;

/// A change that lies further back is not taken for the reason, µs.
const BEFORE_US: i64 = 300_000_000;
/// CloudTrail's times are whole seconds, µs.
const CLOCK_US: i64 = 5_000_000;
/// A target may be stopped first and taken out of service afterwards, µs.
const AFTERWARDS_US: i64 = 60_000_000;
/// Further changes that are named.
const MOST_OTHERS: usize = 3;

/// Background has no onset, and nothing set it off.
pub(super) fn weigh<'a>(facts: &Facts, subject: &Subject, mut case: Case<'a>) -> Case<'a> {
    let (Some(first), Some(_)) = (case.rows.first(), case.excess) else { return case };
    let onset = first.time;
    let earliest = first.start.min(onset).micros().saturating_sub(BEFORE_US);
    let near = |event: &&Event| {
        event.time.micros() >= earliest && event.time.saturating_since(onset) <= AFTERWARDS_US
    };
    let mut candidates: Vec<(Touch, i64, &Event)> = facts
        .events
        .iter()
        .filter(near)
        .filter(|event| sets_off(event, case.cause.name))
        .filter_map(|event| {
            let away = event.time.saturating_since(onset).saturating_abs();
            Some((subject.touch(event)?, away, event))
        })
        .collect();
    candidates.sort();
    let (before, after): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .partition(|(_, _, event)| event.time.saturating_since(onset) <= CLOCK_US);
    if let Some(&(touch, _, event)) = before.first() {
        let log_odds = if touch == Touch::Named { 2.0 } else { 1.0 };
        let earlier = onset.saturating_since(event.time) as f64 / 1e6;
        let statement = words::change(event, touch == Touch::Named, earlier);
        case = case.supported(log_odds, statement, earlier.round());
        case.trigger = Some(Trigger { at: event.time, what: words::event(event) });
        let others: Vec<&Event> = before[1..].iter().map(|(_, _, event)| *event).collect();
        if !others.is_empty() {
            let shown = &others[..others.len().min(MOST_OTHERS)];
            let statement = words::further(shown, others.len() - shown.len());
            case = case.supported(0.0, statement, others.len() as f64);
        }
    } else if case.cause.name == target::ROLLING_DEPLOY.name
        && let Some(&(Touch::Named, away, event)) = after.first()
    {
        let later = away as f64 / 1e6;
        case = case.supported(1.0, words::too_late(event, later), later.round());
    }
    case
}
