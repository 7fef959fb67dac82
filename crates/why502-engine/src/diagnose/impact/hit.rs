//! Clients, hosts, paths and targets of an incident's failing requests.

use super::super::case::{Case, Rows, by_value, text};
use super::super::context::Context;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind::{self, Client, Host, Path, Target};
use crate::summary::Impact;

/// Hosts and paths that are named.
const MOST_NAMED: usize = 20;

/// What the cases of one incident say of it together.
pub(in super::super) fn impact<'c, 'a: 'c>(
    context: &Context<'a>,
    cases: impl Iterator<Item = &'c Case<'a>>,
) -> Impact {
    let (mut rows, mut of_viewers, mut of_clients) = (Rows::new(), Rows::new(), Rows::new());
    let mut masked = Rows::new();
    for case in cases {
        rows.extend(&case.rows);
        let in_front = || case.front.iter().chain(&case.echoes).copied();
        of_viewers.extend(in_front().filter(|row| !row.is_masked()));
        masked.extend(case.front.iter().copied().filter(|row| row.is_masked()));
        // The clients of what stands behind CloudFront are CloudFront.
        let mut viewers = in_front().filter(|row| row.is_cloudfront()).peekable();
        if viewers.peek().is_some() {
            of_clients.extend(viewers.filter(|row| !row.is_masked()));
        } else {
            of_clients.extend(&case.rows);
        }
    }
    let (paths, distinct_paths) = named(context, &rows, Path);
    let (_, distinct_targets) = named(context, &rows, Target);
    let (_, client_networks) = named(context, &of_clients, Client);
    rows.extend(of_viewers);
    let (hosts, distinct_hosts) = named(context, &rows, Host);
    Impact {
        client_networks,
        hosts,
        distinct_hosts,
        paths,
        distinct_paths,
        distinct_targets,
        masked: context.requests(&masked),
    }
}

/// The values with most rows, and how many values there are.
fn named(
    context: &Context<'_>,
    rows: &[&FailedRequest],
    kind: DimensionKind,
) -> (Vec<String>, u64) {
    let values = by_value(context, rows, kind);
    let names = values.iter().take(MOST_NAMED).map(|(value, _)| text(value)).collect();
    (names, values.len() as u64)
}
