//! A compiled condition, and whether it holds.

use std::borrow::Cow;

use regex::bytes::Regex;
use why502_parse::{Number, Record, Value};

use super::comparison::Comparison;
use super::context::Context;
use super::key::Key;
use super::network::Network;
use crate::language::{Literal, Operator, holds};

/// A condition on one record.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Exists(Key),
    Compare(Comparison),
    /// `timestamp` against an instant, µs.
    CompareTime(Key, Operator, i64),
    /// Is the value one of these? The truth that is asked for.
    In(Key, Vec<Choice>, bool),
    /// Does the text match? The truth that is asked for.
    Match(Key, Regex, bool),
}

/// One of the things behind `in`.
#[derive(Debug, Clone)]
pub(super) enum Choice {
    Value(Literal),
    Network(Network),
    /// From the first to just before the second; either may be missing.
    Range(Option<Literal>, Option<Literal>),
    /// The same of `timestamp`, µs.
    Times(Option<i64>, Option<i64>),
}

impl Expression {
    /// Does it hold?
    pub(super) fn holds(&self, record: &Record<'_>, context: &Context<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(record, context)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(record, context)),
            Self::Not(part) => !part.holds(record, context),
            Self::Exists(key) => key.value(record, context) != Value::Null,
            Self::Compare(comparison) => comparison.holds(record, context),
            Self::CompareTime(key, operator, at) => match key.value(record, context) {
                Value::Number(Number::Integer(micros)) => holds(*operator, micros.cmp(at)),
                _ => false,
            },
            Self::In(key, choices, wanted) => {
                let value = key.value(record, context);
                value != Value::Null
                    && choices.iter().any(|choice| choice.has(&value, key.has_port())) == *wanted
            }
            Self::Match(key, regex, wanted) => {
                let value = key.value(record, context);
                text_of(&value).is_some_and(|text| regex.is_match(&text) == *wanted)
            }
        }
    }

    /// Is the record's signature asked for?
    pub(super) fn asks_for_the_verdict(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_the_verdict),
            Self::Not(part) => part.asks_for_the_verdict(),
            Self::CompareTime(..) => false,
            Self::Compare(comparison) => comparison.key().is_of_the_verdict(),
            Self::Exists(key) | Self::In(key, ..) | Self::Match(key, ..) => key.is_of_the_verdict(),
        }
    }
}

impl Choice {
    fn has(&self, value: &Value<'_>, with_port: bool) -> bool {
        match self {
            Self::Value(literal) => literal.compares(value, Operator::Equal),
            Self::Network(network) => {
                matches!(value, Value::Text(text) if network.holds(text, with_port))
            }
            Self::Range(from, to) => {
                let passes = |end: &Option<Literal>, operator| {
                    end.as_ref().is_none_or(|end| end.compares(value, operator))
                };
                passes(from, Operator::AtLeast) && passes(to, Operator::Below)
            }
            Self::Times(from, to) => match value {
                Value::Number(Number::Integer(at)) => {
                    from.is_none_or(|from| *at >= from) && to.is_none_or(|to| *at < to)
                }
                _ => false,
            },
        }
    }
}

/// What a pattern is held against; `None` for a missing value.
fn text_of<'v>(value: &'v Value<'_>) -> Option<Cow<'v, [u8]>> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Json(text) => Some(Cow::Borrowed(text)),
        Value::Bool(truth) => Some(Cow::Borrowed(if *truth { b"true" } else { b"false" })),
        Value::Number(Number::Literal(text)) => Some(Cow::Borrowed(text)),
        Value::Number(Number::Integer(number)) => Some(Cow::Owned(number.to_string().into_bytes())),
        Value::Number(number) => Some(Cow::Owned(number.to_f64().to_string().into_bytes())),
    }
}
