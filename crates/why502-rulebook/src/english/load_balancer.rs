//! The load balancer itself, its neighbours, and clients.

use crate::texts::Texts;

pub(crate) static FIXED_RESPONSE: Texts = Texts {
    title: "Fixed response of a listener rule",
    meaning: "A listener rule answers with the failing status on purpose.",
    explanation: "A rule of the listener answers by itself with the status that is set in it, and no target is asked. That is meant for maintenance pages; it also happens when an automation writes such a rule, as the Kubernetes controller does for an Ingress that names a Service that does not exist. The line names the action, so this is certain.",
    shape: "actions_executed ends in fixed-response; no target; one rule priority. The Kubernetes controller writes such a rule when an Ingress names a Service that does not exist.",
    supports: &[
        "The last action of the line is fixed-response.",
        "All failures have one rule priority, and one host or path.",
    ],
    opposes: &["The line has the action forward too."],
    now: "remove or correct the rule, unless maintenance is meant.",
    fix: "take maintenance rules away with the same automation that sets them.",
    prevent: "alarm on rules with a fixed 5xx response that exist for longer than a maintenance window.",
    not_visible: "Who wrote the rule: CloudTrail (CreateRule, ModifyRule).",
};

pub(crate) static WAF_CALL_FAILED: Texts = Texts {
    title: "AWS WAF call failed",
    meaning: "The load balancer could not get a verdict from AWS WAF.",
    explanation: "The load balancer asks AWS WAF about each request and got no verdict: an error or a time-out of the call. Unless fail-open is set it then refuses the request. This is not a request that WAF blocked, which would be a 403 unless changed. The line names it.",
    shape: "actions_executed has waf-failed, or error_reason begins with WAF.",
    supports: &[
        "The line has the action waf-failed, or a reason that begins with WAF.",
        "All hosts and paths alike.",
    ],
    opposes: &["Only requests that one rule of the web ACL looks at: then look at that rule."],
    now: "turn WAF fail-open on if availability counts more than filtering.",
    fix: "decide that question before the next time.",
    prevent: "decide per load balancer whether it should fail open, and write the decision down.",
    not_visible: "WAF's own state.",
};

pub(crate) static AUTH_PROVIDER_ERROR: Texts = Texts {
    title: "Authentication at the load balancer failed",
    meaning: "Authentication at the load balancer failed: the identity provider, its answer, or the session.",
    explanation: "A rule of the listener authenticates users before it forwards. The identity provider refused, did not answer within 5 s, gave an answer that is not valid, or claims over 11 KB; or the session was not valid. No target was asked. error_reason names the step that failed.",
    shape: "error_reason begins with Auth or JWKS; status 401, 500, 561 or 562.",
    supports: &["error_reason names the step.", "Only paths behind an authenticate action."],
    opposes: &["Only single users fail, now and then: then sessions ran out."],
    now: "check that the identity provider answers within 5 s and that its keys and client secret are valid.",
    fix: "watch the provider's token and user-info endpoints; keep claims under 11 KB.",
    prevent: "watch the provider's token and user-info endpoints from outside, and note when keys and client secrets end.",
    not_visible: "The identity provider's own log.",
};

pub(crate) static NO_REGISTERED_TARGETS: Texts = Texts {
    title: "No registered targets",
    meaning: "The target group has no target that could be sent a request.",
    explanation: "The rule forwards to a target group in which nothing is registered, or only targets in zones that the load balancer does not use. There is no one to send to, so it answers 503 at once. Unhealthy targets do not cause this: with all of them unhealthy an ALB fails open. Why nothing is registered, the log does not say.",
    shape: "503 with action forward and no target. Unhealthy targets do not cause it: with all unhealthy an ALB sends to all.",
    supports: &[
        "503 with action forward and without a target.",
        "All requests of the target group, from one moment on.",
    ],
    opposes: &["Some requests of the group reach a target in the same minute."],
    now: "register targets, or point the rule at a group that has some.",
    fix: "never scale a group to zero behind a live rule; release in an order that registers before it removes.",
    prevent: "alarm on HealthyHostCount plus UnHealthyHostCount of 0 for every group that a rule names.",
    not_visible: "Why none is registered: the service's or auto scaling group's events.",
};

pub(crate) static CONNECT_TIMEOUT: Texts = Texts {
    title: "Connect time-out",
    meaning: "The load balancer's connection attempts to targets got no answer within 10 s.",
    explanation: "The load balancer sent SYN packets to the target and nothing came back for 10 s: neither an acceptance nor a refusal. Packets are dropped on the way, by a security group, a network ACL or a missing route, or the host is dead or its SYN queue full. A process that is down would refuse at once instead. Which of these it is, the access log does not show; VPC flow logs show what was rejected.",
    shape: "504 with `-1 -1 -1`, target set, 10 s after the request came: packets are dropped, by a security group, network ACL, route, or a dead host.",
    supports: &[
        "The lines end about 10 s after their request came, with `-1 -1 -1`.",
        "VPC flow logs show REJECT between the load balancer and the target.",
    ],
    opposes: &[
        "Other connections to the same target succeed in the same minute: then its accept queue is full.",
    ],
    now: "undo the last change of security groups, network ACLs or routes; deregister hosts that are gone.",
    fix: "admit the load balancer's security group by reference; let network ACLs pass ports 1024-65535 back.",
    prevent: "check reachability (VPC Reachability Analyzer) in the pipeline after each change of security groups, ACLs or routes.",
    not_visible: "Security groups, ACLs and routes: VPC flow logs show REJECT.",
};

pub(crate) static RESPONSE_TIMEOUT: Texts = Texts {
    title: "Response time-out",
    meaning: "Targets took the request and did not answer before the load balancer's idle time-out.",
    explanation: "The connection stood and the request was sent, and the target sent nothing back until the load balancer's idle time-out (60 s unless changed) was over. The load balancer then answers 504. The application was waiting for something, as a rule a database or another service, and no access log says for what.",
    shape: "504 with the request sent and no answer, gathered at the idle time-out (60 s unless changed).",
    supports: &[
        "The durations gather at the idle time-out.",
        "Response times of the same paths grew before.",
    ],
    opposes: &["The lines end after 10 s with `-1 -1 -1`: then no connection was made."],
    now: "find what the slow paths wait for (database, other services) and relieve it.",
    fix: "time out inside the application first and answer; make long work asynchronous.",
    prevent: "give every call that the application makes a time-out of its own, shorter than the load balancer's, and alarm on p99.",
    not_visible: "What the application was waiting for.",
};

pub(crate) static CLIENT_CLOSED: Texts = Texts {
    title: "Client closed the connection",
    meaning: "Clients closed the connection before the answer.",
    explanation: "The client went away before the load balancer had an answer for it. Where the durations gather at one value, it is the client's own time-out; where the client is CloudFront, it is CloudFront's, and its users saw 504. Where they are spread, people left. Slow answers are the usual reason, and the line cannot tell whether one would have come.",
    shape: "Status 460. Gathered at one duration it is a client's time-out; with the user agent `Amazon CloudFront` it is CloudFront's.",
    supports: &[
        "The durations gather at one value: a client's time-out.",
        "Response times grew before.",
    ],
    opposes: &["Response times are as always: then clients simply leave."],
    now: "see whether answers became slow just before: clients leave slow services first.",
    fix: "give each client a time-out longer than the answers it waits for.",
    prevent: "alarm on p95 of response times below the shortest time-out of a client that you know.",
    not_visible: "Why clients left.",
};

pub(crate) static CLIENT_REJECTED: Texts = Texts {
    title: "Request refused by the load balancer",
    meaning: "The load balancer refused requests it could not accept.",
    explanation: "The load balancer did not accept the request and asked no target: it breaks HTTP or a limit (400), did not come in time (408), has passed through more than 30 proxies (463), or speaks another protocol version than the target group (464). The status names the rule; the headers that broke it are not logged.",
    shape: "400 or 408 without a target's answer, 463 (X-Forwarded-For with more than 30 addresses), 464 (request and target group differ in protocol version).",
    supports: &[
        "The status names the rule that was broken.",
        "One client or user agent sends nearly all of them.",
    ],
    opposes: &["Many clients at once, from a change of the listener or target group on."],
    now: "nothing where scanners send them; else mend the client named above.",
    fix: "for 464 give the target group the protocol version that clients speak; for 463 break the proxy loop.",
    prevent: "check a change of a target group's protocol version against the clients that use it.",
    not_visible: "The request's headers.",
};
