//! What other logs of the same call say for and against a case: proxies inside targets, health
//! checks, functions, networks. They raise or lower it, and may decide between two causes that
//! look alike; they make no case of their own.
//!
//! Modules, each using only those to its left: `wording → scene → seen → health → invoked`

mod health;
mod invoked;
mod scene;
mod seen;
mod wording;

use why502_parse::Format;

use super::case::Case;
use super::context::{Context, Window};
use scene::Scene;

/// Functions named at most; more set nothing apart.
const MOST_FUNCTIONS: usize = 8;

/// Hears every log about every incident. Background lasts for the whole of the logs, where any
/// line would agree with it in time: it stays as it is.
pub(super) fn corroborate<'a>(context: &Context<'a>, cases: Vec<Case<'a>>) -> Vec<Case<'a>> {
    if context.aggregates.evidence.formats.is_empty() {
        return cases;
    }
    let incidents = cases.iter().filter(|case| case.excess.is_some());
    let mut windows: Vec<Window> = incidents.map(|case| scene::widened(case.window())).collect();
    windows.sort_unstable();
    windows.dedup_by(|later, kept| {
        let overlaps = later.start <= kept.end;
        if overlaps {
            kept.end = kept.end.max(later.end);
        }
        overlaps
    });
    let hear = |case: Case<'a>| match case.excess {
        Some(_) => heard(context, case, &windows),
        None => case,
    };
    cases.into_iter().map(hear).collect()
}

fn heard<'a>(context: &Context<'a>, case: Case<'a>, windows: &[Window]) -> Case<'a> {
    let scene = Scene::of(context, &case, windows);
    let (case, was_heard) = invoked::decide(context, &scene, case);
    let mut case = seen::weigh(context, &scene, case, was_heard.then_some(Format::Lambda));
    case = health::weigh_passed(context, &scene, case);
    if case.functions.is_empty() && invoked::concerns(&case) {
        case.functions = health::functions(context, &scene);
    }
    case.functions.truncate(MOST_FUNCTIONS);
    case
}
