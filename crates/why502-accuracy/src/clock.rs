//! Times as the logs write them: microseconds since 1970, UTC.

use std::fmt;

/// One second.
pub const SECOND: i64 = 1_000_000;
/// One minute.
pub const MINUTE: i64 = 60 * SECOND;

/// A time in its parts. Displayed as ALB has it: `2026-11-22T14:05:00.123456Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// Year, month, day.
    pub date: (i64, u8, u8),
    /// Seconds of the day.
    pub second: u32,
    /// Microseconds of the second.
    pub micros: u32,
}

impl Civil {
    /// The parts of microseconds since 1970.
    #[must_use]
    pub fn of(at: i64) -> Self {
        let (day, rest) = (at.div_euclid(86_400 * SECOND), at.rem_euclid(86_400 * SECOND));
        let shifted = day + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Self {
            date: (year, month as u8, day as u8),
            second: (rest / SECOND) as u32,
            micros: (rest % SECOND) as u32,
        }
    }

    /// Hours, minutes, seconds.
    #[must_use]
    pub fn time(&self) -> (u32, u32, u32) {
        (self.second / 3_600, self.second / 60 % 60, self.second % 60)
    }

    /// `2026-11-22`
    #[must_use]
    pub fn day(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.date.0, self.date.1, self.date.2)
    }

    /// `14:05:00`
    #[must_use]
    pub fn clock(&self) -> String {
        let (hour, minute, second) = self.time();
        format!("{hour:02}:{minute:02}:{second:02}")
    }

    /// `20261122T1405Z`, as in the names of objects.
    #[must_use]
    pub fn stamp(&self) -> String {
        let (hour, minute, _) = self.time();
        format!("{}T{hour:02}{minute:02}Z", self.day().replace('-', ""))
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.time();
        write!(
            out,
            "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{:06}Z",
            self.date.0, self.date.1, self.date.2, self.micros
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_instant_in_all_forms() {
        let civil = Civil::of(1_795_356_300_123_456);
        assert_eq!(civil.to_string(), "2026-11-22T14:05:00.123456Z");
        assert_eq!(civil.stamp(), "20261122T1405Z");
        assert_eq!((civil.day(), civil.clock()), ("2026-11-22".into(), "14:05:00".into()));
    }
}
