//! A value that is written in a filter, and how values of records compare with it.

use std::cmp::Ordering;

use why502_parse::{Number, Value};

use super::lexer::Operator;

/// Units of durations in seconds, and of sizes in bytes.
const UNITS: [(&str, f64); 14] = [
    ("us", 1e-6),
    ("µs", 1e-6),
    ("ms", 1e-3),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3_600.0),
    ("d", 86_400.0),
    ("B", 1.0),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("KiB", 1_024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
];

/// A written value: a text, and a number where it reads as one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Literal {
    text: String,
    number: Option<f64>,
}

impl Literal {
    /// A bare word may have a unit.
    pub(crate) fn bare(text: &str) -> Self {
        Self { text: text.to_owned(), number: with_unit(text) }
    }

    /// Text in quotes reads as a number where it is nothing but one.
    pub(crate) fn quoted(text: &str) -> Self {
        Self { text: text.to_owned(), number: plain(text) }
    }

    /// As it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it is as a number, if it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        self.number
    }

    /// Does `value operator self` hold? Never for a value that is missing.
    pub(crate) fn compares(&self, value: &Value<'_>, operator: Operator) -> bool {
        let ordering = match value {
            Value::Null => None,
            Value::Number(number) => {
                self.number.and_then(|mine| number_of(*number).partial_cmp(&mine))
            }
            Value::Text(text) => self.order_of_text(text, operator),
            Value::Json(text) => self.order_of_text(text, operator),
            Value::Bool(truth) => {
                let word = if *truth { "true" } else { "false" };
                equality_only(operator).then(|| word.cmp(self.text.as_str()))
            }
        };
        ordering.is_some_and(|ordering| holds(operator, ordering))
    }

    /// Texts are equal byte by byte; with a number a text that is none has no order.
    fn order_of_text(&self, text: &[u8], operator: Operator) -> Option<Ordering> {
        if equality_only(operator) {
            return Some(text.cmp(self.text.as_bytes()));
        }
        match self.number {
            None => Some(text.cmp(self.text.as_bytes())),
            Some(number) => {
                plain(std::str::from_utf8(text).ok()?).and_then(|mine| mine.partial_cmp(&number))
            }
        }
    }
}

/// Does an ordering satisfy an operator?
pub(crate) fn holds(operator: Operator, ordering: Ordering) -> bool {
    match operator {
        Operator::Equal => ordering.is_eq(),
        Operator::NotEqual => ordering.is_ne(),
        Operator::Below => ordering.is_lt(),
        Operator::AtMost => ordering.is_le(),
        Operator::Above => ordering.is_gt(),
        Operator::AtLeast => ordering.is_ge(),
        Operator::Matches | Operator::MatchesNot => false,
    }
}

fn equality_only(operator: Operator) -> bool {
    matches!(operator, Operator::Equal | Operator::NotEqual)
}

/// Short digits, which statuses are, cost no general reading.
fn number_of(number: Number<'_>) -> f64 {
    if let Number::Literal(digits) = number
        && digits.len() <= 15
        && digits.iter().all(u8::is_ascii_digit)
    {
        return digits.iter().fold(0_u64, |sum, byte| sum * 10 + u64::from(byte - b'0')) as f64;
    }
    number.to_f64()
}

/// Digits, a point and digits, after a sign; no exponent, `inf` or `nan`.
fn plain(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_plain.then(|| text.parse().ok()).flatten()
}

/// A number as it is written, in seconds or bytes where it has a unit.
pub(crate) fn with_unit(text: &str) -> Option<f64> {
    let end = text.rfind(|last: char| last.is_ascii_digit())? + 1;
    let (number, unit) = text.split_at(end);
    if unit.is_empty() {
        return plain(number);
    }
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    // A division is exact where a multiplication by 0.001 is not.
    let number = plain(number)?;
    Some(if *factor < 1.0 { number / (1.0 / factor).round() } else { number * factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_seconds_and_bytes() {
        for (text, number) in [
            ("502", Some(502.0)),
            ("-1", Some(-1.0)),
            ("200ms", Some(0.2)),
            ("35us", Some(0.000_035)),
            ("1.5s", Some(1.5)),
            ("2m", Some(120.0)),
            ("10KB", Some(10_000.0)),
            ("1MiB", Some(1_048_576.0)),
            ("1e3", None),
            ("1.", None),
            ("inf", None),
            ("10.0.0.1", None),
            ("5 s", None),
            ("", None),
        ] {
            assert_eq!(Literal::bare(text).number, number, "{text}");
        }
        assert_eq!(Literal::quoted("2m").number, None);
    }

    #[test]
    fn a_missing_value_passes_no_comparison() {
        for operator in [Operator::Equal, Operator::NotEqual, Operator::Below, Operator::AtLeast] {
            assert!(!Literal::bare("1").compares(&Value::Null, operator));
        }
    }
}
