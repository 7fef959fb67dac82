//! An application load balancer and a Lambda function: `error_reason` names the cause.

use super::pages::{ALB_ACCESS_LOGS, ALB_LAMBDA, ALB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

const FUNCTION_OF_GROUP: Check = Check {
    statement: Words::new(
        "Which function stands behind the target group",
        "ターゲットグループの背後の関数",
    ),
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query 'TargetHealthDescriptions[].Target.Id' --output text",
};
const FUNCTION_LOG: Check = Check {
    statement: Words::new("What the function logged", "関数が記録したログ"),
    command: "aws logs filter-log-events --region {region} --log-group-name /aws/lambda/FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\" ?\"Status: timeout\" ?\"Runtime.\"'",
};
const THROTTLES: Check = Check {
    statement: Words::new("How often the function was throttled", "関数がスロットリングされた回数"),
    command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/Lambda --metric-name Throttles --dimensions Name=FunctionName,Value=FUNCTION_NAME --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
const PAGES: &[&str] = &[ALB_LAMBDA, ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING];

/// Over 1 MB.
pub static RESPONSE_TOO_LARGE: Cause = Cause {
    name: "lambda-response-too-large",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP, FUNCTION_LOG],
    english: &english::lambda::RESPONSE_TOO_LARGE,
    japanese: &japanese::lambda::RESPONSE_TOO_LARGE,
    references: PAGES,
};

/// Wrong shape.
pub static INVALID_RESPONSE: Cause = Cause {
    name: "lambda-invalid-response",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP, FUNCTION_LOG],
    english: &english::lambda::INVALID_RESPONSE,
    japanese: &japanese::lambda::INVALID_RESPONSE,
    references: PAGES,
};

/// Its own time-out.
pub static TIMEOUT: Cause = Cause {
    name: "lambda-timeout",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP, FUNCTION_LOG],
    english: &english::lambda::TIMEOUT,
    japanese: &japanese::lambda::TIMEOUT,
    references: PAGES,
};

/// Exception, out of memory, failed start.
pub static ERROR: Cause = Cause {
    name: "lambda-error",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP, FUNCTION_LOG],
    english: &english::lambda::ERROR,
    japanese: &japanese::lambda::ERROR,
    references: PAGES,
};

/// Concurrency.
pub static THROTTLED: Cause = Cause {
    name: "lambda-throttled",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP, THROTTLES],
    english: &english::lambda::THROTTLED,
    japanese: &japanese::lambda::THROTTLED,
    references: PAGES,
};

/// Permissions, network, keys.
pub static MISCONFIGURED: Cause = Cause {
    name: "lambda-misconfigured",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[
        FUNCTION_OF_GROUP,
        Check {
            statement: Words::new(
                "May the load balancer invoke it",
                "ロードバランサーに呼び出しの権限があるか",
            ),
            command: "aws lambda get-policy --region {region} --function-name FUNCTION_NAME",
        },
    ],
    english: &english::lambda::MISCONFIGURED,
    japanese: &japanese::lambda::MISCONFIGURED,
    references: PAGES,
};

/// AWS's side.
pub static SERVICE_ERROR: Cause = Cause {
    name: "lambda-service-error",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[
        FUNCTION_OF_GROUP,
        Check {
            statement: Words::new("Does AWS report an event", "AWSがイベントを報告しているか"),
            command: "aws health describe-events --region us-east-1 --filter services=LAMBDA,regions={region}",
        },
    ],
    english: &english::lambda::SERVICE_ERROR,
    japanese: &japanese::lambda::SERVICE_ERROR,
    references: PAGES,
};

/// What the client sent cannot be handed over.
pub static BAD_REQUEST: Cause = Cause {
    name: "lambda-bad-request",
    system: System::Lambda,
    proxy_error: Some("http_protocol_error"),
    checks: &[FUNCTION_OF_GROUP],
    english: &english::lambda::BAD_REQUEST,
    japanese: &japanese::lambda::BAD_REQUEST,
    references: PAGES,
};
