//! Moments as microseconds since the epoch (UTC), and the ways AWS writes them.

use std::fmt::{Display, Formatter, Result};

/// One second, in the unit of [`Moment`].
pub const SECOND_US: i64 = 1_000_000;
/// One minute.
pub const MINUTE_US: i64 = 60 * SECOND_US;

/// Microseconds since 1970-01-01T00:00:00Z.
pub type Moment = i64;

/// The moment of a time of day (`h`, `m`, `s`) on a civil date.
#[must_use]
pub fn moment(date: (i64, i64, i64), time: (i64, i64, i64)) -> Moment {
    let (year, month, day) = date;
    // Days from civil date with the year beginning in March, so that the leap day is its last.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
        + day_of_year
        - 719_468;
    (days * 86_400 + time.0 * 3_600 + time.1 * 60 + time.2) * SECOND_US
}

/// A moment split into its civil parts; `Display` writes the ALB form with microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
}

impl Civil {
    /// The civil parts of a moment.
    #[must_use]
    pub fn of(at: Moment) -> Self {
        let days = at.div_euclid(86_400 * SECOND_US) + 719_468;
        let of_day = at.rem_euclid(86_400 * SECOND_US);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let seconds = of_day / SECOND_US;
        Self {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * march_month + 2) / 5 + 1,
            hour: seconds / 3_600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            micros: of_day % SECOND_US,
        }
    }

    /// `2026-11-22`
    #[must_use]
    pub fn date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `14:05:09`
    #[must_use]
    pub fn time(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second)
    }

    /// `2026/11/22`: the folders of an ELB key.
    #[must_use]
    pub fn folders(&self) -> String {
        format!("{:04}/{:02}/{:02}", self.year, self.month, self.day)
    }

    /// `20261122T1405Z`: the end of an interval in an ELB key.
    #[must_use]
    pub fn stamp(&self) -> String {
        format!(
            "{:04}{:02}{:02}T{:02}{:02}Z",
            self.year, self.month, self.day, self.hour, self.minute
        )
    }

    /// `2026-11-22-14`: the hour in a CloudFront key.
    #[must_use]
    pub fn hour_stamp(&self) -> String {
        format!("{}-{:02}", self.date(), self.hour)
    }

    /// Hour of the day and minute of the hour.
    #[must_use]
    pub fn hour_and_minute(&self) -> (i64, i64) {
        (self.hour, self.minute)
    }
}

impl Display for Civil {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
            self.year, self.month, self.day, self.hour, self.minute, self.second, self.micros
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_back_as_it_was_made() {
        for date in [(2026, 11, 22), (2026, 10, 1), (2024, 2, 29), (2000, 3, 1), (1999, 12, 31)] {
            let civil = Civil::of(moment(date, (23, 59, 58)) + 7);
            assert_eq!((civil.year, civil.month, civil.day), date);
            assert_eq!((civil.hour, civil.minute, civil.second, civil.micros), (23, 59, 58, 7));
        }
    }

    #[test]
    fn known_moments_are_right() {
        // date -u -d 2026-11-22T14:05:00Z +%s
        assert_eq!(moment((2026, 11, 22), (14, 5, 0)), 1_795_356_300 * SECOND_US);
        let civil = Civil::of(moment((2026, 11, 22), (14, 5, 0)) + 42_000);
        assert_eq!(civil.to_string(), "2026-11-22T14:05:00.042000Z");
        assert_eq!(civil.stamp(), "20261122T1405Z");
        assert_eq!(civil.hour_stamp(), "2026-11-22-14");
    }
}
