//! The times that nginx and Apache write, each in its own order of day, month and year.

use crate::value::{Timestamp, clock_micros, date_micros, unsigned};

const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];
const MINUTE_MICROS: i64 = 60_000_000;

/// Length of `22/Nov/2026:14:02:11 +0000`.
pub(super) const CLF_BYTES: usize = 26;

/// Whether the text has the shape of [`clf`], whatever its digits say.
pub(super) fn looks_like_clf(text: &[u8]) -> bool {
    let is_mark = |place: usize| !text[place].is_ascii_alphanumeric();
    text.len() == CLF_BYTES
        && [2, 6, 11, 14, 17, 20].into_iter().all(is_mark)
        && matches!(text[21], b'+' | b'-')
        && text[7..11].iter().all(u8::is_ascii_digit)
}

/// `22/Nov/2026:14:02:11 +0000`, of access logs.
pub(super) fn clf(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_first_chunk::<12>()?;
    let [d, e, b'/', m, o, n, b'/', year @ .., b':'] = date else { return None };
    let (clock, zone) = rest.split_at_checked(8)?;
    let micros = day_micros(year, &[*m, *o, *n], [*d, *e])? + clock_micros(clock)?;
    Timestamp::of_micros(micros - offset_micros(zone.strip_prefix(b" ")?)?)
}

/// `2026/11/22 14:02:11`, of nginx's error log: taken as UTC.
pub(super) fn nginx_error(text: &[u8]) -> Option<Timestamp> {
    let (date, clock) = text.split_at_checked(10)?;
    let &[a, b, c, d, b'/', e, f, b'/', g, h] = date else { return None };
    let date = date_micros(&[a, b, c, d, b'-', e, f, b'-', g, h])?;
    Timestamp::of_micros(date + clock_micros(clock.strip_prefix(b" ")?)?)
}

/// `Sat Nov 22 14:02:11.123456 2026` of Apache's error log, the fraction since 2.4: taken as UTC.
/// The day of the week is not checked.
pub(super) fn apache_error(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_first_chunk::<11>()?;
    let [_, _, _, b' ', month @ .., b' ', d, e, b' '] = date else { return None };
    let (clock, year) = rest.split_at_checked(rest.len().checked_sub(5)?)?;
    let year = year.strip_prefix(b" ")?.first_chunk::<4>()?;
    let tens = if *d == b' ' { b'0' } else { *d };
    Timestamp::of_micros(day_micros(year, month.first_chunk()?, [tens, *e])? + clock_micros(clock)?)
}

/// `2026-11-22T14:02:11+00:00`, or with `Z`.
pub(super) fn iso(text: &[u8]) -> Option<Timestamp> {
    if text.ends_with(b"Z") {
        return Timestamp::parse(text);
    }
    let (clock, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (date, clock) = clock.split_at_checked(10)?;
    let &[sign, a, b, b':', c, d] = zone else { return None };
    let micros = date_micros(date)? + clock_micros(clock.strip_prefix(b"T")?)?;
    Timestamp::of_micros(micros - offset_micros(&[sign, a, b, c, d])?)
}

fn day_micros(year: &[u8; 4], month: &[u8; 3], [tens, units]: [u8; 2]) -> Option<i64> {
    let number = MONTHS.iter().position(|name| *name == month)? + 1;
    let digit = |number: usize| u8::try_from(number).map_or(b'?', |number| b'0' + number);
    let &[a, b, c, d] = year;
    let (e, f) = (digit(number / 10), digit(number % 10));
    date_micros(&[a, b, c, d, b'-', e, f, b'-', tens, units])
}

/// `+0530` to microseconds east of UTC.
fn offset_micros(zone: &[u8]) -> Option<i64> {
    let (sign, digits) = zone.split_first_chunk::<1>()?;
    if digits.len() != 4 {
        return None;
    }
    let number = i64::try_from(unsigned(digits)?).ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    let east = (hours * 60 + minutes) * MINUTE_MICROS;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b"+" => Some(east),
        b"-" => Some(-east),
        _ => None,
    }
}
