//! Every row signature, one file per log.
//!
//! Modules, each using only those to its left: `conditions → alb → cloudfront`
//!
//! The order inside a table is the order of evaluation: what the log names by itself comes
//! first, then who answered, then how far the request got.

mod alb;
mod cloudfront;
mod conditions;

use why502_parse::Format;

use crate::predicate::Facts;
use crate::signature::Signature;

/// The id of the signature for failures that nothing explains.
pub const UNATTRIBUTED_ID: &str = "unattributed";

/// The signatures of one format, in order of evaluation.
#[must_use]
pub fn of(format: Format) -> &'static [Signature] {
    match format {
        Format::Alb => alb::SIGNATURES,
        Format::CloudFront => cloudfront::SIGNATURES,
        _ => &[],
    }
}

/// Every signature of every format.
pub fn all() -> impl Iterator<Item = &'static Signature> {
    alb::SIGNATURES.iter().chain(cloudfront::SIGNATURES)
}

/// The first signature of the format that holds for the record, with its place in [`of`].
pub fn first_match<F: Facts + ?Sized>(
    format: Format,
    facts: &F,
) -> Option<(usize, &'static Signature)> {
    of(format).iter().enumerate().find(|(_, signature)| signature.predicate.matches(facts))
}
