//! A summary into alarms: which metrics moved, at which level an alarm would have told it, and when.

use why502_engine::summary::{Finding, Summary, rfc3339};

use super::alarm::{Alarm, Kind, Measure, Plan, Source, description, plain};
use super::burn::{TIERS, Tier, budget, measure, span};
use super::course::{Periods, Series, states, trailing};
use super::level::{DATAPOINTS, factor, level, threshold};
use super::metric::{Basis, METRICS, Metric};
use super::place::{Place, System, places};
use super::scene::Scene;

/// The alarms for everything that failed, or for everything that was read where nothing did.
pub(super) fn plan(summary: &Summary, objective: f64) -> Plan {
    let (places, left_out) = places(summary);
    let periods = Periods::of(summary);
    let systems =
        [System::Alb, System::Classic, System::Network, System::CloudFront, System::ApiGateway];
    let was_read = |system: &&System| summary.input.formats.keys().any(|format| system.has(format));
    let is_alone = systems.iter().filter(was_read).count() == 1;
    let scene = Scene { summary, periods, places, is_alone };
    let mut alarms = Vec::new();
    let mut parameters = Vec::new();
    for place in &scene.places {
        let found = METRICS.iter().filter(|metric| metric.system == place.system);
        let mut of_place: Vec<Alarm> =
            found.filter_map(|metric| scene.alarm(place, metric)).collect();
        let tiers = TIERS.iter().filter(|tier| tier.rate * budget(objective) < 1.0);
        of_place.extend(tiers.flat_map(|tier| scene.burn(place, tier, objective)));
        if !of_place.is_empty() {
            parameters.extend(place.parameter.clone());
        }
        alarms.extend(of_place);
    }
    Plan { remarks: scene.remarks(objective, left_out, &alarms), parameters, alarms }
}

impl Scene<'_> {
    fn remarks(&self, objective: f64, left_out: usize, alarms: &[Alarm]) -> Vec<String> {
        let input = &self.summary.input;
        let instant = |at: Option<_>| at.map_or_else(|| "?".to_owned(), rfc3339);
        let mut remarks = vec![
            "CloudWatch alarms, written by why502 alarms from access logs".to_owned(),
            format!("of {} to {}.", instant(input.from), instant(input.to)),
            match self.summary.incidents.len() {
                0 => "No incident was found in them: thresholds are of the usual level.".to_owned(),
                1 => "One incident was found in them.".to_owned(),
                many => format!("{many} incidents were found in them."),
            },
            format!("Objective of the burn rates: {} %.", plain(objective * 100.0)),
            "Times do not count the minute or two until CloudWatch has a figure.".to_owned(),
        ];
        if TIERS.iter().any(|tier| tier.rate * budget(objective) >= 1.0) {
            remarks.push(
                "Burn rates that this objective cannot reach, were all to fail, are left out."
                    .to_owned(),
            );
        }
        if alarms.iter().any(|alarm| alarm.is_global) {
            remarks.push("CloudFront has its metrics in us-east-1 only.".to_owned());
        }
        if alarms.iter().any(|alarm| matches!(&alarm.key.last(), Some(word) if is_extra(word))) {
            remarks.push(
                "502ErrorRate and its like are additional metrics: the distribution has to have \
                 them turned on."
                    .to_owned(),
            );
        }
        if left_out > 0 {
            remarks.push(format!("{left_out} more load balancers or distributions are left out."));
        }
        if self.places.is_empty() {
            remarks.push(
                "The logs name no load balancer, distribution or API: nothing can be watched."
                    .to_owned(),
            );
        }
        remarks
    }

    /// The alarm of one metric; `None` where it did not move in an incident.
    fn alarm(&self, place: &Place, metric: &Metric) -> Option<Alarm> {
        let series = self.series(metric);
        if !self.is_wanted(metric, series.as_ref()) {
            return None;
        }
        let usual = series.as_ref().zip(self.periods.as_ref()).and_then(|(series, periods)| {
            let quantile = if matches!(metric.basis, Basis::Latency(_)) { 0.95 } else { 0.99 };
            periods.usual(series, quantile)
        });
        let course = series.as_ref().zip(self.periods.as_ref());
        let threshold = level(self.summary, metric.basis, usual, course)?;
        let period_seconds = self.periods.as_ref().map_or(60, |periods| periods.seconds);
        let factor = factor(metric.basis);
        let mut sentences = vec![self.reason(metric)];
        sentences.push(self.baseline(metric, usual, period_seconds));
        sentences.push(match (&series, &self.periods) {
            (Some(series), Some(periods)) => {
                let states = states(series, threshold / factor, DATAPOINTS);
                self.told(&periods.replay(self.summary, &states), "two of three periods")
            }
            _ => "Whether it would have fired, these logs do not show.".to_owned(),
        });
        let key = vec![place.key.clone(), metric.name.replace('_', "")];
        Some(Alarm {
            name: alarm_name(place, metric.name),
            key,
            description: description(&sentences),
            is_global: place.system == System::CloudFront,
            kind: Kind::Metric {
                measure: Measure::Metric(Source {
                    namespace: metric.system.namespace(),
                    name: metric.name,
                    dimensions: place.dimensions.clone(),
                    statistic: metric.statistic,
                    period_seconds,
                }),
                threshold,
                or_equal: true,
                datapoints: DATAPOINTS,
                notifies: true,
            },
        })
    }

    /// Did it move in an incident, or is it asked for by a cause? Without an incident: is it one that
    /// everybody should watch?
    fn is_wanted(&self, metric: &Metric, series: Option<&Series>) -> bool {
        let summary = self.summary;
        let is_asked_for =
            |finding: &Finding| !finding.background && metric.moves_with(finding.cause);
        if summary.incidents.is_empty() {
            return matches!(metric.basis, Basis::Count | Basis::Latency(_))
                || metric.name == "5xxErrorRate";
        }
        match metric.basis {
            Basis::Unseen => summary.findings.iter().any(is_asked_for),
            Basis::Latency(_) => {
                series.zip(self.periods.as_ref()).is_some_and(|(series, periods)| {
                    let usual = periods.usual(series, 0.95);
                    let level =
                        threshold(metric.basis, usual).map(|level| level / factor(metric.basis));
                    let states = level.map(|level| states(series, level, DATAPOINTS));
                    states.is_some_and(|states| !periods.replay(summary, &states).caught.is_empty())
                })
            }
            Basis::Count | Basis::Percent => summary
                .signatures
                .iter()
                .any(|one| metric.counts(one, self.is_alone) && self.is_in_incident(one.id)),
        }
    }

    /// Two alarms and the one that fires while both do.
    fn burn(&self, place: &Place, tier: &Tier, objective: f64) -> Vec<Alarm> {
        let budget = budget(objective);
        let is_global = place.system == System::CloudFront;
        let half = |seconds: u64| {
            let title = format!("burn-{}-{}", tier.key, span(seconds));
            Some(Alarm {
                key: vec![place.key.clone(), "burn".to_owned(), tier.key.to_owned(), span(seconds)],
                name: alarm_name(place, &title),
                description: description(&[format!(
                    "Half of a pair: the budget of an objective of {} % burns more than {} times as \
                     fast as it may, over {}.",
                    plain(objective * 100.0),
                    plain(tier.rate),
                    span(seconds)
                )]),
                is_global,
                kind: Kind::Metric {
                    measure: measure(place, seconds, budget)?,
                    threshold: tier.rate,
                    or_equal: false,
                    datapoints: (1, 1),
                    notifies: false,
                },
            })
        };
        let (Some(long), Some(short)) = (half(tier.long_seconds), half(tier.short_seconds)) else {
            return Vec::new();
        };
        let pair = [&long, &short].map(|one| (one.name.clone(), one.key.clone())).to_vec();
        let both = Alarm {
            key: vec![place.key.clone(), "burn".to_owned(), tier.key.to_owned()],
            name: alarm_name(place, &format!("burn-{}", tier.key)),
            description: description(&[tier.meaning.to_owned(), self.burnt(tier, budget)]),
            is_global,
            kind: Kind::All(pair),
        };
        vec![long, short, both]
    }

    /// When a burn rate would have fired, by 502, 503 and 504 over all requests.
    fn burnt(&self, tier: &Tier, budget: f64) -> String {
        let Some(periods) = self.periods.as_ref() else {
            return "Whether it would have fired, these logs do not show.".to_owned();
        };
        let buckets = &self.summary.timeline.buckets;
        let failed = periods.sums(
            buckets.iter().map(|one| one.bad_gateways + one.gateway_timeouts + one.unavailable),
        );
        let all = periods.sums(buckets.iter().map(|bucket| bucket.requests));
        let states = |seconds: u64| -> Vec<bool> {
            let length = usize::try_from(seconds.div_ceil(periods.seconds)).unwrap_or(usize::MAX);
            let burns = |part: &Option<f64>| part.is_some_and(|part| part / budget > tier.rate);
            trailing(&failed, &all, length).iter().map(burns).collect()
        };
        let (long, short) = (states(tier.long_seconds), states(tier.short_seconds));
        let both: Vec<bool> =
            long.iter().zip(&short).map(|(long, short)| *long && *short).collect();
        let mut told = self.told(&periods.replay(self.summary, &both), "both windows");
        let held = periods.seconds.saturating_mul(all.len() as u64);
        if held < tier.long_seconds {
            let minutes = held.div_ceil(60);
            told.push_str(&format!(
                " They hold {minutes} min of the {} it looks at; the rest was taken to be without a \
                 request.",
                span(tier.long_seconds)
            ));
        }
        if !self.is_alone || self.places.len() > 1 {
            told.push_str(" This is by all that was read together.");
        }
        told
    }
}

/// Is it a metric of CloudFront that has to be turned on?
fn is_extra(word: &str) -> bool {
    word.ends_with("ErrorRate") && word != "5xxErrorRate"
}

/// A name that says what it watches; unlike any other of the template.
fn alarm_name(place: &Place, what: &str) -> String {
    let shown = place.shown.split('/').nth(1).unwrap_or(&place.shown);
    let words = shown
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' })
        .take(60)
        .chain(if shown.is_empty() { None } else { Some('-') });
    format!("why502-{}-{}{what}", place.key, words.collect::<String>())
}
