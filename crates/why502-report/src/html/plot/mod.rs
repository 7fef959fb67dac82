//! Plots as SVG: how failures, response times and targets went over time.
//!
//! Axes, scales and shapes are drawn by `plotters`; colours and fonts are the style sheet's.
//!
//! Modules, each using only those to its left: `ink → axis → figure → timeline → latency → heat`

mod axis;
mod figure;
pub(super) mod heat;
mod ink;
pub(super) mod latency;
pub(super) mod timeline;

pub(super) use figure::{Figure, MOST_NUMBERED};
