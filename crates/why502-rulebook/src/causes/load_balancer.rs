//! The load balancer itself, its neighbours, and clients.

use super::pages::{ALB_ACCESS_LOGS, ALB_TARGET_HEALTH, ALB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

const RULES: Check = Check {
    statement: Words::new(
        "Which listener rule answers (priority {rule_priority})",
        "応答しているリスナールール（優先度 {rule_priority}）",
    ),
    command: "for listener in $(aws elbv2 describe-listeners --region {region} --load-balancer-arn {load_balancer_arn} --query 'Listeners[].ListenerArn' --output text); do aws elbv2 describe-rules --region {region} --listener-arn \"$listener\"; done",
};
const TARGET_HEALTH: Check = Check {
    statement: Words::new(
        "What is registered, and how healthy it is",
        "登録されているターゲットとそのヘルス",
    ),
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn}",
};

/// A listener rule answers.
pub static FIXED_RESPONSE: Cause = Cause {
    name: "fixed-response",
    system: System::LoadBalancer,
    proxy_error: Some("proxy_internal_response"),
    checks: &[RULES],
    english: &english::load_balancer::FIXED_RESPONSE,
    japanese: &japanese::load_balancer::FIXED_RESPONSE,
    references: &[ALB_ACCESS_LOGS],
};

/// The call to AWS WAF failed.
pub static WAF_CALL_FAILED: Cause = Cause {
    name: "waf-call-failed",
    system: System::LoadBalancer,
    proxy_error: Some("proxy_internal_error"),
    checks: &[Check {
        statement: Words::new(
            "Does the load balancer let requests pass when WAF does not answer",
            "WAFが応答しないときにロードバランサーがリクエストを通すか",
        ),
        command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='waf.fail_open.enabled']\"",
    }],
    english: &english::load_balancer::WAF_CALL_FAILED,
    japanese: &japanese::load_balancer::WAF_CALL_FAILED,
    references: &[ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING],
};

/// The identity provider.
pub static AUTH_PROVIDER_ERROR: Cause = Cause {
    name: "auth-provider-error",
    system: System::LoadBalancer,
    proxy_error: Some("proxy_internal_error"),
    checks: &[RULES],
    english: &english::load_balancer::AUTH_PROVIDER_ERROR,
    japanese: &japanese::load_balancer::AUTH_PROVIDER_ERROR,
    references: &[ALB_ACCESS_LOGS, ALB_TROUBLESHOOTING],
};

/// 503 without targets.
pub static NO_REGISTERED_TARGETS: Cause = Cause {
    name: "no-registered-targets",
    system: System::LoadBalancer,
    proxy_error: Some("destination_unavailable"),
    checks: &[TARGET_HEALTH],
    english: &english::load_balancer::NO_REGISTERED_TARGETS,
    japanese: &japanese::load_balancer::NO_REGISTERED_TARGETS,
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// 504 after ten seconds.
pub static CONNECT_TIMEOUT: Cause = Cause {
    name: "connect-timeout",
    system: System::LoadBalancer,
    proxy_error: Some("connection_timeout"),
    checks: &[
        TARGET_HEALTH,
        Check {
            statement: Words::new(
                "Does the target's security group admit the load balancer on port {target_port}",
                "ターゲットのセキュリティグループがポート {target_port} でロードバランサーを許可しているか",
            ),
            command: "aws ec2 describe-network-interfaces --region {region} --filters Name=addresses.private-ip-address,Values={target_address} --query 'NetworkInterfaces[].Groups[].GroupId' --output text | xargs aws ec2 describe-security-groups --region {region} --group-ids",
        },
    ],
    english: &english::load_balancer::CONNECT_TIMEOUT,
    japanese: &japanese::load_balancer::CONNECT_TIMEOUT,
    references: &[ALB_TROUBLESHOOTING],
};

/// 504 at the idle time-out.
pub static RESPONSE_TIMEOUT: Cause = Cause {
    name: "response-timeout",
    system: System::LoadBalancer,
    proxy_error: Some("http_response_timeout"),
    checks: &[
        Check {
            statement: Words::new("The idle time-out", "アイドルタイムアウト"),
            command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='idle_timeout.timeout_seconds']\"",
        },
        TARGET_HEALTH,
    ],
    english: &english::load_balancer::RESPONSE_TIMEOUT,
    japanese: &japanese::load_balancer::RESPONSE_TIMEOUT,
    references: &[ALB_TROUBLESHOOTING],
};

/// 460.
pub static CLIENT_CLOSED: Cause = Cause {
    name: "client-closed",
    system: System::LoadBalancer,
    proxy_error: None,
    checks: &[Check {
        statement: Words::new(
            "How slow the targets were, minute by minute",
            "ターゲットの応答時間（1分ごと）",
        ),
        command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/ApplicationELB --metric-name TargetResponseTime --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --extended-statistics p95",
    }],
    english: &english::load_balancer::CLIENT_CLOSED,
    japanese: &japanese::load_balancer::CLIENT_CLOSED,
    references: &[ALB_TROUBLESHOOTING],
};

/// 400, 408, 463, 464.
pub static CLIENT_REJECTED: Cause = Cause {
    name: "client-rejected",
    system: System::LoadBalancer,
    proxy_error: Some("http_request_error"),
    checks: &[Check {
        statement: Words::new(
            "Which protocol version the target groups speak (for 464)",
            "ターゲットグループのプロトコルバージョン（464の場合）",
        ),
        command: "aws elbv2 describe-target-groups --region {region} --load-balancer-arn {load_balancer_arn} --query 'TargetGroups[].[TargetGroupName,Protocol,ProtocolVersion]' --output table",
    }],
    english: &english::load_balancer::CLIENT_REJECTED,
    japanese: &japanese::load_balancer::CLIENT_REJECTED,
    references: &[ALB_TROUBLESHOOTING],
};
