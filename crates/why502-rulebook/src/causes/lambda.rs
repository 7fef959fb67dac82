//! An application load balancer and a Lambda function: `error_reason` names the cause.

use super::pages::{ALB_ACCESS_LOGS, ALB_LAMBDA, ALB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};

const FUNCTION_OF_GROUP: Check = Check {
    statement: "Which function stands behind the target group",
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query 'TargetHealthDescriptions[].Target.Id' --output text",
};
const FUNCTION_LOG: Check = Check {
    statement: "What the function logged",
    command: "aws logs filter-log-events --region {region} --log-group-name /aws/lambda/FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\" ?\"Status: timeout\" ?\"Runtime.\"'",
};
const THROTTLES: Check = Check {
    statement: "How often the function was throttled",
    command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/Lambda --metric-name Throttles --dimensions Name=FunctionName,Value=FUNCTION_NAME --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
const PAGES: &[&str] = &[ALB_LAMBDA, ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING];
const LOG_HOLDS_IT: &str = "The function's name and its own error: its CloudWatch log.";

macro_rules! lambda_cause {
    ($(#[$doc:meta])* $id:ident, $name:literal, $meaning:literal, $shape:literal, [$($check:expr),*], [$($remedy:literal),*]) => {
        $(#[$doc])*
        pub static $id: Cause = Cause {
            name: $name,
            system: System::Lambda,
            meaning: $meaning,
            shape: $shape,
            proxy_error: Some("http_protocol_error"),
            checks: &[$($check),*],
            remedies: &[$($remedy),*],
            not_visible: LOG_HOLDS_IT,
            references: PAGES,
        };
    };
}

lambda_cause!(
    /// Over 1 MB.
    RESPONSE_TOO_LARGE, "lambda-response-too-large",
    "The function's response is larger than the 1 MB that a load balancer accepts.",
    "error_reason LambdaResponseTooLarge, usually on one path.",
    [FUNCTION_OF_GROUP, FUNCTION_LOG],
    ["Now: page or compress the answer, or lower the page size that clients ask for.",
     "Fix: hand large results over as a presigned S3 URL; the limit holds for the whole JSON, base64 included."]
);
lambda_cause!(
    /// Wrong shape.
    INVALID_RESPONSE, "lambda-invalid-response",
    "The function's response does not have the shape that a load balancer needs.",
    "error_reason LambdaInvalidResponse, usually on every request of certain paths: no statusCode, or a header whose value is no string.",
    [FUNCTION_OF_GROUP, FUNCTION_LOG],
    ["Now: roll back the function to the version before.",
     "Fix: return statusCode as a number and every header value as a string (Content-Length and CORS flags too); test the handler's output."]
);
lambda_cause!(
    /// Its own time-out.
    TIMEOUT, "lambda-timeout",
    "The function ran into its own time-out.",
    "error_reason LambdaUnhandled with target_processing_time gathered at one value: the function's time-out.",
    [FUNCTION_OF_GROUP, FUNCTION_LOG],
    ["Now: raise the function's time-out (and memory, which also brings CPU) for the moment.",
     "Fix: make the slow call faster or asynchronous; time out on it before the function does, and answer."]
);
lambda_cause!(
    /// Exception, out of memory, failed start.
    ERROR, "lambda-error",
    "The function ended with an error: an exception, out of memory, or a start that failed.",
    "error_reason LambdaUnhandled after times that differ.",
    [FUNCTION_OF_GROUP, FUNCTION_LOG],
    ["Now: roll back the function if the errors began with a release.",
     "Fix: catch errors in the handler and answer with a status; give it memory if its log says `signal: killed`."]
);
lambda_cause!(
    /// Concurrency.
    THROTTLED, "lambda-throttled",
    "Lambda refused to run the function: its concurrency was used up.",
    "error_reason LambdaThrottling, only above a certain number of requests at a time.",
    [FUNCTION_OF_GROUP, THROTTLES],
    ["Now: raise the function's reserved concurrency, or free concurrency that another function holds.",
     "Fix: provisioned or reserved concurrency for the peak; shorter runs."]
);
lambda_cause!(
    /// Permissions, network, keys.
    MISCONFIGURED, "lambda-misconfigured",
    "The load balancer may not or cannot invoke the function: permission, network interface, key or runtime.",
    "error_reason names the setting, on all requests of the group.",
    [FUNCTION_OF_GROUP,
     Check { statement: "May the load balancer invoke it", command: "aws lambda get-policy --region {region} --function-name FUNCTION_NAME" }],
    ["Now: undo the last change of the function's permissions, VPC, key or runtime.",
     "Fix: keep function, permission and target group in one template."]
);
lambda_cause!(
    /// AWS's side.
    SERVICE_ERROR, "lambda-service-error",
    "The Lambda service, or the load balancer's call to it, failed.",
    "error_reason LambdaServiceException, LambdaConnectionError, LambdaConnectionTimeout or LambdaUnhandledException.",
    [FUNCTION_OF_GROUP,
     Check { statement: "Does AWS report an event", command: "aws health describe-events --region us-east-1 --filter services=LAMBDA,regions={region}" }],
    ["Now: retry; open a case with AWS if it lasts.",
     "Fix: let clients retry idempotent requests."]
);
lambda_cause!(
    /// What the client sent cannot be handed over.
    BAD_REQUEST, "lambda-bad-request",
    "The request cannot be handed to a function: too large, not UTF-8, or a WebSocket.",
    "error_reason LambdaBadRequest, LambdaRequestTooLarge (413) or LambdaWebsocketNotSupported (400).",
    [FUNCTION_OF_GROUP],
    ["Now: nothing: the requests are refused by design.",
     "Fix: upload bodies over 1 MB to S3; send WebSockets to another target type."]
);
