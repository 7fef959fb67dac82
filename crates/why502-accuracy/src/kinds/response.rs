//! Targets that take a request and answer wrongly, late or not at all.

use super::target::{addresses, few, group_name};
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::{Stage, Window};

/// A route of its own with a share of the first group, and its shape.
pub(super) fn route(
    stage: &mut Stage,
    (method, path): (&'static str, &str),
    share: f64,
) -> (usize, Vec<String>) {
    let median = stage.chance.spread(8_000.0, 300_000.0);
    let group = &mut stage.site.groups[0];
    let index = group.add_route(method, path, share, median);
    (index, vec![group.routes[index].shape()])
}

fn uniform() -> Expected {
    Expected { targets: Some(vec![]), paths: Some(vec![]), ..Expected::default() }
}

/// Idle connections that targets close as the load balancer uses them: a thin trickle, now thicker.
pub(super) fn keepalive_race(stage: &mut Stage) {
    // Reports from the field stay below one in a hundred.
    let part = stage.chance.spread(0.003, 0.009);
    let share = stage.first_share();
    let window = stage.window(share * part, 25.0);
    // A trickle has no pulses.
    let window = super::target::hard(window).whole();
    let slowest = stage.chance.between(2_000, 50_000);
    let incident = stage.label(Truth { scope: uniform(), ..Truth::new("keepalive-race") });
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0
            && request.target.is_some()
            && window.hits(request.start, part, chance);
        if hit {
            request.reset(chance.below(slowest) as i64);
        }
        hit
    });
}

/// Every reload of the targets' server cuts what arrives in that moment.
pub(super) fn reload_race(stage: &mut Stage) {
    stage.quicken(25.0 / stage.first_share());
    let every = stage.chance.between(60, 300) as i64 * SECOND;
    let window = stage.window(stage.first_share(), 1.0);
    let window =
        Window { until: window.from + every * stage.chance.between(3, 8) as i64, ..window.whole() };
    // Fields are the same as of one cut by a restart; the bursts tell that it is no idle race.
    let also = vec!["rolling-deploy", "target-closed-connection"];
    let incident = stage.label(Truth {
        scope: uniform(),
        also,
        repeats: true,
        ..Truth::new("keepalive-race")
    });
    stage.fault(incident, move |request, chance| {
        let after = (request.start - window.from).rem_euclid(every);
        let hit = request.group == 0
            && window.holds(request.start)
            && request.target.is_some()
            && after < 300_000;
        if hit {
            request.reset(chance.below(4_000) as i64);
        }
        hit
    });
}

/// One client program whose requests the server's parser does not take.
pub(super) fn request_dependent(stage: &mut Stage) {
    let share = stage.chance.spread(0.02, 0.12);
    let (route, _) = route(stage, ("POST", "/api/v1/sync"), share);
    let part = stage.chance.real(0.15, 0.6);
    let agent = stage.site.add_agent("AcmeSync/2.1 (legacy)");
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 25.0).whole();
    let whole = stage.chance.happens(0.4);
    let agents = Some(vec!["AcmeSync/2.1 (legacy)".to_owned()]);
    // Who asks says it all; others ask for the same path and are served.
    let scope = Expected { agents, targets: Some(vec![]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("request-dependent-reset") });
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0 && request.route == route && chance.happens(part);
        if !its {
            return false;
        }
        (request.agent, request.received) = (agent, 9_120 + chance.below(3));
        let hit = whole || window.holds(request.start);
        if hit {
            request.reset(chance.below(4_000) as i64);
        }
        hit
    });
}

/// A process manager that kills slow workers.
pub(super) fn worker_timeout(stage: &mut Stage) {
    let ceiling = *stage.chance.pick(&[10_i64, 15, 20, 30, 30, 45]) * SECOND;
    let share = stage.chance.spread(0.02, 0.15);
    let (route, paths) = route(stage, ("GET", "/reports/{}/pdf"), share);
    let part = stage.chance.real(0.3, 0.9);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 15.0);
    let scope = Expected { paths: Some(paths), targets: Some(vec![]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("worker-timeout") });
    stage.fault(incident, move |request, chance| {
        if request.group != 0 || request.route != route || !window.holds(request.start) {
            return false;
        }
        let hit = window.hits(request.start, part, chance);
        if hit {
            request.reset(ceiling + chance.below(90_000) as i64);
        } else {
            request.answered(200, (ceiling as f64 * chance.real(0.2, 0.97)) as i64);
        }
        hit
    });
}

/// Sockets dropped in the middle of requests, after all kinds of times.
pub(super) fn closed(stage: &mut Stage) {
    let which = if stage.chance.happens(0.4) { few(stage, 1) } else { vec![] };
    let count = stage.site.groups[0].targets.len() as f64;
    let part = stage.chance.spread(0.03, 0.25);
    let share = stage.first_share() * part * if which.is_empty() { 1.0 } else { 1.0 / count };
    let window = stage.window(share, 20.0);
    let scope = Expected {
        targets: Some(addresses(stage, &which)),
        paths: Some(vec![]),
        ..Expected::default()
    };
    let incident = stage.label(Truth { scope, ..Truth::new("target-closed-connection") });
    stage.fault(incident, move |request, chance| {
        let its = request.target.is_some_and(|one| which.is_empty() || which.contains(&one));
        let hit = request.group == 0 && its && window.hits(request.start, part, chance);
        if hit {
            request.reset(150_000 + (chance.waiting(2.5) * SECOND as f64).min(50e6) as i64);
        }
        hit
    });
}

/// A route whose answers break the rules of HTTP.
pub(super) fn malformed(stage: &mut Stage) {
    let share = stage.chance.spread(0.005, 0.1);
    let (route, paths) = route(stage, ("GET", "/invoices/{}/download"), share);
    let share = stage.first_share() * stage.site.groups[0].share_of(route);
    let window = stage.window(share, 15.0).whole();
    let whole = stage.chance.happens(0.4);
    let scope = Expected { paths: Some(paths), targets: Some(vec![]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("malformed-response") });
    stage.fault(incident, move |request, _| {
        let its = request.group == 0 && request.route == route && request.odd_path.is_none();
        let hit = its && (whole || window.holds(request.start));
        if hit {
            request.reset(request.elapsed);
        }
        hit
    });
}

/// Answers with more than 32 KB of headers, to users with many cookies.
pub(super) fn header_too_large(stage: &mut Stage) {
    let path = *stage.chance.pick(&["/login/callback", "/oauth2/redirect", "/sso/login"]);
    let share = stage.chance.spread(0.01, 0.06);
    let (route, paths) = route(stage, ("GET", path), share);
    let part = stage.chance.real(0.5, 0.95);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 15.0).whole();
    let numeric = stage.chance.happens(0.5);
    let scope = Expected { paths: Some(paths), targets: Some(vec![]), ..Expected::default() };
    // The log says only that the load balancer did not take the answer.
    let also = vec!["malformed-response"];
    let incident = stage.label(Truth { scope, also, ..Truth::new("response-header-too-large") });
    stage.fault(incident, move |request, chance| {
        if request.group != 0 || request.route != route || request.odd_path.is_some() {
            return false;
        }
        let hit = window.hits(request.start, part, chance);
        if hit {
            request.received = chance.between(4_000, 12_000);
            request.reset(request.elapsed);
            request.outcome.inner = numeric.then_some(302);
        }
        hit
    });
}

/// More requests than the targets can take: slower first, then failing in every way.
pub(super) fn overload(stage: &mut Stage) {
    overloaded(stage, 0.0);
}

/// The same, and clients that try again and again.
pub(super) fn retry_storm(stage: &mut Stage) {
    overloaded(stage, 1.5);
}

fn overloaded(stage: &mut Stage, retries: f64) {
    stage.site.groups.truncate(1);
    let part = stage.chance.real(0.15, 0.5);
    stage.quicken(2.0);
    let window = stage.window(part, 60.0);
    let until = window.until.max(window.from + 300 * SECOND);
    let lead = stage.chance.between(90, 300) as i64 * SECOND;
    let rise = Window { from: window.from - lead, until, shape: crate::stage::Shape::Ramp };
    let window = Window { until, shape: crate::stage::Shape::Ramp, ..window };
    let more = stage.chance.real(0.8, 2.5);
    stage.load(move |at| 1.0 + more * rise.strength(at) + retries * window.strength(at));
    let slower = stage.chance.real(4.0, 15.0);
    let incident = stage.label(Truth { scope: uniform(), ..Truth::new("overload") });
    stage.fault(incident, move |request, chance| {
        if request.outcome.status != 200 {
            return false;
        }
        let slow = 1.0 + slower * rise.strength(request.start);
        let longer = ((request.elapsed as f64 * slow) as i64).min(50 * SECOND);
        request.answered(200, longer);
        let hit = request.target.is_some() && window.hits(request.start, part, chance);
        if hit {
            match chance.below(10) {
                0..5 => request.not_answered(60 * SECOND + chance.below(9_000) as i64),
                5..8 => request.refused(chance.between(500, 4_000) as i64),
                8 => request.left((chance.real(3.0, 40.0) * SECOND as f64) as i64),
                _ => request.answered(503, longer),
            }
        }
        hit
    });
}

/// The application itself answers 5xx on one route.
pub(super) fn generated_route(stage: &mut Stage) {
    let share = stage.chance.spread(0.02, 0.12);
    let (route, paths) = route(stage, ("POST", "/checkout"), share);
    let part = stage.chance.real(0.3, 1.0);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 25.0);
    let scope = Expected { paths: Some(paths), targets: Some(vec![]), ..Expected::default() };
    generated(stage, (scope, window, part), Some(route));
}

/// The application itself answers 5xx on every route.
pub(super) fn generated_all(stage: &mut Stage) {
    let part = stage.chance.spread(0.06, 1.0);
    let share = stage.first_share() * part;
    let window = stage.window(share, 40.0);
    let scope = Expected { paths: Some(vec![]), groups: group_name(stage), ..Expected::default() };
    generated(stage, (scope, window, part), None);
}

fn generated(
    stage: &mut Stage,
    (scope, window, part): (Expected, Window, f64),
    route: Option<usize>,
) {
    let status = *stage.chance.pick(&[500, 502, 502, 503, 504]);
    let incident = stage.label(Truth { scope, ..Truth::new("target-generated-5xx") });
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0 && route.is_none_or(|route| route == request.route);
        let hit = its && window.hits(request.start, part, chance);
        if hit {
            request.answered(status, request.elapsed / 2);
        }
        hit
    });
}

/// A dependency behind one route that does not answer.
pub(super) fn timeout_route(stage: &mut Stage) {
    let share = stage.chance.spread(0.02, 0.15);
    let (route, paths) = route(stage, ("GET", "/recommendations/{}"), share);
    let part = stage.chance.real(0.4, 0.95);
    let share = stage.first_share() * stage.site.groups[0].share_of(route) * part;
    let window = stage.window(share, 15.0);
    let scope = Expected { paths: Some(paths), targets: Some(vec![]), ..Expected::default() };
    unanswered(stage, (scope, window, part), Some(route));
}

/// Nothing answers any more.
pub(super) fn timeout_all(stage: &mut Stage) {
    let part = stage.chance.real(0.3, 1.0);
    let share = stage.first_share() * part;
    let window = stage.window(share, 25.0);
    let scope = Expected { paths: Some(vec![]), groups: group_name(stage), ..Expected::default() };
    unanswered(stage, (scope, window, part), None);
}

fn unanswered(
    stage: &mut Stage,
    (scope, window, part): (Expected, Window, f64),
    route: Option<usize>,
) {
    let idle = *stage.chance.pick(&[60_i64, 60, 60, 30, 120]) * SECOND;
    let incident = stage.label(Truth { scope, ..Truth::new("response-timeout") });
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0 && route.is_none_or(|route| route == request.route);
        let hit = its && window.hits(request.start, part, chance);
        if hit {
            request.not_answered(idle + chance.below(12_000) as i64);
        }
        hit
    });
}
