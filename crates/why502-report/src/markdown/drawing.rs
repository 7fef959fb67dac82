//! Plots as rows of block characters, for a fence.

use std::ops::Range;

use why502_rulebook::{Language, Words};

use crate::figures::thousands;
use crate::page::columns;
use crate::postmortem::plot::{Axis, HeatPlot, LatencyPlot, TimelinePlot, Window};
use crate::sparkline::level;

/// Columns of a drawing, beside its labels.
const WIDTH: usize = 60;
/// Rows of a heat map: a ticket is no wall.
const MOST_TARGETS: usize = 20;
/// Columns of a label.
const LABEL: usize = 28;
/// From some of the requests to all of them.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];

const ALL: Words = Words::new("all failures", "すべての失敗");
const INCIDENT: Words = Words::new("incident", "インシデント");
const PEAK: Words = Words::new("peak", "最大");
const SHADES_ARE: Words = Words::new(
    "░▒▓█ part of the requests that failed · none of them, blank: no request",
    "░▒▓█ 失敗したリクエストの割合、· 失敗なし、空白: リクエストなし",
);

/// Which columns of the axis stand in one character.
fn groups(axis: &Axis) -> Vec<Range<usize>> {
    let each = axis.len().div_ceil(WIDTH).max(1);
    (0..axis.len()).step_by(each).map(|from| from..(from + each).min(axis.len())).collect()
}

fn label(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        if columns(&shown) + columns(character.encode_utf8(&mut [0; 4])) > LABEL - 2 {
            shown.push('…');
            break;
        }
        shown.push(character);
    }
    format!("{shown}{}", " ".repeat(LABEL.saturating_sub(columns(&shown))))
}

fn scale(axis: &Axis) -> String {
    let first = axis.ticks.first().map_or("", String::as_str);
    let last = axis.ticks.last().map_or("", String::as_str);
    let room = groups(axis).len().saturating_sub(columns(first) + columns(last));
    if room == 0 {
        return format!("{}{first} – {last}", label(""));
    }
    format!("{}{first}{}{last}", label(""), " ".repeat(room))
}

/// Where the incidents are, by number.
fn marks(windows: &[Window], axis: &Axis, language: Language) -> Option<String> {
    let meets = |group: &Range<usize>, window: &Window| {
        window.first < group.end && window.last >= group.start
    };
    let mark = |group: &Range<usize>| {
        let place = windows.iter().position(|window| meets(group, window));
        place.map_or(' ', |place| char::from_digit((place as u32 + 1) % 10, 10).unwrap_or('='))
    };
    let row: String = groups(axis).iter().map(mark).collect();
    let label = label(INCIDENT.text(language));
    (!windows.is_empty()).then(|| format!("{label}{}", row.trim_end()))
}

/// One row for all failures, one for each kind.
pub(super) fn timeline(plot: &TimelinePlot, language: Language) -> Vec<String> {
    let groups = groups(&plot.axis);
    // The fullest column, so that the unit stays true.
    let fullest = |numbers: &[u64], group: &Range<usize>| -> u64 {
        numbers.get(group.clone()).unwrap_or_default().iter().copied().max().unwrap_or(0)
    };
    let row = |name: &str, numbers: &[u64]| {
        let peak = numbers.iter().max().copied().unwrap_or(0);
        let bar = |group: &Range<usize>| {
            let is_silent = fullest(&plot.requests, group) == 0;
            level((!is_silent).then(|| fullest(numbers, group)), peak.max(1))
        };
        let bars: String = groups.iter().map(bar).collect();
        format!("{}{bars}  {} {}", label(name), PEAK.text(language), thousands(peak))
    };
    let mut lines = vec![plot.unit.clone(), scale(&plot.axis)];
    lines.push(row(ALL.text(language), &plot.failed));
    lines.extend(marks(&plot.windows, &plot.axis, language));
    lines.extend(plot.courses.iter().map(|course| row(&course.name, &course.failed)));
    lines
}

/// One row for each percentile.
pub(super) fn latency(plot: &LatencyPlot, language: Language) -> Vec<String> {
    let groups = groups(&plot.axis);
    let row = |name: &str, figures: &[Option<f64>]| {
        let highest = |group: &Range<usize>| {
            let shown = figures.get(group.clone()).unwrap_or_default().iter().flatten();
            shown.copied().reduce(f64::max)
        };
        let peak = figures.iter().flatten().copied().fold(0.0, f64::max);
        let micros = |seconds: f64| (seconds * 1e6).max(0.0).round() as u64;
        let bar = |group: &Range<usize>| level(highest(group).map(micros), micros(peak).max(1));
        let bars: String = groups.iter().map(bar).collect();
        format!("{}{bars}  {} {peak:.3} s", label(name), PEAK.text(language))
    };
    let mut lines = vec![plot.unit.clone(), scale(&plot.axis)];
    lines.extend(
        [("p50", &plot.p50), ("p90", &plot.p90), ("p99", &plot.p99)]
            .map(|(name, figures)| row(name, figures)),
    );
    lines.extend(marks(&plot.windows, &plot.axis, language));
    lines
}

/// One row for each target; how many rows are left out.
pub(super) fn heat_map(plot: &HeatPlot, language: Language) -> (Vec<String>, usize) {
    let groups = groups(&plot.axis);
    let cell = |requests: &[u64], failed: &[u64], group: &Range<usize>| {
        let sum = |numbers: &[u64]| -> u64 {
            numbers.get(group.clone()).unwrap_or_default().iter().sum()
        };
        match (sum(requests), sum(failed)) {
            (0, 0) => ' ',
            (_, 0) => '·',
            (requests, failed) => {
                let step = failed.saturating_mul(4) / requests.max(1);
                SHADES[usize::try_from(step).unwrap_or(3).min(3)]
            }
        }
    };
    let mut lines = vec![SHADES_ARE.text(language).to_owned(), scale(&plot.axis)];
    lines.extend(plot.rows.iter().take(MOST_TARGETS).map(|row| {
        let cells: String =
            groups.iter().map(|group| cell(&row.requests, &row.failed, group)).collect();
        format!("{}{}", label(&row.target), cells.trim_end())
    }));
    lines.extend(marks(&plot.windows, &plot.axis, language));
    (lines, plot.rows.len().saturating_sub(MOST_TARGETS))
}

/// A share as a bar of ten blocks.
pub(super) fn bar(share: f64) -> String {
    let full = (share.clamp(0.0, 1.0) * 10.0).round() as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(10 - full))
}
