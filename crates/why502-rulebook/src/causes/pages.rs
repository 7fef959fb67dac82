//! The pages that the rulebook's facts rest on.

pub(super) const ALB_TROUBLESHOOTING: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html";
pub(super) const ALB_ACCESS_LOGS: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html";
pub(super) const ALB_LAMBDA: &str =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html";
pub(super) const ALB_TARGET_HEALTH: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html";
pub(super) const ALB_TARGET_GROUPS: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html";
pub(super) const REPOST_502: &str =
    "https://repost.aws/knowledge-center/elb-alb-troubleshoot-502-errors";
pub(super) const CLOUDFRONT_LOGS: &str = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html";
pub(super) const CLOUDFRONT_502: &str =
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html";
pub(super) const CLOUDFRONT_503: &str = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html";
pub(super) const CLOUDFRONT_504: &str = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-504-gateway-timeout.html";
pub(super) const CLOUDFRONT_ERROR_CACHING: &str =
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html";
pub(super) const APIGATEWAY_ACCESS_LOGS: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html";
pub(super) const APIGATEWAY_RESPONSES: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html";
pub(super) const APIGATEWAY_PROXY: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html";
pub(super) const APIGATEWAY_HTTP_LAMBDA: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html";
pub(super) const APIGATEWAY_LIMITS: &str =
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html";
pub(super) const CLB_ERRORS: &str =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html";
pub(super) const CLB_ACCESS_LOGS: &str =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html";
pub(super) const NLB_ACCESS_LOGS: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html";
pub(super) const NLB_TROUBLESHOOTING: &str = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html";
