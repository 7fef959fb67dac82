//! Sentences: titles and general evidence, with their figures.

use why502_rulebook::causes::{cloudfront, lambda, load_balancer, target};

use super::super::case::Case;
use super::super::contrast::Contrast;
use crate::observe::DimensionKind;
use crate::summary::{Evidence, Scope, thousands};

/// The first sentence of a finding: what failed, and why, in plain words.
pub(in super::super) fn title(case: &Case<'_>, scope: &Scope) -> String {
    let status = statuses(case);
    let name = case.cause.name;
    let targets = match scope.targets.len() {
        0 => "targets".to_owned(),
        1 => format!("target {}", scope.targets[0]),
        many => format!("{many} targets"),
    };
    let of_group =
        scope.target_groups.first().map(|group| format!(" of {group}")).unwrap_or_default();
    let on_path = scope.paths.first().map(|path| format!(" on {path}")).unwrap_or_default();
    let for_host = scope.hosts.first().map(|host| format!(" for {host}")).unwrap_or_default();
    if name == target::TARGET_DOWN.name {
        format!("{status} because {targets}{of_group} refused connections.")
    } else if name == target::ALL_TARGETS_REFUSING.name {
        format!("{status} because every target{of_group} refused connections.")
    } else if name == target::ROLLING_DEPLOY.name {
        let (verb, them) = if scope.targets.len() == 1 { ("was", "it") } else { ("were", "them") };
        format!(
            "{status} from a rolling deploy: {targets}{of_group} {verb} stopped while requests were \
             still sent to {them}."
        )
    } else if name == target::WORKER_TIMEOUT.name {
        format!(
            "{status} because slow requests{on_path} were killed by the application's own time-out."
        )
    } else if name == target::KEEPALIVE_RACE.name {
        format!(
            "{status} where targets{of_group} closed idle connections just as they were reused."
        )
    } else if name == target::MALFORMED_RESPONSE.name {
        format!("{status} because the answers{on_path} were not valid HTTP.")
    } else if name == target::TARGET_GENERATED_5XX.name {
        format!("{status} written by the application itself{of_group}{on_path}.")
    } else if name == load_balancer::RESPONSE_TIMEOUT.name {
        format!(
            "{status} because {targets}{of_group} did not answer{on_path} before the idle time-out."
        )
    } else if name == load_balancer::CONNECT_TIMEOUT.name {
        format!("{status} because connections to {targets}{of_group} got no answer within 10 s.")
    } else if name == load_balancer::FIXED_RESPONSE.name {
        format!("{status}{for_host} because a listener rule answers so on purpose.")
    } else if name == load_balancer::CLIENT_REJECTED.name && status == "464" {
        "464 because requests came in another protocol version than the target group's.".to_owned()
    } else if name == lambda::INVALID_RESPONSE.name {
        format!("{status} because a Lambda function{of_group} returned invalid responses{on_path}.")
    } else if name == cloudfront::ORIGIN_TLS_OR_HOST.name {
        format!(
            "{status}{for_host}: the origin's certificate or host name was not accepted by CloudFront."
        )
    } else {
        format!("{status}{on_path}: {}", case.cause.english.meaning)
    }
}

/// `502s`, `502s and 504s`, or the status by itself.
fn statuses(case: &Case<'_>) -> String {
    let mut counts = std::collections::BTreeMap::<Option<u16>, usize>::new();
    for row in &case.rows {
        *counts.entry(row.status).or_default() += 1;
    }
    let mut named: Vec<(usize, Option<u16>)> =
        counts.into_iter().map(|(status, count)| (count, status)).collect();
    named.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    named.retain(|(count, _)| count * 20 >= case.rows.len());
    let words: Vec<String> = named
        .iter()
        .take(2)
        .map(|(_, status)| match status {
            Some(464) => "464".to_owned(),
            Some(code @ 400..) => format!("{code}s"),
            Some(0) | None => "requests without a status".to_owned(),
            Some(code) => format!("failures shown as {code}"),
        })
        .collect();
    let mut text = words.join(" and ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// What the contrast with concurrent requests says for the cause.
pub(in super::super) fn risk(contrast: &Contrast<'_>, names: &[String]) -> Evidence {
    let shown = if names.len() > 3 {
        format!("{} and {} more", names[..2].join(", "), names.len() - 2)
    } else {
        names.join(", ")
    };
    let what = match contrast.kind {
        DimensionKind::Target => "target",
        DimensionKind::Host => "host",
        DimensionKind::Path => "path",
        DimensionKind::Method => "method",
        DimensionKind::Client => "client network",
        DimensionKind::UserAgent => "user agent",
        DimensionKind::EdgeLocation => "edge location",
        other => other.name(),
    };
    let share = format!(
        "{:.0} % of them have {what} {shown}, as {} of concurrent requests do",
        contrast.coverage * 100.0,
        percent(contrast.exposure)
    );
    // An interval over orders of magnitude tells a reader nothing but that hardly any other
    // request failed.
    let risk = if contrast.coverage >= 1.0 || contrast.risk.high > 20.0 * contrast.risk.low {
        format!("at least {} × the risk of the others", figure(contrast.risk.low))
    } else {
        format!(
            "{} × the risk of the others (95 %: {}-{})",
            figure(contrast.risk.ratio),
            figure(contrast.risk.low),
            figure(contrast.risk.high)
        )
    };
    Evidence {
        kind: "for",
        statement: format!("{share}: {risk}").into(),
        value: (contrast.risk.ratio * 10.0).round() / 10.0,
    }
}

/// `0.02 %`, `3.4 %`, `41 %`.
pub(in super::super) fn percent(part: f64) -> String {
    let percent = part * 100.0;
    match percent {
        _ if percent >= 10.0 => format!("{percent:.0} %"),
        _ if percent >= 1.0 => format!("{percent:.1} %"),
        _ if percent >= 0.01 => format!("{percent:.2} %"),
        _ => format!("{percent:.4} %"),
    }
}

fn figure(value: f64) -> String {
    if value >= 100.0 { thousands(value.round() as u64) } else { format!("{value:.1}") }
}
