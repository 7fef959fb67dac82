//! The rulebook's commands with what the logs know filled in, ready to paste.

use std::collections::BTreeMap;

use super::case::{Case, by_value};
use super::context::{Context, Window};
use crate::aggregate::NO_VALUE;
use crate::observe::DimensionKind;
use crate::summary::{NextCheck, rfc3339};

/// Look-ups begin and end this long before and after, µs.
const MARGIN_US: i64 = 300_000_000;

/// Fills the checks of a case's cause.
pub(super) fn next_checks(context: &Context<'_>, case: &Case<'_>) -> Vec<NextCheck> {
    let known = known_values(context, case);
    case.cause
        .checks
        .iter()
        .map(|check| NextCheck {
            statement: fill(check.statement, &known, false),
            command: fill(check.command, &known, true),
        })
        .collect()
}

fn known_values(context: &Context<'_>, case: &Case<'_>) -> BTreeMap<&'static str, String> {
    let mut known = BTreeMap::new();
    times(&mut known, case.window());
    let most = |kind| {
        by_value(&case.rows, kind)
            .into_iter()
            .find(|(id, _)| *id != NO_VALUE)
            .and_then(|(id, _)| context.text(kind, id))
    };
    load_balancer(&mut known, context, case, most(DimensionKind::LoadBalancer));
    let target = most(DimensionKind::Target);
    if let Some((address, port)) = target.as_deref().and_then(|target| target.rsplit_once(':')) {
        let host = if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
        known.insert("target_address", address.to_owned());
        known.insert("target_port", port.to_owned());
        known.insert("target_url", format!("http://{host}:{port}{}", example_path(context, case)));
        known.insert("target", format!("{host}:{port}"));
    }
    if let Some(host) = most(DimensionKind::Host) {
        known.insert("host_header", format!("Host: {host}"));
        known.insert("host", host);
    }
    known.insert("path", example_path(context, case));
    if let Some(priority) = case.rows[0].rule_priority {
        known.insert("rule_priority", priority.to_string());
    }
    known
}

fn times(known: &mut BTreeMap<&'static str, String>, window: Window) {
    let start = (window.start.micros() - MARGIN_US).div_euclid(1_000_000);
    let end = (window.end.micros() + MARGIN_US).div_euclid(1_000_000);
    let instant = |second: i64| {
        let text = rfc3339(why502_parse::Timestamp::from_micros(second * 1_000_000));
        text.replace(".000000Z", "Z")
    };
    known.insert("start", instant(start));
    known.insert("end", instant(end));
    known.insert("start_s", start.to_string());
    known.insert("end_s", end.to_string());
    known.insert("start_ms", (start * 1000).to_string());
    known.insert("end_ms", (end * 1000).to_string());
}

/// The ARN of a target group holds partition, region and account; the load balancer's name in
/// the log completes its own ARN.
fn load_balancer(
    known: &mut BTreeMap<&'static str, String>,
    context: &Context<'_>,
    case: &Case<'_>,
    name: Option<String>,
) {
    let table = context.aggregates.table(DimensionKind::TargetGroup);
    let mine = by_value(&case.rows, DimensionKind::TargetGroup)
        .into_iter()
        .find(|(id, _)| *id != NO_VALUE);
    let mine = mine.and_then(|(id, _)| table.entry(id));
    let scopes = context.neighbours(case.rows[0].scope);
    let any = mine.or_else(|| table.entries.iter().find(|entry| scopes.contains(&entry.scope)));
    if let Some(entry) = mine {
        known.insert("target_group_arn", entry.text());
    }
    if let Some(name) = &name {
        if name.starts_with("app/") {
            known.insert("load_balancer_dimension", name.clone());
        } else if name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        {
            known.insert("distribution_bare", name.clone());
        }
    }
    let arn = any.map(|entry| entry.text()).unwrap_or_default();
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    if let ([_, partition, _, region, account, _], Some(name)) = (parts.as_slice(), name) {
        known.insert("region", (*region).to_owned());
        if name.starts_with("app/") {
            known.insert(
                "load_balancer_arn",
                format!(
                    "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{name}"
                ),
            );
        }
    }
}

fn example_path(context: &Context<'_>, case: &Case<'_>) -> String {
    let (id, _) =
        by_value(&case.rows, DimensionKind::Path).first().copied().unwrap_or((NO_VALUE, 0));
    let entry = context.aggregates.table(DimensionKind::Path).entry(id);
    entry.map_or_else(
        || "/".to_owned(),
        |entry| {
            String::from_utf8_lossy(entry.example.as_deref().unwrap_or(&entry.value)).into_owned()
        },
    )
}

/// Replaces `{name}`; a value that is not known becomes `NAME`, to be replaced by the reader.
/// Braces that enclose anything else (JMESPath, JSON) are left alone.
fn fill(template: &str, known: &BTreeMap<&'static str, String>, quote: bool) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let name = after.find('}').map(|close| &after[..close]).filter(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        if let Some(name) = name {
            match known.get(name).filter(|value| !value.chars().any(is_unprintable)) {
                Some(value) if quote => text.push_str(&shell_quoted(value)),
                Some(value) => text.push_str(value),
                None => text.push_str(&name.trim_end_matches("_bare").to_ascii_uppercase()),
            }
            rest = &after[name.len() + 1..];
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// Control characters, and marks that change the direction or hide text on a screen.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
}

/// POSIX quoting: as it is where the shell would leave it alone, otherwise in single quotes.
fn shell_quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !value.is_empty() && value.bytes().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_and_unknown_ones_stand_out() {
        let known = BTreeMap::from([
            ("host", "a'; rm -rf / #.example.com".to_owned()),
            ("region", "eu-west-1".to_owned()),
            ("path", "/\u{1b}[2J".to_owned()),
        ]);
        let template =
            "aws x --region {region} --query 'A[].{P:Port}' -H {host} {path} {target_group_arn}";
        assert_eq!(
            fill(template, &known, true),
            r"aws x --region eu-west-1 --query 'A[].{P:Port}' -H 'a'\''; rm -rf / #.example.com' PATH TARGET_GROUP_ARN"
        );
    }
}
