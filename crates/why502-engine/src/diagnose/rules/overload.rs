//! Pattern `alb-overload`: load and response times rise first, then requests fail on all targets
//! in several ways.

use why502_rulebook::Grade;
use why502_rulebook::causes::target;

use super::super::case::{Case, Rows, window_of};
use super::super::context::Context;
use super::super::course::Course;
use super::super::statistics::trend::{Bin, level, most, rank_correlation};
use super::super::targets::Targets;
use super::super::wording::load as said;
use crate::aggregate::STEPS_PER_DOUBLING;

/// What is usual is measured in this time before the first failure, µs …
const USUAL_US: i64 = 3_600_000_000;
/// … up to this long before it: an overload builds up, µs.
const BUILD_UP_US: i64 = 300_000_000;
/// Wider buckets do not show what came first, seconds.
const WIDEST_BUCKET: i64 = 300;
/// So much more than usual is a rise that daily waves do not make within an hour.
const LOAD_RISE: f64 = 1.3;
const PACE_RISE: f64 = 1.5;
/// Where nothing came before the event: failures go with load and with pace at least so much.
const CORRELATED: f64 = 0.5;

/// What was seen of an overload.
pub(super) enum Overload {
    /// Requests a minute as usual and as it began; response times as it began over the usual.
    Rise { before: f64, now: f64, slower: f64 },
    /// Rank correlation of failures with load and with pace, where nothing came before.
    Correlation { load: f64, pace: f64 },
}

/// `None` where load or response times do not rise, or some targets are spared.
pub(super) fn overload<'a>(
    context: &Context<'_>,
    rows: &Rows<'a>,
    scopes: &[u64],
) -> Option<Case<'a>> {
    if context.aggregates.level.width_seconds() > WIDEST_BUCKET {
        return None;
    }
    let window = window_of(rows);
    let seen = Overload::seen(&Course::of(context, scopes), window.start.micros())?;
    let targets = Targets::during(context, rows, scopes, window);
    let active = targets.all.len();
    let is_spread = targets.holding(0.9).len() * 10 >= active * 6 && active > 0;
    is_spread.then(|| seen.case(rows.clone(), scopes, &targets))
}

impl Overload {
    fn seen(course: &Course, onset: i64) -> Option<Self> {
        let Course { load, pace, failed, width_us: width } = course;
        let usual = |bins| level(bins, onset - USUAL_US, onset - BUILD_UP_US.max(*width));
        // Before the first failures: afterwards clients retry.
        let now = |bins| most(bins, onset - 3 * width, onset + 1);
        if let (Some(before), Some(pace_before)) = (usual(load), usual(pace)) {
            let (now, pace_now) = (now(load)?, now(pace)?);
            let slower = ((pace_now - pace_before) / STEPS_PER_DOUBLING).exp2();
            let rises = now >= LOAD_RISE * before && slower >= PACE_RISE;
            return rises.then_some(Self::Rise { before, now, slower });
        }
        let with = |bins: &[Bin]| {
            let pairs: Vec<(f64, f64)> = bins
                .iter()
                .filter_map(|bin| Some((bin.1, failed.iter().find(|other| other.0 == bin.0)?.1)))
                .collect();
            rank_correlation(&pairs)
        };
        let (load, pace) = (with(load)?, with(pace)?);
        (load >= CORRELATED && pace >= CORRELATED).then_some(Self::Correlation { load, pace })
    }

    fn case<'a>(self, rows: Rows<'a>, scopes: &[u64], targets: &Targets) -> Case<'a> {
        let case = Case::new(&target::OVERLOAD, Grade::Strong, rows, scopes.to_vec());
        let case = match self {
            Self::Rise { before, now, slower } => case
                .supported(1.0, said::load_rose(before, now), now / before.max(1.0))
                .supported(1.0, said::pace_rose(slower), slower),
            Self::Correlation { load, pace } => {
                case.supported(0.5, said::goes_with_load(load, pace), load)
            }
        };
        let failing = targets.failing().len();
        case.supported(0.3, said::all_alike(failing, targets.all.len()), failing as f64)
    }
}
