//! API Gateway and its integrations.

use super::pages::{
    APIGATEWAY_ACCESS_LOGS, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_LIMITS, APIGATEWAY_PROXY,
    APIGATEWAY_RESPONSES,
};
use crate::cause::{Cause, Check, System};

pub(super) const EXECUTION_LOG: Check = Check {
    statement: "What the execution log says (where it is on: stage settings of a REST or WebSocket API)",
    command: "aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api_id}/STAGE --start-time {start_ms} --end-time {end_ms} --filter-pattern '?\"Execution failed\" ?\"Malformed\" ?\"customer function error\"'",
};
const FUNCTION_LOG: Check = Check {
    statement: "What the function logged",
    command: "aws logs filter-log-events --log-group-name /aws/lambda/FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\" ?\"Status: timeout\" ?\"Runtime.\"'",
};
pub(super) const INTEGRATIONS: Check = Check {
    statement: "What the API's methods call, and with which time-out (REST API)",
    command: "aws apigateway get-resources --rest-api-id {api_id} --embed methods",
};
pub(super) const HTTP_INTEGRATIONS: Check = Check {
    statement: "The same for an HTTP or WebSocket API",
    command: "aws apigatewayv2 get-integrations --api-id {api_id}",
};
const AUTHORIZERS: Check = Check {
    statement: "Which authorizers the API has (REST API)",
    command: "aws apigateway get-authorizers --rest-api-id {api_id}",
};
const EXECUTION_LOG_HOLDS_IT: &str =
    "What the integration sent: the execution log and the function's own log.";

/// A Lambda proxy answer of the wrong shape.
pub static MALFORMED_PROXY_RESPONSE: Cause = Cause {
    name: "apigw-malformed-proxy-response",
    system: System::ApiGateway,
    meaning: "A Lambda function's answer does not have the shape that API Gateway asks of a proxy integration.",
    shape: "REST: 502 although the Lambda service answered 200 and the function returned no status. HTTP API: 500 with an integration error that says so. Always the same routes, whatever the load.",
    proxy_error: Some("http_protocol_error"),
    checks: &[EXECUTION_LOG, FUNCTION_LOG],
    remedies: &[
        "Now: put the function's previous version back.",
        "Fix: return statusCode, headers and body, the body a string, and no other key on a REST API; test it for every path through the function.",
    ],
    not_visible: EXECUTION_LOG_HOLDS_IT,
    references: &[APIGATEWAY_PROXY, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_ACCESS_LOGS],
};

/// The function failed.
pub static LAMBDA_ERROR: Cause = Cause {
    name: "apigw-lambda-error",
    system: System::ApiGateway,
    meaning: "The Lambda function behind the API threw, ran out of memory, timed out or was throttled.",
    shape: "502 (HTTP API: 500) although the Lambda service answered 200; the integration's error names the function, or its latency lies at the function's own time-out.",
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_LOG, EXECUTION_LOG],
    remedies: &[
        "Now: put the function's previous version back, or raise its memory, time-out or concurrency where the message or its log says so.",
        "Fix: catch exceptions and answer with a status; keep the function's time-out below the API's.",
    ],
    not_visible: "The function's own error: its CloudWatch log.",
    references: &[APIGATEWAY_PROXY, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_ACCESS_LOGS],
};

/// 29 or 30 seconds.
pub static INTEGRATION_TIMEOUT: Cause = Cause {
    name: "apigw-integration-timeout",
    system: System::ApiGateway,
    meaning: "The integration did not answer before API Gateway's time-out.",
    shape: "504 with response type INTEGRATION_TIMEOUT, the integration's latency at 29 s (REST, unless changed) or 30 s (HTTP API).",
    proxy_error: Some("http_response_timeout"),
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS, FUNCTION_LOG],
    remedies: &[
        "Now: find what the slow route waits for, and relieve it.",
        "Fix: make long work asynchronous; a Regional or private REST API may be given more than 29 s; time out inside first.",
    ],
    not_visible: "Whether the function went on after the client was told: its REPORT line.",
    references: &[APIGATEWAY_LIMITS, APIGATEWAY_RESPONSES],
};

/// The network, or the endpoint.
pub static INTEGRATION_FAILURE: Cause = Cause {
    name: "apigw-integration-failure",
    system: System::ApiGateway,
    meaning: "API Gateway could not reach the integration, or the connection to it broke.",
    shape: "Response type INTEGRATION_FAILURE, 504 unless changed, or an integration error about the network.",
    proxy_error: Some("connection_terminated"),
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS],
    remedies: &[
        "Now: see whether the endpoint answers from elsewhere, and undo the last change of its address, certificate or firewall.",
        "Fix: watch the endpoint from outside; give it more than one instance.",
    ],
    not_visible: EXECUTION_LOG_HOLDS_IT,
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_ACCESS_LOGS],
};

/// The backend's own status.
pub static BACKEND_PASSTHROUGH: Cause = Cause {
    name: "apigw-backend-passthrough",
    system: System::ApiGateway,
    meaning: "The backend answered with the failing status itself and API Gateway passed it on.",
    shape: "The integration's status equals the client's.",
    proxy_error: None,
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS],
    remedies: &[
        "Now: read the backend's own log at these times.",
        "Fix: mend the backend; the API only relays.",
    ],
    not_visible: "Why the backend answered so: its own log, or that of the load balancer before it.",
    references: &[APIGATEWAY_ACCESS_LOGS],
};

/// Set up wrongly.
pub static MISCONFIGURED: Cause = Cause {
    name: "apigw-misconfigured",
    system: System::ApiGateway,
    meaning: "The integration cannot be called as it is set up: permission, VPC link, certificate name or mapping.",
    shape: "500 with response type API_CONFIGURATION_ERROR, or an integration error about permissions, a VPC link or a certificate.",
    proxy_error: Some("proxy_configuration_error"),
    checks: &[
        EXECUTION_LOG,
        INTEGRATIONS,
        Check {
            statement: "The state of VPC links (REST APIs; apigatewayv2 get-vpc-links for HTTP APIs)",
            command: "aws apigateway get-vpc-links",
        },
    ],
    remedies: &[
        "Now: deploy the stage's previous deployment again.",
        "Fix: give the API the right to invoke the function (lambda add-permission); let the VPC link's certificate carry the name that is called.",
    ],
    not_visible: EXECUTION_LOG_HOLDS_IT,
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_HTTP_LAMBDA],
};

/// The authorizer.
pub static AUTHORIZER_ERROR: Cause = Cause {
    name: "apigw-authorizer-error",
    system: System::ApiGateway,
    meaning: "The API's authorizer failed, or is set up wrongly, and the request with it.",
    shape: "500 with response type AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR.",
    proxy_error: Some("proxy_internal_error"),
    checks: &[AUTHORIZERS, FUNCTION_LOG],
    remedies: &[
        "Now: put the authorizer's previous version back.",
        "Fix: let the authorizer answer with a policy for every token, the bad ones too; watch its errors and time-outs.",
    ],
    not_visible: "The authorizer's own log.",
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_ACCESS_LOGS],
};
