//! Lambda functions behind an Application Load Balancer.

use super::response::route;
use super::target::group_name;
use crate::chance::Chance;
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::{Stage, Window};

/// The first group is a function: no targets.
fn function(stage: &mut Stage) {
    stage.site.groups[0].targets.clear();
}

fn failing(
    stage: &mut Stage,
    (cause, window, part): (&'static str, Window, f64),
    (route, paths): (Option<usize>, Option<Vec<String>>),
    (reason, took): (&'static str, impl Fn(i64, &mut Chance) -> i64 + 'static),
) {
    let scope = Expected { groups: group_name(stage), paths, ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new(cause) });
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0 && route.is_none_or(|route| route == request.route);
        let hit = its && window.hits(request.start, part, chance);
        if hit {
            request.function_failed(reason, took(request.elapsed, chance));
        }
        hit
    });
}

fn on_route(stage: &mut Stage, cause: &'static str, path: &str, reason: &'static str) {
    function(stage);
    let share = stage.chance.spread(0.02, 0.12);
    let (route, paths) = route(stage, ("GET", path), share);
    let part = stage.chance.real(0.6, 1.0);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 15.0);
    failing(stage, (cause, window, part), (Some(route), Some(paths)), (reason, |own, _| own));
}

fn on_all(
    stage: &mut Stage,
    (cause, reason): (&'static str, &'static str),
    took: impl Fn(i64, &mut Chance) -> i64 + 'static,
) {
    function(stage);
    let part = stage.chance.spread(0.1, 0.9);
    let share = stage.first_share() * part;
    let window = stage.window(share, 25.0);
    failing(stage, (cause, window, part), (None, None), (reason, took));
}

pub(super) fn too_large(stage: &mut Stage) {
    on_route(stage, "lambda-response-too-large", "/export/{}", "LambdaResponseTooLarge");
}

pub(super) fn invalid(stage: &mut Stage) {
    on_route(stage, "lambda-invalid-response", "/v1/items/{}", "LambdaInvalidResponse");
}

pub(super) fn bad_request(stage: &mut Stage) {
    on_route(stage, "lambda-bad-request", "/v1/upload", "LambdaBadRequest");
}

/// Durations that end at the function's time-out.
pub(super) fn timeout(stage: &mut Stage) {
    let ceiling = *stage.chance.pick(&[3_i64, 3, 6, 10, 15, 30]) * SECOND;
    on_all(stage, ("lambda-timeout", "LambdaUnhandled"), move |_, chance| {
        ceiling + chance.below(40_000) as i64
    });
}

/// Exceptions after all kinds of times.
pub(super) fn error(stage: &mut Stage) {
    let mean = stage.chance.spread(0.02, 1.5);
    on_all(stage, ("lambda-error", "LambdaUnhandled"), move |_, chance| {
        15_000 + (chance.waiting(mean).min(20.0) * SECOND as f64) as i64
    });
}

/// More calls than the concurrency allows: what is above the plateau fails.
pub(super) fn throttled(stage: &mut Stage) {
    function(stage);
    let part = stage.chance.real(0.15, 0.5);
    let share = stage.first_share() * part;
    let window = stage.window(share, 30.0);
    let more = part / (1.0 - part);
    stage.load(move |at| 1.0 + more * window.strength(at));
    let took = |_: i64, chance: &mut Chance| chance.between(4_000, 16_000) as i64;
    failing(stage, ("lambda-throttled", window, part), (None, None), ("LambdaThrottling", took));
}

/// A permission or a network setting that does not fit.
pub(super) fn misconfigured(stage: &mut Stage) {
    let reason = *stage.chance.pick(&[
        "LambdaAccessDenied",
        "LambdaResourceNotFound",
        "LambdaSubnetIPAddressLimitReachedException",
        "LambdaKMSAccessDeniedException",
    ]);
    function(stage);
    let share = stage.first_share();
    let window = stage.window(share, 20.0).whole();
    let took = |_: i64, chance: &mut Chance| chance.between(2_000, 9_000) as i64;
    failing(stage, ("lambda-misconfigured", window, 1.0), (None, None), (reason, took));
}

pub(super) fn service_error(stage: &mut Stage) {
    let reason = *stage.chance.pick(&["LambdaServiceException", "LambdaConnectionError"]);
    on_all(stage, ("lambda-service-error", reason), |_, chance| {
        chance.between(20_000, 400_000) as i64
    });
}
