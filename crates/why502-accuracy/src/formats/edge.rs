//! One line of a CloudFront standard log, its 33 columns.

use super::balancer::{method, path, put};
use crate::clock::Civil;
use crate::traffic::{Request, Site};

/// The two header lines of every object.
pub(super) const HEADER: &str = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end\n";

/// Names of edge locations, by node.
const LOCATIONS: [&str; 3] = ["FRA56-P4", "DUB56-P1", "AMS58-C2"];

/// Appends the line.
pub(super) fn line(request: &Request, site: &Site, out: &mut String) {
    let end = Civil::of(request.end());
    let outcome = &request.outcome;
    let taken = format!("{}.{:03}", request.elapsed / 1_000_000, request.elapsed / 1_000 % 1_000);
    let [result, response, detail] = outcome.results;
    put(
        out,
        format_args!(
            "{}\t{}\t{}\t{}\t{}\t{}\td111111abcdef8.cloudfront.net\t{}\t{:03}\t-\t{}\t-\t-\t{result}\t{:052x}==\t{}\thttps\t{}\t{taken}",
            end.day(),
            end.clock(),
            LOCATIONS[request.node % 3],
            request.sent,
            site.clients[request.client],
            method(request, site),
            path(request, site),
            outcome.status,
            site.agents[request.agent].replace(' ', "%20"),
            request.id,
            site.groups[request.group].hosts[request.host],
            request.received,
        ),
    );
    put(
        out,
        format_args!(
            "\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\t{response}\tHTTP/2.0\t-\t-\t{}\t{taken}\t{detail}\ttext/html\t{}\t-\t-\n",
            1_024 + request.id % 60_000,
            request.sent.saturating_sub(400),
        ),
    );
}
