//! Two sides, two windows or two sources, and what differs between them.
//!
//! A pure function of two [`Side`]s. Every figure is compared with an interval; how much figures
//! vary by themselves is measured in slices of time; over all that is tried, false discoveries are
//! held at 5 % (Benjamini and Hochberg). What does not pass is within noise, with the interval that
//! says how large a change it could hide. `docs/decisions/0025-compare.md` has the reasons.
//!
//! Modules, each using only those to its left: `comparison → slices → side → measure → figures → latency → groups → values → wording → conclude → texts`

mod comparison;
mod conclude;
mod figures;
mod groups;
mod latency;
mod measure;
mod side;
mod slices;
mod texts;
mod values;
mod wording;

pub use comparison::{
    Comparison, Estimate, Figure, Group, Measure, Presence, SideSummary, Unit, ValueChange,
    ValueCounts, Verdict,
};
pub use side::Side;

/// The version of the JSON of a comparison.
pub const SCHEMA_VERSION: u32 = 1;

/// Compares. Deterministic: the same two sides give the same comparison.
#[must_use]
pub fn compare(before: &Side, after: &Side) -> Comparison {
    let mut comparison = Comparison {
        schema_version: SCHEMA_VERSION,
        statement: String::new().into(),
        before: before.summarised(),
        after: after.summarised(),
        tested: 0,
        changed: 0,
        figures: figures::figures(before, after),
        latency: latency::latency(before, after),
        groups: groups::groups(before, after),
        dimensions: values::dimensions(before, after),
        notes: Vec::new(),
        redacted: None,
    };
    conclude::judge(&mut comparison);
    comparison.statement = wording::statement(&comparison);
    comparison.notes = wording::notes(before, after, &comparison);
    comparison
}
