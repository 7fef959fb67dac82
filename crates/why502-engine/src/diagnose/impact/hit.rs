//! Clients, hosts, paths and targets of an incident's failing requests.

use super::super::case::{Case, Census, Rows, by_value_of_all, text};
use super::super::context::Context;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind::{Client, Host, Path, Target};
use crate::summary::Impact;

/// Hosts and paths that are named.
const MOST_NAMED: usize = 20;

/// What the cases of one incident say of it together.
pub(in super::super) fn impact<'c, 'a: 'c>(
    context: &Context<'a>,
    cases: impl Iterator<Item = (&'c Case<'a>, &'c Census<'a>)>,
) -> Impact {
    let (mut of_viewers, mut masked) = (Rows::new(), Rows::new());
    let (mut censuses, mut direct) = (Vec::new(), Vec::new());
    let mut at_edge = Rows::new();
    for (case, census) in cases {
        censuses.push(census);
        let in_front = || case.front.iter().chain(&case.echoes).copied();
        of_viewers.extend(in_front().filter(|row| !row.is_masked()));
        masked.extend(case.front.iter().copied().filter(|row| row.is_masked()));
        // The clients of what stands behind CloudFront are CloudFront.
        let mut viewers = in_front().filter(|row| row.is_cloudfront()).peekable();
        if viewers.peek().is_some() {
            at_edge.extend(viewers.filter(|row| !row.is_masked()));
        } else {
            direct.push(census);
        }
    }
    let named = |censuses: &[&'c Census<'a>], others: &[&FailedRequest], kind| {
        let values = by_value_of_all(context, censuses.iter().copied(), others, kind);
        let names = values.iter().take(MOST_NAMED).map(|(value, _)| text(value)).collect();
        (names, values.len() as u64)
    };
    let (paths, distinct_paths): (Vec<String>, u64) = named(&censuses, &[], Path);
    let (_, distinct_targets) = named(&censuses, &[], Target);
    let (_, client_networks) = named(&direct, &at_edge, Client);
    let (hosts, distinct_hosts) = named(&censuses, &of_viewers, Host);
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
