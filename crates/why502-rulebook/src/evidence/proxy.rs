//! Logs of an nginx or Apache that stands inside a target.

use why502_parse::Format;

use super::conditions::{code, number, said};
use super::rule::Evidence;
use crate::operand::Operand::{Errno, Status};
use crate::predicate::Comparison::AtLeast;
use crate::predicate::Predicate::{All, Any, Number};
use crate::signature::FailureSide;
use crate::signature::Grade::Deterministic;

/// In order of evaluation.
pub(super) static NGINX_ERROR: &[Evidence] = &[
    Evidence {
        id: "nginx-upstream-header-too-big",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["response-header-too-large", "target-generated-5xx", "malformed-response"],
        meaning: "The nginx inside the target refused its upstream's answer: the headers are larger than its buffers.",
        predicate: said(&["upstream sent too big header"]),
    },
    Evidence {
        id: "nginx-no-live-upstreams",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx"],
        meaning: "The nginx inside the target had no upstream left that it would ask.",
        predicate: said(&["no live upstreams"]),
    },
    Evidence {
        id: "nginx-connect-refused",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "target-down"],
        meaning: "The nginx inside the target was refused by its upstream: nothing listens there.",
        predicate: All(&[
            said(&["connect() "]),
            Any(&[number(Errno, 111), said(&["Connection refused"])]),
        ]),
    },
    Evidence {
        id: "nginx-upstream-timeout",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "response-timeout", "connect-timeout"],
        meaning: "The upstream of the nginx inside the target did not answer in time.",
        predicate: said(&["upstream timed out"]),
    },
    Evidence {
        id: "nginx-upstream-unreachable",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "host-unreachable"],
        meaning: "The nginx inside the target could not reach its upstream's host.",
        predicate: All(&[
            said(&["connect() "]),
            Any(&[
                number(Errno, 113),
                number(Errno, 101),
                said(&["No route to host", "Network is unreachable"]),
            ]),
        ]),
    },
    Evidence {
        id: "nginx-upstream-closed",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &[
            "target-generated-5xx",
            "target-crash",
            "keepalive-race",
            "target-closed-connection",
        ],
        meaning: "The upstream of the nginx inside the target closed or reset the connection before it had answered.",
        predicate: Any(&[
            said(&["upstream prematurely closed connection"]),
            All(&[
                said(&["recv() failed", "readv() failed", "send() failed", "writev() failed"]),
                Any(&[
                    number(Errno, 104),
                    number(Errno, 32),
                    said(&["Connection reset by peer", "Broken pipe"]),
                ]),
            ]),
        ]),
    },
    Evidence {
        id: "nginx-upstream-invalid-response",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "malformed-response"],
        meaning: "The upstream of the nginx inside the target answered with something that is not valid HTTP.",
        predicate: said(&[
            "upstream sent invalid",
            "upstream sent no valid",
            "upstream sent duplicate header",
            "upstream sent unexpected",
            "upstream sent both",
        ]),
    },
    Evidence {
        id: "nginx-upstream-tls",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "target-tls-handshake"],
        meaning: "The nginx inside the target and its upstream agreed on no TLS connection.",
        predicate: All(&[
            said(&[
                "SSL_do_handshake() failed",
                "peer closed connection in SSL handshake",
                "upstream SSL certificate",
            ]),
            said(&["upstream"]),
        ]),
    },
    Evidence {
        id: "nginx-upstream-unresolved",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx"],
        meaning: "The name of the upstream did not resolve for the nginx inside the target.",
        predicate: said(&["could not be resolved", "host not found in upstream"]),
    },
    Evidence {
        id: "nginx-worker-connections",
        format: Format::NginxError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["overload", "target-closed-connection"],
        meaning: "The nginx inside the target was out of connections or open files.",
        predicate: Any(&[
            number(Errno, 24),
            said(&["worker_connections are not enough", "Too many open files"]),
        ]),
    },
];

/// In order of evaluation.
pub(super) static NGINX_ACCESS: &[Evidence] = &[
    Evidence {
        id: "nginx-client-closed",
        format: Format::NginxAccess,
        grade: Deterministic,
        side: Some(FailureSide::Client),
        supports: &["client-closed"],
        meaning: "The client of the nginx inside the target, as a rule the load balancer, left before the answer (499).",
        predicate: number(Status, 499),
    },
    Evidence {
        id: "nginx-request-timeout",
        format: Format::NginxAccess,
        grade: Deterministic,
        side: Some(FailureSide::Client),
        supports: &["target-closed-connection"],
        meaning: "The nginx inside the target gave up waiting for the request (408).",
        predicate: number(Status, 408),
    },
    Evidence {
        id: "nginx-answered-5xx",
        format: Format::NginxAccess,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx"],
        meaning: "The nginx inside the target answered with a 5xx status.",
        predicate: Number(Status, AtLeast, 500),
    },
];

/// In order of evaluation.
pub(super) static APACHE_ERROR: &[Evidence] = &[
    Evidence {
        id: "apache-connect-refused",
        format: Format::ApacheError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "target-down"],
        meaning: "The Apache inside the target could not connect to its backend.",
        predicate: Any(&[
            code(&["AH00957", "AH01114"]),
            said(&["AH00957", "AH01114", "failed to make connection to backend"]),
        ]),
    },
    Evidence {
        id: "apache-upstream-timeout",
        format: Format::ApacheError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "response-timeout"],
        meaning: "The backend of the Apache inside the target did not answer in time.",
        predicate: All(&[
            Any(&[
                number(Errno, 70007),
                number(Errno, 110),
                said(&["The timeout specified has expired", "Connection timed out"]),
            ]),
            Any(&[
                code(&["AH01102", "AH00898", "AH01075", "AH01095", "AH01030"]),
                said(&["remote server", "backend", "script"]),
            ]),
        ]),
    },
    Evidence {
        id: "apache-upstream-closed",
        format: Format::ApacheError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx", "target-crash", "keepalive-race"],
        meaning: "The backend of the Apache inside the target closed the connection before it had answered.",
        predicate: Any(&[
            code(&["AH01102", "AH00898", "AH01110"]),
            said(&[
                "error reading status line from remote server",
                "Error reading from remote server",
            ]),
        ]),
    },
    Evidence {
        id: "apache-no-live-backends",
        format: Format::ApacheError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx"],
        meaning: "The Apache inside the target had no backend left that it would ask.",
        predicate: Any(&[
            code(&["AH01170", "AH01167", "AH00959", "AH00940"]),
            said(&["All workers are in error state", "all workers are in error state"]),
        ]),
    },
    Evidence {
        id: "apache-max-workers",
        format: Format::ApacheError,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["overload"],
        meaning: "The Apache inside the target had every worker busy.",
        predicate: Any(&[
            code(&["AH00484", "AH00161", "AH00485"]),
            said(&["server reached MaxRequestWorkers", "server reached MaxClients"]),
        ]),
    },
];

/// In order of evaluation.
pub(super) static APACHE_ACCESS: &[Evidence] = &[
    Evidence {
        id: "apache-request-timeout",
        format: Format::ApacheAccess,
        grade: Deterministic,
        side: Some(FailureSide::Client),
        supports: &["target-closed-connection"],
        meaning: "The Apache inside the target gave up waiting for the request (408).",
        predicate: number(Status, 408),
    },
    Evidence {
        id: "apache-answered-5xx",
        format: Format::ApacheAccess,
        grade: Deterministic,
        side: Some(FailureSide::Target),
        supports: &["target-generated-5xx"],
        meaning: "The Apache inside the target answered with a 5xx status.",
        predicate: Number(Status, AtLeast, 500),
    },
];
