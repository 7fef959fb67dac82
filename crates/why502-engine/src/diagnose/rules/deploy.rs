//! Pattern `alb-drain-expired`: targets fail in turn as they are replaced or restarted.

use why502_parse::Timestamp;
use why502_rulebook::causes::target;
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, window_of};
use super::super::context::Context;
use super::super::targets::{Target, Targets};
use super::super::wording::connection as said;
use crate::aggregate::FailedRequest;
use crate::summary::Trigger;

/// A stopped target fails for no longer than the load balancer needs to notice, µs.
const DRAIN_US: i64 = 180_000_000;

/// What was seen of a replacement of targets.
pub(super) struct Rolling {
    vanished: Vec<String>,
    appeared: Vec<(String, Timestamp)>,
    in_turn: usize,
    first: Option<Timestamp>,
    /// A new target served before the first failure.
    overlapping: bool,
    log_odds: f64,
}

/// Tells a rolling deployment from one target that is down; `None` where it is none.
pub(super) fn rolling(
    context: &Context<'_>,
    rows: &[&FailedRequest],
    scopes: &[u64],
    targets: &Targets,
) -> Option<Rolling> {
    let failing: Vec<&Target> = targets.failing();
    let vanished: Vec<&Target> =
        targets.vanished().into_iter().filter(|target| is_brief(target)).collect();
    let appeared = Targets::appeared(context, scopes, window_of(rows));
    let staggered = steps_in_turn(&vanished);
    let returning = is_restarted_in_turn(context, rows, &failing);
    let resets = rows.iter().filter(|row| context.class(row) == Class::Response).count();
    let first_failure = rows.first().map(|row| row.time);
    let overlapping =
        appeared.iter().any(|new| first_failure.is_some_and(|failure| new.life.start <= failure));
    let log_odds = if vanished.len() >= 2
        && staggered >= 1
        && (!appeared.is_empty() || vanished.len() >= 3)
    {
        2.0
    } else if vanished.len() == 1 && failing.len() == 1 && overlapping && resets * 5 >= rows.len() {
        0.5
    } else if returning {
        1.0
    } else {
        return None;
    };
    Some(Rolling {
        in_turn: steps_in_turn(&failing) + 1,
        first: failing.first().and_then(|target| target.failing).map(|failing| failing.start),
        vanished: vanished.iter().map(|target| target.name.clone()).collect(),
        appeared: appeared.into_iter().map(|target| (target.name, target.life.start)).collect(),
        overlapping,
        log_odds,
    })
}

/// Targets that fail in turn, each for a while, and serve again.
fn is_restarted_in_turn(
    context: &Context<'_>,
    rows: &[&FailedRequest],
    failing: &[&Target],
) -> bool {
    let stopped = failing.iter().filter(|target| is_brief(target) && is_stopped(target)).count();
    let in_turn = steps_in_turn(failing);
    if failing.len() >= 3 {
        return stopped * 10 >= failing.len() * 8 && in_turn * 10 >= (failing.len() - 1) * 7;
    }
    // Of two, one after the other is half a coincidence unless both plainly refused.
    let refused = rows.iter().filter(|row| context.class(row) == Class::Connection).count();
    failing.len() == 2
        && stopped == 2
        && in_turn == 1
        && refused * 2 >= rows.len()
        && failing.iter().all(|target| target.failed >= 2 && target.recovered())
        && failing[0].failing.zip(failing[1].failing).is_some_and(|(a, b)| a.overlap_us(b) < 0)
}

/// A target that is stopped serves nothing: at least half of what it is sent fails. Failures
/// that depend on the request hit targets in any order too, but few of their requests.
fn is_stopped(target: &Target) -> bool {
    target.failed_share >= 0.5
}

fn is_brief(target: &Target) -> bool {
    target.failing.is_some_and(|failing| failing.length_us() <= DRAIN_US)
}

/// How many targets (in order of their first failure) began to fail when the one before had
/// (nearly) ceased to.
fn steps_in_turn(targets: &[&Target]) -> usize {
    targets
        .windows(2)
        .filter(|pair| {
            let (Some(before), Some(after)) = (pair[0].failing, pair[1].failing) else {
                return false;
            };
            let shorter = before.length_us().min(after.length_us()).max(1_000_000);
            after.start.saturating_since(before.start) >= 5_000_000
                && before.overlap_us(after) <= shorter / 2
        })
        .count()
}

impl Rolling {
    /// True where one target ends while its replacement already serves.
    pub(super) fn is_replacement(&self) -> bool {
        self.vanished.len() == 1 && self.overlapping
    }

    /// The case.
    pub(super) fn case<'a>(self, rows: Rows<'a>, scopes: &[u64]) -> Case<'a> {
        let mut case = Case::new(&target::ROLLING_DEPLOY, Grade::Strong, rows, scopes.to_vec());
        if !self.vanished.is_empty() {
            case = case.supported(
                self.log_odds,
                said::not_seen_again(&self.vanished),
                self.vanished.len() as f64,
            );
        }
        if self.in_turn > 1 {
            case = case.supported(0.5, said::one_after_another(self.in_turn), self.in_turn as f64);
        }
        if let Some((_, at)) = self.appeared.first() {
            let names: Vec<String> = self.appeared.iter().map(|(name, _)| name.clone()).collect();
            case = case.supported(1.0, said::first_seen(&names, *at), names.len() as f64);
            case.trigger = Some(Trigger { at: *at, what: said::new_targets_appear() });
        } else {
            case = case.doubted(0.0, said::restart_looks_the_same(), 0.0);
        }
        if case.trigger.is_none() {
            case.trigger = self.first.map(|at| Trigger { at, what: said::first_target_stops() });
        }
        case
    }
}
