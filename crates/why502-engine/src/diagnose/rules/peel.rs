//! Groups that stand out by path or by duration, whatever their targets do.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use why502_parse::Timestamp;
use why502_rulebook::causes::{lambda, target};
use why502_rulebook::{Class, Grade};

use super::super::case::{Case, Rows, core_window, gathering, split, text};
use super::super::context::{Context, Window};
use super::super::wording::response as said;
use super::response;
use crate::aggregate::{FailedRequest, NO_VALUE};
use crate::observe::DimensionKind::{Method, Path, Target, UserAgent};

/// Only so many kinds of requests are looked at, the most frequent ones.
const MOST_KINDS: usize = 256;
/// Fewer resets of a kind decide nothing.
const FEWEST_OF_KIND: usize = 5;
/// A request killed by a worker time-out ran longer than this, µs.
const SLOW_US: i64 = 1_000_000;

/// Pattern `alb-worker-timeout-kill`: slow unanswered requests that end at one duration.
pub(in super::super) fn worker_timeouts<'a>(
    context: &Context<'a>,
    rows: Rows<'a>,
    scopes: &[u64],
) -> (Option<Case<'a>>, Rows<'a>) {
    let is_slow = |row: &FailedRequest| {
        context.class(row) == Class::Response
            && context.signature(row).cause.name != target::MALFORMED_RESPONSE.name
            && row.target_time_us().is_some_and(|time| time > SLOW_US)
    };
    let times: Vec<i64> =
        rows.iter().filter(|row| is_slow(row)).filter_map(|row| row.target_time_us()).collect();
    // A handful in a larger event are not what it is about.
    let Some((ceiling, count)) = gathering(&times).filter(|(_, count)| count * 10 >= rows.len())
    else {
        return (None, rows);
    };
    let near = (ceiling / 100).max(250_000) * 2;
    let (killed, rest) = split(rows, |row| {
        is_slow(row) && row.target_time_us().is_some_and(|time| (time - ceiling).abs() <= near)
    });
    let seconds = ceiling as f64 / 1e6;
    let case = Case::new(&target::WORKER_TIMEOUT, Grade::Strong, killed, scopes.to_vec())
        .supported(2.0, said::killed_at(count, times.len(), seconds), seconds);
    (Some(case), rest)
}

/// Pattern `alb-lambda-timeout`: LambdaUnhandled at one duration is the function's time-out.
pub(in super::super) fn lambda_unhandled<'a>(rows: Rows<'a>, scopes: &[u64]) -> Vec<Case<'a>> {
    let times: Vec<i64> = rows.iter().filter_map(|row| row.target_time_us()).collect();
    let error = |rows| Case::new(&lambda::ERROR, Grade::Deterministic, rows, scopes.to_vec());
    let Some((ceiling, count)) = gathering(&times).filter(|(ceiling, _)| *ceiling >= 900_000)
    else {
        return vec![error(rows)];
    };
    let near = (ceiling / 100).max(250_000) * 2;
    let total = rows.len();
    let (timed_out, rest) =
        split(rows, |row| row.target_time_us().is_some_and(|time| (time - ceiling).abs() <= near));
    let seconds = ceiling as f64 / 1e6;
    let timeout = Case::new(&lambda::TIMEOUT, Grade::Strong, timed_out, scopes.to_vec()).supported(
        2.0,
        said::function_timed_out(count, total, seconds),
        seconds,
    );
    let mut cases = vec![timeout];
    if !rest.is_empty() {
        cases.push(error(rest));
    }
    cases
}

/// Patterns `alb-malformed-response` and `alb-request-dependent-reset`: kinds of requests that
/// fail on every target while the group's other requests are served. One case per kind.
pub(in super::super) fn broken_kinds<'a>(
    context: &Context<'a>,
    mut rows: Rows<'a>,
    scopes: &[u64],
) -> (Vec<Case<'a>>, Rows<'a>) {
    let mut cases = Vec::new();
    let mut before: Option<Groups<'a>> = None;
    for kind in [Kind::Path, Kind::LongPath, Kind::Shape] {
        let groups = match before.take() {
            Some(groups) if kind == Kind::LongPath => groups,
            _ => Groups::of(context, kind, &rows),
        };
        let one_target = has_one_target(&rows);
        let broken: BTreeMap<[u32; 3], f64> = groups
            .largest
            .iter()
            .filter(|group| one_target || !has_one_target(&group.resets))
            .filter_map(|group| Some((group.key, kind.share(context, group, &groups, scopes)?)))
            .collect();
        if broken.is_empty() {
            before = Some(groups);
            continue;
        }
        let is_broken = |row: &FailedRequest| {
            context.class(row) == Class::Response && broken.contains_key(&kind.key(row))
        };
        let (mine, others) = split(rows, is_broken);
        rows = others;
        let mut by_key: BTreeMap<[u32; 3], Rows<'a>> = BTreeMap::new();
        for row in mine {
            by_key.entry(kind.key(row)).or_default().push(row);
        }
        cases.extend(
            by_key.into_iter().map(|(key, mine)| kind.case(context, mine, scopes, broken[&key])),
        );
    }
    (cases, rows)
}

/// Failing requests of one key.
struct Group<'a> {
    key: [u32; 3],
    /// Those that were reset.
    resets: Rows<'a>,
    /// When all of them were answered.
    times: Vec<Timestamp>,
}

/// Failing requests of a stream by what they have in common.
struct Groups<'a> {
    /// When they were answered.
    all: Vec<Timestamp>,
    /// The keys with most resets, five at least.
    largest: Vec<Group<'a>>,
}

impl<'a> Groups<'a> {
    /// The rows are in order of time. Only the groups that are looked at are gathered.
    fn of(context: &Context<'_>, kind: Kind, rows: &Rows<'a>) -> Self {
        let is_reset = |row: &FailedRequest| {
            row.value(Path) != NO_VALUE && context.class(row) == Class::Response
        };
        let mut places: HashMap<(u64, u32), usize, FixedState> = HashMap::default();
        // By place: the key and how many resets it has.
        let mut keys: Vec<([u32; 3], usize)> = Vec::new();
        let mut place_of_row: Vec<usize> = Vec::with_capacity(rows.len());
        for row in rows {
            let key = kind.key(row);
            // In two numbers, which are hashed more quickly than three.
            let short = (u64::from(key[0]) << 32 | u64::from(key[1]), key[2]);
            let place = *places.entry(short).or_insert(keys.len());
            if place == keys.len() {
                keys.push((key, 0));
            }
            keys[place].1 += usize::from(is_reset(row));
            place_of_row.push(place);
        }
        let mut largest: Vec<usize> =
            (0..keys.len()).filter(|&place| keys[place].1 >= FEWEST_OF_KIND).collect();
        largest.sort_unstable_by_key(|&place| (std::cmp::Reverse(keys[place].1), keys[place].0));
        largest.truncate(MOST_KINDS);
        let mut groups: Vec<Group<'a>> = Vec::with_capacity(largest.len());
        let mut group_of_place = vec![usize::MAX; keys.len()];
        for place in largest {
            let (key, resets) = keys[place];
            group_of_place[place] = groups.len();
            groups.push(Group { key, resets: Rows::with_capacity(resets), times: Vec::new() });
        }
        for (row, place) in rows.iter().zip(place_of_row) {
            if let Some(group) = groups.get_mut(group_of_place[place]) {
                group.times.push(row.time);
                if is_reset(row) {
                    group.resets.push(row);
                }
            }
        }
        Self { all: rows.iter().map(|row| row.time).collect(), largest: groups }
    }

    /// How many of other keys there are in a window.
    fn others_within(&self, group: &Group<'_>, window: Window) -> usize {
        let within = |times: &[Timestamp]| {
            times.partition_point(|&time| time <= window.end)
                - times.partition_point(|&time| time < window.start)
        };
        within(&self.all) - within(&group.times)
    }
}

/// What the requests that fail have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Method and path: (nearly) all of them fail.
    Path,
    /// Method and path of long requests without a body: more than one in five fail.
    LongPath,
    /// Method, path and user agent: more than one in five of what that agent asks fails.
    Shape,
}

impl Kind {
    fn key(self, row: &FailedRequest) -> [u32; 3] {
        let agent = match self {
            Self::Path | Self::LongPath => NO_VALUE,
            Self::Shape => row.value(UserAgent),
        };
        [row.value(Path), row.value(Method), agent]
    }

    /// The part of such requests that fails; `None` where others fail hardly less.
    fn share(
        self,
        context: &Context<'_>,
        group: &Group<'_>,
        stream: &Groups<'_>,
        scopes: &[u64],
    ) -> Option<f64> {
        let rows = group.resets.as_slice();
        if self == Self::LongPath && response::long_headers(context, rows) * 10 < rows.len() * 8 {
            return None;
        }
        let (dimension, least, most_others) = match self {
            Self::Path => (Path, 0.9, 0.45),
            Self::LongPath => (Path, 0.2, 0.02),
            Self::Shape => (UserAgent, 0.2, 0.02),
        };
        let window = match self {
            Self::Path => inner(context, core_window(rows)?),
            Self::LongPath | Self::Shape => core_window(rows)?,
        };
        let within = |row: &&&FailedRequest| row.time >= window.start && row.time <= window.end;
        let failed = rows.iter().filter(within).count() as f64;
        let mine = context.sums_of(dimension, rows[0].value(dimension), window);
        let all = context.sums_of_scopes(dimension, scopes, window);
        // What failed alike: clients that leave and pages not found say nothing of resets.
        let others_failed = stream.others_within(group, window) as f64;
        let others = all.requests - mine.requests;
        let share = failed / mine.requests.max(failed).max(1.0);
        (share >= least && others > 0.0 && others_failed <= most_others * others).then_some(share)
    }

    fn case<'a>(
        self,
        context: &Context<'a>,
        rows: Rows<'a>,
        scopes: &[u64],
        share: f64,
    ) -> Case<'a> {
        let (count, spread) = (rows.len(), distinct_targets(&rows));
        let long = response::long_headers(context, &rows);
        if self != Self::Shape && long * 10 >= count * 8 {
            return response::too_large(rows, scopes.to_vec(), long);
        }
        let name = |kind| context.value(kind, rows[0]).map(text).unwrap_or_default();
        let (path, agent) = (name(Path), name(UserAgent));
        let (cause, log_odds, statement, value) = match self {
            Self::Path | Self::LongPath => (
                &target::MALFORMED_RESPONSE,
                2.0,
                said::path_always_fails(&path, count, spread),
                count as f64,
            ),
            Self::Shape => (
                &target::REQUEST_DEPENDENT_RESET,
                1.5,
                said::kind_is_dropped((&path, &agent), (count, spread), share),
                share,
            ),
        };
        Case::new(cause, Grade::Strong, rows, scopes.to_vec()).supported(log_odds, statement, value)
    }
}

fn has_one_target(rows: &[&FailedRequest]) -> bool {
    let mut targets = rows.iter().map(|row| row.value(Target));
    let first = targets.next();
    first.is_some() && targets.all(|target| Some(target) == first)
}

fn distinct_targets(rows: &[&FailedRequest]) -> usize {
    rows.iter().map(|row| row.value(Target)).collect::<std::collections::BTreeSet<_>>().len()
}

/// The window without its first and last bucket, where it spans enough of them: those also hold
/// requests from before the onset and after the end.
fn inner(context: &Context<'_>, window: Window) -> Window {
    let level = context.aggregates.level;
    let (first, last) = (level.bucket(window.start), level.bucket(window.end));
    if last - first < 3 {
        return window;
    }
    let end = level.start(last).micros() - 1;
    Window { start: level.start(first + 1), end: Timestamp::from_micros(end) }
}
