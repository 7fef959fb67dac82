//! Response times over time: three percentiles.

use plotters::prelude::{Circle, PathElement};
use plotters::style::ShapeStyle;

use super::axis::{ColumnAxis, DurationAxis};
use super::figure::{Chart, Drawing, Drawn, Figure, Page, Room, Text, drawing, grid};
use super::ink::Ink;
use crate::postmortem::plot::LatencyPlot;

/// `text` gives the numbers of some columns.
pub(crate) fn figure(plot: &LatencyPlot, ahead_us: i64, text: Text<'_>) -> Figure {
    let draw = |page| one(plot, ahead_us, text, page);
    Figure { wide: draw(Page::Wide), narrow: draw(Page::Narrow) }
}

fn one(plot: &LatencyPlot, ahead_us: i64, text: Text<'_>, page: Page) -> Drawing {
    let lines = [&plot.p50, &plot.p90, &plot.p99];
    let all = || lines.iter().flat_map(|line| line.iter().flatten().copied());
    let x = ColumnAxis::new(&plot.axis, ahead_us, page.ticks());
    let y = DurationAxis::new(all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max));
    let room = Room { height: 224, left: 56 };
    drawing(page, room, x, y, &plot.windows, |chart, _, hits| {
        grid(chart, true)?;
        for (which, line) in lines.iter().enumerate() {
            draw_line(chart, line, Ink::Percentile(which))?;
        }
        hits.columns(chart, page, text);
        Ok(())
    })
}

/// Interrupted where there was no response.
fn draw_line(chart: &mut Chart<'_, '_, DurationAxis>, line: &[Option<f64>], ink: Ink) -> Drawn {
    let style = ShapeStyle::from(ink.color()).stroke_width(2);
    let middle = |column: usize| i64::try_from(column).unwrap_or(0) * 2 + 1;
    let points: Vec<_> =
        line.iter().enumerate().map(|(at, value)| value.map(|s| (middle(at), s))).collect();
    for piece in points.split(Option::is_none) {
        let piece: Vec<_> = piece.iter().flatten().copied().collect();
        match piece.as_slice() {
            [] => {}
            [alone] => {
                chart.draw_series([Circle::new(*alone, 2, style.filled())])?;
            }
            _ => {
                chart.draw_series([PathElement::new(piece, style)])?;
            }
        }
    }
    Ok(())
}
