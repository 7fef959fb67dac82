//! Every row signature, one file per log.
//!
//! Modules, each using only those to its left: `conditions → alb → cloudfront → apigateway → clb → nlb`
//!
//! The order inside a table is the order of evaluation: what the log names by itself comes
//! first, then who answered, then how far the request got.

mod alb;
mod apigateway;
mod clb;
mod cloudfront;
mod conditions;
mod nlb;

use why502_parse::Format;

use crate::predicate::Facts;
use crate::signature::Signature;

/// The id of the signature for failures that nothing explains.
pub const UNATTRIBUTED_ID: &str = "unattributed";

/// The signatures of one format, in order of evaluation; those of CloudFront's standard and
/// real-time logs are the same. Empty for a format whose records are no requests.
#[must_use]
pub fn of(format: Format) -> &'static [Signature] {
    match format {
        Format::Alb => alb::SIGNATURES,
        Format::CloudFront | Format::CloudFrontRealtime => cloudfront::SIGNATURES,
        Format::ApiGateway => apigateway::SIGNATURES,
        Format::Clb => clb::SIGNATURES,
        Format::Nlb => nlb::SIGNATURES,
        _ => &[],
    }
}

/// Every signature of every format.
pub fn all() -> impl Iterator<Item = &'static Signature> {
    alb::SIGNATURES
        .iter()
        .chain(cloudfront::SIGNATURES)
        .chain(apigateway::SIGNATURES)
        .chain(clb::SIGNATURES)
        .chain(nlb::SIGNATURES)
}

/// The first signature of the format that holds for the record, with its place in [`of`].
pub fn first_match<F: Facts + ?Sized>(
    format: Format,
    facts: &F,
) -> Option<(usize, &'static Signature)> {
    of(format).iter().enumerate().find(|(_, signature)| signature.predicate.matches(facts))
}
