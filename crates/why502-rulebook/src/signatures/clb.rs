//! Classic ELB access log.
//!
//! On a failure the log names no instance and measures no time, so the statuses are all there is.

use why502_parse::Format;

use crate::causes::{self, elastic};
use crate::operand::Operand::{BackendStatusCode, Status};
use crate::predicate::Comparison::{AtLeast, Equal};
use crate::predicate::Predicate::{self, Absent, All, Any, Number, Same};
use crate::signature::Class::{Named, TargetAnswer, Unknown};
use crate::signature::Grade::{Deterministic, Strong, Weak};
use crate::signature::{FailureSide, Signature};

const fn status(code: i64) -> Predicate {
    Number(Status, Equal, code)
}

/// No instance answered. Old load balancers log `0` for that, later ones `-`.
const NO_BACKEND_STATUS: Predicate =
    Any(&[Absent(BackendStatusCode), Number(BackendStatusCode, Equal, 0)]);

/// In order of evaluation.
pub(super) static SIGNATURES: &[Signature] = &[
    Signature {
        id: "clb-502-backend-generated",
        format: Format::Clb,
        grade: Deterministic,
        class: TargetAnswer,
        side: FailureSide::Target,
        cause: &elastic::CLB_BACKEND_GENERATED_5XX,
        meaning: "The instance wrote the 502; the load balancer passed it on.",
        predicate: All(&[status(502), Same(Status, BackendStatusCode)]),
    },
    Signature {
        id: "clb-backend-generated-5xx",
        format: Format::Clb,
        grade: Deterministic,
        class: TargetAnswer,
        side: FailureSide::Target,
        cause: &elastic::CLB_BACKEND_GENERATED_5XX,
        meaning: "The instance wrote the status; the load balancer passed it on.",
        predicate: All(&[Number(Status, AtLeast, 500), Same(Status, BackendStatusCode)]),
    },
    Signature {
        id: "clb-502-malformed-response",
        format: Format::Clb,
        grade: Strong,
        class: Named,
        side: FailureSide::Target,
        cause: &elastic::CLB_MALFORMED_RESPONSE,
        meaning: "The instance's answer could not be read.",
        predicate: status(502),
    },
    Signature {
        id: "clb-503-no-capacity",
        format: Format::Clb,
        grade: Deterministic,
        class: Named,
        side: FailureSide::LoadBalancer,
        cause: &elastic::CLB_NO_CAPACITY,
        meaning: "No instance could be sent the request: none registered, none healthy, or the queue full.",
        predicate: All(&[status(503), NO_BACKEND_STATUS]),
    },
    Signature {
        id: "clb-504-timeout-or-keepalive-race",
        format: Format::Clb,
        grade: Strong,
        class: Named,
        side: FailureSide::Target,
        cause: &elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE,
        meaning: "The instance did not answer in time, or closed a kept-alive connection.",
        predicate: All(&[status(504), NO_BACKEND_STATUS]),
    },
    Signature {
        id: "unattributed",
        format: Format::Clb,
        grade: Weak,
        class: Unknown,
        side: FailureSide::LoadBalancer,
        cause: &causes::UNATTRIBUTED_CLASSIC,
        meaning: "A 5xx status that nothing in the line explains.",
        predicate: Number(Status, AtLeast, 500),
    },
];
