//! What CloudWatch Logs puts around a line, taken off by `serde_json` and plain text code.

use serde_json::Value;

/// The event's message without the line feed at its end. `None` if it is no event.
pub(crate) fn event(text: &str) -> Option<String> {
    let Value::Object(event) = serde_json::from_str(text).ok()? else { return None };
    let Value::String(message) = event.get("message")? else { return None };
    let line = message.strip_suffix('\n');
    Some(line.map_or(message.as_str(), |line| line.strip_suffix('\r').unwrap_or(line)).to_owned())
}

/// The message of a line that begins with a time in milliseconds and a space.
pub(crate) fn export(line: &str) -> Option<&str> {
    let (time, message) = line.split_once(' ')?;
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    (shape == "0000-00-00T00:00:00.000Z").then_some(message)
}
