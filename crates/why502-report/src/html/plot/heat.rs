//! Targets against time: the part of the requests that failed.

use plotters::prelude::Rectangle;
use plotters::style::ShapeStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axis::{ColumnAxis, RowAxis};
use super::figure::{
    Chart, Drawing, Drawn, Figure, Hits, Page, Room, drawing, grid, halves, label,
};
use super::ink::Ink;
use crate::postmortem::plot::{HeatPlot, HeatPlotRow};

/// Shares of failing requests at which the next level begins; level 1 is above nothing.
pub(crate) const LEVELS_FROM: [f64; 6] = [0.0, 0.01, 0.05, 0.2, 0.5, 0.9];
/// `text` gives the numbers of a row from one column to another.
pub(crate) fn figure(
    plot: &HeatPlot,
    ahead_us: i64,
    text: &dyn Fn(&HeatPlotRow, usize, usize) -> String,
) -> Figure {
    let draw = |page| one(plot, ahead_us, text, page);
    Figure { wide: draw(Page::Wide), narrow: draw(Page::Narrow) }
}

fn one(
    plot: &HeatPlot,
    ahead_us: i64,
    text: &dyn Fn(&HeatPlotRow, usize, usize) -> String,
    page: Page,
) -> Drawing {
    // Shapes that tell numbers are bounded: more would make the page heavy.
    let (rows, step, height, longest, hits_left) = match page {
        Page::Wide => (plot.rows.len(), 1, 18, 24, 1_200),
        Page::Narrow => (plot.rows.len().min(20), plot.axis.len().div_ceil(60), 16, 18, 600),
    };
    let names = plot.rows.iter().take(rows).map(|row| row.target.chars().count());
    let letters = names.max().unwrap_or(0).clamp(5, longest);
    let left = u32::try_from(letters).unwrap_or(24) * 7 + 8;
    let x = ColumnAxis::new(&plot.axis, ahead_us, page.ticks() - 1);
    let tall = u32::try_from(rows).unwrap_or(40) * height + 40;
    let y = RowAxis { rows: i64::try_from(rows.max(1)).unwrap_or(1) };
    drawing(page, Room { height: tall, left }, x, y, &plot.windows, |chart, sheet, hits| {
        grid(chart, false)?;
        let mut map = Map { chart, hits, text, step: step.max(1), hits_left };
        for (row, from_top) in plot.rows.iter().take(rows).zip(0..) {
            let below = i64::try_from(rows).unwrap_or(0) - 1 - from_top;
            let (edge, middle) = map.draw(row, below)?;
            let style = label().pos(Pos::new(HPos::Right, VPos::Center));
            sheet.draw_text(&shortened(&row.target, longest), &style, (edge - 6, middle))?;
        }
        Ok(())
    })
}

struct Map<'c, 'a, 'b, 't> {
    chart: &'c mut Chart<'a, 'b, RowAxis>,
    hits: &'c mut Hits,
    text: &'t dyn Fn(&HeatPlotRow, usize, usize) -> String,
    /// Columns that are drawn as one.
    step: usize,
    hits_left: usize,
}

impl Map<'_, '_, '_, '_> {
    /// One row; the left edge and the middle of it, in pixels.
    fn draw(
        &mut self,
        row: &HeatPlotRow,
        below: i64,
    ) -> Result<(i32, i32), Box<dyn std::error::Error>> {
        let columns = row.requests.len();
        let levels: Vec<_> =
            (0..columns).step_by(self.step).map(|at| level(row, at, at + self.step)).collect();
        let mut start = 0;
        for run in levels.chunk_by(|one, next| one == next) {
            let (from, to) = (start * self.step, ((start + run.len()) * self.step).min(columns));
            start += run.len();
            if let Some(level) = run[0] {
                self.cell(below, from, to, level)?;
                self.tell(row, below, from, to, level);
            }
        }
        let (edge, top) = self.at(0, below + 1);
        let (_, bottom) = self.at(0, below);
        Ok((edge, top.midpoint(bottom)))
    }

    fn cell(&mut self, below: i64, from: usize, to: usize, level: usize) -> Drawn {
        let style = ShapeStyle::from(Ink::Level(level).color()).filled();
        let corners = [(halves(from), below + 1), (halves(to), below)];
        let mut cell = Rectangle::new(corners, style);
        cell.set_margin(1, 1, 0, 0);
        self.chart.draw_series([cell])?;
        Ok(())
    }

    /// Each column that failed for itself; served ones together.
    fn tell(&mut self, row: &HeatPlotRow, below: i64, from: usize, to: usize, level: usize) {
        let width = if level == 0 { to - from } else { self.step };
        for left in (from..to).step_by(width.max(1)) {
            if self.hits_left == 0 {
                return;
            }
            self.hits_left -= 1;
            let right = (left + width).min(to);
            let (one, other) = (self.at(left, below), self.at(right, below + 1));
            let text = (self.text)(row, left, right);
            self.hits.add(one, other, &text);
        }
    }

    fn at(&self, column: usize, row: i64) -> (i32, i32) {
        self.chart.plotting_area().map_coordinate(&(halves(column), row))
    }
}

/// `None` where the target had no request.
fn level(row: &HeatPlotRow, from: usize, to: usize) -> Option<usize> {
    let sum = |counts: &[u64]| -> u64 { counts.iter().take(to).skip(from).sum() };
    let (requests, failed) = (sum(&row.requests), sum(&row.failed));
    if requests.max(failed) == 0 {
        return None;
    }
    let share = failed as f64 / requests.max(failed) as f64;
    Some(LEVELS_FROM.iter().filter(|from| share > **from).count())
}

/// The end of an address tells most.
pub(crate) fn shortened(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let start: String = text.chars().take(longest / 2).collect();
    let end: String = text.chars().skip(length - (longest - longest / 2 - 1)).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_share_that_failed() {
        let row = |requests, failed| HeatPlotRow {
            target: String::new(),
            requests: vec![requests],
            failed: vec![failed],
        };
        let levels = [(0, 0), (9, 0), (1000, 1), (100, 3), (10, 1), (10, 4), (10, 7), (10, 10)];
        let levels = levels.map(|(requests, failed)| level(&row(requests, failed), 0, 1));
        assert_eq!(levels, [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)]);
    }

    #[test]
    fn a_long_name_keeps_both_ends() {
        assert_eq!(shortened("[2001:db8::1]:8080", 40), "[2001:db8::1]:8080");
        assert_eq!(shortened("abcdefghij", 5), "ab…ij");
    }
}
