//! What one line says about its own failure, or about failures elsewhere.
//!
//! Modules, each using only those to its left: `memo → alb`

mod alb;
mod memo;

use why502_parse::{CloudFrontRecord, Record, Row};
use why502_rulebook::{Evidence, FailureSide, Grade, Signature, evidence, signatures};

use super::facts::{CloudFrontFacts, RowFacts};

pub(super) use alb::{alb_failure, alb_signature};

/// A signature, or a rule of evidence, and its place in the table of the format.
pub(crate) type Placed<T> = Option<(usize, &'static T)>;

/// What a record's own line says of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Id from the rulebook: of a signature, or of evidence where the record is no request.
    pub id: &'static str,
    /// How surely the line says it.
    pub grade: Grade,
    /// Who produced the failure, where the line tells.
    pub side: Option<FailureSide>,
}

/// The signature of a failing request, or what a line that is no request gives evidence of; `None`
/// where the line shows no failure. It is the signature that an analysis counts.
#[must_use]
pub fn verdict(record: &Record<'_>) -> Option<Verdict> {
    if let Some((_, signature)) = signature_of(record) {
        let Signature { id, grade, side, .. } = *signature;
        return Some(Verdict { id, grade, side: Some(side) });
    }
    let (_, rule) = evidence_of(record)?;
    Some(Verdict { id: rule.id, grade: rule.grade, side: rule.side })
}

/// The signature of a failing request.
pub(crate) fn signature_of(record: &Record<'_>) -> Placed<Signature> {
    match record {
        Record::Alb(record) => alb_signature(record),
        Record::CloudFront(record) => cloudfront_signature(record),
        Record::Row(row) => row_signature(*row),
    }
}

/// What a line that is no request gives evidence of.
pub(crate) fn evidence_of(record: &Record<'_>) -> Placed<Evidence> {
    match *record {
        Record::Row(row) => evidence::first_match(row.format(), &RowFacts(row)),
        _ => None,
    }
}

pub(super) fn cloudfront_signature(record: &CloudFrontRecord<'_>) -> Placed<Signature> {
    use why502_parse::CloudFrontField::XEdgeResultType;
    // Nor does a good status with the result type of a served request.
    let is_served = matches!(
        record.value(XEdgeResultType),
        None | Some(b"Hit" | b"RefreshHit" | b"Miss" | b"Redirect" | b"OriginShieldHit")
    );
    let may_have_failed = !is_served || !matches!(record.sc_status(), Some(100..=499));
    may_have_failed
        .then(|| signatures::first_match(record.format(), &CloudFrontFacts(*record)))
        .flatten()
}

pub(super) fn row_signature(row: Row<'_>) -> Placed<Signature> {
    signatures::first_match(row.format(), &RowFacts(row))
}
