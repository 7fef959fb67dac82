//! What `aws lambda get-function-configuration` and `aws cloudfront get-distribution*` print.

use serde_json::Value;

use super::draft::Draft;
use crate::event::{Event, EventKind, Resource};
use crate::runtime::{Distribution, Function, Origin};
use crate::value::{as_text, instant, list, number, text};

pub(super) fn function(draft: &mut Draft, document: &Value) {
    let Some(name) = text(document, "FunctionName") else { return };
    let arn = text(document, "FunctionArn");
    if let Some(time) = instant(document, "LastModified") {
        let region = arn.as_deref().and_then(|arn| arn.split(':').nth(3)).map(str::to_owned);
        draft.facts.events.push(Event {
            time,
            kind: EventKind::FunctionModified,
            name: name.clone(),
            region,
            who: None,
            resources: vec![Resource::Function(name.clone())],
        });
    }
    draft.facts.functions.push(Function {
        name,
        arn,
        timeout_seconds: number(document, "Timeout"),
        memory_mib: number(document, "MemorySize"),
    });
}

/// `get-distribution-config` holds neither id nor domain; the commands that the report shows add
/// the domain.
pub(super) fn distribution_config(draft: &mut Draft, document: &Value) {
    let Some(config) = document.get("DistributionConfig") else { return };
    let origins = config.get("Origins").map(|origins| list(origins, "Items")).unwrap_or_default();
    let aliases = config.get("Aliases").map(|aliases| list(aliases, "Items")).unwrap_or_default();
    let distribution = Distribution {
        id: text(document, "Id"),
        domain: text(document, "DomainName"),
        aliases: aliases.iter().filter_map(as_text).collect(),
        origins: origins.iter().map(origin).collect(),
    };
    if let (Some(time), Some(id)) = (instant(document, "LastModifiedTime"), &distribution.id) {
        draft.facts.events.push(Event {
            time,
            kind: EventKind::DistributionModified,
            name: id.clone(),
            region: None,
            who: None,
            resources: vec![Resource::Distribution(id.clone())],
        });
    }
    draft.facts.distributions.push(distribution);
}

/// `get-distribution` holds all of it one level deeper.
pub(super) fn distribution(draft: &mut Draft, document: &Value) {
    if let Some(inner) = document.get("Distribution") {
        distribution_config(draft, inner);
    }
}

fn origin(one: &Value) -> Origin {
    let custom = one.get("CustomOriginConfig").unwrap_or(&Value::Null);
    Origin {
        domain: text(one, "DomainName").unwrap_or_default(),
        connection_timeout_seconds: number(one, "ConnectionTimeout"),
        connection_attempts: number(one, "ConnectionAttempts"),
        read_timeout_seconds: number(custom, "OriginReadTimeout"),
        keepalive_timeout_seconds: number(custom, "OriginKeepaliveTimeout"),
        protocol_policy: text(custom, "OriginProtocolPolicy"),
    }
}
