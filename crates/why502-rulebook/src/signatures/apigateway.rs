//! API Gateway access log. Its owner chooses the fields, so each rule holds by whichever it has.
//!
//! The response type is asked first: customers may change the statuses of gateway responses, not
//! their types.

use why502_parse::Format::ApiGateway;

use super::conditions::SECOND;
use crate::causes::{self, apigateway};
use crate::operand::Operand::{
    ApigatewayIntegrationStatus, AuthorizerError, ErrorMessage, ErrorResponseType, EventType,
    IntegrationError, IntegrationLatency, IntegrationStatus, ResourcePath, Status,
};
use crate::predicate::Comparison::{AtLeast, AtMost, Equal};
use crate::predicate::Predicate::{
    self, Absent, All, Any, Blank, Not, Number, Present, Same, Text,
};
use crate::predicate::TextTest::{Contains, OneOf, StartsWith};
use crate::signature::Class::{Named, TargetAnswer, Unknown};
use crate::signature::Grade::{Deterministic, Strong, Weak};
use crate::signature::{FailureSide, Signature};

macro_rules! signature {
    ($id:literal, $grade:ident, $class:ident, $side:ident, $cause:expr, $meaning:literal, $predicate:expr) => {
        Signature {
            id: $id,
            format: ApiGateway,
            grade: $grade,
            class: $class,
            side: FailureSide::$side,
            cause: &$cause,
            meaning: $meaning,
            predicate: $predicate,
        }
    };
}

const SERVER_ERROR: Predicate = Number(Status, AtLeast, 500);

const fn status(code: i64) -> Predicate {
    Number(Status, Equal, code)
}

/// The integration's error, or else the message to the client, speaks of it.
macro_rules! says {
    ($($words:literal),+) => {
        Any(&[
            Text(IntegrationError, Contains(&[$($words),+])),
            Text(ErrorMessage, Contains(&[$($words),+])),
        ])
    };
}

/// Within 1 % of the longest time-out that REST APIs (29 s) and HTTP APIs (30 s) have unless it was
/// raised.
const AT_A_CEILING: Predicate = All(&[
    Number(IntegrationLatency, AtLeast, 29 * SECOND - 29 * SECOND / 100),
    Number(IntegrationLatency, AtMost, 30 * SECOND + 30 * SECOND / 100),
]);

const MALFORMED: Predicate = says!["Malformed Lambda proxy response"];
/// The backend, or the function, gave the status that the client got.
const RELAYED: Predicate =
    Any(&[Same(Status, ApigatewayIntegrationStatus), Same(Status, IntegrationStatus)]);

/// In order of evaluation.
pub(super) static SIGNATURES: &[Signature] = &[
    signature!(
        "apigw-authorizer-error",
        Deterministic,
        Named,
        Gateway,
        apigateway::AUTHORIZER_ERROR,
        "The authorizer failed, or is set up wrongly.",
        Any(&[
            Text(ErrorResponseType, StartsWith(&["AUTHORIZER_"])),
            All(&[SERVER_ERROR, Present(AuthorizerError)])
        ])
    ),
    signature!(
        "apigw-integration-timeout",
        Deterministic,
        Named,
        Target,
        apigateway::INTEGRATION_TIMEOUT,
        "The integration did not answer in time.",
        Any(&[
            Text(ErrorResponseType, OneOf(&["INTEGRATION_TIMEOUT"])),
            All(&[SERVER_ERROR, says!["due to a timeout error", "Endpoint request timed out"]]),
            All(&[status(504), AT_A_CEILING, Not(&Same(Status, ApigatewayIntegrationStatus))])
        ])
    ),
    signature!(
        "apigw-vpclink-config-error",
        Deterministic,
        Named,
        Gateway,
        apigateway::MISCONFIGURED,
        "The VPC link, or the certificate behind it, does not fit.",
        All(&[
            SERVER_ERROR,
            says![
                "VPC link",
                "VpcLink",
                "VPC Link",
                "does not match certificate",
                "match the certificate"
            ]
        ])
    ),
    signature!(
        "apigw-integration-failure",
        Deterministic,
        Named,
        Target,
        apigateway::INTEGRATION_FAILURE,
        "The integration could not be reached, or the connection to it broke.",
        Any(&[
            Text(ErrorResponseType, OneOf(&["INTEGRATION_FAILURE"])),
            All(&[
                SERVER_ERROR,
                says![
                    "Network error communicating with endpoint",
                    "onnection establishment",
                    "onnection refused",
                    "onnection reset"
                ]
            ])
        ])
    ),
    signature!(
        "apigw-lambda-function-error",
        Deterministic,
        Named,
        Target,
        apigateway::LAMBDA_ERROR,
        "The function threw, ran out of memory, timed out or was throttled.",
        All(&[
            SERVER_ERROR,
            says![
                "customer function error",
                "Lambda execution failed",
                "Lambda invocation failed",
                "Unhandled",
                "Lambda function was throttled",
                "Task timed out",
                "Runtime exited",
                "Runtime."
            ]
        ])
    ),
    signature!(
        "apigw-config-error",
        Deterministic,
        Named,
        Gateway,
        apigateway::MISCONFIGURED,
        "The integration cannot be called as it is set up.",
        Any(&[
            Text(ErrorResponseType, OneOf(&["API_CONFIGURATION_ERROR"])),
            All(&[
                SERVER_ERROR,
                Not(&MALFORMED),
                says![
                    "configuration error",
                    "ermission",
                    "IAM role",
                    "Unable to get integration",
                    "Invalid mapping expression",
                    "AccessDenied"
                ]
            ])
        ])
    ),
    signature!(
        "apigw-backend-status-passthrough",
        Deterministic,
        TargetAnswer,
        Target,
        apigateway::BACKEND_PASSTHROUGH,
        "The backend answered with this status itself.",
        All(&[SERVER_ERROR, RELAYED])
    ),
    // A function that threw can look the same here; then only the execution log tells them apart.
    signature!(
        "apigw-malformed-proxy-response",
        Strong,
        Named,
        Target,
        apigateway::MALFORMED_PROXY_RESPONSE,
        "The Lambda service answered 200, and what the function gave is no valid answer.",
        Any(&[
            All(&[SERVER_ERROR, MALFORMED]),
            All(&[status(502), Number(IntegrationStatus, Equal, 200)])
        ])
    ),
    signature!(
        "apigw-http-api-bad-lambda-response",
        Deterministic,
        Named,
        Target,
        apigateway::MALFORMED_PROXY_RESPONSE,
        "The function's answer does not fit the format of the HTTP API's integration.",
        All(&[status(500), Absent(ResourcePath), Absent(EventType), Present(IntegrationError)])
    ),
    signature!(
        "apigw-out-of-order-heavy-load",
        Weak,
        Unknown,
        Gateway,
        causes::UNATTRIBUTED_APIGATEWAY,
        "A 502 of a REST API without an answer of its integration: invocations out of order under heavy load are one reason.",
        All(&[
            status(502),
            Present(ResourcePath),
            Any(&[Blank(IntegrationStatus), Blank(ApigatewayIntegrationStatus)]),
            Absent(IntegrationStatus),
            Absent(ApigatewayIntegrationStatus),
            Absent(IntegrationError)
        ])
    ),
    signature!(
        "unattributed",
        Weak,
        Unknown,
        Gateway,
        causes::UNATTRIBUTED_APIGATEWAY,
        "A 5xx status that nothing in the line explains.",
        SERVER_ERROR
    ),
];
