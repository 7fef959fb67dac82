//! Events in which targets had the request and gave no valid answer.

use why502_rulebook::causes::target;
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, gathering, grouped, window_of};
use super::super::context::Context;
use super::super::targets::Targets;
use super::super::wording::response as said;
use crate::aggregate::FailedRequest;
use crate::observe::DimensionKind::{Method, Target};

/// An answer that fails within this time was never worked on, µs.
const AT_ONCE_US: i64 = 100_000;

/// A request without a body this long carries cookies: browsers keep 4,096 bytes in one
/// (RFC 6265, 6.1), and nothing else that they send comes near it.
const LONG_BYTES: u64 = 4_000;

/// Requests that die with one process end this close together, µs.
const MOMENT_US: i64 = 1_000_000;

/// 504 at the idle time-out, and answers that stop short of their length.
pub(super) fn timeouts<'a>(context: &Context<'_>, rows: Rows<'a>, scopes: &[u64]) -> Case<'a> {
    let cause = context.signature(rows[rows.len() / 2]).cause;
    let elapsed: Vec<i64> = rows.iter().filter_map(|row| row.elapsed_us()).collect();
    let count = rows.len();
    let case = Case::new(cause, Grade::Strong, rows, scopes.to_vec());
    match gathering(&elapsed).filter(|(ceiling, _)| *ceiling >= 1_000_000) {
        Some((ceiling, near)) => {
            let seconds = ceiling as f64 / 1e6;
            case.supported(1.5, said::ended_at_idle_timeout(near, count, seconds), seconds)
        }
        None => case.doubted(0.5, said::no_common_duration(), count as f64),
    }
}

/// Connections closed after the request was sent.
pub(super) fn resets<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: &[u64],
    targets: &Targets,
) -> Case<'a> {
    let scopes = scopes.to_vec();
    if rows.iter().all(|row| is_refused_answer(context, row)) {
        return answers_not_taken(context, rows, scopes);
    }
    if let Some(crash) = crash(context, &rows) {
        let Crash { fullest, bursts, refused_after, .. } = crash;
        let case = Case::new(&target::TARGET_CRASH, Grade::Strong, rows, scopes).supported(
            2.0,
            said::ended_together(fullest, bursts),
            fullest as f64,
        );
        return if refused_after == 0 {
            case
        } else {
            case.supported(0.5, said::refused_afterwards(refused_after), refused_after as f64)
        };
    }
    let at_once = rows
        .iter()
        .filter(|row| row.target_time_us().is_some_and(|time| time <= AT_ONCE_US))
        .count();
    if at_once * 10 >= rows.len() * 7 && is_thin(context, &rows, &scopes, targets) {
        let spread = targets.failing().len();
        return Case::new(&target::KEEPALIVE_RACE, Grade::Strong, rows, scopes)
            .supported(1.0, said::ended_at_once(at_once, spread), at_once as f64)
            .doubted(0.0, said::reload_looks_the_same(), 0.0);
    }
    let count = rows.len();
    Case::new(&target::TARGET_CLOSED_CONNECTION, Grade::Strong, rows, scopes).doubted(
        0.5,
        said::nothing_in_common(),
        count as f64,
    )
}

/// The row itself says that the target answered and the load balancer did not take it.
pub(super) fn is_refused_answer(context: &Context<'_>, row: &FailedRequest) -> bool {
    context.class(row) == Class::Response
        && context.signature(row).cause.name == target::MALFORMED_RESPONSE.name
}

/// Answers that the load balancer did not take: for their headers' size where the requests' own
/// headers are long too.
pub(super) fn answers_not_taken<'a>(
    context: &Context<'_>,
    rows: Rows<'a>,
    scopes: Vec<u64>,
) -> Case<'a> {
    let long = long_headers(context, &rows);
    if long * 2 > rows.len() {
        return too_large(rows, scopes, long);
    }
    Case::new(&target::MALFORMED_RESPONSE, Grade::Strong, rows, scopes)
}

/// Requests without a body that are long for their cookies.
pub(super) fn long_headers(context: &Context<'_>, rows: &[&FailedRequest]) -> usize {
    let bodiless =
        |row: &FailedRequest| matches!(context.value(Method, row), Some(b"GET" | b"HEAD"));
    rows.iter()
        .filter(|row| {
            row.received_bytes().is_some_and(|bytes| bytes >= LONG_BYTES) && bodiless(row)
        })
        .count()
}

/// The case of answers whose headers are too large.
pub(super) fn too_large<'a>(rows: Rows<'a>, scopes: Vec<u64>, long: usize) -> Case<'a> {
    let count = rows.len();
    Case::new(&target::RESPONSE_HEADER_TOO_LARGE, Grade::Strong, rows, scopes)
        .supported(1.0, said::requests_carry_cookies(long, count), long as f64)
        .doubted(0.5, said::answer_is_not_logged(), 0.0)
}

/// True where the resets of one target end together, and refusals do not dwarf them or follow
/// them: of a process that died nothing is left that listens. Where it is only restarted, the
/// refusals can outnumber those that died with it by any factor.
pub(super) fn is_crash(context: &Context<'_>, rows: &Rows<'_>, targets: &Targets) -> bool {
    let refusals = || rows.iter().filter(|row| context.class(row) == Class::Connection);
    let one_target = targets.holding(0.9).len() == 1;
    one_target
        && crash(context, rows).is_some_and(|crash| {
            refusals().count() <= crash.fullest * 5
                || refusals().next().is_none_or(|first| crash.at <= first.time.micros() + MOMENT_US)
        })
}

/// Requests that ended together on one target.
struct Crash {
    /// Requests of the fullest burst.
    fullest: usize,
    /// How many bursts there are.
    bursts: usize,
    /// When the first began, µs.
    at: i64,
    /// Refusals by the same target that came after the first.
    refused_after: usize,
}

/// Pattern `alb-target-crash`. Bursts must hold half of the resets.
fn crash(context: &Context<'_>, rows: &[&FailedRequest]) -> Option<Crash> {
    let of_class = |class| rows.iter().copied().filter(move |row| context.class(row) == class);
    let resets: Vec<&FailedRequest> = of_class(Class::Response).collect();
    let refusals: Vec<&FailedRequest> = of_class(Class::Connection).collect();
    let mut resets_of = grouped(context, &resets, Target);
    let refusals_of = grouped(context, &refusals, Target);
    // The most resets first; else in order, for the sort is stable.
    resets_of.sort_by_key(|(_, mine)| std::cmp::Reverse(mine.len()));
    let mut found: Option<Crash> = None;
    let mut held = 0;
    for (target, mine) in &resets_of {
        let refused = refusals_of.binary_search_by_key(target, |(other, _)| *other);
        let refused = refused.map_or(&[][..], |at| refusals_of[at].1.as_slice());
        let refused: Vec<i64> = refused.iter().map(|row| row.time.micros()).collect();
        let mut at = 0;
        while at < mine.len() {
            let from = mine[at].time.micros();
            let size = mine[at..].partition_point(|row| row.time.micros() <= from + MOMENT_US);
            let burst = &mine[at..at + size];
            at += size;
            // Two deaths by chance in the very second in which a target begins to refuse are as
            // rare as three anywhere: resets of one target are minutes apart on healthy days.
            let begins_refusal = refused.len() > refused_before(&refused, from)
                && refused_before(&refused, from - MOMENT_US) == 0;
            if !ended_together(burst, begins_refusal) {
                continue;
            }
            held += size;
            let crash =
                found.get_or_insert(Crash { fullest: 0, bursts: 0, at: from, refused_after: 0 });
            crash.fullest = crash.fullest.max(size);
            crash.bursts += 1;
            if from <= crash.at {
                crash.at = from;
                crash.refused_after = refused.len() - refused_before(&refused, from);
            }
        }
    }
    let seconds = window_of(&resets).length_us() / MOMENT_US;
    // Where resets come every second, any second looks like a burst.
    found.filter(|crash| {
        held * 2 >= resets.len() && (crash.bursts == 1 || crash.bursts as i64 * 2 <= seconds)
    })
}

fn refused_before(refused_us: &[i64], at: i64) -> usize {
    refused_us.partition_point(|&refused| refused < at)
}

/// Requests whose starts are spread over more than three times what their ends are. Those that a
/// reload cuts as they come start and end within the same milliseconds; but nothing is refused
/// after a reload.
fn ended_together(burst: &[&FailedRequest], begins_refusal: bool) -> bool {
    let (fewest, floor_us) = if begins_refusal { (2, 0) } else { (3, AT_ONCE_US) };
    let starts = burst.iter().map(|row| row.start.micros());
    let spread = starts.clone().max().unwrap_or(0) - starts.min().unwrap_or(0);
    burst.len() >= fewest && spread > 3 * window_of(burst).length_us().max(floor_us)
}

/// Pattern `alb-thin`: under 1 % of the scope's requests, and no target with more than twice
/// its fair share (as far as chance allows).
fn is_thin(context: &Context<'_>, rows: &Rows<'_>, scopes: &[u64], targets: &Targets) -> bool {
    let window = window_of(rows);
    let requests = context
        .exposure(scopes, rows)
        .between(window.start.micros() - 30_000_000, window.end.micros() + 30_000_000);
    let seen: f64 = targets.all.iter().map(|target| target.requests).sum();
    let failed = rows.len() as f64;
    let fair = targets.all.iter().all(|target| {
        let expected = failed * target.requests / seen.max(1.0);
        target.failed as f64 <= 2.0 * expected + 3.0 * expected.sqrt().max(1.0)
    });
    failed <= 0.01 * requests.max(1.0) && fair
}
