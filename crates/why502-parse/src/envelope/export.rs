//! A line of an object that CloudWatch Logs exported: the event's time, a space, its message.

use crate::value::Timestamp;

/// `YYYY-MM-DDThh:mm:ss.fffZ`, always with milliseconds.
const TIME_BYTES: usize = 24;

/// The time and the message. Whether the line is one of an export at all, its message tells.
pub(crate) fn split_export(line: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (time, rest) = line.split_at_checked(TIME_BYTES)?;
    let message = rest.strip_prefix(b" ")?;
    Some((Timestamp::parse(time)?, message))
}
