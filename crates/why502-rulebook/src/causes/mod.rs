//! Every cause, one file per system.
//!
//! Modules, each using only those to its left: `pages → target → lambda → load_balancer → cloudfront → apigateway → elastic`

pub mod apigateway;
pub mod cloudfront;
pub mod elastic;
pub mod lambda;
pub mod load_balancer;
pub mod target;

mod pages;

use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

/// Nothing in the rulebook explains the failure; behind an Application Load Balancer.
pub static UNATTRIBUTED: Cause = unattributed(
    &[Check {
        statement: Words::new(
            "Which rule and action handled the request",
            "リクエストを処理したルールとアクション",
        ),
        command: "aws elbv2 describe-listeners --region {region} --load-balancer-arn {load_balancer_arn}",
    }],
    &[pages::ALB_TROUBLESHOOTING],
);

/// The same cause where the failing requests are CloudFront's.
pub static UNATTRIBUTED_CLOUDFRONT: Cause =
    unattributed(&[cloudfront::DISTRIBUTION], &[pages::CLOUDFRONT_LOGS]);

/// The same cause where they are API Gateway's.
pub static UNATTRIBUTED_APIGATEWAY: Cause = unattributed(
    &[apigateway::EXECUTION_LOG, apigateway::INTEGRATIONS, apigateway::HTTP_INTEGRATIONS],
    &[pages::APIGATEWAY_ACCESS_LOGS],
);

/// The same cause where they are a Classic Load Balancer's.
pub static UNATTRIBUTED_CLASSIC: Cause =
    unattributed(&[elastic::INSTANCE_HEALTH, elastic::BACKEND_LATENCY], &[pages::CLB_ERRORS]);

/// One cause: only what decides it, and where that is documented, differ by system.
const fn unattributed(checks: &'static [Check], references: &'static [&'static str]) -> Cause {
    Cause {
        name: "unattributed",
        system: System::Unknown,
        english: &english::UNATTRIBUTED,
        japanese: &japanese::UNATTRIBUTED,
        proxy_error: None,
        checks,
        references,
    }
}

/// All causes, in the order of the contract.
pub static ALL: &[&Cause] = &[
    &target::TARGET_DOWN,
    &target::ALL_TARGETS_REFUSING,
    &target::TARGET_NOT_LISTENING_YET,
    &target::ROLLING_DEPLOY,
    &target::TARGET_CRASH,
    &target::KEEPALIVE_RACE,
    &target::REQUEST_DEPENDENT_RESET,
    &target::WORKER_TIMEOUT,
    &target::TARGET_CLOSED_CONNECTION,
    &target::MALFORMED_RESPONSE,
    &target::RESPONSE_HEADER_TOO_LARGE,
    &target::OVERLOAD,
    &target::TARGET_TLS_HANDSHAKE,
    &target::HOST_UNREACHABLE,
    &target::TARGET_GENERATED_5XX,
    &lambda::RESPONSE_TOO_LARGE,
    &lambda::INVALID_RESPONSE,
    &lambda::TIMEOUT,
    &lambda::ERROR,
    &lambda::THROTTLED,
    &lambda::MISCONFIGURED,
    &lambda::SERVICE_ERROR,
    &lambda::BAD_REQUEST,
    &load_balancer::FIXED_RESPONSE,
    &load_balancer::WAF_CALL_FAILED,
    &load_balancer::AUTH_PROVIDER_ERROR,
    &load_balancer::NO_REGISTERED_TARGETS,
    &load_balancer::CONNECT_TIMEOUT,
    &load_balancer::RESPONSE_TIMEOUT,
    &load_balancer::CLIENT_CLOSED,
    &load_balancer::CLIENT_REJECTED,
    &cloudfront::ORIGIN_DNS,
    &cloudfront::ORIGIN_CONNECT,
    &cloudfront::ORIGIN_TLS_OR_HOST,
    &cloudfront::ORIGIN_TIMEOUT,
    &cloudfront::ORIGIN_CONNECTION_BROKEN,
    &cloudfront::ORIGIN_HEADER_TOO_BIG,
    &cloudfront::ORIGIN_INVALID_RESPONSE,
    &cloudfront::ORIGIN_PASSTHROUGH,
    &cloudfront::EDGE_FUNCTION_ERROR,
    &cloudfront::ERROR_CACHED,
    &cloudfront::EDGE_CAPACITY,
    &cloudfront::VIEWER_ABORT,
    &apigateway::MALFORMED_PROXY_RESPONSE,
    &apigateway::LAMBDA_ERROR,
    &apigateway::INTEGRATION_TIMEOUT,
    &apigateway::INTEGRATION_FAILURE,
    &apigateway::BACKEND_PASSTHROUGH,
    &apigateway::MISCONFIGURED,
    &apigateway::AUTHORIZER_ERROR,
    &elastic::CLB_MALFORMED_RESPONSE,
    &elastic::CLB_BACKEND_GENERATED_5XX,
    &elastic::CLB_NO_CAPACITY,
    &elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE,
    &elastic::NLB_TLS_HANDSHAKE,
    &elastic::NLB_ZERO_BYTE,
    &UNATTRIBUTED,
];
