//! A value held against one that is written in the filter.

use std::cmp::Ordering;

use why502_parse::Record;

use super::context::Context;
use super::key::Key;
use crate::language::{Literal, Operator, holds};

/// A comparison of a key's value with a literal.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    key: Key,
    operator: Operator,
    literal: Literal,
    /// The literal's digits, where it is a whole number.
    digits: Option<Box<[u8]>>,
}

/// Whole numbers below this are the same in digits and in floating point.
const EXACT: f64 = 1e15;

impl Comparison {
    pub(super) fn new(key: Key, operator: Operator, literal: Literal) -> Self {
        let whole = literal.number().filter(|one| one.fract() == 0.0 && (0.0..EXACT).contains(one));
        let digits = whole.map(|one| (one as u64).to_string().into_bytes().into_boxed_slice());
        Self { key, operator, literal, digits }
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// Does it hold?
    pub(super) fn holds(&self, record: &Record<'_>, context: &Context<'_>) -> bool {
        // Statuses above all.
        if let Some(digits) = &self.digits
            && let Some(logged) = self.key.digits(record)
        {
            return holds(self.operator, order_of_digits(logged, digits));
        }
        self.literal.compares(&self.key.value(record, context), self.operator)
    }
}

/// Of numbers without leading zeros the longer one is the greater.
fn order_of_digits(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use why502_parse::{Parsed, Reader, Unit};

    use super::*;

    const OPERATORS: [Operator; 6] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Below,
        Operator::AtMost,
        Operator::Above,
        Operator::AtLeast,
    ];

    /// Is it the same by digits and by number, and are digits used where they may be?
    fn check(record: &Record<'_>, literal: &str, by_digits: bool) {
        let context = Context { source: "a", line: 1, signature: None };
        for operator in OPERATORS {
            let key = || Key::named("sent_bytes").unwrap();
            let quick = Comparison::new(key(), operator, Literal::bare(literal));
            let slow = Comparison { digits: None, ..quick.clone() };
            let is_quick = quick.digits.is_some() && quick.key.digits(record).is_some();
            assert_eq!(is_quick, by_digits, "{literal}");
            let (quick, slow) = (quick.holds(record, &context), slow.holds(record, &context));
            assert_eq!(quick, slow, "{literal} {operator:?}");
        }
    }

    #[test]
    fn digits_decide_as_numbers_do() {
        let whole =
            ["0", "7", "99", "500", "502", "1000", "2s", "1KiB", "999999999999999", "502.0"];
        let other = ["0.5", "-1", "1000000000000000", "none", "502.5", "12ms"];
        let logged = [
            ("0", true),
            ("502", true),
            ("99", true),
            ("1000", true),
            ("1024", true),
            ("123456789012345678901", true),
            ("-", false),
            ("-1", false),
            ("0502", false),
            ("502.0", false),
            ("5e2", false),
            ("x502", false),
        ];
        for (logged, are_digits) in logged {
            let line = format!(
                "http 2026-11-22T14:00:01.000000Z app/shop/0123456789abcdef 192.0.2.7:40312 - -1 \
                 -1 -1 503 - 34 {logged} \"GET http://h:80/ HTTP/1.1\" \"-\" - -\n"
            );
            let mut records = 0;
            let mut reader = Reader::new(1 << 20, None, why502_parse::Options::default());
            reader.push(line.as_bytes(), &mut |unit: Unit<'_>| {
                let Parsed::Record(record) = unit.parsed else { panic!("no record: {line}") };
                records += 1;
                whole.iter().for_each(|literal| check(&record, literal, are_digits));
                other.iter().for_each(|literal| check(&record, literal, false));
            });
            assert_eq!(records, 1);
        }
    }
}
