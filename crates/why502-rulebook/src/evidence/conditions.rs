//! Conditions that several rules share.

use crate::operand::Operand::{self, ErrorCode, Message};
use crate::predicate::Comparison::Equal;
use crate::predicate::Predicate::{self, Number, Text};
use crate::predicate::TextTest::{Contains, OneOf};

/// The line's text has one of these.
pub(super) const fn said(words: &'static [&'static str]) -> Predicate {
    Text(Message, Contains(words))
}

/// The value is one of these words.
pub(super) const fn is(operand: Operand, words: &'static [&'static str]) -> Predicate {
    Text(operand, OneOf(words))
}

/// The value is this number.
pub(super) const fn number(operand: Operand, value: i64) -> Predicate {
    Number(operand, Equal, value)
}

/// Apache's number of the message is one of these.
pub(super) const fn code(codes: &'static [&'static str]) -> Predicate {
    is(ErrorCode, codes)
}
