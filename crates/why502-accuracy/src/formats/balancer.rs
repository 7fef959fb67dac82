//! One line of an Application Load Balancer's access log, of any age.

use std::fmt::Write as _;

use super::objects::{ACCOUNT, REGION};
use crate::clock::Civil;
use crate::traffic::{Request, Site};

/// Appends the line.
pub(super) fn line(request: &Request, site: &Site, via_edge: bool, out: &mut String) {
    let group = &site.groups[request.group];
    let outcome = &request.outcome;
    let target = request.target.filter(|_| outcome.names_target);
    let target = target.map_or("-", |index| group.targets[index].address.as_str());
    let inner = outcome.inner.map_or("-".to_owned(), |status| status.to_string());
    let kind = if request.id.is_multiple_of(3) { "https" } else { "h2" };
    let version = if kind == "h2" { "HTTP/2.0" } else { "HTTP/1.1" };
    let client = &site.clients[request.client];
    let client = if via_edge { "130.176.12.34" } else { client };
    let agent = if via_edge { "Amazon CloudFront" } else { site.agents[request.agent] };
    let (end, start) = (Civil::of(request.end()), Civil::of(request.start / 1_000 * 1_000));
    put(
        out,
        format_args!(
            "{kind} {end} app/{}/{} {client}:{} {target}",
            site.name,
            site.id,
            1_024 + request.id % 60_000
        ),
    );
    for time in outcome.times {
        match time {
            Some(us) => put(out, format_args!(" {}.{:03}", us / 1_000_000, us / 1_000 % 1_000)),
            None => out.push_str(" -1"),
        }
    }
    let host = &group.hosts[request.host];
    put(
        out,
        format_args!(
            " {:03} {inner} {} {} \"{} https://{host}:443{} {version}\" \"{agent}\"",
            outcome.status,
            request.received,
            request.sent,
            method(request, site),
            path(request, site),
        ),
    );
    let certificate =
        "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
    put(out, format_args!(" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"));
    if outcome.names_group {
        put(
            out,
            format_args!(
                " arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/{}/943f017f100becff",
                group.name
            ),
        );
    } else {
        out.push_str(" -");
    }
    put(
        out,
        format_args!(
            " \"Root=1-{:08x}-{:024x}\" \"{host}\" \"{certificate}\" {} {start} \"{}\" \"-\" \"{}\"",
            request.start / 1_000_000,
            request.id,
            10 * (request.group + 1),
            outcome.action,
            outcome.reason,
        ),
    );
    tail(site, request, (target, &inner), out);
    out.push('\n');
}

/// Fields that younger logs have.
fn tail(site: &Site, request: &Request, (target, inner): (&str, &str), out: &mut String) {
    if site.fields >= 29 {
        put(out, format_args!(" \"{target}\" \"{inner}\" \"-\" \"-\""));
    }
    if site.fields >= 30 {
        put(out, format_args!(" TID_{:032x}", request.id));
    }
    if site.fields >= 33 {
        out.push_str(" \"-\" \"-\" \"-\"");
    }
    if site.fields >= 34 {
        put(out, format_args!(" {}", site.nodes[request.node]));
    }
}

/// The method: a scanner's is `GET`.
pub(super) fn method(request: &Request, site: &Site) -> &'static str {
    match request.odd_path {
        Some(_) => "GET",
        None => site.groups[request.group].routes[request.route].method,
    }
}

/// The path with something in its variable segment.
pub(super) fn path(request: &Request, site: &Site) -> String {
    match request.odd_path {
        Some(path) => path.to_owned(),
        None => {
            let route = &site.groups[request.group].routes[request.route];
            route.path.replace("{}", &(request.id % 900_000 + 1_000).to_string())
        }
    }
}

/// Writing to a `String` never fails.
pub(super) fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
