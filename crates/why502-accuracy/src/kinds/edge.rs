//! CloudFront, alone and with its load balancer.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::response;
use super::target::{all_refusing, down};
use crate::chance::Chance;
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::Stage;
use crate::traffic::Request;

/// Share of requests that go to the origin, at least about.
const TO_ORIGIN: f64 = 0.35;

/// Requests that go to the origin and fail there.
fn origin(
    stage: &mut Stage,
    (truth, share, part): (Truth, f64, f64),
    its: impl Fn(&Request) -> bool + 'static,
    change: impl Fn(&mut Request, &mut Chance) + 'static,
) {
    let window = stage.window(share * part * TO_ORIGIN, 20.0);
    let incident = stage.label(truth);
    stage.fault(incident, move |request, chance| {
        let to_origin = !request.from_cache && request.odd_path.is_none();
        let hit = to_origin && its(request) && window.hits(request.start, part, chance);
        if hit {
            change(request, chance);
        }
        hit
    });
}

fn seconds(chance: &mut Chance, low: f64, high: f64) -> i64 {
    (chance.real(low, high) * SECOND as f64) as i64
}

fn everywhere(
    stage: &mut Stage,
    cause: &'static str,
    also: Vec<&'static str>,
    change: impl Fn(&mut Request, &mut Chance) + 'static,
) {
    let part = stage.chance.real(0.3, 1.0);
    let truth = Truth { also, ..Truth::new(cause) };
    origin(stage, (truth, 1.0, part), |_| true, change);
}

pub(super) fn dns(stage: &mut Stage) {
    everywhere(stage, "origin-dns", vec![], |request, chance| {
        request.edge_failed(502, "OriginDnsError", seconds(chance, 0.08, 0.13));
    });
}

/// Refused at once, or packets dropped until CloudFront gives up.
pub(super) fn connect(stage: &mut Stage) {
    let slow = stage.chance.happens(0.5);
    // What is refused at once may also be a handshake that failed.
    let also = if slow { vec![] } else { vec!["origin-tls-or-host"] };
    everywhere(stage, "origin-connect", also, move |request, chance| {
        let (status, took) = if slow {
            (504, seconds(chance, 30.0, 30.1))
        } else {
            (502, seconds(chance, 0.02, 0.2))
        };
        request.edge_failed(status, "OriginConnectError", took);
    });
}

/// A certificate that does not cover one of the hosts.
pub(super) fn tls_or_host(stage: &mut Stage) {
    stage.site.groups[0].hosts =
        ["www", "shop", "img"].map(|host| format!("{host}.example.com")).to_vec();
    let share = stage.first_share() / 3.0;
    let scope =
        Expected { hosts: Some(vec!["shop.example.com".to_owned()]), ..Expected::default() };
    // Another origin behind that host that refuses looks alike.
    let truth = Truth { scope, also: vec!["origin-connect"], ..Truth::new("origin-tls-or-host") };
    origin(
        stage,
        (truth, share, 1.0),
        |request| request.group == 0 && request.host == 1,
        |request, chance| {
            request.edge_failed(502, "OriginConnectError", seconds(chance, 0.05, 0.25));
        },
    );
}

pub(super) fn timeout(stage: &mut Stage) {
    let limit = *stage.chance.pick(&[30.0, 30.0, 60.0, 10.0]);
    everywhere(stage, "origin-timeout", vec![], move |request, chance| {
        request.edge_failed(504, "OriginCommError", seconds(chance, limit, limit + 0.06));
    });
}

pub(super) fn broken(stage: &mut Stage) {
    let detail = *stage.chance.pick(&["OriginReadError", "OriginWriteError"]);
    everywhere(stage, "origin-connection-broken", vec![], move |request, chance| {
        request.edge_failed(502, detail, seconds(chance, 0.03, 2.0));
    });
}

fn on_route(stage: &mut Stage, cause: &'static str, path: &str, fate: (u16, &'static str)) {
    let share = stage.chance.spread(0.02, 0.12);
    // Posted: never from the cache.
    let (route, paths) = response::route(stage, ("POST", path), share);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) / TO_ORIGIN;
    let scope = Expected { paths: Some(paths), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new(cause) };
    let part = stage.chance.real(0.5, 1.0);
    origin(
        stage,
        (truth, share, part),
        move |request| request.group == 0 && request.route == route,
        move |request, chance| {
            request.edge_failed(fate.0, fate.1, seconds(chance, 0.05, 0.4));
        },
    );
}

pub(super) fn header_too_big(stage: &mut Stage) {
    on_route(stage, "origin-header-too-big", "/login", (502, "OriginHeaderTooBigError"));
}

pub(super) fn invalid_response(stage: &mut Stage) {
    on_route(
        stage,
        "origin-invalid-response",
        "/products/{}/price",
        (502, "OriginInvalidResponseError"),
    );
}

pub(super) fn passthrough(stage: &mut Stage) {
    let status = *stage.chance.pick(&[502, 503, 500, 504]);
    everywhere(stage, "origin-passthrough", vec![], move |request, chance| {
        request.edge_failed(status, "Error", seconds(chance, 0.04, 0.4));
    });
}

/// A function at the edge that throws, returns nonsense, or is throttled.
pub(super) fn function(stage: &mut Stage) {
    let (status, detail) = *stage.chance.pick(&[
        (503, "LambdaExecutionError"),
        (502, "LambdaValidationError"),
        (503, "FunctionExecutionError"),
        (503, "LambdaLimitExceeded"),
        (503, "FunctionThrottledError"),
    ]);
    let part = stage.chance.real(0.1, 0.8);
    let window = stage.window(part, 25.0);
    let incident = stage.label(Truth::new("edge-function-error"));
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && window.hits(request.start, part, chance);
        if hit {
            request.edge_failed(status, detail, seconds(chance, 0.002, 0.3));
        }
        hit
    });
}

/// Errors of the origin that the cache hands to many more viewers.
pub(super) fn cached(stage: &mut Stage) {
    stage.quicken(12.0);
    stage.site.groups[0].routes.truncate(4);
    stage.site.groups.truncate(1);
    stage.site.groups[0].routes.iter_mut().for_each(|route| {
        route.path = route.path.replace("/{}", "/all");
        route.method = "GET";
    });
    let window = stage.window(0.5, 150.0).whole();
    let lives = 10 * SECOND;
    let origin = stage.label(Truth::new("origin-passthrough"));
    let amplified = stage.label(Truth::new("error-cached"));
    // When each page of each edge location last came as an error from the origin.
    let failed: std::rc::Rc<RefCell<BTreeMap<(usize, usize), i64>>> = std::rc::Rc::default();
    let known = std::rc::Rc::clone(&failed);
    stage.fault(amplified, move |request, chance| {
        let at = known.borrow().get(&(request.node, request.route)).copied();
        let hit = at.is_some_and(|at| request.start - at < lives) && request.odd_path.is_none();
        if hit {
            request.edge_failed(502, "Error", chance.between(1_000, 8_000) as i64);
        }
        hit
    });
    stage.fault(origin, move |request, chance| {
        let hit = !request.from_cache && window.holds(request.start) && request.odd_path.is_none();
        if hit {
            request.edge_failed(502, "Error", seconds(chance, 0.04, 0.2));
            failed.borrow_mut().insert((request.node, request.route), request.end());
        }
        hit
    });
}

pub(super) fn capacity(stage: &mut Stage) {
    let part = stage.chance.real(0.2, 0.8);
    let one = stage.chance.index(stage.site.nodes.len());
    let share = part / stage.site.nodes.len() as f64;
    let window = stage.window(share, 25.0);
    let incident = stage.label(Truth::new("edge-capacity"));
    stage.fault(incident, move |request, chance| {
        let hit = request.node == one && window.hits(request.start, part, chance);
        if hit {
            request.edge_failed(503, "CapacityExceeded", chance.between(500, 3_000) as i64);
        }
        hit
    });
}

/// Far more viewers than usual leave before they are served.
pub(super) fn viewer_abort(stage: &mut Stage) {
    let part = stage.chance.spread(0.08, 0.4);
    let window = stage.window(part, 40.0);
    let incident = stage.label(Truth::new("viewer-abort"));
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && window.hits(request.start, part, chance);
        if hit {
            request.edge_failed(0, "ClientCommError", seconds(chance, 1.0, 9.0));
        }
        hit
    });
}

/// Before a stage with both logs: enough goes to the origin, over one node.
fn joined(stage: &mut Stage) {
    stage.quicken(3.0);
}

pub(super) fn with_alb_down(stage: &mut Stage) {
    joined(stage);
    down(stage);
}

pub(super) fn with_alb_refusing(stage: &mut Stage) {
    joined(stage);
    all_refusing(stage);
}

pub(super) fn with_alb_malformed(stage: &mut Stage) {
    joined(stage);
    response::malformed(stage);
}

/// CloudFront's time-out is shorter than the application needs: ALB sees the client leave.
pub(super) fn with_alb_impatient(stage: &mut Stage) {
    joined(stage);
    let part = stage.chance.real(0.2, 0.8);
    let share = stage.first_share();
    // Both logs say the same: the edge waited no longer.
    let truth = Truth { also: vec!["client-closed"], ..Truth::new("origin-timeout") };
    origin(
        stage,
        (truth, share, part),
        |request| request.group == 0,
        |request, chance| {
            request.left(30 * SECOND + chance.below(30_000) as i64);
        },
    );
}
