//! Instants: fixed-shape UTC timestamps to microseconds since 1970, and back to a civil date.
//!
//! The Gregorian calendar is used for every year, no leap second is counted: second 60 is the next
//! minute's first. Nothing here knows a time zone.

use super::duration::fraction_micros;
use super::number::eight_digits;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    /// The year; 0 is 1 BC.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl Timestamp {
    /// The first instant of the year 1: nothing earlier is read, so that RFC 3339 can write it.
    pub const MIN: Self = Self(day_number(1, 1, 1) * DAY);

    /// The last instant of the year 9999: nothing later is read.
    pub const MAX: Self = Self(day_number(10_000, 1, 1) * DAY - 1);

    /// The instant that many microseconds after the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads `YYYY-MM-DDThh:mm:ss[.f{1,9}]Z`, exactly that shape, a date that exists, from
    /// [`MIN`](Self::MIN) to [`MAX`](Self::MAX). Digits past the sixth decimal are dropped.
    #[must_use]
    #[inline]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (date, clock) = text.strip_suffix(b"Z")?.split_at_checked(10)?;
        let clock = clock.strip_prefix(b"T")?;
        Self::of_micros(date_micros(date)? + clock_micros(clock)?)
    }

    /// That instant, where it lies within [`MIN`](Self::MIN) and [`MAX`](Self::MAX).
    #[inline]
    pub(crate) fn of_micros(micros: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Self(micros))
    }

    /// The UTC day this instant lies in.
    #[must_use]
    pub fn civil_date(self) -> CivilDate {
        date_of_day(self.0.div_euclid(DAY))
    }

    /// Microseconds since the start of that day: 0 to 86 399 999 999.
    #[must_use]
    pub const fn micros_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Microseconds from `other` to this instant, negative where `other` is later.
    #[must_use]
    pub const fn saturating_since(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

/// Reads timestamps, and remembers the minute of the last one: neighbouring lines share it.
#[derive(Debug)]
pub(crate) struct Memo {
    /// `YYYY-MM-DDThh:mm:` of the last timestamp that could be read, or of the epoch.
    text: [u8; MINUTE_BYTES],
    minute: Minute,
}

/// The length of `YYYY-MM-DDThh:mm:`.
const MINUTE_BYTES: usize = 17;

/// When the minute of a timestamp began: what its neighbour in the line needs, that mostly lies in
/// the same minute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minute(i64);

impl Memo {
    pub(crate) const fn new() -> Self {
        Self { text: *b"1970-01-01T00:00:", minute: Minute(0) }
    }

    /// As [`Timestamp::parse`].
    #[inline]
    pub(crate) fn parse(&mut self, text: &[u8]) -> Option<(Timestamp, Minute)> {
        let (minute, rest) = text.split_first_chunk::<MINUTE_BYTES>()?;
        if *minute != self.text {
            self.change(text, minute, rest)?;
        }
        Some((self.minute.timestamp(rest)?, self.minute))
    }

    #[cold]
    fn change(&mut self, text: &[u8], minute: &[u8; MINUTE_BYTES], rest: &[u8]) -> Option<()> {
        let time = Timestamp::parse(text)?;
        let second = second_micros(rest.strip_suffix(b"Z")?)?;
        (self.text, self.minute) = (*minute, Minute(time.0 - second));
        Some(())
    }
}

impl Minute {
    /// As [`Timestamp::parse`]; `neighbour` is a timestamp of this minute that could be read.
    #[inline]
    pub(crate) fn parse(self, neighbour: &[u8], text: &[u8]) -> Option<Timestamp> {
        match (neighbour.first_chunk(), text.split_first_chunk::<MINUTE_BYTES>()) {
            (Some(same), Some((minute, rest))) if minute == same => self.timestamp(rest),
            _ => Timestamp::parse(text),
        }
    }

    /// Of what follows the minute.
    #[inline]
    fn timestamp(self, rest: &[u8]) -> Option<Timestamp> {
        let micros = match micros_of_six_decimals(rest) {
            Some(micros) => micros,
            None => second_micros(rest.strip_suffix(b"Z")?)?,
        };
        Timestamp::of_micros(self.0.wrapping_add(micros))
    }
}

/// `ss.ffffffZ`, the form of nearly all, to microseconds since the minute's start; `None` for any
/// other form.
#[inline]
fn micros_of_six_decimals(text: &[u8]) -> Option<i64> {
    let (first, &[last, end]) = text.split_last_chunk()?;
    let first = u64::from_le_bytes(*first.first_chunk()?);
    if text.len() != 10 || (first >> 16) as u8 != b'.' || end != b'Z' {
        return None;
    }
    // Two reads instead of ten, closed up over the point.
    let digits = first & 0xffff | first >> 24 << 16 | u64::from(last) << 56;
    let micros = eight_digits(digits)?;
    (i64::from(micros) < 61 * SECOND).then_some(i64::from(micros))
}

/// `YYYY-MM-DD` to the microseconds of its start.
#[inline]
pub(crate) fn date_micros(text: &[u8]) -> Option<i64> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
    let year = two(a, b)? * 100 + two(c, d)?;
    let (month, day) = (two(e, f)?, two(g, h)?);
    let valid = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
    valid.then(|| day_number(year, month, day) * DAY)
}

/// `hh:mm:ss[.f{1,9}]` to microseconds since midnight.
#[inline]
pub(crate) fn clock_micros(text: &[u8]) -> Option<i64> {
    let (&[a, b, first, c, d, second], rest) = text.split_first_chunk::<6>()?;
    let (hour, minute) = (two(a, b)?, two(c, d)?);
    if (first, second) != (b':', b':') || hour > 23 || minute > 59 {
        return None;
    }
    Some((hour * 60 + minute) * MINUTE + second_micros(rest)?)
}

/// `ss[.f{1,9}]` to microseconds since the minute's start.
#[inline]
fn second_micros(text: &[u8]) -> Option<i64> {
    let (&[a, b], rest) = text.split_first_chunk::<2>()?;
    let second = two(a, b)?;
    if second > 60 || rest.len() > 10 {
        return None;
    }
    let fraction = match rest {
        [] => 0,
        [b'.', decimals @ ..] => i64::try_from(fraction_micros(decimals)?).ok()?,
        _ => return None,
    };
    Some(second * SECOND + fraction)
}

#[inline]
fn two(tens: u8, units: u8) -> Option<i64> {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    (tens <= 9 && units <= 9).then(|| i64::from(tens * 10 + units))
}

const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + is_leap_year(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01. Years are counted from March, so that the leap day ends one.
#[inline]
const fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - DAYS_BEFORE_EPOCH
}

/// From 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_EPOCH: i64 = 719_468;
const DAYS_IN_400_YEARS: i64 = 146_097;

fn date_of_day(day_number: i64) -> CivilDate {
    let days = day_number + DAYS_BEFORE_EPOCH;
    let (cycle, day) = (days.div_euclid(DAYS_IN_400_YEARS), days.rem_euclid(DAYS_IN_400_YEARS));
    // Taking out the leap days of 4, 100 and 400 years leaves years of 365 days.
    let year_of_cycle = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (carry, month) =
        if month_from_march < 10 { (0, month_from_march + 3) } else { (1, month_from_march - 9) };
    CivilDate {
        year: i32::try_from(cycle * 400 + year_of_cycle + carry)
            .expect("64-bit microseconds span fewer than 600 000 years"),
        month: u8::try_from(month).expect("1 to 12"),
        day: u8::try_from(day_of_month).expect("1 to 31"),
    }
}
