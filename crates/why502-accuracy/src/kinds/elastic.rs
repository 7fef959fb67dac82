//! Classic and Network Load Balancers.

use super::response::route;
use crate::label::{Expected, Truth};
use crate::stage::Stage;
use crate::traffic::Request;

fn hit(
    stage: &mut Stage,
    cause: &'static str,
    (low, high): (f64, f64),
    change: impl Fn(&mut Request) + 'static,
) {
    let part = stage.chance.spread(low, high);
    let share = stage.first_share() * part;
    let window = stage.window(share, 25.0);
    let incident = stage.label(Truth::new(cause));
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && window.hits(request.start, part, chance);
        if hit {
            change(request);
        }
        hit
    });
}

pub(super) fn classic_malformed(stage: &mut Stage) {
    let share = stage.chance.spread(0.02, 0.15);
    let (route, paths) = route(stage, ("GET", "/labels/{}"), share);
    let share = stage.first_share() * stage.site.groups[0].share_of(route);
    let window = stage.window(share, 15.0).whole();
    let scope = Expected { paths: Some(paths), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("clb-malformed-response") });
    stage.fault(incident, move |request, _| {
        let hit = request.group == 0 && request.route == route && window.holds(request.start);
        if hit {
            request.classic_failed(502);
        }
        hit
    });
}

pub(super) fn classic_backend(stage: &mut Stage) {
    let status = *stage.chance.pick(&[500, 502, 503]);
    hit(stage, "clb-backend-generated-5xx", (0.1, 1.0), move |request| {
        request.answered(status, request.elapsed)
    });
}

pub(super) fn classic_capacity(stage: &mut Stage) {
    hit(stage, "clb-no-capacity", (0.2, 1.0), |request| request.classic_failed(503));
}

pub(super) fn classic_timeout(stage: &mut Stage) {
    hit(stage, "clb-timeout-or-keepalive-race", (0.05, 0.8), |request| request.classic_failed(504));
}

pub(super) fn network_handshake(stage: &mut Stage) {
    let alert = *stage.chance.pick(&[40, 42, 46, 48, 70]);
    hit(stage, "nlb-tls-handshake", (0.15, 1.0), move |request| {
        request.outcome.times[1] = None;
        request.outcome.alert = Some(alert);
        request.target = None;
    });
}

pub(super) fn network_empty(stage: &mut Stage) {
    hit(stage, "nlb-zero-byte", (0.15, 1.0), |request| request.sent = 0);
}
