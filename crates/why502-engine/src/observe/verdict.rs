//! What one line says about its own failure, or about failures elsewhere.

use std::sync::LazyLock;

use why502_parse::{AlbRecord, CloudFrontRecord, Record, Row};
use why502_rulebook::{
    Evidence, FailureSide, Grade, Operand, PartlyKnown, Signature, evidence, signatures,
};

use super::facts::{AlbFacts, CloudFrontFacts, RowFacts};

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

#[inline]
pub(super) fn alb_signature(record: &AlbRecord<'_>) -> Placed<Signature> {
    use why502_parse::AlbField::ErrorReason;
    if record.value(ErrorReason).is_some() {
        return signatures::first_match(why502_parse::Format::Alb, &AlbFacts(*record));
    }
    let places = &*CANDIDATES[record.elb_status_code().map_or(NO_STATUS, usize::from)];
    if places.is_empty() {
        return None;
    }
    let table = signatures::of(why502_parse::Format::Alb);
    let holds = |place: &&usize| table[**place].predicate.matches(&AlbFacts(*record));
    places.iter().find(holds).map(|&place| (place, &table[place]))
}

/// Place of requests without a status, behind all that have one.
const NO_STATUS: usize = 1_000;

/// By status, the places of the load balancer's signatures that may hold where no reason was
/// logged. Asking every one would cost as much for a 404 as all else that is done with its line.
static CANDIDATES: LazyLock<Vec<Box<[usize]>>> = LazyLock::new(|| {
    let of_status = |status: usize| {
        let known = StatusAlone((status < NO_STATUS).then_some(status as i64));
        let table = signatures::of(why502_parse::Format::Alb).iter().enumerate();
        table
            .filter(|(_, signature)| signature.predicate.outcome(&known) != Some(false))
            .map(|(place, _)| place)
            .collect()
    };
    (0..=NO_STATUS).map(of_status).collect()
});

/// Requests of this status whose line has no error reason.
struct StatusAlone(Option<i64>);

impl PartlyKnown for StatusAlone {
    fn number(&self, operand: Operand) -> Option<Option<i64>> {
        match operand {
            Operand::Status | Operand::ElbStatusCode => Some(self.0),
            Operand::ErrorReason => Some(None),
            _ => None,
        }
    }

    fn text(&self, operand: Operand) -> Option<Option<&[u8]>> {
        matches!(operand, Operand::Status | Operand::ElbStatusCode | Operand::ErrorReason)
            .then_some(None)
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

#[cfg(test)]
mod tests {
    use why502_parse::{Line, Parsed, Parser};

    use super::*;

    /// A line of that status and target status, with one of the shapes of times and a reason.
    fn line(status: &str, shape: usize) -> String {
        let target = ["10.0.0.1:80", "-"][shape & 1];
        let times = ["0.001 0.002 0.000", "-1 -1 -1", "0.001 -1 -1", "0.001 60.0 -1"];
        let target_status = ["-", "200", "502", "404"][shape >> 3 & 3];
        format!(
            "https 2026-11-22T10:00:00.000000Z app/a/b 192.0.2.1:4000 {target} {} {status} \
             {target_status} 100 200 \"GET https://example.com:443/ HTTP/1.1\" \"curl/8\" - - \
             arn:tg \"-\" \"-\" \"-\" 1 2026-11-22T10:00:00.000000Z \"forward\" \"-\" \"-\"",
            times[shape >> 1 & 3]
        )
    }

    #[test]
    fn a_status_that_rules_all_signatures_out_has_none() {
        let mut parser = Parser::new(None);
        let mut ruled_out = 0;
        for status in (0..1_000).map(|code| format!("{code:03}")).chain(["-".to_owned()]) {
            for shape in 0..32 {
                let line = line(&status, shape);
                let Parsed::Record(Record::Alb(record)) =
                    parser.parse(Line::Complete(line.as_bytes()))
                else {
                    panic!("{line}");
                };
                let found = signatures::first_match(record_format(), &AlbFacts(record));
                assert_eq!(
                    alb_signature(&record).map(|(place, _)| place),
                    found.map(|(place, _)| place),
                    "{line}"
                );
                let place = record.elb_status_code().map_or(NO_STATUS, usize::from);
                ruled_out += usize::from(CANDIDATES[place].is_empty());
            }
        }
        assert!(ruled_out > 32 * 300, "{ruled_out}");
    }

    fn record_format() -> why502_parse::Format {
        why502_parse::Format::Alb
    }
}
