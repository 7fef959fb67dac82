//! What the Application Load Balancer says by itself, and clients that leave.

use super::response::route;
use super::target::group_name;
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::{Stage, Window};
use crate::traffic::Request;

/// Every request of the first group for which `its` holds, in a window, at a share.
fn answered_by_it(
    stage: &mut Stage,
    (truth, window, part): (Truth, Window, f64),
    its: impl Fn(&Request) -> bool + 'static,
    (status, action, reason): (u16, &'static str, &'static str),
) {
    let incident = stage.label(truth);
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && its(request) && window.hits(request.start, part, chance);
        if hit {
            request.by_balancer(status, action, reason);
        }
        hit
    });
}

/// A rule answers 503 for one host.
pub(super) fn fixed_response(stage: &mut Stage) {
    stage.site.groups[0].hosts.push("old.example.com".to_owned());
    let share = stage.first_share() / 2.0;
    let window = stage.window(share, 20.0).whole();
    let scope = Expected { hosts: Some(vec!["old.example.com".to_owned()]), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("fixed-response") };
    let status = *stage.chance.pick(&[503, 503, 502]);
    answered_by_it(
        stage,
        (truth, window, 1.0),
        |request| request.host == 1,
        (status, "fixed-response", "-"),
    );
}

/// AWS WAF did not answer the load balancer.
pub(super) fn waf(stage: &mut Stage) {
    let part = stage.chance.real(0.15, 1.0);
    let share = stage.first_share() * part;
    let window = stage.window(share, 20.0);
    let reason =
        *stage.chance.pick(&["WAFConnectionTimeout", "WAFServiceError", "WAFConnectionError"]);
    let truth = Truth::new("waf-call-failed");
    answered_by_it(stage, (truth, window, part), |_| true, (500, "waf-failed", reason));
}

/// The identity provider fails.
pub(super) fn auth(stage: &mut Stage) {
    let share = stage.chance.spread(0.03, 0.15);
    let (route, paths) = route(stage, ("GET", "/oauth2/idpresponse"), share);
    let part = stage.chance.real(0.5, 1.0);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 15.0);
    let scope = Expected { paths: Some(paths), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("auth-provider-error") };
    let fate = *stage
        .chance
        .pick(&[(561, "AuthTokenEpRequestFailed"), (500, "AuthTokenEpRequestTimeout")]);
    answered_by_it(
        stage,
        (truth, window, part),
        move |request| request.route == route && request.odd_path.is_none(),
        (fate.0, "authenticate", fate.1),
    );
}

/// The target group is empty.
pub(super) fn no_targets(stage: &mut Stage) {
    let share = stage.first_share();
    let window = stage.window(share, 20.0).whole();
    let scope = Expected { groups: group_name(stage), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("no-registered-targets") };
    answered_by_it(stage, (truth, window, 1.0), |_| true, (503, "forward", "-"));
}

/// A proxy in a loop: too many addresses in X-Forwarded-For.
pub(super) fn rejected_463(stage: &mut Stage) {
    let part = stage.chance.spread(0.04, 0.2);
    let share = stage.first_share() * part;
    let window = stage.window(share, 20.0);
    let client = stage.site.add_client("198.51.100.77");
    let scope = Expected { clients: Some(vec!["198.51.100.77".to_owned()]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("client-rejected") });
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && window.hits(request.start, part, chance);
        if hit {
            request.client = client;
            request.by_balancer(463, "-", "-");
        }
        hit
    });
}

/// gRPC calls of a target group that speaks HTTP/1.1.
pub(super) fn rejected_464(stage: &mut Stage) {
    let share = stage.chance.spread(0.04, 0.2);
    let (route, paths) = route(stage, ("POST", "/acme.v1.Orders/List"), share);
    let agent = stage.site.add_agent("grpc-go/1.67.1");
    let share = stage.first_share() * stage.site.groups[0].share_of(route);
    let window = stage.window(share, 20.0).whole();
    let scope = Expected { paths: Some(paths), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("client-rejected") });
    stage.fault(incident, move |request, _| {
        let hit = request.group == 0 && request.route == route && window.holds(request.start);
        if hit {
            request.agent = agent;
            request.by_balancer(464, "forward", "-");
        }
        hit
    });
}

/// A client program gives up after its own time-out while the site is slow.
pub(super) fn client_closed(stage: &mut Stage) {
    let patience = *stage.chance.pick(&[3_i64, 5, 10, 15, 30]) * SECOND;
    let agent = stage.site.add_agent("AcmeMobile/4.2 (Android)");
    let part = stage.chance.real(0.05, 0.3);
    let slow = stage.chance.real(0.4, 0.9);
    let share = stage.first_share() * part * slow;
    let window = stage.window(share, 25.0);
    let agents = Some(vec!["AcmeMobile/4.2 (Android)".to_owned()]);
    let scope = Expected { agents, targets: Some(vec![]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("client-closed") });
    stage.fault(incident, move |request, chance| {
        if request.group != 0 || !chance.happens(part) {
            return false;
        }
        request.agent = agent;
        let hit = window.hits(request.start, slow, chance);
        if hit {
            request.left(patience + chance.below(30_000) as i64);
        }
        hit
    });
}
