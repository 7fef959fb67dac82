//! One member of a record: a key and a value, as the log means it.

use std::borrow::Cow;

/// How a record's values are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Decoded: escapes undone, durations in seconds, a `-1` in a time absent.
    #[default]
    Meant,
    /// As logged: escapes kept, durations in the log's unit, `-1` a number.
    Logged,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `-`, empty, not in the line; or a time that was not measured.
    Null,
    /// Any bytes, UTF-8 or not.
    Text(Cow<'a, [u8]>),
    /// A number.
    Number(Number<'a>),
    /// A truth value.
    Bool(bool),
    /// A JSON array, well formed, as logged.
    Json(&'a [u8]),
}

/// A number, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number<'a> {
    /// As JSON writes one (RFC 8259), as logged.
    Literal(&'a [u8]),
    /// A whole number.
    Integer(i64),
    /// A duration in microseconds; its value is in seconds.
    Micros(i64),
}

impl Number<'_> {
    /// The nearest floating-point number; for a duration, in seconds.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Literal(text) => {
                std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(0.0)
            }
            Self::Integer(integer) => integer as f64,
            Self::Micros(micros) => micros as f64 / 1e6,
        }
    }
}

/// Whether the text is a number as JSON writes one: digits with no leading zero, an optional
/// fraction and exponent.
#[must_use]
pub(crate) fn is_json_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(text);
    if whole == 0 || whole > 1 && text[0] == b'0' {
        return false;
    }
    let mut rest = &text[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let exponent =
            exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
        let count = digits(exponent);
        return count > 0 && count == exponent.len();
    }
    rest.is_empty()
}
