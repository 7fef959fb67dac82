//! Settings that decide between causes which look alike in the logs.

use why502_account::Facts;
use why502_rulebook::causes::{load_balancer, target};

use super::super::case::Case;
use super::super::context::Context;
use super::subject::Subject;
use super::wording as words;

/// Of failing targets, so many are named.
const MOST_TARGETS: usize = 4;

pub(super) fn weigh<'a>(
    context: &Context<'_>,
    facts: &Facts,
    subject: &Subject,
    case: Case<'a>,
) -> Case<'a> {
    let case = protocol(context, case);
    let case = version(context, facts, subject, case);
    let case = fixed_response(facts, subject, case);
    health(facts, subject, case)
}

/// A refusal and a failed TLS handshake look the same; the group's protocol tells them apart.
fn protocol<'a>(context: &Context<'_>, case: Case<'a>) -> Case<'a> {
    let Some(protocol) = context.group_protocol(&case.scopes) else { return case };
    let refused = [
        target::TARGET_DOWN.name,
        target::ALL_TARGETS_REFUSING.name,
        target::TARGET_NOT_LISTENING_YET.name,
    ]
    .contains(&case.cause.name);
    let handshake = case.cause.name == target::TARGET_TLS_HANDSHAKE.name;
    match protocol {
        "HTTPS" if handshake => case.supported(1.0, words::speaks_tls(), 1.0),
        "HTTPS" if refused => case.doubted(0.3, words::may_be_tls(), 1.0),
        "HTTP" if refused => case.supported(0.5, words::speaks_no_tls(), 0.0),
        "HTTP" if handshake => case.doubted(3.0, words::speaks_no_tls(), 0.0),
        _ => case,
    }
}

/// Requests in a version that the group's targets do not speak.
fn version<'a>(
    context: &Context<'_>,
    facts: &Facts,
    subject: &Subject,
    case: Case<'a>,
) -> Case<'a> {
    let [group] = subject.groups.as_slice() else { return case };
    let version = facts.target_group(group).and_then(|group| group.protocol_version.as_deref());
    let Some(version) = version else { return case };
    let count = |holds: &dyn Fn(&crate::aggregate::FailedRequest) -> bool| {
        case.rows.iter().filter(|row| holds(row)).count()
    };
    let rejected = case.cause.name == load_balancer::CLIENT_REJECTED.name;
    let mismatched = if rejected { count(&|row| row.status == Some(464)) } else { 0 };
    let streams = count(&|row| context.signature(row).id == "alb-h2-grpc-stream-reset");
    if mismatched * 2 > case.rows.len() {
        return case.supported(1.0, words::takes_version(version), mismatched as f64);
    }
    if streams * 2 > case.rows.len() {
        let statement = words::takes_version(version);
        return match version {
            "HTTP2" | "GRPC" => case.supported(1.0, statement, streams as f64),
            _ => case.doubted(1.0, statement, streams as f64),
        };
    }
    case
}

/// The rule that the log names answers so by itself.
fn fixed_response<'a>(facts: &Facts, subject: &Subject, case: Case<'a>) -> Case<'a> {
    if case.cause.name != load_balancer::FIXED_RESPONSE.name {
        return case;
    }
    let (status, priority) = (case.rows[0].status, case.rows[0].rule_priority);
    let balancers = subject.balancers.iter().filter_map(|one| facts.load_balancer(one));
    let is = |fixed: &&why502_account::FixedResponse| {
        // A log writes the default rule as 0.
        Some(fixed.status) == status && fixed.priority.unwrap_or(0) == priority.unwrap_or(0)
    };
    let found = balancers.flat_map(|balancer| &balancer.fixed_responses).find(is).cloned();
    match found {
        Some(fixed) => {
            case.supported(1.0, words::answers_by_itself(&fixed), f64::from(fixed.status))
        }
        None => case,
    }
}

/// What the health checks said when the facts were collected, which may be later.
fn health<'a>(facts: &Facts, subject: &Subject, case: Case<'a>) -> Case<'a> {
    let states: &[&str] = match case.cause.name {
        name if name == target::ROLLING_DEPLOY.name => &["draining", "unused"],
        name if [
            target::TARGET_DOWN.name,
            target::ALL_TARGETS_REFUSING.name,
            target::TARGET_TLS_HANDSHAKE.name,
            target::TARGET_CRASH.name,
            target::HOST_UNREACHABLE.name,
            load_balancer::CONNECT_TIMEOUT.name,
        ]
        .contains(&name) =>
        {
            &["unhealthy"]
        }
        _ => return case,
    };
    if case.excess.is_none() {
        return case;
    }
    let ours = |group: &Option<String>| {
        group.as_ref().is_none_or(|arn| subject.groups.is_empty() || subject.groups.contains(arn))
    };
    let found: Vec<_> = facts
        .target_health
        .iter()
        .filter(|one| states.contains(&one.state.as_str()) && ours(&one.target_group))
        .filter(|one| subject.targets.iter().any(|target| one.is(target)))
        .collect();
    if found.is_empty() {
        return case;
    }
    let statement = words::states(&found[..found.len().min(MOST_TARGETS)], found.len());
    case.supported(0.5, statement, found.len() as f64)
}
