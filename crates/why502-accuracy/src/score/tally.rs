//! The figures of one kind, and of all of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calibration::Calibration;
use super::judge::{Case, Claim, Hit, Judged};

/// The figures of a set of scenarios. Shares are 0 where there is nothing to share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tally {
    /// Labelled incidents.
    pub incidents: u32,
    /// Share whose first finding names the label's cause or an accepted alternative.
    pub top1: f64,
    /// The same without alternatives.
    pub top1_exact: f64,
    /// Share with the cause, or an alternative, among the first three findings.
    pub top3: f64,
    /// Mean share of the names in the label that the right finding gives.
    pub scope_recall: Option<f64>,
    /// Mean share of its names that are right.
    pub scope_precision: Option<f64>,
    /// Median and 90th percentile of the distance from the label's start, seconds.
    pub onset_error: Option<(f64, f64)>,
    /// The same of the end.
    pub end_error: Option<(f64, f64)>,
    /// Incidents in whose time nothing went wrong.
    pub spurious_incidents: u32,
    /// Incidents that are parts of one.
    pub split_incidents: u32,
    /// `seed: answer` of each incident whose first finding is wrong.
    pub failing: Vec<String>,
}

impl Tally {
    fn of(judged: &[&Judged]) -> Self {
        let cases: Vec<(&Judged, &Case)> =
            judged.iter().flat_map(|one| one.cases.iter().map(move |case| (*one, case))).collect();
        let share = |holds: &dyn Fn(&Case) -> bool| {
            let count = cases.iter().filter(|(_, case)| holds(case)).count();
            count as f64 / cases.len().max(1) as f64
        };
        let named = |of: fn(&super::Naming) -> Option<f64>| {
            mean(cases.iter().filter_map(|(_, case)| case.naming.as_ref().and_then(of)))
        };
        let wrong = cases.iter().filter(|(_, case)| case.first == Hit::Wrong);
        Self {
            incidents: cases.len() as u32,
            top1: share(&|case| case.first != Hit::Wrong),
            top1_exact: share(&|case| case.first == Hit::Exact),
            top3: share(&|case| case.among_three),
            scope_recall: named(super::Naming::recall),
            scope_precision: named(super::Naming::precision),
            onset_error: spread(cases.iter().filter_map(|(_, case)| case.onset_error)),
            end_error: spread(cases.iter().filter_map(|(_, case)| case.end_error)),
            spurious_incidents: judged.iter().map(|one| one.spurious_incidents).sum(),
            split_incidents: judged.iter().map(|one| one.split_incidents).sum(),
            failing: wrong.map(|(one, case)| format!("{}: {}", one.seed, case.answer)).collect(),
        }
    }
}

/// Everything that one run over scenarios says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// All incidents together.
    pub overall: Tally,
    /// By kind, in order of name.
    pub kinds: BTreeMap<&'static str, Tally>,
    /// Healthy scenarios, how many of them raised an alarm, and their minutes.
    pub healthy: (u32, u32, u64),
    /// `kind:seed: cause confidence` of each false alarm.
    pub alarms: Vec<String>,
    /// Over every finding that is no background.
    pub calibration: Calibration,
    /// Label's cause, then the first finding's, with how often.
    pub confusion: BTreeMap<&'static str, BTreeMap<&'static str, u32>>,
    /// Lines that the parser did not take: none, or the generator is wrong.
    pub rejected_lines: u64,
}

impl Score {
    /// Of these scenarios.
    #[must_use]
    pub fn of(judged: &[&Judged]) -> Self {
        let mut groups: BTreeMap<&'static str, Vec<&Judged>> = BTreeMap::new();
        let (healthy, ill): (Vec<&Judged>, Vec<&Judged>) =
            judged.iter().copied().partition(|one| one.cases.is_empty());
        ill.iter().for_each(|one| groups.entry(one.kind).or_default().push(one));
        let mut confusion: BTreeMap<_, BTreeMap<_, u32>> = BTreeMap::new();
        for case in ill.iter().flat_map(|one| &one.cases) {
            *confusion.entry(case.cause).or_default().entry(case.answer).or_default() += 1;
        }
        let claims: Vec<Claim> = judged.iter().flat_map(|one| one.claims.iter().copied()).collect();
        let alarmed: Vec<&&Judged> = healthy.iter().filter(|one| one.false_alarm).collect();
        let minutes = healthy.iter().map(|one| one.minutes).sum();
        Self {
            overall: Tally::of(&ill),
            kinds: groups.into_iter().map(|(kind, group)| (kind, Tally::of(&group))).collect(),
            healthy: (healthy.len() as u32, alarmed.len() as u32, minutes),
            alarms: alarmed.iter().map(|one| alarm(one)).collect(),
            calibration: Calibration::of(&claims),
            confusion,
            rejected_lines: judged.iter().map(|one| one.rejected_lines).sum(),
        }
    }

    /// False alarms over healthy scenarios.
    #[must_use]
    pub fn false_alarms(&self) -> f64 {
        f64::from(self.healthy.1) / f64::from(self.healthy.0.max(1))
    }
}

fn alarm(judged: &Judged) -> String {
    let claims = judged.claims.iter().map(|one| format!("{} {:.2}", one.cause, one.confidence));
    format!("{}:{}: {}", judged.kind, judged.seed, claims.collect::<Vec<_>>().join(", "))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// Median and 90th percentile of distances.
fn spread(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut distances: Vec<f64> = values.map(f64::abs).collect();
    distances.sort_by(f64::total_cmp);
    let at = |part: f64| distances[((distances.len() - 1) as f64 * part).round() as usize];
    (!distances.is_empty()).then(|| (at(0.5), at(0.9)))
}
