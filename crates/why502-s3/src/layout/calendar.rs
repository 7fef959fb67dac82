//! Seconds since 1970 to dates of the Gregorian calendar in UTC and back, and the decimal numbers
//! dates are written with. Total: no input panics.

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;
/// Seconds of an hour.
pub(crate) const HOUR: i64 = 3_600;
/// Seconds of a minute.
pub(crate) const MINUTE: i64 = 60;

/// The last hour of year 9999, the last that four digits of a year can write.
pub(crate) const LAST_HOUR: i64 = 253_402_297_200;

/// A minute of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
}

impl Civil {
    /// The minute that holds a second; the ends of 1970 to 9999 for what lies beyond.
    pub(crate) fn at(seconds: i64) -> Self {
        let seconds = seconds.clamp(0, LAST_HOUR + HOUR - 1);
        let second_of_day = seconds % DAY;
        // Days counted from March of year 0, so that a leap day ends its year.
        let day = seconds / DAY + 719_468;
        let (era, day_of_era) = (day / 146_097, day % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted + 2) / 5 + 1,
            hour: second_of_day / HOUR,
            minute: second_of_day % HOUR / MINUTE,
        }
    }

    /// The first second of the minute, if there is such a minute from 1970 to 9999.
    pub(crate) fn seconds(self) -> Option<i64> {
        let Self { year, month, day, hour, minute } = self;
        let fits = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute);
        if !fits {
            return None;
        }
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (shifted_year / 400, shifted_year % 400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        Some(days * DAY + hour * HOUR + minute * MINUTE)
    }
}

/// Days of a month.
pub(crate) const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The number that all of the text writes, with as many digits as asked for.
pub(crate) fn number(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// `yyyy-mm-dd` as the first second of that day.
pub(crate) fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    Civil { year, month, day, hour: 0, minute: 0 }.seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_the_one_of_another_calendar() {
        let mut date = jiff::civil::date(1970, 1, 1);
        for day in 0..=LAST_HOUR / DAY {
            let civil = Civil::at(day * DAY + 86_399);
            let wanted = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
            assert_eq!((civil.year, civil.month, civil.day), wanted);
            assert_eq!((civil.hour, civil.minute), (23, 59));
            assert_eq!(civil.seconds(), Some(day * DAY + DAY - MINUTE));
            date = date.tomorrow().unwrap_or(date);
        }
    }

    #[test]
    fn what_is_no_minute_has_no_second() {
        let minute = Civil { year: 2026, month: 2, day: 28, hour: 23, minute: 59 };
        assert!(minute.seconds().is_some());
        assert_eq!(Civil { day: 29, ..minute }.seconds(), None);
        assert_eq!(Civil { month: 0, ..minute }.seconds(), None);
        assert_eq!(Civil { month: 13, ..minute }.seconds(), None);
        assert_eq!(Civil { hour: 24, ..minute }.seconds(), None);
        assert_eq!(Civil { year: 1969, ..minute }.seconds(), None);
        assert_eq!(Civil { year: i64::MAX, ..minute }.seconds(), None);
        assert_eq!(Civil { day: 31, month: 4, ..minute }.seconds(), None);
    }

    #[test]
    fn times_beyond_the_calendar_are_its_ends() {
        assert_eq!(Civil::at(i64::MIN), Civil::at(0));
        assert_eq!(Civil::at(i64::MAX), Civil::at(LAST_HOUR + 3_599));
    }

    #[test]
    fn days_are_read_only_in_full() {
        assert_eq!(day("1970-01-02"), Some(DAY));
        for odd in ["2026-1-02", "2026-02-30", "2026-01-02-", "2026-01-02x", "20260102", "é", ""] {
            assert_eq!(day(odd), None, "{odd}");
        }
        assert_eq!(number("+1", 2), None);
    }
}
