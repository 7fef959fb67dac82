//! Classic and Network Load Balancers.

use crate::texts::Texts;

pub(crate) static CLB_MALFORMED_RESPONSE: Texts = Texts {
    title: "Malformed response of an instance",
    meaning: "An instance's answer could not be read by the Classic Load Balancer.",
    explanation: "The Classic Load Balancer reached an instance and could not read what came back: it is not valid HTTP, or the connection closed within the headers. The line holds neither the instance nor its status. Failures of one path speak for the application, failures of all paths for a process that dies.",
    shape: "502 without a status of the instance: not valid HTTP, or closed in the middle of the headers. Gathered on some paths it is the application, else the connection.",
    supports: &["Some paths fail nearly always while others are served."],
    opposes: &["Failures of all paths at one moment: then a process died."],
    now: "undo the last change of the application or its framework.",
    fix: "let a test read the raw answer of every route, headers included.",
    prevent: "let a test read the raw bytes of each route's answer through a strict HTTP parser.",
    not_visible: "Which instance it was: on a failure the log holds none.",
};

pub(crate) static CLB_BACKEND_GENERATED_5XX: Texts = Texts {
    title: "Failure answered by an instance",
    meaning: "The instance wrote the failing status itself and the load balancer passed it on.",
    explanation: "The instance sent a complete answer with the failing status, and the load balancer passed it on: the application wrote it, or a proxy inside the instance. The line names the instance and its status, so this is certain; why it answered so is in its own log.",
    shape: "backend_status_code equals elb_status_code.",
    supports: &["backend_status_code is the client's status."],
    opposes: &["backend_status_code is empty: then the load balancer wrote the failure."],
    now: "read the application's error log on the instances named, at these times.",
    fix: "mend what the application, or the proxy inside the instance, fails at.",
    prevent: "alarm on HTTPCode_Backend_5XX and keep the application's error log as long as the access log.",
    not_visible: "Why the application failed: its own log.",
};

pub(crate) static CLB_NO_CAPACITY: Texts = Texts {
    title: "No instance or no capacity",
    meaning: "The Classic Load Balancer had no instance to send requests to, or no capacity left.",
    explanation: "The Classic Load Balancer had nowhere to send the request: no instance registered or healthy, its surge queue of 1,024 requests full, or itself not yet grown to the load. Unlike an ALB it does not fail open. The line does not say which of these it was; health and the surge queue's metrics do.",
    shape: "503 without a status of an instance: no instance registered or healthy, the surge queue of 1,024 requests full, or the load balancer itself still growing.",
    supports: &[
        "503 without a status of an instance.",
        "All paths alike, from one moment on or above one rate.",
    ],
    opposes: &[
        "Other requests of the same second are served: then the surge queue was full for a moment.",
    ],
    now: "register healthy instances, or add some.",
    fix: "scale on the surge queue's length; have the load balancer warmed before a planned peak.",
    prevent: "alarm on HealthyHostCount and SurgeQueueLength.",
    not_visible: "Health of the instances and the length of the surge queue.",
};

pub(crate) static CLB_TIMEOUT_OR_KEEPALIVE_RACE: Texts = Texts {
    title: "Time-out or keep-alive race",
    meaning: "An instance did not answer before the idle time-out, or closed a kept-alive connection just as it was reused.",
    explanation: "A Classic Load Balancer answers 504 in two very different cases: the instance was slower than the idle time-out, or it closed a kept-alive connection just as it was reused. Its line holds no times then, so the two cannot be told apart by one line. A thin trickle beside fast answers speaks for the race, answers that grow slower before speak for slowness.",
    shape: "504 without a status of the instance and without times. A thin trickle while everything is fast is the keep-alive race; answers that grow slower towards the time-out are slowness.",
    supports: &[
        "Failures are few and come at random while answers are fast: the race.",
        "Answers grew slower towards the time-out before: slowness.",
    ],
    opposes: &[
        "Many failures at once while answers are fast: then look for a restart of instances.",
    ],
    now: "see whether answers grew slow before: if so, relieve what they wait for.",
    fix: "keep the application's keep-alive time-out above the load balancer's idle time-out (60 s unless changed).",
    prevent: "keep the application's keep-alive above the idle time-out, and alarm on Latency.",
    not_visible: "How long the request took: on such a line no time is measured.",
};

pub(crate) static NLB_TLS_HANDSHAKE: Texts = Texts {
    title: "TLS handshake with clients",
    meaning: "The TLS handshake between clients and the Network Load Balancer failed.",
    explanation: "A client connected to the TLS listener and no session came about: the client spoke no common version or cipher, did not accept the certificate, or left. Where the client sent an alert, its number says what it did not like. Scanners cause such lines all day long. An NLB has no HTTP status, so whether users were hurt cannot be read here.",
    shape: "No cipher or handshake time, or an alert from the client: 42 to 48 speak of the certificate, 40 and 70 of ciphers and versions, 112 of the name.",
    supports: &[
        "An alert of the client names certificate, version or name.",
        "Many clients at once, from a change of certificate or policy on.",
    ],
    opposes: &["Only a few addresses that try many versions: scanners."],
    now: "put the previous certificate or security policy back, unless scanners are all there is.",
    fix: "renew certificates well before they end; know which TLS versions clients speak before a policy is changed.",
    prevent: "alarm on the days left of every certificate and on ClientTLSNegotiationErrorCount.",
    not_visible: "What the client offered and why it refused.",
};

pub(crate) static NLB_ZERO_BYTE: Texts = Texts {
    title: "Connection without an answer",
    meaning: "Connections through the Network Load Balancer ended without a byte sent to the client.",
    explanation: "The TLS session stood, and the connection ended without a byte to the client. Probes and browsers that connect ahead do so all the time. Many at once mean that targets refuse or reset what the load balancer hands on to them. The line does not tell the two apart.",
    shape: "The handshake went well and sent_bytes is 0: probes and preconnecting browsers do so all day; many at once mean that targets refuse or reset.",
    supports: &[
        "Far more of them than usual, at one time.",
        "CloudWatch counts resets by targets at the same time.",
    ],
    opposes: &["The same small number all day: probes."],
    now: "check the health of the targets; nothing where only probes connect.",
    fix: "keep probes on a listener of their own, so that this figure tells something.",
    prevent: "alarm on TCP_Target_Reset_Count and UnHealthyHostCount.",
    not_visible: "The target that was chosen, and what it answered.",
};
