//! Conditions that several signatures share.

use crate::operand::Operand::{
    self, ElbStatusCode, RequestProcessingTime, ResponseProcessingTime, TargetPort,
    TargetProcessingTime, TargetStatusCode,
};
use crate::predicate::Comparison::{AtLeast, Below, Equal};
use crate::predicate::Predicate::{self, Absent, All, Number, Present};

/// Microseconds in a second.
pub(super) const SECOND: i64 = 1_000_000;

pub(super) const fn status(code: i64) -> Predicate {
    Number(ElbStatusCode, Equal, code)
}

const fn not_measured(operand: Operand) -> Predicate {
    Number(operand, Below, 0)
}

/// The target was chosen and did not answer.
pub(super) const UNANSWERED: Predicate = All(&[Absent(TargetStatusCode), Present(TargetPort)]);

/// No target, no answer.
pub(super) const NO_TARGET: Predicate = All(&[Absent(TargetStatusCode), Absent(TargetPort)]);

/// The request never reached the target: all three times are `-1`.
pub(super) const NEVER_SENT: Predicate = All(&[
    UNANSWERED,
    not_measured(RequestProcessingTime),
    not_measured(TargetProcessingTime),
    not_measured(ResponseProcessingTime),
]);

/// The request was sent, and no valid answer came back.
pub(super) const SENT_UNANSWERED: Predicate = All(&[
    UNANSWERED,
    Number(RequestProcessingTime, AtLeast, 0),
    not_measured(ResponseProcessingTime),
]);
