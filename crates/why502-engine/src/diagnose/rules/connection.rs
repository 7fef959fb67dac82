//! Events in which connections to targets were not made.

use why502_rulebook::causes::{load_balancer, target};
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, window_of};
use super::super::context::Context;
use super::super::targets::{Target, Targets};
use super::super::wording::connection as said;
use crate::observe::DimensionKind;

/// A target this young may not have listened yet, µs.
const YOUNG_US: i64 = 600_000_000;

/// Connection attempts that got no answer in 10 s.
pub(super) fn timeouts<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: &[u64],
    targets: &Targets,
) -> Case<'a> {
    let failing = targets.failing();
    let elapsed = rows.iter().filter(|row| context.class(row) == Class::ConnectTimeout).count();
    let case = Case::new(&load_balancer::CONNECT_TIMEOUT, Grade::Strong, rows, scopes.to_vec())
        .supported(1.0, said::given_up(elapsed), elapsed as f64);
    if failing.len() < targets.all.len() {
        let names: Vec<String> = failing.iter().map(|target| target.name.clone()).collect();
        return case.supported(
            0.5,
            said::only_some(&names, targets.all.len()),
            failing.len() as f64,
        );
    }
    case.supported(0.5, said::all_unanswered(failing.len()), failing.len() as f64)
}

/// Refusals: by which targets, and at which time of their life.
pub(super) fn refused<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: &[u64],
    targets: &Targets,
) -> Case<'a> {
    let scopes = scopes.to_vec();
    let unreachable = rows
        .iter()
        .filter(|row| context.signature(row).cause.name == target::HOST_UNREACHABLE.name)
        .count();
    if unreachable * 2 > rows.len() {
        return Case::new(&target::HOST_UNREACHABLE, Grade::Weak, rows, scopes).supported(
            0.5,
            said::neither_refused_nor_timed_out(unreachable),
            unreachable as f64,
        );
    }
    if targets.failing().is_empty() {
        // A table of very many targets is a sample: these were not kept.
        let signature = context.signature(rows[0]);
        return Case::new(signature.cause, signature.grade, rows, scopes).doubted(
            0.5,
            said::targets_not_kept(),
            0.0,
        );
    }
    if let Some(case) = tls_handshake(context, &rows, &scopes, targets) {
        return Case { rows, ..case };
    }
    if let Some(young) = not_listening_yet(&rows, targets) {
        let names: Vec<String> = young.iter().map(|target| target.name.clone()).collect();
        return Case::new(&target::TARGET_NOT_LISTENING_YET, Grade::Strong, rows, scopes)
            .supported(2.0, said::refused_while_young(&names), names.len() as f64);
    }
    by_extent(rows, scopes, targets)
}

/// One or few targets, all of them, or a thin spread.
fn by_extent<'a>(rows: Rows<'a>, scopes: Vec<u64>, targets: &Targets) -> Case<'a> {
    let holders = targets.holding(0.9);
    let active = targets.all.len();
    let requests: f64 = targets.all.iter().map(|target| target.requests).sum();
    let thin = rows.len() as f64 * 100.0 < requests && holders.len() * 2 > active && active >= 3;
    let names: Vec<String> = holders.iter().map(|target| target.name.clone()).collect();
    if thin {
        return Case::new(&target::KEEPALIVE_RACE, Grade::Weak, rows, scopes).supported(
            0.0,
            said::thinly_spread(holders.len()),
            holders.len() as f64,
        );
    }
    if active >= 2 && holders.len() * 10 >= active * 8 {
        let share = mean_share(&holders);
        return Case::new(&target::ALL_TARGETS_REFUSING, Grade::Strong, rows, scopes)
            .supported(2.0, said::many_refused(holders.len(), active), holders.len() as f64)
            .supported(0.5, said::failed_meanwhile(share), share);
    }
    let share = mean_share(&holders);
    let mut case = Case::new(&target::TARGET_DOWN, Grade::Strong, rows, scopes).supported(
        if active >= 3 { 2.0 } else { 0.5 },
        said::others_served(&names, active - holders.len()),
        holders.len() as f64,
    );
    let failed = said::failed_while_it_lasted(share, holders.len());
    case = if share >= 0.5 {
        case.supported(0.5, failed, share)
    } else {
        case.doubted(0.5, failed, share)
    };
    if active == 1 {
        case = case.doubted(0.0, said::only_target(), 1.0);
    }
    case
}

fn mean_share(targets: &[&Target]) -> f64 {
    let (failed, requests) = targets.iter().fold((0.0, 0.0), |sum, target| {
        let requests = if target.failed_share > 0.0 {
            target.failed as f64 / target.failed_share
        } else {
            0.0
        };
        (sum.0 + target.failed as f64, sum.1 + requests)
    });
    if requests > 0.0 { failed / requests } else { 0.0 }
}

/// Pattern `alb-tls-handshake-error`.
fn tls_handshake<'a>(
    context: &Context<'_>,
    rows: &Rows<'a>,
    scopes: &[u64],
    targets: &Targets,
) -> Option<Case<'a>> {
    let known = context.group_protocol(scopes);
    let by_port =
        || targets.failing().iter().all(|target| matches!(target.port(), Some("443" | "8443")));
    let https =
        !targets.failing().is_empty() && known.map_or_else(by_port, |known| known == "HTTPS");
    let window = window_of(rows);
    let asked = context.population(DimensionKind::LoadBalancer, scopes, window);
    let (requests, failed) =
        asked.sums().fold((0.0, 0.0), |sum, value| (sum.0 + value.requests, sum.1 + value.failed));
    // Whole buckets: the first and last also hold requests from outside.
    let hardly_served = targets.failing().iter().all(|target| target.failed_share >= 0.95)
        && failed * 2.0 >= requests;
    (https && hardly_served && window.length_us() >= 30_000_000).then(|| {
        Case::new(&target::TARGET_TLS_HANDSHAKE, Grade::Strong, Vec::new(), scopes.to_vec())
            .supported(1.0, said::https_hardly_served(), failed)
            .doubted(0.0, said::silence_looks_the_same(), 0.0)
    })
}

/// Pattern `alb-not-listening-yet`.
fn not_listening_yet<'t>(rows: &Rows<'_>, targets: &'t Targets) -> Option<Vec<&'t Target>> {
    let young: Vec<&Target> = targets
        .failing()
        .into_iter()
        .filter(|target| {
            let begun = target.life.start;
            begun.saturating_since(targets.logs.start) >= 120_000_000
                && target
                    .failing
                    .is_some_and(|failing| failing.end.saturating_since(begun) <= YOUNG_US)
                && target.recovered()
        })
        .collect();
    let failed: usize = young.iter().map(|target| target.failed).sum();
    (failed as f64 >= 0.9 * rows.len() as f64).then_some(young)
}
