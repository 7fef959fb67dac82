//! One finding for what many scopes show alike.
//!
//! A fleet of a thousand target groups that all lose a zone has one incident, and nobody reads a
//! thousand findings of the same cause.

use super::super::case::Case;
use super::super::wording;
use crate::summary::Evidence;

/// Up to so many cases of one cause stay apart: they may have different reasons.
const FEW: usize = 8;

/// Joins cases of one cause that overlap in time, and background of one cause, where there are
/// more than a few.
pub(in super::super) fn fold(mut cases: Vec<Case<'_>>) -> Vec<Case<'_>> {
    cases.sort_by_cached_key(|case| (case.cause.name, case.excess.is_none(), case.window()));
    let mut folded = Vec::new();
    let mut group: Vec<Case<'_>> = Vec::new();
    for case in cases {
        if group.last().is_some_and(|last| !belongs(last, &case)) {
            folded.extend(closed(std::mem::take(&mut group)));
        }
        group.push(case);
    }
    folded.extend(closed(group));
    folded
}

/// The next case in order of time, of the same kind, begins before the one before it ends.
fn belongs(last: &Case<'_>, next: &Case<'_>) -> bool {
    last.cause.name == next.cause.name
        && last.excess.is_none() == next.excess.is_none()
        && (last.excess.is_none() || last.window().overlap_us(next.window()) >= 0)
}

fn closed(group: Vec<Case<'_>>) -> Vec<Case<'_>> {
    if group.len() <= FEW {
        return group;
    }
    let count = group.len();
    let mut cases = group.into_iter();
    let Some(mut whole) = cases.next() else { return Vec::new() };
    for case in cases {
        whole.rows.extend(case.rows);
        whole.scopes.extend(case.scopes);
        whole.front.extend(case.front);
        whole.echoes.extend(case.echoes);
        whole.excess = whole.excess.zip(case.excess).map(|(one, other)| one.max(other));
    }
    whole.rows.sort();
    whole.scopes.sort_unstable();
    whole.scopes.dedup();
    whole.trigger = None;
    whole.evidence = vec![Evidence {
        kind: "for",
        statement: wording::general::alike_in(count),
        value: count as f64,
    }];
    vec![whole]
}
