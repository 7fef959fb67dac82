//! What a line of evidence weighs, cause by cause, and the error it is inside the target.
//!
//! Weights are log-odds of lines that are seen where and while the requests fail: 2 is about
//! seven to one. They are a first grading, to be calibrated on labelled incidents.

use super::rule::Evidence;

/// The weights of one rule.
struct Weights {
    /// The rule's id.
    id: &'static str,
    /// The RFC 9209 error type of what happened behind the proxy inside the target.
    proxy_error: Option<&'static str>,
    /// By the name of the cause; below zero where such lines speak against it.
    causes: &'static [(&'static str, f64)],
}

const fn weights(id: &'static str, causes: &'static [(&'static str, f64)]) -> Weights {
    Weights { id, proxy_error: None, causes }
}

const fn inner(
    id: &'static str,
    proxy_error: &'static str,
    causes: &'static [(&'static str, f64)],
) -> Weights {
    Weights { id, proxy_error: Some(proxy_error), causes }
}

static WEIGHTS: &[Weights] = &[
    inner(
        "nginx-upstream-header-too-big",
        "http_response_header_section_size",
        &[
            ("target-generated-5xx", 1.0),
            ("response-header-too-large", 1.5),
            ("malformed-response", 0.5),
        ],
    ),
    inner("nginx-no-live-upstreams", "destination_unavailable", &[("target-generated-5xx", 1.0)]),
    inner(
        "nginx-connect-refused",
        "connection_refused",
        &[("target-generated-5xx", 1.0), ("target-down", 0.5)],
    ),
    inner(
        "nginx-upstream-timeout",
        "connection_timeout",
        &[("target-generated-5xx", 1.0), ("response-timeout", 1.0), ("connect-timeout", 0.3)],
    ),
    inner(
        "nginx-upstream-unreachable",
        "destination_ip_unroutable",
        &[("target-generated-5xx", 1.0), ("host-unreachable", 0.5)],
    ),
    inner(
        "nginx-upstream-closed",
        "connection_terminated",
        &[
            ("target-generated-5xx", 1.0),
            ("target-crash", 0.7),
            ("keepalive-race", 0.3),
            ("target-closed-connection", 0.5),
        ],
    ),
    inner(
        "nginx-upstream-invalid-response",
        "http_protocol_error",
        &[("target-generated-5xx", 1.0), ("malformed-response", 1.0)],
    ),
    inner(
        "nginx-upstream-tls",
        "tls_protocol_error",
        &[("target-generated-5xx", 1.0), ("target-tls-handshake", 0.5)],
    ),
    inner("nginx-upstream-unresolved", "dns_error", &[("target-generated-5xx", 1.0)]),
    inner(
        "nginx-worker-connections",
        "connection_limit_reached",
        &[("overload", 2.0), ("target-closed-connection", 1.0), ("keepalive-race", -0.5)],
    ),
    weights("nginx-client-closed", &[("client-closed", 1.0)]),
    weights("nginx-request-timeout", &[("target-closed-connection", 1.0)]),
    weights("nginx-answered-5xx", &[("target-generated-5xx", 1.0)]),
    inner(
        "apache-connect-refused",
        "connection_refused",
        &[("target-generated-5xx", 1.0), ("target-down", 0.5)],
    ),
    inner(
        "apache-upstream-timeout",
        "connection_timeout",
        &[("target-generated-5xx", 1.0), ("response-timeout", 1.0)],
    ),
    inner(
        "apache-upstream-closed",
        "connection_terminated",
        &[("target-generated-5xx", 1.0), ("target-crash", 0.7), ("keepalive-race", 0.3)],
    ),
    inner("apache-no-live-backends", "destination_unavailable", &[("target-generated-5xx", 1.0)]),
    inner("apache-max-workers", "connection_limit_reached", &[("overload", 2.0)]),
    weights("apache-request-timeout", &[("target-closed-connection", 1.0)]),
    weights("apache-answered-5xx", &[("target-generated-5xx", 1.0)]),
    weights(
        "lambda-timeout",
        &[
            ("lambda-timeout", 2.0),
            ("apigw-lambda-error", 1.5),
            ("apigw-integration-timeout", 0.5),
            ("apigw-malformed-proxy-response", -1.0),
        ],
    ),
    weights(
        "lambda-out-of-memory",
        &[
            ("lambda-error", 2.0),
            ("apigw-lambda-error", 2.0),
            ("lambda-timeout", -0.5),
            ("apigw-malformed-proxy-response", -1.0),
        ],
    ),
    weights(
        "lambda-response-size",
        &[("lambda-response-too-large", 2.0), ("apigw-lambda-error", 1.5)],
    ),
    weights(
        "lambda-import-error",
        &[("lambda-error", 1.5), ("lambda-misconfigured", 1.0), ("apigw-lambda-error", 1.5)],
    ),
    weights(
        "lambda-runtime-exit",
        &[
            ("lambda-error", 1.5),
            ("apigw-lambda-error", 1.5),
            ("apigw-malformed-proxy-response", -1.0),
        ],
    ),
    weights("lambda-function-error", &[("lambda-error", 1.5), ("apigw-lambda-error", 1.0)]),
    weights(
        "alb-health-check-timeout",
        &[
            ("target-down", 1.0),
            ("target-crash", 1.0),
            ("connect-timeout", 1.5),
            ("response-timeout", 1.5),
            ("overload", 1.5),
            ("keepalive-race", -1.0),
        ],
    ),
    weights(
        "alb-health-check-reset",
        &[
            ("target-down", 2.0),
            ("all-targets-refusing", 2.0),
            ("target-crash", 1.5),
            ("target-not-listening-yet", 1.5),
            ("keepalive-race", -1.5),
        ],
    ),
    // Something listens there and answers.
    weights(
        "alb-health-check-mismatch",
        &[
            ("target-generated-5xx", 1.5),
            ("target-not-listening-yet", 0.3),
            ("target-down", -1.0),
            ("all-targets-refusing", -1.0),
            ("connect-timeout", -1.0),
        ],
    ),
    weights("alb-health-check-internal-error", &[]),
    weights(
        "alb-health-check-failed",
        &[
            ("target-down", 1.5),
            ("all-targets-refusing", 1.5),
            ("target-not-listening-yet", 1.0),
            ("rolling-deploy", 0.5),
            ("keepalive-race", -1.0),
        ],
    ),
    weights("alb-connection-tls-failed", &[("origin-tls-or-host", 1.0), ("origin-connect", 1.0)]),
    weights("cf-connection-failed", &[]),
    weights("vpc-flow-reject", &[("connect-timeout", 2.0), ("origin-timeout", 1.0)]),
    weights("waf-block", &[("client-rejected", 0.3)]),
];

/// What it weighs, by the name of the cause, that every failing target passed its health checks
/// all the while.
pub static HEALTH_CHECKS_PASSED: &[(&str, f64)] = &[
    ("keepalive-race", 0.7),
    ("request-dependent-reset", 0.5),
    ("malformed-response", 0.3),
    ("worker-timeout", 0.3),
    ("target-down", -1.5),
    ("all-targets-refusing", -1.5),
    ("target-not-listening-yet", -1.0),
    ("target-crash", -0.7),
    ("host-unreachable", -1.0),
    ("connect-timeout", -0.7),
    ("overload", -0.7),
];

impl Evidence {
    /// What lines of this rule add to the log-odds of a cause, where and while its requests fail;
    /// below zero where they speak against it.
    #[must_use]
    pub fn weight(&self, cause: &str) -> f64 {
        self.weights().map_or(0.0, |weights| weight_of(weights.causes, cause))
    }

    /// Names of causes that such lines make less likely.
    pub fn contradicts(&self) -> impl Iterator<Item = &'static str> + use<> {
        let causes = self.weights().map_or(&[][..], |weights| weights.causes);
        causes.iter().filter(|(_, weight)| *weight < 0.0).map(|(cause, _)| *cause)
    }

    /// The RFC 9209 error type of what happened behind the proxy inside the target, where the rule
    /// names one.
    #[must_use]
    pub fn proxy_error(&self) -> Option<&'static str> {
        self.weights().and_then(|weights| weights.proxy_error)
    }

    fn weights(&self) -> Option<&'static Weights> {
        WEIGHTS.iter().find(|weights| weights.id == self.id)
    }
}

/// The weight of one cause in a list; zero where it is not in it.
#[must_use]
pub fn weight_of(causes: &[(&str, f64)], cause: &str) -> f64 {
    causes.iter().find(|(name, _)| *name == cause).map_or(0.0, |(_, weight)| *weight)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::evidence::all;

    #[test]
    fn every_rule_weighs_for_what_it_supports_and_for_nothing_else() {
        for rule in all() {
            let weights = rule.weights().map(|one| one.causes);
            let weights = weights.unwrap_or_else(|| panic!("{} has no weights", rule.id));
            let for_it: BTreeSet<&str> =
                weights.iter().filter(|(_, weight)| *weight > 0.0).map(|(name, _)| *name).collect();
            assert_eq!(for_it, rule.supports.iter().copied().collect(), "{}", rule.id);
            assert!(rule.contradicts().all(|cause| rule.weight(cause) < 0.0));
        }
        let ids: BTreeSet<&str> = all().map(|rule| rule.id).collect();
        assert!(WEIGHTS.iter().all(|one| ids.contains(one.id)), "weights of no rule");
    }
}
