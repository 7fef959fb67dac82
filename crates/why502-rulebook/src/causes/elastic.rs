//! Classic and Network Load Balancers.

use super::pages::{CLB_ACCESS_LOGS, CLB_ERRORS, NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING};
use crate::cause::{Cause, Check, System};

pub(super) const INSTANCE_HEALTH: Check = Check {
    statement: "Which instances are registered, and how healthy they are",
    command: "aws elb describe-instance-health --load-balancer-name {load_balancer_name}",
};
const IDLE_TIMEOUT: Check = Check {
    statement: "The load balancer's idle time-out, to hold against the application's keep-alive",
    command: "aws elb describe-load-balancer-attributes --load-balancer-name {load_balancer_name} --query 'LoadBalancerAttributes.ConnectionSettings'",
};
const SPILLOVER: Check = Check {
    statement: "Requests refused because the surge queue was full",
    command: "aws cloudwatch get-metric-statistics --namespace AWS/ELB --metric-name SpilloverCount --dimensions Name=LoadBalancerName,Value={load_balancer_name} --start-time {start} --end-time {end} --period 60 --statistics Sum",
};
pub(super) const BACKEND_LATENCY: Check = Check {
    statement: "How slow the instances were, minute by minute",
    command: "aws cloudwatch get-metric-statistics --namespace AWS/ELB --metric-name Latency --dimensions Name=LoadBalancerName,Value={load_balancer_name} --start-time {start} --end-time {end} --period 60 --statistics Maximum Average",
};
const INSTANCE_LOG: &str = "Which instance it was: on a failure the log holds none.";

/// 502.
pub static CLB_MALFORMED_RESPONSE: Cause = Cause {
    name: "clb-malformed-response",
    system: System::ClassicLoadBalancer,
    meaning: "An instance's answer could not be read by the Classic Load Balancer.",
    shape: "502 without a status of the instance: not valid HTTP, or closed in the middle of the headers. Gathered on some paths it is the application, else the connection.",
    proxy_error: Some("http_protocol_error"),
    checks: &[
        Check {
            statement: "What an instance really sends (from a host in the VPC)",
            command: "curl -sv --raw --globoff --path-as-is --max-time 30 -o /dev/null -H {host_header} http://INSTANCE_ADDRESS:PORT{path}",
        },
        INSTANCE_HEALTH,
    ],
    remedies: &[
        "Now: undo the last change of the application or its framework.",
        "Fix: let a test read the raw answer of every route, headers included.",
    ],
    not_visible: INSTANCE_LOG,
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// The instance wrote it.
pub static CLB_BACKEND_GENERATED_5XX: Cause = Cause {
    name: "clb-backend-generated-5xx",
    system: System::ClassicLoadBalancer,
    meaning: "The instance wrote the failing status itself and the load balancer passed it on.",
    shape: "backend_status_code equals elb_status_code.",
    proxy_error: None,
    checks: &[INSTANCE_HEALTH],
    remedies: &[
        "Now: read the application's error log on the instances named, at these times.",
        "Fix: mend what the application, or the proxy inside the instance, fails at.",
    ],
    not_visible: "Why the application failed: its own log.",
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// 503.
pub static CLB_NO_CAPACITY: Cause = Cause {
    name: "clb-no-capacity",
    system: System::ClassicLoadBalancer,
    meaning: "The Classic Load Balancer had no instance to send requests to, or no capacity left.",
    shape: "503 without a status of an instance: no instance registered or healthy, the surge queue of 1,024 requests full, or the load balancer itself still growing.",
    proxy_error: Some("destination_unavailable"),
    checks: &[INSTANCE_HEALTH, SPILLOVER],
    remedies: &[
        "Now: register healthy instances, or add some.",
        "Fix: scale on the surge queue's length; have the load balancer warmed before a planned peak.",
    ],
    not_visible: "Health of the instances and the length of the surge queue.",
    references: &[CLB_ERRORS],
};

/// 504.
pub static CLB_TIMEOUT_OR_KEEPALIVE_RACE: Cause = Cause {
    name: "clb-timeout-or-keepalive-race",
    system: System::ClassicLoadBalancer,
    meaning: "An instance did not answer before the idle time-out, or closed a kept-alive connection just as it was reused.",
    shape: "504 without a status of the instance and without times. A thin trickle while everything is fast is the keep-alive race; answers that grow slower towards the time-out are slowness.",
    proxy_error: Some("http_response_timeout"),
    checks: &[IDLE_TIMEOUT, BACKEND_LATENCY],
    remedies: &[
        "Now: see whether answers grew slow before: if so, relieve what they wait for.",
        "Fix: keep the application's keep-alive time-out above the load balancer's idle time-out (60 s unless changed).",
    ],
    not_visible: "How long the request took: on such a line no time is measured.",
    references: &[CLB_ERRORS, CLB_ACCESS_LOGS],
};

/// TLS with the client.
pub static NLB_TLS_HANDSHAKE: Cause = Cause {
    name: "nlb-tls-handshake",
    system: System::NetworkLoadBalancer,
    meaning: "The TLS handshake between clients and the Network Load Balancer failed.",
    shape: "No cipher or handshake time, or an alert from the client: 42 to 48 speak of the certificate, 40 and 70 of ciphers and versions, 112 of the name.",
    proxy_error: Some("tls_alert_received"),
    checks: &[
        Check {
            statement: "Which certificate and versions the listener offers",
            command: "openssl s_client -connect {host}:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
        },
        Check {
            statement: "The listeners' security policies and certificates (put the region, account and load balancer in)",
            command: "aws elbv2 describe-listeners --load-balancer-arn {load_balancer_arn} --query 'Listeners[].[Port,Protocol,SslPolicy,Certificates]'",
        },
    ],
    remedies: &[
        "Now: put the previous certificate or security policy back, unless scanners are all there is.",
        "Fix: renew certificates well before they end; know which TLS versions clients speak before a policy is changed.",
    ],
    not_visible: "What the client offered and why it refused.",
    references: &[NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING],
};

/// Nothing came back.
pub static NLB_ZERO_BYTE: Cause = Cause {
    name: "nlb-zero-byte",
    system: System::NetworkLoadBalancer,
    meaning: "Connections through the Network Load Balancer ended without a byte sent to the client.",
    shape: "The handshake went well and sent_bytes is 0: probes and preconnecting browsers do so all day; many at once mean that targets refuse or reset.",
    proxy_error: Some("connection_terminated"),
    checks: &[Check {
        statement: "Resets by targets, minute by minute",
        command: "aws cloudwatch get-metric-statistics --namespace AWS/NetworkELB --metric-name TCP_Target_Reset_Count --dimensions Name=LoadBalancer,Value={load_balancer_dimension} --start-time {start} --end-time {end} --period 60 --statistics Sum",
    }],
    remedies: &[
        "Now: check the health of the targets; nothing where only probes connect.",
        "Fix: keep probes on a listener of their own, so that this figure tells something.",
    ],
    not_visible: "The target that was chosen, and what it answered.",
    references: &[NLB_ACCESS_LOGS, NLB_TROUBLESHOOTING],
};
