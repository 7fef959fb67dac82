//! What the logs say of a metric: its course, and the sentences about it.

use why502_engine::summary::{Finding, Summary, TimelineBucket, rfc3339};

use super::alarm::plain;
use super::burn::span;
use super::course::{Periods, Replay, Series};
use super::level::{factor, unit};
use super::metric::{Basis, Metric};
use super::place::Place;

/// So many incidents are named in a description.
const NAMED: usize = 3;

/// All that the alarms are made from.
pub(super) struct Scene<'s> {
    pub(super) summary: &'s Summary,
    pub(super) periods: Option<Periods>,
    pub(super) places: Vec<Place>,
    /// Logs of one system only were read, so that the timeline is its own.
    pub(super) is_alone: bool,
}

impl Scene<'_> {
    /// What the metric would have shown, in its log's own units; `None` where that is not known.
    pub(super) fn series(&self, metric: &Metric) -> Option<Series> {
        let periods = self.periods.as_ref()?;
        let buckets = &self.summary.timeline.buckets;
        match metric.basis {
            Basis::Unseen => None,
            Basis::Latency(_) => {
                let is_known = self.is_alone && buckets.iter().any(|bucket| bucket.p99.is_some());
                is_known.then(|| periods.largest(buckets.iter().map(|bucket| bucket.p99)))
            }
            Basis::Count => {
                let sums = periods.sums(self.course(metric)?.into_iter());
                Some(sums.into_iter().map(|sum| Some(sum as f64)).collect())
            }
            Basis::Percent => {
                let course = self.course(metric).filter(|_| self.is_alone)?;
                let failed = periods.sums(course.into_iter());
                let all = periods.sums(buckets.iter().map(|bucket| bucket.requests));
                let share = |(failed, all): (u64, u64)| {
                    (all > 0).then(|| 100.0 * failed as f64 / all as f64)
                };
                Some(failed.into_iter().zip(all).map(share).collect())
            }
        }
    }

    /// Requests that the metric counts, in each bucket of the timeline.
    fn course(&self, metric: &Metric) -> Option<Vec<u64>> {
        let summary = self.summary;
        let timeline = &summary.timeline;
        let mut course = vec![0; timeline.buckets.len()];
        let counted = summary.signatures.iter().filter(|one| metric.counts(one, self.is_alone));
        let mut total = 0;
        let mut is_known = true;
        for one in counted {
            total += one.requests;
            let same = summary.signatures.iter().filter(|other| other.id == one.id);
            let all: u64 = same.map(|other| other.requests).sum();
            let Some(own) = timeline.signatures.iter().find(|course| course.id == one.id) else {
                is_known = false;
                continue;
            };
            for (sum, requests) in course.iter_mut().zip(&own.requests) {
                // A signature that has several statuses is taken to have them in turn.
                let part =
                    u128::from(*requests) * u128::from(one.requests) / u128::from(all.max(1));
                *sum += u64::try_from(part).unwrap_or(u64::MAX);
            }
        }
        if is_known { Some(course) } else { self.whole_course(total) }
    }

    /// Where no signature has a course of its own: a column of the timeline that holds as many
    /// requests, which must be the same ones.
    fn whole_course(&self, total: u64) -> Option<Vec<u64>> {
        let buckets = &self.summary.timeline.buckets;
        let columns: [fn(&TimelineBucket) -> u64; 4] = [
            |bucket| bucket.failed,
            |bucket| bucket.bad_gateways,
            |bucket| bucket.gateway_timeouts,
            |bucket| bucket.unavailable,
        ];
        let column =
            columns.iter().find(|column| buckets.iter().map(**column).sum::<u64>() == total);
        column.filter(|_| self.is_alone).map(|column| buckets.iter().map(column).collect())
    }

    /// Is the signature one of a finding that is an incident?
    pub(super) fn is_in_incident(&self, id: &str) -> bool {
        let incidents = self.summary.findings.iter().filter(|finding| !finding.background);
        incidents.flat_map(|finding| &finding.signatures).any(|one| one.id == id)
    }

    /// What it would have told.
    pub(super) fn reason(&self, metric: &Metric) -> String {
        let found = self.summary.findings.iter().filter(|finding| !finding.background);
        let told: Vec<&Finding> = found
            .filter(|finding| {
                metric.moves_with(finding.cause)
                    || finding.signatures.iter().any(|signature| {
                        let counts = self.summary.signatures.iter();
                        counts
                            .filter(|one| one.id == signature.id)
                            .any(|one| metric.counts(one, self.is_alone))
                    })
            })
            .collect();
        match (told.first(), metric.basis) {
            (Some(first), _) => {
                let more = told.len() - 1;
                let more =
                    if more > 0 { format!(" ({more} more findings)") } else { String::new() };
                format!("Why: {}: {}{more}", first.cause, first.title.english())
            }
            (None, Basis::Latency(_)) => "Why: responses that take longer than usual.".to_owned(),
            (None, _) => {
                "Why: to be told of failures; these logs hold no incident of it.".to_owned()
            }
        }
    }

    pub(super) fn baseline(
        &self,
        metric: &Metric,
        usual: Option<f64>,
        period_seconds: u64,
    ) -> String {
        let quiet = self.periods.as_ref().map_or(0, Periods::quiet);
        let period = span(period_seconds);
        match (metric.basis, usual) {
            (Basis::Unseen, _) => {
                "Baseline: not in these logs; any of it is worth a look. Raise it if it is usual."
                    .to_owned()
            }
            (_, None) => format!(
                "Baseline: none, for no period of {period} in these logs was quiet; the threshold is \
                 the least."
            ),
            (basis, Some(usual)) => {
                let what = match basis {
                    Basis::Latency(_) => "95 of 100 reached at most",
                    _ => "99 of 100 had at most",
                };
                format!(
                    "Baseline: of {quiet} quiet periods of {period} {what} {}{}.",
                    plain((usual * factor(basis) * 1000.0).round() / 1000.0),
                    unit(basis)
                )
            }
        }
    }

    /// When it would have fired.
    pub(super) fn told(&self, replay: &Replay, rule: &str) -> String {
        let incidents = &self.summary.incidents;
        let elsewhere = match replay.elsewhere {
            0 => String::new(),
            1 => " Once it would have fired without an incident.".to_owned(),
            many => format!(" {many} times it would have fired without an incident."),
        };
        if incidents.is_empty() {
            return format!("There was no incident in these logs.{elsewhere}");
        }
        if replay.caught.is_empty() {
            return format!(
                "In these logs it would not have fired: {rule} did not reach it.{elsewhere}"
            );
        }
        let one = |(place, seconds): &(usize, i64)| {
            let start = incidents[*place].start;
            let minutes = (*seconds + 59) / 60;
            let whole = rfc3339(start);
            let start = whole.get(..19).unwrap_or_default();
            format!("{minutes} min after the incident of {start}Z began")
        };
        let named: Vec<_> = replay.caught.iter().take(NAMED).map(one).collect();
        let more = replay.caught.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and in {more} more") } else { String::new() };
        format!("In these logs it would have fired {}{more}.{elsewhere}", named.join(", "))
    }
}
