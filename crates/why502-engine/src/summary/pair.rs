//! Requests by two statuses at once.

use serde::Serialize;

/// How many requests have one status and one target status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StatusPair {
    /// What the client saw, or null.
    pub elb_status: Option<u16>,
    /// What the target gave; null where it gave none, or the log does not say.
    pub target_status: Option<u16>,
    /// Requests.
    pub requests: u64,
}
