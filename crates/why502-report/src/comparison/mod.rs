//! Two sides and what differs: as text, Markdown, HTML and JSON.
//!
//! What stands in which line is decided once (`lines`), for text, Markdown and HTML alike.
//!
//! Modules, each using only those to its left: `phrases → lines → text → markdown → html`

mod html;
mod lines;
mod markdown;
mod phrases;
mod text;

use why502_engine::compare::Comparison;

pub use html::html;
pub use markdown::markdown;
pub use text::text;

/// One pretty-printed object of `docs/schema/compare.v1.json` and a final newline.
///
/// # Panics
///
/// Never: a comparison has string keys and no fallible serialiser.
#[must_use]
pub fn json(comparison: &Comparison) -> String {
    let mut text = serde_json::to_string_pretty(comparison)
        .expect("a comparison holds only string keys and plain values");
    text.push('\n');
    text
}
