//! Verdicts: over all that was tested, at most one in twenty of those beyond noise is false.

use super::comparison::{Comparison, Group, Measure, ValueChange, Verdict};
use crate::diagnose::false_discovery_rates;

use super::measure::round;

/// The rate of false discoveries that is accepted.
const ACCEPTED: f64 = 0.05;
/// Half of it is for what is said of the sides as a whole, half for the thousands of values, so that
/// these do not drown that.
const FAMILIES: f64 = 2.0;
/// Values that a list names.
const MOST_CHANGED: usize = 100;
const MOST_OTHERS: usize = 20;

/// Judges every measure, and puts the lists in order.
pub(super) fn judge(comparison: &mut Comparison) {
    let Comparison { figures, latency, groups, dimensions, .. } = comparison;
    let (whole, hosts): (Vec<&mut Group>, Vec<&mut Group>) =
        groups.iter_mut().partition(|group| group.name != "host_status");
    let figures = figures.iter_mut().chain(latency).map(|figure| &mut figure.measure);
    let first: Vec<&mut Measure> = figures.chain(whole.into_iter().flat_map(measures)).collect();
    let second: Vec<&mut Measure> =
        hosts.into_iter().chain(dimensions.iter_mut()).flat_map(measures).collect();
    let judged = [judge_family(first), judge_family(second)];
    comparison.tested = judged.iter().map(|one| one.0).sum();
    comparison.changed = judged.iter().map(|one| one.1).sum();
    let whole = comparison.figure("failed").filter(|failed| failed.is_changed()).cloned();
    for group in comparison.groups.iter_mut().chain(&mut comparison.dimensions) {
        for value in &mut group.values {
            value.stands_out = stands_out(value, whole.as_ref());
        }
        put_in_order(group);
    }
}

/// Did more change than that all requests fail more, or less, often?
fn stands_out(value: &ValueChange, whole: Option<&Measure>) -> bool {
    let fails = match (&value.failures, whole) {
        (Some(failures), Some(whole)) if failures.verdict == whole.verdict => {
            match failures.verdict {
                Verdict::Higher => failures.after.low > whole.after.value,
                _ => failures.before.low > whole.before.value,
            }
        }
        (Some(failures), _) => failures.is_changed(),
        (None, _) => false,
    };
    value.is_changed() && (value.traffic.is_changed() || fails)
}

fn measures(group: &mut Group) -> impl Iterator<Item = &mut Measure> {
    group.values.iter_mut().flat_map(|value| {
        let ValueChange { traffic, failures, .. } = value;
        std::iter::once(traffic).chain(failures)
    })
}

/// How many were tested, and how many are beyond noise.
fn judge_family(measures: Vec<&mut Measure>) -> (u64, u64) {
    let tested: Vec<&mut Measure> =
        measures.into_iter().filter(|measure| measure.chance.is_some()).collect();
    let chances: Vec<f64> =
        tested.iter().map(|measure| measure.chance.unwrap_or(1.0).clamp(0.0, 1.0)).collect();
    let rates = false_discovery_rates(&chances, chances.len());
    let mut changed = 0;
    for (measure, rate) in tested.into_iter().zip(rates) {
        let q_value = (rate * FAMILIES).min(1.0);
        measure.q_value = Some(round(q_value));
        measure.verdict = match measure.difference.value {
            _ if q_value > ACCEPTED => Verdict::WithinNoise,
            difference if difference > 0.0 => Verdict::Higher,
            difference if difference < 0.0 => Verdict::Lower,
            _ => Verdict::WithinNoise,
        };
        changed += u64::from(measure.is_changed());
    }
    (chances.len() as u64, changed)
}

/// Changed values first, by failures gained or lost, then requests a second; others by requests.
fn put_in_order(group: &mut Group) {
    let is_small = |value: &&ValueChange| {
        let small = |measure: &Measure| measure.verdict == Verdict::TooFew;
        small(&value.traffic) && value.failures.as_ref().is_none_or(small)
    };
    group.too_few = group.values.iter().filter(is_small).count() as u64;
    let all = std::mem::take(&mut group.values);
    let (mut changed, mut others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(ValueChange::is_changed);
    changed.sort_by(|a, b| {
        let order = b.stands_out.cmp(&a.stands_out).then(weight(b).total_cmp(&weight(a)));
        order.then_with(|| a.value.cmp(&b.value))
    });
    let requests = |value: &ValueChange| value.before.requests + value.after.requests;
    others.sort_by(|a, b| (requests(b), &a.value).cmp(&(requests(a), &b.value)));
    group.changed = changed.len() as u64;
    group.changed_left_out = changed.len().saturating_sub(MOST_CHANGED) as u64;
    group.others_left_out = others.len().saturating_sub(MOST_OTHERS) as u64;
    changed.truncate(MOST_CHANGED);
    others.truncate(MOST_OTHERS);
    changed.append(&mut others);
    group.values = changed;
}

/// A failing request weighs as much as a thousand others.
fn weight(value: &ValueChange) -> f64 {
    let failures = value.failures.as_ref().filter(|measure| measure.is_changed());
    let failing = failures.map_or(0.0, |measure| {
        measure.difference.value.abs() * value.after.requests.max(value.before.requests) as f64
    });
    let traffic = Some(&value.traffic).filter(|measure| measure.is_changed());
    let requests = value.after.requests.abs_diff(value.before.requests) as f64;
    failing * 1000.0 + traffic.map_or(0.0, |_| requests)
}
