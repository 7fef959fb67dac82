//! Targets that cannot be reached, or die.

use crate::chance::Chance;
use crate::clock::{MINUTE, SECOND};
use crate::label::{Expected, Truth};
use crate::stage::{Shape, Stage, Window};
use crate::traffic::Request;

/// Pulses stay, every other shape becomes a step: a port that is closed refuses everyone.
pub(super) fn hard(window: Window) -> Window {
    if window.shape == Shape::Pulses { window } else { window.whole() }
}

/// Addresses of the first group's targets.
pub(super) fn addresses(stage: &Stage, which: &[usize]) -> Vec<String> {
    which.iter().map(|&index| stage.site.groups[0].targets[index].address.clone()).collect()
}

/// Some targets of the first group that are not all of it.
pub(super) fn few(stage: &mut Stage, most: usize) -> Vec<usize> {
    stage.at_least_targets(2);
    let count = stage.site.groups[0].targets.len();
    let wanted = 1 + stage.chance.index(most.min(count.div_ceil(3)).max(1));
    let first = stage.chance.index(count);
    (0..wanted.min(count - 1)).map(|n| (first + n) % count).collect()
}

/// Names the group only where there are several.
pub(super) fn group_name(stage: &Stage) -> Option<Vec<String>> {
    (stage.site.groups.len() > 1).then(|| vec![stage.site.groups[0].name.clone()])
}

pub(super) fn refuse(request: &mut Request, chance: &mut Chance) {
    request.refused(chance.between(400, 4_000) as i64);
}

/// What happens to the requests of some targets of the first group.
pub(super) fn on_targets(
    stage: &mut Stage,
    truth: Truth,
    (which, window, share): (Vec<usize>, Window, f64),
    change: fn(&mut Request, &mut Chance),
) {
    let incident = stage.label(truth);
    stage.fault(incident, move |request, chance| {
        let its = request.group == 0 && request.target.is_some_and(|one| which.contains(&one));
        let hit = its && window.hits(request.start, share, chance);
        if hit {
            change(request, chance);
        }
        hit
    });
}

fn part(stage: &Stage, which: &[usize]) -> f64 {
    stage.first_share() * which.len() as f64 / stage.site.groups[0].targets.len() as f64
}

/// One or few targets refuse.
pub(super) fn down(stage: &mut Stage) {
    let which = few(stage, 2);
    let share = part(stage, &which);
    let window = hard(stage.window(share, 14.0));
    let scope = Expected {
        targets: Some(addresses(stage, &which)),
        paths: Some(vec![]),
        ..Expected::default()
    };
    let truth = Truth { scope, ..Truth::new("target-down") };
    on_targets(stage, truth, (which, window, 1.0), refuse);
}

/// A process dies with its requests; once, or in the other half up to three times.
pub(super) fn crash(stage: &mut Stage) {
    stage.at_least_targets(2);
    let which = stage.chance.index(stage.site.groups[0].targets.len());
    let share = part(stage, &[which]);
    let in_flight = stage.chance.real(5.0, 20.0);
    stage.quicken(in_flight / (3.0 * share));
    // So that about so many are in flight.
    let mean = in_flight / (stage.rate * share);
    stage.site.groups[0].routes.iter_mut().for_each(|route| route.median = mean * SECOND as f64);
    let times = if stage.half.name() == "tuned" { 1 } else { 1 + stage.chance.below(3) as i64 };
    let start = stage.window(1.0, 1.0).from;
    let dead: Vec<(i64, i64)> = (0..times)
        .map(|n| {
            let at = start + n * 4 * MINUTE;
            (at, at + stage.chance.between(2, 40) as i64 * SECOND)
        })
        .collect();
    let scope = Expected {
        targets: Some(addresses(stage, &[which])),
        paths: Some(vec![]),
        ..Expected::default()
    };
    let incident = stage.label(Truth { scope, repeats: times > 1, ..Truth::new("target-crash") });
    stage.fault(incident, move |request, chance| {
        if request.group != 0 || request.target != Some(which) {
            return false;
        }
        for &(at, back) in &dead {
            if request.start < at && at < request.end() {
                request.reset((at - request.start + chance.below(150_000) as i64).max(1_000));
                return true;
            }
            if at <= request.start && request.start < back {
                refuse(request, chance);
                return true;
            }
        }
        false
    });
}

/// Every target refuses.
pub(super) fn all_refusing(stage: &mut Stage) {
    let count = stage.site.groups[0].targets.len();
    let which: Vec<usize> = (0..count).collect();
    let share = stage.first_share();
    let window = hard(stage.window(share, 20.0));
    let scope = Expected {
        targets: if count <= 4 { Some(addresses(stage, &which)) } else { None },
        groups: group_name(stage),
        paths: Some(vec![]),
        ..Expected::default()
    };
    // One target that is all: both names are true.
    let also = if count == 1 { vec!["target-down"] } else { vec![] };
    let truth = Truth { scope, also, ..Truth::new("all-targets-refusing") };
    on_targets(stage, truth, (which, window, 1.0), refuse);
}

/// A whole group whose targets speak no common TLS: refused after the handshake's time.
pub(super) fn tls_handshake(stage: &mut Stage) {
    let group = &mut stage.site.groups[0];
    for one in &mut group.targets {
        let ip = one.address.rsplit_once(':').map_or("10.0.0.1", |(ip, _)| ip);
        one.address = format!("{ip}:8443");
    }
    let which: Vec<usize> = (0..group.targets.len()).collect();
    let share = stage.first_share();
    let window = stage.window(share, 30.0).whole();
    let scope = Expected { groups: group_name(stage), ..Expected::default() };
    // A refused connection to a TLS port writes the same fields.
    let also = vec!["all-targets-refusing"];
    let truth = Truth { scope, also, ..Truth::new("target-tls-handshake") };
    on_targets(stage, truth, (which, window, 1.0), |request, chance| {
        request.refused(chance.between(3_000, 30_000) as i64);
    });
}

/// The network says that one address cannot be reached, after a while.
pub(super) fn unreachable(stage: &mut Stage) {
    let which = few(stage, 1);
    let share = part(stage, &which);
    let window = stage.window(share, 14.0).whole();
    let scope = Expected { targets: Some(addresses(stage, &which)), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("host-unreachable") };
    on_targets(stage, truth, (which, window, 1.0), |request, chance| {
        request.refused(3_000_000 + chance.below(120_000) as i64);
    });
}

fn connect(request: &mut Request, chance: &mut Chance) {
    request.not_connected(chance.between(200, 6_000) as i64);
}

/// Packets to one target are dropped.
pub(super) fn connect_timeout_one(stage: &mut Stage) {
    let which = few(stage, 1);
    let share = part(stage, &which);
    let window = stage.window(share, 14.0).whole();
    let scope = Expected { targets: Some(addresses(stage, &which)), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("connect-timeout") };
    on_targets(stage, truth, (which, window, 1.0), connect);
}

/// Packets to every target of the group are dropped.
pub(super) fn connect_timeout_all(stage: &mut Stage) {
    let which: Vec<usize> = (0..stage.site.groups[0].targets.len()).collect();
    let share = stage.first_share();
    let window = stage.window(share, 20.0).whole();
    let scope = Expected { groups: group_name(stage), paths: Some(vec![]), ..Expected::default() };
    let truth = Truth { scope, ..Truth::new("connect-timeout") };
    on_targets(stage, truth, (which, window, 1.0), connect);
}

/// Puts the first group into two subnets; the targets of the second, and its name.
pub(super) fn in_two_subnets(stage: &mut Stage) -> (Vec<usize>, String) {
    stage.at_least_targets(4);
    let targets = &mut stage.site.groups[0].targets;
    for (n, one) in targets.iter_mut().enumerate() {
        let port = one.address.rsplit_once(':').map_or("80", |(_, port)| port).to_owned();
        one.address = format!("10.77.{}.{}:{port}", 1 + n % 2, 11 + n);
    }
    ((0..targets.len()).filter(|n| n % 2 == 1).collect(), "10.77.2.0/24".to_owned())
}

/// A network ACL of one subnet drops packets.
pub(super) fn connect_timeout_subnet(stage: &mut Stage) {
    let (which, subnet) = in_two_subnets(stage);
    let share = stage.first_share() / 2.0;
    let window = stage.window(share, 20.0).whole();
    let scope = Expected {
        targets: Some(addresses(stage, &which)),
        subnets: (which.len() > 4).then(|| vec![subnet]),
        ..Expected::default()
    };
    let truth = Truth { scope, ..Truth::new("connect-timeout") };
    on_targets(stage, truth, (which, window, 1.0), connect);
}
