//! The ladder of time-outs: values from durations that gather, and rungs in the wrong order.
//!
//! Modules, each using only those to its left: `wording → cluster → rung → keep_alive → violation`

mod cluster;
mod keep_alive;
mod rung;
mod violation;
mod wording;

use super::context::Context;
use crate::summary::{Finding, Timeouts};

/// The idle time-out of a load balancer by its name, µs, where the account's settings are known.
pub(super) type Configured<'c> = Option<&'c dyn Fn(&str) -> Option<i64>>;

/// Rungs listed; the ones most requests ended at are kept.
const MOST_RUNGS: usize = 32;

/// What all failing requests together give away. Known settings take the place of inferred ones.
pub(super) fn infer(
    context: &Context<'_>,
    findings: &[Finding],
    configured: Configured<'_>,
) -> Timeouts {
    let mut rungs = rung::inferred(context);
    rungs.extend(keep_alive::inferred(context));
    rungs.sort_by(|a, b| (b.requests, a.key()).cmp(&(a.requests, b.key())));
    rungs.truncate(MOST_RUNGS);
    rungs.sort_by(|a, b| a.key().cmp(&b.key()));
    let violations = violation::all(context, &rungs, findings, configured);
    let seen: Vec<rung::Kind> = rungs.iter().map(|rung| rung.kind).collect();
    let missing = rung::expected(context).into_iter().filter(|kind| !seen.contains(kind));
    Timeouts {
        not_inferred: missing.map(rung::Kind::name).collect(),
        rungs: rungs.into_iter().map(rung::Inferred::summary).collect(),
        violations,
    }
}
