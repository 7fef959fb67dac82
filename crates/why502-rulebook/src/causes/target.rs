//! An application load balancer and its targets.

use super::pages::{
    ALB_ACCESS_LOGS, ALB_TARGET_GROUPS, ALB_TARGET_HEALTH, ALB_TROUBLESHOOTING, REPOST_502,
};
use crate::cause::{Cause, Check, System};

const TARGET_HEALTH: Check = Check {
    statement: "What the health checks say, target by target",
    command: "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]' --output table",
};
const CONNECTION_ERRORS: Check = Check {
    statement: "CloudWatch's count of refused connections, minute by minute",
    command: "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/ApplicationELB --metric-name TargetConnectionErrorCount --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
const LISTENING: Check = Check {
    statement: "Does anything listen there (from a host in the VPC)",
    command: "curl -sv --globoff --path-as-is --max-time 5 -o /dev/null {target_root}",
};
const DEREGISTRATION: Check = Check {
    statement: "Who took targets out, and when",
    command: "aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DeregisterTargets --start-time {start} --end-time {end}",
};
const IDLE_TIMEOUT: Check = Check {
    statement: "The load balancer's idle time-out, to hold against the application's keep-alive",
    command: "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"Attributes[?Key=='idle_timeout.timeout_seconds']\"",
};
const RAW_RESPONSE: Check = Check {
    statement: "What the target really sends (from a host in the VPC)",
    command: "curl -sv --raw --globoff --path-as-is --max-time 30 -o /dev/null -H {host_header} {target_url}",
};

/// One or a few targets refuse connections.
pub static TARGET_DOWN: Cause = Cause {
    name: "target-down",
    system: System::Target,
    meaning: "One or a few targets refuse connections while the others of their group serve.",
    shape: "502 with `-1 -1 -1`, target set, within a second, all on one or few targets that fail nearly always from one moment on.",
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING, CONNECTION_ERRORS],
    remedies: &[
        "Now: deregister the failing target, or restart its process.",
        "Fix: a health check that fails within seconds of the process's death; restart on exit; enough targets that one can go.",
    ],
    not_visible: "Why the process does not listen: its own log, the kernel log, the orchestrator's events.",
    references: &[REPOST_502, ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// Every target of a group refuses connections.
pub static ALL_TARGETS_REFUSING: Cause = Cause {
    name: "all-targets-refusing",
    system: System::Target,
    meaning: "Every target of the group refuses connections.",
    shape: "502 with `-1 -1 -1` on all targets of a group alike. With every target unhealthy an ALB still sends to all of them (it fails open), so this is 502 and not 503.",
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING, CONNECTION_ERRORS],
    remedies: &[
        "Now: undo the last change of configuration, port or image for this group.",
        "Fix: release in stages, so that a build that does not listen never reaches every target.",
    ],
    not_visible: "What was changed: CloudTrail and the deployment tool's history.",
    references: &[REPOST_502, ALB_TROUBLESHOOTING, ALB_TARGET_HEALTH],
};

/// New targets get requests before they listen.
pub static TARGET_NOT_LISTENING_YET: Cause = Cause {
    name: "target-not-listening-yet",
    system: System::Target,
    meaning: "New targets were sent requests before their process listened.",
    shape: "502 with `-1 -1 -1` only in the first minutes of a target's life, which serves afterwards.",
    proxy_error: Some("connection_refused"),
    checks: &[TARGET_HEALTH, LISTENING],
    remedies: &[
        "Now: nothing once the targets serve; slow the release down if more are coming.",
        "Fix: register a target only when it listens (readiness gate), and let health checks pass twice before traffic.",
    ],
    not_visible: "When the process began to listen.",
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS],
};

/// Targets are replaced with requests in flight.
pub static ROLLING_DEPLOY: Cause = Cause {
    name: "rolling-deploy",
    system: System::Target,
    meaning: "Targets were stopped one after another with requests in flight, and were still sent new ones for a while.",
    shape: "Targets fail in turn, each with a burst as it ends and refusals just after, and are not seen again (or come back); new targets appear around them; 502 and 504 mixed.",
    proxy_error: Some("connection_terminated"),
    checks: &[
        DEREGISTRATION,
        Check {
            statement: "How long the group lets requests finish",
            command: "aws elbv2 describe-target-group-attributes --region {region} --target-group-arn {target_group_arn} --query \"Attributes[?Key=='deregistration_delay.timeout_seconds']\"",
        },
    ],
    remedies: &[
        "Now: pause the deployment if it is still running; otherwise nothing, it ends by itself.",
        "Fix: deregister first, wait 20-30 s (preStop sleep) for the load balancer to stop sending, then SIGTERM; let the longest request finish before SIGKILL.",
    ],
    not_visible: "Who stopped the targets: CloudTrail, ECS or Kubernetes events.",
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS, REPOST_502],
};

/// A process died with its requests.
pub static TARGET_CRASH: Cause = Cause {
    name: "target-crash",
    system: System::Target,
    meaning: "A target's process died and took the requests it was working on with it.",
    shape: "Several 502s of one target end within a second although they began at different times; often refusals follow.",
    proxy_error: Some("connection_terminated"),
    checks: &[
        TARGET_HEALTH,
        Check {
            statement: "Did the kernel kill it (on the target)",
            command: "dmesg -T | grep -Ei 'oom|killed process|segfault'",
        },
    ],
    remedies: &[
        "Now: make sure the target came back; deregister it if it keeps dying.",
        "Fix: find the exit code (137 = killed, often memory), mend the leak or raise the limit, add targets.",
    ],
    not_visible: "The exit code and memory use of the process.",
    references: &[ALB_TROUBLESHOOTING, REPOST_502],
};

/// Idle connections closed just as they are reused.
pub static KEEPALIVE_RACE: Cause = Cause {
    name: "keepalive-race",
    system: System::Target,
    meaning: "Targets close idle connections in the moment the load balancer reuses them.",
    shape: "A thin, steady trickle of 502s that end milliseconds after being sent, spread over all targets, paths and clients, without a beginning.",
    proxy_error: Some("connection_terminated"),
    checks: &[
        IDLE_TIMEOUT,
        Check {
            statement: "A FIN from the target, then a request, then a RST proves it (on a target)",
            command: "tcpdump -ni any 'tcp port {target_port} and (tcp[tcpflags] & (tcp-fin|tcp-rst) != 0)'",
        },
    ],
    remedies: &[
        "Now: nothing urgent: it is a few requests, and clients that retry do not notice.",
        "Fix: set the application's keep-alive longer than the load balancer's idle time-out (say 75 s against 60 s).",
    ],
    not_visible: "The application's keep-alive and the load balancer's idle time-out.",
    references: &[ALB_TROUBLESHOOTING, ALB_ACCESS_LOGS, REPOST_502],
};

/// The server resets certain requests.
pub static REQUEST_DEPENDENT_RESET: Cause = Cause {
    name: "request-dependent-reset",
    system: System::Target,
    meaning: "Targets drop the connection at once for one kind of request.",
    shape: "502s of one shape (method, path, size, user agent) that fail often on every target, while other requests pass.",
    proxy_error: Some("connection_terminated"),
    checks: &[RAW_RESPONSE],
    remedies: &[
        "Now: find who sends these requests; block or mend that client if users do not depend on it.",
        "Fix: raise the server's limit that they hit (header, URI, body), or answer them properly.",
    ],
    not_visible: "The request's headers and the server's limits.",
    references: &[REPOST_502],
};

/// Slow workers are killed.
pub static WORKER_TIMEOUT: Cause = Cause {
    name: "worker-timeout",
    system: System::Target,
    meaning: "Slow requests are killed by the application server's own time-out before they answer.",
    shape: "502s whose target_processing_time gathers at one value above a second and below the load balancer's idle time-out, on slow paths, on any target.",
    proxy_error: Some("connection_terminated"),
    checks: &[
        Check {
            statement: "Does the application server say so (gunicorn: WORKER TIMEOUT; uWSGI: HARAKIRI) (on a target)",
            command: "journalctl --since @{start_s} --until @{end_s} | grep -Ei 'worker timeout|harakiri|request_terminate_timeout|killed process'",
        },
        IDLE_TIMEOUT,
    ],
    remedies: &[
        "Now: raise the worker time-out for the moment, below the load balancer's idle time-out.",
        "Fix: make the slow path faster or asynchronous; let the inner time-out answer 503 or 504 rather than drop the connection.",
    ],
    not_visible: "What the request was waiting for: a database, another service, a lock.",
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};

/// Connections closed in mid-request for no further reason.
pub static TARGET_CLOSED_CONNECTION: Cause = Cause {
    name: "target-closed-connection",
    system: System::Target,
    meaning: "Targets closed the connection while they had the request, at no common moment and after no common time.",
    shape: "502s with the request sent and no response, after more than 0.1 s, without burst, ceiling or single path.",
    proxy_error: Some("connection_terminated"),
    checks: &[RAW_RESPONSE, TARGET_HEALTH],
    remedies: &[
        "Now: look for exceptions and restarts in the application's log at the times given.",
        "Fix: let errors answer 500 instead of dropping the connection.",
    ],
    not_visible: "What the application did: its own log.",
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};

/// The answer is no valid HTTP.
pub static MALFORMED_RESPONSE: Cause = Cause {
    name: "malformed-response",
    system: System::Target,
    meaning: "The targets' answers on some paths are no valid HTTP, and the load balancer refuses to pass them on.",
    shape: "502s on (nearly) every request of one path, on every target, whatever the load and the hour.",
    proxy_error: Some("http_protocol_error"),
    checks: &[RAW_RESPONSE],
    remedies: &[
        "Now: roll back the build that introduced the path or header.",
        "Fix: look for Content-Length together with Transfer-Encoding, a body on 204 or 304, illegal characters in a header, headers over 32 KB.",
    ],
    not_visible: "The response's bytes.",
    references: &[ALB_TROUBLESHOOTING, REPOST_502],
};

/// More response headers than the load balancer takes.
pub static RESPONSE_HEADER_TOO_LARGE: Cause = Cause {
    name: "response-header-too-large",
    system: System::Target,
    meaning: "The target's response headers are larger than a proxy on the way accepts.",
    shape: "502 on pages that set many cookies or redirect with long addresses (sign-in, OAuth), on every target; an ALB takes 32 KB of response headers, an nginx inside the target 4 to 8 KB, which its error log names.",
    proxy_error: Some("http_response_header_section_size"),
    checks: &[RAW_RESPONSE],
    remedies: &[
        "Now: take away the header that grew (Set-Cookie, Content-Security-Policy, debug headers).",
        "Fix: keep sessions on the server; raise the inner proxy's buffers where it is the one that refuses.",
    ],
    not_visible: "The size of the response's headers.",
    references: &[ALB_TROUBLESHOOTING],
};

/// No TLS between load balancer and target.
pub static TARGET_TLS_HANDSHAKE: Cause = Cause {
    name: "target-tls-handshake",
    system: System::Target,
    meaning: "The TLS handshake between load balancer and targets fails.",
    shape: "502 with `-1 -1 -1` (504 where it times out) on all targets of an HTTPS group and hardly a success. An ALB does not validate the target's certificate, so an expired one is not the cause.",
    proxy_error: Some("tls_protocol_error"),
    checks: &[
        Check {
            statement: "Does the target speak TLS without a server name (from a host in the VPC)",
            command: "openssl s_client -connect {target} -noservername -tls1_2 </dev/null",
        },
        Check {
            statement: "What the group is set to speak",
            command: "aws elbv2 describe-target-groups --region {region} --target-group-arns {target_group_arn} --query 'TargetGroups[].[Protocol,ProtocolVersion,Port]'",
        },
    ],
    remedies: &[
        "Now: undo the last change of the target's TLS set-up or of the group's protocol.",
        "Fix: offer a protocol and cipher both sides have, and a default certificate for clients without SNI.",
    ],
    not_visible: "The handshake itself; TargetTLSNegotiationErrorCount in CloudWatch counts it.",
    references: &[ALB_TROUBLESHOOTING, ALB_TARGET_GROUPS],
};

/// The network says that the host is not there.
pub static HOST_UNREACHABLE: Cause = Cause {
    name: "host-unreachable",
    system: System::Target,
    meaning: "The network reported the target's host as unreachable.",
    shape: "502 with `-1 -1 -1` after one to ten seconds: longer than a refusal, shorter than the connect time-out.",
    proxy_error: Some("destination_ip_unroutable"),
    checks: &[
        Check {
            statement: "Does the address still exist (an empty answer: it is gone)",
            command: "aws ec2 describe-network-interfaces --region {region} --filters Name=addresses.private-ip-address,Values={target_address}",
        },
        TARGET_HEALTH,
    ],
    remedies: &[
        "Now: deregister targets whose address is gone.",
        "Fix: deregister before a host or pod is removed; check routes to peered networks.",
    ],
    not_visible: "Routes and ICMP messages.",
    references: &[ALB_TROUBLESHOOTING],
};

/// The target wrote the failing status.
pub static TARGET_GENERATED_5XX: Cause = Cause {
    name: "target-generated-5xx",
    system: System::Target,
    meaning: "The application, or a proxy inside the target, answered with the failing status itself.",
    shape: "elb_status_code equals target_status_code: the load balancer only passed it on.",
    proxy_error: None,
    checks: &[
        Check {
            statement: "If the target is nginx: what its upstream did (on a target)",
            command: "grep -E 'upstream|connect\\(\\) failed|recv\\(\\) failed|no live upstreams' /var/log/nginx/error.log",
        },
        RAW_RESPONSE,
    ],
    remedies: &[
        "Now: roll back what the application or the inner proxy got last.",
        "Fix: per the application's own error log: the load balancer has no part in it.",
    ],
    not_visible: "The exception or upstream error inside the target.",
    references: &[REPOST_502, ALB_TROUBLESHOOTING],
};
