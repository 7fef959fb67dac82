//! An element of a subscription envelope's `logEvents`: `{"id":…,"timestamp":…,"message":…}`.

use crate::json::{Token, decode, members};
use crate::value::{Timestamp, unsigned};
use std::borrow::Cow;

/// Writes the event's message, without the line feed at its end, and gives its time. `None` if the
/// event is no well-formed object, or has no message.
pub(crate) fn open_event(event: &[u8], message: &mut Vec<u8>) -> Option<Option<Timestamp>> {
    let mut inside = None;
    let mut time = None;
    members(event, &mut |name, token| match (name, token) {
        (b"message", Token::Text(text)) => inside = Some(text),
        (b"timestamp", Token::Number(millis) | Token::Text(millis)) => time = of_millis(millis),
        _ => {}
    })
    .ok()?;
    message.clear();
    match decode(inside?) {
        Cow::Borrowed(text) => message.extend_from_slice(text),
        Cow::Owned(text) => *message = text,
    }
    if message.last() == Some(&b'\n') {
        message.pop();
        if message.last() == Some(&b'\r') {
            message.pop();
        }
    }
    Some(time)
}

fn of_millis(digits: &[u8]) -> Option<Timestamp> {
    let micros = i64::try_from(unsigned(digits)?).ok()?.checked_mul(1_000)?;
    Timestamp::of_micros(micros)
}
