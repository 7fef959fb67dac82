//! The plots of a postmortem with what stands around them: keys, and tables of their numbers.

use why502_engine::summary::thousands;

use super::escaper::escaped;
use super::plot::{self, Figure};
use super::words::PageWords;
use crate::phrases::Phrases;
use crate::postmortem::plot::{Axis, HeatPlot, HeatPlotRow, LatencyPlot, TimelinePlot, Window};

/// Columns of the table of targets over time.
const HEAT_TABLE_COLUMNS: usize = 12;
/// Bytes of a target's name on hover, as the page holds it: it stands there a thousand times.
const MOST_OF_NAME: usize = 80;
const PERCENTILES: [&str; 3] = ["p50", "p90", "p99"];

/// One plot of the page.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Of its elements' ids.
    pub(crate) id: &'static str,
    /// What it shows.
    pub(crate) caption: String,
    /// For those who do not see it.
    pub(crate) description: String,
    pub(crate) figure: Figure,
    pub(crate) key: Vec<Key>,
    /// The label of each incident, where they are few enough to be numbered.
    pub(crate) windows: Vec<String>,
    /// How many there are, where they are not.
    pub(crate) many_windows: Option<String>,
    /// All numbers: of each row, the first is its name.
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What a colour means.
#[derive(Debug)]
pub(crate) struct Key {
    /// As the style sheet knows the colour.
    pub(crate) class: String,
    pub(crate) name: String,
    /// How many.
    pub(crate) total: Option<String>,
    /// What that is.
    pub(crate) note: String,
}

/// In which words, and by which clock.
pub(super) struct Setting {
    pub(super) words: &'static PageWords,
    pub(super) phrases: &'static dyn Phrases,
    /// How far the clock is ahead of UTC.
    pub(super) ahead_us: i64,
}

impl Setting {
    /// Failures over time.
    pub(super) fn timeline(&self, plot: &TimelinePlot) -> Picture {
        let text = |from: usize, to: usize| {
            let (failed, requests) = (sum(&plot.failed, from, to), sum(&plot.requests, from, to));
            let mut text = time(&plot.axis, from);
            text += " · ";
            text += &self.phrases.failed_of(failed, requests);
            for course in &plot.courses {
                let failed = sum(&course.failed, from, to);
                if failed > 0 {
                    text += &format!(" · {} {}", course.name, thousands(failed));
                }
            }
            text
        };
        let key = plot.courses.iter().zip(0..).map(|(course, at)| Key {
            class: format!("c{at}"),
            name: course.name.clone(),
            total: Some(thousands(course.failed.iter().sum())),
            note: course.meaning.clone(),
        });
        let mut columns = vec![&plot.requests, &plot.failed];
        columns.extend(plot.courses.iter().map(|course| &course.failed));
        let mut headings =
            [self.words.time, self.words.requests, self.words.failed].map(str::to_owned).to_vec();
        headings.extend(plot.courses.iter().map(|course| course.name.clone()));
        let row = |at: usize| {
            let counts =
                columns.iter().map(|column| thousands(column.get(at).copied().unwrap_or(0)));
            std::iter::once(time(&plot.axis, at)).chain(counts).collect()
        };
        Picture {
            id: "timeline-plot",
            caption: plot.unit.clone(),
            description: described(&plot.axis, &plot.windows),
            figure: plot::timeline::figure(plot, self.ahead_us, &text),
            key: key.collect(),
            windows: labels(&plot.windows),
            many_windows: many(&plot.windows),
            headings,
            rows: (0..plot.axis.len())
                .filter(|at| sum(&plot.requests, *at, at + 1) > 0)
                .map(row)
                .collect(),
        }
    }

    /// Response times over time.
    pub(super) fn latency(&self, plot: &LatencyPlot) -> Picture {
        let lines = [&plot.p50, &plot.p90, &plot.p99];
        let text = |from: usize, to: usize| {
            let mut text = time(&plot.axis, from);
            for (name, line) in PERCENTILES.iter().zip(lines) {
                let of = line.get(from..to).unwrap_or_default().iter().flatten().copied();
                text += &of
                    .reduce(f64::max)
                    .map_or_else(String::new, |s| format!(" · {name} {s:.3} s"));
            }
            text
        };
        let key =
            PERCENTILES.iter().zip(self.words.percentiles).zip(0..).map(|((name, note), at)| Key {
                class: format!("p{at}"),
                name: (*name).to_owned(),
                total: None,
                note: note.to_owned(),
            });
        let row = |at: usize| {
            let shown = |s: f64| format!("{s:.3}");
            let cells =
                lines.map(|line| line.get(at).copied().flatten().map_or_else(String::new, shown));
            std::iter::once(time(&plot.axis, at)).chain(cells).collect()
        };
        let has = |at: &usize| plot.p50.get(*at).is_some_and(Option::is_some);
        Picture {
            id: "latency-plot",
            caption: plot.unit.clone(),
            description: described(&plot.axis, &plot.windows),
            figure: plot::latency::figure(plot, self.ahead_us, &text),
            key: key.collect(),
            windows: labels(&plot.windows),
            many_windows: many(&plot.windows),
            headings: std::iter::once(self.words.time)
                .chain(PERCENTILES)
                .map(str::to_owned)
                .collect(),
            rows: (0..plot.axis.len()).filter(has).map(row).collect(),
        }
    }

    /// Targets over time.
    pub(super) fn heat_map(&self, plot: &HeatPlot) -> Picture {
        let counts = |row: &HeatPlotRow, from: usize, to: usize| {
            (sum(&row.failed, from, to), sum(&row.requests, from, to))
        };
        let text = |row: &HeatPlotRow, from: usize, to: usize| {
            let (failed, requests) = counts(row, from, to);
            let name = hover_name(&row.target);
            let until =
                plot.axis.ticks.get(to).map_or_else(String::new, |tick| format!(" – {tick}"));
            let failed = self.phrases.failed_of(failed, requests);
            format!("{name} · {}{until} · {failed}", time(&plot.axis, from))
        };
        let columns = plot.axis.len();
        let step = columns.div_ceil(HEAT_TABLE_COLUMNS).max(1);
        let starts = || (0..columns).step_by(step);
        let ticks = starts().map(|at| plot.axis.ticks.get(at).cloned().unwrap_or_default());
        let row = |row: &HeatPlotRow| {
            let cells = starts().map(|at| match counts(row, at, at + step) {
                (_, 0) => String::new(),
                (failed, requests) => format!("{}/{}", thousands(failed), thousands(requests)),
            });
            std::iter::once(row.target.clone()).chain(cells).collect()
        };
        Picture {
            id: "heat-plot",
            caption: plot.unit.clone(),
            description: described(&plot.axis, &plot.windows),
            figure: plot::heat::figure(plot, self.ahead_us, &text),
            key: self.heat_key(),
            windows: labels(&plot.windows),
            many_windows: many(&plot.windows),
            headings: std::iter::once(self.words.target.to_owned()).chain(ticks).collect(),
            rows: plot.rows.iter().map(row).collect(),
        }
    }

    fn heat_key(&self) -> Vec<Key> {
        let froms = plot::heat::LEVELS_FROM;
        let level = |at: usize| {
            let to = froms.get(at + 1).map_or(1.0, |to| *to);
            format!("{:.0}–{:.0} %", froms[at] * 100.0, to * 100.0)
        };
        let levels = (0..froms.len()).map(|at| (at + 1, level(at)));
        let key = |class: String, name| Key { class, name, total: None, note: String::new() };
        std::iter::once((0, self.words.served.to_owned()))
            .chain(levels)
            .map(|(at, name)| key(format!("h{at}"), name))
            .chain([key("none".to_owned(), self.words.no_request.to_owned())])
            .collect()
    }
}

fn sum(numbers: &[u64], from: usize, to: usize) -> u64 {
    numbers.iter().take(to).skip(from).fold(0, |sum, more| sum.saturating_add(*more))
}

/// Both ends of a name, as much of them as has room.
fn hover_name(target: &str) -> String {
    let lengths = [64, 40, 24, 12];
    let names = lengths.map(|longest| plot::heat::shortened(target, longest));
    let fits = names.iter().find(|name| escaped(name).len() <= MOST_OF_NAME);
    fits.unwrap_or(&names[3]).clone()
}

fn time(axis: &Axis, column: usize) -> String {
    axis.labels.get(column).cloned().unwrap_or_default()
}

/// From when to when, and the incidents in between.
fn described(axis: &Axis, windows: &[Window]) -> String {
    let ends = [axis.labels.first(), axis.labels.last()];
    let [from, to] = ends.map(|label| label.cloned().unwrap_or_default());
    let windows: Vec<_> =
        windows.iter().take(plot::MOST_NUMBERED).map(|window| window.label.as_str()).collect();
    let between = if windows.is_empty() { "" } else { ". " };
    format!("{from} – {to}{between}{}", windows.join("; "))
}

fn labels(windows: &[Window]) -> Vec<String> {
    let numbered = if windows.len() > plot::MOST_NUMBERED { &[] } else { windows };
    numbered.iter().map(|window| window.label.clone()).collect()
}

fn many(windows: &[Window]) -> Option<String> {
    (windows.len() > plot::MOST_NUMBERED).then(|| thousands(windows.len() as u64))
}
