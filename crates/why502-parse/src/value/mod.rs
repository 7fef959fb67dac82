//! What single fields hold: numbers, times, addresses, request lines, escapes.
//!
//! Everything here reads one field's bytes, allocates nothing unless it must unescape, and answers
//! `None` (or the field's own "absent") for what it cannot read.
//!
//! Modules, each using only those to its left: `number → duration → time → written → endpoint → escape → request`

mod duration;
mod endpoint;
mod escape;
mod number;
mod request;
mod time;
mod written;

pub use duration::ProcessingTime;
pub(crate) use duration::{duration_micros, millis_to_micros, seconds_to_micros};
pub use endpoint::Endpoint;
pub use escape::{percent_decode_once, unescape};
pub(crate) use number::{Status, signed, status, unsigned};
pub use request::RequestLine;
pub use time::{CivilDate, Timestamp};
pub(crate) use time::{Memo, Minute, clock_micros, date_micros};
pub(crate) use written::{common_log, day_micros, rfc3339};

#[cfg(test)]
mod tests;
