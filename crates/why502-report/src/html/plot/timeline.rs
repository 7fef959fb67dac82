//! Failing requests over time, stacked by kind.

use plotters::prelude::Rectangle;
use plotters::style::ShapeStyle;

use super::axis::{ColumnAxis, CountAxis};
use super::figure::{Chart, Drawing, Drawn, Figure, Page, Room, Text, drawing, grid};
use super::ink::{COURSES, Ink};
use crate::figures::thousands;
use crate::postmortem::plot::TimelinePlot;

/// Pixels of the plotted area, about: what is less than one of them is still drawn.
const HEIGHT: u64 = 200;

/// `text` gives the numbers of some columns.
pub(crate) fn figure(plot: &TimelinePlot, ahead_us: i64, text: Text<'_>) -> Figure {
    let draw = |page| one(plot, ahead_us, text, page);
    Figure { wide: draw(Page::Wide), narrow: draw(Page::Narrow) }
}

fn one(plot: &TimelinePlot, ahead_us: i64, text: Text<'_>, page: Page) -> Drawing {
    let stack = |column: usize| -> u64 {
        plot.courses.iter().filter_map(|course| course.failed.get(column)).sum()
    };
    let highest = (0..plot.axis.len()).map(stack).max().unwrap_or(0);
    let x = ColumnAxis::new(&plot.axis, ahead_us, page.ticks());
    let y = CountAxis::new(highest);
    let digits = u32::try_from(thousands(highest).len()).unwrap_or(20);
    let room = Room { height: 244, left: 18 + 7 * digits };
    drawing(page, room, x, y, &plot.windows, |chart, _, hits| {
        grid(chart, true)?;
        bars(chart, plot, highest)?;
        hits.columns(chart, page, text);
        Ok(())
    })
}

fn bars(chart: &mut Chart<'_, '_, CountAxis>, plot: &TimelinePlot, highest: u64) -> Drawn {
    let least = highest.div_ceil(HEIGHT);
    let gap = u32::from(plot.axis.len() <= 150);
    let mut stacked = vec![0_u64; plot.axis.len()];
    for (kind, course) in plot.courses.iter().enumerate() {
        let style = ShapeStyle::from(Ink::Course(kind.min(COURSES - 1)).color()).filled();
        let mut bars = Vec::new();
        for (column, (failed, base)) in course.failed.iter().zip(&mut stacked).enumerate() {
            if *failed == 0 {
                continue;
            }
            let top = base.saturating_add((*failed).max(least));
            let left = i64::try_from(column).unwrap_or(0) * 2;
            let mut bar = Rectangle::new([(left, top), (left + 2, *base)], style);
            bar.set_margin(0, 0, 0, gap);
            bars.push(bar);
            *base = top;
        }
        chart.draw_series(bars)?;
    }
    Ok(())
}
