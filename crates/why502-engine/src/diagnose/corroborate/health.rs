//! Health checks that passed all the while, and the functions that they name.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::evidence::{HEALTH_CHECKS_PASSED, weight_of};

use super::super::case::{Case, text};
use super::super::context::{Context, Window};
use super::scene::{Scene, health_check_parts};
use super::wording;

/// Fewer checks of a target say nothing of the time between them.
const FEWEST_CHECKS: u64 = 2;
/// Part of the failing requests whose targets must have passed.
const COVERAGE: f64 = 0.9;

/// Weighs that every failing target passed its health checks while its requests failed.
pub(super) fn weigh_passed<'a>(
    context: &Context<'a>,
    scene: &Scene<'a, '_>,
    case: Case<'a>,
) -> Case<'a> {
    let weight = weight_of(HEALTH_CHECKS_PASSED, case.cause.name);
    if weight == 0.0 {
        return case;
    }
    let Some((names, checks)) = passed(context, scene, case.window()) else { return case };
    let statement = wording::health_checks_passed(&names, checks);
    if weight > 0.0 {
        case.supported(weight, statement, checks as f64)
    } else {
        case.doubted(-weight, statement, checks as f64)
    }
}

/// Targets that passed every check of the window, and how often, if they are those that failed.
fn passed(
    context: &Context<'_>,
    scene: &Scene<'_, '_>,
    window: Window,
) -> Option<(Vec<String>, u64)> {
    let sightings = &context.aggregates.evidence.sightings;
    // What was left out may have been a failure.
    if !sightings.is_whole(Format::AlbHealthCheck) {
        return None;
    }
    let level = sightings.level();
    let unhealthy: BTreeSet<&[u8]> = sightings
        .seen()
        .filter(|(format, _, _)| *format == Format::AlbHealthCheck)
        .filter(|(_, _, entry)| entry.cells.iter().any(|cell| scene.touches(level, cell.bucket)))
        .map(|(_, _, entry)| health_check_parts(&entry.value).1)
        .collect();
    let (mut healthy, mut checks) = (BTreeSet::new(), 0);
    for entry in sightings.contrast(Format::AlbHealthCheck) {
        let (group, target) = health_check_parts(&entry.value);
        if !scene.has_group(group) || unhealthy.contains(target) {
            continue;
        }
        // Only minutes that lie in the window as a whole: a check before it says nothing.
        let within = entry.cells.iter().filter(|cell| {
            level.start(cell.bucket) >= window.start && level.start(cell.bucket + 1) <= window.end
        });
        let mine: u64 = within.map(|cell| u64::from(cell.requests)).sum();
        if mine >= FEWEST_CHECKS && scene.targets.contains_key(target) {
            healthy.insert(target);
            checks += mine;
        }
    }
    let covers = scene.part_of(healthy.iter().copied()) >= COVERAGE;
    covers.then(|| (healthy.into_iter().map(text).collect(), checks)).filter(|one| one.1 > 0)
}

/// Functions that health checks of the failing target groups name.
pub(super) fn functions(context: &Context<'_>, scene: &Scene<'_, '_>) -> Vec<String> {
    let sightings = &context.aggregates.evidence.sightings;
    let failed = sightings.seen().filter(|(format, _, _)| *format == Format::AlbHealthCheck);
    let subjects = failed
        .map(|(_, _, entry)| &*entry.value)
        .chain(sightings.contrast(Format::AlbHealthCheck).iter().map(|entry| &*entry.value));
    let names: BTreeSet<String> = subjects
        .filter_map(|subject| {
            let (group, target) = health_check_parts(subject);
            scene.has_group(group).then(|| function_of(target)).flatten()
        })
        .collect();
    names.into_iter().collect()
}

/// The name in a function's ARN: `arn:aws:lambda:eu-west-1:123456789012:function:name:alias`.
fn function_of(arn: &[u8]) -> Option<String> {
    let arn = text(arn);
    let (_, rest) = arn.split_once(":function:")?;
    Some(rest.split(':').next().unwrap_or(rest).to_owned())
}

#[cfg(test)]
mod tests {
    use super::function_of;

    #[test]
    fn an_arn_names_its_function() {
        let arn = b"arn:aws:lambda:eu-west-1:123456789012:function:invoice:live";
        assert_eq!(function_of(arn).as_deref(), Some("invoice"));
        assert_eq!(function_of(b"10.0.3.17:8080"), None);
    }
}
