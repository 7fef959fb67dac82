//! API Gateway and its integrations.

use super::pages::{
    APIGATEWAY_ACCESS_LOGS, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_LIMITS, APIGATEWAY_PROXY,
    APIGATEWAY_RESPONSES,
};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

pub(super) const EXECUTION_LOG: Check = Check {
    statement: Words::new(
        "What the execution log says (where it is on: stage settings of a REST or WebSocket API)",
        "実行ログの内容（REST APIまたはWebSocket APIのステージ設定で有効な場合）",
    ),
    command: "aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api_id}/STAGE --start-time {start_ms} --end-time {end_ms} --filter-pattern '?\"Execution failed\" ?\"Malformed\" ?\"customer function error\"'",
};
const FUNCTION_LOG: Check = Check {
    statement: Words::new("What the function logged", "関数が記録したログ"),
    command: "aws logs filter-log-events --log-group-name /aws/lambda/FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\" ?\"Status: timeout\" ?\"Runtime.\"'",
};
pub(super) const INTEGRATIONS: Check = Check {
    statement: Words::new(
        "What the API's methods call, and with which time-out (REST API)",
        "APIのメソッドの呼び出し先とタイムアウト（REST API）",
    ),
    command: "aws apigateway get-resources --rest-api-id {api_id} --embed methods",
};
pub(super) const HTTP_INTEGRATIONS: Check = Check {
    statement: Words::new(
        "The same for an HTTP or WebSocket API",
        "HTTP APIまたはWebSocket APIの場合の呼び出し先とタイムアウト",
    ),
    command: "aws apigatewayv2 get-integrations --api-id {api_id}",
};
const AUTHORIZERS: Check = Check {
    statement: Words::new(
        "Which authorizers the API has (REST API)",
        "APIのオーソライザー（REST API）",
    ),
    command: "aws apigateway get-authorizers --rest-api-id {api_id}",
};

/// A Lambda proxy answer of the wrong shape.
pub static MALFORMED_PROXY_RESPONSE: Cause = Cause {
    name: "apigw-malformed-proxy-response",
    system: System::ApiGateway,
    proxy_error: Some("http_protocol_error"),
    checks: &[EXECUTION_LOG, FUNCTION_LOG],
    english: &english::apigateway::MALFORMED_PROXY_RESPONSE,
    japanese: &japanese::apigateway::MALFORMED_PROXY_RESPONSE,
    references: &[APIGATEWAY_PROXY, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_ACCESS_LOGS],
};

/// The function failed.
pub static LAMBDA_ERROR: Cause = Cause {
    name: "apigw-lambda-error",
    system: System::ApiGateway,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_LOG, EXECUTION_LOG],
    english: &english::apigateway::LAMBDA_ERROR,
    japanese: &japanese::apigateway::LAMBDA_ERROR,
    references: &[APIGATEWAY_PROXY, APIGATEWAY_HTTP_LAMBDA, APIGATEWAY_ACCESS_LOGS],
};

/// 29 or 30 seconds.
pub static INTEGRATION_TIMEOUT: Cause = Cause {
    name: "apigw-integration-timeout",
    system: System::ApiGateway,
    proxy_error: Some("http_response_timeout"),
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS, FUNCTION_LOG],
    english: &english::apigateway::INTEGRATION_TIMEOUT,
    japanese: &japanese::apigateway::INTEGRATION_TIMEOUT,
    references: &[APIGATEWAY_LIMITS, APIGATEWAY_RESPONSES],
};

/// The network, or the endpoint.
pub static INTEGRATION_FAILURE: Cause = Cause {
    name: "apigw-integration-failure",
    system: System::ApiGateway,
    proxy_error: Some("connection_terminated"),
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS],
    english: &english::apigateway::INTEGRATION_FAILURE,
    japanese: &japanese::apigateway::INTEGRATION_FAILURE,
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_ACCESS_LOGS],
};

/// The backend's own status.
pub static BACKEND_PASSTHROUGH: Cause = Cause {
    name: "apigw-backend-passthrough",
    system: System::ApiGateway,
    proxy_error: None,
    checks: &[INTEGRATIONS, HTTP_INTEGRATIONS],
    english: &english::apigateway::BACKEND_PASSTHROUGH,
    japanese: &japanese::apigateway::BACKEND_PASSTHROUGH,
    references: &[APIGATEWAY_ACCESS_LOGS],
};

/// Set up wrongly.
pub static MISCONFIGURED: Cause = Cause {
    name: "apigw-misconfigured",
    system: System::ApiGateway,
    proxy_error: Some("proxy_configuration_error"),
    checks: &[
        EXECUTION_LOG,
        INTEGRATIONS,
        Check {
            statement: Words::new(
                "The state of VPC links (REST APIs; apigatewayv2 get-vpc-links for HTTP APIs)",
                "VPCリンクの状態（REST API。HTTP APIでは apigatewayv2 get-vpc-links）",
            ),
            command: "aws apigateway get-vpc-links",
        },
    ],
    english: &english::apigateway::MISCONFIGURED,
    japanese: &japanese::apigateway::MISCONFIGURED,
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_HTTP_LAMBDA],
};

/// The authorizer.
pub static AUTHORIZER_ERROR: Cause = Cause {
    name: "apigw-authorizer-error",
    system: System::ApiGateway,
    proxy_error: Some("proxy_internal_error"),
    checks: &[AUTHORIZERS, FUNCTION_LOG],
    english: &english::apigateway::AUTHORIZER_ERROR,
    japanese: &japanese::apigateway::AUTHORIZER_ERROR,
    references: &[APIGATEWAY_RESPONSES, APIGATEWAY_ACCESS_LOGS],
};
