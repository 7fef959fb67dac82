//! How it went: what happened when, and the plots of failures, response times and targets.

use why502_engine::summary::{Summary, TimelineBucket};
use why502_rulebook::signatures;

use super::content::{Column, Shown, Table, prose, value};
use super::frame::Frame;
use super::plot::{Axis, Course, HeatPlot, HeatPlotRow, LatencyPlot, TimelinePlot, Window};
use super::words;
use crate::phrases::Drawn;
use crate::sparkline::around;

/// Columns of a plot.
const MOST_COLUMNS: i64 = 240;
/// Kinds of failures that are told apart; the others are one.
const MOST_COURSES: usize = 8;
/// Events of the timeline.
const MOST_EVENTS: usize = 60;

/// What happened when.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelinePart {
    /// Its heading.
    pub heading: &'static str,
    /// Changes, first and last failures, peaks, in order of time; no row where there is none.
    pub events: Table,
    /// Failures over time; nothing where nothing failed.
    pub plot: Option<TimelinePlot>,
}

/// Response times.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyPart {
    /// Its heading.
    pub heading: &'static str,
    /// Over all that was read: median, three percentiles, the longest.
    pub overall: Option<Table>,
    /// Over time.
    pub plot: Option<LatencyPlot>,
    /// What the plot shows where a column holds several intervals.
    pub note: &'static str,
}

/// Targets over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatPart {
    /// Its heading.
    pub heading: &'static str,
    /// The plot.
    pub plot: HeatPlot,
    /// How many targets are not in it, in words.
    pub more: Option<String>,
}

/// Which buckets of the timeline are drawn, and how many make a column.
struct Columns {
    axis: Axis,
    first: i64,
    last: i64,
    bucket_us: i64,
    per_column: i64,
}

impl Columns {
    /// Around the incidents where they would shrink to a dot on the whole of it.
    fn of(frame: &Frame<'_>) -> Option<Self> {
        let Summary { timeline, incidents, .. } = frame.summary;
        let bucket_us = i64::try_from(timeline.bucket_seconds).ok()?.checked_mul(1_000_000)?.max(1);
        let at = |us: i64| us.div_euclid(bucket_us);
        let first = at(timeline.buckets.first()?.start.micros());
        let last = at(timeline.buckets.last()?.start.micros()).max(first);
        let start = incidents.iter().map(|one| at(one.start.micros())).min();
        let end = incidents.iter().map(|one| at(one.end.micros())).max();
        let (first, last) = match start.zip(end) {
            Some(focus) => around(focus, (first, last), MOST_COLUMNS),
            None => (first, last),
        };
        let per_column = per_column(last - first + 1, bucket_us / 1_000_000);
        let first = first.div_euclid(per_column) * per_column;
        let count = (last - first) / per_column + 1;
        let step_us = bucket_us.saturating_mul(per_column);
        let from_us = first.saturating_mul(bucket_us);
        let axis = axis(frame, from_us, step_us, count);
        Some(Self { axis, first, last, bucket_us, per_column })
    }

    /// The column of a bucket, if it is drawn.
    fn column(&self, bucket: &TimelineBucket) -> Option<usize> {
        let at = bucket.start.micros().div_euclid(self.bucket_us);
        let drawn = (self.first..=self.last).contains(&at);
        drawn.then(|| usize::try_from((at - self.first) / self.per_column).unwrap_or(0))
    }

    /// Numbers of buckets, added up by column.
    fn summed(&self, buckets: &[TimelineBucket], numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut sums = vec![0_u64; self.axis.len()];
        for (bucket, number) in buckets.iter().zip(numbers) {
            if let Some(sum) = self.column(bucket).and_then(|column| sums.get_mut(column)) {
                *sum = sum.saturating_add(number);
            }
        }
        sums
    }

    /// Percentiles of buckets, the highest of each column.
    fn highest(
        &self,
        buckets: &[TimelineBucket],
        figure: impl Fn(&TimelineBucket) -> Option<f64>,
    ) -> Vec<Option<f64>> {
        let mut highest: Vec<Option<f64>> = vec![None; self.axis.len()];
        for bucket in buckets {
            let place = self.column(bucket).and_then(|column| highest.get_mut(column));
            if let (Some(place), Some(figure)) = (place, figure(bucket)) {
                *place = Some(place.map_or(figure, |most| most.max(figure)));
            }
        }
        highest
    }
}

/// Buckets of a column, so that at most [`MOST_COLUMNS`] of them cover `span` buckets and columns
/// begin at round times: parts of an hour, hours that divide a day, or days, where there is such a
/// number nearby.
fn per_column(span: i64, bucket_seconds: i64) -> i64 {
    if span <= MOST_COLUMNS {
        return 1;
    }
    // One column less, since the first one may begin before the first bucket.
    let least = (span + MOST_COLUMNS - 2) / (MOST_COLUMNS - 1);
    let is_round = |per_column: &i64| {
        let seconds = per_column.saturating_mul(bucket_seconds).max(1);
        let is_hours = seconds % 3_600 == 0 && 86_400 % seconds == 0;
        3_600 % seconds == 0 || is_hours || seconds % 86_400 == 0
    };
    (least..=least.saturating_mul(2)).take(10_000).find(is_round).unwrap_or(least)
}

fn axis(frame: &Frame<'_>, from_us: i64, step_us: i64, count: i64) -> Axis {
    let edge = |column: i64| from_us.saturating_add(column.saturating_mul(step_us));
    let whole_us = edge(count).saturating_sub(from_us);
    Axis {
        from_us,
        step_us: step_us.max(1),
        labels: (0..count).map(|column| frame.clock.instant(edge(column))).collect(),
        ticks: (0..count).map(|column| frame.clock.tick(edge(column), whole_us)).collect(),
    }
}

/// The incidents that the axis reaches.
fn windows(frame: &Frame<'_>, axis: &Axis) -> Vec<Window> {
    let to_us = axis.from_us.saturating_add(axis.step_us.saturating_mul(axis.len() as i64));
    let meets = |start: i64, end: i64| start < to_us && end >= axis.from_us;
    let incidents = frame.summary.incidents.iter();
    incidents
        .filter(|one| meets(one.start.micros(), one.end.micros()))
        .map(|one| Window {
            first: axis.column(one.start.micros()),
            last: axis.column(one.end.micros()),
            label: prose(frame.name(one)),
        })
        .collect()
}

pub(super) fn timeline(frame: &Frame<'_>) -> TimelinePart {
    TimelinePart {
        heading: frame.say(words::TIMELINE),
        events: events(frame),
        plot: timeline_plot(frame),
    }
}

fn timeline_plot(frame: &Frame<'_>) -> Option<TimelinePlot> {
    let timeline = &frame.summary.timeline;
    let columns = Columns::of(frame)?;
    let buckets = &timeline.buckets;
    let failed = columns.summed(buckets, buckets.iter().map(|bucket| bucket.failed));
    if failed.iter().all(|&failed| failed == 0) {
        return None;
    }
    let seconds = timeline.bucket_seconds.saturating_mul(columns.per_column.unsigned_abs());
    Some(TimelinePlot {
        unit: frame.phrases.drawn(Drawn { status: None, seconds }),
        requests: columns.summed(buckets, buckets.iter().map(|bucket| bucket.requests)),
        courses: courses(frame, &columns),
        windows: windows(frame, &columns.axis),
        axis: columns.axis,
        failed,
    })
}

/// By signature; by status where signatures over time are not known.
fn courses(frame: &Frame<'_>, columns: &Columns) -> Vec<Course> {
    let timeline = &frame.summary.timeline;
    let buckets = &timeline.buckets;
    let mut courses: Vec<Course> = if timeline.signatures.is_empty() {
        by_status(frame, columns)
    } else {
        let of_signature = timeline.signatures.iter().map(|course| Course {
            name: value(course.id),
            meaning: meaning(frame, course.id),
            failed: columns.summed(buckets, course.requests.iter().copied()),
        });
        of_signature.collect()
    };
    courses.retain(|course| course.failed.iter().any(|&failed| failed > 0));
    if courses.len() > MOST_COURSES {
        let rest = courses.split_off(MOST_COURSES - 1);
        let mut failed = vec![0_u64; columns.axis.len()];
        for course in &rest {
            failed.iter_mut().zip(&course.failed).for_each(|(sum, more)| *sum += more);
        }
        let name = frame.say(words::OTHER).to_owned();
        courses.push(Course { name, meaning: String::new(), failed });
    }
    courses
}

type Figure = fn(&TimelineBucket) -> u64;

fn by_status(frame: &Frame<'_>, columns: &Columns) -> Vec<Course> {
    let buckets = &frame.summary.timeline.buckets;
    let known: [(&str, Figure); 4] = [
        ("502", |bucket| bucket.bad_gateways),
        ("503", |bucket| bucket.unavailable),
        ("504", |bucket| bucket.gateway_timeouts),
        (frame.say(words::OTHER_STATUS), |bucket| {
            let named = bucket.bad_gateways + bucket.unavailable + bucket.gateway_timeouts;
            bucket.failed.saturating_sub(named)
        }),
    ];
    known
        .into_iter()
        .map(|(name, figure)| Course {
            name: name.to_owned(),
            meaning: String::new(),
            failed: columns.summed(buckets, buckets.iter().map(figure)),
        })
        .collect()
}

/// What a signature says, in a sentence.
pub(super) fn meaning(frame: &Frame<'_>, id: &str) -> String {
    let signature = signatures::all().find(|signature| signature.id == id);
    signature.map_or_else(String::new, |signature| frame.say(signature.words()).to_owned())
}

fn events(frame: &Frame<'_>) -> Table {
    let Summary { incidents, findings, .. } = frame.summary;
    let mut events: Vec<(i64, String)> = Vec::new();
    let mut event = |at_us: i64, what: String| events.push((at_us, what));
    for trigger in findings.iter().filter_map(|finding| finding.trigger.as_ref()) {
        event(trigger.at.micros(), prose(trigger.what.as_str()));
    }
    for incident in incidents {
        let causes = frame.phrases.list(&frame.causes(incident));
        let of = |what: &str| match causes.as_str() {
            "" => what.to_owned(),
            causes => format!("{what} ({causes})"),
        };
        event(incident.start.micros(), of(frame.say(words::FIRST_FAILURE)));
        let peak = frame.summary.timeline.buckets.iter().find(|b| b.start == incident.peak_at);
        let seconds = frame.summary.timeline.bucket_seconds;
        let unit = frame.phrases.drawn(Drawn { status: None, seconds });
        if let Some(peak) = peak {
            let failed = why502_engine::summary::thousands(peak.failed);
            event(
                peak.start.micros(),
                format!("{}: {failed} {unit}", frame.say(words::PEAK_OF_IT)),
            );
        }
        let last = if incident.ongoing { words::STILL_FAILING } else { words::LAST_FAILURE };
        event(incident.end.micros(), of(frame.say(last)));
    }
    events.sort_by_key(|(at_us, _)| *at_us);
    events.dedup();
    events.truncate(MOST_EVENTS);
    let row = |(at_us, what): (i64, String)| {
        vec![Shown::number(frame.clock.instant(at_us), at_us as f64), Shown::Prose(what)]
    };
    Table {
        caption: frame.say(words::TIMELINE).to_owned(),
        columns: [words::TIME, words::EVENT]
            .map(|heading| Column { heading: frame.say(heading), is_number: false })
            .into(),
        rows: events.into_iter().map(row).collect(),
    }
}

pub(super) fn latency(frame: &Frame<'_>) -> Option<LatencyPart> {
    let summary = frame.summary;
    let overall = summary.latency.map(|all| {
        let figures = [all.p50, all.p90, all.p95, all.p99, all.max].map(Some);
        let names = frame.phrases.latency_names();
        Table {
            caption: frame.say(words::LATENCY).to_owned(),
            columns: names.map(|heading| Column { heading, is_number: true }).into(),
            rows: vec![figures.map(Shown::seconds).into()],
        }
    });
    let plot = Columns::of(frame).and_then(|columns| {
        let buckets = &summary.timeline.buckets;
        let p50 = columns.highest(buckets, |bucket| bucket.p50);
        p50.iter().any(Option::is_some).then(|| LatencyPlot {
            unit: frame.say(words::TIME_UNIT).to_owned(),
            p50,
            p90: columns.highest(buckets, |bucket| bucket.p90),
            p99: columns.highest(buckets, |bucket| bucket.p99),
            windows: windows(frame, &columns.axis),
            axis: columns.axis,
        })
    });
    (overall.is_some() || plot.is_some()).then(|| LatencyPart {
        heading: frame.say(words::LATENCY),
        overall,
        plot,
        note: frame.say(words::HIGHEST),
    })
}

pub(super) fn heat_map(frame: &Frame<'_>) -> Option<HeatPart> {
    let map = frame.summary.heat_map.as_ref()?;
    let from_us = map.starts.first()?.micros();
    let step_us = i64::try_from(map.bucket_seconds).ok()?.checked_mul(1_000_000)?;
    let axis = axis(frame, from_us, step_us, map.starts.len() as i64);
    let rows = map.rows.iter().map(|row| HeatPlotRow {
        target: value(&row.target),
        requests: row.requests.clone(),
        failed: row.failed.clone(),
    });
    Some(HeatPart {
        heading: frame.say(words::HEAT_MAP),
        plot: HeatPlot {
            unit: frame.say(words::HEAT_UNIT).to_owned(),
            rows: rows.collect(),
            windows: windows(frame, &axis),
            axis,
        },
        more: (map.targets_left_out > 0).then(|| frame.and_more(map.targets_left_out)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_few_and_begin_at_round_times() {
        assert_eq!([1, 240].map(|span| per_column(span, 60)), [1, 1]);
        // Of minutes: two, ten for a day and a bit, an hour for a week, six hours for seven weeks.
        let spans = [241, 1_500, 10_080, 70_000];
        assert_eq!(spans.map(|span| per_column(span, 60)), [2, 10, 60, 360]);
        for span in [241, 999, 2_000, 1 << 40, i64::MAX / 4] {
            let per_column = per_column(span, 60);
            // The first column may begin just before the first bucket.
            assert!((span + 2 * (per_column - 1)) / per_column <= MOST_COLUMNS, "{span}");
        }
    }
}
