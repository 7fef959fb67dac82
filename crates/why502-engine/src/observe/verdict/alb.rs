//! The signature of a line of the load balancer's access log.

use std::sync::LazyLock;

use why502_parse::AlbField::ErrorReason;
use why502_parse::{AlbRecord, Format};
use why502_rulebook::{Operand, PartlyKnown, Signature, signatures};

use super::{Placed, memo};
use crate::observe::facts::AlbNumbers;

#[inline]
pub(in super::super) fn alb_signature(record: &AlbRecord<'_>) -> Placed<Signature> {
    alb_failure(record).map(|(signature, _)| signature)
}

/// The signature, and the numbers of the line if they were asked for.
#[inline]
pub(in super::super) fn alb_failure(
    record: &AlbRecord<'_>,
) -> Option<((usize, &'static Signature), Option<AlbNumbers>)> {
    let places = match record.value(ErrorReason) {
        Some(_) => &*ALL,
        None => &*CANDIDATES[record.elb_status_code().map_or(NO_STATUS, usize::from)],
    };
    if places.is_empty() {
        return None;
    }
    let (place, numbers) = memo::first_of(places, *record)?;
    Some(((place, &signatures::of(Format::Alb)[place]), numbers))
}

/// Place of requests without a status, behind all that have one.
const NO_STATUS: usize = 1_000;

/// The places of all signatures.
static ALL: LazyLock<Vec<usize>> =
    LazyLock::new(|| (0..signatures::of(Format::Alb).len()).collect());

/// By status, the places of the load balancer's signatures that may hold where no reason was
/// logged. Asking every one would cost as much for a 404 as all else that is done with its line.
static CANDIDATES: LazyLock<Vec<Box<[usize]>>> = LazyLock::new(|| {
    let of_status = |status: usize| {
        let known = StatusAlone((status < NO_STATUS).then_some(status as i64));
        let table = signatures::of(Format::Alb).iter().enumerate();
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

#[cfg(test)]
mod tests {
    use why502_parse::{Line, Parsed, Parser, Record};

    use super::*;
    use crate::observe::facts::AlbFacts;

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

    /// Forms of each part of a line; every combination is tried.
    const STATUSES: [&str; 9] = ["-", "200", "400", "401", "460", "502", "503", "504", "561"];
    const WORDS: [[&str; 3]; 8] = [
        ["https", "forward", "-"],
        ["h2", "waf,forward", "-"],
        ["grpcs", "forward", "-"],
        ["http", "waf-failed", "WAFConnectionError"],
        ["https", "-", "LambdaUnhandled"],
        ["https", "fixed-response", "LambdaUnhandled"],
        ["https", "authenticate", "JWKSRequestTimeout"],
        // Longer than what is remembered.
        ["https", "forward", "LambdaSubnetIPAddressLimitReachedException"],
    ];
    const TIMES: [&str; 8] = [
        "0.001 0.002 0.000",
        "-1 -1 -1",
        "0.001 -1 -1",
        "0.001 0.100 -1",
        "0.001 0.101 -1",
        "0.001 59.000 -1",
        "0.001 60.000 -1",
        "0.001 61.001 -1",
    ];
    /// When the response came, in seconds; the request came with the minute.
    const ENDS: [&str; 6] = ["00.000", "01.000", "09.499", "09.500", "10.250", "10.251"];
    /// Target, its status, size of the request and method.
    const OTHERS: [&str; 5] = [
        "10.0.0.1:80 - 100 GET",
        "10.0.0.1:80 - 9000 POST",
        "10.0.0.1:80 - 100 POST",
        "- - 100 GET",
        "10.0.0.1:80 502 100 GET",
    ];

    #[test]
    fn what_is_remembered_is_what_the_predicates_say() {
        let mut parser = Parser::new(None);
        let mut seen = std::collections::BTreeSet::new();
        let forms = [STATUSES.len(), WORDS.len(), TIMES.len(), ENDS.len(), OTHERS.len()];
        for number in 0..forms.iter().product() {
            let mut rest: usize = number;
            let [status, words, times, end, others] = forms.map(|forms| {
                let form = rest % forms;
                rest /= forms;
                form
            });
            let [kind, actions, reason] = WORDS[words];
            let parts: Vec<&str> = OTHERS[others].split(' ').collect();
            let line = format!(
                "{kind} 2026-11-22T10:00:{}000Z app/a/b 192.0.2.1:4000 {} {} {} {} {} 200 \
                 \"{} https://example.com:443/ HTTP/1.1\" \"curl/8\" - - arn:tg \"-\" \"-\" \"-\" 1 \
                 2026-11-22T10:00:00.000000Z \"{actions}\" \"-\" \"{reason}\"",
                ENDS[end], parts[0], TIMES[times], STATUSES[status], parts[1], parts[2], parts[3]
            );
            let Parsed::Record(Record::Alb(record)) = parser.parse(Line::Complete(line.as_bytes()))
            else {
                panic!("{line}");
            };
            let expected = signatures::first_match(record_format(), &AlbFacts(record));
            let found = alb_failure(&record);
            assert_eq!(
                found.map(|((place, _), _)| place),
                expected.map(|(place, _)| place),
                "{line}"
            );
            if let Some(((place, _), numbers)) = found {
                seen.insert(place);
                assert!(numbers.is_none_or(|numbers| numbers == AlbNumbers::of(&record)));
            }
        }
        assert!(seen.len() > 12, "{seen:?}");
    }

    fn record_format() -> why502_parse::Format {
        why502_parse::Format::Alb
    }
}
