//! Times as logs other than a load balancer's write them: with a month's name, with an offset.

use super::number::unsigned;
use super::time::{Timestamp, clock_micros, date_micros};

const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];
const MINUTE_MICROS: i64 = 60_000_000;

/// `dd/Mon/yyyy:hh:mm:ss +hhmm` of the Common Log Format, with any offset.
pub(crate) fn common_log(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_first_chunk::<12>()?;
    let &[d, e, b'/', m, o, n, b'/', y0, y1, y2, y3, b':'] = date else { return None };
    let (clock, zone) = rest.split_at_checked(8)?;
    let &[b' ', sign, h0, h1, m0, m1] = zone else { return None };
    let micros = day_micros([y0, y1, y2, y3], [m, o, n], [d, e])? + clock_micros(clock)?;
    Timestamp::of_micros(micros - offset_micros(sign, [h0, h1, m0, m1])?)
}

/// `YYYY-MM-DDThh:mm:ss[.f]` with `Z` or an offset, `+hh:mm`.
pub(crate) fn rfc3339(text: &[u8]) -> Option<Timestamp> {
    if text.ends_with(b"Z") {
        return Timestamp::parse(text);
    }
    let (local, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (date, clock) = local.split_at_checked(10)?;
    let &[sign, h0, h1, b':', m0, m1] = zone else { return None };
    let local = date_micros(date)? + clock_micros(clock.strip_prefix(b"T")?)?;
    Timestamp::of_micros(local - offset_micros(sign, [h0, h1, m0, m1])?)
}

/// The start of a day whose month is named.
pub(crate) fn day_micros(
    [y0, y1, y2, y3]: [u8; 4],
    month: [u8; 3],
    [tens, units]: [u8; 2],
) -> Option<i64> {
    let month = u8::try_from(MONTHS.iter().position(|name| **name == month)? + 1).ok()?;
    let (m0, m1) = (b'0' + month / 10, b'0' + month % 10);
    date_micros(&[y0, y1, y2, y3, b'-', m0, m1, b'-', tens, units])
}

/// `hhmm` east of UTC, or west.
fn offset_micros(sign: u8, [h0, h1, m0, m1]: [u8; 4]) -> Option<i64> {
    let (hours, minutes) = (unsigned(&[h0, h1])?, unsigned(&[m0, m1])?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let micros = i64::try_from(hours * 60 + minutes).ok()? * MINUTE_MICROS;
    match sign {
        b'+' => Some(micros),
        b'-' => Some(-micros),
        _ => None,
    }
}
