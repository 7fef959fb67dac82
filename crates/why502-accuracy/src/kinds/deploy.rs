//! Targets that come and go.

use super::target::{addresses, few, refuse};
use crate::clock::SECOND;
use crate::label::{Expected, Truth};
use crate::stage::Stage;
use crate::traffic::Target;

/// How old targets end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Killed while they still get requests; new ones take their place.
    Terminated,
    /// Deregistered; the longest requests are cut off when the delay is over.
    Drained,
    /// Restarted one after another, at the same address.
    InPlace,
}

/// When one target is gone.
#[derive(Clone, Copy)]
struct Killed {
    at: i64,
    back: i64,
}

pub(super) fn terminated(stage: &mut Stage) {
    rolling(stage, End::Terminated);
}

pub(super) fn drained(stage: &mut Stage) {
    rolling(stage, End::Drained);
}

pub(super) fn in_place(stage: &mut Stage) {
    rolling(stage, End::InPlace);
}

fn rolling(stage: &mut Stage, end: End) {
    stage.at_least_targets(2);
    let count = stage.site.groups[0].targets.len();
    let refused_for = stage.chance.between(5, 16) as f64;
    // So that about four requests of each target fail.
    let cut = if end == End::Drained {
        stage.site.groups[0].add_route("GET", "/exports/{}", 0.15, 14.0 * SECOND as f64);
        0.15 * 5.0
    } else {
        refused_for
    };
    stage.quicken(4.0 * count as f64 / (stage.first_share() * cut));
    let step = stage.chance.spread(20.0, 180.0).min(900.0 / count as f64);
    let room = (stage.span.1 - stage.span.0) as f64 / SECOND as f64 - step * count as f64;
    let start = stage.span.0 + (stage.chance.real(0.3, 0.9) * room * SECOND as f64) as i64;
    let killed: Vec<Killed> = (0..count)
        .map(|n| {
            let jitter = stage.chance.real(0.0, step / 4.0);
            let at = start + ((n as f64 * step + jitter) * SECOND as f64) as i64;
            Killed { at, back: at + (refused_for * SECOND as f64) as i64 }
        })
        .collect();
    replace(stage, &killed, end);
    let all: Vec<usize> = (0..count).collect();
    let scope = Expected {
        targets: Some(addresses(stage, &all)),
        paths: Some(vec![]),
        ..Expected::default()
    };
    let truth = Truth { scope, ..Truth::new("rolling-deploy") };
    let incident = stage.label(truth);
    stage.fault(incident, move |request, chance| {
        let Some(one) = request.target.filter(|&one| request.group == 0 && one < killed.len())
        else {
            return false;
        };
        let Killed { at, back } = killed[one];
        if request.start < at && at < request.end() {
            request.reset((at - request.start + chance.below(80_000) as i64).max(1_000));
            return true;
        }
        let refused = end != End::Drained && at <= request.start && request.start < back;
        if refused {
            refuse(request, chance);
        }
        refused
    });
}

/// Takes the old targets out of rotation and puts new ones in.
fn replace(stage: &mut Stage, killed: &[Killed], end: End) {
    if end == End::InPlace {
        return;
    }
    let targets = &mut stage.site.groups[0].targets;
    for (n, one) in killed.iter().enumerate() {
        let port = targets[n].address.rsplit_once(':').map_or("80", |(_, port)| port).to_owned();
        targets[n].until = match end {
            // The delay: twelve seconds in which it gets nothing new.
            End::Drained => one.at - 12 * SECOND,
            _ => one.back,
        };
        let address = format!("10.88.{}.{}:{port}", n % 3, 21 + n);
        targets.push(Target { address, from: one.at - 45 * SECOND, until: i64::MAX });
    }
}

/// Scaled out; the new targets get requests before they listen.
pub(super) fn not_listening(stage: &mut Stage) {
    let count = stage.site.groups[0].targets.len();
    let new = 1 + stage.chance.index(3.min(count));
    let share = stage.first_share() / (count + new) as f64;
    let deaf = stage.chance.real(20.0, 150.0);
    stage.quicken(8.0 / (share * deaf));
    let at = stage.window(1.0, 1.0).from;
    let mut joined = Vec::new();
    for n in 0..new {
        let from = at + stage.chance.between(0, 20) as i64 * SECOND;
        let port =
            stage.site.groups[0].targets[0].address.rsplit_once(':').map_or("80", |(_, port)| port);
        let address = format!("10.88.9.{}:{port}", 31 + n);
        stage.site.groups[0].targets.push(Target { address, from, until: i64::MAX });
        joined.push(from + (deaf * stage.chance.real(0.8, 1.2) * SECOND as f64) as i64);
    }
    let which: Vec<usize> = (count..count + new).collect();
    let scope = Expected { targets: Some(addresses(stage, &which)), ..Expected::default() };
    let incident = stage.label(Truth { scope, ..Truth::new("target-not-listening-yet") });
    stage.fault(incident, move |request, chance| {
        let new = request.target.and_then(|one| one.checked_sub(count));
        let deaf = request.group == 0 && new.is_some_and(|new| request.start < joined[new]);
        if deaf {
            refuse(request, chance);
        }
        deaf
    });
}

/// A release of which only the new targets answer with errors.
pub(super) fn bad_build(stage: &mut Stage) {
    let old = few(stage, 3);
    let count = stage.site.groups[0].targets.len();
    let share = stage.first_share() * old.len() as f64 / count as f64;
    let window = stage.window(share, 20.0).whole();
    for (n, &one) in old.iter().enumerate() {
        let targets = &mut stage.site.groups[0].targets;
        let port = targets[one].address.rsplit_once(':').map_or("80", |(_, port)| port).to_owned();
        targets[one].until = window.from;
        let address = format!("10.88.5.{}:{port}", 41 + n);
        targets.push(Target { address, from: window.from, until: i64::MAX });
    }
    let which: Vec<usize> = (count..count + old.len()).collect();
    let scope = Expected { targets: Some(addresses(stage, &which)), ..Expected::default() };
    let part = stage.chance.real(0.4, 1.0);
    let status = *stage.chance.pick(&[500, 502, 503]);
    let incident = stage.label(Truth { scope, ..Truth::new("target-generated-5xx") });
    stage.fault(incident, move |request, chance| {
        let new = request.group == 0 && request.target.is_some_and(|one| one >= count);
        let hit = new && window.hits(request.start, part, chance);
        if hit {
            request.answered(status, request.elapsed);
        }
        hit
    });
}
