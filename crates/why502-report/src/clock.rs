//! Instants of the log as clock times in the reader's zone.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Writes microseconds since the epoch in one time zone.
pub(crate) struct Clock {
    zone: TimeZone,
}

impl Clock {
    pub(crate) fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// `2026-11-22 14:02:11 UTC`
    pub(crate) fn instant(&self, at_us: i64) -> String {
        self.zoned(at_us).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
    }

    /// `2026-11-22`
    pub(crate) fn date(&self, at_us: i64) -> String {
        self.zoned(at_us).strftime("%Y-%m-%d").to_string()
    }

    /// `2026-11-22 14:02:11–14:06:48 UTC`; both dates where they differ.
    pub(crate) fn range(&self, from_us: i64, to_us: i64) -> String {
        let (from, to) = (self.zoned(from_us), self.zoned(to_us));
        let same_day = from.date() == to.date() && from.offset() == to.offset();
        if same_day && from_us.div_euclid(1_000_000) == to_us.div_euclid(1_000_000) {
            return self.instant(from_us);
        }
        if same_day {
            return format!(
                "{}–{}",
                from.strftime("%Y-%m-%d %H:%M:%S"),
                to.strftime("%H:%M:%S %Z")
            );
        }
        let zone = if from.offset() == to.offset() { "" } else { " %Z" };
        format!(
            "{} – {}",
            from.strftime(&format!("%Y-%m-%d %H:%M:%S{zone}")),
            to.strftime("%Y-%m-%d %H:%M:%S %Z")
        )
    }

    /// The ends of an axis and an instant on it: `13:20`, seconds where the axis is short, the
    /// date where it is longer than a day.
    pub(crate) fn tick(&self, at_us: i64, axis_us: i64) -> String {
        let format = match axis_us {
            ..600_000_000 => "%H:%M:%S",
            600_000_000..=86_400_000_000 => "%H:%M",
            _ => "%m-%d %H:%M",
        };
        self.zoned(at_us).strftime(format).to_string()
    }

    /// Times no calendar of ours reaches are shown as the last or first one it does.
    fn zoned(&self, at_us: i64) -> Zoned {
        let edge = if at_us < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_microsecond(at_us).unwrap_or(edge).to_zoned(self.zone.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON_US: i64 = 1_795_348_931_000_000; // 2026-11-22T12:02:11Z

    #[test]
    fn a_range_names_the_day_once_where_it_is_one_day() {
        let clock = Clock::new(TimeZone::UTC);
        assert_eq!(clock.range(NOON_US, NOON_US + 277_000_000), "2026-11-22 12:02:11–12:06:48 UTC");
        assert_eq!(clock.range(NOON_US, NOON_US + 5), "2026-11-22 12:02:11 UTC");
        assert_eq!(
            clock.range(NOON_US, NOON_US + 86_400_000_000),
            "2026-11-22 12:02:11 – 2026-11-23 12:02:11 UTC"
        );
    }

    #[test]
    fn the_zone_shifts_and_is_named() {
        let clock = Clock::new(TimeZone::get("Asia/Tokyo").unwrap());
        assert_eq!(clock.instant(NOON_US), "2026-11-22 21:02:11 JST");
        assert_eq!(clock.tick(NOON_US, 3_600_000_000), "21:02");
        assert_eq!(clock.tick(NOON_US, 200_000_000_000), "11-22 21:02");
    }

    #[test]
    fn times_beyond_the_calendar_do_not_fail() {
        let clock = Clock::new(TimeZone::UTC);
        assert!(clock.instant(i64::MAX).starts_with("9999-"));
        assert!(clock.instant(i64::MIN).starts_with("-9999-"));
    }
}
