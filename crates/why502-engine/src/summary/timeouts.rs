//! The time-outs that durations give away, and which of them stand in the wrong order.

use serde::Serialize;

use super::said::Said;

/// The ladder of time-outs, as far as failing requests show it.
///
/// A request should be given up first by what is nearest to the work: the client waits longer than
/// CloudFront, that longer than the load balancer, that longer than the application's own limit.
/// Idle connections the other way round: the application keeps them longer than the load balancer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Timeouts {
    /// From the client inwards, then by name and seconds.
    pub rungs: Vec<Rung>,
    /// Two rungs in the wrong order, as far as the logs suggest it. Advice, never proof.
    pub violations: Vec<LadderViolation>,
    /// Rungs of what was read that no durations gave away.
    pub not_inferred: Vec<&'static str>,
}

/// One time-out.
#[derive(Debug, Clone, Serialize)]
pub struct Rung {
    /// `client`, `cloudfront_origin`, `load_balancer_idle`, `load_balancer_connect`, `api_gateway`,
    /// `worker`, `lambda` or `target_keep_alive`.
    pub rung: &'static str,
    /// Load balancer, target group, distribution or API that it was seen at.
    pub of: String,
    /// Its value.
    pub seconds: f64,
    /// Failing requests that ended there.
    pub requests: u64,
    /// Part of the failing requests of that kind.
    pub share: f64,
    /// What it was inferred from.
    pub inferred_from: Said,
    /// Whose default or limit that value is, if it is a usual one.
    pub known_as: Option<Said>,
    /// `client`, `cloudfront`, `elastic-load-balancing`, `api-gateway`, `application` or `lambda`.
    pub product: &'static str,
    /// The setting that holds it, as the product calls it.
    pub setting: &'static str,
}

/// Two time-outs in the wrong order.
#[derive(Debug, Clone, Serialize)]
pub struct LadderViolation {
    /// The rung that should be the longer one.
    pub longer: &'static str,
    /// The rung that should be the shorter one.
    pub shorter: &'static str,
    /// Where it was seen.
    pub of: String,
    /// What the logs suggest, and what to change.
    pub statement: Said,
    /// Whose setting it is, as in [`Rung::product`].
    pub product: &'static str,
    /// The setting to change.
    pub setting: &'static str,
    /// Shows or changes it; words in capitals are to be filled in. Empty where there is none.
    pub command: String,
}
