//! One line of a Network Load Balancer's TLS log: one connection.

use super::balancer::put;
use crate::clock::{Civil, SECOND};
use crate::traffic::{Request, Site};

/// Appends the line. The second time is the handshake's; none where it failed.
pub(super) fn line(request: &Request, site: &Site, out: &mut String) {
    let group = &site.groups[request.group];
    let outcome = &request.outcome;
    let shaken = outcome.times[1].is_some();
    let (cipher, version) = if shaken { ("TLS_AES_128_GCM_SHA256", "tlsv13") } else { ("-", "-") };
    let second = |at: i64| {
        let civil = Civil::of(at / SECOND * SECOND);
        format!("{}T{}", civil.day(), civil.clock())
    };
    let target = request.target.map_or("-", |index| group.targets[index].address.as_str());
    let handshake = if shaken { (2 + request.id % 30).to_string() } else { "-".to_owned() };
    let alert = outcome.alert.map_or("-".to_owned(), |alert| alert.to_string());
    put(
        out,
        format_args!(
            "tls 2.0 {} net/{}/{} g3d4b5e8bb8464cd {}:{} {target} {} {handshake} {} {} {alert} ",
            second(request.end()),
            site.name,
            site.id,
            site.clients[request.client],
            1_024 + request.id % 60_000,
            request.elapsed / 1_000,
            request.received,
            if shaken { request.sent } else { 7 },
        ),
    );
    put(
        out,
        format_args!(
            "arn:aws:acm:eu-west-1:123456789012:certificate/2a108f19 - {cipher} {version} - {} - - - {}\n",
            group.hosts[request.host],
            second(request.start),
        ),
    );
}
