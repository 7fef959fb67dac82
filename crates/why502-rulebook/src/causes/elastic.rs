//! Classic and Network Load Balancers.

use super::pages::{CLB_ACCESS_LOGS, CLB_ERRORS, NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

pub(super) const INSTANCE_HEALTH: Check = Check {
    statement: Words::new(
        "Which instances are registered, and how healthy they are",
        "登録済みのインスタンスとそのヘルス",
    ),
    command: "aws elb describe-instance-health --load-balancer-name {load_balancer_name}",
};
const IDLE_TIMEOUT: Check = Check {
    statement: Words::new(
        "The load balancer's idle time-out, to hold against the application's keep-alive",
        "アプリケーションのキープアライブと比べる、ロードバランサーのアイドルタイムアウト",
    ),
    command: "aws elb describe-load-balancer-attributes --load-balancer-name {load_balancer_name} --query 'LoadBalancerAttributes.ConnectionSettings'",
};
const SPILLOVER: Check = Check {
    statement: Words::new(
        "Requests refused because the surge queue was full",
        "サージキューがあふれて拒否されたリクエスト数",
    ),
    command: "aws cloudwatch get-metric-statistics --namespace AWS/ELB --metric-name SpilloverCount --dimensions Name=LoadBalancerName,Value={load_balancer_name} --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
pub(super) const BACKEND_LATENCY: Check = Check {
    statement: Words::new(
        "How slow the instances were, minute by minute",
        "インスタンスのレイテンシー（1分ごと）",
    ),
    command: "aws cloudwatch get-metric-statistics --namespace AWS/ELB --metric-name Latency --dimensions Name=LoadBalancerName,Value={load_balancer_name} --start-time {start} --end-time {end} --period 60 --statistics Maximum Average",
};

/// 502.
pub static CLB_MALFORMED_RESPONSE: Cause = Cause {
    name: "clb-malformed-response",
    system: System::ClassicLoadBalancer,
    proxy_error: Some("http_protocol_error"),
    checks: &[
        Check {
            statement: Words::new(
                "What an instance really sends (from a host in the VPC)",
                "インスタンスが実際に送る内容（VPC内のホストから）",
            ),
            command: "curl -sv --raw --globoff --path-as-is --max-time 30 -o /dev/null -H {host_header} http://INSTANCE_ADDRESS:PORT{path}",
        },
        INSTANCE_HEALTH,
    ],
    english: &english::elastic::CLB_MALFORMED_RESPONSE,
    japanese: &japanese::elastic::CLB_MALFORMED_RESPONSE,
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// The instance wrote it.
pub static CLB_BACKEND_GENERATED_5XX: Cause = Cause {
    name: "clb-backend-generated-5xx",
    system: System::ClassicLoadBalancer,
    proxy_error: None,
    checks: &[INSTANCE_HEALTH],
    english: &english::elastic::CLB_BACKEND_GENERATED_5XX,
    japanese: &japanese::elastic::CLB_BACKEND_GENERATED_5XX,
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// 503.
pub static CLB_NO_CAPACITY: Cause = Cause {
    name: "clb-no-capacity",
    system: System::ClassicLoadBalancer,
    proxy_error: Some("destination_unavailable"),
    checks: &[INSTANCE_HEALTH, SPILLOVER],
    english: &english::elastic::CLB_NO_CAPACITY,
    japanese: &japanese::elastic::CLB_NO_CAPACITY,
    references: &[CLB_ERRORS],
};

/// 504.
pub static CLB_TIMEOUT_OR_KEEPALIVE_RACE: Cause = Cause {
    name: "clb-timeout-or-keepalive-race",
    system: System::ClassicLoadBalancer,
    proxy_error: Some("http_response_timeout"),
    checks: &[IDLE_TIMEOUT, BACKEND_LATENCY],
    english: &english::elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE,
    japanese: &japanese::elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE,
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// TLS with the client.
pub static NLB_TLS_HANDSHAKE: Cause = Cause {
    name: "nlb-tls-handshake",
    system: System::NetworkLoadBalancer,
    proxy_error: Some("tls_alert_received"),
    checks: &[
        Check {
            statement: Words::new(
                "Which certificate and versions the listener offers",
                "リスナーが提示する証明書",
            ),
            command: "openssl s_client -connect {host}:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
        },
        Check {
            statement: Words::new(
                "The listeners' security policies and certificates (put the region, account and load balancer in)",
                "リスナーのセキュリティポリシーと証明書（リージョン、アカウント、ロードバランサーを入れる）",
            ),
            command: "aws elbv2 describe-listeners --load-balancer-arn {load_balancer_arn} --query 'Listeners[].[Port,Protocol,SslPolicy,Certificates]'",
        },
    ],
    english: &english::elastic::NLB_TLS_HANDSHAKE,
    japanese: &japanese::elastic::NLB_TLS_HANDSHAKE,
    references: &[NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING],
};

/// Nothing came back.
pub static NLB_ZERO_BYTE: Cause = Cause {
    name: "nlb-zero-byte",
    system: System::NetworkLoadBalancer,
    proxy_error: Some("connection_terminated"),
    checks: &[Check {
        statement: Words::new(
            "Resets by targets, minute by minute",
            "ターゲットによるリセット数（1分ごと）",
        ),
        command: "aws cloudwatch get-metric-statistics --namespace AWS/NetworkELB --metric-name TCP_Target_Reset_Count --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --statistics Sum",
    }],
    english: &english::elastic::NLB_ZERO_BYTE,
    japanese: &japanese::elastic::NLB_ZERO_BYTE,
    references: &[NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING],
};
