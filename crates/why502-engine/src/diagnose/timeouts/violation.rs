//! Two time-outs in the wrong order, with what to change.
//!
//! Each is a suggestion: the durations show that one side gave up, and by that what the other side
//! had not done yet.

use std::collections::BTreeMap;

use why502_rulebook::causes::target;

use super::super::context::Context;
use super::super::wording::fill_command;
use super::Configured;
use super::rung::{Inferred, Kind};
use super::wording;
use crate::observe::DimensionKind::{LoadBalancer, TargetGroup};
use crate::summary::{Finding, LadderViolation, Said};

/// What a load balancer waits unless it is told otherwise, µs.
const DEFAULT_IDLE_US: i64 = 60_000_000;

const MODIFY_IDLE: &str = "aws elbv2 modify-load-balancer-attributes --region {region} \
    --load-balancer-arn {load_balancer_arn} --attributes \
    Key=idle_timeout.timeout_seconds,Value={seconds}";
const SHOW_IDLE: &str = "aws elbv2 describe-load-balancer-attributes --region {region} \
    --load-balancer-arn {load_balancer_arn} --query \
    \"Attributes[?Key=='idle_timeout.timeout_seconds']\"";
const MODIFY_CLASSIC: &str = "aws elb modify-load-balancer-attributes --load-balancer-name {name} \
    --load-balancer-attributes 'ConnectionSettings={IdleTimeout=SECONDS}'";
const SHOW_CLOUDFRONT: &str = "aws cloudfront get-distribution-config --id {distribution_id} --query \
    'DistributionConfig.Origins.Items[].{Id:Id,OriginReadTimeout:CustomOriginConfig.OriginReadTimeout}'";
const SHOW_INTEGRATION: &str = "aws apigateway get-integration --rest-api-id {api_id} \
    --resource-id {resource_id} --http-method {method} --query timeoutInMillis";

/// All of them, in the order of the rungs.
pub(super) fn all(
    context: &Context<'_>,
    rungs: &[Inferred],
    findings: &[Finding],
    configured: Configured<'_>,
) -> Vec<LadderViolation> {
    let inferred_idle = |front: &str| {
        let mut idle = rungs.iter().filter(|rung| rung.kind == Kind::LoadBalancerIdle);
        idle.find(|rung| rung.of == front).map(|rung| rung.value_us)
    };
    let idle_of = |front: &str| configured.and_then(|known| known(front)).or(inferred_idle(front));
    // CloudFront's log does not name the load balancer behind it; any whose idle time-out shows.
    let longest_idle = rungs
        .iter()
        .filter(|rung| rung.kind == Kind::LoadBalancerIdle)
        .map(|rung| rung.value_us)
        .max();
    let mut found: Vec<LadderViolation> = Vec::new();
    for rung in rungs {
        let idle = idle_of(&rung.front);
        let behind = if rung.target_group_arn.is_some() { idle } else { longest_idle };
        let value = rung.value_us;
        found.extend(match rung.kind {
            Kind::LoadBalancerIdle | Kind::ClassicIdle => Some(violation(
                (rung.kind, Kind::Worker, rung.kind),
                rung,
                wording::idle_reached(value),
                if rung.kind == Kind::ClassicIdle { MODIFY_CLASSIC } else { MODIFY_IDLE },
            )),
            Kind::Client if idle.is_none_or(|idle| value < idle) => Some(violation(
                (Kind::Client, Kind::LoadBalancerIdle, Kind::LoadBalancerIdle),
                rung,
                wording::client_gives_up(value, idle),
                MODIFY_IDLE,
            )),
            // Alone, CloudFront's own log does not say what the origin would have done.
            Kind::CloudFrontOrigin
                if behind.map_or(rung.target_group_arn.is_some(), |idle| value < idle) =>
            {
                Some(violation(
                    (Kind::CloudFrontOrigin, Kind::LoadBalancerIdle, Kind::CloudFrontOrigin),
                    rung,
                    wording::cloudfront_gives_up(value, behind),
                    SHOW_CLOUDFRONT,
                ))
            }
            Kind::ApiGateway => Some(violation(
                (Kind::ApiGateway, Kind::Lambda, Kind::ApiGateway),
                rung,
                wording::gateway_gives_up(value),
                SHOW_INTEGRATION,
            )),
            Kind::Worker if idle.is_some_and(|idle| value >= idle) => Some(violation(
                (Kind::LoadBalancerIdle, Kind::Worker, Kind::Worker),
                rung,
                wording::worker_outlives(value, idle.unwrap_or(DEFAULT_IDLE_US)),
                SHOW_IDLE,
            )),
            Kind::KeepAlive if value <= idle.unwrap_or(DEFAULT_IDLE_US) => Some(violation(
                (Kind::KeepAlive, Kind::LoadBalancerIdle, Kind::KeepAlive),
                rung,
                wording::keep_alive_too_short(value, idle),
                SHOW_IDLE,
            )),
            _ => None,
        });
    }
    if !rungs.iter().any(|rung| rung.kind == Kind::KeepAlive) {
        found.extend(race_without_values(context, findings));
    }
    found
}

/// The order that is violated (which should be the longer, which the shorter) and whose setting is
/// to be changed.
fn violation(
    (longer, shorter, changed): (Kind, Kind, Kind),
    rung: &Inferred,
    statement: Said,
    template: &str,
) -> LadderViolation {
    let mut known = BTreeMap::new();
    known.insert("name", rung.front.clone());
    let is_bare = rung.front.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if rung.kind == Kind::ApiGateway && is_bare && !rung.front.is_empty() {
        known.insert("api_id", rung.front.clone());
    }
    place(&mut known, &rung.front, rung.target_group_arn.as_deref());
    LadderViolation {
        longer: longer.name(),
        shorter: shorter.name(),
        of: rung.of.clone(),
        statement,
        product: changed.product(),
        setting: changed.setting(),
        command: fill_command(template, &known),
    }
}

/// A keep-alive race was found, and no pause gives the values away.
fn race_without_values(context: &Context<'_>, findings: &[Finding]) -> Option<LadderViolation> {
    let finding = findings.iter().find(|one| one.cause == target::KEEPALIVE_RACE.name)?;
    let fronts = &context.aggregates.table(LoadBalancer).entries;
    let groups = &context.aggregates.table(TargetGroup).entries;
    let mut known = BTreeMap::new();
    // Its load balancer is known for sure only where there is one.
    let front = fronts.first().filter(|one| fronts.iter().all(|other| other.value == one.value));
    if let Some(front) = front {
        let arn = groups.first().map(|group| group.text());
        place(&mut known, &front.text(), arn.as_deref());
    }
    Some(LadderViolation {
        longer: Kind::KeepAlive.name(),
        shorter: Kind::LoadBalancerIdle.name(),
        of: finding.scope.target_groups.join(", "),
        statement: wording::keep_alive_race(),
        product: Kind::KeepAlive.product(),
        setting: Kind::KeepAlive.setting(),
        command: fill_command(SHOW_IDLE, &known),
    })
}

/// The ARN of a target group holds partition, region and account; the name of the load balancer
/// completes its own.
fn place(known: &mut BTreeMap<&'static str, String>, front: &str, target_group_arn: Option<&str>) {
    let parts: Vec<&str> = target_group_arn.unwrap_or_default().splitn(6, ':').collect();
    if let [_, partition, _, region, account, _] = parts.as_slice() {
        known.insert("region", (*region).to_owned());
        if front.starts_with("app/") {
            let arn = format!(
                "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{front}"
            );
            known.insert("load_balancer_arn", arn);
        }
    }
}
