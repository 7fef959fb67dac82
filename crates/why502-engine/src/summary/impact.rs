//! Whom and what an incident hit, and how the time around it compares.

use serde::Serialize;
use why502_parse::Timestamp;

use super::time;

/// Whom and what the failing requests of one incident concern. Lists are sorted by failing
/// requests, then name. All of it is of the failing requests that were kept and of the values
/// that were kept: of inputs so large that these are a sample (`input.limits` says so), the
/// numbers are the least there can be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Impact {
    /// Networks of clients (/24, /48) with a failing request: the closest that is counted. Where
    /// CloudFront's requests failed for it, its viewers'.
    pub client_networks: u64,
    /// Hosts with a failing request, at most 20; CloudFront's too where its requests failed for it.
    pub hosts: Vec<String>,
    /// How many hosts there are.
    pub distinct_hosts: u64,
    /// Shaped paths with a failing request, at most 20.
    pub paths: Vec<String>,
    /// How many shaped paths there are.
    pub distinct_paths: u64,
    /// Targets with a failing request.
    pub distinct_targets: u64,
    /// Failing requests of an origin that viewers did not see, for CloudFront answered with a
    /// status from 100 to 399: from its cache, from another origin or with a page of its own. 0
    /// where the two logs were not joined.
    pub masked: u64,
}

/// Which part of the time around an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    /// As long as the incident, or as far as the logs reach; just before it.
    Before,
    /// The incident.
    During,
    /// As long as the incident, or as far as the logs reach; just after it.
    After,
}

/// Figures of one phase: of whole buckets of the timeline, of which no two phases share one. The
/// incident's are those that it touches; before and after come as many, cut short where the logs
/// begin or end. All requests count, whatever their scope.
#[derive(Debug, Clone, Serialize)]
pub struct Phase {
    /// Which.
    pub name: PhaseName,
    /// First instant counted: where a bucket begins, or the logs.
    #[serde(serialize_with = "time::plain")]
    pub from: Timestamp,
    /// First instant not counted any more: where a bucket ends, or just after the logs do.
    #[serde(serialize_with = "time::plain")]
    pub to: Timestamp,
    /// Requests.
    pub requests: u64,
    /// Those that failed.
    pub failed: u64,
    /// Status 400 to 499, whether they failed in the sense of `failed` or not.
    pub client_errors: u64,
    /// `requests` over the seconds from `from` to `to`, or over one second if those are fewer.
    pub requests_per_second: f64,
    /// Median response time of targets in seconds, if any was logged; at most 3 % too low, as are
    /// the others.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
    /// 99th percentile.
    pub p99: Option<f64>,
    /// Targets with a request, among those that were kept.
    pub active_targets: u64,
}
