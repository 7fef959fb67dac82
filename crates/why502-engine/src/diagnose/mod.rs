//! From counts to causes: which failures form an incident, what explains it, how sure that is.
//!
//! The order of work: failing requests are gathered in *streams* (one scope, one family of
//! symptoms); a stream's windows above its background are found by a likelihood-ratio CUSUM;
//! group rules decide the cause of each window; contrast with concurrent requests of the same
//! scope gives scope and evidence; what other logs say raises or lowers it; findings are ranked.
//!
//! Modules, each using only those to its left: `statistics → clock → context → case → contrast → targets → rules → judge → streams → fold → wording → corroborate → finding → rank`

mod case;
mod clock;
mod context;
mod contrast;
mod corroborate;
mod finding;
mod fold;
mod judge;
mod rank;
mod rules;
mod statistics;
mod streams;
mod targets;
mod wording;

use crate::aggregate::Aggregates;
use crate::summary::{Finding, Incident};

pub(crate) use context::group_name;
pub(crate) use statistics::{RiskRatio, TwoByTwo};

/// What was concluded.
#[derive(Debug, Default)]
pub(crate) struct Diagnosis {
    pub(crate) incidents: Vec<Incident>,
    pub(crate) findings: Vec<Finding>,
}

/// Concludes. Deterministic: the aggregates are in canonical order, and no map without an order
/// is walked.
pub(crate) fn diagnose(aggregates: &Aggregates) -> Diagnosis {
    let context = context::Context::new(aggregates);
    let cases = fold::fold(streams::cases(&context));
    let cases = corroborate::corroborate(&context, cases);
    rank::conclude(&context, cases)
}
