//! Pattern `cf-host-sni-mismatch`: is it the origin, or its certificate for some names?

use why502_rulebook::Grade;
use why502_rulebook::causes::cloudfront;

use super::super::case::{Case, Census, Rows, text};
use super::super::context::Context;
use super::super::contrast::contrast;
use super::super::wording::origin as said;
use crate::observe::DimensionKind::{Host, Protocol};

/// A refusal or a broken handshake is back within this time, µs; dropped packets take 10 s.
const FAST_US: i64 = 2_000_000;

/// Decides OriginConnectError.
pub(in super::super) fn origin_connection<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> Case<'a> {
    let fast =
        rows.iter().filter(|row| row.target_time_us().is_some_and(|time| time < FAST_US)).count();
    let count = rows.len();
    let share = fast as f64 / count.max(1) as f64;
    if share < 0.8 {
        return Case::new(&cloudfront::ORIGIN_CONNECT, Grade::Deterministic, rows, scopes.to_vec())
            .supported(1.0, said::packets_dropped(count - fast, count), 1.0 - share);
    }
    let census = Census::of(context, &rows, scopes);
    let names = contrast(context, Host, &census, count, 8);
    let only_tls =
        contrast(context, Protocol, &census, count, 1).filter(|found| found.values[0] == b"https");
    if let Some(found) = names {
        let hosts: Vec<String> = found.values.iter().map(|host| text(host)).collect();
        return Case::new(&cloudfront::ORIGIN_TLS_OR_HOST, Grade::Strong, rows, scopes.to_vec())
            .supported(1.5, said::only_hosts_fail(&hosts), hosts.len() as f64)
            .supported(0.5, said::not_accepted(fast, count), share)
            .doubted(0.0, said::certificate_not_shown(), 0.0);
    }
    if only_tls.is_some() {
        return Case::new(&cloudfront::ORIGIN_TLS_OR_HOST, Grade::Strong, rows, scopes.to_vec())
            .supported(1.0, said::only_https_fails(), share);
    }
    Case::new(&cloudfront::ORIGIN_CONNECT, Grade::Deterministic, rows, scopes.to_vec())
        .supported(0.5, said::fast_on_all_hosts(fast, count), share)
        .doubted(0.5, said::handshake_looks_the_same(), share)
}
