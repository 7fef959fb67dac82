//! Times in which nothing went wrong but what always does.

use crate::clock::SECOND;
use crate::stage::{Shape, Stage, Window};
use crate::traffic::{Target, scans};

/// An ordinary hour or two.
pub(super) fn plain(_: &mut Stage) {}

/// Many scanners, many 404s, clients that leave, an application that fails one in a hundred.
pub(super) fn noisy(stage: &mut Stage) {
    stage.noise.application = stage.chance.real(0.004, 0.012);
    stage.noise.left = stage.chance.real(0.002, 0.01);
    stage.noise.not_found = 0.1;
    stage.noise.scans = scans(stage.span, 8, &mut stage.chance);
}

/// Autoscaling without a failure: targets join and leave.
pub(super) fn scaling(stage: &mut Stage) {
    stage.at_least_targets(3);
    let middle = (stage.span.0 + stage.span.1) / 2;
    let targets = &mut stage.site.groups[0].targets;
    targets[0].until = middle + 300 * SECOND;
    targets.push(Target { address: "10.88.7.7:8080".to_owned(), from: middle, until: i64::MAX });
}

/// Slow for a while, and more traffic, but everything is answered.
pub(super) fn slow(stage: &mut Stage) {
    let window = stage.window(1.0, 50.0);
    let window = Window { shape: Shape::Bell, ..window };
    stage.load(move |at| 1.0 + window.strength(at));
    stage.fault(0, move |request, _| {
        if request.outcome.status == 200 {
            let slower = 1.0 + 6.0 * window.strength(request.start);
            let longer = ((request.elapsed as f64 * slower) as i64).min(25 * SECOND);
            request.answered(200, longer);
        }
        false
    });
}

/// A quiet site at night: few requests.
pub(super) fn thin(stage: &mut Stage) {
    stage.rate = stage.chance.spread(2.0, 20.0) / 60.0;
}

/// Objects are missing, nothing else.
pub(super) fn with_gaps(stage: &mut Stage) {
    stage.missing.share = 0.08;
    let middle = (stage.span.0 + stage.span.1) / 2;
    stage.missing.gaps.push((middle, middle + 600 * SECOND));
}
