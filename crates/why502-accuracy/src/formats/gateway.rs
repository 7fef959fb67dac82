//! One record of API Gateway's access log, in a JSON format that logs what a diagnosis needs.

use super::balancer::{method, put};
use crate::clock::Civil;
use crate::traffic::{Request, Site};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Appends the line.
pub(super) fn line(request: &Request, site: &Site, out: &mut String) {
    let at = Civil::of(request.start);
    let outcome = &request.outcome;
    let number = |value: Option<i64>| value.map_or("-".to_owned(), |value| value.to_string());
    let (year, month, day) = at.date;
    let route = &site.groups[request.group].routes[request.route];
    let resource =
        request.odd_path.map_or_else(|| route.path.replace("{}", "{id}"), ToOwned::to_owned);
    let id = request.id;
    put(
        out,
        format_args!(
            "{{\"requestId\":\"{:08x}-0000-4000-8000-{:012x}\",\"ip\":\"{}\",\"requestTime\":\"{day:02}/{}/{year}:{} +0000\",\"requestTimeEpoch\":\"{}\",\"httpMethod\":\"{}\",\"resourcePath\":\"{resource}\",\"status\":\"{}\",\"protocol\":\"HTTP/1.1\",\"responseLength\":\"{}\",\"responseLatency\":\"{}\"",
            id as u32,
            id >> 16,
            site.clients[request.client],
            MONTHS[usize::from(month) - 1],
            at.clock(),
            request.start / 1_000,
            method(request, site),
            outcome.status,
            request.sent,
            request.elapsed / 1_000,
        ),
    );
    put(
        out,
        format_args!(
            ",\"integrationLatency\":\"{}\",\"integrationStatus\":\"{}\",\"integration.status\":\"{}\",\"integrationErrorMessage\":\"{}\",\"error.responseType\":\"{}\",\"userAgent\":\"{}\",\"domainName\":\"{}\",\"apiId\":\"{}\",\"stage\":\"prod\"}}\n",
            number(outcome.times[1].map(|us| us / 1_000)),
            number(outcome.service.map(i64::from)),
            number(outcome.inner.map(i64::from)),
            outcome.action,
            outcome.reason,
            site.agents[request.agent],
            site.groups[request.group].hosts[request.host],
            &site.id[..10],
        ),
    );
}
