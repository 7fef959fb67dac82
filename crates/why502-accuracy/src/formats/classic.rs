//! One line of a Classic Load Balancer's access log.

use super::balancer::{method, path, put};
use crate::clock::Civil;
use crate::traffic::{Request, Site};

/// Appends the line.
pub(super) fn line(request: &Request, site: &Site, out: &mut String) {
    let group = &site.groups[request.group];
    let outcome = &request.outcome;
    let backend = request.target.filter(|_| outcome.names_target);
    let backend = backend.map_or("-", |index| group.targets[index].address.as_str());
    let client = &site.clients[request.client];
    put(
        out,
        format_args!(
            "{} {} {client}:{} {backend}",
            Civil::of(request.start),
            site.name,
            1_024 + request.id % 60_000
        ),
    );
    for time in outcome.times {
        match time {
            Some(us) => put(out, format_args!(" {}.{:06}", us / 1_000_000, us % 1_000_000)),
            None => out.push_str(" -1"),
        }
    }
    let inner = outcome.inner.map_or("-".to_owned(), |status| status.to_string());
    put(
        out,
        format_args!(
            " {} {inner} {} {} \"{} https://{}:443{} HTTP/1.1\" \"{}\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2\n",
            outcome.status,
            request.received / 3,
            request.sent,
            method(request, site),
            group.hosts[request.host],
            path(request, site),
            site.agents[request.agent],
        ),
    );
}
