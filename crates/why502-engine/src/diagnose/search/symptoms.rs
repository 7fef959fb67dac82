//! Symptoms of one overload that different systems wrote: clients that left, errors that targets
//! answered, time-outs.

use why502_rulebook::causes::{load_balancer, target};

use super::super::case::{Case, window_of};

/// Symptoms may begin and end this much earlier and later than the overload, µs.
const MARGIN_US: i64 = 120_000_000;

/// Adds the symptoms of an overload to its case.
pub(super) fn gathered(cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    let (mut overloads, mut others): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(|case| case.cause.name == target::OVERLOAD.name);
    for overload in &mut overloads {
        let (symptoms, rest) = others.into_iter().partition(|case| is_symptom(overload, case));
        others = rest;
        let symptoms: Vec<Case<'_>> = symptoms;
        overload.rows.extend(symptoms.into_iter().flat_map(|case| case.rows));
        overload.rows.sort_unstable();
    }
    overloads.extend(others);
    overloads
}

fn is_symptom(overload: &Case<'_>, case: &Case<'_>) -> bool {
    let symptoms = [
        load_balancer::CLIENT_CLOSED.name,
        load_balancer::RESPONSE_TIMEOUT.name,
        load_balancer::CONNECT_TIMEOUT.name,
        target::TARGET_GENERATED_5XX.name,
        target::TARGET_CLOSED_CONNECTION.name,
        target::ALL_TARGETS_REFUSING.name,
        target::KEEPALIVE_RACE.name,
        target::WORKER_TIMEOUT.name,
        target::TARGET_DOWN.name,
    ];
    if case.excess.is_none()
        || !symptoms.contains(&case.cause.name)
        || !case.scopes.iter().any(|scope| overload.scopes.contains(scope))
    {
        return false;
    }
    let window = window_of(&overload.rows);
    let meanwhile = case.rows.iter().filter(|row| {
        row.time.saturating_since(window.end) <= MARGIN_US
            && window.start.saturating_since(row.time) <= MARGIN_US
    });
    meanwhile.count() * 10 >= case.rows.len() * 8
}
