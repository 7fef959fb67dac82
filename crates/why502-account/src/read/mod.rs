//! One document each: what is taken from it.
//!
//! Modules, each using only those to its left: `draft → elastic → trail → ecs → others`

mod draft;
mod ecs;
mod elastic;
mod others;
mod trail;

use serde_json::Value;

pub(crate) use draft::Draft;

type Take = fn(&mut Draft, &Value);

/// By a member that no other document has.
const DOCUMENTS: [(&str, Take); 14] = [
    ("LoadBalancers", elastic::load_balancers),
    ("LoadBalancerDescriptions", elastic::classic),
    ("TargetGroups", elastic::target_groups),
    ("TargetHealthDescriptions", elastic::target_health),
    ("Listeners", elastic::listeners),
    ("Rules", elastic::rules),
    ("LoadBalancerAttributes", elastic::classic_attributes),
    ("Events", trail::looked_up),
    ("Records", trail::delivered),
    ("services", ecs::services),
    ("tasks", ecs::tasks),
    ("DistributionConfig", others::distribution_config),
    ("Distribution", others::distribution),
    ("FunctionName", others::function),
];

/// Takes what a document says; false where it is none of those known.
pub(crate) fn take(draft: &mut Draft, document: &Value) -> bool {
    if document.get("Attributes").is_some_and(Value::is_array) {
        return elastic::attributes(draft, document);
    }
    let known = DOCUMENTS.iter().find(|(key, _)| match document.get(key) {
        Some(Value::Array(_)) => key.ends_with('s'),
        Some(Value::Object(_) | Value::String(_)) => {
            !key.ends_with('s') || *key == "LoadBalancerAttributes"
        }
        _ => false,
    });
    if let Some((_, take)) = known {
        take(draft, document);
    }
    known.is_some()
}
