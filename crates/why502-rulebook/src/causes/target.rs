//! An application load balancer and its targets.

use super::pages::{
    ALB_ACCESS_LOGS, ALB_TARGET_GROUPS, ALB_TARGET_HEALTH, ALB_TROUBLESHOOTING, REPOST_502,
};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

const TARGET_HEALTH: Check = Check {
    statement: Words::new(
        "What the health checks say, target by target",
        "ターゲットごとのヘルスチェックの結果",
    ),
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]' --output table",
};
const CONNECTION_ERRORS: Check = Check {
    statement: Words::new(
        "CloudWatch's count of refused connections, minute by minute",
        "CloudWatchの接続エラー数（1分ごと）",
    ),
    command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/ApplicationELB --metric-name TargetConnectionErrorCount --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
const LISTENING: Check = Check {
    statement: Words::new(
        "Does anything listen there (from a host in the VPC)",
        "そこで待ち受けているものがあるか（VPC内のホストから）",
    ),
    command: "curl -sv --globoff --path-as-is --max-time 5 -o /dev/null {target_root}",
};
const DEREGISTRATION: Check = Check {
    statement: Words::new("Who took targets out, and when", "ターゲットを登録解除した主体と時刻"),
    command: "aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DeregisterTargets --start-time {start} --end-time {end}",
};
const IDLE_TIMEOUT: Check = Check {
    statement: Words::new(
        "The load balancer's idle time-out, to hold against the application's keep-alive",
        "アプリケーションのキープアライブと比べる、ロードバランサーのアイドルタイムアウト",
    ),
    command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='idle_timeout.timeout_seconds']\"",
};
const RAW_RESPONSE: Check = Check {
    statement: Words::new(
        "What the target really sends (from a host in the VPC)",
        "ターゲットが実際に送る内容（VPC内のホストから）",
    ),
    command: "curl -sv --raw --globoff --path-as-is --max-time 30 -o /dev/null -H {host_header} {target_url}",
};

/// One or a few targets refuse connections.
pub static TARGET_DOWN: Cause = Cause {
    name: "target-down",
    system: System::Target,
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING, CONNECTION_ERRORS],
    english: &english::target::TARGET_DOWN,
    japanese: &japanese::target::TARGET_DOWN,
    references: &[REPOST_502, ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// Every target of a group refuses connections.
pub static ALL_TARGETS_REFUSING: Cause = Cause {
    name: "all-targets-refusing",
    system: System::Target,
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING, CONNECTION_ERRORS],
    english: &english::target::ALL_TARGETS_REFUSING,
    japanese: &japanese::target::ALL_TARGETS_REFUSING,
    references: &[REPOST_502, ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// New targets get requests before they listen.
pub static TARGET_NOT_LISTENING_YET: Cause = Cause {
    name: "target-not-listening-yet",
    system: System::Target,
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING],
    english: &english::target::TARGET_NOT_LISTENING_YET,
    japanese: &japanese::target::TARGET_NOT_LISTENING_YET,
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS],
};

/// Targets are replaced with requests in flight.
pub static ROLLING_DEPLOY: Cause = Cause {
    name: "rolling-deploy",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[
        DEREGISTRATION,
        Check {
            statement: Words::new(
                "How long the group lets requests finish",
                "グループがリクエストの完了を待つ時間",
            ),
            command: "aws elbv2 describe-target-group-attributes --region {region} --target-group-arn {target_group_arn} --query \"Attributes[?Key=='deregistration_delay.timeout_seconds']\"",
        },
    ],
    english: &english::target::ROLLING_DEPLOY,
    japanese: &japanese::target::ROLLING_DEPLOY,
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS, REPOST_502],
};

/// A process died with its requests.
pub static TARGET_CRASH: Cause = Cause {
    name: "target-crash",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[
        TARGET_HEALTH,
        Check {
            statement: Words::new(
                "Did the kernel kill it (on the target)",
                "カーネルに強制終了されたか（ターゲット上で）",
            ),
            command: "dmesg -T | grep -Ei 'oom|killed process|segfault'",
        },
    ],
    english: &english::target::TARGET_CRASH,
    japanese: &japanese::target::TARGET_CRASH,
    references: &[ALB_TROUBLESHOOTING, REPOST_502],
};

/// Idle connections closed just as they are reused.
pub static KEEPALIVE_RACE: Cause = Cause {
    name: "keepalive-race",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[
        IDLE_TIMEOUT,
        Check {
            statement: Words::new(
                "A FIN from the target, then a request, then a RST proves it (on a target)",
                "ターゲットからのFIN、リクエスト、RSTの順なら確定（ターゲット上で）",
            ),
            command: "tcpdump -ni any 'tcp port {target_port} and (tcp[tcpflags] & (tcp-fin|tcp-rst) != 0)'",
        },
    ],
    english: &english::target::KEEPALIVE_RACE,
    japanese: &japanese::target::KEEPALIVE_RACE,
    references: &[ALB_TROUBLESHOOTING, ALB_ACCESS_LOGS, REPOST_502],
};

/// The server resets certain requests.
pub static REQUEST_DEPENDENT_RESET: Cause = Cause {
    name: "request-dependent-reset",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[RAW_RESPONSE],
    english: &english::target::REQUEST_DEPENDENT_RESET,
    japanese: &japanese::target::REQUEST_DEPENDENT_RESET,
    references: &[REPOST_502],
};

/// Slow workers are killed.
pub static WORKER_TIMEOUT: Cause = Cause {
    name: "worker-timeout",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[
        Check {
            statement: Words::new(
                "Does the application server say so (gunicorn: WORKER TIMEOUT; uWSGI: HARAKIRI) (on a target)",
                "アプリケーションサーバーの記録（gunicorn: WORKER TIMEOUT、uWSGI: HARAKIRI）（ターゲット上で）",
            ),
            command: "journalctl --since @{start_s} --until @{end_s} | grep -Ei 'worker timeout|harakiri|request_terminate_timeout|killed process'",
        },
        IDLE_TIMEOUT,
    ],
    english: &english::target::WORKER_TIMEOUT,
    japanese: &japanese::target::WORKER_TIMEOUT,
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};

/// Connections closed in mid-request for no further reason.
pub static TARGET_CLOSED_CONNECTION: Cause = Cause {
    name: "target-closed-connection",
    system: System::Target,
    proxy_error: Some("connection_terminated"),
    checks: &[RAW_RESPONSE, TARGET_HEALTH],
    english: &english::target::TARGET_CLOSED_CONNECTION,
    japanese: &japanese::target::TARGET_CLOSED_CONNECTION,
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};

/// The answer is no valid HTTP.
pub static MALFORMED_RESPONSE: Cause = Cause {
    name: "malformed-response",
    system: System::Target,
    proxy_error: Some("http_protocol_error"),
    checks: &[RAW_RESPONSE],
    english: &english::target::MALFORMED_RESPONSE,
    japanese: &japanese::target::MALFORMED_RESPONSE,
    references: &[ALB_TROUBLESHOOTING, REPOST_502],
};

/// More response headers than the load balancer takes.
pub static RESPONSE_HEADER_TOO_LARGE: Cause = Cause {
    name: "response-header-too-large",
    system: System::Target,
    proxy_error: Some("http_response_header_section_size"),
    checks: &[RAW_RESPONSE],
    english: &english::target::RESPONSE_HEADER_TOO_LARGE,
    japanese: &japanese::target::RESPONSE_HEADER_TOO_LARGE,
    references: &[ALB_TROUBLESHOOTING],
};

/// More than the targets can serve.
pub static OVERLOAD: Cause = Cause {
    name: "overload",
    system: System::Target,
    proxy_error: Some("connection_limit_reached"),
    checks: &[
        Check {
            statement: Words::new(
                "How slow the targets were, minute by minute",
                "ターゲットの応答時間（1分ごと）",
            ),
            command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/ApplicationELB --metric-name TargetResponseTime --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --extended-statistics p95",
        },
        Check {
            statement: Words::new(
                "How busy a target's processors were (put its instance in)",
                "ターゲットのCPU使用率（インスタンスを入れる）",
            ),
            command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value=INSTANCE_ID --start-time {start} --end-time {end} --period 60 --statistics Maximum",
        },
        Check {
            statement: Words::new(
                "Did its accept queue overflow (on a target; Recv-Q beside Send-Q is the queue)",
                "受付キューがあふれたか（ターゲット上で。Recv-Q と Send-Q がキューの使用量と上限）",
            ),
            command: "ss -ltn; nstat -az TcpExtListenOverflows TcpExtListenDrops",
        },
    ],
    english: &english::target::OVERLOAD,
    japanese: &japanese::target::OVERLOAD,
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS, REPOST_502],
};

/// No TLS between load balancer and target.
pub static TARGET_TLS_HANDSHAKE: Cause = Cause {
    name: "target-tls-handshake",
    system: System::Target,
    proxy_error: Some("tls_protocol_error"),
    checks: &[
        Check {
            statement: Words::new(
                "Does the target speak TLS without a server name (from a host in the VPC)",
                "ターゲットがサーバー名なしでTLSを話すか（VPC内のホストから）",
            ),
            command: "openssl s_client -connect {target} -noservername -tls1_2 </dev/null",
        },
        Check {
            statement: Words::new(
                "What the group is set to speak",
                "グループに設定されたプロトコル",
            ),
            command: "aws elbv2 describe-target-groups --region {region} --target-group-arns {target_group_arn} --query 'TargetGroups[].[Protocol,ProtocolVersion,Port]'",
        },
    ],
    english: &english::target::TARGET_TLS_HANDSHAKE,
    japanese: &japanese::target::TARGET_TLS_HANDSHAKE,
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS],
};

/// The network says that the host is not there.
pub static HOST_UNREACHABLE: Cause = Cause {
    name: "host-unreachable",
    system: System::Target,
    proxy_error: Some("destination_ip_unroutable"),
    checks: &[
        Check {
            statement: Words::new(
                "Does the address still exist (an empty answer: it is gone)",
                "アドレスがまだ存在するか（空の応答なら存在しない）",
            ),
            command: "aws ec2 describe-network-interfaces --region {region} --filters Name=addresses.private-ip-address,Values={target_address}",
        },
        TARGET_HEALTH,
    ],
    english: &english::target::HOST_UNREACHABLE,
    japanese: &japanese::target::HOST_UNREACHABLE,
    references: &[ALB_TROUBLESHOOTING],
};

/// The target wrote the failing status.
pub static TARGET_GENERATED_5XX: Cause = Cause {
    name: "target-generated-5xx",
    system: System::Target,
    proxy_error: None,
    checks: &[
        Check {
            statement: Words::new(
                "If the target is nginx: what its upstream did (on a target)",
                "ターゲットがnginxの場合の上流の動作（ターゲット上で）",
            ),
            command: "grep -E 'upstream|connect\\(\\) failed|recv\\(\\) failed|no live upstreams' /var/log/nginx/error.log",
        },
        RAW_RESPONSE,
    ],
    english: &english::target::TARGET_GENERATED_5XX,
    japanese: &japanese::target::TARGET_GENERATED_5XX,
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};
