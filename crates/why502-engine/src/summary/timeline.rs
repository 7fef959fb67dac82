//! Requests and failures over time: all of them, by signature, and by target.

use serde::Serialize;
use why502_parse::Timestamp;

use super::time;

/// At most 2,000 buckets; empty ones are left out.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// Width of a bucket in seconds.
    pub bucket_seconds: u64,
    /// In order of time.
    pub buckets: Vec<TimelineBucket>,
    /// Failing requests over time, one course for each signature of any status, the most frequent
    /// first; at most 40.
    pub signatures: Vec<SignatureCourse>,
}

/// One bucket of the timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineBucket {
    /// Its first instant.
    #[serde(serialize_with = "time::plain")]
    pub start: Timestamp,
    /// All requests.
    pub requests: u64,
    /// Requests with a signature.
    pub failed: u64,
    /// Status 502.
    pub bad_gateways: u64,
    /// Status 504.
    pub gateway_timeouts: u64,
    /// Status 503.
    pub unavailable: u64,
    /// Median response time of targets, seconds.
    pub p50: Option<f64>,
    /// 90th percentile of it.
    pub p90: Option<f64>,
    /// 99th percentile of it.
    pub p99: Option<f64>,
}

/// The failing requests of one signature over time.
#[derive(Debug, Clone, Serialize)]
pub struct SignatureCourse {
    /// Id from the rulebook.
    pub id: &'static str,
    /// Requests in each bucket of the timeline, as many numbers as there are buckets; exact. Where
    /// a sample of the failing requests was kept (`input.limits` says so), estimates that add up
    /// to the exact total.
    pub requests: Vec<u64>,
}

/// Targets against time: all of it without outliers, or the surroundings of the incidents where
/// these would be a few columns. Exact, for targets that were kept.
#[derive(Debug, Clone, Serialize)]
pub struct HeatMap {
    /// Width of a column in seconds: a multiple of the timeline's.
    pub bucket_seconds: u64,
    /// First instants of the columns, in order of time, without holes; at most 120.
    #[serde(serialize_with = "time::list")]
    pub starts: Vec<Timestamp>,
    /// The targets with most failures, at most 40, by failures, then name.
    pub rows: Vec<HeatRow>,
    /// Targets that had a failure and are not listed.
    pub targets_left_out: u64,
}

/// One target over time.
#[derive(Debug, Clone, Serialize)]
pub struct HeatRow {
    /// `ip:port`.
    pub target: String,
    /// Requests in each column.
    pub requests: Vec<u64>,
    /// Those that failed.
    pub failed: Vec<u64>,
}
