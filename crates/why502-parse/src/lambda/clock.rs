//! The times that functions and runtimes write, each in its own way.

use crate::value::{Timestamp, clock_micros, date_micros, seconds_to_micros};
use memchr::{memrchr, memrchr2};

const MINUTE: i64 = 60_000_000;

/// `YYYY-MM-DDThh:mm:ss[.f{1,9}]` and a zone: `Z`, `+hh:mm` or `+hhmm`. A blank may stand for the
/// `T`, a comma or a colon for the point.
pub(super) fn zoned(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let [b'T' | b' ', rest @ ..] = rest else { return None };
    let (clock, offset) = match rest.strip_suffix(b"Z") {
        Some(clock) => (clock, 0),
        None => {
            let sign = memrchr2(b'+', b'-', rest)?;
            let (clock, zone) = rest.split_at(sign);
            (clock, zone_micros(zone)?)
        }
    };
    let mut plain = [0; 18];
    let plain = plain.get_mut(..clock.len())?;
    plain.copy_from_slice(clock);
    if let Some(point @ (b',' | b':')) = plain.get_mut(8) {
        *point = b'.';
    }
    Timestamp::of_micros(date_micros(date)? + clock_micros(plain)? - offset)
}

/// `+hh:mm`, `-hh:mm`, or the same without the colon.
fn zone_micros(zone: &[u8]) -> Option<i64> {
    let (sign, digits) = zone.split_first()?;
    let (hours, minutes) = match digits {
        [a, b, b':', c, d] | [a, b, c, d] => ([*a, *b], [*c, *d]),
        _ => return None,
    };
    let number = |pair: [u8; 2]| -> Option<i64> {
        let digit = |byte: u8| char::from(byte).to_digit(10).map(i64::from);
        Some(digit(pair[0])? * 10 + digit(pair[1])?)
    };
    let micros = (number(hours)? * 60 + number(minutes)?) * MINUTE;
    Some(if *sign == b'-' { -micros } else { micros })
}

/// As [`zoned`], of the logger of the Python runtime, which writes milliseconds as a plain number:
/// `.7Z` are seven of them.
pub(super) fn zoned_by_python(text: &[u8]) -> Option<Timestamp> {
    let time = zoned(text)?;
    let digits = memrchr(b'.', text).map_or(0, |point| text.len() - point - 2);
    let shrink = match digits {
        1 => 100,
        2 => 10,
        _ => return Some(time),
    };
    let fraction = time.micros().rem_euclid(1_000_000);
    Some(Timestamp::from_micros(time.micros() - fraction + fraction / shrink))
}

/// Seconds since 1970, with decimals or without, or milliseconds: what lies before the year 5138 as
/// seconds.
pub(super) fn epoch(number: &[u8]) -> Option<Timestamp> {
    const LATEST_SECOND: u64 = 100_000_000_000;
    let micros = seconds_to_micros(number)?;
    let is_seconds = micros < LATEST_SECOND * 1_000_000;
    Timestamp::of_micros(i64::try_from(if is_seconds { micros } else { micros / 1_000 }).ok()?)
}
