//! Incidents that are hard for another reason than their cause.

use super::response::{generated_all, worker_timeout};
use super::target::{addresses, all_refusing, down, few, in_two_subnets, on_targets, refuse};
use super::{balancer, function};
use crate::clock::{MINUTE, SECOND};
use crate::label::{Expected, Truth};
use crate::stage::{Stage, Window};

/// The group at this place gets the other half of the traffic, and all later faults.
fn other_group(stage: &mut Stage) {
    stage.site.groups.truncate(2);
    while stage.site.groups.len() < 2 {
        let mut other = stage.site.groups[0].clone();
        other.name = "partners-12".to_owned();
        other.hosts = vec!["partners.example.com".to_owned()];
        for (n, one) in other.targets.iter_mut().enumerate() {
            one.address = format!("10.66.1.{}:8080", 11 + n);
        }
        stage.site.groups.push(other);
    }
    stage.site.groups.iter_mut().for_each(|group| group.weight = 1.0);
}

/// A target is down, and a route of the other group times out in the same minutes.
pub(super) fn two_overlapping(stage: &mut Stage) {
    other_group(stage);
    let which = few(stage, 1);
    let count = stage.site.groups[0].targets.len() as f64;
    let first = stage.window(0.5 / count, 25.0).whole();
    let scope = Expected { targets: Some(addresses(stage, &which)), ..Expected::default() };
    on_targets(stage, Truth { scope, ..Truth::new("target-down") }, (which, first, 1.0), refuse);
    let length = first.length();
    let shift = (stage.chance.real(-0.5, 0.5) * length as f64) as i64;
    let second = Window { from: first.from + shift, until: first.until + shift, ..first };
    let functions = stage.chance.happens(0.5);
    let cause = if functions { "lambda-error" } else { "response-timeout" };
    if functions {
        stage.site.groups[1].targets.clear();
    }
    let part = stage.chance.real(0.3, 0.9);
    let incident = stage.label(Truth::new(cause));
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 1 && second.hits(request.start, part, chance);
        if hit && functions {
            request.function_failed("LambdaUnhandled", chance.between(20_000, 900_000) as i64);
        } else if hit {
            request.not_answered(60 * SECOND + chance.below(9_000) as i64);
        }
        hit
    });
}

/// A target is down on a site that always fails a little everywhere.
pub(super) fn heavy_background(stage: &mut Stage) {
    stage.noise.application = stage.chance.real(0.005, 0.015);
    stage.noise.reset = stage.chance.real(0.001, 0.003);
    stage.noise.left = stage.chance.real(0.005, 0.01);
    down(stage);
}

/// The targets of one subnet refuse.
pub(super) fn one_subnet(stage: &mut Stage) {
    let (which, subnet) = in_two_subnets(stage);
    let share = stage.first_share() / 2.0;
    let window = stage.window(share, 25.0).whole();
    let scope = Expected {
        targets: Some(addresses(stage, &which)),
        subnets: (which.len() > 4).then(|| vec![subnet]),
        ..Expected::default()
    };
    on_targets(stage, Truth { scope, ..Truth::new("target-down") }, (which, window, 1.0), refuse);
}

/// One node of the load balancer reaches no target.
pub(super) fn one_node(stage: &mut Stage) {
    let nodes = &mut stage.site.nodes;
    while nodes.len() < 2 {
        nodes.push("10.99.0.7".to_owned());
    }
    stage.site.fields = 34;
    let share = stage.first_share() / stage.site.nodes.len() as f64;
    let window = stage.window(share, 25.0).whole();
    let scope = Expected { paths: Some(vec![]), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("connect-timeout") });
    stage.fault(incident, move |request, chance| {
        let hit = request.group == 0 && request.node == 1 && window.holds(request.start);
        if hit {
            request.not_connected(chance.between(200, 6_000) as i64);
        }
        hit
    });
}

/// One client alone leaves after three seconds, whatever it asks for.
pub(super) fn one_client(stage: &mut Stage) {
    let part = stage.chance.spread(0.03, 0.1);
    let client = stage.site.add_client("198.51.100.23");
    let share = stage.first_share() * part;
    let window = stage.window(share, 25.0).whole();
    let clients = Some(vec!["198.51.100.23".to_owned()]);
    let (targets, paths) = (Some(vec![]), Some(vec![]));
    let scope = Expected { clients, targets, paths, ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("client-closed") });
    stage.fault(incident, move |request, chance| {
        if request.group != 0 || !chance.happens(part) {
            return false;
        }
        request.client = client;
        let hit = window.holds(request.start);
        if hit {
            request.left(3 * SECOND + chance.below(30_000) as i64);
        }
        hit
    });
}

/// A job that takes the application down for half a minute every few minutes.
pub(super) fn periodic(stage: &mut Stage) {
    let every = *stage.chance.pick(&[5_i64, 10, 15]) * MINUTE;
    stage.span.1 = stage.span.1.max(stage.span.0 + 6 * every);
    let lasts = stage.chance.between(15, 45) as i64 * SECOND;
    stage.rate = stage.rate.clamp(10.0 / (lasts as f64 / SECOND as f64), 20.0);
    let phase = stage.chance.below(every as u64) as i64;
    let part = stage.chance.real(0.4, 1.0);
    let scope = Expected { paths: Some(vec![]), ..Expected::default() };
    let incident =
        stage.label(Truth { scope, repeats: true, ..Truth::new("target-generated-5xx") });
    stage.fault(incident, move |request, chance| {
        let inside = (request.start - phase).rem_euclid(every) < lasts;
        let hit = request.group == 0 && inside && chance.happens(part);
        if hit {
            request.answered(503, request.elapsed);
        }
        hit
    });
}

/// The logs begin while all targets refuse.
pub(super) fn from_the_middle(stage: &mut Stage) {
    let group = stage.first_share();
    let length = stage.chance.between(4, 15) as i64 * MINUTE;
    stage.span.1 = stage.span.0 + length * 3;
    stage.quicken(40.0 / (group * length as f64 / SECOND as f64));
    let count = stage.site.groups[0].targets.len();
    let from = stage.span.0 - MINUTE;
    let window = Window { from, until: stage.span.0 + length, shape: crate::stage::Shape::Step };
    let also = if count == 1 { vec!["target-down"] } else { vec![] };
    let truth = Truth { also, ..Truth::new("all-targets-refusing") };
    on_targets(stage, truth, ((0..count).collect(), window, 1.0), refuse);
}

/// Objects are missing, some by chance, and all of some minutes.
pub(super) fn gaps(stage: &mut Stage) {
    stage.missing.share = 0.06;
    for _ in 0..2 {
        let at = stage.span.0 + stage.chance.below((stage.span.1 - stage.span.0) as u64) as i64;
        let length = stage.chance.between(3, 12) as i64 * MINUTE;
        stage.missing.gaps.push((at, at + length));
    }
    match stage.chance.below(4) {
        0 => down(stage),
        1 => all_refusing(stage),
        2 => worker_timeout(stage),
        _ => generated_all(stage),
    }
}

/// A site with scanners and many who leave, and a function that fails.
pub(super) fn noisy_function(stage: &mut Stage) {
    stage.noise.left = 0.01;
    stage.noise.not_found = 0.08;
    function::error(stage);
}

/// A quiet rule on a noisy site.
pub(super) fn noisy_rule(stage: &mut Stage) {
    stage.noise.application = 0.01;
    balancer::fixed_response(stage);
}
