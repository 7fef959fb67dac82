//! The load balancer itself, its neighbours, and clients.

use super::pages::{ALB_ACCESS_LOGS, ALB_TARGET_HEALTH, ALB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};

const RULES: Check = Check {
    statement: "Which listener rule answers (priority {rule_priority})",
    command: "for listener in $(aws elbv2 describe-listeners --region {region} --load-balancer-arn {load_balancer_arn} --query 'Listeners[].ListenerArn' --output text); do aws elbv2 describe-rules --region {region} --listener-arn \"$listener\"; done",
};
const TARGET_HEALTH: Check = Check {
    statement: "What is registered, and how healthy it is",
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn}",
};

/// A listener rule answers.
pub static FIXED_RESPONSE: Cause = Cause {
    name: "fixed-response",
    system: System::LoadBalancer,
    meaning: "A listener rule answers with the failing status on purpose.",
    shape: "actions_executed ends in fixed-response; no target; one rule priority. The Kubernetes controller writes such a rule when an Ingress names a Service that does not exist.",
    proxy_error: Some("proxy_internal_response"),
    checks: &[RULES],
    remedies: &[
        "Now: remove or correct the rule, unless maintenance is meant.",
        "Fix: take maintenance rules away with the same automation that sets them.",
    ],
    not_visible: "Who wrote the rule: CloudTrail (CreateRule, ModifyRule).",
    references: &[ALB_ACCESS_LOGS],
};

/// The call to AWS WAF failed.
pub static WAF_CALL_FAILED: Cause = Cause {
    name: "waf-call-failed",
    system: System::LoadBalancer,
    meaning: "The load balancer could not get a verdict from AWS WAF.",
    shape: "actions_executed has waf-failed, or error_reason begins with WAF.",
    proxy_error: Some("proxy_internal_error"),
    checks: &[Check {
        statement: "Does the load balancer let requests pass when WAF does not answer",
        command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='waf.fail_open.enabled']\"",
    }],
    remedies: &[
        "Now: turn WAF fail-open on if availability counts more than filtering.",
        "Fix: decide that question before the next time.",
    ],
    not_visible: "WAF's own state.",
    references: &[ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING],
};

/// The identity provider.
pub static AUTH_PROVIDER_ERROR: Cause = Cause {
    name: "auth-provider-error",
    system: System::LoadBalancer,
    meaning: "Authentication at the load balancer failed: the identity provider, its answer, or the session.",
    shape: "error_reason begins with Auth or JWKS; status 401, 500, 561 or 562.",
    proxy_error: Some("proxy_internal_error"),
    checks: &[RULES],
    remedies: &[
        "Now: check that the identity provider answers within 5 s and that its keys and client secret are valid.",
        "Fix: watch the provider's token and user-info endpoints; keep claims under 11 KB.",
    ],
    not_visible: "The identity provider's own log.",
    references: &[ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING],
};

/// 503 without targets.
pub static NO_REGISTERED_TARGETS: Cause = Cause {
    name: "no-registered-targets",
    system: System::LoadBalancer,
    meaning: "The target group has no target that could be sent a request.",
    shape: "503 with action forward and no target. Unhealthy targets do not cause it: with all unhealthy an ALB sends to all.",
    proxy_error: Some("destination_unavailable"),
    checks: &[TARGET_HEALTH],
    remedies: &[
        "Now: register targets, or point the rule at a group that has some.",
        "Fix: never scale a group to zero behind a live rule; release in an order that registers before it removes.",
    ],
    not_visible: "Why none is registered: the service's or auto scaling group's events.",
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// 504 after ten seconds.
pub static CONNECT_TIMEOUT: Cause = Cause {
    name: "connect-timeout",
    system: System::LoadBalancer,
    meaning: "The load balancer's connection attempts to targets got no answer within 10 s.",
    shape: "504 with `-1 -1 -1`, target set, 10 s after the request came: packets are dropped, by a security group, network ACL, route, or a dead host.",
    proxy_error: Some("connection_timeout"),
    checks: &[
        TARGET_HEALTH,
        Check {
            statement: "Does the target's security group admit the load balancer on port {target_port}",
            command: "aws ec2 describe-network-interfaces --region {region} --filters Name=addresses.private-ip-address,Values={target_address} --query 'NetworkInterfaces[].Groups[].GroupId' --output text | xargs aws ec2 describe-security-groups --region {region} --group-ids",
        },
    ],
    remedies: &[
        "Now: undo the last change of security groups, network ACLs or routes; deregister hosts that are gone.",
        "Fix: admit the load balancer's security group by reference; let network ACLs pass ports 1024-65535 back.",
    ],
    not_visible: "Security groups, ACLs and routes: VPC flow logs show REJECT.",
    references: &[ALB_TROUBLESHOOTING],
};

/// 504 at the idle time-out.
pub static RESPONSE_TIMEOUT: Cause = Cause {
    name: "response-timeout",
    system: System::LoadBalancer,
    meaning: "Targets took the request and did not answer before the load balancer's idle time-out.",
    shape: "504 with the request sent and no answer, gathered at the idle time-out (60 s unless changed).",
    proxy_error: Some("http_response_timeout"),
    checks: &[
        Check {
            statement: "The idle time-out",
            command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='idle_timeout.timeout_seconds']\"",
        },
        TARGET_HEALTH,
    ],
    remedies: &[
        "Now: find what the slow paths wait for (database, other services) and relieve it.",
        "Fix: time out inside the application first and answer; make long work asynchronous.",
    ],
    not_visible: "What the application was waiting for.",
    references: &[ALB_TROUBLESHOOTING],
};

/// 460.
pub static CLIENT_CLOSED: Cause = Cause {
    name: "client-closed",
    system: System::LoadBalancer,
    meaning: "Clients closed the connection before the answer.",
    shape: "Status 460. Gathered at one duration it is a client's time-out; with the user agent `Amazon CloudFront` it is CloudFront's.",
    proxy_error: None,
    checks: &[],
    remedies: &[
        "Now: see whether answers became slow just before: clients leave slow services first.",
        "Fix: give each client a time-out longer than the answers it waits for.",
    ],
    not_visible: "Why clients left.",
    references: &[ALB_TROUBLESHOOTING],
};

/// 400, 408, 463, 464.
pub static CLIENT_REJECTED: Cause = Cause {
    name: "client-rejected",
    system: System::LoadBalancer,
    meaning: "The load balancer refused requests it could not accept.",
    shape: "400 or 408 without a target's answer, 463 (X-Forwarded-For with more than 30 addresses), 464 (request and target group differ in protocol version).",
    proxy_error: Some("http_request_error"),
    checks: &[],
    remedies: &[
        "Now: nothing where scanners send them; else mend the client named above.",
        "Fix: for 464 give the target group the protocol version that clients speak; for 463 break the proxy loop.",
    ],
    not_visible: "The request's headers.",
    references: &[ALB_TROUBLESHOOTING],
};
