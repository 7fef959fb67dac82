//! JSON of a log, member by member.

use serde_json::Value;

use crate::sensitivity::{Sensitivity, of_header, of_name};

/// Replaces strings within `value` by what `text` makes of them. `sensitivity`: of what stands
/// outside of any member.
pub(crate) fn walk(
    value: &mut Value,
    sensitivity: Sensitivity,
    text: &mut dyn FnMut(&str, Sensitivity) -> Option<String>,
) {
    match value {
        Value::String(string) => {
            if let Some(hidden) = text(string, sensitivity) {
                *string = hidden;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| walk(value, sensitivity, text)),
        Value::Object(members) => {
            // A header or a parameter: what it is stands in one member, its value in another.
            let name = members.get("name").or_else(|| members.get("Name"));
            let header = name.and_then(Value::as_str).map(of_header);
            for (key, value) in members.iter_mut() {
                let own = match (header, key.to_ascii_lowercase().as_str()) {
                    (Some(header), "value") => header,
                    (Some(_), "name") => Sensitivity::Text,
                    // AWS WAF: what of the request a rule was about.
                    (_, "matcheddata") => Sensitivity::Secret,
                    (_, "limitvalue" | "limitkey") => Sensitivity::Client,
                    (_, "ruleid" | "rulegroupid" | "action" | "conditiontype" | "location") => {
                        Sensitivity::Plain
                    }
                    (_, name) => of_name(name),
                };
                walk(value, own, text);
            }
        }
        Value::Number(_) if sensitivity.whole().is_some() => *value = Value::Null,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
