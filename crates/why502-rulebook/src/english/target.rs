//! An application load balancer and its targets.

use crate::texts::Texts;

pub(crate) static TARGET_DOWN: Texts = Texts {
    title: "Target down",
    meaning: "One or a few targets refuse connections while the others of their group serve.",
    explanation: "The load balancer opens a TCP connection to the target and gets a reset at once: the host is up, and nothing listens on the port. No request is sent, so all three times of the line are -1 and it ends within a second of its arrival. Only one or a few targets do so while the rest of the group serves, which points at a process there and not at the application as a whole. That it is a refusal is inferred from the speed: the log does not name it.",
    shape: "502 with `-1 -1 -1`, target set, within a second, all on one or few targets that fail nearly always from one moment on.",
    supports: &[
        "Nearly all failures lie on one or few targets, and nearly everything sent to those fails.",
        "The failing target's health check fails at the same time, or it gets no more traffic after a while.",
    ],
    opposes: &[
        "Refusals spread over every target of the group.",
        "The failing targets appeared minutes before and serve later.",
    ],
    now: "deregister the failing target, or restart its process.",
    fix: "a health check that fails within seconds of the process's death; restart on exit; enough targets that one can go.",
    prevent: "alarm on UnHealthyHostCount and TargetConnectionErrorCount, and test what happens when one target is killed.",
    not_visible: "Why the process does not listen: its own log, the kernel log, the orchestrator's events.",
};

pub(crate) static ALL_TARGETS_REFUSING: Texts = Texts {
    title: "All targets refuse",
    meaning: "Every target of the group refuses connections.",
    explanation: "Every target of the group answers the connection attempt with a reset, so no request is ever sent. An ALB whose targets are all unhealthy fails open and keeps sending to all of them; clients therefore see 502 and not 503. One change that reached every target is the usual reason: a wrong port, a build that does not start, a configuration that is not valid. Which change it was, the log does not hold.",
    shape: "502 with `-1 -1 -1` on all targets of a group alike. With every target unhealthy an ALB still sends to all of them (it fails open), so this is 502 and not 503.",
    supports: &[
        "Refusals on every target of the group alike, from the same moment on.",
        "Other target groups of the same load balancer serve.",
    ],
    opposes: &[
        "Some targets of the group serve without failure.",
        "The attempts end after about 10 s: then packets are dropped, not refused.",
    ],
    now: "undo the last change of configuration, port or image for this group.",
    fix: "release in stages, so that a build that does not listen never reaches every target.",
    prevent: "let a pipeline start the image and call its port before it is released, and roll back by itself when health checks fail.",
    not_visible: "What was changed: CloudTrail and the deployment tool's history.",
};

pub(crate) static TARGET_NOT_LISTENING_YET: Texts = Texts {
    title: "Target not listening yet",
    meaning: "New targets were sent requests before their process listened.",
    explanation: "A new target was registered and sent requests before its process had opened the port. The connection is refused until it listens, and everything works afterwards. In the log this is a refusal in the first minutes of a target's life; the beginning of that life is inferred from its first line.",
    shape: "502 with `-1 -1 -1` only in the first minutes of a target's life, which serves afterwards.",
    supports: &[
        "Refusals only on targets that were seen for the first time minutes before.",
        "The same targets serve without failure later.",
    ],
    opposes: &[
        "Targets that had served for long refuse too.",
        "The new targets never serve: then the build does not listen at all.",
    ],
    now: "nothing once the targets serve; slow the release down if more are coming.",
    fix: "register a target only when it listens (readiness gate), and let health checks pass twice before traffic.",
    prevent: "watch the time from start to first good answer, and keep the health check's path on what the application really needs.",
    not_visible: "When the process began to listen.",
};

pub(crate) static ROLLING_DEPLOY: Texts = Texts {
    title: "Rolling deployment",
    meaning: "Targets were stopped one after another with requests in flight, and were still sent new ones for a while.",
    explanation: "Targets are replaced one after another, and each is stopped while it still has requests, or while the load balancer still sends it new ones. The requests in flight are reset, the next ones refused or, where the host is gone, timed out. A load balancer needs some time to stop sending to a target that is deregistering: 13 to 17 s have been observed, more elsewhere. That a deployment is behind it is inferred from targets that vanish and others that appear; the log names no deployment.",
    shape: "Targets fail in turn, each with a burst as it ends and refusals just after, and are not seen again (or come back); new targets appear around them; 502 and 504 mixed.",
    supports: &[
        "Targets fail in turn, each for a short while, and are not seen again.",
        "New targets appear within minutes of the first failure.",
        "502 and 504 mixed, in bursts.",
    ],
    opposes: &["The failing targets go on serving after their burst and no new ones appear."],
    now: "pause the deployment if it is still running; otherwise nothing, it ends by itself.",
    fix: "deregister first, wait 20-30 s (preStop sleep) for the load balancer to stop sending, then SIGTERM; let the longest request finish before SIGKILL.",
    prevent: "run a load test during a deployment and count its failures; keep the termination grace period longer than the pause and the longest request together.",
    not_visible: "Who stopped the targets: CloudTrail, ECS or Kubernetes events.",
};

pub(crate) static TARGET_CRASH: Texts = Texts {
    title: "Process crash on a target",
    meaning: "A target's process died and took the requests it was working on with it.",
    explanation: "A process died, and the kernel closed all its connections in the same moment. Requests that began at different times therefore end together, as 502 without an answer. While the process restarts, the port refuses. That it was a crash and not a restart on purpose the log cannot tell; the exit code can.",
    shape: "Several 502s of one target end within a second although they began at different times; often refusals follow.",
    supports: &[
        "Several requests of one target end within one second although they began at different times.",
        "Refusals by the same target follow.",
    ],
    opposes: &[
        "The failing requests end at times of their own, one by one.",
        "Targets were replaced at that time: then it is a deployment.",
    ],
    now: "make sure the target came back; deregister it if it keeps dying.",
    fix: "find the exit code (137 = killed, often memory), mend the leak or raise the limit, add targets.",
    prevent: "alarm on restarts and memory use per process; keep core dumps or the last log lines of a dead process.",
    not_visible: "The exit code and memory use of the process.",
};

pub(crate) static KEEPALIVE_RACE: Texts = Texts {
    title: "Keep-alive race",
    meaning: "Targets close idle connections in the moment the load balancer reuses them.",
    explanation: "The target closes an idle kept-alive connection in the very moment in which the load balancer sends the next request on it. The request is lost, and the load balancer does not know whether it was handled. So a few requests fail within milliseconds, on all targets and paths, day and night. A server that is reloaded closes its connections too and gives the same lines, but in bursts. The log cannot tell the two apart by one line; their distribution in time can.",
    shape: "A thin, steady trickle of 502s that end milliseconds after being sent, spread over all targets, paths and clients, without a beginning.",
    supports: &[
        "Under 1 % of requests, and no target has more than twice its fair share.",
        "The failures come at random, without a beginning, and rather more often per request when traffic is low.",
    ],
    opposes: &["All on one target or one path.", "Bursts within a second."],
    now: "nothing urgent: it is a few requests, and clients that retry do not notice.",
    fix: "set the application's keep-alive longer than the load balancer's idle time-out (say 75 s against 60 s).",
    prevent: "hold every server's keep-alive against the idle time-out of what stands before it whenever either changes.",
    not_visible: "The application's keep-alive and the load balancer's idle time-out.",
};

pub(crate) static REQUEST_DEPENDENT_RESET: Texts = Texts {
    title: "Connection reset by certain requests",
    meaning: "Targets drop the connection at once for one kind of request.",
    explanation: "The server drops the connection at once when it meets a certain kind of request: a header or URI over its limit, a method or an upgrade it does not know, another protocol version. Single lines look like the keep-alive race. What sets them apart is that the same method, path, size or user agent returns and fails often, on every target.",
    shape: "502s of one shape (method, path, size, user agent) that fail often on every target, while other requests pass.",
    supports: &[
        "One kind of request fails often on every target, while others pass.",
        "Size or user agent of the failing requests are nearly the same.",
    ],
    opposes: &["The failures are spread over requests as the traffic is."],
    now: "find who sends these requests; block or mend that client if users do not depend on it.",
    fix: "raise the server's limit that they hit (header, URI, body), or answer them properly.",
    prevent: "test the server's limits with the largest headers and addresses that real clients send, before each change of server or framework.",
    not_visible: "The request's headers and the server's limits.",
};

pub(crate) static WORKER_TIMEOUT: Texts = Texts {
    title: "Worker time-out",
    meaning: "Slow requests are killed by the application server's own time-out before they answer.",
    explanation: "The application server kills a worker that has been busy for too long, and with it the connection. The load balancer had sent the request, waited, and sees the connection closed without an answer, so it writes 502 and not 504. The waiting times of the failing requests gather at one value: the time-out of gunicorn (30 s unless changed), uWSGI, PHP-FPM, Puma or the like. Which of them it is, the log does not say.",
    shape: "502s whose target_processing_time gathers at one value above a second and below the load balancer's idle time-out, on slow paths, on any target.",
    supports: &[
        "The waiting times gather at one value below the load balancer's idle time-out.",
        "The failures lie on slow paths, on any target.",
    ],
    opposes: &["The waiting times differ widely.", "504s at the idle time-out outnumber them."],
    now: "raise the worker time-out for the moment, below the load balancer's idle time-out.",
    fix: "make the slow path faster or asynchronous; let the inner time-out answer 503 or 504 rather than drop the connection.",
    prevent: "keep the ladder of time-outs in order (database < application < worker < load balancer) and alarm on p99 long before the lowest of them.",
    not_visible: "What the request was waiting for: a database, another service, a lock.",
};

pub(crate) static TARGET_CLOSED_CONNECTION: Texts = Texts {
    title: "Target closed the connection",
    meaning: "Targets closed the connection while they had the request, at no common moment and after no common time.",
    explanation: "The target took the request and closed the connection before it sent an answer. Neither a common moment (a crash), nor a common duration (a time-out), nor one path (a malformed answer) explains it. Exceptions that drop the socket, restarts of an inner proxy and lost state in a NAT or conntrack table look so. This is what remains when nothing more exact fits.",
    shape: "502s with the request sent and no response, after more than 0.1 s, without burst, ceiling or single path.",
    supports: &["The request was sent and the connection closed, after times that differ."],
    opposes: &["The failures gather at one moment, one duration, one target or one path."],
    now: "look for exceptions and restarts in the application's log at the times given.",
    fix: "let errors answer 500 instead of dropping the connection.",
    prevent: "log every exception with its request, and every restart of an inner proxy, so that the next case names itself.",
    not_visible: "What the application did: its own log.",
};

pub(crate) static MALFORMED_RESPONSE: Texts = Texts {
    title: "Malformed response",
    meaning: "The targets' answers on some paths are no valid HTTP, and the load balancer refuses to pass them on.",
    explanation: "The target answers, but the answer breaks the rules of HTTP and the load balancer does not pass it on. Known triggers are Content-Length together with Transfer-Encoding, a body on 204 or 304, illegal characters in a header, and more than 32 KB of headers. It depends on the code of one path and not on load, so nearly every request of that path fails on every target. Which rule was broken, the log does not say.",
    shape: "502s on (nearly) every request of one path, on every target, whatever the load and the hour.",
    supports: &[
        "Nearly every request of one path fails, on every target, while other paths are served.",
        "The times are those that the path usually takes.",
    ],
    opposes: &["The path is sometimes served by the same build.", "Only one target fails."],
    now: "roll back the build that introduced the path or header.",
    fix: "look for Content-Length together with Transfer-Encoding, a body on 204 or 304, illegal characters in a header, headers over 32 KB.",
    prevent: "let a test read the raw bytes of each route's answer through a strict HTTP parser.",
    not_visible: "The response's bytes.",
};

pub(crate) static RESPONSE_HEADER_TOO_LARGE: Texts = Texts {
    title: "Response headers too large",
    meaning: "The target's response headers are larger than a proxy on the way accepts.",
    explanation: "The answer's headers exceed what a proxy on the way accepts: 32 KB in all at an ALB, 4 to 8 KB in one buffer of an nginx inside the target. It concerns answers that set many cookies or redirect with long addresses, which is to say sign-in pages, for users who have collected many cookies. The log holds no header, so this is a conclusion from the paths; an nginx error log says it outright.",
    shape: "502 on pages that set many cookies or redirect with long addresses (sign-in, OAuth), on every target; an ALB takes 32 KB of response headers, an nginx inside the target 4 to 8 KB, which its error log names.",
    supports: &[
        "The failing paths sign in, redirect or set cookies.",
        "An inner proxy's error log says that its upstream sent too big a header.",
    ],
    opposes: &["The same path is served to everyone else with the same cookies."],
    now: "take away the header that grew (Set-Cookie, Content-Security-Policy, debug headers).",
    fix: "keep sessions on the server; raise the inner proxy's buffers where it is the one that refuses.",
    prevent: "set a budget for response headers and let a test fail that exceeds it.",
    not_visible: "The size of the response's headers.",
};

pub(crate) static OVERLOAD: Texts = Texts {
    title: "Overload",
    meaning: "Requests come faster than the targets can serve them.",
    explanation: "Load rises, or the targets become slower, until requests queue. First the response times grow; then full accept queues refuse or drop connections, workers run into time-outs, clients give up, and the same moment shows 502, 503, 504 and 460 on every target. Clients that retry make it worse. The log shows rate and response times, not CPU, memory or queue lengths, so that the targets were saturated is inferred.",
    shape: "Requests per minute or response times rise first, then refusals, 504, 460, 502 and 503 mixed on all targets; failures follow the load and end with it.",
    supports: &[
        "Load or response times rose before the first failure.",
        "Several kinds of failure at the same time, on all targets alike.",
        "The share of failures rises and falls with the load.",
    ],
    opposes: &[
        "Load and response times were as usual before the first failure.",
        "All failures lie on one target or one path.",
    ],
    now: "add targets, shed what can wait, and stop clients from retrying at once.",
    fix: "scale on requests per target or response time before the knee is reached; limit concurrency at the door and answer 503 quickly; let retries back off.",
    prevent: "measure by load test how many requests a target can serve, and alarm at 70 % of that.",
    not_visible: "CPU, memory, queue lengths and connection limits of the targets: CloudWatch and the hosts.",
};

pub(crate) static TARGET_TLS_HANDSHAKE: Texts = Texts {
    title: "TLS handshake with targets",
    meaning: "The TLS handshake between load balancer and targets fails.",
    explanation: "The load balancer connects to the target and the two agree on no TLS session: no common version or cipher, a target that speaks plain HTTP on that port, or a server that wants a server name, which an ALB does not send in a usable form. The request is never sent. A handshake that ends in an error gives 502, one that hangs for 10 s gives 504. An ALB accepts expired and self-signed certificates of targets, so dates are not the cause.",
    shape: "502 with `-1 -1 -1` (504 where it times out) on all targets of an HTTPS group and hardly a success. An ALB does not validate the target's certificate, so an expired one is not the cause.",
    supports: &[
        "Connections fail on port 443 or 8443, on all targets of the group, and hardly a request succeeds.",
        "It began with a change of the targets or of the group's protocol.",
    ],
    opposes: &["Some requests of the same targets succeed."],
    now: "undo the last change of the target's TLS set-up or of the group's protocol.",
    fix: "offer a protocol and cipher both sides have, and a default certificate for clients without SNI.",
    prevent: "try a handshake without server name, with the load balancer's oldest TLS version, in the release pipeline.",
    not_visible: "The handshake itself; TargetTLSNegotiationErrorCount in CloudWatch counts it.",
};

pub(crate) static HOST_UNREACHABLE: Texts = Texts {
    title: "Host unreachable",
    meaning: "The network reported the target's host as unreachable.",
    explanation: "The connection attempt ended with an error from the network (ICMP destination unreachable) and not with a reset by the host. That takes longer than a refusal, because the address is looked for first, and less than the connect time-out of 10 s. Typical are IP targets of a pod or instance that is gone, and peered or VPN networks without a route. This is inferred from the duration and therefore weak.",
    shape: "502 with `-1 -1 -1` after one to ten seconds: longer than a refusal, shorter than the connect time-out.",
    supports: &[
        "Most failed connections took more than a second and less than the connect time-out.",
    ],
    opposes: &["The target's address still exists and its other connections succeed."],
    now: "deregister targets whose address is gone.",
    fix: "deregister before a host or pod is removed; check routes to peered networks.",
    prevent: "deregister addresses with the same automation that removes their hosts, and alarm on targets without a network interface.",
    not_visible: "Routes and ICMP messages.",
};

pub(crate) static TARGET_GENERATED_5XX: Texts = Texts {
    title: "Failure answered by the target",
    meaning: "The application, or a proxy inside the target, answered with the failing status itself.",
    explanation: "The target sent a complete answer with the failing status, and the load balancer passed it on. The application may have written it, or an nginx, Envoy or Apache inside the target whose own upstream refused, closed or was too slow. The load balancer has no part in it; HTTPCode_Target_5XX_Count grows and HTTPCode_ELB_5XX_Count does not. An inner proxy retries GET but not POST unless told otherwise, so failures may show on POST only.",
    shape: "elb_status_code equals target_status_code: the load balancer only passed it on.",
    supports: &[
        "The target's status is the client's status.",
        "An inner proxy's error log has lines at the same times.",
    ],
    opposes: &["The target's status is empty: then the load balancer wrote the failure."],
    now: "roll back what the application or the inner proxy got last.",
    fix: "per the application's own error log: the load balancer has no part in it.",
    prevent: "alarm on HTTPCode_Target_5XX_Count per target group and keep the inner proxy's error log with the access log.",
    not_visible: "The exception or upstream error inside the target.",
};
