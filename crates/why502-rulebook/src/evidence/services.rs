//! Logs of functions, health checks, connections, networks and firewalls.

use why502_parse::Format;

use super::conditions::{is, number, said};
use super::rule::Evidence;
use crate::operand::Operand::{
    Action, AlbHealthCheckStatus, ConnectionStatus, ErrorType, Event, ListenerPort, Outcome,
    ReasonCode, TlsCipher, TlsVerifyStatus,
};
use crate::predicate::Predicate::{self, All, Any, Blank, Text};
use crate::predicate::TextTest::{Contains, StartsWith};
use crate::signature::FailureSide;
use crate::signature::Grade::{Deterministic, Strong, Weak};

/// In order of evaluation.
pub(super) static LAMBDA: &[Evidence] = &[
    Evidence {
        id: "lambda-timeout",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-timeout", "apigw-lambda-error", "apigw-integration-timeout"],
        meaning: "The function ran into its own time-out.",
        predicate: Any(&[
            is(Event, &["timeout"]),
            is(Outcome, &["timeout"]),
            said(&["Task timed out after"]),
        ]),
    },
    Evidence {
        id: "lambda-out-of-memory",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-error", "apigw-lambda-error"],
        meaning: "The function's process was killed or gave up for want of memory.",
        predicate: Any(&[
            said(&[
                "signal: killed",
                "Runtime.OutOfMemory",
                "JavaScript heap out of memory",
                "java.lang.OutOfMemoryError",
            ]),
            is(ErrorType, &["Runtime.OutOfMemory"]),
        ]),
    },
    Evidence {
        id: "lambda-response-size",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-response-too-large", "apigw-lambda-error"],
        meaning: "The function's answer is larger than Lambda takes.",
        predicate: Any(&[
            said(&["ResponseSizeTooLarge"]),
            Text(ErrorType, Contains(&["ResponseSizeTooLarge"])),
        ]),
    },
    Evidence {
        id: "lambda-import-error",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-error", "lambda-misconfigured", "apigw-lambda-error"],
        meaning: "The function's code could not be loaded.",
        predicate: Any(&[
            said(&["ImportModuleError", "HandlerNotFound", "InvalidEntrypoint"]),
            Text(
                ErrorType,
                Contains(&["ImportModuleError", "HandlerNotFound", "InvalidEntrypoint"]),
            ),
        ]),
    },
    Evidence {
        id: "lambda-runtime-exit",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-error", "apigw-lambda-error"],
        meaning: "The function's process ended in the middle of a request.",
        predicate: Any(&[
            is(Event, &["exit"]),
            said(&["Runtime exited", "Process exited before completing request"]),
            Text(ErrorType, StartsWith(&["Runtime.Exit"])),
        ]),
    },
    Evidence {
        id: "lambda-function-error",
        format: Format::Lambda,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["lambda-error", "apigw-lambda-error"],
        meaning: "The invocation ended in an error of the function.",
        predicate: Any(&[
            is(Event, &["error"]),
            is(Outcome, &["error", "failure"]),
            All(&[
                is(Event, &["application"]),
                said(&["Invoke Error", "Uncaught Exception", "Unhandled Promise Rejection"]),
            ]),
        ]),
    },
];

/// In order of evaluation. `TimedOut` replaced the two longer words; the names with `Target.` are
/// those of the API's answers, which some tools write into such lines.
pub(super) static ALB_HEALTH_CHECK: &[Evidence] = &[
    health_check(
        "alb-health-check-timeout",
        &["target-down", "target-crash", "connect-timeout", "response-timeout", "overload"],
        "A health check got no connection or no answer in time.",
        All(&[
            FAILED,
            is(
                ReasonCode,
                &["TimedOut", "RequestTimedOut", "ConnectionTimedOut", "Target.Timeout"],
            ),
        ]),
    ),
    health_check(
        "alb-health-check-reset",
        &["target-down", "all-targets-refusing", "target-crash", "target-not-listening-yet"],
        "The target reset or closed a health check's connection before a valid answer.",
        All(&[FAILED, is(ReasonCode, &["ConnectionReset"])]),
    ),
    health_check(
        "alb-health-check-mismatch",
        &["target-generated-5xx", "target-not-listening-yet"],
        "A health check got another answer than the one it asks for.",
        All(&[
            FAILED,
            is(
                ReasonCode,
                &[
                    "ResponseCodeMismatch",
                    "ResponseStringMismatch",
                    "TargetError",
                    "GRPCStatusHeaderEmpty",
                    "GRPCUnexpectedStatus",
                    "Target.ResponseCodeMismatch",
                ],
            ),
        ]),
    ),
    // A fault of the load balancer's own says nothing of the target.
    Evidence {
        side: Some(FailureSide::LoadBalancer),
        ..health_check(
            "alb-health-check-internal-error",
            &[],
            "A health check failed inside the load balancer.",
            All(&[FAILED, is(ReasonCode, &["InternalError", "Elb.InternalError"])]),
        )
    },
    health_check(
        "alb-health-check-failed",
        &["target-down", "all-targets-refusing", "target-not-listening-yet", "rolling-deploy"],
        "A health check failed.",
        FAILED,
    ),
];

const FAILED: Predicate = is(AlbHealthCheckStatus, &["FAIL"]);

const fn health_check(
    id: &'static str,
    supports: &'static [&'static str],
    meaning: &'static str,
    predicate: Predicate,
) -> Evidence {
    Evidence {
        id,
        format: Format::AlbHealthCheck,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports,
        meaning,
        predicate,
    }
}

/// In order of evaluation.
pub(super) static ALB_CONNECTION: &[Evidence] = &[Evidence {
    id: "alb-connection-tls-failed",
    format: Format::AlbConnection,
    grade: Strong,
    side: Some(FailureSide::Client),
    supports: &["origin-tls-or-host", "origin-connect"],
    meaning: "A client's TLS connection to the load balancer was not made, or its certificate was refused.",
    predicate: Any(&[
        Text(TlsVerifyStatus, StartsWith(&["Failed"])),
        All(&[Any(&[number(ListenerPort, 443), number(ListenerPort, 8443)]), Blank(TlsCipher)]),
    ]),
}];

/// In order of evaluation.
pub(super) static CLOUDFRONT_CONNECTION: &[Evidence] = &[Evidence {
    id: "cf-connection-failed",
    format: Format::CloudFrontConnection,
    grade: Deterministic,
    side: Some(FailureSide::Client),
    supports: &[],
    meaning: "A viewer's mutual TLS connection to CloudFront was refused.",
    predicate: Text(ConnectionStatus, StartsWith(&["Fail", "fail", "FAIL"])),
}];

/// In order of evaluation.
pub(super) static VPC_FLOW: &[Evidence] = &[Evidence {
    id: "vpc-flow-reject",
    format: Format::VpcFlow,
    grade: Weak,
    side: None,
    supports: &["connect-timeout", "origin-timeout"],
    meaning: "A security group or network ACL dropped packets of this flow.",
    predicate: is(Action, &["REJECT"]),
}];

/// In order of evaluation.
pub(super) static WAF: &[Evidence] = &[Evidence {
    id: "waf-block",
    format: Format::Waf,
    grade: Deterministic,
    side: None,
    supports: &["client-rejected"],
    meaning: "AWS WAF blocked the request: the client got what the rule says, 403 unless changed.",
    predicate: is(Action, &["BLOCK"]),
}];
