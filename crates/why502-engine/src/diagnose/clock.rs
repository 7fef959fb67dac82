//! Instants in sentences: UTC, to the second.

use why502_parse::Timestamp;

use crate::summary::rfc3339;

/// `2026-11-22 14:02:11 UTC`.
pub(super) fn to_the_second(at: Timestamp) -> String {
    let text = rfc3339(at);
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    format!("{date} {} UTC", time.get(..8).unwrap_or(time))
}
