//! What all plots share: two widths, a grid, windows of incidents, and numbers on hover.
//!
//! A drawing that shrinks has labels nobody can read, so each plot is drawn for a wide page and for
//! a phone, and the style sheet shows one of them.

use std::error::Error;
use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::coord::ranged1d::ValueFormatter;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, ChartContext, DrawingArea, IntoDrawingArea, PathElement, Ranged,
    Rectangle, SVGBackend,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, ShapeStyle, TextStyle};

use super::axis::ColumnAxis;
use super::ink::{Ink, restyled};
use crate::html::escaper::escaped;
use crate::postmortem::plot::Window;

/// Why nothing could be drawn; the table below the plot still has its numbers.
pub(super) type Drawn = Result<(), Box<dyn Error>>;
/// Where a plot is drawn.
pub(super) type Chart<'a, 'b, Y> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<ColumnAxis, Y>>;
/// The numbers from one column to before another, in words.
pub(super) type Text<'t> = &'t dyn Fn(usize, usize) -> String;
/// The whole drawing, labels included.
pub(super) type Sheet<'b> = DrawingArea<SVGBackend<'b>, Shift>;

/// A plot, once for each kind of page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// For a desk and for paper.
    pub(crate) wide: Drawing,
    /// For a phone.
    pub(crate) narrow: Drawing,
}

/// One drawing: what stands between `<svg>` and `</svg>`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawing {
    /// In the drawing's own pixels.
    pub(crate) width: u32,
    /// In the drawing's own pixels.
    pub(crate) height: u32,
    /// Elements with classes, escaped.
    pub(crate) inside: String,
}

/// Windows that have numbers; more would stand on each other.
pub(crate) const MOST_NUMBERED: usize = 9;

/// For which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Wide,
    Narrow,
}

impl Page {
    pub(super) fn width(self) -> u32 {
        if self == Self::Wide { 880 } else { 356 }
    }

    /// Shapes that can be pointed at.
    fn hits(self) -> usize {
        if self == Self::Wide { 120 } else { 48 }
    }

    /// Ticks of time that have room.
    pub(super) fn ticks(self) -> i64 {
        if self == Self::Wide { 9 } else { 4 }
    }
}

/// Room that is left around the plotted area.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) height: u32,
    pub(super) left: u32,
}

/// Draws one plot: the windows below, `paint` above them, and the shapes that `paint` leaves for
/// hovering on top of all. An empty drawing where that fails.
pub(super) fn drawing<Y, P>(
    page: Page,
    room: Room,
    x: ColumnAxis,
    y: Y,
    windows: &[Window],
    paint: P,
) -> Drawing
where
    Y: Ranged + ValueFormatter<<Y as Ranged>::ValueType>,
    Y::ValueType: Clone + 'static,
    P: FnOnce(&mut Chart<'_, '_, Y>, &Sheet<'_>, &mut Hits) -> Drawn,
{
    let (width, height) = (page.width(), room.height);
    let mut svg = String::new();
    let mut hits = Hits::default();
    let done = (|| -> Drawn {
        let sheet = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        let mut chart = ChartBuilder::on(&sheet)
            .margin_top(16)
            .margin_right(8)
            .x_label_area_size(24)
            .y_label_area_size(room.left)
            .build_cartesian_2d(x, y)?;
        let ends = chart.plotting_area().as_coord_spec().y_spec().range();
        shade(&mut chart, &ends, windows)?;
        paint(&mut chart, &sheet, &mut hits)?;
        number(&chart, &sheet, &ends, windows)?;
        sheet.present()?;
        Ok(())
    })();
    match done {
        Ok(()) => Drawing { width, height, inside: restyled(&svg) + &hits.svg },
        Err(_) => Drawing::default(),
    }
}

/// The grid; the vertical axis only where `has_scale`.
pub(super) fn grid<Y>(chart: &mut Chart<'_, '_, Y>, has_scale: bool) -> Drawn
where
    Y: Ranged + ValueFormatter<<Y as Ranged>::ValueType>,
    Y::ValueType: Clone + 'static,
{
    let mut mesh = chart.configure_mesh();
    mesh.disable_x_mesh()
        .x_labels(12)
        .y_labels(6)
        .set_all_tick_mark_size(3)
        .label_style(label())
        .bold_line_style(Ink::Grid.color())
        .light_line_style(Ink::Grid.color().mix(0.0))
        .axis_style(Ink::Axis.color());
    if !has_scale {
        mesh.disable_y_mesh().disable_y_axis().y_labels(0);
    }
    mesh.draw()?;
    Ok(())
}

/// The style of every label; the style sheet has its font.
pub(super) fn label() -> TextStyle<'static> {
    ("sans-serif", 14).into_font().color(&Ink::Label.color())
}

fn shade<Y: Ranged>(
    chart: &mut Chart<'_, '_, Y>,
    ends: &std::ops::Range<Y::ValueType>,
    windows: &[Window],
) -> Drawn
where
    Y::ValueType: Clone + 'static,
{
    for window in windows {
        let (from, to) = columns(window);
        let style = ShapeStyle::from(Ink::Window.color()).filled();
        let corners = [(from, ends.end.clone()), (to, ends.start.clone())];
        chart.draw_series([Rectangle::new(corners, style)])?;
    }
    Ok(())
}

/// A line above each window, and its number where there are few.
fn number<Y: Ranged>(
    chart: &Chart<'_, '_, Y>,
    sheet: &Sheet<'_>,
    ends: &std::ops::Range<Y::ValueType>,
    windows: &[Window],
) -> Drawn
where
    Y::ValueType: Clone + 'static,
{
    let style = ("sans-serif", 14).into_font().color(&Ink::WindowEdge.color());
    let style = style.pos(Pos::new(HPos::Center, VPos::Bottom));
    for (at, window) in windows.iter().enumerate() {
        let (from, to) = columns(window);
        let (left, top) = chart.plotting_area().map_coordinate(&(from, ends.end.clone()));
        let (right, _) = chart.plotting_area().map_coordinate(&(to, ends.end.clone()));
        let edge = ShapeStyle::from(Ink::WindowEdge.color()).stroke_width(3);
        sheet.draw(&PathElement::new([(left, top - 1), (right.max(left + 3), top - 1)], edge))?;
        if windows.len() <= MOST_NUMBERED {
            sheet.draw_text(&(at + 1).to_string(), &style, (left.midpoint(right), top - 1))?;
        }
    }
    Ok(())
}

/// The ends of a window on a [`ColumnAxis`].
fn columns(window: &Window) -> (i64, i64) {
    (halves(window.first), halves(window.last + 1))
}

/// Invisible shapes above a plot that tell their numbers.
#[derive(Debug, Default)]
pub(super) struct Hits {
    svg: String,
}

impl Hits {
    /// Between two corners, in pixels.
    pub(super) fn add(&mut self, from: (i32, i32), to: (i32, i32), text: &str) {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((from.0 - to.0).abs().max(1), (from.1 - to.1).abs().max(1));
        let text = escaped(text);
        writeln!(
            self.svg,
            "<rect class=\"hit\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{text}</title></rect>"
        )
        .expect("writing to a String does not fail");
    }

    /// Over the whole height, a shape for each few columns.
    pub(super) fn columns<Y: Ranged>(
        &mut self,
        chart: &Chart<'_, '_, Y>,
        page: Page,
        text: Text<'_>,
    ) where
        Y::ValueType: Clone,
    {
        let area = chart.plotting_area();
        let spec = area.as_coord_spec();
        let ends = spec.y_spec().range();
        let columns = usize::try_from(spec.x_spec().range().end / 2).unwrap_or(0);
        let step = columns.div_ceil(page.hits()).max(1);
        for from in (0..columns).step_by(step) {
            let to = (from + step).min(columns);
            let corner = |column: usize, y| area.map_coordinate(&(halves(column), y));
            let (one, other) = (corner(from, ends.start.clone()), corner(to, ends.end.clone()));
            self.add(one, other, &text(from, to));
        }
    }
}

/// Where a column begins on a [`ColumnAxis`].
pub(super) fn halves(column: usize) -> i64 {
    i64::try_from(column).unwrap_or(0) * 2
}
