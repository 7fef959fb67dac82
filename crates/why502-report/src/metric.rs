//! Which metrics of CloudWatch move with a cause: what shows that a remedy helped, and what is worth an
//! alarm. The same for every report.

use std::fmt;

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Metric {
    pub(crate) namespace: &'static str,
    pub(crate) name: &'static str,
    /// The percentile that tells it, such as `p99`.
    percentile: Option<&'static str>,
}

/// With the percentile that tells it: `AWS/ApplicationELB TargetResponseTime (p99)`.
impl fmt::Display for Metric {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.namespace, self.name)?;
        self.percentile.map_or(Ok(()), |percentile| write!(out, " ({percentile})"))
    }
}

const fn metric(namespace: &'static str, name: &'static str) -> Metric {
    Metric { namespace, name, percentile: None }
}

const fn alb(name: &'static str) -> Metric {
    metric("AWS/ApplicationELB", name)
}

const fn clb(name: &'static str) -> Metric {
    metric("AWS/ELB", name)
}

const fn nlb(name: &'static str) -> Metric {
    metric("AWS/NetworkELB", name)
}

const fn cloudfront(name: &'static str) -> Metric {
    metric("AWS/CloudFront", name)
}

const fn p99(of: Metric) -> Metric {
    Metric { percentile: Some("p99"), ..of }
}

/// Causes, and what moves with them: the metric that shows it best comes first.
static TABLE: &[(&[&str], &[Metric])] = &[
    (
        &[
            "target-down",
            "all-targets-refusing",
            "target-not-listening-yet",
            "connect-timeout",
            "host-unreachable",
        ],
        &[alb("TargetConnectionErrorCount")],
    ),
    (&["target-tls-handshake"], &[alb("TargetTLSNegotiationErrorCount")]),
    (&["target-generated-5xx"], &[alb("HTTPCode_Target_5XX_Count")]),
    (&["overload"], &[p99(alb("TargetResponseTime")), alb("RejectedConnectionCount")]),
    (&["response-timeout"], &[alb("HTTPCode_ELB_504_Count")]),
    (&["no-registered-targets", "fixed-response"], &[alb("HTTPCode_ELB_503_Count")]),
    (&["auth-provider-error"], &[alb("ELBAuthError")]),
    (&["client-closed", "client-rejected"], &[alb("HTTPCode_ELB_4XX_Count")]),
    (
        &[
            "lambda-response-too-large",
            "lambda-invalid-response",
            "lambda-timeout",
            "lambda-error",
            "lambda-misconfigured",
            "lambda-bad-request",
        ],
        &[alb("LambdaUserError")],
    ),
    (&["lambda-throttled"], &[metric("AWS/Lambda", "Throttles")]),
    (&["lambda-service-error"], &[alb("LambdaInternalError")]),
    (&["origin-timeout"], &[cloudfront("504ErrorRate")]),
    (&["edge-function-error"], &[cloudfront("FunctionExecutionErrors")]),
    (&["edge-capacity"], &[cloudfront("503ErrorRate")]),
    (&["viewer-abort"], &[cloudfront("4xxErrorRate")]),
    (&["error-cached", "origin-passthrough"], &[cloudfront("5xxErrorRate")]),
    (&["apigw-integration-timeout"], &[p99(metric("AWS/ApiGateway", "IntegrationLatency"))]),
    (&["clb-no-capacity"], &[clb("SpilloverCount"), clb("BackendConnectionErrors")]),
    (&["clb-backend-generated-5xx"], &[clb("HTTPCode_Backend_5XX")]),
    (
        &["clb-malformed-response", "clb-timeout-or-keepalive-race"],
        &[clb("HTTPCode_ELB_5XX"), clb("BackendConnectionErrors")],
    ),
    (&["nlb-tls-handshake"], &[nlb("ClientTLSNegotiationErrorCount")]),
    (&["nlb-zero-byte"], &[nlb("TCP_Target_Reset_Count")]),
];

/// What moves with a cause, never empty: what shows it best comes first.
pub(crate) fn of_cause(cause: &str) -> &'static [Metric] {
    static ORIGIN: &[Metric] = &[cloudfront("502ErrorRate")];
    static GATEWAY: &[Metric] = &[metric("AWS/ApiGateway", "5XXError")];
    static BALANCER: &[Metric] = &[alb("HTTPCode_ELB_502_Count")];
    match TABLE.iter().find(|(causes, _)| causes.contains(&cause)) {
        Some((_, metrics)) => metrics,
        None if cause.starts_with("origin-") => ORIGIN,
        None if cause.starts_with("apigw-") => GATEWAY,
        None => BALANCER,
    }
}

#[cfg(test)]
mod tests {
    use why502_rulebook::causes;

    use super::*;

    #[test]
    fn every_cause_of_the_table_is_one_and_stands_in_it_once() {
        let named: Vec<&str> =
            TABLE.iter().flat_map(|(causes, _)| causes.iter().copied()).collect();
        for cause in &named {
            assert!(causes::ALL.iter().any(|one| one.name == *cause), "{cause}");
            assert_eq!(named.iter().filter(|other| *other == cause).count(), 1, "{cause}");
        }
        assert!(TABLE.iter().all(|(_, metrics)| !metrics.is_empty()));
    }

    #[test]
    fn a_percentile_is_told_with_its_metric() {
        let first = |cause| of_cause(cause)[0].to_string();
        assert_eq!(first("overload"), "AWS/ApplicationELB TargetResponseTime (p99)");
        assert_eq!(first("keepalive-race"), "AWS/ApplicationELB HTTPCode_ELB_502_Count");
        assert_eq!(first("origin-dns"), "AWS/CloudFront 502ErrorRate");
        assert_eq!(first("apigw-lambda-error"), "AWS/ApiGateway 5XXError");
    }
}
