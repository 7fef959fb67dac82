//! What `aws elbv2 describe-*` and `aws elb describe-*` print.

use std::collections::BTreeMap;

use serde_json::Value;

use super::draft::{Draft, balancer_attributes, group_attributes, is_of_group};
use crate::balancing::{FixedResponse, TargetHealth};
use crate::value::{as_text, list, number, text, texts};

pub(super) fn load_balancers(draft: &mut Draft, document: &Value) {
    for one in list(document, "LoadBalancers") {
        let Some(arn) = text(one, "LoadBalancerArn") else { continue };
        let balancer = draft.load_balancer(&arn);
        balancer.kind = text(one, "Type");
        balancer.scheme = text(one, "Scheme");
        balancer.security_groups = texts(one, "SecurityGroups");
    }
}

pub(super) fn classic(draft: &mut Draft, document: &Value) {
    for one in list(document, "LoadBalancerDescriptions") {
        let Some(name) = text(one, "LoadBalancerName") else { continue };
        let balancer = draft.load_balancer(&name);
        balancer.kind = Some("classic".to_owned());
        balancer.scheme = text(one, "Scheme");
        balancer.security_groups = texts(one, "SecurityGroups");
    }
}

pub(super) fn classic_attributes(draft: &mut Draft, document: &Value) {
    let Some(attributes) = document.get("LoadBalancerAttributes") else { return };
    let idle = attributes.get("ConnectionSettings").and_then(|one| number(one, "IdleTimeout"));
    let Some(idle) = idle else { return };
    if let Some(name) = text(document, "LoadBalancerName") {
        draft.load_balancer(&name).idle_timeout_seconds = Some(idle);
        return;
    }
    let key = "idle_timeout.timeout_seconds".to_owned();
    let attributes = BTreeMap::from([(key, idle.to_string())]);
    draft.without_owner(attributes);
}

pub(super) fn target_groups(draft: &mut Draft, document: &Value) {
    for one in list(document, "TargetGroups") {
        let Some(arn) = text(one, "TargetGroupArn") else { continue };
        let group = draft.target_group(&arn);
        group.protocol = text(one, "Protocol");
        group.protocol_version = text(one, "ProtocolVersion");
        group.port = number(one, "Port");
        group.target_type = text(one, "TargetType");
        group.health_check_path = text(one, "HealthCheckPath");
        group.health_check_matcher = one
            .get("Matcher")
            .and_then(|matcher| text(matcher, "HttpCode").or_else(|| text(matcher, "GrpcCode")));
        group.health_check_interval_seconds = number(one, "HealthCheckIntervalSeconds");
        group.health_check_timeout_seconds = number(one, "HealthCheckTimeoutSeconds");
        group.healthy_threshold = number(one, "HealthyThresholdCount");
        group.unhealthy_threshold = number(one, "UnhealthyThresholdCount");
        group.load_balancers = texts(one, "LoadBalancerArns");
    }
}

/// Of a load balancer or of a target group: the keys tell. The CLI prints no owner; the commands
/// that the report shows add one.
pub(super) fn attributes(draft: &mut Draft, document: &Value) -> bool {
    let pair = |one: &Value| Some((text(one, "Key")?, as_text(one.get("Value")?)?));
    let attributes: BTreeMap<String, String> =
        list(document, "Attributes").iter().filter_map(pair).collect();
    let is_group = is_of_group(&attributes);
    if !is_group && !attributes.keys().any(|key| key.starts_with("idle_timeout.")) {
        // Of a Network Load Balancer, or of something else that has attributes.
        return attributes.keys().any(|key| key.starts_with("load_balancing."));
    }
    if let Some(arn) = text(document, "TargetGroupArn").filter(|_| is_group) {
        group_attributes(draft.target_group(&arn), &attributes);
    } else if let Some(arn) = text(document, "LoadBalancerArn").filter(|_| !is_group) {
        balancer_attributes(draft.load_balancer(&arn), &attributes);
    } else {
        draft.without_owner(attributes);
    }
    true
}

pub(super) fn target_health(draft: &mut Draft, document: &Value) {
    let target_group = text(document, "TargetGroupArn");
    for one in list(document, "TargetHealthDescriptions") {
        let (Some(target), Some(health)) = (one.get("Target"), one.get("TargetHealth")) else {
            continue;
        };
        let (Some(id), Some(state)) = (text(target, "Id"), text(health, "State")) else { continue };
        draft.facts.target_health.push(TargetHealth {
            target_group: target_group.clone(),
            id,
            port: number(target, "Port"),
            state,
            reason: text(health, "Reason"),
        });
    }
}

pub(super) fn listeners(draft: &mut Draft, document: &Value) {
    for one in list(document, "Listeners") {
        let Some(arn) = text(one, "LoadBalancerArn") else { continue };
        for action in list(one, "DefaultActions") {
            fixed_response(draft, &arn, None, action);
        }
    }
}

pub(super) fn rules(draft: &mut Draft, document: &Value) {
    for one in list(document, "Rules") {
        let Some(arn) = text(one, "RuleArn").as_deref().and_then(balancer_of_rule) else {
            continue;
        };
        let priority = text(one, "Priority").and_then(|priority| priority.parse().ok());
        for action in list(one, "Actions") {
            fixed_response(draft, &arn, priority, action);
        }
    }
}

fn fixed_response(draft: &mut Draft, arn: &str, priority: Option<i32>, action: &Value) {
    let status = action
        .get("FixedResponseConfig")
        .and_then(|config| number(config, "StatusCode"))
        .and_then(|status| u16::try_from(status).ok());
    let Some(status) = status else { return };
    let fixed = FixedResponse { priority, status };
    let known = &mut draft.load_balancer(arn).fixed_responses;
    if !known.contains(&fixed) {
        known.push(fixed);
        known.sort_by_key(|one| (one.priority, one.status));
    }
}

/// `…:listener-rule/app/NAME/ID/…` to the ARN of that load balancer.
fn balancer_of_rule(arn: &str) -> Option<String> {
    let (head, rest) = arn.split_once(":listener-rule/")?;
    let name: Vec<&str> = rest.splitn(4, '/').take(3).collect();
    (name.len() == 3).then(|| format!("{head}:loadbalancer/{}", name.join("/")))
}
