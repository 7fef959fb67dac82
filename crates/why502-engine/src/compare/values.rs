//! The values of each dimension: traffic, and the part of it that fails.

use std::collections::BTreeMap;

use super::comparison::{Group, ValueChange, ValueCounts};
use super::groups::{FEWEST, presence, unjudged};
use super::measure::{Counted, part, rate};
use super::side::Side;
use super::slices::Slices;
use crate::diagnose::{Noise, Variation, group_name};
use crate::observe::{DIMENSIONS, DimensionKind};

/// Failing requests on both sides together that are worth a test.
const FEWEST_FAILED: u64 = 4;
/// Values whose variation is known, at least, for the usual one to be.
const FEWEST_VALUES: usize = 3;

/// Every dimension that a side has a value of.
pub(super) fn dimensions(before: &Side, after: &Side) -> Vec<Group> {
    DIMENSIONS
        .iter()
        .map(|&kind| dimension(kind, [before, after]))
        .filter(|group| group.distinct > 0)
        .collect()
}

/// One value on one side.
#[derive(Debug, Clone, Default)]
struct Tally {
    requests: u64,
    failed: u64,
    /// Requests and failures in slices of time.
    slices: Vec<(f64, f64)>,
}

fn dimension(kind: DimensionKind, sides: [&Side; 2]) -> Group {
    let slices = sides.map(|side| side.slices_of(kind));
    let all = [0, 1].map(|at| sides[at].in_slices(&slices[at], |bucket| bucket.requests));
    let mut values: BTreeMap<String, [Tally; 2]> = BTreeMap::new();
    for at in [0, 1] {
        for (value, tally) in tallies(kind, sides[at], sides[1 - at], &slices[at]) {
            values.entry(value).or_default()[at] = tally;
        }
    }
    let varies: Vec<[Option<Variation>; 2]> =
        values.values().map(|tallies| [0, 1].map(|at| traffic(&tallies[at], &all[at]))).collect();
    let usual = usual(&varies);
    let changes = values.into_iter().zip(varies).map(|((value, tallies), varies)| {
        // A value that one side hardly has varies as such values do.
        let noise = Noise::of(varies).filter(|_| varies.iter().all(Option::is_some));
        let noise = noise.unwrap_or(Noise::NONE).at_least(usual);
        change(value, &tallies, sides, noise)
    });
    unjudged(kind.name(), changes.collect())
}

/// Adds up a table by the text of its values, over all scopes. Where one side kept a sample of its
/// values only, what the other would not have kept is left out, so that no value seems gone.
fn tallies(
    kind: DimensionKind,
    side: &Side,
    other: &Side,
    slices: &Slices,
) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let others = other.aggregates.table(kind);
    let table = side.aggregates.table(kind);
    for entry in &table.entries {
        if !others.is_whole() && !others.would_keep(entry.scope, &entry.value) {
            continue;
        }
        let text = match kind {
            DimensionKind::TargetGroup => group_name(&entry.value),
            _ => entry.text(),
        };
        let tally = tallies.entry(text).or_default();
        tally.requests += entry.requests;
        tally.failed += entry.failed;
        tally.slices.resize(slices.count(), (0.0, 0.0));
        for cell in &entry.cells {
            if let Some(slice) = slices.of_bucket(cell.bucket) {
                tally.slices[slice].0 += f64::from(cell.requests);
                tally.slices[slice].1 += f64::from(cell.failed);
            }
        }
    }
    tallies
}

/// How a value's traffic varies as a part of all traffic.
fn traffic(tally: &Tally, all: &[f64]) -> Option<Variation> {
    let events = tally.slices.iter().map(|slice| slice.0);
    let part = events.clone().sum::<f64>() / all.iter().sum::<f64>().max(1.0);
    Variation::of(events.zip(all.iter().copied()), part)
}

/// How failures of a value vary among its requests.
fn failing(tally: &Tally) -> Option<Variation> {
    let slices = tally.slices.iter().map(|&(requests, failed)| (failed, requests));
    Variation::of(slices, tally.failed as f64 / tally.requests.max(1) as f64)
}

/// The median factor of the values of a dimension: what the traffic of one of them is like, where
/// it is not known of itself.
fn usual(varies: &[[Option<Variation>; 2]]) -> f64 {
    let known = varies.iter().flatten().flatten().map(|variation| variation.factor());
    let mut factors: Vec<f64> = known.collect();
    if factors.len() < FEWEST_VALUES {
        return 1.0;
    }
    factors.sort_by(f64::total_cmp);
    factors[factors.len() / 2].max(1.0)
}

fn change(value: String, tallies: &[Tally; 2], sides: [&Side; 2], noise: Noise) -> ValueChange {
    let [before, after] = tallies;
    let over = |exposure: fn(&Side) -> f64| {
        [0, 1].map(|at| Counted::new(tallies[at].requests, exposure(sides[at])))
    };
    let requests = (before.requests + after.requests) as f64;
    let is_tested = requests >= FEWEST && sides.iter().all(|side| side.seconds() > 0.0);
    let (per_second, share) = (over(Side::seconds), over(Side::requests));
    let share = part(share[0], share[1], noise, is_tested);
    let mut traffic = rate(per_second[0], per_second[1], noise, is_tested);
    // More traffic as a whole is no news of each value, nor is the smaller share of those that stay
    // as they are where one grows.
    let is_same_way = (traffic.difference.value > 0.0) == (share.difference.value > 0.0);
    traffic.chance = match (traffic.chance, share.chance) {
        (Some(one), Some(other)) if is_same_way => Some(one.max(other)),
        (Some(_), Some(_)) => Some(1.0),
        _ => None,
    };
    let in_both = before.requests > 0 && after.requests > 0;
    let failures = (in_both && before.failed + after.failed > 0).then(|| {
        let noise = super::figures::calm([failing(before), failing(after)]);
        let counted = [before, after].map(|one| Counted::new(one.failed, one.requests as f64));
        part(counted[0], counted[1], noise, before.failed + after.failed >= FEWEST_FAILED)
    });
    let counts =
        |one: &Tally| ValueCounts { requests: one.requests, failed: one.failed, confidence: None };
    ValueChange {
        presence: presence(before.requests, after.requests),
        before: counts(before),
        after: counts(after),
        value,
        traffic,
        failures,
        stands_out: false,
    }
}
