//! What is known of a column: its names and what its values are.

use crate::member::{Number, Value, View, is_json_number};
use crate::value::{millis_to_micros, percent_decode_once, unescape};
use std::borrow::Cow;

/// A column of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its key in records.
    pub key: &'static str,
    /// The name that its documentation uses.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Part of every record, `null` where a line has none; others only where a line has them.
    pub always: bool,
}

/// What a column's values are, and how the log writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, as it stands.
    Text,
    /// Text with a load balancer's `\xHH` and `\"`.
    Escaped,
    /// Text with `%HH`, encoded once.
    Percent,
    /// A user agent with `%HH`, which older logs encoded twice.
    PercentAgent,
    /// A number; what is none stays text.
    Number,
    /// A duration in seconds; `-1`: not measured.
    Seconds,
    /// A duration in milliseconds; `-1`: not measured.
    Millis,
    /// A truth value as JSON writes it.
    Bool,
    /// A JSON array.
    Json,
}

impl Kind {
    /// The value of what the log wrote. Never `Null` for text but `-` and nothing.
    #[must_use]
    pub fn value(self, logged: &[u8], view: View) -> Value<'_> {
        if matches!(logged, b"" | b"-") {
            return Value::Null;
        }
        match (self, view) {
            (Self::Json, _) => Value::Json(logged),
            (Self::Bool, _) if logged == b"true" => Value::Bool(true),
            (Self::Bool, _) if logged == b"false" => Value::Bool(false),
            (Self::Number, _) | (Self::Seconds | Self::Millis, View::Logged) => number(logged),
            (Self::Seconds | Self::Millis, View::Meant) => self.duration(logged),
            (Self::Escaped, View::Meant) => Value::Text(unescape(logged)),
            (Self::Percent, View::Meant) => Value::Text(percent_decode_once(logged)),
            (Self::PercentAgent, View::Meant) => Value::Text(user_agent(logged)),
            _ => Value::Text(Cow::Borrowed(logged)),
        }
    }

    fn duration(self, logged: &[u8]) -> Value<'_> {
        if logged.starts_with(b"-") {
            return Value::Null;
        }
        match self {
            Self::Millis => match millis_to_micros(logged) {
                Some(micros) => {
                    Value::Number(Number::Micros(i64::try_from(micros).unwrap_or(i64::MAX)))
                }
                None => Value::Text(Cow::Borrowed(logged)),
            },
            _ => number(logged),
        }
    }
}

/// A number, leading zeros dropped; text where it is none.
fn number(logged: &[u8]) -> Value<'_> {
    // Zeros with a digit behind them: one of `00.036` stays.
    let digits = logged.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let zeros = logged[..digits.saturating_sub(1)].iter().take_while(|&&byte| byte == b'0').count();
    let rest = &logged[zeros..];
    if is_json_number(rest) {
        return Value::Number(Number::Literal(rest));
    }
    Value::Text(Cow::Borrowed(logged))
}

/// Decoded once, and once more where that leaves what only an encoder writes: user agents of 2013
/// to about 2018 were encoded twice.
fn user_agent(logged: &[u8]) -> Cow<'_, [u8]> {
    let once = percent_decode_once(logged);
    let is_encoded_still = once
        .windows(3)
        .any(|bytes| matches!(bytes, b"%20" | b"%22" | b"%28" | b"%29" | b"%2C" | b"%2F" | b"%3B"));
    if !is_encoded_still {
        return once;
    }
    Cow::Owned(percent_decode_once(&once).into_owned())
}
