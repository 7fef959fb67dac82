//! What `aws ecs describe-services` and `aws ecs describe-tasks` print.

use serde_json::Value;

use super::draft::Draft;
use super::trail::service_name;
use crate::event::{Event, EventKind, Resource};
use crate::runtime::{Service, TaskStop};
use crate::value::{instant, list, number, text};

pub(super) fn services(draft: &mut Draft, document: &Value) {
    for one in list(document, "services") {
        let Some(name) = text(one, "serviceName") else { continue };
        let balancers = list(one, "loadBalancers").iter();
        let service = Service {
            name,
            arn: text(one, "serviceArn"),
            target_groups: balancers.filter_map(|one| text(one, "targetGroupArn")).collect(),
        };
        for deployment in list(one, "deployments") {
            if let Some(at) = instant(deployment, "createdAt") {
                draft.facts.events.push(event(&service, at, EventKind::Deployment));
            }
        }
        for happened in list(one, "events") {
            let kind = text(happened, "message").as_deref().and_then(kind_of);
            if let (Some(at), Some(kind)) = (instant(happened, "createdAt"), kind) {
                draft.facts.events.push(event(&service, at, kind));
            }
        }
        draft.facts.services.push(service);
    }
}

fn event(service: &Service, time: why502_parse::Timestamp, kind: EventKind) -> Event {
    let groups = service.target_groups.iter().cloned().map(Resource::TargetGroup);
    let region = service.arn.as_deref().and_then(|arn| arn.split(':').nth(3));
    Event {
        time,
        kind,
        name: service.name.clone(),
        region: region.map(str::to_owned),
        who: None,
        resources: groups.chain([Resource::Service(service.name.clone())]).collect(),
    }
}

/// What a message of a service says, by AWS's own words.
fn kind_of(message: &str) -> Option<EventKind> {
    let says = |words: &str| message.contains(words);
    if says("deregistered") || says("begun draining") {
        Some(EventKind::Deregistered)
    } else if says("registered") {
        Some(EventKind::Registered)
    } else if says("unhealthy") {
        Some(EventKind::Unhealthy)
    } else if says("has stopped") {
        Some(EventKind::Stopped)
    } else if says("has started") {
        Some(EventKind::Started)
    } else {
        None
    }
}

pub(super) fn tasks(draft: &mut Draft, document: &Value) {
    for one in list(document, "tasks") {
        // A task dies before it is stopped: the containers' end is the nearest time there is.
        let at = ["executionStoppedAt", "stoppingAt", "stoppedAt"]
            .into_iter()
            .find_map(|key| instant(one, key));
        let Some(at) = at else { continue };
        let containers = list(one, "containers");
        let failed = containers.iter().find(|one| number(one, "exitCode").is_some_and(|n| n != 0));
        let named = failed.or_else(|| containers.iter().find(|one| one.get("reason").is_some()));
        draft.facts.task_stops.push(TaskStop {
            at,
            task: text(one, "taskArn").map(|arn| service_name(&arn).to_owned()).unwrap_or_default(),
            group: text(one, "group"),
            stop_code: text(one, "stopCode"),
            reason: text(one, "stoppedReason"),
            exit_code: failed
                .or(containers.first())
                .and_then(|container| number(container, "exitCode")),
            container_reason: named.and_then(|container| text(container, "reason")),
            addresses: addresses(one),
        });
    }
}

/// Those of its containers and of its network interface, each once.
fn addresses(task: &Value) -> Vec<String> {
    let interfaces = list(task, "containers").iter().flat_map(|one| list(one, "networkInterfaces"));
    let mut found: Vec<String> =
        interfaces.filter_map(|one| text(one, "privateIpv4Address")).collect();
    let details = list(task, "attachments").iter().flat_map(|one| list(one, "details"));
    found.extend(
        details
            .filter(|one| text(one, "name").as_deref() == Some("privateIPv4Address"))
            .filter_map(|one| text(one, "value")),
    );
    found.sort();
    found.dedup();
    found
}
