//! The times that nginx and Apache write, each in its own order of day, month and year.

use crate::value::{Timestamp, clock_micros, date_micros, day_micros};

/// Length of `22/Nov/2026:14:02:11 +0000`.
pub(super) const CLF_BYTES: usize = 26;

/// Whether the text has the shape of a time in the Common Log Format, whatever its digits say.
pub(super) fn looks_like_clf(text: &[u8]) -> bool {
    let is_mark = |place: usize| !text[place].is_ascii_alphanumeric();
    text.len() == CLF_BYTES
        && [2, 6, 11, 14, 17, 20].into_iter().all(is_mark)
        && matches!(text[21], b'+' | b'-')
        && text[7..11].iter().all(u8::is_ascii_digit)
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
    let day = day_micros(*year, *month.first_chunk()?, [tens, *e])?;
    Timestamp::of_micros(day + clock_micros(clock)?)
}
