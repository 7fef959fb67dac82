//! The postmortem in GitHub-flavoured Markdown, for tickets and chat.
//!
//! Decides nothing: what is told stands in [`postmortem`](crate::postmortem). It owns that
//! nothing from a log becomes markup: values are code, commands stand in fences, and no HTML is
//! written at all.
//!
//! Modules, each using only those to its left: `inline → drawing → writer → parts`

use why502_engine::summary::Summary;

use crate::postmortem::{PostmortemOptions, postmortem};

mod drawing;
mod inline;
mod parts;
mod writer;

pub(crate) use inline::{prose, value};

/// The whole postmortem, ending in a newline.
///
/// Holds no control character but line feeds and no invisible one, no HTML, no image, and no link
/// but those to the rulebook's references, whatever the logs hold.
#[must_use]
pub fn render(summary: &Summary, options: &PostmortemOptions) -> String {
    parts::whole(&postmortem(summary, options))
}
