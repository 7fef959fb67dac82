//! Burn rates: how many times faster than the objective allows its budget of failures is used up.

use super::alarm::{Measure, Source, plain};
use super::place::{Place, System};

/// Two windows and the rate that both have to exceed: the pairs of Google's SRE Workbook for a budget
/// of 30 days.
#[derive(Debug)]
pub(super) struct Tier {
    pub(super) key: &'static str,
    pub(super) long_seconds: u64,
    pub(super) short_seconds: u64,
    pub(super) rate: f64,
    /// Part of the budget, in words.
    pub(super) meaning: &'static str,
}

pub(super) const TIERS: [Tier; 3] = [
    Tier {
        key: "fast",
        long_seconds: 3_600,
        short_seconds: 300,
        rate: 14.4,
        meaning: "Page: at this rate 2 % of the budget of 30 days is gone in an hour.",
    },
    Tier {
        key: "slow",
        long_seconds: 21_600,
        short_seconds: 1_800,
        rate: 6.0,
        meaning: "Page: at this rate 5 % of the budget of 30 days is gone in six hours.",
    },
    Tier {
        key: "ticket",
        long_seconds: 259_200,
        short_seconds: 21_600,
        rate: 1.0,
        meaning: "Ticket: at this rate 10 % of the budget of 30 days is gone in three days.",
    },
];

/// `1h`, `30m`, `3d`.
pub(super) fn span(seconds: u64) -> String {
    match seconds {
        86_400.. if seconds.is_multiple_of(86_400) => format!("{}d", seconds / 86_400),
        3_600.. if seconds.is_multiple_of(3_600) => format!("{}h", seconds / 3_600),
        _ => format!("{}m", seconds / 60),
    }
}

/// The part that may fail.
pub(super) fn budget(objective: f64) -> f64 {
    // 1 - 0.999 is a little more than 0.001.
    ((1.0 - objective) * 1e9).round() / 1e9
}

/// The burn rate over one window; `None` for a system that CloudWatch counts no requests of.
pub(super) fn measure(place: &Place, seconds: u64, budget: f64) -> Option<Measure> {
    let source = |name, statistic| Source {
        namespace: place.system.namespace(),
        name,
        dimensions: place.dimensions.clone(),
        statistic,
        period_seconds: seconds,
    };
    let budget = plain(budget);
    let math = |expression: String, sources| Some(Measure::Math(expression, "burn rate", sources));
    let balancer = |own, target, requests| {
        let sources = vec![
            ("own", source(own, "Sum")),
            ("target", source(target, "Sum")),
            ("all", source(requests, "Sum")),
        ];
        // Requests that found no target are not in RequestCount: without them in the divisor an
        // outage of all targets would divide by nothing, and be silent.
        let expression = format!("(FILL(own,0)+FILL(target,0))/(FILL(all,0)+FILL(own,0))/{budget}");
        math(expression, sources)
    };
    match place.system {
        System::Alb => {
            balancer("HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count", "RequestCount")
        }
        System::Classic => balancer("HTTPCode_ELB_5XX", "HTTPCode_Backend_5XX", "RequestCount"),
        System::CloudFront => {
            math(format!("share/100/{budget}"), vec![("share", source("5xxErrorRate", "Average"))])
        }
        System::ApiGateway => math(
            format!("FILL(bad,0)/FILL(all,0)/{budget}"),
            vec![("bad", source("5XXError", "Sum")), ("all", source("Count", "SampleCount"))],
        ),
        System::Network => None,
    }
}
