//! The rulebook's commands with what the logs know filled in, ready to paste.

use std::collections::BTreeMap;

use why502_parse::{Format, Timestamp};
use why502_rulebook::{Words, not_visible, template};

use super::super::case::{Case, Census, text};
use super::super::context::{Context, Window};
use crate::aggregate::Entry;
use crate::observe::DimensionKind;
use crate::summary::{NextCheck, Said, is_hidden, rfc3339};

/// Look-ups begin and end this long before and after, µs.
const MARGIN_US: i64 = 300_000_000;

/// Fills the checks of a case's cause.
pub(in super::super) fn next_checks<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    census: &Census<'a>,
) -> Vec<NextCheck> {
    let known = known_values(context, case, census);
    case.cause.checks.iter().map(|check| filled(check.statement, check.command, &known)).collect()
}

/// The rulebook's checklist of what no access log shows, for the logs that were read. The values
/// are those of `case`, the most important; what it does not hold comes from the busiest load
/// balancer or API of each other kind.
pub(in super::super) fn not_visible<'a>(
    context: &Context<'a>,
    case: Option<(&Case<'_>, &Census<'a>)>,
) -> Vec<NextCheck> {
    let counts = &context.aggregates.counts.formats;
    let evidence = &context.aggregates.evidence.formats;
    let mut known = busiest(context, case.map(|(case, _)| context.system(case.rows[0].scope)));
    if let Some((case, census)) = case {
        known.extend(known_values(context, case, census));
    }
    not_visible::ALL
        .iter()
        .filter(|thing| {
            thing.applies(|format| counts.contains_key(&format) || evidence.contains_key(&format))
        })
        .map(|thing| filled(thing.statement, thing.command, &known))
        .collect()
}

fn filled(statement: Words, command: &str, known: &BTreeMap<&'static str, String>) -> NextCheck {
    NextCheck {
        statement: Said::new(
            fill(statement.english, known, false),
            fill(statement.japanese, known, false),
        ),
        command: fill(command, known, true),
    }
}

/// What is known without a failure: the whole span, and of each kind of system but `apart` the
/// one that was asked most.
fn busiest(context: &Context<'_>, apart: Option<Format>) -> BTreeMap<&'static str, String> {
    let mut known = BTreeMap::new();
    if let Some((start, end)) = context.aggregates.span() {
        times(&mut known, Window { start, end });
    }
    let hosts = context.aggregates.table(DimensionKind::Host).entries.iter();
    // The first of the busiest, in the order of the table.
    let host = hosts.rev().max_by_key(|entry| entry.requests).map(Entry::text);
    known.extend(host.filter(|host| host != "-").map(|host| ("host", host)));
    let mut systems: BTreeMap<Format, &Entry> = BTreeMap::new();
    for entry in &context.aggregates.table(DimensionKind::LoadBalancer).entries {
        let system = context.system(entry.scope);
        let best = systems.entry(system).or_insert(entry);
        if entry.requests > best.requests {
            *best = entry;
        }
    }
    for (system, entry) in systems.into_iter().filter(|(system, _)| Some(*system) != apart) {
        let name = entry.text();
        if let Some(placeholder) = placeholder(system, &name) {
            known.insert(placeholder, name.clone());
        }
        let groups = &context.aggregates.table(DimensionKind::TargetGroup).entries;
        if let Some(group) = groups.iter().find(|group| group.scope == entry.scope) {
            known.insert("target_group_arn", group.text());
            arn_of(&mut known, &group.text(), Some(name));
        }
    }
    known
}

/// Fills templates of commands whose placeholders may stand inside quotes: values that are more
/// than a plain name are left to the reader. `{number}` becomes `NUMBER`.
pub(in super::super) fn fill_commands<'a>(
    context: &Context<'a>,
    (case, census): (&Case<'_>, &Census<'a>),
    templates: &[&str],
) -> Vec<String> {
    let mut known = known_values(context, case, census);
    known.retain(|_, value| {
        value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte))
    });
    templates.iter().map(|template| fill(template, &known, true)).collect()
}

fn known_values<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    census: &Census<'a>,
) -> BTreeMap<&'static str, String> {
    let mut known = BTreeMap::new();
    times(&mut known, case.window());
    let most = |kind| census.most(context, kind).map(text);
    let path = example_path(context, case, census);
    load_balancer(&mut known, context, case, most(DimensionKind::LoadBalancer));
    let target = most(DimensionKind::Target);
    // Placeholders may stand inside quotes, where no quoting would help: digits and addresses only.
    let endpoint =
        target.as_deref().and_then(|target| target.rsplit_once(':')).filter(|(address, port)| {
            port.bytes().all(|byte| byte.is_ascii_digit())
                && address.bytes().all(|byte| byte.is_ascii_hexdigit() || b".:".contains(&byte))
        });
    if let Some((address, port)) = endpoint {
        let scheme = if matches!(port, "443" | "8443") { "https" } else { "http" };
        let host = if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
        known.insert("target_address", address.to_owned());
        known.insert("target_port", port.to_owned());
        known.insert("target_url", format!("{scheme}://{host}:{port}{path}"));
        known.insert("target_root", format!("{scheme}://{host}:{port}/"));
        known.insert("target", format!("{host}:{port}"));
    }
    if let Some(host) = most(DimensionKind::Host) {
        known.insert("host_header", format!("Host: {host}"));
        known.insert("host", host);
    }
    known.insert("path", path);
    if let Some(priority) = case.rows[0].rule_priority {
        known.insert("rule_priority", priority.to_string());
    }
    known
}

fn times(known: &mut BTreeMap<&'static str, String>, window: Window) {
    let second = |micros: i64| {
        micros.clamp(Timestamp::MIN.micros(), Timestamp::MAX.micros()).div_euclid(1_000_000)
    };
    let start = second(window.start.micros() - MARGIN_US);
    let end = second(window.end.micros() + MARGIN_US);
    let instant = |second: i64| {
        let text = rfc3339(Timestamp::from_micros(second * 1_000_000));
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
    let mine = case.rows.iter().find_map(|row| table.entry(row.value(DimensionKind::TargetGroup)));
    let scopes = context.neighbours(case.rows[0].scope);
    let any = mine.or_else(|| table.entries.iter().find(|entry| scopes.contains(&entry.scope)));
    if let Some(entry) = mine {
        known.insert("target_group_arn", entry.text());
    }
    if let Some(name) = &name
        && let Some(placeholder) = placeholder(context.system(case.rows[0].scope), name)
    {
        known.insert(placeholder, name.clone());
    }
    arn_of(known, &any.map(|entry| entry.text()).unwrap_or_default(), name);
}

/// Region and ARN of the load balancer `name`, from the ARN of one of its target groups.
fn arn_of(known: &mut BTreeMap<&'static str, String>, arn: &str, name: Option<String>) {
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

/// What the name of a load balancer, distribution or API stands for in a command. Names that may
/// stand inside quotes are letters, digits, points and hyphens only.
fn placeholder(system: Format, name: &str) -> Option<&'static str> {
    let is_bare = |others: &[u8]| {
        name != "-"
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    match system {
        Format::Alb => name.starts_with("app/").then_some("load_balancer_dimension"),
        Format::Nlb => Some("load_balancer_dimension"),
        Format::Clb => Some("load_balancer_name"),
        // A domain name may stand for the API where its id is not logged.
        Format::ApiGateway => is_bare(b"").then_some("api_id"),
        _ => is_bare(b".-").then_some("distribution_bare"),
    }
}

/// A path of a failing request, as the client sent it.
fn example_path<'a>(context: &Context<'a>, case: &Case<'_>, census: &Census<'a>) -> String {
    let most = census.most(context, DimensionKind::Path);
    let table = context.aggregates.table(DimensionKind::Path);
    let entry = case.rows.iter().find_map(|row| {
        table.entry(row.value(DimensionKind::Path)).filter(|entry| Some(&*entry.value) == most)
    });
    entry.map_or_else(
        || "/".to_owned(),
        |entry| text(entry.example.as_deref().unwrap_or(&entry.value)),
    )
}

/// A command from a template; see [`fill`].
pub(in super::super) fn fill_command(
    template: &str,
    known: &BTreeMap<&'static str, String>,
) -> String {
    fill(template, known, true)
}

/// A template of the rulebook with what is known; a value with hidden characters is not.
fn fill(template: &str, known: &BTreeMap<&'static str, String>, quote: bool) -> String {
    template::fill(template, |name| {
        let value = known.get(name).filter(|value| {
            !value.chars().any(|one| is_hidden(one) || one == char::REPLACEMENT_CHARACTER)
        })?;
        Some(if quote { shell_quoted(value) } else { value.clone() })
    })
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
            r"aws x --region eu-west-1 --query 'A[].{P:Port}' -H 'a'\''; rm -rf / #.example.com' /PATH TARGET_GROUP_ARN"
        );
    }
}
