//! Metrics of CloudWatch, and which failing requests of a log each of them counts.

use why502_engine::summary::SignatureCount;
use why502_rulebook::{Class, signatures};

use crate::metric;

use super::place::System;

/// How a threshold is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Failing requests in a period.
    Count,
    /// Per cent of the requests in a period.
    Percent,
    /// A percentile of response times, in units of so many seconds.
    Latency(Unit),
    /// Nothing in the logs counts it: any is too many.
    Unseen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

/// One metric.
#[derive(Debug)]
pub(super) struct Metric {
    pub(super) system: System,
    pub(super) name: &'static str,
    pub(super) statistic: &'static str,
    pub(super) basis: Basis,
    /// First and last status that it counts.
    statuses: (u16, u16),
    counts: fn(Class, &str) -> bool,
}

const ANY: (u16, u16) = (0, 999);
const SERVER: (u16, u16) = (500, 599);

fn by_balancer(class: Class, _: &str) -> bool {
    class != Class::TargetAnswer && class != Class::Client
}

fn by_target(class: Class, _: &str) -> bool {
    class == Class::TargetAnswer
}

fn unconnected(class: Class, _: &str) -> bool {
    matches!(class, Class::Connection | Class::ConnectTimeout)
}

fn any(_: Class, _: &str) -> bool {
    true
}

fn none(_: Class, _: &str) -> bool {
    false
}

const fn count(
    system: System,
    name: &'static str,
    statuses: (u16, u16),
    counts: fn(Class, &str) -> bool,
) -> Metric {
    Metric { system, name, statistic: "Sum", basis: Basis::Count, statuses, counts }
}

const fn percent(name: &'static str, statuses: (u16, u16)) -> Metric {
    Metric {
        statistic: "Average",
        basis: Basis::Percent,
        ..count(System::CloudFront, name, statuses, any)
    }
}

const fn latency(system: System, name: &'static str, unit: Unit) -> Metric {
    Metric { statistic: "p99", basis: Basis::Latency(unit), ..count(system, name, ANY, none) }
}

/// Asked for by the causes that it moves with, and by nothing else.
const fn unseen(system: System, name: &'static str) -> Metric {
    Metric { basis: Basis::Unseen, ..count(system, name, ANY, none) }
}

fn handshakes(_: Class, id: &str) -> bool {
    id == "nlb-tls-handshake-failed"
}

/// In the order in which they are printed.
pub(super) static METRICS: &[Metric] = &[
    count(System::Alb, "HTTPCode_ELB_502_Count", (502, 502), by_balancer),
    count(System::Alb, "HTTPCode_ELB_503_Count", (503, 503), by_balancer),
    count(System::Alb, "HTTPCode_ELB_504_Count", (504, 504), by_balancer),
    count(System::Alb, "HTTPCode_Target_5XX_Count", SERVER, by_target),
    count(System::Alb, "TargetConnectionErrorCount", ANY, unconnected),
    unseen(System::Alb, "TargetTLSNegotiationErrorCount"),
    unseen(System::Alb, "RejectedConnectionCount"),
    unseen(System::Alb, "ELBAuthError"),
    latency(System::Alb, "TargetResponseTime", Unit::Seconds),
    count(System::Classic, "HTTPCode_ELB_5XX", SERVER, by_balancer),
    count(System::Classic, "HTTPCode_Backend_5XX", SERVER, by_target),
    unseen(System::Classic, "BackendConnectionErrors"),
    unseen(System::Classic, "SpilloverCount"),
    latency(System::Classic, "Latency", Unit::Seconds),
    count(System::Network, "ClientTLSNegotiationErrorCount", ANY, handshakes),
    unseen(System::Network, "TCP_Target_Reset_Count"),
    percent("502ErrorRate", (502, 502)),
    percent("503ErrorRate", (503, 503)),
    percent("504ErrorRate", (504, 504)),
    percent("5xxErrorRate", SERVER),
    count(System::ApiGateway, "5XXError", SERVER, any),
    latency(System::ApiGateway, "IntegrationLatency", Unit::Milliseconds),
];

impl System {
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::Alb => "AWS/ApplicationELB",
            Self::Classic => "AWS/ELB",
            Self::Network => "AWS/NetworkELB",
            Self::CloudFront => "AWS/CloudFront",
            Self::ApiGateway => "AWS/ApiGateway",
        }
    }

    /// Is a format of this name its log?
    pub(super) fn has(self, format: &str) -> bool {
        match self {
            Self::Alb => format == "alb",
            Self::Classic => format == "clb",
            Self::Network => format == "nlb",
            Self::CloudFront => matches!(format, "cloudfront" | "cloudfront_realtime"),
            Self::ApiGateway => format == "apigateway",
        }
    }
}

impl Metric {
    /// Does it move with a cause?
    pub(super) fn moves_with(&self, cause: &str) -> bool {
        let namespace = self.system.namespace();
        let moved = metric::of_cause(cause);
        moved.iter().any(|one| one.namespace == namespace && one.name == self.name)
    }

    /// Does it count requests of this signature and status? `is_alone`: no other system was read, so
    /// that what nothing explains is this one's too.
    pub(super) fn counts(&self, one: &SignatureCount, is_alone: bool) -> bool {
        let status = one.status.unwrap_or_default();
        let known = signatures::all().find(|signature| signature.id == one.id);
        let is_own = known.map_or(is_alone, |known| self.system.has(known.format.name()));
        let class = known.map_or(Class::Unknown, |known| known.class);
        is_own
            && (self.statuses.0..=self.statuses.1).contains(&status)
            && (self.counts)(class, one.id)
    }
}

#[cfg(test)]
mod tests {
    use why502_rulebook::causes;

    use super::*;

    #[test]
    fn what_no_log_counts_is_asked_for_by_a_cause() {
        for metric in METRICS.iter().filter(|metric| metric.basis == Basis::Unseen) {
            assert!(causes::ALL.iter().any(|cause| metric.moves_with(cause.name)), "{metric:?}");
        }
    }

    #[test]
    fn what_moves_with_a_cause_is_watched_unless_no_log_names_its_dimensions() {
        // Of target groups, functions, and of answers that are the client's fault.
        let unwatched = [
            "HTTPCode_ELB_4XX_Count",
            "LambdaUserError",
            "Throttles",
            "LambdaInternalError",
            "FunctionExecutionErrors",
            "4xxErrorRate",
        ];
        for one in causes::ALL.iter().flat_map(|cause| metric::of_cause(cause.name)) {
            let is_watched = METRICS.iter().any(|metric| {
                metric.name == one.name && metric.system.namespace() == one.namespace
            });
            assert_ne!(is_watched, unwatched.contains(&one.name), "{one}");
        }
    }
}
