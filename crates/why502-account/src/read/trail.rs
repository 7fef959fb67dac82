//! What CloudTrail recorded: `aws cloudtrail lookup-events`, and the objects it delivers to S3.

use serde_json::Value;

use super::draft::Draft;
use crate::event::{Event, EventKind, Resource};
use crate::facts::function_name;
use crate::value::{as_text, instant, list, text};

/// Resources of one event that are kept.
const MOST_RESOURCES: usize = 256;

/// `Events[]`, in which the record is a text of JSON.
pub(super) fn looked_up(draft: &mut Draft, document: &Value) {
    for one in list(document, "Events") {
        let record = match one.get("CloudTrailEvent") {
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
            Some(record) => record.clone(),
            None => Value::Null,
        };
        if let Some(mut event) = event(&record) {
            event.resources.extend(list(one, "Resources").iter().filter_map(listed));
            event.resources.sort();
            event.resources.dedup();
            draft.facts.events.push(event);
        } else if record.is_null()
            && let (Some(time), Some(name)) = (instant(one, "EventTime"), text(one, "EventName"))
            && text(one, "ReadOnly").as_deref() != Some("true")
        {
            // `Username` may be the name of a session, which is none of anybody's business.
            let resources = list(one, "Resources").iter().filter_map(listed).collect();
            draft.facts.events.push(Event {
                time,
                kind: EventKind::Call,
                name,
                region: None,
                who: None,
                resources,
            });
        }
    }
}

/// `Records[]`.
pub(super) fn delivered(draft: &mut Draft, document: &Value) {
    draft.facts.events.extend(list(document, "Records").iter().filter_map(event));
}

/// One record; `None` where nothing was changed: a call that only read, or that was refused.
fn event(record: &Value) -> Option<Event> {
    let only_read = match record.get("readOnly") {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(flag)) => flag == "true",
        _ => false,
    };
    if only_read || record.get("errorCode").is_some_and(|code| !code.is_null()) {
        return None;
    }
    let mut resources = Vec::new();
    if let Some(parameters) = record.get("requestParameters") {
        walk(parameters, "", &mut resources);
    }
    if let Some(answer) = record.get("responseElements") {
        walk(answer, "", &mut resources);
    }
    resources.sort();
    resources.dedup();
    resources.truncate(MOST_RESOURCES);
    Some(Event {
        time: instant(record, "eventTime")?,
        kind: EventKind::Call,
        name: text(record, "eventName")?,
        region: text(record, "awsRegion"),
        who: record.get("userIdentity").and_then(who),
        resources,
    })
}

/// The name of a user, a role or an AWS service.
fn who(identity: &Value) -> Option<String> {
    let role = || text(identity.get("sessionContext")?.get("sessionIssuer")?, "userName");
    let root = || (text(identity, "type")? == "Root").then(|| "root".to_owned());
    let name = text(identity, "userName").or_else(role).or_else(|| text(identity, "invokedBy"));
    name.or_else(root).filter(|name| !is_access_key(name))
}

/// Keys have no business where names stand; if one does, it is not repeated.
fn is_access_key(text: &str) -> bool {
    text.len() >= 16 && (text.starts_with("AKIA") || text.starts_with("ASIA"))
}

/// What the parameters of a call name, whatever the call. JSON has a limited depth here.
fn walk(value: &Value, key: &str, found: &mut Vec<Resource>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| walk(value, key, found)),
        Value::Array(elements) => elements.iter().for_each(|value| walk(value, key, found)),
        Value::String(_) if found.len() < MOST_RESOURCES => {
            found.extend(as_text(value).and_then(|text| resource(key, &text)));
        }
        _ => {}
    }
}

fn resource(key: &str, text: &str) -> Option<Resource> {
    let owned = || text.to_owned();
    if let Some(resource) = of_arn(text) {
        return Some(resource);
    }
    match key {
        "id" | "instanceId" if is_target(text) => Some(Resource::Target(owned())),
        "loadBalancerName" => Some(Resource::LoadBalancer(owned())),
        "functionName" => Some(Resource::Function(function_name(text).to_owned())),
        "service" | "serviceName" if !text.contains('.') => {
            Some(Resource::Service(service_name(text).to_owned()))
        }
        _ if text.starts_with("sg-") => Some(Resource::SecurityGroup(owned())),
        "id" | "distributionId" if text.starts_with('E') => Some(Resource::Distribution(owned())),
        _ => None,
    }
}

/// By what an ARN says itself.
fn of_arn(text: &str) -> Option<Resource> {
    if !text.starts_with("arn:") {
        return None;
    }
    if text.contains(":targetgroup/") {
        return Some(Resource::TargetGroup(text.to_owned()));
    }
    let balancing = [":loadbalancer/", ":listener/", ":listener-rule/"];
    if balancing.iter().any(|part| text.contains(part)) {
        return Some(Resource::LoadBalancer(text.to_owned()));
    }
    if text.contains(":function:") {
        return Some(Resource::Function(function_name(text).to_owned()));
    }
    if text.contains(":service/") {
        return Some(Resource::Service(service_name(text).to_owned()));
    }
    let (_, id) = text.split_once(":distribution/")?;
    Some(Resource::Distribution(id.to_owned()))
}

/// The last part of an ARN or path.
pub(super) fn service_name(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

fn is_target(text: &str) -> bool {
    text.starts_with("i-") || text.parse::<std::net::IpAddr>().is_ok()
}

/// `Resources[]` of a looked-up event.
fn listed(one: &Value) -> Option<Resource> {
    let name = text(one, "ResourceName")?;
    let key = match text(one, "ResourceType").as_deref() {
        Some("AWS::Lambda::Function") => "functionName",
        Some("AWS::ECS::Service") => "service",
        Some("AWS::EC2::Instance") => "instanceId",
        Some("AWS::CloudFront::Distribution") => "distributionId",
        Some("AWS::ElasticLoadBalancing::LoadBalancer") => "loadBalancerName",
        _ => "",
    };
    resource(key, &name)
}
