//! How the functions behind failing requests ended: by the id that both logs write, or, where
//! neither does, by time and duration.

use std::collections::BTreeSet;

use why502_parse::Format;
use why502_rulebook::causes::{self, apigateway, lambda};
use why502_rulebook::{Cause, Grade, System};

use super::super::case::{Case, text};
use super::super::context::Context;
use super::scene::Scene;
use super::wording::{self, Fate, Fates};
use crate::aggregate::{FailedRequest, Invocation};

/// Fewer invocations decide nothing.
const FEWEST: usize = 3;
/// Part of them that must have ended alike.
const ALIKE: f64 = 0.8;
/// What invocations found by their id weigh, and those found by time.
const JOINED: f64 = 2.0;
const MEANWHILE: f64 = 1.0;

/// Is it about a function behind a load balancer or an API?
pub(super) fn concerns(case: &Case<'_>) -> bool {
    match case.rows[0].format {
        Format::ApiGateway => {
            [System::ApiGateway, System::Unknown].contains(&case.cause.system)
                && case.cause.name != apigateway::AUTHORIZER_ERROR.name
        }
        _ => case.cause.system == System::Lambda,
    }
}

/// Decides between causes that look alike in the requests' own log. The second value tells that
/// the function's log has had its say.
pub(super) fn decide<'a>(
    context: &Context<'a>,
    scene: &Scene<'a, '_>,
    case: Case<'a>,
) -> (Case<'a>, bool) {
    if !concerns(&case) {
        return (case, false);
    }
    if let Some(joined) = Joined::of(context, scene, &case) {
        return (joined.decide(case), true);
    }
    match meanwhile(context, scene, &case) {
        Some((cause, fates)) => {
            let statement = wording::invocations_meanwhile(&fates);
            let value = fates.count as f64;
            let case = becoming(case, cause, Grade::Strong);
            (case.supported(MEANWHILE, statement, value), true)
        }
        None => (case, false),
    }
}

/// Failing requests with their invocations.
struct Joined<'c> {
    pairs: Vec<(&'c FailedRequest, &'c Invocation)>,
    /// Requests that log an id by which an invocation may be found; `None` where only a sample of
    /// the invocations was kept.
    asked: Option<usize>,
    /// Meanwhile the function's log tells of failures, and not every such line names the
    /// invocation that failed: a report that names no outcome proves none.
    is_unsure: bool,
}

impl<'c> Joined<'c> {
    /// `None` where too few are found.
    fn of(context: &Context<'c>, scene: &Scene<'c, '_>, case: &Case<'c>) -> Option<Self> {
        let invocations = &context.aggregates.evidence.invocations;
        let sightings = &context.aggregates.evidence.sightings;
        let is_unsure = sightings.seen().any(|(format, _, entry)| {
            let mut cells = entry.cells.iter();
            format == Format::Lambda
                && cells.any(|cell| scene.touches(sightings.level(), cell.bucket))
        });
        let with_id = case.rows.iter().filter_map(|row| Some((*row, row.invocation()?)));
        let pairs: Vec<_> =
            with_id.clone().filter_map(|(row, key)| Some((row, invocations.get(key)?))).collect();
        let asked = with_id.count();
        let enough = pairs.len() >= FEWEST
            && (pairs.len() * 4 >= case.rows.len() || !invocations.is_whole());
        let asked = invocations.is_whole().then_some(asked);
        enough.then_some(Self { pairs, asked, is_unsure })
    }

    fn decide<'a>(&self, mut case: Case<'a>) -> Case<'a> {
        let functions: BTreeSet<String> =
            self.pairs.iter().filter_map(|(_, one)| one.function.as_deref()).map(text).collect();
        case.functions = functions.into_iter().collect();
        let Some(fates) = self.fates(&case) else { return case };
        let statement = wording::invocations_joined(&fates);
        let value = fates.count as f64;
        let meant = meant_by(&case, fates.fate);
        if let Some(cause) = meant {
            let changes = cause.name != case.cause.name;
            // Where the request's own line names the cause, another log only casts doubt on it.
            if changes && case.grade == Grade::Deterministic && !is_open(&case) {
                return case.doubted(JOINED, statement, value);
            }
            let covers = fates.count as f64 >= ALIKE * case.rows.len() as f64;
            let grade = match (changes, covers) {
                (true, true) => Grade::Deterministic,
                (true, false) => Grade::Strong,
                (false, _) => case.grade,
            };
            case = becoming(case, cause, grade);
            case.is_corroborated = covers;
            return case.supported(JOINED, statement, value);
        }
        case.doubted(JOINED / 2.0, statement, value)
    }

    /// How most of them ended, if most ended alike.
    fn fates(&self, case: &Case<'_>) -> Option<Fates> {
        let ended: Vec<(Fate, &Invocation)> =
            self.pairs.iter().filter_map(|(row, one)| Some((self.fate(row, one)?, *one))).collect();
        let kinds = [Fate::TimedOut, Fate::OutOfMemory, Fate::Failed, Fate::RanOn, Fate::Returned];
        let (fate, count) = kinds
            .into_iter()
            .map(|kind| (kind, ended.iter().filter(|(fate, _)| *fate == kind).count()))
            .max_by_key(|(kind, count)| (*count, std::cmp::Reverse(*kind)))?;
        let alike = count >= FEWEST && count as f64 >= ALIKE * ended.len() as f64;
        let durations = ended.iter().filter(|(one, _)| *one == fate);
        alike.then(|| Fates {
            fate,
            count,
            found: self.pairs.len(),
            asked: self.asked,
            requests: case.rows.len(),
            seconds: median(durations.filter_map(|(_, one)| one.duration_us).collect()),
        })
    }

    /// How one invocation ended; `None` where its lines do not say.
    fn fate(&self, row: &FailedRequest, invocation: &Invocation) -> Option<Fate> {
        // Integration latency is in milliseconds.
        const SLACK_US: u64 = 50_000;
        let waited =
            row.target_time_us().or(row.elapsed_us()).and_then(|time| u64::try_from(time).ok());
        let ran_on = waited.zip(invocation.duration_us).is_some_and(|(waited, ran)| {
            waited > 1_000_000 && ran > waited.saturating_add(SLACK_US)
        });
        if ran_on && row.status == Some(504) {
            // Its caller had given up before it ended, whatever end that was.
            Some(Fate::RanOn)
        } else if invocation.shows("lambda-out-of-memory") {
            Some(Fate::OutOfMemory)
        } else if invocation.shows("lambda-timeout") {
            Some(Fate::TimedOut)
        } else if invocation.has_failed() {
            Some(Fate::Failed)
        } else {
            let returned = invocation.has_succeeded || (invocation.is_reported && !self.is_unsure);
            returned.then_some(Fate::Returned)
        }
    }
}

/// The cause that such an end of its invocations means for a case; `None` where it speaks against
/// the case's cause and for no other.
fn meant_by(case: &Case<'_>, fate: Fate) -> Option<&'static Cause> {
    let name = case.cause.name;
    let is = |cause: &Cause| name == cause.name;
    if case.rows[0].format == Format::ApiGateway {
        return match fate {
            Fate::RanOn | Fate::TimedOut if is(&apigateway::INTEGRATION_TIMEOUT) => {
                Some(case.cause)
            }
            Fate::Returned if is(&apigateway::BACKEND_PASSTHROUGH) => Some(case.cause),
            Fate::TimedOut | Fate::OutOfMemory | Fate::Failed
                if is(&apigateway::MALFORMED_PROXY_RESPONSE)
                    || is(&apigateway::LAMBDA_ERROR)
                    || is_open(case) =>
            {
                Some(&apigateway::LAMBDA_ERROR)
            }
            Fate::Returned if is(&apigateway::MALFORMED_PROXY_RESPONSE) || is_open(case) => {
                Some(&apigateway::MALFORMED_PROXY_RESPONSE)
            }
            _ => None,
        };
    }
    let is_unhandled = is(&lambda::ERROR) || is(&lambda::TIMEOUT);
    match fate {
        Fate::TimedOut if is_unhandled => Some(&lambda::TIMEOUT),
        Fate::OutOfMemory | Fate::Failed if is_unhandled => Some(&lambda::ERROR),
        Fate::Returned if is(&lambda::INVALID_RESPONSE) || is(&lambda::RESPONSE_TOO_LARGE) => {
            Some(case.cause)
        }
        _ => None,
    }
}

/// Nothing in the requests' own log decides: it names no cause, or the same word for two.
fn is_open(case: &Case<'_>) -> bool {
    [causes::UNATTRIBUTED.name, lambda::ERROR.name, lambda::TIMEOUT.name].contains(&case.cause.name)
}

/// The case under another cause: what the rule said for the old one no longer holds.
fn becoming<'a>(case: Case<'a>, cause: &'static Cause, grade: Grade) -> Case<'a> {
    if cause.name == case.cause.name {
        return case;
    }
    Case { cause, grade, log_odds: 0.0, evidence: Vec::new(), ..case }
}

/// Without a shared id: functions ran into a time-out in the window, and that is how long the
/// failing requests took.
fn meanwhile(
    context: &Context<'_>,
    scene: &Scene<'_, '_>,
    case: &Case<'_>,
) -> Option<(&'static Cause, Fates)> {
    let invocations = &context.aggregates.evidence.invocations;
    let window = scene.window;
    let limits: Vec<u64> = invocations
        .between(window.start, window.end)
        .filter(|one| one.shows("lambda-timeout"))
        .filter_map(|one| one.duration_us)
        .collect();
    let count = limits.len();
    let enough = count >= FEWEST && (count * 2 >= case.rows.len() || !invocations.is_whole());
    let limit_us = median(limits).filter(|_| enough)? * 1e6;
    let is_near = |row: &&&FailedRequest| {
        let took = row.target_time_us().or(row.elapsed_us());
        took.is_some_and(|took| (took as f64 - limit_us).abs() <= (limit_us * 0.02).max(250_000.0))
    };
    let near = case.rows.iter().filter(is_near).count();
    if (near as f64) < ALIKE * case.rows.len() as f64 {
        return None;
    }
    let cause = meant_by(case, Fate::TimedOut)?;
    let fates = Fates {
        fate: Fate::TimedOut,
        count,
        found: count,
        asked: None,
        requests: case.rows.len(),
        seconds: Some(limit_us / 1e6),
    };
    Some((cause, fates))
}

/// In seconds.
fn median(mut values_us: Vec<u64>) -> Option<f64> {
    values_us.sort_unstable();
    values_us.get(values_us.len() / 2).map(|micros| *micros as f64 / 1e6)
}
