//! What the account adds to a case, where facts of it were given: settings that decide between
//! causes, changes just before the onset, tasks that died; and the commands that collect them.
//!
//! Modules, each using only those to its left: `wording → subject → changes → trigger → settings → timeouts → tasks → collect`

mod changes;
mod collect;
mod settings;
mod subject;
mod tasks;
mod timeouts;
mod trigger;
mod wording;

use super::case::Case;
use super::context::Context;
use subject::Subject;

pub(super) use collect::commands;

/// Weighs every case by the facts, if there are any.
pub(super) fn weigh<'a>(context: &Context<'a>, cases: Vec<Case<'a>>) -> Vec<Case<'a>> {
    let Some(facts) = context.facts else { return cases };
    let weigh = |case: Case<'a>| {
        let subject = Subject::of(context, facts, &case);
        let decided = case.evidence.len();
        let case = settings::weigh(context, facts, &subject, case);
        let case = timeouts::weigh(context, facts, &subject, case);
        let case = tasks::weigh(context, facts, &subject, case);
        let mut case = trigger::weigh(facts, &subject, case);
        // What the account says is more than what the logs let suppose.
        case.evidence.rotate_left(decided);
        case
    };
    cases.into_iter().map(weigh).collect()
}
