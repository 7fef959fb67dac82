//! ALB access log.

use why502_parse::Format::Alb;

use super::conditions::{NEVER_SENT, NO_TARGET, SECOND, SENT_UNANSWERED, UNANSWERED, status};
use crate::causes::{self, lambda, load_balancer, target};
use crate::operand::Operand::{
    ActionsExecuted, Elapsed, ElbStatusCode, ErrorReason, Method, ReceivedBytes, TargetPort,
    TargetStatusCode, TargetTime, Type,
};
use crate::predicate::Comparison::{Above, AtLeast, AtMost, Below};
use crate::predicate::Predicate::{Absent, All, Any, Not, Number, Present, Same, Text};
use crate::predicate::TextTest::{HasItem, OneOf, StartsWith};
use crate::signature::Class::{
    Client, ConnectTimeout, Connection, Named, Response, ResponseTimeout, TargetAnswer, Unknown,
};
use crate::signature::Grade::{Deterministic, Strong, Weak};
use crate::signature::{FailureSide, Signature};

macro_rules! signature {
    ($id:literal, $grade:ident, $class:ident, $side:ident, $cause:expr, $meaning:literal, $predicate:expr) => {
        Signature {
            id: $id,
            format: Alb,
            grade: $grade,
            class: $class,
            side: FailureSide::$side,
            cause: &$cause,
            meaning: $meaning,
            predicate: $predicate,
        }
    };
}

const CONFIGURATION_REASONS: &[&str] = &[
    "LambdaAccessDenied",
    "LambdaResourceNotFound",
    "LambdaEC2AccessDeniedException",
    "LambdaEC2ThrottledException",
    "LambdaEC2UnexpectedException",
    "LambdaENILimitReachedException",
    "LambdaSubnetIPAddressLimitReachedException",
    "LambdaInvalidSubnetIDException",
    "LambdaInvalidSecurityGroupIDException",
    "LambdaInvalidRuntimeException",
    "LambdaInvalidZipFileException",
    "LambdaKMSAccessDeniedException",
    "LambdaKMSDisabledException",
    "LambdaKMSInvalidStateException",
    "LambdaKMSNotFoundException",
];

/// In order of evaluation.
pub(super) static SIGNATURES: &[Signature] = &[
    signature!(
        "alb-fixed-response-5xx",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::FIXED_RESPONSE,
        "A listener rule answered with a 5xx status.",
        All(&[
            Number(ElbStatusCode, AtLeast, 500),
            Text(ActionsExecuted, HasItem("fixed-response"))
        ])
    ),
    signature!(
        "alb-waf-call-failed",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::WAF_CALL_FAILED,
        "The call to AWS WAF failed and the request with it.",
        All(&[
            Number(ElbStatusCode, AtLeast, 400),
            Any(&[
                Text(ActionsExecuted, HasItem("waf-failed")),
                Text(ErrorReason, StartsWith(&["WAF"]))
            ])
        ])
    ),
    signature!(
        "alb-561-idp-returned-error",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::AUTH_PROVIDER_ERROR,
        "The identity provider returned an error.",
        status(561)
    ),
    signature!(
        "alb-auth-idp-error",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::AUTH_PROVIDER_ERROR,
        "Authentication at the load balancer failed for the reason named.",
        All(&[
            Number(ElbStatusCode, AtLeast, 401),
            Text(ErrorReason, StartsWith(&["Auth", "JWKS"]))
        ])
    ),
    signature!(
        "alb-weighted-target-group-cookie",
        Deterministic,
        Named,
        LoadBalancer,
        causes::UNATTRIBUTED,
        "The cookie that keeps a client on one weighted target group was invalid, or its handling failed.",
        All(&[
            Number(ElbStatusCode, AtLeast, 400),
            Text(ErrorReason, StartsWith(&["AWSALBTG", "Weighted"]))
        ])
    ),
    signature!(
        "alb-lambda-response-too-large",
        Deterministic,
        Named,
        Target,
        lambda::RESPONSE_TOO_LARGE,
        "The function's response is over 1 MB.",
        Text(ErrorReason, OneOf(&["LambdaResponseTooLarge"]))
    ),
    signature!(
        "alb-lambda-invalid-response",
        Deterministic,
        Named,
        Target,
        lambda::INVALID_RESPONSE,
        "The function's response has the wrong shape.",
        Text(ErrorReason, OneOf(&["LambdaInvalidResponse"]))
    ),
    signature!(
        "alb-lambda-unhandled",
        Deterministic,
        Named,
        Target,
        lambda::ERROR,
        "The function threw, ran out of memory or timed out.",
        Text(ErrorReason, OneOf(&["LambdaUnhandled"]))
    ),
    signature!(
        "alb-lambda-throttled",
        Deterministic,
        Named,
        Target,
        lambda::THROTTLED,
        "Lambda refused to run the function: concurrency used up.",
        Text(ErrorReason, OneOf(&["LambdaThrottling"]))
    ),
    signature!(
        "alb-lambda-config-error",
        Deterministic,
        Named,
        LoadBalancer,
        lambda::MISCONFIGURED,
        "The function cannot be invoked as it is set up.",
        Text(ErrorReason, OneOf(CONFIGURATION_REASONS))
    ),
    signature!(
        "alb-lambda-service-error",
        Deterministic,
        Named,
        LoadBalancer,
        lambda::SERVICE_ERROR,
        "The Lambda service, or the call to it, failed.",
        Text(
            ErrorReason,
            OneOf(&[
                "LambdaServiceException",
                "LambdaConnectionError",
                "LambdaConnectionTimeout",
                "LambdaUnhandledException"
            ])
        )
    ),
    signature!(
        "alb-lambda-bad-request",
        Deterministic,
        Named,
        Client,
        lambda::BAD_REQUEST,
        "The request cannot be handed to a function.",
        Text(
            ErrorReason,
            OneOf(&["LambdaBadRequest", "LambdaRequestTooLarge", "LambdaWebsocketNotSupported"])
        )
    ),
    signature!(
        "alb-target-generated-5xx",
        Deterministic,
        TargetAnswer,
        Target,
        target::TARGET_GENERATED_5XX,
        "The target wrote the status; the load balancer passed it on.",
        All(&[Number(ElbStatusCode, AtLeast, 500), Same(ElbStatusCode, TargetStatusCode)])
    ),
    signature!(
        "alb-504-body-short-of-content-length",
        Strong,
        ResponseTimeout,
        Target,
        target::MALFORMED_RESPONSE,
        "The target answered, and then sent less than its Content-Length until the time-out.",
        All(&[status(504), Present(TargetStatusCode)])
    ),
    signature!(
        "alb-response-rewritten",
        Strong,
        Response,
        LoadBalancer,
        target::MALFORMED_RESPONSE,
        "The target answered with one status and the load balancer replaced it with 502.",
        All(&[status(502), Present(TargetStatusCode)])
    ),
    signature!(
        "alb-460-client-closed",
        Deterministic,
        Client,
        Client,
        load_balancer::CLIENT_CLOSED,
        "The client closed the connection before the answer.",
        status(460)
    ),
    signature!(
        "alb-463-xff-too-long",
        Deterministic,
        Named,
        Client,
        load_balancer::CLIENT_REJECTED,
        "X-Forwarded-For held more than 30 addresses.",
        status(463)
    ),
    signature!(
        "alb-464-protocol-version-mismatch",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::CLIENT_REJECTED,
        "The request's protocol version is not the target group's.",
        status(464)
    ),
    signature!(
        "alb-400-408-client-side",
        Deterministic,
        Client,
        Client,
        load_balancer::CLIENT_REJECTED,
        "The load balancer refused the request, or gave up waiting for it.",
        All(&[
            Any(&[status(400), status(408)]),
            Any(&[Absent(TargetPort), Absent(TargetStatusCode)])
        ])
    ),
    signature!(
        "alb-503-no-registered-targets",
        Deterministic,
        Named,
        LoadBalancer,
        load_balancer::NO_REGISTERED_TARGETS,
        "The target group had no target to send the request to.",
        All(&[status(503), NO_TARGET, Text(ActionsExecuted, HasItem("forward"))])
    ),
    signature!(
        "alb-504-connect-timeout",
        Strong,
        ConnectTimeout,
        Target,
        load_balancer::CONNECT_TIMEOUT,
        "The connection attempt to the target got no answer within 10 s.",
        All(&[
            NEVER_SENT,
            Any(&[
                All(&[status(504), Not(&Number(Elapsed, Above, 10 * SECOND + SECOND / 4))]),
                // Ten seconds are the connect time-out whatever status was written: AWS moved
                // handshake time-outs from 502 to 504 between the guides of 2023 and 2026.
                All(&[status(502), Number(Elapsed, AtLeast, 9 * SECOND + SECOND / 2)]),
            ])
        ])
    ),
    signature!(
        "alb-504-response-timeout",
        Strong,
        ResponseTimeout,
        Target,
        load_balancer::RESPONSE_TIMEOUT,
        "The target had the request and did not answer before the idle time-out.",
        All(&[status(504), UNANSWERED])
    ),
    signature!(
        "alb-host-unreachable",
        Weak,
        Connection,
        Target,
        target::HOST_UNREACHABLE,
        "The connection failed after more than a second: the network reported the host unreachable, or retried.",
        All(&[status(502), NEVER_SENT, Number(Elapsed, AtLeast, SECOND)])
    ),
    signature!(
        "alb-connection-refused",
        Strong,
        Connection,
        Target,
        target::TARGET_DOWN,
        "The target refused the connection.",
        All(&[status(502), NEVER_SENT])
    ),
    signature!(
        "alb-h2-grpc-stream-reset",
        Weak,
        Response,
        Target,
        target::TARGET_CLOSED_CONNECTION,
        "A gRPC target reset the stream or closed the connection.",
        All(&[status(502), SENT_UNANSWERED, Text(Type, OneOf(&["grpcs"]))])
    ),
    signature!(
        "alb-target-408-close",
        Weak,
        Response,
        Target,
        target::TARGET_CLOSED_CONNECTION,
        "A target closed the connection about 60 s into an upload of which little had come: its own wait for the body ended.",
        All(&[
            status(502),
            SENT_UNANSWERED,
            Text(Method, OneOf(&["POST", "PUT", "PATCH"])),
            Number(TargetTime, AtLeast, 59 * SECOND),
            Number(TargetTime, AtMost, 61 * SECOND),
            Number(ReceivedBytes, Below, 4096)
        ])
    ),
    signature!(
        "alb-keepalive-race",
        Strong,
        Response,
        Target,
        target::KEEPALIVE_RACE,
        "The target closed the connection within 0.1 s of being sent the request.",
        All(&[status(502), SENT_UNANSWERED, Number(TargetTime, AtMost, SECOND / 10)])
    ),
    signature!(
        "alb-target-closed-mid-request",
        Strong,
        Response,
        Target,
        target::TARGET_CLOSED_CONNECTION,
        "The target closed the connection while it had the request.",
        All(&[status(502), SENT_UNANSWERED])
    ),
    signature!(
        "alb-000-no-response",
        Strong,
        Client,
        LoadBalancer,
        causes::UNATTRIBUTED,
        "No status was sent: a connection that ended by its request or header limit.",
        Any(&[Absent(ElbStatusCode), status(0)])
    ),
    signature!(
        "unattributed",
        Weak,
        Unknown,
        LoadBalancer,
        causes::UNATTRIBUTED,
        "A 5xx status that nothing in the line explains.",
        Number(ElbStatusCode, AtLeast, 500)
    ),
];
