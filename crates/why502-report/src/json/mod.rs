//! The summary as the JSON of `docs/schema/analyze.v1.json`.
//!
//! Modules, each using only those to its left: `layout`

use serde::Serialize;
use serde_json::Serializer;
use why502_engine::summary::Summary;

use layout::Layout;

mod layout;

/// One pretty-printed object, arrays of numbers on one line, and a final newline. JSON itself escapes C0 controls; the rest of
/// the text is as it was logged.
///
/// # Panics
///
/// Never: a summary has string keys and no fallible serialiser.
#[must_use]
pub fn render(summary: &Summary) -> String {
    let mut out = Vec::new();
    let written = summary.serialize(&mut Serializer::with_formatter(&mut out, Layout::default()));
    ended(written.map(|()| String::from_utf8(out).expect("JSON is UTF-8")))
}

/// The same object on one line: for a stream of them, as NDJSON.
///
/// # Panics
///
/// Never: as [`render`].
#[must_use]
pub fn render_line(summary: &Summary) -> String {
    ended(serde_json::to_string(summary))
}

fn ended(text: serde_json::Result<String>) -> String {
    let mut text = text.expect("a summary holds only string keys and plain values");
    text.push('\n');
    text
}
