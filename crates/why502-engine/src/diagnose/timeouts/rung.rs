//! Which failing requests show which time-out, and what their durations say.

use std::collections::BTreeMap;

use why502_parse::Format;
use why502_rulebook::Class;
use why502_rulebook::causes::{apigateway, cloudfront, elastic, lambda, load_balancer, target};

use super::super::case::text;
use super::super::context::{Context, group_name};
use super::cluster::{Cluster, clusters};
use super::wording;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind::{LoadBalancer, TargetGroup, UserAgent};
use crate::summary::Rung;

/// Resets later than this may be a limit of the application, µs; earlier ones were never worked on.
const SLOW_US: i64 = 1_000_000;
/// The first word of CloudFront's own user agent, `Amazon CloudFront`.
const CLOUDFRONT_AGENT: &[u8] = b"Amazon CloudFront";

/// A time-out, from the client inwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Kind {
    Client,
    CloudFrontOrigin,
    LoadBalancerIdle,
    ClassicIdle,
    LoadBalancerConnect,
    ApiGateway,
    Worker,
    Lambda,
    KeepAlive,
}

impl Kind {
    /// Its name in reports.
    pub(in super::super) const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::CloudFrontOrigin => "cloudfront_origin",
            Self::LoadBalancerIdle | Self::ClassicIdle => "load_balancer_idle",
            Self::LoadBalancerConnect => "load_balancer_connect",
            Self::ApiGateway => "api_gateway",
            Self::Worker => "worker",
            Self::Lambda => "lambda",
            Self::KeepAlive => "target_keep_alive",
        }
    }

    /// Whose setting it is.
    pub(super) const fn product(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::CloudFrontOrigin => "cloudfront",
            Self::LoadBalancerIdle | Self::ClassicIdle | Self::LoadBalancerConnect => {
                "elastic-load-balancing"
            }
            Self::ApiGateway => "api-gateway",
            Self::Worker | Self::KeepAlive => "application",
            Self::Lambda => "lambda",
        }
    }

    /// The setting, as its product calls it.
    pub(super) const fn setting(self) -> &'static str {
        match self {
            Self::Client => "request timeout",
            Self::CloudFrontOrigin => "OriginReadTimeout",
            Self::LoadBalancerIdle => "idle_timeout.timeout_seconds",
            Self::ClassicIdle => "ConnectionSettings.IdleTimeout",
            Self::LoadBalancerConnect => "fixed at 10 s",
            Self::ApiGateway => "timeoutInMillis",
            Self::Worker => {
                "gunicorn --timeout, Puma worker_timeout, uWSGI harakiri, PHP-FPM request_terminate_timeout"
            }
            Self::Lambda => "Timeout",
            Self::KeepAlive => {
                "Node server.keepAliveTimeout, gunicorn --keep-alive, uvicorn --timeout-keep-alive, \
                 nginx keepalive_timeout, Apache KeepAliveTimeout, Tomcat keepAliveTimeout"
            }
        }
    }
}

/// A time-out as it was inferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inferred {
    pub(super) kind: Kind,
    /// Where it was seen, as its dimension counts it.
    pub(super) of: String,
    pub(super) value_us: i64,
    pub(super) requests: u64,
    /// Of how many of that kind.
    pub(super) all: u64,
    /// The load balancer, distribution or API of the requests.
    pub(super) front: String,
    /// The ARN of a target group of theirs, where one is logged.
    pub(super) target_group_arn: Option<String>,
}

impl Inferred {
    /// What it is ordered by.
    pub(super) fn key(&self) -> (Kind, &str, i64) {
        (self.kind, &self.of, self.value_us)
    }

    pub(super) fn summary(self) -> Rung {
        let share = self.requests as f64 / self.all.max(1) as f64;
        Rung {
            rung: self.kind.name(),
            seconds: seconds(self.value_us),
            requests: self.requests,
            share: (share * 1e4).round() / 1e4,
            inferred_from: wording::inferred_from(
                self.kind.name(),
                self.requests,
                self.all,
                self.value_us,
            ),
            known_as: wording::known_ceiling(self.kind.name(), self.value_us),
            product: self.kind.product(),
            setting: self.kind.setting(),
            of: self.of,
        }
    }
}

/// Tenths: no time-out is set finer, and scheduling blurs what is.
fn seconds(value_us: i64) -> f64 {
    (value_us as f64 / 1e5).round() / 10.0
}

/// The time-outs whose requests fail, by what they belong to.
pub(super) fn inferred(context: &Context<'_>) -> Vec<Inferred> {
    let mut groups: BTreeMap<(Kind, String), Vec<(&FailedRequest, i64)>> = BTreeMap::new();
    for row in &context.aggregates.failures {
        let Some((kind, duration_us)) = shown(context, row) else { continue };
        groups.entry((kind, owner(context, kind, row))).or_default().push((row, duration_us));
    }
    let mut found = Vec::new();
    for ((kind, of), rows) in groups {
        let durations: Vec<i64> = rows.iter().map(|(_, duration)| *duration).collect();
        let mut at = clusters(&durations);
        if kind == Kind::CloudFrontOrigin {
            at = without_attempts(at);
        }
        let first = rows[0].0;
        let arn = rows.iter().find_map(|(row, _)| context.value(TargetGroup, row)).map(text);
        // In requests, where only a sample of the failures was kept.
        let whole = |count: usize| (count as f64 * context.aggregates.scale).round() as u64;
        found.extend(at.into_iter().map(|cluster| Inferred {
            kind,
            of: of.clone(),
            value_us: cluster.centre_us,
            requests: whole(cluster.count),
            all: whole(rows.len()),
            front: context.value(LoadBalancer, first).map(text).unwrap_or_default(),
            target_group_arn: arn.clone(),
        }));
    }
    found
}

/// The time-out that a failing request may show, and the duration that shows it.
fn shown(context: &Context<'_>, row: &FailedRequest) -> Option<(Kind, i64)> {
    let signature = context.signature(row);
    let cause = signature.cause.name;
    let is = |one: &why502_rulebook::Cause| cause == one.name;
    let elapsed = |kind| row.elapsed_us().map(|duration| (kind, duration));
    let worked = |kind| row.target_time_us().map(|duration| (kind, duration));
    match row.format {
        Format::Alb if is(&load_balancer::CLIENT_CLOSED) => {
            let agent = context.value(UserAgent, row);
            let by_cloudfront = agent.is_some_and(|agent| agent == CLOUDFRONT_AGENT);
            elapsed(if by_cloudfront { Kind::CloudFrontOrigin } else { Kind::Client })
        }
        Format::Alb if is(&load_balancer::RESPONSE_TIMEOUT) => elapsed(Kind::LoadBalancerIdle),
        Format::Alb if is(&load_balancer::CONNECT_TIMEOUT) => elapsed(Kind::LoadBalancerConnect),
        Format::Alb if is(&lambda::ERROR) || is(&lambda::TIMEOUT) => worked(Kind::Lambda),
        Format::Alb if signature.class == Class::Response && !is(&target::MALFORMED_RESPONSE) => {
            worked(Kind::Worker).filter(|(_, duration)| *duration > SLOW_US)
        }
        Format::Clb if is(&elastic::CLB_TIMEOUT_OR_KEEPALIVE_RACE) => elapsed(Kind::ClassicIdle),
        Format::ApiGateway if is(&apigateway::INTEGRATION_TIMEOUT) => worked(Kind::ApiGateway),
        Format::ApiGateway if is(&apigateway::LAMBDA_ERROR) => worked(Kind::Lambda),
        Format::CloudFront | Format::CloudFrontRealtime if is(&cloudfront::ORIGIN_TIMEOUT) => {
            elapsed(Kind::CloudFrontOrigin)
        }
        _ => None,
    }
}

/// What the setting belongs to.
fn owner(context: &Context<'_>, kind: Kind, row: &FailedRequest) -> String {
    let group = || context.value(TargetGroup, row).map(group_name);
    let front = || context.value(LoadBalancer, row).map(text).unwrap_or_default();
    match kind {
        Kind::Worker | Kind::Lambda => group().unwrap_or_else(front),
        _ => front(),
    }
}

/// CloudFront tries a GET up to three times: what ends at twice or three times the time-out ended
/// at the time-out.
fn without_attempts(found: Vec<Cluster>) -> Vec<Cluster> {
    let mut kept: Vec<Cluster> = Vec::new();
    for cluster in found {
        let is_multiple = |shorter: &&mut Cluster| {
            [2, 3].iter().any(|attempts| {
                let expected = shorter.centre_us * attempts;
                (cluster.centre_us - expected).abs() <= expected / 50
            })
        };
        match kept.iter_mut().find(is_multiple) {
            Some(shorter) => shorter.count += cluster.count,
            None => kept.push(cluster),
        }
    }
    kept
}

/// The rungs that the logs read could have shown.
pub(super) fn expected(context: &Context<'_>) -> Vec<Kind> {
    let formats = &context.aggregates.counts.formats;
    let has = |format: Format| formats.contains_key(&format);
    let mut kinds = Vec::new();
    if has(Format::Alb) {
        kinds.extend([Kind::Client, Kind::LoadBalancerIdle, Kind::Worker, Kind::KeepAlive]);
    }
    if has(Format::CloudFront) || has(Format::CloudFrontRealtime) {
        kinds.push(Kind::CloudFrontOrigin);
    }
    if has(Format::Clb) && !has(Format::Alb) {
        kinds.push(Kind::ClassicIdle);
    }
    if has(Format::ApiGateway) {
        kinds.extend([Kind::ApiGateway, Kind::Lambda]);
    }
    kinds.sort_unstable();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_of_cloudfront_are_one_time_out() {
        let cluster = |seconds: i64, count| Cluster { centre_us: seconds * 1_000_000, count };
        let found = without_attempts(vec![cluster(30, 10), cluster(50, 5), cluster(90, 20)]);
        assert_eq!(found, [cluster(30, 30), cluster(50, 5)]);
    }
}
