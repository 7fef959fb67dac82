//! API Gateway.

use super::response::route;
use crate::chance::Chance;
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::Stage;
use crate::traffic::Request;

fn api(
    stage: &mut Stage,
    cause: &'static str,
    one_route: bool,
    change: impl Fn(&mut Request, &mut Chance) + 'static,
) {
    let (which, paths, share) = if one_route {
        let share = stage.chance.spread(0.03, 0.2);
        let (which, _) = route(stage, ("GET", "/orders/{}"), share);
        let share = stage.first_share() * stage.site.groups[0].share_of(which);
        (Some(which), Some(vec!["/orders/{id}".to_owned()]), share)
    } else {
        (None, None, stage.first_share())
    };
    let part = stage.chance.real(0.3, 1.0);
    let window = stage.window(share * part, 20.0);
    let incident = stage
        .label(Truth { scope: Expected { paths, ..Expected::default() }, ..Truth::new(cause) });
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0
            && which.is_none_or(|route| route == request.route)
            && request.odd_path.is_none();
        let hit = its && window.hits(request.start, part, chance);
        if hit {
            change(request, chance);
        }
        hit
    });
}

pub(super) fn malformed(stage: &mut Stage) {
    api(stage, "apigw-malformed-proxy-response", true, |request, _| {
        request.gateway_failed(502, (Some(200), None), ("-", "-"), request.elapsed);
    });
}

pub(super) fn lambda_error(stage: &mut Stage) {
    api(stage, "apigw-lambda-error", false, |request, _| {
        let error = "Lambda execution failed with status 200 due to customer function error: boom";
        request.gateway_failed(502, (Some(200), None), ("-", error), request.elapsed);
    });
}

pub(super) fn timeout(stage: &mut Stage) {
    api(stage, "apigw-integration-timeout", true, |request, chance| {
        let took = 29 * SECOND + chance.below(20_000) as i64;
        request.gateway_failed(504, (None, None), ("INTEGRATION_TIMEOUT", "-"), took);
    });
}

pub(super) fn failure(stage: &mut Stage) {
    api(stage, "apigw-integration-failure", false, |request, chance| {
        let took = chance.between(2_000, 40_000) as i64;
        request.gateway_failed(504, (None, None), ("INTEGRATION_FAILURE", "-"), took);
    });
}

pub(super) fn passthrough(stage: &mut Stage) {
    let status = *stage.chance.pick(&[500, 502, 503]);
    api(stage, "apigw-backend-passthrough", false, move |request, _| {
        request.gateway_failed(status, (Some(status), Some(status)), ("-", "-"), request.elapsed);
    });
}

pub(super) fn misconfigured(stage: &mut Stage) {
    api(stage, "apigw-misconfigured", true, |request, chance| {
        let took = chance.between(1_000, 6_000) as i64;
        request.gateway_failed(500, (None, None), ("API_CONFIGURATION_ERROR", "-"), took);
    });
}

pub(super) fn authorizer(stage: &mut Stage) {
    let kind = *stage.chance.pick(&["AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE"]);
    api(stage, "apigw-authorizer-error", false, move |request, chance| {
        request.gateway_failed(500, (None, None), (kind, "-"), chance.between(1_000, 9_000) as i64);
        request.outcome.times[1] = None;
    });
}
