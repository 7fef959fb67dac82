//! The summary as the JSON of `docs/schema/analyze.v1.json`.

use why502_engine::summary::Summary;

/// One pretty-printed object and a final newline. JSON itself escapes C0 controls; the rest of
/// the text is as it was logged.
///
/// # Panics
///
/// Never: a summary has string keys and no fallible serialiser.
#[must_use]
pub fn render(summary: &Summary) -> String {
    ended(serde_json::to_string_pretty(summary))
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
