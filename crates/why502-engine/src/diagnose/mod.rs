//! From counts to causes: which failures form an incident, what explains it, how sure that is.
//!
//! The order of work: failing requests are gathered in *streams* (one scope, one family of
//! symptoms); a stream's windows above its background are found by a likelihood-ratio CUSUM;
//! group rules decide the cause of each window; contrast with concurrent requests of the same
//! scope gives scope and evidence; what other logs say raises or lowers it; findings are ranked.
//!
//! Modules, each using only those to its left: `statistics → calibration → clock → context → case → course → contrast → targets → survey → wording → across → rules → search → corroborate → account → rhythm → timeouts → logs → finding → impact → rank`

mod account;
mod across;
mod calibration;
mod case;
mod clock;
mod context;
mod contrast;
mod corroborate;
mod course;
mod finding;
mod impact;
mod logs;
mod rank;
mod rhythm;
mod rules;
mod search;
mod statistics;
mod survey;
mod targets;
mod timeouts;
mod wording;

use why502_account::Facts;

use crate::aggregate::Aggregates;
use crate::crew::Crew;
use crate::summary::{Finding, Incident, NextCheck, Timeouts};

pub(crate) use context::group_name;
pub(crate) use logs::coverage_summary;
pub use logs::note_duplicates;
pub(crate) use statistics::{
    Association, Noise, RiskRatio, TwoByTwo, TwoRates, Variation, false_discovery_rates,
};

/// What was concluded.
#[derive(Debug, Default)]
pub(crate) struct Diagnosis {
    pub(crate) incidents: Vec<Incident>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) timeouts: Timeouts,
    pub(crate) not_visible: Vec<NextCheck>,
    /// Commands that collect what the account knows about the findings.
    pub(crate) collect: Vec<String>,
}

/// Concludes. Deterministic: the aggregates are in canonical order, and no map without an order
/// is walked.
pub(crate) fn diagnose(aggregates: &Aggregates, facts: Option<&Facts>, crew: &Crew) -> Diagnosis {
    let mut context = context::Context::new(aggregates, facts);
    let join = across::Join::of(&context);
    context.link(join.together());
    let cases = search::fold(search::cases(&context, &join));
    let cases = across::conclude(&context, &join, cases);
    let cases = corroborate::corroborate(&context, cases);
    let mut cases = account::weigh(&context, cases);
    cases.iter_mut().for_each(|case| rhythm::observe(&context, case));
    rank::conclude(&context, cases, crew)
}
