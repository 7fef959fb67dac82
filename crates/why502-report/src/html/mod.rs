//! The postmortem as one HTML file that needs nothing else: no network, no other file.
//!
//! What it says is the [`Postmortem`]'s; what stands where is the templates' (`templates/`), which
//! let a value out only through `escaper::Visible`. Style and script stand in the page and are
//! the only ones that its own Content-Security-Policy allows; everything can be read without the
//! script.
//!
//! Modules, each using only those to its left: `escaper → words → policy → shell → plot → pictures → bounds → page`

use why502_engine::summary::Summary;

use crate::postmortem::{Postmortem, PostmortemOptions, postmortem};

mod bounds;
pub(crate) mod escaper;
mod page;
mod pictures;
mod plot;
mod policy;
mod shell;
mod words;

pub(crate) use shell::Shell;

/// A page is smaller than this, whatever the logs hold.
pub const MOST_BYTES: usize = 1_000_000;

/// The whole page.
///
/// Smaller than [`MOST_BYTES`]: where the whole postmortem would not fit, the ends of its lists
/// are left out, and the page says so.
#[must_use]
pub fn render(summary: &Summary, options: &PostmortemOptions) -> String {
    let whole = postmortem(summary, options);
    let html = page::html(&whole, options, false);
    if html.len() < MOST_BYTES {
        return html;
    }
    let shorter = |limits: &bounds::Limits| {
        let part: Postmortem = bounds::shortened(whole.clone(), limits);
        page::html(&part, options, true)
    };
    let mut last = String::new();
    for limits in &bounds::LIMITS {
        last = shorter(limits);
        if last.len() < MOST_BYTES {
            break;
        }
    }
    last
}
